//! Text and lists that are constants of the program for the built-in rules, and owned for a user's.

use std::borrow::Cow;

/// Text of the program, or of a user's file.
pub type Str = Cow<'static, str>;

/// A list of the program, or of a user's file.
pub type List<T> = Cow<'static, [T]>;
