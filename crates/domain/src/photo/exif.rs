//! A JPEG without what the camera wrote about place, time and owner; its pixels stay as they are, bit by bit.

/// Tags of an EXIF block that says one thing only: which way up (TIFF 6.0, tag 0x0112; EXIF 2.3).
fn upright(orientation: u8) -> [u8; 36] {
    let mut block = *b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    block[29] = orientation;
    block
}

/// The JPEG in `file` without EXIF, XMP, IPTC, comments, thumbnails and anything behind its end (films, depth maps).
/// What pixels need stays: tables, JFIF, colour profile, Adobe's colour mark, and which way up.
/// `None` if the file isn't a whole JPEG (ISO/IEC 10918-1, annex B).
pub fn strip(file: &[u8]) -> Option<Vec<u8>> {
    let mut rest = file.strip_prefix(b"\xff\xd8")?;
    let mut kept = Vec::with_capacity(file.len());
    kept.extend(b"\xff\xd8");
    let mut scanned = false;
    let mut turned = false;
    loop {
        // Any number of 0xff may stand before a marker.
        while rest.starts_with(b"\xff\xff") {
            rest = &rest[1..];
        }
        let &[0xff, marker, ..] = rest else {
            return None;
        };
        if marker == 0xd9 {
            kept.extend(b"\xff\xd9");
            return scanned.then_some(kept);
        }
        let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?])) + 2;
        let segment = rest.get(..length).filter(|s| s.len() >= 4)?;
        let body = &segment[4..];
        rest = &rest[length..];
        match marker {
            0xe1 => {
                if let Some(way) = orientation(body).filter(|_| !turned) {
                    turned = true;
                    kept.extend(upright(way));
                }
            }
            0xe0 if body.starts_with(b"JFIF\0") => kept.extend(without_thumbnail(segment)?),
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => kept.extend(segment),
            0xee if body.starts_with(b"Adobe") => kept.extend(segment),
            0xe0..=0xef | 0xfe => {}
            0xc0..=0xcf | 0xda..=0xdf => kept.extend(segment),
            _ => return None,
        }
        if marker == 0xda {
            scanned = true;
            let end = scan(rest)?;
            kept.extend(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

/// How many bytes of pixels follow: up to a marker that is no stuffing and no restart.
fn scan(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

/// A JFIF segment ends with a thumbnail: the head alone, with no pixels in it.
fn without_thumbnail(segment: &[u8]) -> Option<Vec<u8>> {
    let mut head = segment.get(..18)?.to_vec();
    head[2..4].copy_from_slice(&[0, 16]);
    head[16..18].copy_from_slice(&[0, 0]);
    Some(head)
}

/// Which way up an EXIF block says the picture is: 1 to 8.
fn orientation(body: &[u8]) -> Option<u8> {
    let tiff = body.strip_prefix(b"Exif\0\0")?;
    let big = match tiff.get(..4)? {
        b"MM\0\x2a" => true,
        b"II\x2a\0" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if big {
            u16::from_be_bytes(pair)
        } else {
            u16::from_le_bytes(pair)
        })
    };
    let (high, low) = (short(4)?, short(6)?);
    let (high, low) = if big { (high, low) } else { (low, high) };
    let start = usize::from(high) << 16 | usize::from(low);
    for entry in 0..usize::from(short(start)?) {
        let at = start.checked_add(2 + entry * 12)?;
        if short(at)? == 0x0112 {
            let way = short(at + 8)?;
            return u8::try_from(way).ok().filter(|way| (1..=8).contains(way));
        }
    }
    None
}
