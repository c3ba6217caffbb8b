//! Whether a picture has its end.
//!
//! Decoders paint the missing part of a truncated photo grey and call it a success. An officer would send it back
//! days later; so the file is walked through, without decoding it, until the end of the image is found.

use domain::upload::Media;

pub(super) fn is_whole(media: Media, bytes: &[u8]) -> bool {
    match media {
        Media::Jpeg => jpeg(bytes),
        Media::Png => png(bytes),
        Media::Webp => webp(bytes),
        Media::Pdf => true,
    }
}

/// The length that the container tells (RFC 9649, section 2.4).
fn webp(bytes: &[u8]) -> bool {
    bytes
        .get(4..8)
        .and_then(|four| four.first_chunk::<4>())
        .is_some_and(|four| u64::from(u32::from_le_bytes(*four)) + 8 <= bytes.len() as u64)
}

/// Chunks up to the one that ends them (ISO/IEC 15948, section 5).
fn png(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((head, behind)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        // Four bytes of sum stand behind each.
        let Some(next) = length.checked_add(4).and_then(|all| behind.get(all..)) else {
            return false;
        };
        if &kind == b"IEND" {
            return true;
        }
        rest = next;
    }
    false
}

/// Markers up to the end of the image (ITU-T T.81 annex B). `true`: there is picture data, and the marker that ends it.
pub(super) fn jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    let mut scanned = false;
    while let Some(marker) = next_marker(bytes, &mut at) {
        match marker {
            // End of image.
            0xd9 => return scanned,
            // Restart marks and TEM stand alone.
            0xd0..=0xd7 | 0x01 => {}
            _ => {
                let Some(&[high, low]) =
                    bytes.get(at..at + 2).and_then(|two| two.first_chunk::<2>())
                else {
                    return false;
                };
                let length = usize::from(u16::from_be_bytes([high, low]));
                if length < 2 {
                    return false;
                }
                at += length;
                // Start of scan: picture data follows; `next_marker` walks over it.
                scanned |= marker == 0xda;
            }
        }
    }
    false
}

/// Whether a picture stores one colour for each two by two pixels, as phones and browsers do.
pub(super) fn halves_colours(media: Media, bytes: &[u8]) -> bool {
    match media {
        Media::Jpeg => sampling(bytes) == Some([0x22, 0x11, 0x11]),
        Media::Webp => is_lossy(bytes),
        Media::Png | Media::Pdf => false,
    }
}

/// Of a picture in colour how finely light and colours are sampled, from its frame header (ITU-T T.81, B.2.2).
fn sampling(bytes: &[u8]) -> Option<[u8; 3]> {
    let mut at = 2;
    loop {
        match next_marker(bytes, &mut at)? {
            0xc0..=0xc2 => {
                let frame = bytes.get(at..at + 17)?;
                return (frame[7] == 3).then(|| [frame[9], frame[12], frame[15]]);
            }
            0xd0..=0xd8 | 0x01 => {}
            0xda => return None,
            _ => at += usize::from(u16::from_be_bytes(*bytes.get(at..)?.first_chunk::<2>()?)),
        }
    }
}

/// A chunk of VP8 (RFC 9649, section 2.5) is always sampled so.
fn is_lossy(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((head, behind)) = rest.split_first_chunk::<8>() {
        let [kind @ .., a, b, c, d] = *head;
        if &kind == b"VP8 " {
            return true;
        }
        let length = u32::from_le_bytes([a, b, c, d]) as usize;
        // A chunk is filled up to an even length.
        rest = behind
            .get(length.saturating_add(length % 2)..)
            .unwrap_or_default();
    }
    false
}

/// Moves behind the next marker. Inside picture data `ff 00` is a byte, and fill bytes may stand before a marker.
pub(super) fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let rest = bytes.get(*at..)?;
        *at += memchr::memchr(0xff, rest)? + 1;
        while bytes.get(*at) == Some(&0xff) {
            *at += 1;
        }
        let marker = *bytes.get(*at)?;
        *at += 1;
        if marker != 0 {
            return Some(marker);
        }
    }
}
