//! Pictures: decides what is one, and makes a clean copy.
//!
//! Every picture is decoded and written anew as JPEG: whatever else was in the file (EXIF with the place it was
//! taken, a script, a second file behind the first) doesn't come along. Sizes are looked at before decoding, so a
//! small file can't blow up in memory.

use super::{pdf, whole};
use crate::secret::hash_bytes;
use domain::flaw::Flaw;
use domain::upload::{MAX_PIXELS, Media};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::io::Cursor;

/// Longest side of what is kept, in pixels: an A4 page at 340 dots per inch.
const LONG_SIDE: u32 = 4000;
const QUALITY: u8 = 85;
/// Shortest side that is taken, in pixels: nothing can be read in less.
const LEAST_SIDE: u32 = 32;
/// Decoded bytes at most: 50 megapixels in 32 bits, nothing wider.
const MAX_DECODED: u64 = MAX_PIXELS * 4;

/// What a first look tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Probe {
    /// `None`: no photo and no PDF at all.
    Bad(Option<Flaw>),
    Pdf,
    Image {
        decoded_bytes: u64,
    },
}

/// What goes into the archive.
pub(crate) struct Checked {
    /// What is kept instead of what came. `None`: it is kept as it came.
    pub(crate) rewritten: Option<Vec<u8>>,
    pub(crate) length: usize,
    pub(crate) media: Media,
    pub(crate) size: Option<(u32, u32)>,
    pub(crate) sha256: String,
}

impl Checked {
    /// A PDF is kept as it came, but for what its photos tell of where they were taken. `sum` is that of its bytes, where
    /// it is known.
    ///
    /// # Errors
    /// What a photo in it tells can't be written over.
    pub(crate) fn pdf(bytes: &[u8], sum: Option<String>) -> Result<Checked, Flaw> {
        let rewritten = pdf::without_places(bytes)?;
        let sha256 = match (&rewritten, sum) {
            (None, Some(sum)) => sum,
            (None, None) => hash_bytes(bytes),
            (Some(rewritten), _) => hash_bytes(rewritten),
        };
        Ok(Checked {
            sha256,
            rewritten,
            length: bytes.len(),
            media: Media::Pdf,
            size: None,
        })
    }
}

/// By content, never by name.
pub(crate) fn probe(bytes: &[u8]) -> Probe {
    match Media::sniff(bytes) {
        None => Probe::Bad(is_heif(bytes).then_some(Flaw::Heif)),
        Some(Media::Pdf) => match pdf::look(bytes) {
            Ok(()) => Probe::Pdf,
            Err(flaw) => Probe::Bad(Some(flaw)),
        },
        Some(media) if !whole::is_whole(media, bytes) => Probe::Bad(Some(Flaw::Cut)),
        Some(_) => match measure(bytes) {
            None => Probe::Bad(None),
            Some(seen) if seen.short_side < LEAST_SIDE => Probe::Bad(Some(Flaw::Tiny)),
            Some(seen) => Probe::Image {
                decoded_bytes: seen.decoded_bytes,
            },
        },
    }
}

/// A photo in the container of ISO/IEC 23008-12, by its brand.
fn is_heif(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8; 4]; 8] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
    ];
    bytes.get(4..8) == Some(b"ftyp")
        && bytes
            .get(8..12)
            .is_some_and(|brand| BRANDS.iter().any(|known| brand == *known))
}

/// What a picture's header says.
pub(super) struct Seen {
    pub(super) decoded_bytes: u64,
    short_side: u32,
}

/// `None`: no picture, or more than may be decoded.
pub(super) fn measure(bytes: &[u8]) -> Option<Seen> {
    let decoder = decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    Some(Seen {
        decoded_bytes: decoder.total_bytes(),
        short_side: width.min(height),
    })
}

/// A decoder whose picture is small enough.
fn decoder(bytes: &[u8]) -> Option<impl ImageDecoder + '_> {
    let format = match Media::sniff(bytes)? {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        Media::Pdf => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED + 64 * 1024 * 1024);
    reader.limits(limits);
    let decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    (pixels > 0 && pixels <= MAX_PIXELS && decoder.total_bytes() <= MAX_DECODED).then_some(decoder)
}

/// Decodes, turns upright, shrinks to [`LONG_SIDE`], puts white under what is transparent, and writes a JPEG.
pub(crate) fn re_encode(bytes: &[u8]) -> Option<Checked> {
    let halved = whole::halves_colours(Media::sniff(bytes)?, bytes);
    let mut decoder = decoder(bytes)?;
    // A broken EXIF block loses the orientation, not the photo.
    let orientation = decoder
        .orientation()
        .unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > LONG_SIDE {
        picture = picture.thumbnail(LONG_SIDE, LONG_SIDE);
    }
    picture.apply_orientation(orientation);
    let picture = on_white(picture);
    let (width, height) = picture.dimensions();
    let sides = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, QUALITY);
    // Colours as fine as they came: thin writing in red or blue stays legible, and what was given up already isn't paid for.
    encoder.set_sampling_factor(match halved {
        true => SamplingFactor::F_2_2,
        false => SamplingFactor::F_1_1,
    });
    encoder
        .encode(&picture, sides.0, sides.1, ColorType::Rgb)
        .ok()?;
    let size = Some((width, height));
    Some(Checked {
        sha256: hash_bytes(&out),
        length: out.len(),
        rewritten: Some(out),
        media: Media::Jpeg,
        size,
    })
}

fn on_white(picture: DynamicImage) -> image::RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    image::RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, a] = picture.get_pixel(x, y).0.map(u32::from);
        let over = |colour: u32| u8::try_from((colour * a + 255 * (255 - a)) / 255).unwrap_or(255);
        image::Rgb([over(r), over(g), over(b)])
    })
}
