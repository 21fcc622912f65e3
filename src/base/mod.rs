//! What every floor uses: text and its places, three values, dates and versions.

pub mod date;
pub mod diagnostic;
pub mod digits;
pub mod maps;
pub mod scan;
pub mod sorting;
pub mod source;
pub mod suggest;
pub mod text;
pub mod truth;
pub mod version;
pub mod words;
