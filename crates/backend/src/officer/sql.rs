//! SQL of officers and their sessions.

use super::Known;
use super::partner::day_text;
use super::session::{IDLE_SECONDS, LIFE_SECONDS};
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::officer::{Officer, Partner, Role};
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
        partner: partner(row)?,
    })
}

/// The partner of an officer, where there is one: a joined row.
pub(super) fn partner(row: &AnyRow) -> Result<Option<Partner>, Fault> {
    let Some(id) = row.try_get::<Option<String>, _>("partner_id")? else {
        return Ok(None);
    };
    Ok(Some(Partner {
        id,
        name: row.try_get("partner_name")?,
        agreement: row.try_get("agreement")?,
        from: day_text(row.try_get("from_day")?)?,
        until: day_text(row.try_get("until_day")?)?,
    }))
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
        "INSERT INTO officer (id, username, name, role, territory, password_hash, active, demo, created_at, partner_id)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9)
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
    .bind(officer.partner.as_ref().map(|partner| partner.id.as_str()))
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn active_by_username(
    db: &mut AnyConnection,
    username: &str,
) -> Result<Option<Known>, Fault> {
    let row = sqlx::query(
        "SELECT officer.id, username, officer.name, role, territory, password_hash,
                partner.id AS partner_id, partner.name AS partner_name, agreement, from_day, until_day
         FROM officer LEFT JOIN partner ON partner.id = officer.partner_id
         WHERE username = $1 AND active = 1",
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

/// An officer with an open account, by id.
pub(crate) async fn active_by_id(
    db: &mut AnyConnection,
    id: &str,
) -> Result<Option<Officer>, Fault> {
    let row = sqlx::query(
        "SELECT officer.id, username, officer.name, role, territory,
                partner.id AS partner_id, partner.name AS partner_name, agreement, from_day, until_day
         FROM officer LEFT JOIN partner ON partner.id = officer.partner_id
         WHERE officer.id = $1 AND active = 1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(officer).transpose()
}

/// `false`: a partner of that name is there already.
pub(super) async fn insert_partner(
    db: &mut AnyConnection,
    partner: &Partner,
    (from_day, until_day): (i64, i64),
    demo: bool,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO partner (id, name, agreement, from_day, until_day, demo, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (name) DO NOTHING",
    )
    .bind(&partner.id)
    .bind(&partner.name)
    .bind(&partner.agreement)
    .bind(from_day)
    .bind(until_day)
    .bind(i64::from(demo))
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A renewed agreement. `false`: no such partner.
pub(super) async fn renew_partner(
    db: &mut AnyConnection,
    name: &str,
    agreement: &str,
    (from_day, until_day): (i64, i64),
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE partner SET agreement = $2, from_day = $3, until_day = $4 WHERE name = $1",
    )
    .bind(name)
    .bind(agreement)
    .bind(from_day)
    .bind(until_day)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// All of them, by name.
pub(super) async fn partners(db: &mut AnyConnection) -> Result<Vec<Partner>, Fault> {
    let rows = sqlx::query(
        "SELECT id AS partner_id, name AS partner_name, agreement, from_day, until_day FROM partner ORDER BY created_at, id",
    )
    .fetch_all(db)
    .await?;
    rows.iter()
        .filter_map(|row| partner(row).transpose())
        .collect()
}

/// Everybody who may log in, by user name.
pub(crate) async fn active(db: &mut AnyConnection) -> Result<Vec<Officer>, Fault> {
    let rows = sqlx::query(
        "SELECT officer.id, username, officer.name, role, territory,
                partner.id AS partner_id, partner.name AS partner_name, agreement, from_day, until_day
         FROM officer LEFT JOIN partner ON partner.id = officer.partner_id
         WHERE active = 1 ORDER BY username",
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
        "SELECT officer.id, username, officer.name, role, territory, session.created_at AS began, seen_at,
                partner.id AS partner_id, partner.name AS partner_name, agreement, from_day, until_day
         FROM session JOIN officer ON officer.id = session.officer_id
              LEFT JOIN partner ON partner.id = officer.partner_id
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
