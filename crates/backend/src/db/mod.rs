//! The database: one SQL text, two engines.
//!
//! Writers on SQLite queue in this process and then take the file's write lock at once (`BEGIN IMMEDIATE`), so none of
//! them fails half-way because another was quicker. PostgreSQL sorts them out by rows. `write.rs` tells how.

mod sql;
mod write;

pub(crate) use write::Write;

use crate::effects::Anchor;
use crate::fault::Fault;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, Connection};
use std::sync::Arc;
use std::time::Duration;
use write::Line;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(crate) fn of(url: &str) -> Option<Engine> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Engine::Sqlite),
            "postgres" | "postgresql" => Some(Engine::Postgres),
            _ => None,
        }
    }
}

#[derive(Clone)]
pub(crate) struct Db {
    pool: AnyPool,
    engine: Engine,
    /// One writer at a time in this process; only SQLite needs it.
    line: Arc<Line>,
    anchor: Arc<Anchor>,
}

impl Db {
    pub(crate) async fn connect(
        url: &str,
        connections: u32,
        anchor: Arc<Anchor>,
    ) -> Result<Db, sqlx::Error> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of(url)
            .ok_or_else(|| sqlx::Error::Configuration("neither sqlite: nor postgres:".into()))?;
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(15))
            // A file doesn't hang up: only the other engine's connections are asked whether they still live.
            .test_before_acquire(engine == Engine::Postgres)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    match engine {
                        Engine::Sqlite => sql::settle_sqlite(connection).await,
                        Engine::Postgres => Ok(()),
                    }
                })
            })
            // SQLite undoes a transaction by itself when a disk is full; the driver doesn't hear of it, and would begin none
            // on that connection any more. What is being rolled back ends before the answer to a ping.
            .after_release(|connection, _| {
                Box::pin(async move {
                    if connection.is_in_transaction() {
                        connection.ping().await?;
                    }
                    Ok(!connection.is_in_transaction())
                })
            })
            .connect(url)
            .await?;
        Ok(Db {
            pool,
            engine,
            line: Arc::default(),
            anchor,
        })
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<PoolConnection<Any>, Fault> {
        Ok(self.pool.acquire().await?)
    }

    /// Begins a transaction that will write.
    pub(crate) async fn write(&self) -> Result<Write, Fault> {
        match self.engine {
            Engine::Sqlite => Write::alone(&self.line, &self.pool, &self.anchor).await,
            Engine::Postgres => Write::by_rows(&self.pool, &self.anchor).await,
        }
    }

    /// Begins a transaction that may share its commit with others like it: for short ones of which there are many. What
    /// others did in it is seen before it counts, so whoever decides by that and doesn't commit must roll back, and not
    /// just drop it.
    pub(crate) async fn write_together(&self) -> Result<Write, Fault> {
        match self.engine {
            Engine::Sqlite => Write::together(&self.line, &self.pool, &self.anchor).await,
            Engine::Postgres => Write::by_rows(&self.pool, &self.anchor).await,
        }
    }

    /// Brings the schema up to date. Several servers may start at once: PostgreSQL's advisory lock sorts them.
    pub(crate) async fn migrate(&self) -> Result<(), MigrateError> {
        MIGRATIONS.run(&self.pool).await
    }

    /// The newest migration that was applied.
    pub(crate) async fn schema_version(&self) -> Result<i64, Fault> {
        let mut connection = self.read().await?;
        Ok(sql::schema_version(&mut connection).await?)
    }

    /// `None` on PostgreSQL.
    pub(crate) async fn sqlite_version(&self) -> Result<Option<String>, Fault> {
        match self.engine {
            Engine::Postgres => Ok(None),
            Engine::Sqlite => {
                let mut connection = self.read().await?;
                Ok(Some(sql::sqlite_version(&mut connection).await?))
            }
        }
    }

    /// Whether it answers.
    pub(crate) async fn answers(&self) -> bool {
        match self.read().await {
            Ok(mut connection) => sql::ping(&mut connection).await.is_ok(),
            Err(_) => false,
        }
    }

    /// The audit's file beside the key.
    pub(crate) fn anchor(&self) -> Arc<Anchor> {
        self.anchor.clone()
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn pool(&self) -> &AnyPool {
        &self.pool
    }
}
