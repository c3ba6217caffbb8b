//! SQL of grants.

use crate::application::{self, Case};
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::code::Code;
use sqlx::{AnyConnection, Row};

/// Id and proof of the phone's digits.
pub(super) async fn proof_of(
    db: &mut AnyConnection,
    code: &Code,
) -> Result<Option<(String, String)>, Fault> {
    let row = sqlx::query("SELECT id, phone_proof FROM application WHERE code = $1")
        .bind(code.compact())
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok((row.try_get("id")?, row.try_get("phone_proof")?)))
        .transpose()
}

pub(super) async fn insert(
    db: &mut AnyConnection,
    token_hash: &str,
    id: &str,
    assistance: Option<&str>,
    expires: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO status_grant (token_hash, application_id, expires_at, assistance_id) VALUES ($1, $2, $3, $4)",
    )
    .bind(token_hash)
    .bind(id)
    .bind(expires.0)
    .bind(assistance)
    .execute(db)
    .await?;
    Ok(())
}

/// Under which an officer got it to help on.
pub(super) async fn helped_by(
    db: &mut AnyConnection,
    token_hash: &str,
    now: Moment,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        "SELECT assistance_id FROM status_grant WHERE token_hash = $1 AND expires_at > $2",
    )
    .bind(token_hash)
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    Ok(row
        .map(|row| row.try_get("assistance_id"))
        .transpose()?
        .flatten())
}

pub(super) async fn granted(
    db: &mut AnyConnection,
    token_hash: &str,
    now: Moment,
) -> Result<Option<Case>, Fault> {
    let row = sqlx::query(
        "SELECT application.id, code, service_id, region, applicant_name, state, version, round, promise_days,
                limit_days, sent_at,
                deadline_at, partner_id, application.assistance_id, hand, merged_into
         FROM application JOIN status_grant ON status_grant.application_id = application.id
         WHERE token_hash = $1 AND expires_at > $2",
    )
    .bind(token_hash)
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(application::sql::case).transpose()
}

pub(crate) async fn forget_old(db: &mut AnyConnection, now: Moment) -> Result<u64, Fault> {
    let done = sqlx::query("DELETE FROM status_grant WHERE expires_at <= $1")
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}
