//! The file of a product: what the registry made, to be printed where the person is.

use super::sql;
use crate::Backend;
use crate::assistance::plain_id;
use crate::document::{Probe, probe, refused};
use crate::fault::Fault;
use crate::secret::hash_bytes;
use domain::error::{Error, Result};
use std::path::PathBuf;
use tokio::task::spawn_blocking;

/// A certificate is a page or two; ten times that is somebody's scan of a book.
pub(crate) const MAX_BYTES: usize = 5 * 1024 * 1024;

/// A file that was just kept.
pub(crate) struct Kept {
    pub(crate) id: String,
    pub(crate) bytes: i64,
    pub(crate) sha256: String,
}

/// A product's file, for who prints it.
#[derive(Clone, Debug)]
pub struct ProductFile {
    pub path: PathBuf,
    pub bytes: u64,
}

impl Backend {
    /// Only a PDF, kept as it is: a signature in it would break otherwise.
    pub(crate) async fn keep_file(&self, bytes: Vec<u8>) -> Result<Kept> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::TooLarge {
                max_bytes: MAX_BYTES as u64,
            });
        }
        let id = self.new_id()?;
        let (archive, name) = (self.archive.clone(), id.clone());
        let kept = spawn_blocking(move || {
            match probe(&bytes) {
                Probe::Pdf => {}
                Probe::Bad(flaw) => return Ok(Err(refused(flaw))),
                Probe::Image { .. } => return Ok(Err(Error::BadFile)),
            }
            archive.keep(&name, &bytes)?;
            Ok::<_, std::io::Error>(Ok((bytes.len() as i64, hash_bytes(&bytes))))
        });
        let (bytes, sha256) = kept.await.map_err(Fault::from)?.map_err(Fault::from)??;
        Ok(Kept { id, bytes, sha256 })
    }

    /// The file of a product, for who works on the case and for who hands it over. A helper gives nothing, so sees none.
    pub async fn product_file(
        &self,
        session: &str,
        code: &str,
        product: &str,
    ) -> Result<ProductFile> {
        let (officer, case) = self.case_with_products(session, code).await?;
        if !officer.role.works_on_cases() && officer.partner.is_none() {
            return Err(Error::NotFound);
        }
        let mut read = self.db.read().await?;
        let rows = sql::of_case(&mut read, &case.id).await?;
        let row = rows.into_iter().find(|row| row.product == product);
        let (id, bytes) = row
            .and_then(|row| Some((row.file_id?, row.file_bytes?)))
            .ok_or(Error::NotFound)?;
        drop(read);
        self.record_look(&officer, &case.id, &format!("product:{product}"))
            .await?;
        Ok(ProductFile {
            path: self.archive.kept(plain_id(&id)?),
            bytes: u64::try_from(bytes).unwrap_or_default(),
        })
    }
}
