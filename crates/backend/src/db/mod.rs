//! The database: one SQL text, two engines.
//!
//! Writers on SQLite queue in this process (a mutex) and then take the file's write lock at once (`BEGIN IMMEDIATE`),
//! so none of them fails half-way because another was quicker. PostgreSQL sorts them out by rows.

mod sql;

use crate::effects::Anchor;
use crate::fault::Fault;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Transaction};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Longest wait for other writers of this process.
const TURN_WAIT: Duration = Duration::from_secs(10);

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
    turn: Arc<Mutex<()>>,
    anchor: Arc<Anchor>,
}

/// A transaction that writes. Dropped without [`Write::commit`], nothing of it stays.
pub(crate) struct Write {
    transaction: Transaction<'static, Any>,
    _turn: Option<OwnedMutexGuard<()>>,
    anchor: Arc<Anchor>,
    /// For the audit's file, once all of this counts.
    lines: String,
}

impl Write {
    /// Commits, and only then tells the audit's file: that may lag behind the database, and is never ahead of it.
    pub(crate) async fn commit(self) -> Result<(), Fault> {
        self.transaction.commit().await?;
        if !self.lines.is_empty() {
            let told = spawn_blocking(move || self.anchor.append(&self.lines)).await;
            // It counts all the same, and the next sweep adds what is missing.
            if let Err(error) = told.map_err(Fault::from).and_then(|done| Ok(done?)) {
                tracing::error!(?error, "audit.head can't be written");
            }
        }
        Ok(())
    }

    /// Adds lines to the audit's file when this is committed.
    pub(crate) fn tell_anchor(&mut self, lines: &str) {
        self.lines.push_str(lines);
    }

    /// Ends it now instead of when its connection is used next.
    pub(crate) async fn roll_back(self) -> Result<(), Fault> {
        Ok(self.transaction.rollback().await?)
    }
}

impl std::ops::Deref for Write {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.transaction
    }
}

impl std::ops::DerefMut for Write {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }
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
            .connect(url)
            .await?;
        Ok(Db {
            pool,
            engine,
            turn: Arc::default(),
            anchor,
        })
    }

    /// A connection for reading.
    pub(crate) async fn read(&self) -> Result<PoolConnection<Any>, Fault> {
        Ok(self.pool.acquire().await?)
    }

    /// Begins a transaction that will write.
    pub(crate) async fn write(&self) -> Result<Write, Fault> {
        let turn = match self.engine {
            // Behind somebody who waits for another program's lock nobody waits for ever.
            Engine::Sqlite => Some(
                timeout(TURN_WAIT, self.turn.clone().lock_owned())
                    .await
                    .map_err(|_| Fault::Technical("database: busy".to_owned()))?,
            ),
            Engine::Postgres => None,
        };
        let begin = match self.engine {
            Engine::Sqlite => sql::BEGIN_SQLITE,
            Engine::Postgres => sql::BEGIN_POSTGRES,
        };
        Ok(Write {
            transaction: self.pool.begin_with(begin).await?,
            _turn: turn,
            anchor: self.anchor.clone(),
            lines: String::new(),
        })
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
