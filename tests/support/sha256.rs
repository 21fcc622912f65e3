//! SHA-256 (FIPS 180-4), as the hash of a style sheet in a Content-Security-Policy.

#![allow(
    clippy::indexing_slicing,
    clippy::many_single_char_names,
    reason = "a test fails loudly; the names are those of the standard"
)]

const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
fn constants() -> [u32; 64] {
    let mut found = [0; 64];
    let mut primes = (2_u128..).filter(|n| (2..*n).all(|it| n % it != 0));
    for constant in &mut found {
        let prime = primes.next().unwrap_or_default();
        // The cube root, times 2^32: the largest number whose cube is at most the prime, times 2^96.
        let mut root = 0_u128;
        for bit in (0..36).rev() {
            let larger = root | 1 << bit;
            if larger * larger * larger <= prime << 96 {
                root = larger;
            }
        }
        *constant = u32::try_from(root & 0xffff_ffff).unwrap_or_default();
    }
    found
}

/// The hash of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let constants = constants();
    let mut message = bytes.to_vec();
    message.push(0x80);
    message.resize(
        message.len().next_multiple_of(64) + if message.len() % 64 > 56 { 64 } else { 0 },
        0,
    );
    let length = message.len();
    message[length - 8..].copy_from_slice(&(bytes.len() as u64 * 8).to_be_bytes());
    let mut state = START;
    for block in message.chunks(64) {
        let mut words = [0_u32; 64];
        for (word, four) in words.iter_mut().zip(block.chunks(4)) {
            *word = four.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
        }
        for at in 16..64 {
            let (early, late) = (words[at - 15], words[at - 2]);
            let first = early.rotate_right(7) ^ early.rotate_right(18) ^ early >> 3;
            let second = late.rotate_right(17) ^ late.rotate_right(19) ^ late >> 10;
            words[at] =
                words[at - 16].wrapping_add(first).wrapping_add(words[at - 7]).wrapping_add(second);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for (constant, word) in constants.iter().zip(words) {
            let first = h
                .wrapping_add(e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25))
                .wrapping_add((e & f) ^ (!e & g))
                .wrapping_add(*constant)
                .wrapping_add(word);
            let second = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22))
                .wrapping_add((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d.wrapping_add(first));
            (d, c, b, a) = (c, b, a, first.wrapping_add(second));
        }
        for (old, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *old = old.wrapping_add(new);
        }
    }
    let mut hash = [0; 32];
    for (four, word) in hash.chunks_mut(4).zip(state) {
        four.copy_from_slice(&word.to_be_bytes());
    }
    hash
}

/// Bytes in Base64.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits =
            (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(*three.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let is_there = at <= three.len();
            out.push(if is_there { SIGNS[bits >> (18 - 6 * at) & 63].into() } else { '=' });
        }
    }
    out
}
