//! The last byte is here: decides whether the file is what it should be, and keeps it.

use super::{Stage, Upload, Writers, sql};
use crate::Backend;
use crate::document::{Checked, Probe};
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::upload::Media;
use tokio::task::spawn_blocking;

/// A complete upload on its way into an application.
pub(crate) struct Taken {
    pub(crate) id: String,
    pub(crate) requirement: String,
    pub(crate) media: Media,
    pub(crate) bytes: i64,
    pub(crate) size: Option<(i64, i64)>,
    pub(crate) sha256: String,
    pub(crate) received: Moment,
}

impl Backend {
    /// Checks the bytes, keeps them in the archive and says so in the row. Doing it twice gives the same.
    /// The caller holds the upload's turn.
    pub(super) async fn finish_upload(&self, mut upload: Upload) -> Result<Upload, Fault> {
        let (archive, id) = (self.archive.clone(), upload.id.clone());
        let read = spawn_blocking(move || -> std::io::Result<_> {
            let bytes = std::fs::read(archive.incoming(&id))?;
            let probe = crate::document::probe(&bytes);
            Ok((bytes, probe))
        });
        let (bytes, probe) = read.await??;
        let checked = match probe {
            Probe::Bad => None,
            Probe::Pdf => Some(Checked::pdf(bytes)),
            Probe::Image { decoded_bytes } => {
                // Large pictures wait for each other instead of filling the memory together.
                let permits = Writers::permits(decoded_bytes.saturating_mul(2));
                let _memory = self
                    .writers
                    .decoding
                    .acquire_many(permits)
                    .await
                    .map_err(|_| Fault::broken("permits"))?;
                match spawn_blocking(move || crate::document::re_encode(&bytes)).await {
                    // A picture that breaks the decoder is no picture.
                    Err(error) if error.is_panic() => None,
                    other => other?,
                }
            }
        };
        match checked {
            Some(checked) => {
                let (archive, id) = (self.archive.clone(), upload.id.clone());
                let checked =
                    spawn_blocking(move || archive.keep(&id, &checked.bytes).map(|()| checked))
                        .await??;
                let mut write = self.db.write().await?;
                sql::complete(&mut write, &upload.id, &checked, self.now()).await?;
                write.commit().await?;
                upload.stage = Stage::Complete;
            }
            None => {
                let mut write = self.db.write().await?;
                sql::mark_bad(&mut write, &upload.id).await?;
                write.commit().await?;
                upload.stage = Stage::Bad;
            }
        }
        let (archive, id) = (self.archive.clone(), upload.id.clone());
        spawn_blocking(move || archive.remove_incoming(&id)).await??;
        Ok(upload)
    }
}
