//! What a photo tells beside its picture: EXIF, XMP, IPTC and comments of a JPEG, boxes of a JPEG 2000, and the places
//! in the description of a document, which some programs copy from the photo that they made it of.

use crate::document::jpeg::next_marker;
use memchr::memmem;
use std::ops::Range;

const JPEG: &[u8] = b"\xff\xd8\xff";
/// ISO/IEC 15444-1, I.5.1.
const JPEG_2000: &[u8] = b"\0\0\0\x0cjP  \r\n\x87\n";
/// XMP, part 1, 7.3.2.
const XMP: &[u8] = b"<?xpacket";
/// Of a place or a time in XMP, in bytes: no search for its end goes further.
const LONGEST: usize = 256;

/// Whether something begins that may tell more than it shows.
pub(super) fn is_told_of(begin: &[u8]) -> bool {
    [JPEG, JPEG_2000, XMP]
        .iter()
        .any(|known| begin.starts_with(known))
}

/// Writes over it. `false`: there is nothing.
pub(super) fn blank(content: &mut [u8]) -> bool {
    let mut ranges = Vec::new();
    let mut hear = |range| ranges.push(range);
    let filler = if content.starts_with(XMP) {
        places(content, &mut hear);
        b' '
    } else if content.starts_with(JPEG) {
        segments(content, &mut hear);
        0
    } else {
        boxes(content, &mut hear);
        0
    };
    let mut changed = false;
    for range in ranges {
        let told = &mut content[range];
        changed |= told.iter().any(|byte| *byte != filler);
        told.fill(filler);
    }
    changed
}

/// Blocks of a JPEG, and of those behind it, that hold more than pixels need; the same as `domain::photo::strip` drops.
fn segments(jpeg: &[u8], hear: &mut impl FnMut(Range<usize>)) {
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
        if !needed {
            hear(at + 2..end);
        }
        at = end;
    }
}

/// Boxes of a JPEG 2000 that programs put in (ISO/IEC 15444-1, I.4 and I.7).
fn boxes(bytes: &[u8], hear: &mut impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(head) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let [a, b, c, d, kind @ ..] = *head;
        let end = match u32::from_be_bytes([a, b, c, d]) {
            // To the end.
            0 => bytes.len(),
            length => at.saturating_add(length as usize).min(bytes.len()),
        };
        // A longer length (1) is only needed for what is larger than a PDF may be.
        if end < at + 8 {
            return;
        }
        if matches!(&kind, b"uuid" | b"xml " | b"uinf") {
            hear(at + 8..end);
        }
        at = end;
    }
}

/// Values of EXIF's places in a document's description: `exif:GPSLatitude="10,9.8S"`, `<exif:GPSLatitude>10,9.8S</`
/// (XMP, part 2, 8.4).
fn places(xmp: &[u8], hear: &mut impl FnMut(Range<usize>)) {
    for name in memmem::find_iter(xmp, b":GPS") {
        let letters = xmp[name + 1..].iter();
        let at = name
            + 1
            + letters
                .take_while(|byte| byte.is_ascii_alphanumeric())
                .count();
        let (value, ends) = match xmp[at..] {
            [b'=', quote @ (b'"' | b'\''), ..] => (at + 2, quote),
            [b'>', ..] => (at + 1, b'<'),
            _ => continue,
        };
        let room = &xmp[value..xmp.len().min(value + LONGEST)];
        if let Some(length) = memchr::memchr(ends, room) {
            hear(value..value + length);
        }
    }
}
