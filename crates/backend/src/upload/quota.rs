//! How much room unsent files may take: of one draft, of one address, of the whole office.
//!
//! Counted in the same transaction that begins an upload, while the right to count is held: exact, however many
//! begin at the same moment. What has become part of an application doesn't count any more.

use super::sql;
use crate::db::Write;
use domain::error::{Error, Result};
use domain::upload::MAX_BYTES;

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
) -> Result<()> {
    let most = i64::try_from(MAX_BYTES).map_err(|_| Error::Unavailable)?;
    let length = length.unwrap_or(most);
    let used = sql::draft_usage(write, most, draft).await?;
    if used.files >= quota.draft_files || used.bytes + length > quota.draft_bytes {
        return Err(Error::Full);
    }
    sql::hold_room(write).await?;
    if let Some(person) = person {
        let used = sql::person_usage(write, most, person).await?;
        if used.bytes + length > quota.person_bytes {
            tracing::warn!("one address has filled its room for unsent files");
            return Err(Error::NoRoom);
        }
    }
    let used = sql::office_usage(write, most).await?;
    if used.bytes + length > quota.office_bytes {
        tracing::error!("the office's room for unsent files is full");
        return Err(Error::NoRoom);
    }
    Ok(())
}
