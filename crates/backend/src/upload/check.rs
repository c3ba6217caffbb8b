//! The last byte is here: decides whether the file is what it should be, and keeps it. Once.
//!
//! Beside the request, because decoding a photo takes longer than sending the next one: a few checkers work through
//! all that has arrived. Whoever waits for the verdict gets it when a checker was free, and else hears that the bytes
//! are safe; asking again (HEAD), or sending the application, tells the rest. A crash at any point leaves a file that
//! has arrived and isn't kept: it is checked again. Only the one transaction that says "complete" makes it count.

use super::{Stage, Upload, WriteFault, sql};
use crate::Backend;
use crate::document::{Checked, Probe};
use crate::draft::Draft;
use crate::fault::Fault;
use crate::secret::hash_bytes;
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::flaw::Flaw;
use domain::upload::Media;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Megabytes of pictures that may be decoded at a time: what a small server can spare.
const DECODING_MEGABYTES: u32 = 512;
/// Longest that one picture may take. The largest that is let in takes two seconds.
const DECODING_TIME: Duration = Duration::from_secs(30);
/// Longest that a request waits for a verdict.
const PATIENCE: Duration = Duration::from_secs(10);

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

/// Everything that is being checked.
pub(crate) struct Checks {
    /// One per checker.
    slots: Arc<Semaphore>,
    /// One permit is a megabyte.
    decoding: Arc<Semaphore>,
    decoding_time: Duration,
    jobs: Mutex<HashMap<String, watch::Receiver<Job>>>,
}

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Job {
    /// All checkers are busy with others.
    Waits,
    /// A checker has it.
    AtWork,
    Over(Verdict),
}

impl Job {
    fn is_over(&self) -> bool {
        matches!(self, Job::Over(_))
    }
}

/// The place of a checker, shared with the thread that decodes.
type Slot = Arc<OwnedSemaphorePermit>;

/// What a first look came to.
enum Looked {
    /// All there is to see; what is wrong with it, where that has a name.
    At(std::result::Result<Checked, Option<Flaw>>),
    /// A picture, and its bytes when decoded: it is written anew.
    Image(Vec<u8>, u64),
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Kept for good.
    Kept,
    /// Looked at, whatever came of it: the row tells.
    Done,
    /// Not what was announced: removed.
    Spoilt,
    /// It couldn't be looked at now.
    Later,
}

impl Checks {
    pub(crate) fn new() -> Checks {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Checks {
            // All but one, so that bytes still come in.
            slots: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))),
            decoding: Arc::new(Semaphore::new(DECODING_MEGABYTES as usize)),
            decoding_time: DECODING_TIME,
            jobs: Mutex::default(),
        }
    }

    #[cfg(test)]
    pub(crate) fn hasty() -> Checks {
        Checks {
            decoding_time: Duration::from_millis(1),
            ..Checks::new()
        }
    }

    #[cfg(test)]
    pub(crate) fn slots(&self) -> &Semaphore {
        &self.slots
    }

    fn jobs(&self) -> std::sync::MutexGuard<'_, HashMap<String, watch::Receiver<Job>>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend {
    /// Has an upload checked that has arrived, and waits for it unless all checkers are busy.
    pub(super) async fn checked_soon(
        &self,
        mut upload: Upload,
    ) -> std::result::Result<Upload, WriteFault> {
        let mut job = self.check(&upload.id, Some(&upload));
        if *job.borrow() == Job::Waits {
            return Ok(upload);
        }
        match timeout(PATIENCE, job.wait_for(Job::is_over)).await {
            Ok(Ok(job)) if *job == Job::Over(Verdict::Spoilt) => return Err(WriteFault::Spoilt),
            Ok(Ok(job)) if *job == Job::Over(Verdict::Kept) => {
                upload.stage = Stage::Complete;
                return Ok(upload);
            }
            Ok(_) => {}
            Err(_) => return Ok(upload),
        }
        let mut read = self.db.read().await.map_err(WriteFault::from)?;
        match sql::find(&mut read, &upload.draft, &upload.id).await? {
            Some(found) if found.stage == Stage::Bad => Err(self.refusal(&upload.id).await?.into()),
            Some(found) if found.stage != Stage::Removed => Ok(found),
            _ => Err(Error::NotFound.into()),
        }
    }

    /// Waits until nothing that is to be sent is still unchecked.
    pub(crate) async fn settle<'a>(
        &self,
        draft: &Draft,
        ids: impl Iterator<Item = &'a String>,
    ) -> Result<()> {
        let mut read = self.db.read().await?;
        let mut jobs = Vec::new();
        for id in ids {
            if let Some(upload) = sql::find(&mut read, &draft.id, id).await?
                && upload.stage == Stage::Arrived
            {
                jobs.push(self.check(id, None));
            }
        }
        drop(read);
        let all = async {
            for job in &mut jobs {
                if let Ok(job) = job.wait_for(Job::is_over).await
                    && *job == Job::Over(Verdict::Later)
                {
                    return Err(Error::Unavailable);
                }
            }
            Ok(())
        };
        timeout(PATIENCE, all)
            .await
            .unwrap_or(Err(Error::Unavailable))
    }

    /// Goes on with what a stop or a crash left unchecked.
    pub(super) async fn check_arrived(&self) -> std::result::Result<(), Fault> {
        let mut read = self.db.read().await?;
        for id in sql::arrived(&mut read).await? {
            drop(self.check(&id, None));
        }
        Ok(())
    }

    /// Begins a check, or joins the one that is under way. `known`: what has just arrived.
    fn check(&self, id: &str, known: Option<&Upload>) -> watch::Receiver<Job> {
        let mut jobs = self.checks.jobs();
        if let Some(job) = jobs.get(id) {
            return job.clone();
        }
        // Taken here, not in the task: whoever asks next must see that a checker has it.
        let slot = self.checks.slots.clone().try_acquire_owned().ok();
        let begins = if slot.is_some() {
            Job::AtWork
        } else {
            Job::Waits
        };
        let (told, job) = watch::channel(begins);
        jobs.insert(id.to_owned(), job.clone());
        drop(jobs);
        let (backend, id) = (self.clone(), id.to_owned());
        // Whoever waits for a checker may be removed meanwhile.
        let known = known.filter(|_| slot.is_some()).cloned();
        tokio::spawn(async move {
            let slot = match slot {
                Some(slot) => Ok(slot),
                None => backend.checks.slots.clone().acquire_owned().await,
            };
            told.send_replace(Job::AtWork);
            let found = match slot {
                Ok(slot) => backend.check_now(&id, known, Arc::new(slot)).await,
                Err(_) => Err(Fault::broken("permits")),
            };
            backend.checks.jobs().remove(&id);
            let verdict = found.unwrap_or_else(|fault| {
                // Logs it.
                let _ = Error::from(fault);
                Verdict::Later
            });
            told.send_replace(Job::Over(verdict));
        });
        job
    }

    async fn check_now(
        &self,
        id: &str,
        known: Option<Upload>,
        slot: Slot,
    ) -> std::result::Result<Verdict, Fault> {
        let upload = match known {
            Some(upload) => Some(upload),
            None => self.arrived_upload(id).await?,
        };
        let Some(upload) = upload else {
            return Ok(Verdict::Done);
        };
        let (archive, file) = (self.archive.clone(), id.to_owned());
        let declared = upload.declared_sha256;
        let looked = spawn_blocking(move || -> std::io::Result<_> {
            let bytes = std::fs::read(archive.incoming(&file))?;
            let sum = declared.as_ref().map(|_| hash_bytes(&bytes));
            if sum != declared {
                return Ok(None);
            }
            Ok(Some(match crate::document::probe(&bytes) {
                Probe::Bad(flaw) => Looked::At(Err(flaw)),
                Probe::Pdf => Looked::At(Checked::pdf(&bytes, sum).map_err(Some)),
                Probe::Image { decoded_bytes } => Looked::Image(bytes, decoded_bytes),
            }))
        });
        let looked = match looked.await {
            // What breaks a reader is no photo and no PDF.
            Err(error) if error.is_panic() => Some(Looked::At(Err(None))),
            looked => looked??,
        };
        let Some(looked) = looked else {
            let _held = self.writers.take(id).await;
            self.remove_upload(id).await?;
            return Ok(Verdict::Spoilt);
        };
        let checked = match looked {
            Looked::At(checked) => checked,
            Looked::Image(bytes, size) => self.rewritten(bytes, size, slot).await?.ok_or(None),
        };
        // From here on nobody else touches it, so a file and its row come and go together.
        let _held = self.writers.take(id).await;
        if self.arrived_upload(id).await?.is_none() {
            return Ok(Verdict::Done);
        }
        let kept = checked.is_ok();
        match checked {
            Ok(checked) => self.keep(id, checked).await?,
            Err(flaw) => {
                let mut write = self.db.write().await?;
                sql::mark_bad(&mut write, id, flaw).await?;
                write.commit().await?;
            }
        }
        let (archive, file) = (self.archive.clone(), id.to_owned());
        spawn_blocking(move || archive.remove_incoming(&file)).await??;
        if !kept {
            return Ok(Verdict::Done);
        }
        match self.scanner {
            Some(_) => self.scan(id).await.map(|_| Verdict::Done),
            None => Ok(Verdict::Kept),
        }
    }

    async fn arrived_upload(&self, id: &str) -> std::result::Result<Option<Upload>, Fault> {
        let mut read = self.db.read().await?;
        let upload = sql::find_any(&mut read, id).await?;
        Ok(upload.filter(|upload| upload.stage == Stage::Arrived))
    }

    /// A clean copy of a picture; `None` where it is none after all, or takes too long.
    async fn rewritten(
        &self,
        bytes: Vec<u8>,
        decoded_bytes: u64,
        slot: Slot,
    ) -> std::result::Result<Option<Checked>, Fault> {
        // Large pictures wait for each other instead of filling the memory together.
        let megabytes = decoded_bytes.saturating_mul(2).div_ceil(1024 * 1024);
        let megabytes = u32::try_from(megabytes).unwrap_or(u32::MAX);
        let decoding = self.checks.decoding.clone();
        let memory = decoding
            .acquire_many_owned(megabytes.clamp(8, DECODING_MEGABYTES))
            .await
            .map_err(|_| Fault::broken("permits"))?;
        let work = spawn_blocking(move || {
            let checked = crate::document::re_encode(&bytes);
            // Held to the end of the work, even when nobody waits for it any more: no thread can be stopped, so what takes
            // too long keeps its checker, and doesn't pile up.
            drop((memory, slot));
            checked
        });
        match timeout(self.checks.decoding_time, work).await {
            // A picture that breaks the decoder is no picture.
            Ok(Err(error)) if error.is_panic() => Ok(None),
            Ok(other) => Ok(other?),
            Err(_) => {
                tracing::warn!("a picture took too long to decode");
                Ok(None)
            }
        }
    }

    /// File first, then the one transaction that makes it count; the caller holds the upload.
    async fn keep(&self, id: &str, mut checked: Checked) -> std::result::Result<(), Fault> {
        let (archive, file) = (self.archive.clone(), id.to_owned());
        let kept = spawn_blocking(move || {
            match checked.rewritten.take() {
                Some(bytes) => archive.keep(&file, &bytes)?,
                None => archive.keep_as_it_came(&file)?,
            }
            Ok::<_, std::io::Error>(checked)
        });
        let checked = kept.await??;
        let mut write = self.db.write_together().await?;
        let counts = sql::complete(&mut write, id, &checked, self.now()).await?;
        if counts {
            if self.scanner.is_some() {
                crate::document::sql::quarantine(&mut write, id, self.now()).await?;
            }
            return write.commit().await;
        }
        write.roll_back().await?;
        // Another server may have been quicker. Else its draft has ended meanwhile: nobody can use it any more.
        match self.arrived_upload(id).await? {
            Some(_) => self.remove_upload(id).await,
            None => Ok(()),
        }
    }
}
