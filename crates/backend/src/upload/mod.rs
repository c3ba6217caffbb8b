//! Resumable uploads, without their transport (tus 1.0.0 stands in `server`).
//!
//! The rules: bytes that arrived are kept, however the connection ended; the offset told is the offset on the disk;
//! a newer request for the same upload takes over from an older one at once; a file counts only after its content
//! was checked; and the same Idempotency-Key never makes a second upload.

mod check;
mod checksum;
mod create;
mod disk;
mod ledger;
mod owner;
mod quota;
mod sql;
mod sweep;
mod turn;
mod writer;

pub(crate) use check::{Checks, Taken};
pub use checksum::{ALGORITHMS, Checksum, whole_sha256};
pub use create::{Begun, NewUpload};
pub(crate) use ledger::Ledger;
pub use quota::Quota;
pub(crate) use sql::take as take_complete;
pub(crate) use turn::Writers;
pub use writer::{Append, Writer};

use crate::Backend;
use crate::draft::Draft;
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::error::{Error, Result};
use tokio::task::spawn_blocking;

/// An upload that nobody touches is kept so long: as Google does, and longer than a village's longest outage.
pub(crate) const LIFE_SECONDS: i64 = 7 * 24 * 3600;
/// What the holder of the token may know of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadInfo {
    pub id: String,
    pub requirement: String,
    /// Bytes that are surely on the disk.
    pub offset: u64,
    /// `None` while the client has not said it.
    pub length: Option<u64>,
    /// When it is removed if nothing more comes.
    pub expires: Moment,
    /// All bytes are here, checked and kept.
    pub complete: bool,
    /// `Upload-Metadata` as it was sent.
    pub metadata: Option<String>,
}

/// Which upload somebody means.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    Id(&'a str),
    /// The one that was begun with this Idempotency-Key: whoever lost the answer to its creation knows no id.
    Key(&'a str),
}

/// Why bytes weren't taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteFault {
    /// They don't begin where the file ends: go on from `offset`.
    WrongOffset {
        offset: u64,
    },
    /// A newer request for the same upload took over; everything up to `offset` is kept.
    Evicted {
        offset: u64,
    },
    /// They don't add up to what was announced with them: forgotten. The upload goes on from `offset`.
    Mismatch {
        offset: u64,
    },
    /// The whole file doesn't add up to what was announced when it began: the upload is gone.
    Spoilt,
    Refused(Error),
}

impl From<Error> for WriteFault {
    fn from(error: Error) -> WriteFault {
        WriteFault::Refused(error)
    }
}

impl From<Fault> for WriteFault {
    fn from(fault: Fault) -> WriteFault {
        WriteFault::Refused(fault.into())
    }
}

/// Where an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Bytes are still to come.
    Receiving,
    /// All bytes are here and wait to be checked. Not stored: it is what the two numbers say.
    Arrived,
    /// Checked and in the archive.
    Complete,
    /// All came, but it is no photo and no PDF. The bytes are gone; the row stays so that the person is told.
    Bad,
    /// Being removed.
    Removed,
}

/// A row of the table.
#[derive(Clone)]
pub(crate) struct Upload {
    pub(crate) id: String,
    pub(crate) draft: String,
    pub(crate) requirement: String,
    /// `None` while the client has not said it.
    pub(crate) length: Option<u64>,
    pub(crate) received: u64,
    pub(crate) stage: Stage,
    pub(crate) expires: Moment,
    pub(crate) metadata: Option<String>,
    /// What the whole file must add up to, where the client said it.
    pub(crate) declared_sha256: Option<String>,
}

impl Upload {
    fn stage_by_bytes(&self) -> Stage {
        match self.stage {
            Stage::Receiving if self.length == Some(self.received) => Stage::Arrived,
            stage => stage,
        }
    }

    fn info(&self) -> UploadInfo {
        UploadInfo {
            id: self.id.clone(),
            requirement: self.requirement.clone(),
            offset: self.received,
            length: self.length,
            expires: self.expires,
            complete: self.stage == Stage::Complete,
            metadata: self.metadata.clone(),
        }
    }
}

impl Backend {
    /// What is there of an upload. A writer whose connection hangs is sent away first, so the offset is exact.
    /// Where the last answer got lost this goes on with the check, and says complete.
    pub async fn upload_info(&self, token: &str, id: &str) -> Result<UploadInfo> {
        let draft = self.live_draft(token).await?;
        self.find_upload(&draft, id).await?;
        let held = self.writers.take(id).await;
        let mut upload = self.find_upload(&draft, id).await?;
        if upload.stage == Stage::Receiving && upload.received > 0 {
            upload.received = self.settle_file(&upload).await?;
        }
        drop(held);
        match upload.stage {
            Stage::Arrived => self
                .checked_soon(upload)
                .await
                .map(|upload| upload.info())
                .map_err(|fault| match fault {
                    WriteFault::Refused(error) => error,
                    _ => Error::NotFound,
                }),
            Stage::Bad => Err(self.refusal(id).await?),
            Stage::Removed => Err(Error::NotFound),
            Stage::Receiving | Stage::Complete => Ok(upload.info()),
        }
    }

    /// How far an upload has come, without sending away whoever is writing it: at least so much is on the disk.
    ///
    /// # Errors
    /// [`Error::NotFound`]: not begun yet, removed, or another draft's.
    pub async fn upload_seen(&self, token: &str, which: Which<'_>) -> Result<UploadInfo> {
        let draft = self.live_draft(token).await?;
        let upload = match which {
            Which::Id(id) => self.find_upload(&draft, id).await?,
            Which::Key(key) => {
                let mut read = self.db.read().await?;
                let known = sql::by_idempotency_key(&mut read, &draft.id, key).await?;
                known
                    .filter(|upload| upload.stage != Stage::Removed)
                    .ok_or(Error::NotFound)?
            }
        };
        Ok(upload.info())
    }

    /// Ends an upload, finished or not, and frees its space.
    pub async fn upload_delete(&self, token: &str, id: &str) -> Result<()> {
        let draft = self.live_draft(token).await?;
        self.find_upload(&draft, id).await?;
        let _turn = self.writers.take(id).await;
        Ok(self.remove_upload(id).await?)
    }

    /// The upload, if it is this draft's.
    async fn find_upload(&self, draft: &Draft, id: &str) -> Result<Upload> {
        if id.len() != 32 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::NotFound);
        }
        let mut read = self.db.read().await?;
        let upload = sql::find(&mut read, &draft.id, id).await?;
        upload
            .filter(|upload| upload.stage != Stage::Removed)
            .ok_or(Error::NotFound)
    }

    /// Brings the growing file to the length that database and disk agree on, and tells it.
    async fn settle_file(&self, upload: &Upload) -> std::result::Result<u64, Fault> {
        let (archive, id, received) = (self.archive.clone(), upload.id.clone(), upload.received);
        Ok(spawn_blocking(move || archive.settle_incoming(&id, received)).await??)
    }

    /// Marked first, then the files, then the row: whatever crashes in between, a sweep ends it.
    async fn remove_upload(&self, id: &str) -> std::result::Result<(), Fault> {
        let mut write = self.db.write().await?;
        let was_there = sql::mark_removed(&mut write, id).await?;
        write.commit().await?;
        if was_there {
            self.remove_files(id).await?;
            let mut write = self.db.write().await?;
            sql::delete_removed(&mut write, id).await?;
            write.commit().await?;
        }
        Ok(())
    }

    pub(crate) async fn remove_files(&self, id: &str) -> std::result::Result<(), Fault> {
        let (archive, id) = (self.archive.clone(), id.to_owned());
        Ok(spawn_blocking(move || archive.remove(&id)).await??)
    }
}
