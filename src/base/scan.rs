//! How far blanks and plain text reach, and where lines begin, found eight bytes at a time.

/// Eight bytes of a text, the first of them lowest.
fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|it| u64::from_le_bytes(*it))
}

/// A byte, eight times.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Which byte is the first that is not 0; 8 if all are.
const fn first(bytes: u64) -> usize {
    bytes.trailing_zeros() as usize / 8
}

/// The high bit of each byte that is 0, and of no other.
const fn zeros(bytes: u64) -> u64 {
    let low = bytes & all(0x7F);
    !(low.wrapping_add(all(0x7F)) | bytes | all(0x7F))
}

/// A bit in the first byte that is below `limit`, which is 128 at most. Bytes after that one may have the bit, too.
const fn below(bytes: u64, limit: u8) -> u64 {
    bytes.wrapping_sub(all(limit)) & !bytes & all(0x80)
}

/// The offset of the first byte from `at` on that is no blank. Most blanks are the spaces that indent a line.
pub fn after_blanks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = bytes.get(at) {
        at += 1;
        at += eight(bytes, at).map_or(0, |it| first(it ^ all(b' ')));
    }
    at
}

/// The offset of the first byte from `at` on that requires care in a string: a quote, an escape or a control character.
pub fn after_plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some(it) = eight(bytes, at) {
        let care = below(it, b' ') | below(it ^ all(b'"'), 1) | below(it ^ all(b'\\'), 1);
        if care != 0 {
            return at + first(care);
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let plain = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < b' ';
    at + rest.iter().position(plain).unwrap_or(rest.len())
}

/// Adds the offset of each line but the first to a list, as far as 32 bits reach.
pub fn add_lines(bytes: &[u8], starts: &mut Vec<u32>) {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut at = 0_u32;
    for word in words {
        let mut ends = zeros(u64::from_le_bytes(*word) ^ all(b'\n'));
        while ends != 0 {
            starts.push(at.saturating_add(ends.trailing_zeros() / 8 + 1));
            ends &= ends - 1;
        }
        at = at.saturating_add(8);
    }
    for byte in rest {
        at = at.saturating_add(1);
        if *byte == b'\n' {
            starts.push(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{add_lines, after_blanks, after_plain};

    /// Texts with one byte among others, at every place in more than two times eight bytes.
    fn with_one(byte: u8, others: u8) -> impl Iterator<Item = (usize, Vec<u8>)> {
        (0..20).map(move |at| {
            let text = (0..20).map(|other| if other == at { byte } else { others });
            (at, text.collect())
        })
    }

    #[test]
    fn blanks_end_at_the_first_other_byte() {
        for byte in (0..=255).filter(|byte| !b" \n\t\r".contains(byte)) {
            for blank in *b" \n\t\r" {
                for (at, text) in with_one(byte, blank) {
                    assert_eq!(after_blanks(&text, 0), at, "{text:?}");
                    assert_eq!(after_blanks(&text, at), at, "{text:?}");
                }
            }
        }
        assert_eq!(after_blanks(b" \n  \r\n\t          \n ", 0), 19);
        assert_eq!(after_blanks(b"", 0), 0);
    }

    #[test]
    fn plain_text_ends_at_the_first_byte_that_requires_care() {
        for byte in 0..=255 {
            let is_plain = byte >= b' ' && byte != b'"' && byte != b'\\';
            for other in [b'a', b' ', b'!', b'#', b'[', b']', 0x7F, 0x80, 0xA0, 0xA2, 0xDC, 0xFF] {
                for (at, text) in with_one(byte, other) {
                    assert_eq!(after_plain(&text, 0), if is_plain { 20 } else { at }, "{text:?}");
                }
            }
        }
        assert_eq!(after_plain(b"a\"a\"", 2), 3);
        assert_eq!(after_plain(b"", 0), 0);
    }

    #[test]
    fn lines_begin_behind_line_breaks() {
        let text: Vec<u8> = (0..=255).chain(*b"\n\n\x0B\n\xFF\x8A\n\x0A12345678\n").collect();
        for from in 0..24 {
            for count in 0..=text.len() - from {
                let bytes: Vec<u8> = text.iter().copied().skip(from).take(count).collect();
                let mut starts = Vec::new();
                add_lines(&bytes, &mut starts);
                let ends = (1_u32..).zip(&bytes).filter(|(_, byte)| **byte == b'\n');
                let wanted: Vec<_> = ends.map(|(at, _)| at).collect();
                assert_eq!(starts, wanted, "{bytes:?}");
            }
        }
    }
}
