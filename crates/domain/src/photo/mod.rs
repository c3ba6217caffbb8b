//! What a helpful person would say about a photographed document, from a small grey picture of it.
//!
//! It is advice and never a block: an officer can read more than this code can, and a bad photo sent beats none.
//! How often it is right is measured on photographs made by a program; docs/photos.md has the numbers.

mod exif;
mod measure;

pub use exif::strip;
pub use measure::{Measures, measure};

use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// The long side of the grey picture that advice is given on, in pixels. A smaller photo is not enlarged.
pub const LUMA_SIDE: u32 = 1000;

/// Brightness only: one byte for each pixel, row by row from the top left, 0 black to 255 white.
pub struct Luma {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

/// One thing that would make the photo easier to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    Blurred,
    Dark,
    Glare,
    TooSmall,
    Cropped,
    Rotated,
}

impl Advice {
    pub const ALL: [Advice; 6] = [
        Advice::Blurred,
        Advice::Dark,
        Advice::Glare,
        Advice::TooSmall,
        Advice::Cropped,
        Advice::Rotated,
    ];

    /// What is the matter, and what to do.
    pub fn words(self, lang: Lang) -> &'static str {
        let (id, en) = match self {
            Advice::Blurred => (
                "Fotonya agak kabur. Tahan HP, tunggu sampai tulisan tajam, lalu foto lagi.",
                "The photo is a little blurred. Hold the phone still, wait until the writing is sharp, then take it again.",
            ),
            Advice::Dark => (
                "Fotonya agak gelap. Pindah ke tempat terang, lalu foto lagi.",
                "The photo is rather dark. Go where there is more light, then take it again.",
            ),
            Advice::Glare => (
                "Ada pantulan cahaya di atas tulisan. Matikan lampu kilat atau geser sedikit, lalu foto lagi.",
                "Light is reflected on the writing. Turn off the flash or move a little, then take it again.",
            ),
            Advice::TooSmall => (
                "Tulisannya kecil di foto ini. Dekatkan HP sampai dokumen memenuhi layar, lalu foto lagi.",
                "The writing is small in this photo. Go closer until the document fills the screen, then take it again.",
            ),
            Advice::Cropped => (
                "Sepertinya ada tulisan yang terpotong di tepi. Pastikan seluruh dokumen terlihat, lalu foto lagi.",
                "Some writing seems to be cut off at the edge. Make sure that the whole document is in view, then take it again.",
            ),
            Advice::Rotated => (
                "Tulisannya menyamping. Putar HP atau dokumennya, lalu foto lagi.",
                "The writing lies sideways. Turn the phone or the document, then take it again.",
            ),
        };
        lang.pick(id, en)
    }
}

/// A photo with fewer pixels on its long side is small, whatever it shows.
const FEW_PIXELS: u32 = 1000;
/// Tiles with writing, in thousandths of all: less is a document far away.
const FAR: u32 = 22;
/// Slope of the sharp edges, in hundredths of the contrast for each pixel: less is blurred.
const SOFT: u32 = 44;
/// Brightness of the paper: less is dark.
const DIM: u32 = 88;
/// Tiles of glare, in hundred-thousandths of all.
const SHINE: u32 = 180;
/// Writing at the picture's rim, in thousandths of a side.
const RIM: u32 = 30;

/// Most urgent first; nothing for a photo that looks fine. `original` is the photo's width and height before it was
/// made small, upright, in pixels.
/// A grey picture with another number of pixels than it says gets none.
pub fn advise(luma: &Luma, original: (u32, u32)) -> Vec<Advice> {
    if luma.pixels.len() != luma.width * luma.height {
        return Vec::new();
    }
    let seen = measure(luma);
    let (dark, blurred) = (seen.paper < DIM, seen.sharpness < SOFT);
    // Writing that can't be seen for darkness or blur may be as large as you like.
    let far = seen.writing < FAR && !dark && !blurred;
    let small = original.0.max(original.1) < FEW_PIXELS || far;
    [
        (Advice::Dark, dark),
        (Advice::Blurred, blurred),
        (Advice::Glare, seen.glare > SHINE),
        (Advice::TooSmall, small),
        // Noise in the dark looks like writing.
        (Advice::Cropped, seen.rim > RIM && !dark),
        (Advice::Rotated, 2 * seen.sideways > 3 * seen.level),
    ]
    .into_iter()
    .filter_map(|(advice, said)| said.then_some(advice))
    .collect()
}
