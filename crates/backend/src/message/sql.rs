//! SQL of the outbox.

use crate::fault::Fault;
use domain::calendar::Moment;
use domain::message::{Channel, Kind, Standing};
use domain::view::MessageView;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

/// A message as its worker holds it. No personal data.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) application: String,
    pub(crate) kind: Kind,
    pub(crate) channel: Channel,
    pub(crate) state: Standing,
    pub(crate) tries: i64,
    pub(crate) unsettled: i64,
}

pub(super) fn row(row: &AnyRow) -> Result<Row, Fault> {
    let broken = || Fault::broken("message");
    let text = |name: &str| -> Result<String, Fault> { Ok(row.try_get(name)?) };
    Ok(Row {
        id: text("id")?,
        application: text("application_id")?,
        kind: Kind::from_key(&text("kind")?).ok_or_else(broken)?,
        channel: Channel::from_key(&text("channel")?).ok_or_else(broken)?,
        state: Standing::from_key(&text("state")?).ok_or_else(broken)?,
        tries: row.try_get("tries")?,
        unsettled: row.try_get("unsettled")?,
    })
}

/// By the channel that was agreed to; nothing where none was.
pub(super) async fn insert(
    db: &mut AnyConnection,
    id: &str,
    application: &str,
    cause: &str,
    kind: Kind,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO message (id, application_id, cause, kind, channel, state, next_at, made_at, changed_at)
         SELECT $1, $2, $3, $4, channel, 'queued', $5, $5, $5
         FROM message_consent WHERE application_id = $2 AND ended_at IS NULL ORDER BY given_at DESC LIMIT 1
         ON CONFLICT (application_id, cause, kind, beside) DO NOTHING",
    )
    .bind(id)
    .bind(application)
    .bind(cause)
    .bind(kind.key())
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn has(
    db: &mut AnyConnection,
    application: &str,
    kind: Kind,
) -> Result<bool, Fault> {
    let row = sqlx::query(
        "SELECT id FROM message WHERE application_id = $1 AND kind = $2 AND beside = 0 LIMIT 1",
    )
    .bind(application)
    .bind(kind.key())
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

/// The one that waits longest. What a case was to be told before comes before.
pub(super) async fn due(
    db: &mut AnyConnection,
    channel: Channel,
    now: Moment,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        "SELECT id FROM message
         WHERE state = 'queued' AND channel = $1 AND next_at <= $2 AND lease_until <= $2
           AND NOT EXISTS (SELECT 1 FROM message AS earlier
                           WHERE earlier.application_id = message.application_id AND earlier.made_at < message.made_at
                             AND earlier.channel = message.channel AND earlier.state = 'queued')
         ORDER BY next_at, made_at, id LIMIT 1",
    )
    .bind(channel.key())
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok(row.try_get("id")?)).transpose()
}

/// `None`: another worker was quicker.
pub(super) async fn claim(
    db: &mut AnyConnection,
    id: &str,
    now: Moment,
    until: Moment,
) -> Result<Option<Row>, Fault> {
    let found = sqlx::query(
        "UPDATE message SET lease_until = $3, tries = tries + 1, unsettled = unsettled + 1, changed_at = $2
         WHERE id = $1 AND state = 'queued' AND next_at <= $2 AND lease_until <= $2
         RETURNING id, application_id, kind, channel, state, tries, unsettled",
    )
    .bind(id)
    .bind(now.0)
    .bind(until.0)
    .fetch_optional(db)
    .await?;
    found.as_ref().map(row).transpose()
}

pub(crate) async fn is_demonstration(db: &mut AnyConnection) -> Result<bool, Fault> {
    crate::health::sql::has_setting(db, "demonstration").await
}

/// It isn't the hour: as if it had not been taken.
pub(super) async fn rest(
    db: &mut AnyConnection,
    row: &Row,
    until: Moment,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE message SET next_at = $2, lease_until = 0, tries = tries - 1, unsettled = unsettled - 1, changed_at = $3
         WHERE id = $1 AND state = 'queued'",
    )
    .bind(&row.id)
    .bind(until.0)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn later(
    db: &mut AnyConnection,
    row: &Row,
    at: Moment,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE message SET next_at = $2, lease_until = 0, unsettled = 0, changed_at = $3
         WHERE id = $1 AND state = 'queued' AND channel = $4",
    )
    .bind(&row.id)
    .bind(at.0)
    .bind(now.0)
    .bind(row.channel.key())
    .execute(db)
    .await?;
    Ok(())
}

/// The provider has it. What was withdrawn meanwhile stays so.
pub(super) async fn accept(
    db: &mut AnyConnection,
    row: &Row,
    provider: Option<&str>,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE message SET state = 'sent', provider_id = $2, lease_until = 0, unsettled = 0, changed_at = $3
         WHERE id = $1 AND state = 'queued' AND channel = $4",
    )
    .bind(&row.id)
    .bind(provider)
    .bind(now.0)
    .bind(row.channel.key())
    .execute(db)
    .await?;
    Ok(())
}

/// On to another channel, from where the caller has seen it.
pub(super) async fn fall(
    db: &mut AnyConnection,
    row: &Row,
    channel: Channel,
    to: Standing,
    why: &str,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE message SET channel = $2, state = $3, why = $4, next_at = $5, changed_at = $5, lease_until = 0, tries = 0,
                            unsettled = 0, provider_id = NULL
         WHERE id = $1 AND state = $6 AND channel = $7",
    )
    .bind(&row.id)
    .bind(channel.key())
    .bind(to.key())
    .bind(why)
    .bind(now.0)
    .bind(row.state.key())
    .bind(row.channel.key())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Another standing, from where the caller has seen it; `by`: the officer who has told them.
pub(super) async fn set_state(
    db: &mut AnyConnection,
    row: &Row,
    to: Standing,
    by: Option<&str>,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE message SET state = $2, told_by = COALESCE($3, told_by), changed_at = $4
         WHERE id = $1 AND state = $5 AND channel = $6",
    )
    .bind(&row.id)
    .bind(to.key())
    .bind(by)
    .bind(now.0)
    .bind(row.state.key())
    .bind(row.channel.key())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn by_id(db: &mut AnyConnection, id: &str) -> Result<Option<Row>, Fault> {
    let found = sqlx::query(
        "SELECT id, application_id, kind, channel, state, tries, unsettled FROM message WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    found.as_ref().map(row).transpose()
}

/// Every message of a case, and the notices beside them; the oldest first.
pub(crate) async fn of_case(
    db: &mut AnyConnection,
    application: &str,
) -> Result<Vec<MessageView>, Fault> {
    let rows = sqlx::query(
        "SELECT kind, channel, state, why, changed_at FROM message WHERE application_id = $1 ORDER BY made_at, beside, id",
    )
    .bind(application)
    .fetch_all(db)
    .await?;
    let broken = || Fault::broken("message");
    rows.iter()
        .map(|row| {
            let text = |name: &str| -> Result<String, Fault> { Ok(row.try_get(name)?) };
            Ok(MessageView {
                kind: Kind::from_key(&text("kind")?).ok_or_else(broken)?,
                channel: Channel::from_key(&text("channel")?).ok_or_else(broken)?,
                state: Standing::from_key(&text("state")?).ok_or_else(broken)?,
                at: Moment(row.try_get("changed_at")?),
                why: row.try_get("why")?,
            })
        })
        .collect()
}

/// What waits is wanted no more.
pub(super) async fn withdraw(
    db: &mut AnyConnection,
    application: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE message SET state = 'withdrawn', changed_at = $2, lease_until = 0
         WHERE application_id = $1 AND state = 'queued' AND beside = 0",
    )
    .bind(application)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}
