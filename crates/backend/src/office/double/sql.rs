//! SQL of cases that look alike.

use crate::application::Case;
use crate::application::sql::case;
use crate::fault::Fault;
use domain::application::State;
use domain::calendar::Moment;
use domain::code::Code;
use domain::region::RegionCode;
use domain::view::AlikeView;
use sqlx::{AnyConnection, Row as _};

/// More than anybody compares.
const MOST: i64 = 200;

/// Holds a name: no `Debug`.
pub(super) struct Row {
    pub(super) view: AlikeView,
    pub(super) region: RegionCode,
}

/// The same NIK or the same birth date, for the same service, open, and not told apart yet; the same NIK first.
pub(super) async fn candidates(db: &mut AnyConnection, case: &Case) -> Result<Vec<Row>, Fault> {
    let rows = sqlx::query(
        "SELECT other.code, other.applicant_name, other.state, other.sent_at, other.region,
                CASE WHEN other.nik_key = own.nik_key AND own.nik_key <> '' THEN 0 ELSE 1 END AS other_nik
         FROM application AS own JOIN application AS other
           ON (other.nik_key = own.nik_key AND own.nik_key <> '') OR (other.birth_key = own.birth_key AND own.birth_key <> '')
         WHERE own.id = $1 AND other.id <> own.id AND other.service_id = own.service_id AND other.closed = 0
           AND NOT EXISTS (SELECT 1 FROM not_double
                           WHERE (one_id = own.id AND other_id = other.id) OR (one_id = other.id AND other_id = own.id))
         ORDER BY other_nik, other.sent_at LIMIT $2",
    )
    .bind(&case.id)
    .bind(MOST)
    .fetch_all(db)
    .await?;
    let broken = || Fault::broken("application");
    rows.iter()
        .map(|row| {
            Ok(Row {
                region: RegionCode::parse(&row.try_get::<String, _>("region")?)
                    .map_err(|_| broken())?,
                view: AlikeView {
                    code: Code::parse(&row.try_get::<String, _>("code")?).map_err(|_| broken())?,
                    applicant: row.try_get("applicant_name")?,
                    state: State::from_key(&row.try_get::<String, _>("state")?)
                        .ok_or_else(broken)?,
                    sent: Moment(row.try_get("sent_at")?),
                    same_nik: row.try_get::<i64, _>("other_nik")? == 0,
                },
            })
        })
        .collect()
}

/// `false`: somebody has said so before.
pub(super) async fn insert(
    db: &mut AnyConnection,
    (one, other): (&str, &str),
    officer: &str,
    reason: &str,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO not_double (one_id, other_id, officer_id, reason, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (one_id, other_id) DO NOTHING",
    )
    .bind(one.min(other))
    .bind(one.max(other))
    .bind(officer)
    .bind(reason)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn set_merged(db: &mut AnyConnection, id: &str, into: &str) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET merged_into = $2 WHERE id = $1")
        .bind(id)
        .bind(into)
        .execute(db)
        .await?;
    Ok(())
}

/// The oldest first.
pub(super) async fn merged_into(db: &mut AnyConnection, id: &str) -> Result<Vec<Case>, Fault> {
    let rows = sqlx::query(
        "SELECT id, code, service_id, region, applicant_name, state, version, round, promise_days, limit_days, sent_at,
                deadline_at, partner_id, assistance_id, hand, merged_into
         FROM application WHERE merged_into = $1 ORDER BY sent_at, id",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    rows.iter().map(case).collect()
}
