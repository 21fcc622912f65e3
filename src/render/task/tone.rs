//! How a verdict sounds: what its colour says.

/// How a verdict sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Tone {
    /// All is well.
    Good,
    /// Something is open.
    Open,
    /// Something is missing.
    Bad,
}
