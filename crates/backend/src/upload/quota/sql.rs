//! SQL of room: how much of it is taken.

use crate::fault::Fault;
use domain::calendar::Moment;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Files and bytes.
#[derive(Clone, Copy)]
pub(super) struct Usage {
    pub(super) files: i64,
    pub(super) bytes: i64,
}

/// Whose files.
#[derive(Clone, Copy)]
pub(super) enum Whose<'a> {
    Draft(&'a str),
    Person(&'a str),
    Office,
}

/// A file that was refused takes no room, and one of unknown length takes all that it may grow to.
macro_rules! sum {
    ($whose:literal, $which:literal) => {
        concat!(
            "SELECT ",
            $whose,
            " AS whose, COUNT(*) AS files,
                    CAST(COALESCE(SUM(CASE WHEN length < 0 THEN $1 ELSE length END), 0) AS BIGINT) AS bytes
             FROM upload WHERE ",
            $which
        )
    };
}

fn used(row: &AnyRow) -> Result<Usage, Fault> {
    Ok(Usage {
        files: row.try_get("files")?,
        bytes: row.try_get("bytes")?,
    })
}

/// What is taken of a draft's room, of a person's, of the office's; each sum is read from an index.
pub(super) async fn usage(
    db: &mut AnyConnection,
    most: i64,
    draft: &str,
    person: Option<&str>,
) -> Result<[Usage; 3], Fault> {
    let rows = sqlx::query(concat!(
        sum!("1", "state IN ('receiving', 'complete') AND draft_id = $2"),
        " UNION ALL ",
        sum!("2", "state IN ('receiving', 'complete') AND person = $3"),
        " UNION ALL ",
        sum!("3", "state IN ('receiving', 'complete')"),
        " ORDER BY whose"
    ))
    .bind(most)
    .bind(draft)
    .bind(person.unwrap_or_default())
    .fetch_all(db)
    .await?;
    match &rows[..] {
        [draft, person, office] => Ok([used(draft)?, used(person)?, used(office)?]),
        _ => Err(Fault::broken("room")),
    }
}

/// What of that is held by uploads of which no byte has come and that would expire at `until` or before.
pub(super) async fn lapsed(
    db: &mut AnyConnection,
    most: i64,
    whose: Whose<'_>,
    until: Moment,
) -> Result<Usage, Fault> {
    let query = match whose {
        Whose::Draft(_) => sum!(
            "1",
            "state = 'receiving' AND received = 0 AND expires_at <= $2 AND draft_id = $3"
        ),
        Whose::Person(_) => sum!(
            "2",
            "state = 'receiving' AND received = 0 AND expires_at <= $2 AND person = $3"
        ),
        Whose::Office => sum!(
            "3",
            "state = 'receiving' AND received = 0 AND expires_at <= $2"
        ),
    };
    let mut query = sqlx::query(query).bind(most).bind(until.0);
    if let Whose::Draft(id) | Whose::Person(id) = whose {
        query = query.bind(id);
    }
    used(&query.fetch_one(db).await?)
}

/// Until when an upload is kept of which no byte has come, and whose room it takes.
pub(super) async fn empty(
    db: &mut AnyConnection,
    id: &str,
) -> Result<Option<(Moment, Option<String>)>, Fault> {
    let row = sqlx::query(
        "SELECT expires_at, person FROM upload WHERE id = $1 AND state = 'receiving' AND received = 0",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok((Moment(row.try_get("expires_at")?), row.try_get("person")?)))
        .transpose()
}

/// Holds the right to count room until the transaction ends, so that no two fill the same gap.
pub(super) async fn hold_room(db: &mut AnyConnection) -> Result<(), Fault> {
    sqlx::query("UPDATE setting SET value = 'counted' WHERE key = 'room'")
        .execute(db)
        .await?;
    Ok(())
}
