//! SQL of officers and their sessions.

use super::Known;
use super::session::{IDLE_SECONDS, LIFE_SECONDS};
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::officer::{Officer, Role};
use domain::region::RegionCode;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

fn officer(row: &AnyRow) -> Result<Officer, Fault> {
    let broken = || Fault::broken("officer");
    Ok(Officer {
        id: row.try_get("id")?,
        username: row.try_get("username")?,
        name: row.try_get("name")?,
        role: Role::from_key(&row.try_get::<String, _>("role")?).ok_or_else(broken)?,
        territory: RegionCode::parse(&row.try_get::<String, _>("territory")?)
            .map_err(|_| broken())?,
    })
}

/// `false`: the user name is taken.
pub(super) async fn insert(
    db: &mut AnyConnection,
    officer: &Officer,
    password_hash: &str,
    demo: bool,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO officer (id, username, name, role, territory, password_hash, active, demo, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)
         ON CONFLICT (username) DO NOTHING",
    )
    .bind(&officer.id)
    .bind(&officer.username)
    .bind(&officer.name)
    .bind(officer.role.key())
    .bind(officer.territory.as_str())
    .bind(password_hash)
    .bind(i64::from(demo))
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn active_by_username(
    db: &mut AnyConnection,
    username: &str,
) -> Result<Option<Known>, Fault> {
    let row = sqlx::query(
        "SELECT id, username, name, role, territory, password_hash FROM officer WHERE username = $1 AND active = 1",
    )
    .bind(username)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Known {
            officer: officer(&row)?,
            password_hash: row.try_get("password_hash")?,
        })
    })
    .transpose()
}

/// Everybody who may log in, by user name.
pub(super) async fn active(db: &mut AnyConnection) -> Result<Vec<Officer>, Fault> {
    let rows = sqlx::query(
        "SELECT id, username, name, role, territory FROM officer WHERE active = 1 ORDER BY username",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(officer).collect()
}

/// `false`: no such account that is open.
pub(super) async fn set_password(
    db: &mut AnyConnection,
    username: &str,
    password_hash: &str,
) -> Result<bool, Fault> {
    let done =
        sqlx::query("UPDATE officer SET password_hash = $2 WHERE username = $1 AND active = 1")
            .bind(username)
            .bind(password_hash)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// `false`: no such account that is open. The row stays: the history of cases names it.
pub(super) async fn close(db: &mut AnyConnection, username: &str) -> Result<bool, Fault> {
    let done = sqlx::query("UPDATE officer SET active = 0 WHERE username = $1 AND active = 1")
        .bind(username)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete_sessions_of(
    db: &mut AnyConnection,
    username: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "DELETE FROM session WHERE officer_id IN (SELECT id FROM officer WHERE username = $1)",
    )
    .bind(username)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn insert_session(
    db: &mut AnyConnection,
    token_hash: &str,
    id: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO session (token_hash, officer_id, created_at, seen_at) VALUES ($1, $2, $3, $3)",
    )
    .bind(token_hash)
    .bind(id)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The officer of a session, when it began and when it was last seen.
pub(super) async fn session(
    db: &mut AnyConnection,
    token_hash: &str,
) -> Result<Option<(Officer, Moment, Moment)>, Fault> {
    let row = sqlx::query(
        "SELECT officer.id, username, name, role, territory, session.created_at AS began, seen_at
         FROM session JOIN officer ON officer.id = session.officer_id
         WHERE token_hash = $1 AND active = 1",
    )
    .bind(token_hash)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok((
            officer(&row)?,
            Moment(row.try_get("began")?),
            Moment(row.try_get("seen_at")?),
        ))
    })
    .transpose()
}

pub(super) async fn note_seen(
    db: &mut AnyConnection,
    token_hash: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query("UPDATE session SET seen_at = $2 WHERE token_hash = $1")
        .bind(token_hash)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn delete_session(db: &mut AnyConnection, token_hash: &str) -> Result<(), Fault> {
    sqlx::query("DELETE FROM session WHERE token_hash = $1")
        .bind(token_hash)
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn forget_old_sessions(db: &mut AnyConnection, now: Moment) -> Result<u64, Fault> {
    let done = sqlx::query("DELETE FROM session WHERE created_at <= $1 OR seen_at <= $2")
        .bind(now.plus_seconds(-LIFE_SECONDS).0)
        .bind(now.plus_seconds(-IDLE_SECONDS).0)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}
