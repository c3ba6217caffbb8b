//! SQL of the audit: links and heads are only ever added.

use super::{Head, Linked};
use crate::fault::Fault;
use futures::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Every column of an event, for [`parts`].
macro_rules! event_columns {
    () => {
        "e.application_id, e.seq, e.at, e.actor_role, e.actor_id, e.actor_name, e.action, e.from_state, e.to_state, \
         e.note, e.behalf_of, e.channel, e.via"
    };
}

/// What a link is made of: each column as text, and nothing is not the same as an empty text.
fn parts(row: &AnyRow) -> Result<Vec<String>, Fault> {
    let mut parts = vec![row.try_get::<String, _>("application_id")?];
    for number in ["seq", "at"] {
        parts.push(row.try_get::<i64, _>(number)?.to_string());
    }
    for text in [
        "actor_role",
        "actor_id",
        "actor_name",
        "action",
        "from_state",
        "to_state",
        "note",
        "behalf_of",
        "channel",
        "via",
    ] {
        let text: Option<String> = row.try_get(text)?;
        parts.push(text.map_or("-".to_owned(), |text| format!("={text}")));
    }
    Ok(parts)
}

pub(super) async fn parts_of(
    db: &mut AnyConnection,
    application: &str,
    seq: i64,
) -> Result<Vec<String>, Fault> {
    let row = sqlx::query(concat!(
        "SELECT ",
        event_columns!(),
        " FROM event e WHERE e.application_id = $1 AND e.seq = $2"
    ))
    .bind(application)
    .bind(seq)
    .fetch_one(db)
    .await?;
    parts(&row)
}

pub(super) async fn link_of(
    db: &mut AnyConnection,
    application: &str,
    seq: i64,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query("SELECT link FROM event_link WHERE application_id = $1 AND seq = $2")
        .bind(application)
        .bind(seq)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| row.try_get("link")).transpose()?)
}

/// Whoever was quicker has linked it already.
pub(super) async fn insert_link(
    db: &mut AnyConnection,
    application: &str,
    seq: i64,
    day: i64,
    link: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO event_link (application_id, seq, day, link) VALUES ($1, $2, $3, $4)
         ON CONFLICT (application_id, seq) DO NOTHING",
    )
    .bind(application)
    .bind(seq)
    .bind(day)
    .bind(link)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn applications(db: &mut AnyConnection) -> Result<Vec<(String, i64)>, Fault> {
    let rows = sqlx::query("SELECT id, last_event FROM application")
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("id")?, row.try_get("last_event")?)))
        .collect()
}

/// In their order.
pub(super) async fn heads(db: &mut AnyConnection) -> Result<Vec<Head>, Fault> {
    let rows = sqlx::query("SELECT day, events, head FROM audit_day ORDER BY day")
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Head {
                day: row.try_get("day")?,
                events: row.try_get("events")?,
                head: row.try_get("head")?,
            })
        })
        .collect()
}

/// The newest head.
pub(super) async fn last_head(db: &mut AnyConnection) -> Result<Option<Head>, Fault> {
    let row = sqlx::query("SELECT day, events, head FROM audit_day ORDER BY day DESC LIMIT 1")
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        Ok(Head {
            day: row.try_get("day")?,
            events: row.try_get("events")?,
            head: row.try_get("head")?,
        })
    })
    .transpose()
}

pub(super) async fn insert_head(
    db: &mut AnyConnection,
    head: &Head,
    made_at: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO audit_day (day, events, head, made_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (day) DO NOTHING",
    )
    .bind(head.day)
    .bind(head.events)
    .bind(head.head.as_str())
    .bind(made_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Days with links, after `done` and up to `until`, in their order.
pub(super) async fn days(db: &mut AnyConnection, done: i64, until: i64) -> Result<Vec<i64>, Fault> {
    let rows = sqlx::query(
        "SELECT DISTINCT day FROM event_link WHERE day > $1 AND day <= $2 ORDER BY day",
    )
    .bind(done)
    .bind(until)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("day")?)).collect()
}

pub(super) async fn links_of_day(db: &mut AnyConnection, day: i64) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query("SELECT link FROM event_link WHERE day = $1")
        .bind(day)
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("link")?)).collect()
}

/// Events beside their links; what follows says which, and in what order.
macro_rules! linked_events {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            event_columns!(),
            ", a.code, a.last_event, a.state, l.day, l.link
             FROM event e
             LEFT JOIN application a ON a.id = e.application_id
             LEFT JOIN event_link l ON l.application_id = e.application_id AND l.seq = e.seq ",
            $rest
        )
    };
}

fn linked(row: &AnyRow) -> Result<Linked, Fault> {
    Ok(Linked {
        application: row.try_get("application_id")?,
        code: row.try_get::<Option<String>, _>("code")?,
        last_event: row.try_get::<Option<i64>, _>("last_event")?,
        state: row.try_get::<Option<String>, _>("state")?,
        seq: row.try_get("seq")?,
        to: row.try_get("to_state")?,
        parts: parts(row)?,
        day: row.try_get::<Option<i64>, _>("day")?,
        link: row.try_get::<Option<String>, _>("link")?,
    })
}

/// Every event with its link, those of a case together and in order, however many there are.
pub(super) async fn each_event(
    db: &mut AnyConnection,
    mut tell: impl FnMut(Linked),
) -> Result<(), Fault> {
    let mut rows = sqlx::query(linked_events!("ORDER BY e.application_id, e.seq")).fetch(db);
    while let Some(row) = rows.try_next().await? {
        tell(linked(&row)?);
    }
    Ok(())
}

/// The events of one case with their links, in order.
pub(super) async fn events_of(
    db: &mut AnyConnection,
    application: &str,
    mut tell: impl FnMut(Linked),
) -> Result<(), Fault> {
    let rows = sqlx::query(linked_events!("WHERE e.application_id = $1 ORDER BY e.seq"))
        .bind(application)
        .fetch_all(db)
        .await?;
    for row in &rows {
        tell(linked(row)?);
    }
    Ok(())
}

/// Codes of cases without any event: each begins with one.
pub(super) async fn without_events(db: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "SELECT code FROM application a WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.application_id = a.id)",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("code")?)).collect()
}
