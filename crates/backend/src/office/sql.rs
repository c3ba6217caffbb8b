//! SQL of queues: one condition, three orders, each with its index; and what is searched for, which has indexes of its own.

use super::hold::Hold;
use super::queue::QUEUE_ROWS;
use crate::fault::Fault;
use domain::application::State;
use domain::calendar::Moment;
use domain::code::Code;
use domain::officer::Role;
use domain::region::RegionCode;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, Row as _};

/// What an officer wants to see.
pub(super) struct Wanted<'a> {
    pub(super) territory: &'a RegionCode,
    pub(super) states: Vec<State>,
    /// It must be the turn of one of these; none for all.
    pub(super) turns: Vec<Role>,
    /// What is searched for, folded; empty for all.
    pub(super) name: String,
    /// Capital letters and digits.
    pub(super) code: String,
    /// What a whole phone number is found by; empty where the search is none.
    pub(super) phone: String,
    /// In whose hands, and not aged out; empty for all.
    pub(super) holder: &'a str,
    pub(super) held_after: Moment,
    /// One of the three is enough.
    pub(super) due_before: i64,
    pub(super) deadline_before: i64,
    pub(super) sent_before: i64,
    pub(super) offset: i64,
}

#[derive(Clone, Copy)]
pub(super) enum Order {
    /// What is open: urgent first, of these the nearest hour, then by due day, then by age.
    Pressing,
    /// What is in one officer's hands, in the same order.
    Held,
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
    pub(super) hand: Option<Role>,
    pub(super) sent_at: Moment,
    pub(super) due_day: i64,
    pub(super) urgent: bool,
    pub(super) deadline_at: Moment,
    pub(super) hold: Option<Hold>,
    pub(super) version: i64,
}

/// The territory is a prefix of the region's code; LIKE doesn't depend on a collation as `<` would. States fill twelve
/// places and turns five, empty ones match nothing.
macro_rules! condition {
    () => {
        " (region = $1 OR region LIKE $2)
          AND state IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
          AND ($15 = '' OR (taken_by = $15 AND taken_at > $16))
          AND (sent_at < $19 OR deadline_at < $18 OR due_day < $17)
          AND ($20 = '' OR turn LIKE $20 OR turn LIKE $21 OR turn LIKE $22 OR turn LIKE $23 OR turn LIKE $24)"
    };
}

/// What is searched for is found first, by itself, and then put in order: asked of row after row in a list's order it
/// costs most of a second with 100,000 cases. A part of a word is looked for among the words that names have, which are
/// far fewer than cases; CROSS JOIN keeps SQLite from going through all names instead. Codes are ASCII capitals and
/// digits, so their beginning is a range under any collation. Whoever types a whole phone number looks for nothing else.
macro_rules! found {
    () => {
        " AND id IN (SELECT application.id FROM known_word CROSS JOIN name_word CROSS JOIN application
                     WHERE known_word.word LIKE $25 AND name_word.word = known_word.word
                       AND application.id = name_word.application_id AND $29 = '' AND search_name LIKE $26
                     UNION SELECT id FROM application WHERE $29 = '' AND $27 <> '' AND code >= $27 AND code <= $28
                     UNION SELECT id FROM application WHERE phone_key = $29 AND $29 <> '')"
    };
}

macro_rules! columns {
    () => {
        "SELECT code, version, service_id, applicant_name, region, state, hand, sent_at, due_day, urgency, deadline_at, taken_by, taken_at,
            (SELECT name FROM officer WHERE officer.id = taken_by) AS taken_name,
            (SELECT role FROM officer WHERE officer.id = taken_by) AS taken_role
         FROM application WHERE"
    };
}

/// How many, as far as they are counted, and the rows of a page: in an order that an index has, or of the few that were
/// found.
/// What is counted is put in order too: that has SQLite take the index that knows turn and state, not a narrower one.
/// "+ 0" keeps an engine from walking through the whole list because it is sorted already.
macro_rules! queries {
    ($wanted:expr, $which:literal, $found:literal, $order:literal) => {
        if $wanted.name.is_empty() {
            (
                concat!(
                    "SELECT COUNT(*) AS total FROM (SELECT id FROM application WHERE",
                    condition!(),
                    $which,
                    " ORDER BY ",
                    $order,
                    " LIMIT $25) AS counted"
                ),
                concat!(
                    columns!(),
                    condition!(),
                    $which,
                    " ORDER BY ",
                    $order,
                    " LIMIT $25 OFFSET $26"
                ),
            )
        } else {
            (
                concat!(
                    "SELECT COUNT(*) AS total FROM (SELECT id FROM application WHERE",
                    condition!(),
                    $found,
                    found!(),
                    " LIMIT $30) AS counted"
                ),
                concat!(
                    columns!(),
                    condition!(),
                    $found,
                    found!(),
                    " ORDER BY 0 + ",
                    $order,
                    " LIMIT $30 OFFSET $31"
                ),
            )
        }
    };
}

type AnyQuery = Query<'static, Any, AnyArguments>;

/// More roles than one officer stands in for.
const TURNS: usize = 5;

fn bind(query: AnyQuery, wanted: &Wanted<'_>) -> AnyQuery {
    let mut query = query
        .bind(wanted.territory.as_str().to_owned())
        .bind(format!("{}.%", wanted.territory));
    for place in 0..State::ALL.len() {
        query = query.bind(wanted.states.get(place).map_or("", |state| state.key()));
    }
    query = query
        .bind(wanted.holder.to_owned())
        .bind(wanted.held_after.0)
        .bind(wanted.due_before)
        .bind(wanted.deadline_before)
        .bind(wanted.sent_before);
    for place in 0..TURNS {
        let role = wanted.turns.get(place);
        query = query.bind(role.map_or_else(String::new, |role| format!("%|{}|%", role.key())));
    }
    if wanted.name.is_empty() {
        return query;
    }
    let longest = wanted.name.split(' ').max_by_key(|word| word.len());
    query
        .bind(format!("%{}%", longest.unwrap_or_default()))
        // People leave names in the middle out, but never the space between two.
        .bind(format!("%{}%", wanted.name.replace(' ', "% %")))
        .bind(wanted.code.clone())
        .bind(format!("{}ZZZZZZZZZZZZ", wanted.code))
        .bind(wanted.phone.clone())
}

/// How many there are, `count_to` at most, and the rows of the page.
pub(super) async fn look(
    db: &mut AnyConnection,
    wanted: &Wanted<'_>,
    order: Order,
    count_to: i64,
) -> Result<(i64, Vec<Row>), Fault> {
    let (count, select) = match order {
        Order::Pressing => queries!(
            wanted,
            " AND closed = 0",
            " AND closed + 0 = 0",
            "urgency, deadline_at, due_day, sent_at, id"
        ),
        Order::Held => queries!(
            wanted,
            " AND closed + 0 = 0 AND taken_by = $15",
            " AND closed + 0 = 0 AND taken_by = $15",
            "urgency, deadline_at, due_day, sent_at, id"
        ),
        Order::Closed => queries!(
            wanted,
            " AND closed = 1",
            " AND closed + 0 = 1",
            "changed_at DESC, id DESC"
        ),
        Order::Sent => queries!(wanted, "", "", "deadline_at, sent_at DESC, id DESC"),
    };
    let total = bind(sqlx::query(count), wanted)
        .bind(count_to)
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
        hand: Role::from_key(&row.try_get::<String, _>("hand")?),
        sent_at: Moment(row.try_get("sent_at")?),
        due_day: row.try_get("due_day")?,
        urgent: row.try_get::<i64, _>("urgency")? == 0,
        deadline_at: Moment(row.try_get("deadline_at")?),
        hold: hold(row)?,
        version: row.try_get("version")?,
    })
}

fn hold(row: &AnyRow) -> Result<Option<Hold>, Fault> {
    let (Some(officer), Some(name), Some(role)) = (
        row.try_get::<Option<String>, _>("taken_by")?,
        row.try_get("taken_name")?,
        row.try_get::<Option<String>, _>("taken_role")?,
    ) else {
        return Ok(None);
    };
    Ok(Some(Hold {
        officer,
        name,
        role: Role::from_key(&role).ok_or_else(|| Fault::broken("officer"))?,
        at: Moment(row.try_get("taken_at")?),
    }))
}
