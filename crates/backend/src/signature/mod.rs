//! Drawn signatures: a small picture, checked and written anew, and shown only to those whose case it is.

mod sql;

use crate::Backend;
use crate::assistance::plain_id;
use crate::db::Write;
use crate::fault::Fault;
use crate::secret::hash_bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::assistance::MAX_SIGNATURE;
use domain::error::{Error, Result};
use domain::region::RegionCode;
use image::codecs::png::PngEncoder;
use image::{ImageEncoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use std::path::PathBuf;
use tokio::task::spawn_blocking;

const PREFIX: &str = "data:image/png;base64,";
/// Longest side of the canvas, twice over for sharp screens.
const MAX_SIDE: u32 = 2400;
/// Fewer dark dots than this are a slip of the finger.
const LEAST_INK: usize = 40;

/// A signature as it is kept: black on white, as PNG.
pub(crate) struct Drawing(Vec<u8>);

impl Drawing {
    /// `None`: nothing was drawn. An error: something else came than a drawing.
    pub(crate) fn parse(text: &str) -> std::result::Result<Option<Drawing>, ()> {
        if text.is_empty() {
            return Ok(None);
        }
        let coded = text.strip_prefix(PREFIX).ok_or(())?;
        if coded.len() > MAX_SIGNATURE * 4 / 3 + 4 {
            return Err(());
        }
        let bytes = STANDARD.decode(coded).map_err(|_| ())?;
        let mut reader = ImageReader::with_format(Cursor::new(&bytes), ImageFormat::Png);
        let mut limits = Limits::default();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        limits.max_alloc = Some(u64::from(MAX_SIDE) * u64::from(MAX_SIDE) * 4);
        reader.limits(limits);
        let drawn = reader.decode().map_err(|_| ())?.into_luma_alpha8();
        // Transparent is paper; ink is whatever is dark and there.
        let mut paper =
            image::GrayImage::from_pixel(drawn.width(), drawn.height(), image::Luma([255]));
        let mut ink = 0;
        for (to, from) in paper.pixels_mut().zip(drawn.pixels()) {
            let [light, alpha] = from.0.map(u32::from);
            let value = (light * alpha + 255 * (255 - alpha)) / 255;
            ink += usize::from(value < 128);
            to.0 = [u8::try_from(value).unwrap_or(255)];
        }
        if ink < LEAST_INK {
            return Err(());
        }
        let mut out = Vec::new();
        PngEncoder::new(&mut out)
            .write_image(
                &paper,
                paper.width(),
                paper.height(),
                image::ExtendedColorType::L8,
            )
            .map_err(|_| ())?;
        Ok(Some(Drawing(out)))
    }
}

/// A signature's file, for an officer who may see it.
#[derive(Clone, Debug)]
pub struct SignatureFile {
    pub path: PathBuf,
    pub bytes: u64,
}

impl Backend {
    /// Keeps a drawing in the archive and writes down whose it is. The file comes first: one without a row is waste,
    /// a row without its file would be a lie.
    pub(crate) async fn keep_signature(
        &self,
        write: &mut Write,
        drawing: Drawing,
        region: &RegionCode,
        partner: Option<&str>,
    ) -> Result<String> {
        let id = self.new_id()?;
        let (archive, name, Drawing(bytes)) = (self.archive.clone(), id.clone(), drawing);
        let (length, sha256) = (bytes.len() as i64, hash_bytes(&bytes));
        spawn_blocking(move || archive.keep(&name, &bytes))
            .await
            .map_err(Fault::from)?
            .map_err(Fault::from)?;
        sql::insert(write, &id, length, &sha256, (region, partner), self.now()).await?;
        Ok(id)
    }

    /// The drawing, for officers of the territory and for the partner whose case it is.
    pub async fn signature_file(&self, session: &str, id: &str) -> Result<SignatureFile> {
        let officer = self.caller(session).await?;
        let mut read = self.db.read().await?;
        let known = sql::by_id(&mut read, plain_id(id)?)
            .await?
            .ok_or(Error::NotFound)?;
        let own =
            officer.role.assists() && officer.helps(&known.region, known.partner_id.as_deref());
        let office = officer.role.works_on_cases() && officer.covers(&known.region);
        if !own && !office {
            return Err(Error::NotFound);
        }
        Ok(SignatureFile {
            path: self.archive.kept(id),
            bytes: known.bytes,
        })
    }
}
