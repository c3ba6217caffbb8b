//! From an owner's memory to the disk, and from there into the database: what is written, flushed, saved, taken back.

use super::LIFE_SECONDS;
use super::owner::{FLUSH_AFTER, Flushed, Owner};
use crate::Backend;
use crate::effects::Archive;
use crate::fault::Fault;
use bytes::Bytes;
use domain::calendar::Moment;
use domain::error::Error;
use std::fs::File;
use std::io::{self, IoSlice};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::Instant;

/// Linux takes 1,024 in one call (IOV_MAX).
const MOST_PIECES: usize = 1024;

impl Owner {
    /// Hands what was taken to the disk, and waits until it is on it where `flush` says so.
    /// What the disk refused was never taken.
    pub(super) async fn write(&mut self, flush: bool) -> Result<(), Fault> {
        let (at, pieces) = (self.written, std::mem::take(&mut self.waiting));
        if pieces.is_empty() && !flush {
            return Ok(());
        }
        let first = self.saved == 0;
        let end = self.with_file(move |archive, file| {
            write_at(file, at, &pieces).map(|()| match flush {
                true => archive.flush_incoming(file, first),
                false => Ok(()),
            })
        });
        match end.await?.flatten() {
            Ok(Ok(())) => {
                self.written = self.upload.received;
                if flush {
                    self.synced = self.written;
                }
                Ok(())
            }
            Ok(Err(error)) => {
                self.distrust();
                Err(error.into())
            }
            Err(error) => {
                self.upload.received = self.written;
                Err(error.into())
            }
        }
    }

    /// Does something with the growing file where it may block. The inner result is about opening it.
    fn with_file<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Archive, &File) -> T + Send + 'static,
    ) -> JoinHandle<io::Result<T>> {
        let (archive, id) = (self.backend.archive.clone(), self.upload.id.clone());
        let fresh = self.written == 0;
        spawn_blocking(move || {
            let file = archive.open_incoming(&id, fresh)?;
            Ok(work(&archive, &file))
        })
    }

    /// After a flush that failed the system may believe that all is well: only what was saved before counts.
    fn distrust(&mut self) {
        self.upload.received = self.saved;
        self.written = self.saved;
        self.synced = self.saved;
    }

    pub(super) fn flushed(&mut self, flushed: Flushed) -> Result<(), Fault> {
        match flushed {
            Ok((synced, expires)) => {
                self.synced = self.synced.max(synced);
                if let Some(expires) = expires {
                    self.saved = synced;
                    self.upload.expires = expires;
                    self.told = Instant::now();
                }
                Ok(())
            }
            Err(fault) => {
                self.distrust();
                Err(fault)
            }
        }
    }

    pub(super) fn is_flushing(&self) -> bool {
        self.queued.is_some() || self.flushing.is_some()
    }

    /// Asks for a flush beside whatever else comes, unless one is under way.
    pub(super) fn queue(&mut self) {
        if !self.is_flushing() && self.checksum.is_none() {
            let flushes = self.backend.writers.flushes.clone();
            self.queued = Some(Box::pin(flushes.acquire_owned()));
        }
    }

    /// Begins a flush of what is written.
    pub(super) fn flush_beside(&mut self, permit: OwnedSemaphorePermit) {
        if self.written == self.saved {
            return;
        }
        let first = self.saved == 0;
        let synced = self.with_file(move |archive, file| archive.flush_incoming(file, first));
        let (backend, id, offset) = (self.backend.clone(), self.upload.id.clone(), self.written);
        let tell = self.told.elapsed() >= FLUSH_AFTER;
        self.flushing = Some(tokio::spawn(async move {
            synced.await?.flatten()?;
            // The more wait for a commit, the more share it.
            drop(permit);
            let expires = match tell {
                true => Some(backend.save_offset(&id, offset).await?),
                false => None,
            };
            Ok((offset, expires))
        }));
    }

    /// The disk first, then the offset: returns when everything taken is safe.
    pub(super) async fn save(&mut self) -> Result<(), Fault> {
        // Whoever is waited for doesn't stand in that queue.
        self.queued = None;
        if let Some(mut flushing) = self.flushing.take() {
            let flushed = (&mut flushing).await.map_err(Fault::from).flatten();
            self.flushed(flushed)?;
        }
        if self.upload.received == self.saved {
            return Ok(());
        }
        let mut written = Ok(());
        if self.synced < self.upload.received {
            written = self.write(true).await;
            if written.is_err() && self.written > self.saved {
                // The disk took only what came before.
                self.write(true).await?;
            } else if written.is_err() {
                return written;
            }
        }
        let offset = self.upload.received;
        let saved = self.backend.save_offset(&self.upload.id, offset).await;
        if let Err(fault) = self.flushed(saved.map(|expires| (offset, Some(expires)))) {
            written = Err(fault);
        }
        written
    }

    /// Forgets this request's bytes.
    pub(super) async fn take_back(&mut self) -> Result<(), Fault> {
        self.waiting.clear();
        self.upload.received = self.saved;
        if self.written > self.saved {
            let saved = self.saved;
            self.with_file(move |_, file| file.set_len(saved))
                .await?
                .flatten()?;
        }
        self.written = self.saved;
        self.synced = self.saved;
        Ok(())
    }
}

impl Backend {
    /// The caller has flushed the bytes. Until when they are kept.
    pub(super) async fn save_offset(&self, id: &str, offset: u64) -> Result<Moment, Fault> {
        let expires = self.now().plus_seconds(LIFE_SECONDS);
        if self.ledger.save(&self.db, id, offset, expires).await? {
            Ok(expires)
        } else {
            Err(Error::NotFound.into())
        }
    }
}

/// Writes pieces one behind the other, in one call where the system takes them so.
fn write_at(file: &File, mut at: u64, pieces: &[Bytes]) -> io::Result<()> {
    for pieces in pieces.chunks(MOST_PIECES) {
        let mut slices: Vec<IoSlice<'_>> = pieces.iter().map(|piece| IoSlice::new(piece)).collect();
        let mut slices = &mut slices[..];
        while !slices.is_empty() {
            let count = match rustix::io::pwritev(file, slices, at) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => count,
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            };
            at += count as u64;
            IoSlice::advance_slices(&mut slices, count);
        }
    }
    Ok(())
}
