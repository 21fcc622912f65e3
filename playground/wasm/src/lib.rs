//! `needs-exec-role` for a page: a request as JSON in, an answer as JSON out.
//!
//! A page puts the request at the place that [`reserve`] gives, calls [`call`] with it, reads the answer and
//! [`release`]s it; `needs-exec-role.mjs` does this for it. What a request may contain is in `README.md`.

mod answer;
mod options;
mod request;

pub use request::answer;

use std::alloc::{Layout, alloc, dealloc};
use std::ptr::null_mut;

/// How many bytes stand before the text of an answer: its length, in little-endian order.
const HEAD: usize = 4;

/// Reserves a place for so many bytes; null if there is none. What [`call`] takes is released by it.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(len: usize) -> *mut u8 {
    match layout(len) {
        // SAFETY: the layout has a size of at least one byte.
        Some(layout) => unsafe { alloc(layout) },
        None => null_mut(),
    }
}

/// Releases a place that [`reserve`] gave for so many bytes, or that [`call`] gave: those have four bytes more than
/// their text.
///
/// # Safety
/// The place must be of that length, and must not have been released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn release(place: *mut u8, len: usize) {
    if let Some(layout) = layout(len).filter(|_| !place.is_null()) {
        // SAFETY: the caller promises that the place was made with this layout and is released once.
        unsafe { dealloc(place, layout) }
    }
}

/// Answers the request at a place, and releases it. The answer is the length of a text in four bytes, and the text;
/// null where there is no place for it.
///
/// # Safety
/// The place must be one that [`reserve`] gave for this length, filled by the caller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn call(place: *mut u8, len: usize) -> *mut u8 {
    if place.is_null() {
        return null_mut();
    }
    // SAFETY: the caller promises `len` bytes there, which nobody else uses until this returns.
    let bytes = unsafe { std::slice::from_raw_parts(place, len) };
    let text = answer(bytes);
    // SAFETY: the caller promises that the place came from `reserve(len)`; nothing borrows from it any more.
    unsafe { release(place, len) };
    hand_over(text.as_bytes())
}

/// The bytes and their length, at a place of their own.
fn hand_over(bytes: &[u8]) -> *mut u8 {
    let Ok(len) = u32::try_from(bytes.len()) else { return null_mut() };
    let place = reserve(HEAD + bytes.len());
    if !place.is_null() {
        // SAFETY: the place has room for both, is new, and so overlaps neither.
        unsafe {
            place.copy_from_nonoverlapping(len.to_le_bytes().as_ptr(), HEAD);
            place.add(HEAD).copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
    }
    place
}

/// The layout of so many bytes: of one where there are none, since a place of no size has no address.
fn layout(len: usize) -> Option<Layout> {
    Layout::array::<u8>(len.max(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::{HEAD, call, release, reserve};
    use std::slice;

    #[test]
    fn an_answer_comes_back_through_the_places() {
        let request = br#"{"command":"explain","what":"awslogs"}"#;
        let place = reserve(request.len());
        // SAFETY: the place has the length of the request; the answer has its length before it.
        let text = unsafe {
            place.copy_from_nonoverlapping(request.as_ptr(), request.len());
            let answer = call(place, request.len());
            let mut head = [0; HEAD];
            answer.copy_to_nonoverlapping(head.as_mut_ptr(), HEAD);
            let len = u32::from_le_bytes(head) as usize;
            let text = slice::from_raw_parts(answer.add(HEAD), len).to_vec();
            release(answer, HEAD + len);
            text
        };
        assert!(String::from_utf8(text).is_ok_and(|text| text.starts_with(r#"{"kind":"page""#)));
    }
}
