//! Whether a picture has its end: the file is walked through, without decoding it, until that is found.

use super::jpeg;
use domain::upload::Media;

pub(super) fn is_whole(media: Media, bytes: &[u8]) -> bool {
    match media {
        Media::Jpeg => jpeg::is_whole(bytes),
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

/// Whether a picture stores one colour for each two by two pixels, as phones and browsers do.
pub(super) fn halves_colours(media: Media, bytes: &[u8]) -> bool {
    match media {
        Media::Jpeg => jpeg::sampling(bytes) == Some([0x22, 0x11, 0x11]),
        Media::Webp => is_lossy(bytes),
        Media::Png | Media::Pdf => false,
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
