//! SQL of queues: one condition, three orders, each with its index.

use super::queue::QUEUE_ROWS;
use crate::fault::Fault;
use domain::application::State;
use domain::calendar::Moment;
use domain::code::Code;
use domain::region::RegionCode;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, Row as _};

/// What an officer wants to see.
pub(super) struct Wanted<'a> {
    pub(super) territory: &'a RegionCode,
    pub(super) states: Vec<State>,
    /// Folded; empty for all.
    pub(super) name: String,
    /// Capital letters and digits.
    pub(super) code: String,
    pub(super) offset: i64,
}

/// One row. Holds a name: no `Debug`.
pub(super) struct Row {
    pub(super) code: Code,
    pub(super) service_id: String,
    pub(super) applicant_name: String,
    pub(super) region: RegionCode,
    pub(super) state: State,
    pub(super) sent_at: Moment,
    pub(super) due_day: i64,
    pub(super) urgent: bool,
}

/// The territory is a prefix of the region's code; LIKE doesn't depend on a collation as `<` would.
/// States fill eleven places, empty ones match nothing.
macro_rules! condition {
    () => {
        " (region = $1 OR region LIKE $2) AND state IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          AND ($14 = '' OR search_name LIKE $15 OR code LIKE $16)"
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT code, service_id, applicant_name, region, state, sent_at, due_day, urgency FROM application WHERE",
            condition!(),
            $rest,
            " LIMIT $17 OFFSET $18"
        )
    };
}

type AnyQuery = Query<'static, Any, AnyArguments>;

fn bind(query: AnyQuery, wanted: &Wanted<'_>) -> AnyQuery {
    let mut query = query.bind(wanted.territory.as_str().to_owned()).bind(format!("{}.%", wanted.territory));
    for place in 0..State::ALL.len() {
        query = query.bind(wanted.states.get(place).map_or("", |state| state.key()));
    }
    query.bind(wanted.name.clone()).bind(format!("%{}%", wanted.name)).bind(match wanted.code.as_str() {
        // A search without a letter or digit of a code must not match every code.
        "" => String::new(),
        code => format!("{code}%"),
    })
}

pub(super) async fn count(db: &mut AnyConnection, wanted: &Wanted<'_>) -> Result<i64, Fault> {
    let query = sqlx::query(concat!("SELECT COUNT(*) AS total FROM application WHERE", condition!()));
    Ok(bind(query, wanted).fetch_one(db).await?.try_get("total")?)
}

/// Urgent first, then by due day, then by age.
pub(super) async fn most_pressing(db: &mut AnyConnection, wanted: &Wanted<'_>) -> Result<Vec<Row>, Fault> {
    let query = sqlx::query(select!(" AND closed = 0 ORDER BY urgency, due_day, sent_at, id"));
    rows(db, query, wanted).await
}

pub(super) async fn newest_closed(db: &mut AnyConnection, wanted: &Wanted<'_>) -> Result<Vec<Row>, Fault> {
    let query = sqlx::query(select!(" AND closed = 1 ORDER BY changed_at DESC, id DESC"));
    rows(db, query, wanted).await
}

pub(super) async fn newest_sent(db: &mut AnyConnection, wanted: &Wanted<'_>) -> Result<Vec<Row>, Fault> {
    let query = sqlx::query(select!(" ORDER BY sent_at DESC, id DESC"));
    rows(db, query, wanted).await
}

async fn rows(db: &mut AnyConnection, query: AnyQuery, wanted: &Wanted<'_>) -> Result<Vec<Row>, Fault> {
    let rows = bind(query, wanted).bind(QUEUE_ROWS).bind(wanted.offset).fetch_all(db).await?;
    rows.iter().map(row).collect()
}

fn row(row: &AnyRow) -> Result<Row, Fault> {
    let broken = || Fault::broken("application");
    Ok(Row {
        code: Code::parse(&row.try_get::<String, _>("code")?).map_err(|_| broken())?,
        service_id: row.try_get("service_id")?,
        applicant_name: row.try_get("applicant_name")?,
        region: RegionCode::parse(&row.try_get::<String, _>("region")?).map_err(|_| broken())?,
        state: State::from_key(&row.try_get::<String, _>("state")?).ok_or_else(broken)?,
        sent_at: Moment(row.try_get("sent_at")?),
        due_day: row.try_get("due_day")?,
        urgent: row.try_get::<i64, _>("urgency")? == 0,
    })
}
