//! How much of what a placeholder is made of is written.

use std::fmt::Write as _;

const MOST_CHARACTERS: usize = 160;

/// The beginning of a text that is longer than a placeholder shows, with the sum (FNV-1a) of the whole, so that it
/// is told from another that begins alike.
pub fn bounded(mut written: String) -> String {
    if let Some((end, _)) = written.char_indices().nth(MOST_CHARACTERS) {
        let add = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let sum = written.bytes().fold(0xcbf2_9ce4_8422_2325, add);
        written.truncate(end);
        let _ = write!(written, "… {sum:016x}");
    }
    written
}
