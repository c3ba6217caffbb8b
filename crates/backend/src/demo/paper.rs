//! Synthetic papers: lines and boxes that look like a photographed document from afar and hold no data at all.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

const WIDTH: u32 = 480;
const HEIGHT: u32 = 680;

/// A paper as JPEG; every `seed` looks different. `blurred` ones are what an officer gives back.
pub(crate) fn draw(seed: u32, blurred: bool) -> Vec<u8> {
    let mut paper = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([96, 84, 72]));
    let shade = u8::try_from(seed * 7 % 24).unwrap_or(0);
    fill(
        &mut paper,
        (18, 18),
        (WIDTH - 36, HEIGHT - 36),
        Rgb([246 - shade, 243 - shade, 232 - shade]),
    );
    // Head: emblem and two lines; then a box for a portrait, and rows of "writing".
    fill(&mut paper, (44, 44), (56, 56), Rgb([150, 40, 36]));
    fill(&mut paper, (120, 52), (280, 12), Rgb([44, 48, 60]));
    fill(&mut paper, (120, 78), (200, 8), Rgb([84, 88, 100]));
    fill(&mut paper, (340, 140), (92, 120), Rgb([170, 190, 214]));
    let mut state = seed.wrapping_mul(2_654_435_761).max(1);
    for row in 0..18 {
        // Xorshift: looks random, is the same each time.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let room = if row < 5 { 270 } else { 380 };
        let length = room / 2 + state % (room / 2);
        fill(
            &mut paper,
            (48, 140 + row * 27),
            (length, 9),
            Rgb([70, 72, 80]),
        );
    }
    if blurred {
        paper = image::imageops::fast_blur(&paper, 5.0);
    }
    let mut out = Vec::new();
    // Writing to memory doesn't fail; an empty file would be refused by the upload's own check.
    if JpegEncoder::new_with_quality(&mut out, 70)
        .encode_image(&paper)
        .is_err()
    {
        out.clear();
    }
    out
}

fn fill(paper: &mut RgbImage, at: (u32, u32), size: (u32, u32), colour: Rgb<u8>) {
    for y in at.1..(at.1 + size.1).min(HEIGHT) {
        for x in at.0..(at.0 + size.0).min(WIDTH) {
            paper.put_pixel(x, y, colour);
        }
    }
}
