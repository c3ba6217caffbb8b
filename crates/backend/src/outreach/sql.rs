//! SQL of outreach sessions.

use super::Session;
use crate::assistance::Client;
use crate::assistance::sql::read_client;
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::code::Code;
use domain::region::RegionCode;
use domain::view::OutreachReport;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use time::Date;

fn read(row: &AnyRow) -> Result<Session, Fault> {
    let broken = || Fault::broken("outreach");
    let day = i32::try_from(row.try_get::<i64, _>("day")?).map_err(|_| broken())?;
    Ok(Session {
        id: row.try_get("id")?,
        place: row.try_get("place")?,
        region: RegionCode::parse(&row.try_get::<String, _>("region")?).map_err(|_| broken())?,
        day: Date::from_julian_day(day).map_err(|_| broken())?,
        team: row.try_get("team")?,
        equipment: row.try_get("equipment")?,
    })
}

pub(super) async fn insert(
    db: &mut AnyConnection,
    new: &Session,
    by: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO outreach (id, place, region, day, team, equipment, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&new.id)
    .bind(&new.place)
    .bind(new.region.as_str())
    .bind(i64::from(new.day.to_julian_day()))
    .bind(&new.team)
    .bind(&new.equipment)
    .bind(by)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(crate) async fn by_id(db: &mut AnyConnection, id: &str) -> Result<Option<Session>, Fault> {
    let row =
        sqlx::query("SELECT id, place, region, day, team, equipment FROM outreach WHERE id = $1")
            .bind(id)
            .fetch_optional(db)
            .await?;
    row.as_ref().map(read).transpose()
}

/// Inside a territory, or around it: a helper of one desa sees the sessions in that desa.
pub(super) async fn of_territory(
    db: &mut AnyConnection,
    territory: &RegionCode,
    limit: i64,
) -> Result<Vec<Session>, Fault> {
    let rows = sqlx::query(
        "SELECT id, place, region, day, team, equipment FROM outreach WHERE region = $1 OR region LIKE $2
         ORDER BY day DESC, id LIMIT $3",
    )
    .bind(territory.as_str())
    .bind(format!("{territory}.%"))
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(read).collect()
}

/// Puts somebody on the roster. `false`: stands there already.
pub(crate) async fn join(
    db: &mut AnyConnection,
    outreach: &str,
    client: &str,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO roster (outreach_id, client_id, position)
         SELECT $1, $2, COUNT(*) + 1 FROM roster WHERE outreach_id = $1
         ON CONFLICT (outreach_id, client_id) DO NOTHING",
    )
    .bind(outreach)
    .bind(client)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Everybody on the roster in its order, with how many cases were sent for them in this session.
pub(crate) async fn roster(
    db: &mut AnyConnection,
    outreach: &str,
) -> Result<Vec<(Client, i64)>, Fault> {
    let rows = sqlx::query(
        "SELECT client.id AS client_id, client.name AS client_name, nik, phone, region AS client_region, partner_id,
                (SELECT COUNT(*) FROM application JOIN assistance ON assistance.id = application.assistance_id
                 WHERE assistance.client_id = client.id AND application.outreach_id = $1) AS cases
         FROM roster JOIN client ON client.id = roster.client_id
         WHERE roster.outreach_id = $1 ORDER BY position, client.id",
    )
    .bind(outreach)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok((read_client(row)?, row.try_get("cases")?)))
        .collect()
}

pub(super) async fn counts(
    db: &mut AnyConnection,
    outreach: &str,
) -> Result<OutreachReport, Fault> {
    let row = sqlx::query(
        "SELECT
            (SELECT COUNT(*) FROM roster WHERE outreach_id = $1) AS on_roster,
            (SELECT COUNT(DISTINCT client_id) FROM assistance JOIN application ON application.assistance_id = assistance.id
             WHERE application.outreach_id = $1) AS people,
            (SELECT COUNT(*) FROM application WHERE outreach_id = $1) AS cases,
            (SELECT COUNT(*) FROM (SELECT DISTINCT application_id, requirement FROM page
             JOIN application ON application.id = page.application_id WHERE outreach_id = $1) AS sent) AS documents,
            (SELECT COUNT(*) FROM original_seen JOIN application ON application.id = original_seen.application_id
             WHERE outreach_id = $1) AS seen,
            (SELECT COUNT(*) FROM product JOIN application ON application.id = product.application_id
             WHERE outreach_id = $1 AND product.state = 'handed_over') +
            (SELECT COUNT(*) FROM handover_note LEFT JOIN application ON application.id = handover_note.application_id
             WHERE handover_note.outreach_id = $1
               AND (application.outreach_id IS NULL OR application.outreach_id <> $1)) AS handed_over",
    )
    .bind(outreach)
    .fetch_one(db)
    .await?;
    Ok(OutreachReport {
        on_roster: row.try_get("on_roster")?,
        people: row.try_get("people")?,
        cases: row.try_get("cases")?,
        documents: row.try_get("documents")?,
        seen: row.try_get("seen")?,
        handed_over: row.try_get("handed_over")?,
        services: Vec::new(),
        handovers: Vec::new(),
    })
}

/// How many cases of each service, the most first.
pub(super) async fn services(
    db: &mut AnyConnection,
    outreach: &str,
) -> Result<Vec<(String, i64)>, Fault> {
    let rows = sqlx::query(
        "SELECT service_id, COUNT(*) AS cases FROM application WHERE outreach_id = $1
         GROUP BY service_id ORDER BY 2 DESC, 1",
    )
    .bind(outreach)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("service_id")?, row.try_get("cases")?)))
        .collect()
}

pub(super) struct HandedRow {
    pub(super) code: Option<Code>,
    pub(super) service: String,
    pub(super) product: String,
    pub(super) receiver: String,
    pub(super) at: Moment,
    pub(super) signature: Option<String>,
}

/// Products of this session's cases, and what devices have noted in it besides.
pub(super) async fn handed(
    db: &mut AnyConnection,
    outreach: &str,
) -> Result<Vec<HandedRow>, Fault> {
    let rows = sqlx::query(
        "SELECT code, service_id, product, receiver, handed_at, signature_id
         FROM product JOIN application ON application.id = product.application_id
         WHERE outreach_id = $1 AND product.state = 'handed_over'
         UNION ALL
         SELECT code, handover_note.service_id, product, receiver, handed_at, signature_id
         FROM handover_note LEFT JOIN application ON application.id = handover_note.application_id
         WHERE handover_note.outreach_id = $1 AND (application.outreach_id IS NULL OR application.outreach_id <> $1)
         ORDER BY 5, 1, 3",
    )
    .bind(outreach)
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        let code = row.try_get::<Option<String>, _>("code")?;
        let code = code.map(|code| Code::parse(&code)).transpose();
        Ok(HandedRow {
            code: code.map_err(|_| Fault::broken("application"))?,
            service: row.try_get("service_id")?,
            product: row.try_get("product")?,
            receiver: row
                .try_get::<Option<String>, _>("receiver")?
                .unwrap_or_default(),
            at: Moment(
                row.try_get::<Option<i64>, _>("handed_at")?
                    .unwrap_or_default(),
            ),
            signature: row.try_get("signature_id")?,
        })
    };
    rows.iter().map(read).collect()
}
