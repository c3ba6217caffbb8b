//! Writing: a task owns the file, so that bytes survive whoever brought them.
//!
//! A browser's request may die at any byte, and the HTTP handler with it. The handler only passes chunks on; the
//! owner writes them, flushes the disk (`fdatasync`), and then moves the offset in the database. When the handler
//! is gone the channel closes, and the owner still does all of that. Every half megabyte, and after a second of
//! silence, the offset is moved as well: a killed server loses at most that.

use super::turn::Held;
use super::{LIFE_SECONDS, Stage, Upload, UploadInfo, WriteFault, sql};
use crate::Backend;
use crate::fault::Fault;
use domain::error::Error;
use std::fs::File;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, sleep_until};

/// Chunks waiting for the disk: hyper's are of 8 to 64 KiB.
const QUEUE: usize = 16;
/// Unflushed bytes at most.
const CHECKPOINT_BYTES: u64 = 512 * 1024;
const CHECKPOINT_AFTER: Duration = Duration::from_secs(1);

/// The way of one request's bytes to the disk. Dropping it keeps every byte pushed.
pub struct Writer {
    /// `None` once the owner has stopped.
    chunks: Option<mpsc::Sender<Vec<u8>>>,
    owner: Option<JoinHandle<Result<UploadInfo, WriteFault>>>,
}

impl Writer {
    /// Passes bytes on. An error says why no more are taken; what came before is kept.
    pub async fn push(&mut self, bytes: impl Into<Vec<u8>>) -> Result<(), WriteFault> {
        let bytes = bytes.into();
        if let Some(chunks) = &self.chunks
            && chunks.send(bytes).await.is_ok()
        {
            return Ok(());
        }
        // The owner stopped before the end.
        Err(self
            .outcome()
            .await
            .err()
            .unwrap_or_else(|| Error::malformed("body").into()))
    }

    /// All bytes of this request were pushed: waits until they are on the disk, and checked if they were the last.
    pub async fn finish(mut self) -> Result<UploadInfo, WriteFault> {
        self.outcome().await
    }

    async fn outcome(&mut self) -> Result<UploadInfo, WriteFault> {
        self.chunks = None;
        match self.owner.take() {
            Some(owner) => owner.await.map_err(Fault::from)?,
            None => Err(Error::Unavailable.into()),
        }
    }
}

impl Backend {
    /// Takes bytes from `offset` on. Call it before the first byte of the body is read.
    pub async fn upload_write(
        &self,
        token: &str,
        id: &str,
        offset: u64,
    ) -> Result<Writer, WriteFault> {
        let draft = self.live_draft(token).await?;
        self.find_upload(&draft, id).await?;
        let held = self.writers.take(id).await;
        let mut upload = self.find_upload(&draft, id).await?;
        let mut file = None;
        match upload.stage {
            Stage::Bad => return Err(Error::BadFile.into()),
            Stage::Removed => return Err(Error::NotFound.into()),
            Stage::Complete => {}
            Stage::Receiving => {
                let (opened, agreed) = self.open_file(&upload).await?;
                upload.received = agreed;
                file = Some(Arc::new(opened));
            }
        }
        if offset != upload.received {
            return Err(WriteFault::WrongOffset {
                offset: upload.received,
            });
        }
        let (sender, chunks) = mpsc::channel(QUEUE);
        let owner = Owner {
            backend: self.clone(),
            held,
            saved: upload.received,
            upload,
            file,
        };
        Ok(Writer {
            chunks: Some(sender),
            owner: Some(tokio::spawn(owner.run(chunks))),
        })
    }
}

/// How a request's bytes ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// No more came: all was said, or the connection died.
    Closed,
    /// Somebody newer wants the upload.
    Evicted,
    /// More came than was announced.
    Overrun,
}

struct Owner {
    backend: Backend,
    held: Held,
    /// `received` counts what was written.
    upload: Upload,
    /// What database and disk agree on.
    saved: u64,
    /// `None`: complete already, nothing more can come.
    file: Option<Arc<File>>,
}

impl Owner {
    async fn run(mut self, chunks: mpsc::Receiver<Vec<u8>>) -> Result<UploadInfo, WriteFault> {
        let pumped = self.pump(chunks).await;
        // Also when the disk refused more: what it took before is kept.
        self.save().await?;
        let end = pumped?;
        if self.upload.stage == Stage::Receiving && self.upload.received == self.upload.length {
            self.upload = self.backend.finish_upload(self.upload).await?;
        }
        match (self.upload.stage, end) {
            (Stage::Bad, _) => Err(Error::BadFile.into()),
            (_, End::Overrun) => Err(Error::malformed("body").into()),
            (_, End::Evicted) if self.upload.received < self.upload.length => {
                Err(WriteFault::Evicted {
                    offset: self.upload.received,
                })
            }
            _ => Ok(self.upload.info()),
        }
    }

    /// Carries chunks to the disk until there are no more.
    async fn pump(&mut self, mut chunks: mpsc::Receiver<Vec<u8>>) -> Result<End, Fault> {
        let mut batch = Vec::new();
        let mut end = End::Closed;
        let mut save_at = Instant::now();
        loop {
            let dirty = self.upload.received > self.saved;
            tokio::select! {
                biased;
                () = self.held.evicted(), if end == End::Closed => {
                    end = End::Evicted;
                    // What is already in the channel has arrived: it is still taken.
                    chunks.close();
                }
                count = chunks.recv_many(&mut batch, QUEUE) => {
                    if count == 0 {
                        return Ok(end);
                    }
                    if !dirty {
                        save_at = Instant::now() + CHECKPOINT_AFTER;
                    }
                    if self.write(std::mem::take(&mut batch)).await? {
                        return Ok(End::Overrun);
                    }
                    if self.upload.received - self.saved >= CHECKPOINT_BYTES {
                        self.save().await?;
                    }
                }
                () = sleep_until(save_at), if dirty => self.save().await?,
            }
        }
    }

    /// Writes what fits. `true`: more came than was announced.
    async fn write(&mut self, batch: Vec<Vec<u8>>) -> Result<bool, Fault> {
        let room = self.upload.length - self.upload.received;
        let Some(file) = self.file.clone() else {
            return Ok(batch.iter().any(|chunk| !chunk.is_empty()));
        };
        let at = self.upload.received;
        let (written, overrun) =
            spawn_blocking(move || write_at(&file, at, room, &batch)).await??;
        self.upload.received += written;
        Ok(overrun)
    }

    /// The disk first, then the offset.
    async fn save(&mut self) -> Result<(), Fault> {
        if self.upload.received == self.saved {
            return Ok(());
        }
        if let Some(file) = self.file.clone() {
            spawn_blocking(move || file.sync_data()).await??;
        }
        let expires = self.backend.now().plus_seconds(LIFE_SECONDS);
        let mut write = self.backend.db.write().await?;
        if !sql::save_offset(&mut write, &self.upload.id, self.upload.received, expires).await? {
            return Err(Error::NotFound.into());
        }
        write.commit().await?;
        self.saved = self.upload.received;
        self.upload.expires = expires;
        Ok(())
    }
}

/// Writes chunks one after the other, at most `room` bytes.
fn write_at(
    file: &File,
    mut at: u64,
    mut room: u64,
    batch: &[Vec<u8>],
) -> std::io::Result<(u64, bool)> {
    use std::os::unix::fs::FileExt;
    let begin = at;
    for chunk in batch {
        let fits = usize::try_from(room).unwrap_or(usize::MAX).min(chunk.len());
        file.write_all_at(&chunk[..fits], at)?;
        at += fits as u64;
        room -= fits as u64;
        if fits < chunk.len() {
            return Ok((at - begin, true));
        }
    }
    Ok((at - begin, false))
}
