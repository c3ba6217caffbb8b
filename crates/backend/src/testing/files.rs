//! Files that people might send.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use std::io::Cursor;

fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let byte = |n: u32| u8::try_from(n % 256).unwrap_or(0);
        Rgb([byte(x * 3), byte(y * 5), byte(x + y)])
    })
}

/// A small photo; every `seed` is another one.
pub fn jpeg(seed: u32) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 80)
        .encode_image(&picture(60 + seed % 50, 40))
        .expect("a picture");
    out
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture(width, height)
        .write_to(&mut out, image::ImageFormat::Png)
        .expect("a picture");
    out.into_inner()
}

/// A page of paper; `inside` stands in its catalogue.
pub fn pdf(inside: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj\n<< /Type /Catalog {inside} >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n").into_bytes()
}

/// A photo as a phone makes it: lying on its side, with EXIF that says so and where it was taken.
pub fn jpeg_with_exif(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 80);
    encoder.set_exif_metadata(exif()).expect("EXIF fits");
    let picture = picture(width, height);
    encoder
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .expect("a picture");
    out
}

/// TIFF, little-endian: orientation 6 (turn right), and a GPS directory whose reference says `S`.
fn exif() -> Vec<u8> {
    let mut tiff = Vec::from(*b"II\x2a\0\x08\0\0\0");
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut bytes = Vec::new();
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value);
        bytes
    };
    tiff.extend(2u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, [6, 0, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 38u32.to_le_bytes()));
    tiff.extend([0; 4]);
    tiff.extend(1u16.to_le_bytes());
    tiff.extend(entry(1, 2, 2, *b"S\0\0\0"));
    tiff.extend([0; 4]);
    tiff.extend(b"GENGGAM-GPS-MARK");
    tiff
}
