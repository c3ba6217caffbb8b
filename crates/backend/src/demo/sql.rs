//! SQL of the demonstration.

use crate::fault::Fault;
use domain::application::State;
use domain::code::Code;
use sqlx::{AnyConnection, Row};

/// Whether a case is there that no demonstration made.
pub(super) async fn has_real_cases(db: &mut AnyConnection) -> Result<bool, Fault> {
    Ok(
        sqlx::query("SELECT id FROM application WHERE demo = 0 LIMIT 1")
            .fetch_optional(db)
            .await?
            .is_some(),
    )
}

pub(super) async fn officer_id(
    db: &mut AnyConnection,
    username: &str,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query("SELECT id FROM officer WHERE username = $1")
        .bind(username)
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok(row.try_get("id")?)).transpose()
}

pub(super) async fn case_by_key(
    db: &mut AnyConnection,
    key_hash: &str,
) -> Result<Option<(Code, State)>, Fault> {
    let row = sqlx::query("SELECT code, state FROM application WHERE key_hash = $1")
        .bind(key_hash)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let code = Code::parse(&row.try_get::<String, _>("code")?)
        .map_err(|_| Fault::broken("application"))?;
    let state =
        State::from_key(&row.try_get::<String, _>("state")?).ok_or(Fault::broken("application"))?;
    Ok(Some((code, state)))
}
