//! SQL of uploads.

use super::{Stage, Taken, Upload};
use crate::document::Checked;
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::flaw::Flaw;
use domain::upload::Media;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// `length` of an upload whose client has not said it yet.
const UNKNOWN: i64 = -1;

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT id, draft_id, requirement, length, received, state, expires_at, metadata, declared_sha256
             FROM upload WHERE ",
            $which
        )
    };
}

fn upload(row: &AnyRow) -> Result<Upload, Fault> {
    let count = |name: &str| -> Result<u64, Fault> {
        u64::try_from(row.try_get::<i64, _>(name)?).map_err(|_| Fault::broken("upload"))
    };
    let length = match row.try_get::<i64, _>("length")? {
        UNKNOWN => None,
        _ => Some(count("length")?),
    };
    let received = count("received")?;
    let stage = match row.try_get::<String, _>("state")?.as_str() {
        "receiving" if length == Some(received) => Stage::Arrived,
        "receiving" => Stage::Receiving,
        "complete" => Stage::Complete,
        "bad" => Stage::Bad,
        "removed" => Stage::Removed,
        _ => return Err(Fault::broken("upload")),
    };
    Ok(Upload {
        id: row.try_get("id")?,
        draft: row.try_get("draft_id")?,
        requirement: row.try_get("requirement")?,
        length,
        received,
        stage,
        expires: Moment(row.try_get("expires_at")?),
        metadata: row.try_get("metadata")?,
        declared_sha256: row.try_get("declared_sha256")?,
    })
}

pub(super) struct NewRow<'a> {
    pub(super) id: &'a str,
    pub(super) draft: &'a str,
    pub(super) requirement: &'a str,
    pub(super) length: Option<i64>,
    pub(super) key: Option<&'a str>,
    pub(super) metadata: Option<&'a str>,
    pub(super) declared_sha256: Option<&'a str>,
    /// HMAC of the address that begins it.
    pub(super) person: Option<&'a str>,
}

pub(super) async fn insert(
    db: &mut AnyConnection,
    new: &NewRow<'_>,
    now: Moment,
    expires: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO upload (id, draft_id, requirement, length, received, state, idempotency_key, metadata,
                             created_at, expires_at, declared_sha256, person)
         VALUES ($1, $2, $3, $4, 0, 'receiving', $5, $6, $7, $8, $9, $10)",
    )
    .bind(new.id)
    .bind(new.draft)
    .bind(new.requirement)
    .bind(new.length.unwrap_or(UNKNOWN))
    .bind(new.key)
    .bind(new.metadata)
    .bind(now.0)
    .bind(expires.0)
    .bind(new.declared_sha256)
    .bind(new.person)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn find(
    db: &mut AnyConnection,
    draft: &str,
    id: &str,
) -> Result<Option<Upload>, Fault> {
    let row = sqlx::query(select!("id = $1 AND draft_id = $2"))
        .bind(id)
        .bind(draft)
        .fetch_optional(db)
        .await?;
    row.as_ref().map(upload).transpose()
}

pub(super) async fn by_idempotency_key(
    db: &mut AnyConnection,
    draft: &str,
    key: &str,
) -> Result<Option<Upload>, Fault> {
    let row = sqlx::query(select!("draft_id = $1 AND idempotency_key = $2"))
        .bind(draft)
        .bind(key)
        .fetch_optional(db)
        .await?;
    row.as_ref().map(upload).transpose()
}

/// Whoever it belongs to: for the server's own work.
pub(super) async fn find_any(db: &mut AnyConnection, id: &str) -> Result<Option<Upload>, Fault> {
    let row = sqlx::query(select!("id = $1"))
        .bind(id)
        .fetch_optional(db)
        .await?;
    row.as_ref().map(upload).transpose()
}

/// Uploads whose bytes are all here and not yet checked.
pub(super) async fn arrived(db: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query("SELECT id FROM upload WHERE state = 'receiving' AND received = length")
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// Whether an upload still needs its growing file.
pub(super) async fn exists(db: &mut AnyConnection, id: &str) -> Result<bool, Fault> {
    Ok(
        sqlx::query("SELECT id FROM upload WHERE id = $1 AND state = 'receiving'")
            .bind(id)
            .fetch_optional(db)
            .await?
            .is_some(),
    )
}

/// Says how long it will be. `false`: that was said before.
pub(super) async fn set_length(
    db: &mut AnyConnection,
    id: &str,
    length: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE upload SET length = $2 WHERE id = $1 AND state = 'receiving' AND length = $3",
    )
    .bind(id)
    .bind(length)
    .bind(UNKNOWN)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false`: it is no longer there to be written.
pub(super) async fn save_offset(
    db: &mut AnyConnection,
    id: &str,
    offset: u64,
    expires: Moment,
) -> Result<bool, Fault> {
    let offset = i64::try_from(offset).map_err(|_| Fault::broken("offset"))?;
    let done = sqlx::query(
        "UPDATE upload SET received = $2, expires_at = $3 WHERE id = $1 AND state = 'receiving'",
    )
    .bind(id)
    .bind(offset)
    .bind(expires.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false`: it is no longer there, or its draft has ended meanwhile.
pub(super) async fn complete(
    db: &mut AnyConnection,
    id: &str,
    checked: &Checked,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE upload SET state = 'complete', media = $2, stored_bytes = $3, width = $4, height = $5, sha256 = $6,
                           completed_at = $7
         WHERE id = $1 AND state = 'receiving' AND received = length AND EXISTS (
             SELECT 1 FROM draft WHERE draft.id = upload.draft_id
             AND draft.ended_at IS NULL AND draft.expires_at > $7)",
    )
    .bind(id)
    .bind(checked.media.mime())
    .bind(i64::try_from(checked.length).map_err(|_| Fault::broken("length"))?)
    .bind(checked.size.map(|(width, _)| i64::from(width)))
    .bind(checked.size.map(|(_, height)| i64::from(height)))
    .bind(&checked.sha256)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `media` of a refused file says what is wrong with it, where that has a name.
pub(super) async fn mark_bad(
    db: &mut AnyConnection,
    id: &str,
    flaw: Option<Flaw>,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE upload SET state = 'bad', media = $2 WHERE id = $1 AND state = 'receiving'",
    )
    .bind(id)
    .bind(flaw.map(Flaw::key))
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn mark_removed(db: &mut AnyConnection, id: &str) -> Result<bool, Fault> {
    let done = sqlx::query("UPDATE upload SET state = 'removed' WHERE id = $1")
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn due_for_sweep(
    db: &mut AnyConnection,
    now: Moment,
    limit: i64,
) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "SELECT upload.id AS id FROM upload JOIN draft ON draft.id = upload.draft_id
         WHERE upload.expires_at <= $1 OR upload.state = 'removed'
            OR draft.ended_at IS NOT NULL OR draft.expires_at <= $1
         LIMIT $2",
    )
    .bind(now.0)
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// The same conditions as [`due_for_sweep`], asked again while the upload is held.
pub(super) async fn mark_removed_if_due(
    db: &mut AnyConnection,
    id: &str,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE upload SET state = 'removed' WHERE id = $1
         AND (expires_at <= $2 OR state = 'removed' OR EXISTS (
             SELECT 1 FROM draft WHERE draft.id = upload.draft_id
             AND (draft.ended_at IS NOT NULL OR draft.expires_at <= $2)))",
    )
    .bind(id)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete_removed(db: &mut AnyConnection, id: &str) -> Result<(), Fault> {
    sqlx::query("DELETE FROM upload WHERE id = $1 AND state = 'removed'")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes a complete upload out of its draft, for good: from here on its file belongs to an application.
pub(crate) async fn take(
    db: &mut AnyConnection,
    draft: &str,
    id: &str,
) -> Result<Option<Taken>, Fault> {
    let row = sqlx::query(
        "DELETE FROM upload WHERE id = $1 AND draft_id = $2 AND state = 'complete'
         RETURNING id, requirement, media, stored_bytes, width, height, sha256, completed_at",
    )
    .bind(id)
    .bind(draft)
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let size = row
        .try_get::<Option<i64>, _>("width")?
        .zip(row.try_get::<Option<i64>, _>("height")?);
    Ok(Some(Taken {
        id: row.try_get("id")?,
        requirement: row.try_get("requirement")?,
        media: Media::from_mime(&row.try_get::<String, _>("media")?)
            .ok_or(Fault::broken("media"))?,
        bytes: row.try_get("stored_bytes")?,
        size,
        sha256: row.try_get("sha256")?,
        received: Moment(row.try_get("completed_at")?),
    }))
}
