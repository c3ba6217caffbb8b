//! SQL of what documents say. A row without a question says that the document was read.

use super::Noted;
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::mismatch::{Paper, Reading, Trait};
use sqlx::{AnyConnection, Row};

pub(crate) async fn of_case(db: &mut AnyConnection, id: &str) -> Result<Noted, Fault> {
    let rows = sqlx::query(
        "SELECT document, field, reading FROM mismatch WHERE application_id = $1 ORDER BY document, field",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    let broken = || Fault::broken("mismatch");
    let mut noted = Noted::default();
    for row in rows {
        let paper = Paper::from_key(&row.try_get::<String, _>("document")?).ok_or_else(broken)?;
        let field: String = row.try_get("field")?;
        if field.is_empty() {
            noted.read.push(paper);
        } else {
            noted.readings.push(Reading {
                paper,
                about: Trait::from_key(&field).ok_or_else(broken)?,
                text: row.try_get("reading")?,
            });
        }
    }
    Ok(noted)
}

pub(super) async fn replace(
    db: &mut AnyConnection,
    id: &str,
    read: &[Paper],
    readings: &[Reading],
    officer: &str,
    now: Moment,
) -> Result<(), Fault> {
    forget(db, id).await?;
    let marks = read.iter().map(|paper| (*paper, "", ""));
    let differs = readings
        .iter()
        .map(|one| (one.paper, one.about.key(), one.text.as_str()));
    for (paper, field, text) in marks.chain(differs) {
        sqlx::query(
            "INSERT INTO mismatch (application_id, document, field, reading, officer_id, at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (application_id, document, field) DO NOTHING",
        )
        .bind(id)
        .bind(paper.key())
        .bind(field)
        .bind(text)
        .bind(officer)
        .bind(now.0)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The case is over: nobody needs it any more.
pub(crate) async fn forget(db: &mut AnyConnection, id: &str) -> Result<(), Fault> {
    sqlx::query("DELETE FROM mismatch WHERE application_id = $1")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
