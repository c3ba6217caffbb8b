//! Whether a JPEG has its end.
//!
//! Decoders paint the missing part of a truncated photo grey and call it a success. An officer would send it back
//! days later; so the markers are walked through (ITU-T T.81 annex B) until the end of the image is found.

/// `true`: there is picture data, and the marker that ends it.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
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

/// Moves behind the next marker. Inside picture data `ff 00` is a byte, and fill bytes may stand before a marker.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
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
