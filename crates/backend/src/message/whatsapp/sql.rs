//! SQL of what WhatsApp tells: statuses, conversations, residents who ask for a person.

use crate::fault::Fault;
use crate::message::sql::{Row, row};
use domain::calendar::Moment;
use domain::person::Phone;
use domain::text::Lang;
use sqlx::{AnyConnection, Row as _};

/// By Meta's name for it, or by ours where Meta's wasn't written down yet.
pub(super) async fn by_provider(
    db: &mut AnyConnection,
    provider: &str,
    ours: Option<&str>,
) -> Result<Option<Row>, Fault> {
    let found = sqlx::query(
        "SELECT id, application_id, kind, channel, state, tries, unsettled FROM message
         WHERE provider_id = $1 OR (id = $2 AND provider_id IS NULL AND unsettled > 0)",
    )
    .bind(provider)
    .bind(ours.unwrap_or_default())
    .fetch_optional(db)
    .await?;
    found.as_ref().map(row).transpose()
}

/// `false`: heard before.
pub(super) async fn hear_once(
    db: &mut AnyConnection,
    id: &str,
    now: Moment,
) -> Result<bool, Fault> {
    let done =
        sqlx::query("INSERT INTO heard (id, at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
            .bind(id)
            .bind(now.0)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Where a conversation stands, and in which language.
pub(super) struct Kept {
    pub(super) step: String,
    pub(super) topic: String,
    pub(super) lang: String,
}

/// Where a conversation stands that was heard since then.
pub(super) async fn conversation(
    db: &mut AnyConnection,
    key: &str,
    since: Moment,
) -> Result<Option<Kept>, Fault> {
    let row = sqlx::query(
        "SELECT step, topic, lang FROM conversation WHERE phone_key = $1 AND heard_at > $2",
    )
    .bind(key)
    .bind(since.0)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Kept {
            step: row.try_get("step")?,
            topic: row.try_get("topic")?,
            lang: row.try_get("lang")?,
        })
    })
    .transpose()
}

pub(super) async fn keep(
    db: &mut AnyConnection,
    key: &str,
    (step, topic): (&str, &str),
    lang: Lang,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO conversation (phone_key, step, topic, heard_at, lang) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (phone_key) DO UPDATE SET step = $2, topic = $3, heard_at = $4, lang = $5",
    )
    .bind(key)
    .bind(step)
    .bind(topic)
    .bind(now.0)
    .bind(lang.tag())
    .execute(db)
    .await?;
    Ok(())
}

/// Once, however often it is asked.
pub(super) async fn ask_person(
    db: &mut AnyConnection,
    id: &str,
    phone: &str,
    key: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO call_back (id, phone, phone_key, asked_at)
         SELECT $1, $2, $3, $4
         WHERE NOT EXISTS (SELECT 1 FROM call_back WHERE phone_key = $3 AND told_at IS NULL)",
    )
    .bind(id)
    .bind(phone)
    .bind(key)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Those who still wait, the longest first.
pub(in crate::message) async fn askers(
    db: &mut AnyConnection,
    limit: i64,
) -> Result<Vec<(String, Phone, Moment)>, Fault> {
    let rows = sqlx::query(
        "SELECT id, phone, asked_at FROM call_back WHERE told_at IS NULL ORDER BY asked_at, id LIMIT $1",
    )
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let phone: String = row.try_get("phone")?;
            let phone = Phone::parse(&phone).ok_or_else(|| Fault::broken("call_back"))?;
            Ok((row.try_get("id")?, phone, Moment(row.try_get("asked_at")?)))
        })
        .collect()
}

/// `false`: nobody waits under this id.
pub(in crate::message) async fn answered(
    db: &mut AnyConnection,
    id: &str,
    officer: &str,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE call_back SET told_by = $2, told_at = $3 WHERE id = $1 AND told_at IS NULL",
    )
    .bind(id)
    .bind(officer)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn forget(
    db: &mut AnyConnection,
    conversations: Moment,
    heard: Moment,
) -> Result<(), Fault> {
    sqlx::query("DELETE FROM conversation WHERE heard_at <= $1")
        .bind(conversations.0)
        .execute(&mut *db)
        .await?;
    // Whoever was called back is known by the case they have, if they have one.
    sqlx::query("DELETE FROM call_back WHERE told_at <= $1")
        .bind(conversations.0)
        .execute(&mut *db)
        .await?;
    sqlx::query("DELETE FROM heard WHERE at <= $1")
        .bind(heard.0)
        .execute(db)
        .await?;
    Ok(())
}
