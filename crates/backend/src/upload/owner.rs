//! The owner of an upload's file: a task, so that bytes survive whoever brought them.
//!
//! A browser's request may die at any byte, and the HTTP handler with it. The handler only passes pieces on; the
//! owner writes them, flushes the disk (`fdatasync`), and then moves the offset in the database. When the handler
//! is gone the channel closes, and the owner still does all of that. Every megabyte is flushed beside the writing, and a
//! quarter of a second after a byte came the offset is moved as well: a killed server loses at most that, and nothing
//! that it has told anybody.

use super::checksum::{Checksum, Running};
use super::turn::Held;
use super::{Stage, Upload, UploadInfo, WriteFault};
use crate::Backend;
use crate::fault::Fault;
use bytes::Bytes;
use domain::calendar::Moment;
use domain::error::Error;
use domain::upload::MAX_BYTES;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

/// Pieces waiting for the disk: HTTP's are of 8 to 16 KiB, and larger from who is quick.
pub(super) const QUEUE: usize = 8;
/// So much is collected before it is handed to the disk; less when nothing more comes. More would wait in memory for
/// those who stall.
const WRITE_BYTES: u64 = 64 * 1024;
/// So much from whoever brings it in large pieces: each way to the disk costs as much as writing a quarter of this.
const WIDE_BYTES: u64 = 512 * 1024;
/// The largest piece of whoever isn't quick.
const NARROW: usize = 16 * 1024;
/// Unflushed bytes that begin a flush.
const FLUSH_BYTES: u64 = 1024 * 1024;
/// Longest time before a flush begins, as far as the disk keeps up with all who write.
pub(super) const FLUSH_AFTER: Duration = Duration::from_millis(250);
/// Longest time that pieces wait in memory while others flush: a slow phone sends one packet's worth.
const WRITE_AFTER: Duration = Duration::from_secs(2);
/// So often room is held anew while bytes come of which none is saved: a request with a checksum counts as a whole.
const HOLD_AFTER: Duration = Duration::from_millis(if cfg!(test) { 100 } else { 60_000 });
/// So long whoever is sent away may still bring what lies in its socket.
const HANDOVER: Duration = Duration::from_millis(250);

/// What a request brings.
pub(super) enum Piece {
    Bytes(Bytes),
    /// The request ended as it should, not by being cut.
    End,
}

/// How a request's bytes ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// All was said.
    Whole,
    /// No more came: the connection died.
    Cut,
    /// Somebody newer wants the upload, or the server stops.
    Evicted,
    /// More came than was announced.
    Overrun,
}

/// How far a flush goes; until when that is kept, where the database knows of it, too.
pub(super) type Flushed = Result<(u64, Option<Moment>), Fault>;
type Queued = Pin<Box<dyn Future<Output = Result<OwnedSemaphorePermit, AcquireError>> + Send>>;

pub(super) struct Owner {
    pub(super) backend: Backend,
    pub(super) held: Held,
    /// `received` counts what was taken.
    pub(super) upload: Upload,
    /// What was handed to the disk.
    pub(super) written: u64,
    /// What is on the disk for sure.
    pub(super) synced: u64,
    /// What database and disk agree on.
    pub(super) saved: u64,
    /// `false`: all bytes are here already.
    grows: bool,
    /// Taken and not yet written.
    pub(super) waiting: Vec<Bytes>,
    /// Comes in large pieces.
    wide: bool,
    /// A place in the queue of those who want to flush beside their writing.
    pub(super) queued: Option<Queued>,
    /// A flush beside the writing.
    pub(super) flushing: Option<JoinHandle<Flushed>>,
    /// When the database was told last.
    pub(super) told: Instant,
    pub(super) checksum: Option<Running>,
}

impl Owner {
    /// Where it `grows`, its file has the length that database and disk agree on.
    pub(super) fn new(
        backend: Backend,
        held: Held,
        upload: Upload,
        grows: bool,
        checksum: Option<Checksum>,
    ) -> Owner {
        Owner {
            backend,
            held,
            saved: upload.received,
            written: upload.received,
            synced: upload.received,
            upload,
            grows,
            waiting: Vec::new(),
            wide: false,
            queued: None,
            flushing: None,
            told: Instant::now(),
            checksum: checksum.map(Checksum::running),
        }
    }

    pub(super) async fn run(
        mut self,
        pieces: mpsc::Receiver<Piece>,
    ) -> Result<UploadInfo, WriteFault> {
        let pumped = self.pump(pieces).await;
        if let Some(checksum) = self.checksum.take() {
            let whole = matches!(pumped, Ok(End::Whole));
            if !whole || !checksum.fits() {
                self.take_back().await?;
                if whole {
                    return Err(WriteFault::Mismatch { offset: self.saved });
                }
            }
        }
        // Also when the disk refused more: what it took before is kept. Boxed, like the check below, for who stalls.
        let saved = Box::pin(self.save()).await;
        let end = pumped?;
        saved?;
        match end {
            End::Overrun if self.upload.length.is_none() => {
                return Err(Error::TooLarge {
                    max_bytes: MAX_BYTES,
                }
                .into());
            }
            _ => self.upload.stage = self.upload.stage_by_bytes(),
        }
        let Owner {
            backend,
            held,
            mut upload,
            ..
        } = self;
        let evicted = held.is_evicted();
        drop(held);
        if upload.stage == Stage::Arrived {
            upload = Box::pin(backend.checked_soon(upload)).await?;
        }
        match end {
            End::Overrun => Err(Error::malformed("body").into()),
            // Whoever brought the bytes may have heard of it first.
            End::Evicted | End::Cut if evicted && upload.stage == Stage::Receiving => {
                Err(if backend.writers.is_closing() {
                    Error::Unavailable.into()
                } else {
                    WriteFault::Evicted {
                        offset: upload.received,
                    }
                })
            }
            _ => Ok(upload.info()),
        }
    }

    /// Carries pieces to the disk until there are no more.
    async fn pump(&mut self, mut pieces: mpsc::Receiver<Piece>) -> Result<End, Fault> {
        let mut batch = Vec::new();
        let mut end = End::Cut;
        let mut flush_at = Instant::now();
        let (mut close_at, mut hold_at) = (flush_at, flush_at + HOLD_AFTER);
        loop {
            let unsaved =
                self.checksum.is_none() && end != End::Evicted && self.upload.received > self.saved;
            tokio::select! {
                biased;
                () = self.held.evicted(), if end != End::Evicted => {
                    end = End::Evicted;
                    // What has arrived is still brought: the request ends by itself, and soon.
                    close_at = Instant::now() + HANDOVER;
                }
                () = sleep_until(close_at), if end == End::Evicted && !pieces.is_closed() => {
                    pieces.close();
                }
                () = sleep_until(hold_at), if self.saved == 0 && self.upload.received > 0 => {
                    self.backend.save_offset(&self.upload.id, 0).await?;
                    hold_at = Instant::now() + HOLD_AFTER;
                }
                permit = finished(&mut self.queued), if self.queued.is_some() => {
                    self.queued = None;
                    self.flush_beside(permit.map_err(|_| Fault::broken("permits"))?);
                }
                flushed = finished(&mut self.flushing), if self.flushing.is_some() => {
                    self.flushing = None;
                    self.flushed(flushed.map_err(Fault::from).flatten())?;
                    flush_at = self.told + FLUSH_AFTER;
                }
                count = pieces.recv_many(&mut batch, QUEUE) => {
                    if count == 0 {
                        return Ok(end);
                    }
                    if !unsaved {
                        flush_at = Instant::now() + FLUSH_AFTER;
                    }
                    for piece in batch.drain(..) {
                        match piece {
                            Piece::Bytes(bytes) => {
                                if !self.take(bytes) {
                                    return Ok(End::Overrun);
                                }
                            }
                            Piece::End => return Ok(End::Whole),
                        }
                    }
                    let enough = if self.wide { WIDE_BYTES } else { WRITE_BYTES };
                    if self.upload.received - self.written >= enough {
                        self.write(false).await?;
                    }
                    if end != End::Evicted && self.written - self.synced >= FLUSH_BYTES {
                        self.queue();
                    }
                }
                () = sleep_until(flush_at), if unsaved
                    && (self.written < self.upload.received || !self.is_flushing()) =>
                {
                    self.write(false).await?;
                    self.queue();
                    flush_at = Instant::now() + WRITE_AFTER;
                }
            }
        }
    }

    /// `false`: more came than was announced; what fits is taken.
    fn take(&mut self, mut bytes: Bytes) -> bool {
        let room = match self.grows {
            true => self.upload.length.unwrap_or(MAX_BYTES) - self.upload.received,
            false => 0,
        };
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        let fits = bytes.len() <= room;
        bytes.truncate(room);
        if !bytes.is_empty() {
            self.wide |= bytes.len() > NARROW;
            if let Some(checksum) = &mut self.checksum {
                checksum.add(&bytes);
            }
            self.upload.received += bytes.len() as u64;
            self.waiting.push(bytes);
        }
        fits
    }
}

/// Waits for what may be under way; for ever where nothing is.
async fn finished<F: Future + Unpin>(work: &mut Option<F>) -> F::Output {
    match work {
        Some(work) => work.await,
        None => std::future::pending().await,
    }
}
