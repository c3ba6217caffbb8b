//! SQL of applications, as residents and the machine need them. Queues stand in `office/sql.rs`.

use super::Case;
use super::keys::Keys;
use crate::assistance::Helper;
use crate::fault::Fault;
use domain::application::{Spot, State};
use domain::calendar::Moment;
use domain::code::Code;
use domain::officer::Role;
use domain::region::RegionCode;
use domain::search::fold;
use domain::service::Service;
use domain::text::Lang;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Reads the columns that every query for a [`Case`] selects.
pub(crate) fn case(row: &AnyRow) -> Result<Case, Fault> {
    let broken = || Fault::broken("application");
    let days = |name: &str| -> Result<u32, Fault> {
        u32::try_from(row.try_get::<i64, _>(name)?).map_err(|_| broken())
    };
    Ok(Case {
        id: row.try_get("id")?,
        code: Code::parse(&row.try_get::<String, _>("code")?).map_err(|_| broken())?,
        service_id: row.try_get("service_id")?,
        region: RegionCode::parse(&row.try_get::<String, _>("region")?).map_err(|_| broken())?,
        applicant_name: row.try_get("applicant_name")?,
        state: State::from_key(&row.try_get::<String, _>("state")?).ok_or_else(broken)?,
        version: row.try_get("version")?,
        round: row.try_get("round")?,
        promise_days: days("promise_days")?,
        limit_days: days("limit_days")?,
        sent_at: Moment(row.try_get("sent_at")?),
        deadline_at: Moment(row.try_get("deadline_at")?),
        partner_id: row.try_get("partner_id")?,
        assistance_id: row.try_get("assistance_id")?,
        hand: Role::from_key(&row.try_get::<String, _>("hand")?),
        merged_into: row.try_get("merged_into")?,
    })
}

pub(super) struct NewCase<'a> {
    pub(super) id: &'a str,
    pub(super) code: &'a Code,
    pub(super) service: &'a Service,
    pub(super) draft: &'a str,
    pub(super) key_hash: &'a str,
    pub(super) region: &'a RegionCode,
    pub(super) applicant_name: &'a str,
    pub(super) phone_proof: &'a str,
    pub(super) keys: &'a Keys,
    pub(super) declared: &'a str,
    pub(super) deadline: Moment,
    pub(super) helper: Option<&'a Helper>,
    pub(super) lang: Lang,
}

/// The roles whose turn it is, as they are kept and looked for: "|counter|head|".
pub(crate) fn turn(spot: &Spot<'_>) -> String {
    let keys = spot.turn().iter().map(|role| format!("{}|", role.key()));
    format!("|{}", keys.collect::<String>())
}

/// `false`: code, draft or key is there already, and nothing was written.
/// What is sent to a demonstration office is part of the demonstration.
pub(super) async fn insert(
    db: &mut AnyConnection,
    new: &NewCase<'_>,
    now: Moment,
) -> Result<bool, Fault> {
    let urgent = new.service.urgent;
    let spot = new.service.chain.spot(State::Submitted, None);
    let done = sqlx::query(
        "INSERT INTO application (id, code, service_id, draft_id, key_hash, region, applicant_name, phone_proof,
             declared, state, version, round, last_event, promise_days, limit_days, urgent, sent_at, changed_at, demo,
             closed, urgency, due_day, search_name, deadline_at, assistance_id, partner_id, outreach_id, phone_key,
             nik_key, birth_key, hand, turn, lang)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 1, 1, $11, $12, $13, $14, $14,
             (SELECT COUNT(*) FROM setting WHERE key = 'demonstration'), 0, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
         ON CONFLICT DO NOTHING",
    )
    .bind(new.id)
    .bind(new.code.compact())
    .bind(&new.service.id)
    .bind(new.draft)
    .bind(new.key_hash)
    .bind(new.region.as_str())
    .bind(new.applicant_name)
    .bind(new.phone_proof)
    .bind(new.declared)
    .bind(State::Submitted.key())
    .bind(i64::from(new.service.time.promise))
    .bind(i64::from(new.service.time.limit))
    .bind(i64::from(urgent))
    .bind(now.0)
    .bind(i64::from(!urgent))
    .bind(super::NO_DUE_DAY)
    .bind(fold(new.applicant_name))
    .bind(new.deadline.0)
    .bind(new.helper.map(|helper| helper.assistance.id.as_str()))
    .bind(new.helper.and_then(|helper| helper.officer.partner.as_ref()).map(|partner| partner.id.as_str()))
    .bind(new.helper.and_then(|helper| helper.assistance.outreach_id.as_deref()))
    .bind(&new.keys.phone)
    .bind(&new.keys.nik)
    .bind(&new.keys.birth)
    .bind(spot.kept())
    .bind(turn(&spot))
    .bind(new.lang.tag())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What the resident was reading when they sent it.
pub(crate) async fn lang(db: &mut AnyConnection, id: &str) -> Result<Lang, Fault> {
    let row = sqlx::query("SELECT lang FROM application WHERE id = $1")
        .bind(id)
        .fetch_one(db)
        .await?;
    Ok(Lang::from_tag(&row.try_get::<String, _>("lang")?))
}

/// What a key or a draft has become.
pub(super) struct SentBefore {
    pub(super) key_hash: String,
    pub(super) code: Code,
    pub(super) service_id: String,
    pub(super) region: RegionCode,
    pub(super) sent_at: Moment,
}

/// By key first: the same key with another draft is the same application, sent again after the draft was lost.
pub(super) async fn sent_before(
    db: &mut AnyConnection,
    draft: &str,
    key_hash: &str,
) -> Result<Option<SentBefore>, Fault> {
    let row = sqlx::query(
        "SELECT key_hash, code, service_id, region, sent_at FROM application WHERE key_hash = $1 OR draft_id = $2
         ORDER BY CASE WHEN key_hash = $1 THEN 0 ELSE 1 END LIMIT 1",
    )
    .bind(key_hash)
    .bind(draft)
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let broken = |_| Fault::broken("application");
    Ok(Some(SentBefore {
        key_hash: row.try_get("key_hash")?,
        code: Code::parse(&row.try_get::<String, _>("code")?)
            .map_err(|_| Fault::broken("application"))?,
        service_id: row.try_get("service_id")?,
        region: RegionCode::parse(&row.try_get::<String, _>("region")?).map_err(broken)?,
        sent_at: Moment(row.try_get("sent_at")?),
    }))
}

pub(crate) async fn by_id(db: &mut AnyConnection, id: &str) -> Result<Option<Case>, Fault> {
    let row = sqlx::query(
        "SELECT id, code, service_id, region, applicant_name, state, version, round, promise_days, limit_days, sent_at,
                deadline_at, partner_id, assistance_id, hand, merged_into
         FROM application WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(case).transpose()
}

pub(crate) async fn by_code(db: &mut AnyConnection, code: &Code) -> Result<Option<Case>, Fault> {
    let row = sqlx::query(
        "SELECT id, code, service_id, region, applicant_name, state, version, round, promise_days, limit_days, sent_at,
                deadline_at, partner_id, assistance_id, hand, merged_into
         FROM application WHERE code = $1",
    )
    .bind(code.compact())
    .fetch_optional(db)
    .await?;
    row.as_ref().map(case).transpose()
}

/// The last days of the law's limit and of the office's promise, Julian; [`super::NO_DUE_DAY`] while no clock runs.
#[derive(Clone, Copy)]
pub(crate) struct Days {
    pub(crate) due: i64,
    pub(crate) promise: i64,
}

/// Moves on from the version the caller has seen; gives the number of the next event. `None`: somebody was quicker.
pub(super) async fn change_state(
    db: &mut AnyConnection,
    case: &Case,
    to: &Spot<'_>,
    round: i64,
    days: Days,
    now: Moment,
) -> Result<Option<i64>, Fault> {
    let row = sqlx::query(
        "UPDATE application SET state = $3, version = version + 1, last_event = last_event + 1, round = $4,
                                due_day = $5, closed = $6, changed_at = $7, hand = $8, turn = $9,
                                escalated = CASE WHEN promise_day = $10 THEN escalated ELSE 0 END, promise_day = $10,
                                deadline_at = CASE WHEN $6 = 1 THEN 9999999999999 ELSE deadline_at END
         WHERE id = $1 AND version = $2 RETURNING last_event",
    )
    .bind(&case.id)
    .bind(case.version)
    .bind(to.state.key())
    .bind(round)
    .bind(days.due)
    .bind(i64::from(to.state.is_final()))
    .bind(now.0)
    .bind(to.kept())
    .bind(turn(to))
    .bind(days.promise)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok(row.try_get("last_event")?)).transpose()
}

/// A verdict on an item changes no state, but whoever has the case open must look again.
pub(crate) async fn bump_version(db: &mut AnyConnection, case: &Case) -> Result<bool, Fault> {
    let done =
        sqlx::query("UPDATE application SET version = version + 1 WHERE id = $1 AND version = $2")
            .bind(&case.id)
            .bind(case.version)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// The number of an event that is no step.
pub(crate) async fn next_event(db: &mut AnyConnection, id: &str) -> Result<i64, Fault> {
    let row = sqlx::query(
        "UPDATE application SET last_event = last_event + 1 WHERE id = $1 RETURNING last_event",
    )
    .bind(id)
    .fetch_one(db)
    .await?;
    Ok(row.try_get("last_event")?)
}

/// What a mended answer may change about the application itself.
pub(super) async fn change_applicant(
    db: &mut AnyConnection,
    id: &str,
    name: &str,
    region: &RegionCode,
    (phone_proof, keys): (&str, &Keys),
    deadline: Moment,
) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET applicant_name = $2, search_name = $3, region = $4, phone_proof = $5, deadline_at = $6, phone_key = $7, nik_key = $8, birth_key = $9 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(fold(name))
        .bind(region.as_str())
        .bind(phone_proof)
        .bind(deadline.0)
        .bind(&keys.phone)
        .bind(&keys.nik)
        .bind(&keys.birth)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn insert_answers(
    db: &mut AnyConnection,
    id: &str,
    round: i64,
    body: &str,
) -> Result<(), Fault> {
    sqlx::query("INSERT INTO answers (application_id, round, body) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(round)
        .bind(body)
        .execute(db)
        .await?;
    Ok(())
}

/// All answers of every round, oldest first.
pub(crate) async fn answers(db: &mut AnyConnection, id: &str) -> Result<Vec<(i64, String)>, Fault> {
    let rows =
        sqlx::query("SELECT round, body FROM answers WHERE application_id = $1 ORDER BY round")
            .bind(id)
            .fetch_all(db)
            .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("round")?, row.try_get("body")?)))
        .collect()
}

/// The number of the next block of codes to lend, which is taken with it.
pub(super) async fn next_block(db: &mut AnyConnection) -> Result<u64, Fault> {
    sqlx::query(
        "INSERT INTO setting (key, value) VALUES ('code-blocks', '0') ON CONFLICT (key) DO NOTHING",
    )
    .execute(&mut *db)
    .await?;
    let row = sqlx::query(
        "UPDATE setting SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE key = 'code-blocks'
         RETURNING CAST(value AS BIGINT) AS blocks",
    )
    .fetch_one(db)
    .await?;
    let taken: i64 = row.try_get("blocks")?;
    u64::try_from(taken - 1).map_err(|_| Fault::broken("code-blocks"))
}

/// Blocks of codes that have been lent.
pub(super) async fn blocks(db: &mut AnyConnection) -> Result<u64, Fault> {
    let row = sqlx::query(
        "SELECT CAST(value AS BIGINT) AS blocks FROM setting WHERE key = 'code-blocks'",
    )
    .fetch_optional(db)
    .await?;
    let lent: i64 = row.map_or(Ok(0), |row| row.try_get("blocks"))?;
    u64::try_from(lent).map_err(|_| Fault::broken("code-blocks"))
}
