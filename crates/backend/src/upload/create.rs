//! Beginning an upload: decides whether it may, before a byte is spent.

use super::{LIFE_SECONDS, QUOTA_BYTES, QUOTA_FILES, Stage, UploadInfo, sql};
use crate::Backend;
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
    pub length: u64,
    /// Made on the device: the same key gives the same upload.
    pub idempotency_key: Option<String>,
    /// `Upload-Metadata` as it was sent.
    pub metadata: Option<String>,
}

impl Backend {
    pub async fn upload_create(&self, token: &str, new: NewUpload) -> Result<UploadInfo> {
        let draft = self.live_draft(token).await?;
        if new.length > MAX_BYTES {
            return Err(Error::TooLarge {
                max_bytes: MAX_BYTES,
            });
        }
        if new.length == 0 {
            return Err(Error::BadFile);
        }
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
            return Err(Error::Unavailable);
        }

        let now = self.now();
        let length = i64::try_from(new.length).map_err(|_| Error::TooLarge {
            max_bytes: MAX_BYTES,
        })?;
        let mut write = self.db.write().await?;
        if !draft::sql::lock_live(&mut write, &draft.id, now).await? {
            return Err(Error::DraftEnded);
        }
        if let Some(key) = key
            && let Some(known) = sql::by_idempotency_key(&mut write, &draft.id, key).await?
        {
            return match known.stage {
                Stage::Bad => Err(Error::BadFile),
                Stage::Removed => Err(Error::NotFound),
                _ if known.length != new.length || known.requirement != new.requirement => {
                    Err(Error::malformed("Idempotency-Key"))
                }
                _ => Ok(known.info()),
            };
        }
        let (files, bytes) = sql::usage(&mut write, &draft.id).await?;
        if files >= QUOTA_FILES || bytes + length > QUOTA_BYTES {
            return Err(Error::Full);
        }
        let id = self.new_id()?;
        let expires = now.plus_seconds(LIFE_SECONDS);
        let row = sql::NewRow {
            id: &id,
            draft: &draft.id,
            requirement: &new.requirement,
            length,
            key,
            metadata,
        };
        sql::insert(&mut write, &row, now, expires).await?;
        write.commit().await?;
        Ok(UploadInfo {
            id,
            requirement: new.requirement,
            offset: 0,
            length: new.length,
            expires,
            complete: false,
            metadata: new.metadata,
        })
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
                Some(_) => return Err(Error::Forbidden),
            }
        }
        Ok(())
    }
}
