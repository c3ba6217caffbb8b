//! SQL of appointments.

use crate::fault::Fault;
use domain::calendar::Moment;
use domain::pickup::{Half, Slot};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use time::Date;

fn slot(row: &AnyRow) -> Result<Slot, Fault> {
    let broken = || Fault::broken("appointment");
    let day = i32::try_from(row.try_get::<i64, _>("day")?).ok();
    let half: String = row.try_get("half")?;
    Ok(Slot {
        day: day
            .and_then(|day| Date::from_julian_day(day).ok())
            .ok_or_else(broken)?,
        half: Half::from_key(&half).ok_or_else(broken)?,
    })
}

pub(super) async fn of_case(
    db: &mut AnyConnection,
    application: &str,
) -> Result<Option<Slot>, Fault> {
    let row = sqlx::query("SELECT day, half FROM pickup WHERE application_id = $1")
        .bind(application)
        .fetch_optional(db)
        .await?;
    row.as_ref().map(slot).transpose()
}

/// Every place that is taken at an office from that day on: its half-day, once per place.
pub(super) async fn taken(
    db: &mut AnyConnection,
    office: &str,
    from: Date,
) -> Result<Vec<Slot>, Fault> {
    let rows = sqlx::query(
        "SELECT day, half FROM pickup JOIN application ON application.id = application_id
         WHERE office = $1 AND day >= $2 AND closed = 0",
    )
    .bind(office)
    .bind(i64::from(from.to_julian_day()))
    .fetch_all(db)
    .await?;
    rows.iter().map(slot).collect()
}

/// Frees this case's place, and those of cases that are over.
pub(crate) async fn remove(
    db: &mut AnyConnection,
    application: &str,
    office: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "DELETE FROM pickup WHERE application_id = $1
         OR office = $2 AND application_id IN (SELECT id FROM application WHERE closed = 1)",
    )
    .bind(application)
    .bind(office)
    .execute(db)
    .await?;
    Ok(())
}

/// `false` where somebody else has this place.
pub(super) async fn take(
    db: &mut AnyConnection,
    application: &str,
    office: &str,
    slot: Slot,
    place: i64,
    at: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO pickup (application_id, office, day, half, place, chosen_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (office, day, half, place) DO NOTHING",
    )
    .bind(application)
    .bind(office)
    .bind(i64::from(slot.day.to_julian_day()))
    .bind(slot.half.key())
    .bind(place)
    .bind(at.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who comes, and when.
pub(super) struct Coming {
    pub(super) slot: Slot,
    pub(super) code: String,
    pub(super) applicant: String,
    pub(super) service: String,
}

pub(super) async fn coming(
    db: &mut AnyConnection,
    territory: &str,
    from: Date,
) -> Result<Vec<Coming>, Fault> {
    let rows = sqlx::query(
        "SELECT day, half, code, applicant_name, service_id
         FROM pickup JOIN application ON application.id = application_id
         WHERE (region = $1 OR region LIKE $2) AND day >= $3 AND closed = 0
         ORDER BY day, CASE WHEN half = 'morning' THEN 0 ELSE 1 END, place, chosen_at",
    )
    .bind(territory)
    .bind(format!("{territory}.%"))
    .bind(i64::from(from.to_julian_day()))
    .fetch_all(db)
    .await?;
    let one = |row: &AnyRow| {
        Ok(Coming {
            slot: slot(row)?,
            code: row.try_get("code")?,
            applicant: row.try_get("applicant_name")?,
            service: row.try_get("service_id")?,
        })
    };
    rows.iter().map(one).collect()
}
