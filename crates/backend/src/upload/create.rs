//! Beginning an upload: decides whether it may, before a byte is spent.

use super::turn::Held;
use super::{LIFE_SECONDS, Stage, Upload, UploadInfo, WriteFault, quota, sql};
use crate::Backend;
use crate::application::lacks;
use crate::attempt::Requester;
use crate::draft::{self, Draft};
use crate::health::FREE_SPACE_NEEDED;
use crate::secret::is_device_key;
use domain::document::{Item, Verdict};
use domain::error::{Error, Result};
use domain::service::How;
use domain::upload::MAX_BYTES;

/// Longest `Upload-Metadata` that is kept.
const MAX_METADATA: usize = 1000;

#[derive(Clone, Debug)]
pub struct NewUpload {
    /// The requirement it belongs to.
    pub requirement: String,
    /// `None`: it will be said later, with a write.
    pub length: Option<u64>,
    /// Made on the device: the same key gives the same upload.
    pub idempotency_key: Option<String>,
    /// `Upload-Metadata` as it was sent.
    pub metadata: Option<String>,
    /// What the whole file must add up to: 64 lower-case hexadecimal digits.
    pub sha256: Option<String>,
    /// Where it comes from: its room is counted.
    pub from: Option<Requester>,
}

/// What came of beginning an upload.
pub struct Begun {
    pub info: UploadInfo,
    /// Where this call began it: nobody else has touched it yet.
    pub(super) fresh: Option<Box<(Held, Upload)>>,
}

impl Backend {
    /// Begins an upload of which no byte is at hand.
    pub async fn upload_create(&self, token: &str, new: NewUpload) -> Result<UploadInfo> {
        Ok(self.upload_begin(token, new).await?.info)
    }

    /// Begins an upload. The same key gives the one that it began before, with what has arrived of it.
    pub async fn upload_begin(&self, token: &str, new: NewUpload) -> Result<Begun> {
        let draft = self.live_draft(token).await?;
        let length = new.length.map(checked_length).transpose()?;
        let key = new.idempotency_key.as_deref();
        if key.is_some_and(|key| !is_device_key(key)) {
            return Err(Error::malformed("Idempotency-Key"));
        }
        let metadata = new.metadata.as_deref();
        let plain = |text: &str| {
            text.len() <= MAX_METADATA && text.bytes().all(|b| (b' '..=b'~').contains(&b))
        };
        if metadata.is_some_and(|text| !plain(text)) {
            return Err(Error::malformed("Upload-Metadata"));
        }
        self.check_wanted(&draft, &new.requirement).await?;
        if self
            .archive
            .free_bytes()
            .is_some_and(|free| free < FREE_SPACE_NEEDED)
        {
            tracing::error!("no upload was begun: the archive's disk is nearly full");
            return Err(Error::NoRoom);
        }
        if self.writers.is_closing() {
            return Err(Error::Unavailable);
        }

        let now = self.now();
        let person = new
            .from
            .as_ref()
            .map(|from| self.secret.proof("room", &[from.text()]));
        let mut write = self.db.write_together().await?;
        if !draft::sql::lock_live(&mut write, &draft.id, now).await? {
            return Err(Error::DraftEnded);
        }
        if let Some(key) = key
            && let Some(known) = sql::by_idempotency_key(&mut write, &draft.id, key).await?
        {
            // Whoever doesn't say the length again doesn't contradict it.
            let same = known.requirement == new.requirement
                && (new.length.is_none() || new.length == known.length);
            write.roll_back().await?;
            return match known.stage {
                Stage::Removed => Err(Error::NotFound),
                _ if !same => Err(Error::malformed("Idempotency-Key")),
                // Somebody may still be writing: the true offset is told by whoever holds it.
                _ => Ok(Begun {
                    info: self.upload_info(token, &known.id).await?,
                    fresh: None,
                }),
            };
        }
        let person = person.as_deref();
        quota::room(&mut write, &self.quota, &draft.id, person, length, now).await?;
        let id = self.new_id()?;
        let expires = now.plus_seconds(LIFE_SECONDS);
        let row = sql::NewRow {
            id: &id,
            draft: &draft.id,
            requirement: &new.requirement,
            length,
            key,
            metadata,
            declared_sha256: new.sha256.as_deref(),
            person,
        };
        sql::insert(&mut write, &row, now, expires).await?;
        // Before anybody can know of it: whoever repeats this request comes after it.
        let held = self.writers.take(&id).await;
        write.commit().await?;
        let upload = Upload {
            id,
            draft: draft.id,
            requirement: new.requirement,
            length: new.length,
            received: 0,
            stage: Stage::Receiving,
            expires,
            metadata: new.metadata,
            declared_sha256: new.sha256,
        };
        Ok(Begun {
            info: upload.info(),
            fresh: Some(Box::new((held, upload))),
        })
    }

    /// A length that was left open is said now, once. Room was counted for the largest.
    pub(super) async fn settle_length(
        &self,
        upload: &mut Upload,
        length: u64,
    ) -> std::result::Result<(), WriteFault> {
        if upload.length == Some(length) {
            return Ok(());
        }
        let stored = checked_length(length)?;
        if upload.length.is_some() || length < upload.received {
            return Err(Error::malformed("upload-length").into());
        }
        let mut write = self.db.write().await?;
        if !sql::set_length(&mut write, &upload.id, stored).await? {
            return Err(Error::malformed("upload-length").into());
        }
        write.commit().await?;
        upload.length = Some(length);
        Ok(())
    }

    /// Only what the service asks to be photographed; of a correction, only what was given back.
    async fn check_wanted(&self, draft: &Draft, requirement: &str) -> Result<()> {
        let service = self
            .catalogue
            .service(&draft.service_id)
            .ok_or(Error::NotFound)?;
        let wanted = service
            .requirement(requirement)
            .ok_or_else(|| Error::malformed("requirement"))?;
        if wanted.how != How::Upload {
            return Err(Error::malformed("requirement"));
        }
        if let Some(application) = &draft.corrects {
            let mut read = self.db.read().await?;
            let items = crate::document::items(&mut read, application).await?;
            // Where nobody has an opinion yet, a mended answer may have made it necessary.
            match items
                .newest(&Item::Document(requirement.to_owned()))
                .map(|row| &row.verdict)
            {
                None | Some(Verdict::Returned { .. }) => {}
                // What may follow, as long as nothing of it has come.
                Some(Verdict::Open | Verdict::Accepted)
                    if wanted.later
                        && lacks(
                            wanted,
                            &items,
                            &crate::document::pages(&mut read, application).await?,
                        ) => {}
                Some(_) => return Err(Error::Forbidden),
            }
        }
        Ok(())
    }
}

fn checked_length(length: u64) -> Result<i64> {
    if length == 0 {
        return Err(Error::BadFile);
    }
    i64::try_from(length)
        .ok()
        .filter(|_| length <= MAX_BYTES)
        .ok_or(Error::TooLarge {
            max_bytes: MAX_BYTES,
        })
}
