//! Photos of several encoders, whole and with a piece missing before their end mark.

use super::{is_whole, next_marker, segment};
use crate::document::{Probe, probe, re_encode};
use crate::testing::jpeg_with_exif;
use domain::flaw::Flaw;
use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// With writing in it, so to say: no row is like the next.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = x
            .wrapping_mul(2_654_435_761)
            .wrapping_add(y.wrapping_mul(40_503))
            >> 7;
        image::Rgb([x * 5 % 256, y * 3 % 256, (noise ^ y) % 256].map(|value| value as u8))
    })
}

/// As our own encoder writes it.
fn written(change: impl Fn(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 75);
    change(&mut encoder);
    encoder
        .encode(&picture(150, 110), 150, 110, ColorType::Rgb)
        .unwrap();
    out
}

fn photos() -> Vec<(String, Vec<u8>)> {
    let mut photos = vec![
        // Of libjpeg: values made finer scan by scan, and colours in scans of their own with a mark behind each row.
        (
            "refined".to_owned(),
            include_bytes!("../../../../../fuzz/corpus/content/jpeg-refined").to_vec(),
        ),
        (
            "apart".to_owned(),
            include_bytes!("../../../../../fuzz/corpus/content/jpeg-apart").to_vec(),
        ),
        ("with exif".to_owned(), jpeg_with_exif(120, 90)),
    ];
    for sampling in [
        SamplingFactor::F_1_1,
        SamplingFactor::F_2_1,
        SamplingFactor::F_2_2,
        SamplingFactor::F_4_1,
    ] {
        for restart in [0, 1, 7] {
            for progressive in [false, true] {
                let photo = written(|encoder| {
                    encoder.set_sampling_factor(sampling);
                    encoder.set_progressive(progressive);
                    if restart > 0 {
                        encoder.set_restart_interval(restart);
                    }
                });
                photos.push((format!("{sampling:?} {restart} {progressive}"), photo));
            }
        }
    }
    photos.push((
        "optimised".to_owned(),
        written(|encoder| encoder.set_optimized_huffman_tables(true)),
    ));
    photos
}

/// Where the data of the first scan begin, and where the mark of the end stands.
fn data(photo: &[u8]) -> (usize, usize) {
    let mut at = 2;
    while next_marker(photo, &mut at) != Some(0xda) {
        segment(photo, &mut at).unwrap();
    }
    segment(photo, &mut at).unwrap();
    (at, memchr::memmem::rfind(photo, b"\xff\xd9").unwrap())
}

fn pixels(photo: &[u8]) -> RgbImage {
    image::load_from_memory(photo).unwrap().into_rgb8()
}

/// Rows in which somebody would see a difference.
fn rows_that_differ(one: &RgbImage, other: &RgbImage) -> usize {
    let differs = |(one, other): (&u8, &u8)| one.abs_diff(*other) > 40;
    one.rows()
        .zip(other.rows())
        .filter(|(one, other)| {
            one.clone()
                .zip(other.clone())
                .any(|(one, other)| one.0.iter().zip(&other.0).any(differs))
        })
        .count()
}

#[test]
fn whatever_is_whole_is_taken() {
    for (name, photo) in photos() {
        assert!(is_whole(&photo), "{name}");
        // Fill bytes before a marker, a comment, and a film behind the end.
        let (at, _) = data(&photo);
        let more = [
            &photo[..2],
            b"\xff\xff\xfe\x00\x05abc",
            &photo[2..],
            b"ftypmp42 \xff\xd8\xff",
        ]
        .concat();
        assert!(is_whole(&more), "{name}");
        assert!(at > 100);
    }
}

#[test]
fn data_that_are_missing_before_the_mark_of_the_end_are_missed() {
    for (name, photo) in photos() {
        let (begin, end) = data(&photo);
        let whole = pixels(&photo);
        let (mut seen, mut unseen) = (0, 0);
        for cut in (begin..end).step_by(37) {
            // No mark comes about by the cut.
            let cut = cut - usize::from(photo[cut - 1] == 0xff);
            let short = [&photo[..cut], b"\xff\xd9"].concat();
            if !is_whole(&short) {
                assert_eq!(probe(&short), Probe::Bad(Some(Flaw::Cut)));
                seen += 1;
                continue;
            }
            unseen += 1;
            let rows = rows_that_differ(&whole, &pixels(&short));
            assert!(rows <= 32, "{name}: {rows} rows, cut at {cut} of {end}");
        }
        assert!(seen > 6 * unseen, "{name}: {seen} seen, {unseen} not");
    }
}

#[test]
fn a_piece_out_of_the_middle_is_missed() {
    for (name, photo) in photos() {
        let (begin, end) = data(&photo);
        let (from, to) = (begin + (end - begin) / 4, begin + (end - begin) * 3 / 4);
        let (from, to) = (
            from - usize::from(photo[from - 1] == 0xff),
            to - usize::from(photo[to - 1] == 0xff),
        );
        let short = [&photo[..from], &photo[to..]].concat();
        assert!(!is_whole(&short), "{name}");
    }
}

#[test]
fn what_cannot_be_counted_is_left_to_the_decoder() {
    let photo = jpeg_with_exif(120, 90);
    let at = memchr::memmem::find(&photo, b"\xff\xc4").unwrap();
    let mut odd = photo.clone();
    // More codes of one bit than there are.
    odd[at + 5] = 9;
    let mut without = photo.clone();
    without[at + 1] = 0xfe;
    let mut huge = photo.clone();
    let frame = memchr::memmem::find(&photo, b"\xff\xc0").unwrap();
    huge[frame + 5..frame + 9].fill(0xff);
    for broken in [&odd, &without, &huge] {
        assert!(is_whole(broken));
        assert!(re_encode(broken).is_none());
    }
    // A scan of a colour that isn't there, and one of more coefficients than a block has.
    let scan = memchr::memmem::find(&photo, b"\xff\xda").unwrap();
    for (place, value) in [(5, 77), (4, 0), (12, 255)] {
        let mut odd = photo.clone();
        odd[scan + place] = value;
        assert!(is_whole(&odd), "{place}");
    }
}
