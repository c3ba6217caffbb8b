//! What the engines must be told, and asked about themselves.

use sqlx::{AnyConnection, Error, Row};

/// Takes the write lock now; waiting for it half-way could fail.
pub(super) const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";
pub(super) const BEGIN_POSTGRES: &str = "BEGIN";

/// What comes now can be taken back by itself. `again`: what came before it is done.
pub(super) async fn lay_down(transaction: &mut AnyConnection, again: bool) -> Result<(), Error> {
    let words = match again {
        true => "RELEASE next; SAVEPOINT next",
        false => "SAVEPOINT next",
    };
    sqlx::raw_sql(words).execute(transaction).await.map(drop)
}

/// To where it was laid down last.
pub(super) async fn take_back(transaction: &mut AnyConnection) -> Result<(), Error> {
    sqlx::raw_sql("ROLLBACK TO next")
        .execute(transaction)
        .await
        .map(drop)
}

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
