//! SQL of digests: one index, by the promised day.

use crate::application::Case;
use crate::application::sql::case;
use crate::fault::Fault;
use domain::application::State;
use domain::code::Code;
use domain::officer::Role;
use domain::region::RegionCode;
use sqlx::{AnyConnection, Row as _};

/// A case whose promised day is near. Without a name.
pub(super) struct Row {
    pub(super) code: Code,
    pub(super) service_id: String,
    pub(super) region: RegionCode,
    pub(super) state: State,
    pub(super) hand: Option<Role>,
    pub(super) due_day: i64,
    pub(super) promise_day: i64,
}

/// Open, running, and promised by this day; the longest overdue first.
pub(super) async fn near(
    db: &mut AnyConnection,
    territory: &RegionCode,
    until: i64,
    limit: i64,
) -> Result<Vec<Row>, Fault> {
    let rows = sqlx::query(
        "SELECT code, service_id, region, state, hand, due_day, promise_day FROM application
         WHERE closed = 0 AND promise_day <= $1 AND (region = $2 OR region LIKE $3)
         ORDER BY promise_day, sent_at, id LIMIT $4",
    )
    .bind(until)
    .bind(territory.as_str())
    .bind(format!("{territory}.%"))
    .bind(limit)
    .fetch_all(db)
    .await?;
    let broken = || Fault::broken("application");
    rows.iter()
        .map(|row| {
            Ok(Row {
                code: Code::parse(&row.try_get::<String, _>("code")?).map_err(|_| broken())?,
                service_id: row.try_get("service_id")?,
                region: RegionCode::parse(&row.try_get::<String, _>("region")?)
                    .map_err(|_| broken())?,
                state: State::from_key(&row.try_get::<String, _>("state")?).ok_or_else(broken)?,
                hand: Role::from_key(&row.try_get::<String, _>("hand")?),
                due_day: row.try_get("due_day")?,
                promise_day: row.try_get("promise_day")?,
            })
        })
        .collect()
}

pub(super) struct Desk {
    pub(super) hand: Role,
    pub(super) open: i64,
    pub(super) late: i64,
}

/// How many open cases lie at each hand, and how many of them are past the office's promise.
pub(super) async fn desks(
    db: &mut AnyConnection,
    territory: &RegionCode,
    today: i64,
) -> Result<Vec<Desk>, Fault> {
    let rows = sqlx::query(
        "SELECT hand, COUNT(*) AS total, COUNT(CASE WHEN promise_day < $1 THEN 1 END) AS late FROM application
         WHERE closed = 0 AND hand <> '' AND (region = $2 OR region LIKE $3) GROUP BY hand",
    )
    .bind(today)
    .bind(territory.as_str())
    .bind(format!("{territory}.%"))
    .fetch_all(db)
    .await?;
    let mut desks = Vec::new();
    for row in rows {
        if let Some(hand) = Role::from_key(&row.try_get::<String, _>("hand")?) {
            desks.push(Desk {
                hand,
                open: row.try_get("total")?,
                late: row.try_get("late")?,
            });
        }
    }
    Ok(desks)
}

/// Cases whose promised day lies before this one and of which nobody was told, with that day.
pub(super) async fn past_promise(
    db: &mut AnyConnection,
    before: i64,
    limit: i64,
) -> Result<Vec<(Case, i64)>, Fault> {
    let rows = sqlx::query(
        "SELECT id, code, service_id, region, applicant_name, state, version, round, promise_days, limit_days, sent_at,
                deadline_at, partner_id, assistance_id, hand, merged_into, promise_day
         FROM application WHERE closed = 0 AND promise_day < $1 AND escalated = 0 ORDER BY promise_day LIMIT $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok((case(row)?, row.try_get("promise_day")?)))
        .collect()
}

pub(super) async fn set_escalated(db: &mut AnyConnection, id: &str) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET escalated = 1 WHERE id = $1")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
