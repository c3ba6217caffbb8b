//! SQL of letters and their registers.

use crate::fault::Fault;
use domain::application::State;
use domain::calendar::Moment;
use domain::letter::{LetterState, Means};
use domain::officer::Officer;
use domain::view::{Waits, WaitsFor};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use time::Date;

/// A letter that has its number.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) product: String,
    pub(crate) edition: i64,
    pub(crate) state: LetterState,
    pub(crate) means: Means,
    pub(crate) number: String,
    pub(crate) day: Date,
    pub(crate) check_code: String,
    pub(crate) file_id: String,
    pub(crate) file_bytes: i64,
    /// Whether anybody could ever rely on it.
    pub(crate) was_valid: bool,
    pub(crate) reason: Option<String>,
    /// Whose name stands under it.
    pub(crate) signer_id: String,
    pub(crate) signer_name: String,
    pub(crate) waits: Option<Waits>,
}

/// Every column that [`read`] wants.
macro_rules! columns {
    () => {
        "letter.id, product, edition, letter.state, means, number, day, check_code, file_id, file_bytes, reason,
             signer_id, signer_name, waits_since, waits_why, valid_at"
    };
}

fn read(row: &AnyRow) -> Result<Row, Fault> {
    let broken = || Fault::broken("letter");
    let state: String = row.try_get("state")?;
    let means: String = row.try_get("means")?;
    let day = i32::try_from(row.try_get::<i64, _>("day")?).ok();
    let since: Option<i64> = row.try_get("waits_since")?;
    let why: Option<String> = row.try_get("waits_why")?;
    let why = why.and_then(|why| WaitsFor::from_key(&why));
    Ok(Row {
        id: row.try_get("id")?,
        product: row.try_get("product")?,
        edition: row.try_get("edition")?,
        state: LetterState::from_key(&state).ok_or_else(broken)?,
        means: Means::from_key(&means).ok_or_else(broken)?,
        number: row.try_get("number")?,
        day: day
            .and_then(|day| Date::from_julian_day(day).ok())
            .ok_or_else(broken)?,
        check_code: row.try_get("check_code")?,
        file_id: row.try_get("file_id")?,
        file_bytes: row.try_get("file_bytes")?,
        was_valid: row.try_get::<Option<i64>, _>("valid_at")?.is_some(),
        reason: row.try_get("reason")?,
        signer_id: row.try_get("signer_id")?,
        signer_name: row.try_get("signer_name")?,
        waits: since.zip(why).map(|(since, why)| Waits {
            since: Moment(since),
            why,
        }),
    })
}

/// All letters of a case, each product's newest last.
pub(crate) async fn of_case(db: &mut AnyConnection, application: &str) -> Result<Vec<Row>, Fault> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM letter WHERE application_id = $1 ORDER BY edition"
    ))
    .bind(application)
    .fetch_all(db)
    .await?;
    rows.iter().map(read).collect()
}

/// The next number of a register. Nobody else gets one until this transaction is over, and whoever rolls it back gives
/// the number back.
pub(super) async fn next_number(
    db: &mut AnyConnection,
    office: &str,
    register: &str,
    year: i32,
) -> Result<i64, Fault> {
    let row = sqlx::query(
        "INSERT INTO register (office, register, year, last) VALUES ($1, $2, $3, 1)
         ON CONFLICT (office, register, year) DO UPDATE SET last = register.last + 1
         RETURNING last",
    )
    .bind(office)
    .bind(register)
    .bind(i64::from(year))
    .fetch_one(db)
    .await?;
    Ok(row.try_get("last")?)
}

/// Where a number stands.
pub(super) struct Place<'a> {
    pub(super) office: &'a str,
    pub(super) register: &'a str,
    pub(super) year: i32,
    pub(super) seq: i64,
}

/// Bytes that are kept.
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) bytes: i64,
    pub(crate) sha256: String,
}

pub(super) async fn insert(
    db: &mut AnyConnection,
    application: &str,
    row: &Row,
    place: &Place<'_>,
    sha256: &str,
    at: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO letter (id, application_id, product, edition, state, means, office, register, year, seq, number, day,
             check_code, signer_id, signer_name, file_id, file_bytes, file_sha256, numbered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
    )
    .bind(&row.id)
    .bind(application)
    .bind(&row.product)
    .bind(row.edition)
    .bind(row.state.key())
    .bind(row.means.key())
    .bind(place.office)
    .bind(place.register)
    .bind(i64::from(place.year))
    .bind(place.seq)
    .bind(&row.number)
    .bind(i64::from(row.day.to_julian_day()))
    .bind(&row.check_code)
    .bind(&row.signer_id)
    .bind(&row.signer_name)
    .bind(&row.file_id)
    .bind(row.file_bytes)
    .bind(sha256)
    .bind(at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Moves a letter on; `false` where somebody else has moved it in between.
pub(super) async fn step(
    db: &mut AnyConnection,
    row: &Row,
    to: LetterState,
    reason: Option<&str>,
    at: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "UPDATE letter SET state = $2, reason = COALESCE($3, reason), waits_since = NULL, waits_why = NULL,
             valid_at = CASE WHEN $4 = 1 THEN $6 ELSE valid_at END,
             ended_at = CASE WHEN $5 = 1 THEN $6 ELSE ended_at END
         WHERE id = $1 AND state = $7 AND file_id = $8",
    )
    .bind(&row.id)
    .bind(to.key())
    .bind(reason)
    .bind(i64::from(to.is_valid()))
    .bind(i64::from(to.is_over()))
    .bind(at.0)
    .bind(row.state.key())
    .bind(&row.file_id)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Why another letter will take its place.
pub(super) async fn set_reason(
    db: &mut AnyConnection,
    id: &str,
    reason: Option<&str>,
) -> Result<(), Fault> {
    sqlx::query("UPDATE letter SET reason = $2 WHERE id = $1")
        .bind(id)
        .bind(reason)
        .execute(db)
        .await?;
    Ok(())
}

/// Its newest bytes, and how it is signed.
pub(super) async fn set_file(
    db: &mut AnyConnection,
    id: &str,
    means: Means,
    file: &File,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE letter SET means = $2, file_id = $3, file_bytes = $4, file_sha256 = $5 WHERE id = $1",
    )
    .bind(id)
    .bind(means.key())
    .bind(&file.id)
    .bind(file.bytes)
    .bind(&file.sha256)
    .execute(db)
    .await?;
    Ok(())
}

/// That signing it came to nothing, and when. Only while it awaits its signature: somebody else may have had more luck.
pub(super) async fn wait(
    db: &mut AnyConnection,
    row: &Row,
    why: WaitsFor,
    at: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE letter SET waits_since = $2, waits_why = $3 WHERE id = $1 AND state = $4 AND file_id = $5",
    )
    .bind(&row.id)
    .bind(at.0)
    .bind(why.key())
    .bind(LetterState::Numbered.key())
    .bind(&row.file_id)
    .execute(db)
    .await?;
    Ok(())
}

/// A letter that awaits its electronic signature, and its case.
pub(super) struct Awaiting {
    pub(super) row: Row,
    pub(super) code: String,
    pub(super) service: String,
}

/// Those of a territory: who waits for the provider first, then the oldest.
pub(super) async fn awaiting(
    db: &mut AnyConnection,
    territory: &str,
    most: i64,
) -> Result<Vec<Awaiting>, Fault> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        ", code, service_id
         FROM letter JOIN application ON application.id = letter.application_id
         WHERE letter.state = $1 AND means = $2 AND (region = $3 OR region LIKE $4)
         ORDER BY CASE WHEN waits_since IS NULL THEN 1 ELSE 0 END, waits_since, numbered_at, letter.id LIMIT $5"
    ))
    .bind(LetterState::Numbered.key())
    .bind(Means::Electronic.key())
    .bind(territory)
    .bind(format!("{territory}.%"))
    .bind(most)
    .fetch_all(db)
    .await?;
    let one = |row: &AnyRow| {
        Ok(Awaiting {
            code: row.try_get("code")?,
            service: row.try_get("service_id")?,
            row: read(row)?,
        })
    };
    rows.iter().map(one).collect()
}

/// How many of a territory bear this officer's name and await the electronic signature, `most` at most.
pub(super) async fn awaits(
    db: &mut AnyConnection,
    officer: &Officer,
    most: i64,
) -> Result<i64, Fault> {
    let count = sqlx::query_scalar(
        "SELECT COUNT(*) FROM (SELECT letter.id FROM letter JOIN application ON application.id = letter.application_id
             WHERE letter.state = $1 AND means = $2 AND signer_id = $3 AND (region = $4 OR region LIKE $5) LIMIT $6) AS counted",
    )
    .bind(LetterState::Numbered.key())
    .bind(Means::Electronic.key())
    .bind(officer.id.as_str())
    .bind(officer.territory.as_str())
    .bind(format!("{}.%", officer.territory))
    .bind(most)
    .fetch_one(db)
    .await?;
    Ok(count)
}

/// Codes of cases in a territory that are decided and have no letter that stands or awaits its signature, the oldest first.
pub(super) async fn undone(
    db: &mut AnyConnection,
    territory: &str,
    services: &[&str],
    most: i64,
) -> Result<Vec<String>, Fault> {
    let codes = sqlx::query_scalar(
        "SELECT code FROM application
         WHERE closed = 0 AND state IN ($1, $2) AND (region = $3 OR region LIKE $4) AND $5 LIKE '%|' || service_id || '|%'
             AND NOT EXISTS (SELECT 1 FROM letter WHERE application_id = application.id AND letter.state NOT IN ($6, $7))
         ORDER BY changed_at, id LIMIT $8",
    )
    .bind(State::Done.key())
    .bind(State::ReadyForPickup.key())
    .bind(territory)
    .bind(format!("{territory}.%"))
    .bind(format!("|{}|", services.join("|")))
    .bind(LetterState::Replaced.key())
    .bind(LetterState::Revoked.key())
    .bind(most)
    .fetch_all(db)
    .await?;
    Ok(codes)
}

/// A letter, and what belongs to it, by the code that it bears.
pub(super) struct Found {
    pub(super) row: Row,
    pub(super) service: String,
    pub(super) office: String,
    pub(super) sha256: String,
}

pub(super) async fn by_check_code(
    db: &mut AnyConnection,
    code: &str,
) -> Result<Option<Found>, Fault> {
    let row = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        ", file_sha256, office, service_id
         FROM letter JOIN application ON application.id = letter.application_id WHERE check_code = $1"
    ))
    .bind(code)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Found {
            service: row.try_get("service_id")?,
            office: row.try_get("office")?,
            sha256: row.try_get("file_sha256")?,
            row: read(&row)?,
        })
    })
    .transpose()
}
