//! Limits of an upload, known on both ends: the device says no before a byte is spent.

use serde::{Deserialize, Serialize};

/// The largest file taken, in bytes. A photo shrunk on the device is near 300 KB; a scanned PDF may be larger.
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// What the device aims at for a photo, in bytes.
pub const TARGET_BYTES: u64 = 300 * 1024;
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
