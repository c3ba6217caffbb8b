//! SQL of drafts.

use super::Draft;
use crate::fault::Fault;
use domain::calendar::Moment;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

fn draft(row: &AnyRow) -> Result<Draft, Fault> {
    Ok(Draft {
        id: row.try_get("id")?,
        service_id: row.try_get("service_id")?,
        corrects: row.try_get("corrects")?,
        assistance_id: row.try_get("assistance_id")?,
        expires_at: Moment(row.try_get("expires_at")?),
        ended: row.try_get::<Option<i64>, _>("ended_at")?.is_some(),
        sent_key: row.try_get("sent_key")?,
    })
}

/// Does nothing where the key is known.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument per column; a struct would only repeat their names"
)]
pub(super) async fn insert(
    db: &mut AnyConnection,
    id: &str,
    key_hash: &str,
    token_hash: &str,
    service: &str,
    corrects: Option<&str>,
    assistance: Option<&str>,
    now: Moment,
    expires: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO draft (id, key_hash, token_hash, service_id, corrects, created_at, expires_at, assistance_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (key_hash) DO NOTHING",
    )
    .bind(id)
    .bind(key_hash)
    .bind(token_hash)
    .bind(service)
    .bind(corrects)
    .bind(now.0)
    .bind(expires.0)
    .bind(assistance)
    .execute(db)
    .await?;
    Ok(())
}

pub(crate) async fn by_key(db: &mut AnyConnection, key_hash: &str) -> Result<Option<Draft>, Fault> {
    let row = sqlx::query(
        "SELECT id, service_id, corrects, assistance_id, expires_at, ended_at, sent_key FROM draft WHERE key_hash = $1",
    )
    .bind(key_hash)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(draft).transpose()
}

pub(crate) async fn by_token(
    db: &mut AnyConnection,
    token_hash: &str,
) -> Result<Option<Draft>, Fault> {
    let row = sqlx::query(
        "SELECT id, service_id, corrects, assistance_id, expires_at, ended_at, sent_key FROM draft WHERE token_hash = $1",
    )
    .bind(token_hash)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(draft).transpose()
}

pub(super) async fn prolong(
    db: &mut AnyConnection,
    key_hash: &str,
    expires: Moment,
) -> Result<(), Fault> {
    sqlx::query("UPDATE draft SET expires_at = $2 WHERE key_hash = $1 AND ended_at IS NULL")
        .bind(key_hash)
        .bind(expires.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Holds the row until the transaction ends, so that a quota is counted by one at a time. `false`: it has ended.
pub(crate) async fn lock_live(
    db: &mut AnyConnection,
    id: &str,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE draft SET ended_at = NULL WHERE id = $1 AND ended_at IS NULL AND expires_at > $2",
    )
    .bind(id)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false`: somebody else has ended it.
pub(crate) async fn end(
    db: &mut AnyConnection,
    id: &str,
    now: Moment,
    key_hash: &str,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE draft SET ended_at = $2, sent_key = $3 WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(id)
    .bind(now.0)
    .bind(key_hash)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Drafts that ended by time before `horizon` and have no files left.
pub(crate) async fn forget_old(db: &mut AnyConnection, horizon: Moment) -> Result<u64, Fault> {
    let done = sqlx::query(
        "DELETE FROM draft WHERE expires_at < $1
         AND NOT EXISTS (SELECT 1 FROM upload WHERE upload.draft_id = draft.id)",
    )
    .bind(horizon.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
