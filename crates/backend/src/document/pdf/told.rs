//! What a photo tells beside its picture: EXIF, XMP, IPTC, comments, thumbnails and whatever lies behind the end of a JPEG,
//! boxes of a JPEG 2000, and the places in the description of a document, which some programs copy from the photo that
//! they made it of. Written over where it stands.

use crate::document::jpeg::{next_marker, segment};
use memchr::memmem;
use std::ops::Range;

const JPEG: &[u8] = b"\xff\xd8\xff";
/// ISO/IEC 15444-1, I.5.1.
const JPEG_2000: &[u8] = b"\0\0\0\x0cjP  \r\n\x87\n";
/// XMP, part 1, 7.3.2.
const XMP: &[u8] = b"<?xpacket";
/// Of a place or a time in XMP, in bytes: no search for its end goes further.
const LONGEST: usize = 256;

/// Whether something begins that may tell more than it shows. `whole`: nothing is missing behind it.
pub(super) fn is_told_of(begin: &[u8], whole: bool) -> bool {
    begin.starts_with(JPEG_2000)
        || begin.starts_with(XMP)
        || (begin.starts_with(JPEG) && is_jpeg(begin).unwrap_or(!whole))
}

/// Whether segment follows on segment up to the picture's data: no other bytes do, whatever they begin with. `None`: its
/// end comes before.
fn is_jpeg(bytes: &[u8]) -> Option<bool> {
    let mut at = 2;
    let mut framed = false;
    loop {
        if *bytes.get(at)? != 0xff {
            return Some(false);
        }
        match next_marker(bytes, &mut at)? {
            0xda => return Some(framed),
            marker @ (0xc0..=0xcf | 0xdb | 0xdd | 0xe0..=0xef | 0xfe) => {
                // Tables of codes, and of arithmetic ones, are no frame.
                framed |= (0xc0..=0xcf).contains(&marker) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
            }
            _ => return Some(false),
        }
        segment(bytes, &mut at)?;
    }
}

/// Writes over it. `false`: there is nothing.
pub(super) fn blank(content: &mut [u8]) -> bool {
    if content.starts_with(XMP) {
        places(content)
    } else if content.starts_with(JPEG) {
        segments(content)
    } else {
        boxes(content)
    }
}

/// `false`: it has been so already.
fn fill(content: &mut [u8], range: Range<usize>, filler: u8) -> bool {
    let told = content.get_mut(range).unwrap_or_default();
    let changed = told.iter().any(|byte| *byte != filler);
    told.fill(filler);
    changed
}

/// Segments of a JPEG that hold more than pixels need, and what lies behind its end; the same as `domain::photo::strip`
/// drops.
fn segments(jpeg: &mut [u8]) -> bool {
    let mut changed = false;
    let mut at = 2;
    while let Some(marker) = next_marker(jpeg, &mut at) {
        if marker == 0xd9 {
            // The end of the line before `endstream` stays.
            let end = jpeg.trim_ascii_end().len();
            return changed | fill(jpeg, at..end.max(at), 0);
        }
        if matches!(marker, 0xd0..=0xd8 | 0x01) {
            continue;
        }
        let begin = at + 2;
        let Some(body) = segment(jpeg, &mut at) else {
            break;
        };
        let end = at;
        let told = match marker {
            // A thumbnail: its sizes stand before it.
            0xe0 if body.starts_with(b"JFIF\0") => (begin + 12).min(end)..end,
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => end..end,
            0xee if body.starts_with(b"Adobe") => end..end,
            0xe0..=0xef | 0xfe => begin..end,
            _ => end..end,
        };
        changed |= fill(jpeg, told, 0);
    }
    changed
}

/// Boxes of a JPEG 2000 that programs put in (ISO/IEC 15444-1, I.4 and I.7).
fn boxes(bytes: &mut [u8]) -> bool {
    let mut changed = false;
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
            break;
        }
        if matches!(&kind, b"uuid" | b"xml " | b"uinf") {
            changed |= fill(bytes, at + 8..end, 0);
        }
        at = end;
    }
    changed
}

/// Values of EXIF's places in a document's description: `exif:GPSLatitude="10,9.8S"`, `<exif:GPSLatitude>10,9.8S</`
/// (XMP, part 2, 8.4).
fn places(xmp: &mut [u8]) -> bool {
    let mut changed = false;
    let mut at = 0;
    while let Some(found) = memmem::find(&xmp[at..], b":GPS") {
        at += found + 1;
        let letters = xmp[at..].iter();
        at += letters
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        let (value, ends) = match xmp[at..] {
            [b'=', quote @ (b'"' | b'\''), ..] => (at + 2, quote),
            [b'>', ..] => (at + 1, b'<'),
            _ => continue,
        };
        let room = &xmp[value..xmp.len().min(value + LONGEST)];
        if let Some(length) = memchr::memchr(ends, room) {
            at = value + length;
            changed |= fill(xmp, value..at, b' ');
        }
    }
    changed
}
