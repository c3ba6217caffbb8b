//! SQL of the audit: links and heads are only ever added.

use super::{Head, Linked};
use crate::fault::Fault;
use futures::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

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

/// Whoever was quicker has linked it already: `false`.
pub(super) async fn insert_link(
    db: &mut AnyConnection,
    application: &str,
    seq: i64,
    day: i64,
    link: &str,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO event_link (application_id, seq, day, link) VALUES ($1, $2, $3, $4)
         ON CONFLICT (application_id, seq) DO NOTHING",
    )
    .bind(application)
    .bind(seq)
    .bind(day)
    .bind(link)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn applications(db: &mut AnyConnection) -> Result<Vec<(String, i64)>, Fault> {
    let rows = sqlx::query("SELECT id, last_event FROM application")
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("id")?, row.try_get("last_event")?)))
        .collect()
}

/// The links of days after `day`, by chain and number, each with its day.
pub(super) async fn links_after(
    db: &mut AnyConnection,
    day: i64,
) -> Result<BTreeMap<(String, i64), (i64, String)>, Fault> {
    let rows = sqlx::query("SELECT application_id, seq, day, link FROM event_link WHERE day > $1")
        .bind(day)
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            let place = (row.try_get("application_id")?, row.try_get("seq")?);
            Ok((place, (row.try_get("day")?, row.try_get("link")?)))
        })
        .collect()
}

fn head(row: &AnyRow) -> Result<Head, Fault> {
    Ok(Head {
        day: row.try_get("day")?,
        events: row.try_get("events")?,
        head: row.try_get("head")?,
    })
}

/// In their order.
pub(super) async fn heads(db: &mut AnyConnection) -> Result<Vec<Head>, Fault> {
    let rows = sqlx::query("SELECT day, events, head FROM audit_day ORDER BY day")
        .fetch_all(db)
        .await?;
    rows.iter().map(head).collect()
}

/// The head of one day.
pub(super) async fn head_of(db: &mut AnyConnection, day: i64) -> Result<Option<Head>, Fault> {
    let row = sqlx::query("SELECT day, events, head FROM audit_day WHERE day = $1")
        .bind(day)
        .fetch_optional(db)
        .await?;
    row.as_ref().map(head).transpose()
}

/// The newest head.
pub(super) async fn last_head(db: &mut AnyConnection) -> Result<Option<Head>, Fault> {
    let row = sqlx::query("SELECT day, events, head FROM audit_day ORDER BY day DESC LIMIT 1")
        .fetch_optional(db)
        .await?;
    row.as_ref().map(head).transpose()
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

/// The number of a chain's newest link; 0 where there is none.
pub(super) async fn newest_seq(db: &mut AnyConnection, chain: &str) -> Result<i64, Fault> {
    let row = sqlx::query(
        "SELECT COALESCE(MAX(seq), 0) AS newest FROM event_link WHERE application_id = $1",
    )
    .bind(chain)
    .fetch_one(db)
    .await?;
    Ok(row.try_get("newest")?)
}

/// Name, day and link of each change of each letter.
pub(super) async fn letter_links(
    db: &mut AnyConnection,
) -> Result<Vec<(String, i64, String)>, Fault> {
    let rows = sqlx::query(
        "SELECT application_id, day, link FROM event_link WHERE application_id LIKE 'letter:%'",
    )
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let (day, link) = (row.try_get("day")?, row.try_get("link")?);
            Ok((row.try_get("application_id")?, day, link))
        })
        .collect()
}

/// Every column of a letter that says something of it, for the audit: waiting for a provider isn't one.
macro_rules! audited {
    () => {
        "'letter:' || letter.application_id || ':' || letter.id AS chain, letter.id, letter.application_id, product, edition, letter.state, means, office, register, year, seq, number, day,
             check_code, signer_id, signer_name, file_id, file_bytes, file_sha256, reason, numbered_at, valid_at, ended_at"
    };
}

/// Each as text, and nothing is not the same as an empty text.
fn letter_parts(row: &AnyRow) -> Result<Vec<String>, Fault> {
    let mut parts = Vec::new();
    for text in [
        "id",
        "application_id",
        "product",
        "state",
        "means",
        "office",
        "register",
        "number",
        "check_code",
        "signer_id",
        "signer_name",
        "file_id",
        "file_sha256",
        "reason",
    ] {
        let text: Option<String> = row.try_get(text)?;
        parts.push(text.map_or("-".to_owned(), |text| format!("={text}")));
    }
    for number in [
        "edition",
        "year",
        "seq",
        "day",
        "file_bytes",
        "numbered_at",
        "valid_at",
        "ended_at",
    ] {
        let number: Option<i64> = row.try_get(number)?;
        parts.push(number.map_or("-".to_owned(), |number| number.to_string()));
    }
    Ok(parts)
}

/// How a letter is called among the links, and all of it.
pub(super) async fn letter_parts_of(
    db: &mut AnyConnection,
    id: &str,
) -> Result<(String, Vec<String>), Fault> {
    let row = sqlx::query(concat!("SELECT ", audited!(), " FROM letter WHERE id = $1"))
        .bind(id)
        .fetch_one(db)
        .await?;
    Ok((row.try_get("chain")?, letter_parts(&row)?))
}

pub(super) async fn letters(db: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query("SELECT id FROM letter ORDER BY numbered_at, id")
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// Name among the links, parts, the newest link, and the one before it.
type LinkedLetter = (String, Vec<String>, Option<String>, Option<String>);

/// Every letter's name and parts, its newest link and the one before, all as of one moment.
pub(super) async fn letters_linked(db: &mut AnyConnection) -> Result<Vec<LinkedLetter>, Fault> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        audited!(),
        ", (SELECT link FROM event_link l WHERE l.application_id = 'letter:' || letter.application_id || ':' || letter.id
                ORDER BY l.seq DESC LIMIT 1) AS newest,
           (SELECT link FROM event_link l WHERE l.application_id = 'letter:' || letter.application_id || ':' || letter.id
                ORDER BY l.seq DESC LIMIT 1 OFFSET 1) AS earlier
         FROM letter"
    ))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let (newest, earlier) = (row.try_get("newest")?, row.try_get("earlier")?);
            Ok((row.try_get("chain")?, letter_parts(row)?, newest, earlier))
        })
        .collect()
}
