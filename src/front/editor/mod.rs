//! What an editor shows at a place of a text, beside what is found there.

mod field;
mod hover;

pub use hover::Hovered;
