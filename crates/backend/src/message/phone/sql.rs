//! SQL of what officers are to bring.

use crate::application::{self, Case};
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::code::Code;
use domain::message::{Kind, Standing};
use domain::region::RegionCode;
use domain::view::Told;
use sqlx::{AnyConnection, Row as _};

/// What an officer of a territory is to bring. Holds a name: no `Debug`.
pub(super) struct Waiting {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) why: String,
    pub(super) since: Moment,
    pub(super) case: Case,
}

pub(super) async fn waiting(
    db: &mut AnyConnection,
    territory: &RegionCode,
    limit: i64,
) -> Result<Vec<Waiting>, Fault> {
    let rows = sqlx::query(
        "SELECT message.id AS message_id, kind, why, made_at, application.id, code, service_id, region, applicant_name,
                application.state, version, round, promise_days, limit_days, sent_at, deadline_at, partner_id, assistance_id,
                hand, merged_into
         FROM message JOIN application ON application.id = message.application_id
         WHERE channel = 'phone' AND message.state = 'queued' AND (region = $1 OR region LIKE $2)
         ORDER BY made_at, message.id LIMIT $3",
    )
    .bind(territory.as_str())
    .bind(format!("{territory}.%"))
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("kind")?;
            let why: Option<String> = row.try_get("why")?;
            Ok(Waiting {
                id: row.try_get("message_id")?,
                kind: Kind::from_key(&kind).ok_or_else(|| Fault::broken("message"))?,
                why: why.unwrap_or_default(),
                since: Moment(row.try_get("made_at")?),
                case: application::sql::case(row)?,
            })
        })
        .collect()
}

pub(super) async fn count_waiting(
    db: &mut AnyConnection,
    territory: &RegionCode,
) -> Result<i64, Fault> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS many FROM message JOIN application ON application.id = message.application_id
         WHERE channel = 'phone' AND message.state = 'queued' AND (region = $1 OR region LIKE $2)",
    )
    .bind(territory.as_str())
    .bind(format!("{territory}.%"))
    .fetch_one(db)
    .await?;
    Ok(row.try_get("many")?)
}

/// The newest that officers have brought.
pub(super) async fn told(
    db: &mut AnyConnection,
    territory: &RegionCode,
    limit: i64,
) -> Result<Vec<Told>, Fault> {
    let rows = sqlx::query(
        "SELECT code, kind, message.state AS standing, message.changed_at AS told_at, officer.name AS officer_name
         FROM message JOIN application ON application.id = message.application_id
              JOIN officer ON officer.id = message.told_by
         WHERE channel = 'phone' AND message.state IN ('delivered', 'failed') AND (region = $1 OR region LIKE $2)
         ORDER BY message.changed_at DESC, message.id LIMIT $3",
    )
    .bind(territory.as_str())
    .bind(format!("{territory}.%"))
    .bind(limit)
    .fetch_all(db)
    .await?;
    let broken = || Fault::broken("message");
    rows.iter()
        .map(|row| {
            let [code, kind, standing]: [String; 3] = [
                row.try_get("code")?,
                row.try_get("kind")?,
                row.try_get("standing")?,
            ];
            Ok(Told {
                code: Code::parse(&code).map_err(|_| broken())?,
                kind: Kind::from_key(&kind).ok_or_else(broken)?,
                by: row.try_get("officer_name")?,
                at: Moment(row.try_get("told_at")?),
                reached: standing == Standing::Delivered.key(),
            })
        })
        .collect()
}
