//! What an editor shows at a place of a text, beside what is found there.

mod field;
mod hover;
mod role;
mod words;

pub use hover::Hovered;
pub use role::RoleHint;
pub use words::ListedWord;
