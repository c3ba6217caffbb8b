//! Limits of an upload, known on both ends: the device says no before a byte is spent.

use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// The largest file taken, in bytes. A photo shrunk on the device is near 300 KB; a scanned PDF may be larger.
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// What the device aims at for a photo, in bytes.
pub const TARGET_BYTES: u64 = 350 * 1024;
/// The long side of a photo after shrinking, in pixels.
pub const LONG_SIDE: u32 = 2000;
/// Pages of one document.
pub const MAX_PAGES: usize = 10;
/// Pixels that the server is willing to decode (50 megapixels), against decompression bombs.
pub const MAX_PIXELS: u64 = 50_000_000;

/// What a file really is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Media {
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/webp")]
    Webp,
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl Media {
    /// By content, never by name.
    pub fn sniff(head: &[u8]) -> Option<Media> {
        if head.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Media::Jpeg)
        } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Media::Png)
        } else if head.len() >= 12 && head.starts_with(b"RIFF") && &head[8..12] == b"WEBP" {
            Some(Media::Webp)
        } else if head.starts_with(b"%PDF-") {
            Some(Media::Pdf)
        } else {
            None
        }
    }

    pub fn mime(self) -> &'static str {
        match self {
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
            Media::Webp => "image/webp",
            Media::Pdf => "application/pdf",
        }
    }

    pub fn from_mime(mime: &str) -> Option<Media> {
        [Media::Jpeg, Media::Png, Media::Webp, Media::Pdf]
            .into_iter()
            .find(|media| media.mime() == mime)
    }

    pub fn is_image(self) -> bool {
        self != Media::Pdf
    }
}

/// How much of a photo to send, as people know it from messengers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// Few bytes, every number legible.
    #[default]
    Hemat,
    /// Small print too.
    Jelas,
    /// The camera's own bytes without EXIF, by [`crate::photo::strip`].
    Asli,
}

/// How a photo is made small. The browser writes it both ways and keeps the smaller one that it really can write;
/// docs/photos.md says how these were found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Encoding {
    /// Long side in pixels to begin with, and the least to go down to.
    pub side: u32,
    pub floor: u32,
    /// Bytes to stay within where the floor allows.
    pub most: u64,
    /// Qualities to begin with, as a canvas counts them: 0 to 1.
    pub webp: f64,
    pub jpeg: f64,
}

impl Size {
    pub const ALL: [Size; 3] = [Size::Hemat, Size::Jelas, Size::Asli];

    /// As addresses and markup name it.
    pub fn name(self) -> &'static str {
        match self {
            Size::Hemat => "hemat",
            Size::Jelas => "jelas",
            Size::Asli => "asli",
        }
    }

    pub fn parse(name: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|size| size.name() == name)
    }

    /// None for the camera's own bytes.
    pub fn encoding(self) -> Option<Encoding> {
        match self {
            Size::Hemat => Some(Encoding {
                side: LONG_SIDE,
                floor: 1600,
                most: TARGET_BYTES,
                webp: 0.45,
                jpeg: 0.5,
            }),
            Size::Jelas => Some(Encoding {
                side: 2400,
                floor: 2000,
                most: 1024 * 1024,
                webp: 0.75,
                jpeg: 0.75,
            }),
            Size::Asli => None,
        }
    }

    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Size::Hemat => lang.pick("Hemat data", "Save data"),
            Size::Jelas => lang.pick("Jelas", "Clear"),
            Size::Asli => lang.pick("Asli", "Original"),
        }
    }
}
