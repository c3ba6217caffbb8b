//! Settings that belong to the database itself.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

/// The value of `key`; `value` when there was none.
pub(crate) async fn setting_or_insert(
    db: &mut AnyConnection,
    key: &str,
    value: &str,
) -> Result<String, Fault> {
    sqlx::query("INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING")
        .bind(key)
        .bind(value)
        .execute(&mut *db)
        .await?;
    let row = sqlx::query("SELECT value FROM setting WHERE key = $1")
        .bind(key)
        .fetch_one(db)
        .await?;
    Ok(row.try_get("value")?)
}

/// Keeps `value` under `key`; whether it was another one before, or none.
pub(crate) async fn change_setting(
    db: &mut AnyConnection,
    key: &str,
    value: &str,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO setting (key, value) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET value = $2 WHERE setting.value <> $2",
    )
    .bind(key)
    .bind(value)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn has_setting(db: &mut AnyConnection, key: &str) -> Result<bool, Fault> {
    Ok(sqlx::query("SELECT key FROM setting WHERE key = $1")
        .bind(key)
        .fetch_optional(db)
        .await?
        .is_some())
}
