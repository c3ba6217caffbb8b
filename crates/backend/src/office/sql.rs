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

#[derive(Clone, Copy)]
pub(super) enum Order {
    /// What is open: urgent first, of these the nearest hour, then by due day, then by age.
    Pressing,
    /// What is closed, the last closed first.
    Closed,
    /// All, the last sent first; but what must be done by an hour stands above, while it is open.
    Sent,
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
    pub(super) deadline_at: Moment,
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
            "SELECT code, service_id, applicant_name, region, state, sent_at, due_day, urgency, deadline_at FROM application WHERE",
            condition!(),
            $rest,
            " LIMIT $17 OFFSET $18"
        )
    };
}

macro_rules! count {
    ($rest:literal) => {
        concat!(
            "SELECT COUNT(*) AS total FROM application WHERE",
            condition!(),
            $rest
        )
    };
}

type AnyQuery = Query<'static, Any, AnyArguments>;

fn bind(query: AnyQuery, wanted: &Wanted<'_>) -> AnyQuery {
    let mut query = query
        .bind(wanted.territory.as_str().to_owned())
        .bind(format!("{}.%", wanted.territory));
    for place in 0..State::ALL.len() {
        query = query.bind(wanted.states.get(place).map_or("", |state| state.key()));
    }
    query
        .bind(wanted.name.clone())
        .bind(format!("%{}%", wanted.name))
        .bind(match wanted.code.as_str() {
            // A search without a letter or digit of a code must not match every code.
            "" => String::new(),
            code => format!("{code}%"),
        })
}

/// How many there are, and the rows of the page: each order reads its own index.
pub(super) async fn look(
    db: &mut AnyConnection,
    wanted: &Wanted<'_>,
    order: Order,
) -> Result<(i64, Vec<Row>), Fault> {
    let (count, select) = match order {
        Order::Pressing => (
            count!(" AND closed = 0"),
            select!(" AND closed = 0 ORDER BY urgency, deadline_at, due_day, sent_at, id"),
        ),
        Order::Closed => (
            count!(" AND closed = 1"),
            select!(" AND closed = 1 ORDER BY changed_at DESC, id DESC"),
        ),
        Order::Sent => (
            count!(""),
            select!(" ORDER BY deadline_at, sent_at DESC, id DESC"),
        ),
    };
    let total = bind(sqlx::query(count), wanted)
        .fetch_one(&mut *db)
        .await?
        .try_get("total")?;
    let rows = bind(sqlx::query(select), wanted)
        .bind(QUEUE_ROWS)
        .bind(wanted.offset)
        .fetch_all(db)
        .await?;
    Ok((total, rows.iter().map(row).collect::<Result<_, Fault>>()?))
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
        deadline_at: Moment(row.try_get("deadline_at")?),
    })
}
