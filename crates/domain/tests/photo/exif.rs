//! Stripping a JPEG: what must be gone, what must stay, and files that lie.

use domain::photo::strip;
use image::{DynamicImage, ImageDecoder, RgbImage, codecs::jpeg::JpegDecoder};
use proptest::prelude::*;
use std::io::Cursor;

fn jpeg() -> Vec<u8> {
    let picture = RgbImage::from_fn(40, 24, |x, y| {
        image::Rgb([(x * 6) as u8, (y * 10) as u8, 90])
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut file, image::ImageFormat::Jpeg)
        .expect("a JPEG");
    file.into_inner()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0xff, marker];
    bytes.extend(((body.len() + 2) as u16).to_be_bytes());
    bytes.extend(body);
    bytes
}

/// An EXIF block with the way up and a place, in either byte order.
fn exif(big: bool, way: u16) -> Vec<u8> {
    let short = |n: u16| {
        if big {
            n.to_be_bytes()
        } else {
            n.to_le_bytes()
        }
    };
    let long = |n: u32| {
        if big {
            n.to_be_bytes()
        } else {
            n.to_le_bytes()
        }
    };
    let mut body = b"Exif\0\0".to_vec();
    body.extend(if big { b"MM" } else { b"II" });
    body.extend(short(42));
    body.extend(long(8));
    body.extend(short(2));
    for (tag, kind, value) in [(0x0112u16, 3u16, way), (0x8825, 4, 38)] {
        body.extend(short(tag));
        body.extend(short(kind));
        body.extend(long(1));
        body.extend(short(value));
        body.extend(short(0));
    }
    body.extend(long(0));
    body.extend(b"GPS -6.914744 107.609810 WARSINAH");
    body
}

/// A photo as a phone writes it: everything that is nobody's business, and what pixels need.
fn photo(big: bool, way: u16) -> Vec<u8> {
    let plain = jpeg();
    let mut file = plain[..2].to_vec();
    file.extend(segment(0xe1, &exif(big, way)));
    file.extend(segment(
        0xe1,
        b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>WARSINAH</x:xmpmeta>",
    ));
    file.extend(segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"));
    file.extend(segment(0xe2, b"MPF\0WARSINAH"));
    file.extend(segment(0xed, b"Photoshop 3.0\0WARSINAH"));
    file.extend(segment(0xfe, b"WARSINAH was here"));
    file.extend(&plain[2..]);
    file.extend(b"MotionPhoto_Data WARSINAH");
    file
}

fn holds(file: &[u8], text: &[u8]) -> bool {
    file.windows(text.len()).any(|w| w == text)
}

#[test]
fn place_owner_and_film_are_gone_and_pixels_are_the_same() {
    for big in [true, false] {
        let file = photo(big, 6);
        let kept = strip(&file).expect("a JPEG");
        for gone in [
            &b"WARSINAH"[..],
            b"GPS",
            b"107.609810",
            b"MPF",
            b"xmpmeta",
            b"MotionPhoto",
        ] {
            assert!(!holds(&kept, gone), "{}", String::from_utf8_lossy(gone));
        }
        assert!(holds(&kept, b"ICC_PROFILE\0\x01\x01colours"));
        let pixels = |bytes: &[u8]| {
            image::load_from_memory(bytes)
                .expect("a picture")
                .into_rgb8()
        };
        assert_eq!(pixels(&kept), pixels(&file));
        assert!(kept.ends_with(b"\xff\xd9"));
        assert_eq!(
            strip(&kept).expect("again"),
            kept,
            "nothing is left to strip"
        );
    }
}

#[test]
fn which_way_up_stays() {
    for big in [true, false] {
        for way in 1..=8 {
            let kept = strip(&photo(big, way)).expect("a JPEG");
            let mut decoder = JpegDecoder::new(Cursor::new(&kept)).expect("a JPEG");
            let seen = decoder.orientation().expect("a way up").to_exif();
            assert_eq!(u16::from(seen), way);
        }
        for wrong in [0, 9, 700] {
            let kept = strip(&photo(big, wrong)).expect("a JPEG");
            assert!(!holds(&kept, b"Exif"), "{wrong} is no way up");
        }
    }
}

#[test]
fn what_is_no_whole_jpeg_is_refused() {
    let whole = photo(true, 1);
    assert_eq!(strip(b""), None);
    assert_eq!(strip(b"\x89PNG\r\n\x1a\n"), None);
    assert_eq!(strip(b"\xff\xd8\xff\xd9"), None, "no pixels");
    let end = whole.len() - b"MotionPhoto_Data WARSINAH".len();
    for cut in 0..end {
        assert_eq!(strip(&whole[..cut]), None, "cut at {cut}");
    }
    assert!(strip(&whole[..end]).is_some());
}

proptest! {
    #[test]
    fn no_bytes_make_it_fall(mut file in Just(photo(false, 3)), at in 0usize..900, to: u8, noise in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = strip(&noise);
        let at = at % file.len();
        file[at] = to;
        if let Some(kept) = strip(&file) {
            prop_assert!(kept.len() <= file.len() + 18);
            prop_assert!(strip(&kept).is_some());
        }
    }
}
