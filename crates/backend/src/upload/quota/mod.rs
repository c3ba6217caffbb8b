//! How much room unsent files may take: of one draft, of one address, of the whole office.
//!
//! Counted in the same transaction that begins an upload, while the right to count is held: exact, however many
//! begin at the same moment. What has become part of an application doesn't count any more. An upload of which no byte
//! comes holds its room for a few minutes only; after that it asks for room again, as if it began.

mod sql;

use super::sql::save_offset;
use super::{LIFE_SECONDS, Upload};
use crate::Backend;
use crate::db::Write;
use crate::draft::{self, Draft};
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::upload::MAX_BYTES;
use sql::{Usage, Whose};

/// So long room is held for the first byte.
const HELD_SECONDS: i64 = 5 * 60;
/// Whoever begins to write later than this has it held anew, so that it doesn't lapse before the first byte is safe:
/// a request that brings nothing is ended after a minute.
const FRESH_SECONDS: i64 = 60;

/// Limits of what is not yet part of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub draft_files: i64,
    pub draft_bytes: i64,
    /// Of one network address: residents have no accounts, and a village shares one address.
    pub person_bytes: i64,
    pub office_bytes: i64,
}

impl Default for Quota {
    /// 16 services, none of which asks for more than a dozen photos; 7,000 photos of one village; 70,000 in all.
    fn default() -> Quota {
        Quota {
            draft_files: 60,
            draft_bytes: 80 << 20,
            person_bytes: 2 << 30,
            office_bytes: 20 << 30,
        }
    }
}

/// Whether `length` more bytes fit. The caller's transaction holds the draft.
pub(super) async fn room(
    write: &mut Write,
    quota: &Quota,
    draft: &str,
    person: Option<&str>,
    length: Option<i64>,
    now: Moment,
) -> Result<()> {
    let most = i64::try_from(MAX_BYTES).map_err(|_| Error::Unavailable)?;
    let length = length.unwrap_or(most);
    // Whoever counts first, begins first.
    sql::hold_room(write).await?;
    let [of_draft, of_person, of_office] = sql::usage(write, most, draft, person).await?;
    let coming = Coming { most, length, now };
    let (files, bytes) = (quota.draft_files, quota.draft_bytes);
    let whose = Whose::Draft(draft);
    if !coming.fits(write, whose, of_draft, files, bytes).await? {
        return Err(Error::Full);
    }
    if let Some(person) = person {
        let (whose, bytes) = (Whose::Person(person), quota.person_bytes);
        if !coming
            .fits(write, whose, of_person, i64::MAX, bytes)
            .await?
        {
            tracing::warn!("one address has filled its room for unsent files");
            return Err(Error::NoRoom);
        }
    }
    let (whose, bytes) = (Whose::Office, quota.office_bytes);
    if !coming
        .fits(write, whose, of_office, i64::MAX, bytes)
        .await?
    {
        tracing::error!("the office's room for unsent files is full");
        return Err(Error::NoRoom);
    }
    Ok(())
}

/// What is to come, and when it is asked.
struct Coming {
    /// Bytes of the largest file.
    most: i64,
    length: i64,
    now: Moment,
}

impl Coming {
    /// Beside what is `used`. Only where that seems too much it is asked what of it has lapsed.
    async fn fits(
        &self,
        write: &mut Write,
        whose: Whose<'_>,
        used: Usage,
        files: i64,
        bytes: i64,
    ) -> Result<bool> {
        if used.files < files && used.bytes + self.length <= bytes {
            return Ok(true);
        }
        let lapsed = sql::lapsed(write, self.most, whose, lapses(self.now)).await?;
        Ok(used.files - lapsed.files < files && used.bytes - lapsed.bytes + self.length <= bytes)
    }
}

/// An upload that would expire then or before has held room without a byte for too long. The time of an empty one is set
/// when it begins, and whenever its room is held anew.
fn lapses(now: Moment) -> Moment {
    now.plus_seconds(LIFE_SECONDS - HELD_SECONDS)
}

impl Backend {
    /// Before the first byte of an upload: holds its room anew, or asks for room where that has lapsed. The caller holds
    /// the upload.
    pub(super) async fn hold_room(&self, draft: &Draft, upload: &mut Upload) -> Result<()> {
        let fresh = self.now().plus_seconds(LIFE_SECONDS - FRESH_SECONDS);
        if upload.received > 0 || upload.expires > fresh {
            return Ok(());
        }
        let mut write = self.db.write().await?;
        if !draft::sql::lock_live(&mut write, &draft.id, self.now()).await? {
            return Err(Error::DraftEnded);
        }
        sql::hold_room(&mut write).await?;
        let now = self.now();
        // Bytes came that another server has taken: room is held for them.
        let Some((expires, person)) = sql::empty(&mut write, &upload.id).await? else {
            return Ok(write.roll_back().await?);
        };
        if expires <= lapses(now) {
            let length = upload.length.and_then(|length| i64::try_from(length).ok());
            room(
                &mut write,
                &self.quota,
                &draft.id,
                person.as_deref(),
                length,
                now,
            )
            .await?;
        }
        let expires = now.plus_seconds(LIFE_SECONDS);
        save_offset(&mut write, &upload.id, 0, expires).await?;
        write.commit().await?;
        upload.expires = expires;
        Ok(())
    }
}
