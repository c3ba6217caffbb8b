//! What the engines must be told, and asked about themselves.

use sqlx::{AnyConnection, Error, Row};

/// Takes the write lock now; waiting for it half-way could fail.
pub(super) const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";
pub(super) const BEGIN_POSTGRES: &str = "BEGIN";

/// FULL: what was acknowledged survives a power cut.
pub(super) async fn settle_sqlite(connection: &mut AnyConnection) -> Result<(), Error> {
    sqlx::raw_sql(
        "PRAGMA busy_timeout = 5000;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;",
    )
    .execute(connection)
    .await
    .map(drop)
}

pub(super) async fn sqlite_version(connection: &mut AnyConnection) -> Result<String, Error> {
    sqlx::query("SELECT sqlite_version() AS version")
        .fetch_one(connection)
        .await?
        .try_get("version")
}

pub(super) async fn schema_version(connection: &mut AnyConnection) -> Result<i64, Error> {
    sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations")
        .fetch_one(connection)
        .await?
        .try_get("version")
}

pub(super) async fn ping(connection: &mut AnyConnection) -> Result<(), Error> {
    sqlx::query("SELECT 1").execute(connection).await.map(drop)
}
