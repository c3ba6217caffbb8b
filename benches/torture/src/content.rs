//! Files to send: the same seed gives the same bytes.

use crate::Outcome;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

/// Any bytes, for uploads that never get complete.
pub fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut bytes = vec![0; length];
    SmallRng::seed_from_u64(seed).fill(&mut bytes[..]);
    bytes
}

/// A one-page PDF of exactly so many bytes, at least 500; its picture is a stream of random letters.
pub fn pdf(length: usize, seed: u64) -> Vec<u8> {
    let mut filling = length.saturating_sub(480);
    // The numbers inside grow with the file: a few rounds until they agree.
    for _ in 0..8 {
        let bytes = pdf_around(filling, seed);
        if bytes.len() == length {
            return bytes;
        }
        filling = (filling + length).saturating_sub(bytes.len());
    }
    let mut bytes = pdf_around(filling.saturating_sub(1), seed);
    while bytes.len() < length {
        bytes.push(b'\n');
    }
    bytes
}

fn pdf_around(filling: usize, seed: u64) -> Vec<u8> {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let mut object = |bytes: &mut Vec<u8>, body: &[u8]| {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", places.len()).as_bytes());
        bytes.extend_from_slice(body);
        bytes.extend_from_slice(b"\nendobj\n");
    };
    object(&mut bytes, b"<< /Type /Catalog /Pages 2 0 R >>");
    object(&mut bytes, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>";
    object(&mut bytes, page);
    let mut stream = format!("<< /Length {filling} >>\nstream\n").into_bytes();
    // Letters alone: no name and no keyword can come of them.
    stream.extend((0..filling).map(|_| random.random_range(b'A'..=b'Z')));
    stream.extend_from_slice(b"\nendstream");
    object(&mut bytes, &stream);
    let table = bytes.len();
    bytes.extend_from_slice(b"xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// A JPEG of a noisy page as a phone writes it, brought to exactly so many bytes by comment segments.
pub fn photo(length: usize, seed: u64) -> Outcome<Vec<u8>> {
    const SIDE: (u16, u16) = (1200, 900);
    let mut random = SmallRng::seed_from_u64(seed);
    let mut pixels = Vec::with_capacity(usize::from(SIDE.0) * usize::from(SIDE.1) * 3);
    for y in 0..SIDE.1 {
        for x in 0..SIDE.0 {
            let line = y % 24 < 9 && (x / 7 + y / 24) % 3 != 0;
            let paper = if line { 60u8 } else { 225 };
            let shade = paper.saturating_add(random.random_range(0..24));
            pixels.extend_from_slice(&[shade, shade, shade.saturating_sub(12)]);
        }
    }
    for quality in [95, 90, 85, 75, 60, 40, 20] {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, quality);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.encode(&pixels, SIDE.0, SIDE.1, ColorType::Rgb)?;
        if bytes.len() <= length && length - bytes.len() != 1 {
            return padded(bytes, length);
        }
    }
    Err("no quality makes the photo small enough".into())
}

/// Adds comment segments (ITU-T T.81, B.2.4.5) behind the first marker.
fn padded(jpeg: Vec<u8>, length: usize) -> Outcome<Vec<u8>> {
    let mut missing = length - jpeg.len();
    let mut comments = Vec::new();
    while missing > 0 {
        let mut one = missing.min(60_000);
        if (1..4).contains(&(missing - one)) {
            one -= 4;
        }
        if one < 4 {
            return Err("too few bytes for a comment".into());
        }
        comments.extend_from_slice(&[0xff, 0xfe]);
        comments.extend_from_slice(&u16::try_from(one - 2)?.to_be_bytes());
        comments.resize(comments.len() + one - 4, b'x');
        missing -= one;
    }
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend_from_slice(&comments);
    bytes.extend_from_slice(&jpeg[2..]);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_exact_and_seeds_repeat() {
        for length in [500, 999, 1000, 1001, 20_000, 99_999, 100_000, 100_007] {
            assert_eq!(pdf(length, 1).len(), length);
        }
        assert_eq!(pdf(20_000, 1), pdf(20_000, 1));
        assert_ne!(pdf(20_000, 1), pdf(20_000, 2));
        assert_eq!(photo(300 * 1024, 1).unwrap().len(), 300 * 1024);
    }
}
