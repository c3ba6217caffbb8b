//! SQL of the leave to write.

use crate::fault::Fault;
use domain::calendar::Moment;
use domain::message::Channel;
use sqlx::{AnyConnection, Row as _};

pub(super) async fn end_consent(
    db: &mut AnyConnection,
    application: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE message_consent SET ended_at = $2 WHERE application_id = $1 AND ended_at IS NULL",
    )
    .bind(application)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn insert_consent(
    db: &mut AnyConnection,
    id: &str,
    application: &str,
    channel: Channel,
    by: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO message_consent (id, application_id, channel, given_by, given_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id)
    .bind(application)
    .bind(channel.key())
    .bind(by)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The channel that is agreed to now.
pub(super) async fn consent(
    db: &mut AnyConnection,
    application: &str,
) -> Result<Option<Channel>, Fault> {
    let row = sqlx::query(
        "SELECT channel FROM message_consent WHERE application_id = $1 AND ended_at IS NULL
         ORDER BY given_at DESC LIMIT 1",
    )
    .bind(application)
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let channel: String = row.try_get("channel")?;
    Channel::from_key(&channel)
        .map(Some)
        .ok_or_else(|| Fault::broken("message_consent"))
}
