//! Photos inside a PDF: what they tell beside the picture (where it was taken, with what) is written over with zeros. No
//! length changes, so every place in the file holds. Only photos as cameras write them, not those compressed once more.

use super::names::names;
use super::streams::starts;
use crate::document::whole::next_marker;
use memchr::memmem;
use std::ops::Range;

/// A copy without them; `None` where there is nothing to remove, or where it is signed: then each byte counts.
pub(in crate::document) fn without_places(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut ranges = Vec::new();
    let mut done = 0;
    for start in starts(bytes) {
        if start < done || !bytes[start..].starts_with(b"\xff\xd8\xff") {
            continue;
        }
        let end = memmem::find(&bytes[start..], b"endstream");
        done = end.map_or(bytes.len(), |end| start + end);
        told(&bytes[start..done], |range| {
            ranges.push(start + range.start..start + range.end);
        });
    }
    if ranges.is_empty()
        || names(bytes, |first| first == b'B').any(|(name, _)| name.as_bytes() == b"ByteRange")
    {
        return None;
    }
    let mut bare = bytes.to_vec();
    for range in ranges {
        bare[range].fill(0);
    }
    Some(bare)
}

/// Blocks of a JPEG, and of those behind it, that hold more than pixels need; the same as `domain::photo::strip` drops.
fn told(jpeg: &[u8], mut hear: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(marker) = next_marker(jpeg, &mut at) {
        if matches!(marker, 0xd0..=0xd9 | 0x01) {
            continue;
        }
        let Some(&[high, low]) = jpeg.get(at..at + 2).and_then(|two| two.first_chunk::<2>()) else {
            return;
        };
        let end = at + usize::from(u16::from_be_bytes([high, low]));
        let Some(body) = jpeg.get(at + 2..end) else {
            return;
        };
        let needed = match marker {
            0xe0 => body.starts_with(b"JFIF\0"),
            0xe2 => body.starts_with(b"ICC_PROFILE\0"),
            0xee => body.starts_with(b"Adobe"),
            0xe1 | 0xe3..=0xef | 0xfe => false,
            _ => true,
        };
        if !needed && body.iter().any(|byte| *byte != 0) {
            hear(at + 2..end);
        }
        at = end;
    }
}
