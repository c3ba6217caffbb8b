//! SQL of the digest by e-mail, and of where it goes.

use crate::fault::Fault;
use domain::calendar::Moment;
use domain::region::RegionCode;
use sqlx::{AnyConnection, Row as _};

/// Where this officer's digest goes; empty where it goes nowhere.
pub(super) async fn address(db: &mut AnyConnection, officer: &str) -> Result<String, Fault> {
    let row = sqlx::query("SELECT email FROM officer WHERE id = $1")
        .bind(officer)
        .fetch_one(db)
        .await?;
    Ok(row.try_get("email")?)
}

/// `false`: no such account that is open.
pub(super) async fn set_address(
    db: &mut AnyConnection,
    username: &str,
    address: &str,
) -> Result<bool, Fault> {
    let done = sqlx::query("UPDATE officer SET email = $2 WHERE username = $1 AND active = 1")
        .bind(username)
        .bind(address)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ids and territories of who has an address, and the last day that was begun for each (0: none yet).
pub(super) async fn addressed(
    db: &mut AnyConnection,
) -> Result<Vec<(String, RegionCode, i64)>, Fault> {
    let rows = sqlx::query(
        "SELECT id, territory, COALESCE((SELECT MAX(day) FROM digest_mail WHERE officer_id = officer.id), 0) AS begun
         FROM officer WHERE active = 1 AND email <> ''",
    )
    .fetch_all(db)
    .await?;
    let broken = || Fault::broken("officer");
    rows.iter()
        .map(|row| {
            let territory: String = row.try_get("territory")?;
            let territory = RegionCode::parse(&territory).map_err(|_| broken())?;
            Ok((row.try_get("id")?, territory, row.try_get("begun")?))
        })
        .collect()
}

/// Once for each officer and day, by whichever server is first.
pub(super) async fn queue(
    db: &mut AnyConnection,
    officer: &str,
    day: i64,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO digest_mail (officer_id, day, state, next_at, made_at, changed_at)
         VALUES ($1, $2, 'queued', $3, $3, $3) ON CONFLICT (officer_id, day) DO NOTHING",
    )
    .bind(officer)
    .bind(day)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// One that waits, as its worker holds it.
pub(super) struct Row {
    pub(super) officer: String,
    pub(super) day: i64,
    pub(super) tries: i64,
}

pub(super) async fn due(
    db: &mut AnyConnection,
    now: Moment,
) -> Result<Option<(String, i64)>, Fault> {
    let row = sqlx::query(
        "SELECT officer_id, day FROM digest_mail WHERE state = 'queued' AND next_at <= $1
         ORDER BY next_at, officer_id LIMIT 1",
    )
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok((row.try_get("officer_id")?, row.try_get("day")?)))
        .transpose()
}

/// From now on it is being sent, and by nobody else. `None`: another worker was quicker.
pub(super) async fn claim(
    db: &mut AnyConnection,
    officer: &str,
    day: i64,
    now: Moment,
) -> Result<Option<Row>, Fault> {
    let row = sqlx::query(
        "UPDATE digest_mail SET state = 'sending', tries = tries + 1, changed_at = $3
         WHERE officer_id = $1 AND day = $2 AND state = 'queued' AND next_at <= $3
         RETURNING officer_id, day, tries",
    )
    .bind(officer)
    .bind(day)
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Row {
            officer: row.try_get("officer_id")?,
            day: row.try_get("day")?,
            tries: row.try_get("tries")?,
        })
    })
    .transpose()
}

/// What came of it; `next`: not before this moment.
pub(super) async fn settle(
    db: &mut AnyConnection,
    row: &Row,
    state: &str,
    next: Moment,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE digest_mail SET state = $3, next_at = $4, changed_at = $5
         WHERE officer_id = $1 AND day = $2 AND state = 'sending'",
    )
    .bind(&row.officer)
    .bind(row.day)
    .bind(state)
    .bind(next.0)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Nobody asks after old ones.
pub(super) async fn forget(db: &mut AnyConnection, before: i64) -> Result<(), Fault> {
    sqlx::query("DELETE FROM digest_mail WHERE day < $1")
        .bind(before)
        .execute(db)
        .await?;
    Ok(())
}
