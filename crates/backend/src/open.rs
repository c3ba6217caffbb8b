//! Starting: decides what must hold before anybody is served.
//!
//! The database answers, is new enough, and belongs to this secret; the schema is brought up to date; what older
//! schemas could not know is filled in.

use crate::db::{Db, Engine};
use crate::effects::{Anchor, Archive, Effects, Scanner, private_dir, private_file};
use crate::fault::{Fault, safe_words};
use crate::secret::Secret;
use crate::upload::{Checks, Quota, Writers};
use crate::{Backend, Catalogue, Channels, Signing};
use domain::private::Private;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Earlier ones can corrupt a WAL database when a checkpoint meets a writer at the wrong moment.
const SQLITE_NEEDED: (u32, u32, u32) = (3, 51, 3);
const CONNECTIONS: u32 = 8;

/// Where things are.
#[derive(Clone)]
pub struct Settings {
    /// `sqlite://data/genggam.db` or `postgres://user@host/name`.
    pub database: String,
    /// `secret.key`, `incoming/` and `archive/` are made inside.
    pub data_dir: PathBuf,
    /// For several servers on one PostgreSQL: at least 32 characters, the same on all, instead of `secret.key`.
    pub secret: Option<Private<String>>,
    /// Connections at most; 0 takes the usual number.
    pub connections: u32,
    /// Room for files that are not yet part of an application.
    pub quota: Quota,
    /// Looks at every file before an officer does. `None`: nothing does.
    pub scanner: Option<Scanner>,
    /// What signs letters electronically.
    pub signing: Signing,
    /// How people reach this server: what QR codes on letters open. `None`: letters bear none.
    pub site_address: Option<String>,
    /// By which ways messages leave.
    pub channels: Channels,
}

/// The database's address may hold a password.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Settings({:?}, {})",
            Engine::of(&self.database),
            self.data_dir.display()
        )
    }
}

impl Settings {
    /// SQLite and archive in one folder: nothing to install, one folder to back up.
    pub fn embedded(data_dir: impl Into<PathBuf>) -> Settings {
        let data_dir = data_dir.into();
        let database = format!("sqlite://{}", percent_encoded(&data_dir.join("genggam.db")));
        Settings {
            database,
            data_dir,
            secret: None,
            connections: 0,
            quota: Quota::default(),
            scanner: None,
            signing: Signing::default(),
            site_address: None,
            channels: Channels::default(),
        }
    }
}

/// Why it didn't start. For the person at the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database address must begin with sqlite: or postgres:")]
    Address,
    #[error("the data folder can't be used: {0}")]
    DataDir(std::io::ErrorKind),
    #[error("the configured secret must have at least 32 characters")]
    ShortSecret,
    #[error("the database can't be opened ({0})")]
    Database(String),
    #[error("SQLite {found} is too old: {}.{}.{} or newer is needed, earlier ones can corrupt the database", SQLITE_NEEDED.0, SQLITE_NEEDED.1, SQLITE_NEEDED.2)]
    OldSqlite { found: String },
    #[error("the schema can't be brought up to date: {0}")]
    Migration(String),
    #[error(
        "this database belongs to another secret.key: restore the one it was made with, or every code and draft in it is lost"
    )]
    OtherSecret,
}

impl From<Fault> for OpenError {
    fn from(fault: Fault) -> OpenError {
        match fault {
            Fault::Told(error) => OpenError::Database(error.to_string()),
            Fault::Technical(cause) => OpenError::Database(cause),
        }
    }
}

impl Backend {
    /// Opens everything and migrates.
    pub async fn open(settings: Settings, catalogue: Arc<Catalogue>) -> Result<Backend, OpenError> {
        Backend::open_with(settings, catalogue, Effects::real()).await
    }

    /// [`Backend::open`] with a clock and dice of one's own.
    pub async fn open_with(
        settings: Settings,
        catalogue: Arc<Catalogue>,
        effects: Effects,
    ) -> Result<Backend, OpenError> {
        let engine = Engine::of(&settings.database).ok_or(OpenError::Address)?;
        private_dir(&settings.data_dir).map_err(|error| OpenError::DataDir(error.kind()))?;
        let archive =
            Archive::open(&settings.data_dir).map_err(|error| OpenError::DataDir(error.kind()))?;
        let secret = match &settings.secret {
            Some(text) => Secret::from_text(text.reveal()).ok_or(OpenError::ShortSecret)?,
            None => {
                let mut fresh = [0; 32];
                effects
                    .random
                    .fill(&mut fresh)
                    .map_err(|error| OpenError::DataDir(error.kind()))?;
                Secret::from_file(&settings.data_dir.join("secret.key"), fresh)
                    .map_err(|error| OpenError::DataDir(error.kind()))?
            }
        };
        let connections = if settings.connections == 0 {
            CONNECTIONS
        } else {
            settings.connections
        };
        let url = address(engine, &settings.database);
        if let Some(file) = new_file(&url) {
            // SQLite gives its -wal and -shm the rights of the file.
            private_file(&file).map_err(|error| OpenError::DataDir(error.kind()))?;
        }
        let anchor = Arc::new(Anchor::beside_key(&settings.data_dir));
        let db = Db::connect(&url, connections, anchor)
            .await
            .map_err(|error| OpenError::Database(safe_words(&error)))?;
        if let Some(found) = db.sqlite_version().await?
            && !is_new_enough(&found)
        {
            return Err(OpenError::OldSqlite { found });
        }
        db.migrate()
            .await
            .map_err(|error| OpenError::Migration(migration_words(&error)))?;
        let backend = Backend {
            db,
            archive,
            effects,
            catalogue,
            secret: Arc::new(secret),
            writers: Arc::new(Writers::new()),
            ledger: Arc::default(),
            checks: Arc::new(Checks::new()),
            quota: settings.quota,
            scanner: settings.scanner,
            signing: Arc::new(settings.signing),
            site_address: settings.site_address,
            channels: settings.channels,
            hashing: Arc::new(Semaphore::new(4)),
        };
        backend.claim_database().await?;
        backend.follow_calendar().await?;
        backend.fill_due_days().await?;
        backend.fill_keys().await?;
        backend.follow_chains().await?;
        backend.fill_words().await?;
        backend.begin_audit().await?;
        backend.begin_orders().await?;
        backend.begin_letters().await?;
        backend.begin_anchor().await?;
        backend.lift_quarantine().await?;
        backend.sweep_strays(None).await?;
        Ok(backend)
    }

    /// The number of the newest migration.
    pub async fn schema_version(&self) -> domain::error::Result<i64> {
        Ok(self.db.schema_version().await?)
    }

    /// Ends running uploads, and returns when every byte of theirs that arrived is safe. None begins any more.
    pub async fn stop_uploads(&self) {
        self.writers.close().await;
    }

    /// [`Backend::stop_uploads`], then closes the database.
    pub async fn close(&self) {
        self.stop_uploads().await;
        self.db.close().await;
    }

    /// Remembers which secret the database was made with: under another one no code and no draft would ever match.
    async fn claim_database(&self) -> Result<(), OpenError> {
        let mine = self.secret.proof("fingerprint", &[]);
        let mut write = self.db.write().await?;
        let theirs = crate::health::sql::setting_or_insert(&mut write, "secret", &mine).await?;
        write.commit().await?;
        if theirs == mine {
            Ok(())
        } else {
            Err(OpenError::OtherSecret)
        }
    }
}

/// SQLite makes a missing file only when asked to.
fn address(engine: Engine, url: &str) -> String {
    match engine {
        Engine::Sqlite if !url.contains("mode=") => {
            let joint = if url.contains('?') { '&' } else { '?' };
            format!("{url}{joint}mode=rwc")
        }
        _ => url.to_owned(),
    }
}

/// The file that SQLite would make, for everybody to read.
fn new_file(url: &str) -> Option<PathBuf> {
    let made = Engine::of(url) == Some(Engine::Sqlite) && url.contains("mode=rwc");
    let options = url.parse::<SqliteConnectOptions>().ok().filter(|_| made)?;
    let file = options.get_filename();
    // In memory.
    (!file.to_string_lossy().starts_with("file:")).then(|| file.to_path_buf())
}

fn percent_encoded(path: &Path) -> String {
    let mut out = String::new();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn is_new_enough(version: &str) -> bool {
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= SQLITE_NEEDED
}

fn migration_words(error: &sqlx::migrate::MigrateError) -> String {
    use sqlx::migrate::MigrateError;
    match error {
        MigrateError::Execute(cause) => safe_words(cause),
        MigrateError::ExecuteMigration(cause, version) => {
            format!("step {version}: {}", safe_words(cause))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn sqlite_before_3_51_3_is_refused() {
        assert!(!is_new_enough("3.51.2"));
        assert!(!is_new_enough("3.46.1"));
        assert!(!is_new_enough("nonsense"));
        assert!(is_new_enough("3.51.3"));
        assert!(is_new_enough("3.52.0"));
        assert!(is_new_enough("4.0"));
    }

    #[test]
    fn a_folder_with_odd_characters_still_becomes_an_address() {
        let settings = Settings::embedded("/tmp/data kantor?");
        assert_eq!(
            settings.database,
            "sqlite:///tmp/data%20kantor%3F/genggam.db"
        );
        assert_eq!(
            address(Engine::Sqlite, &settings.database),
            "sqlite:///tmp/data%20kantor%3F/genggam.db?mode=rwc"
        );
    }
}
