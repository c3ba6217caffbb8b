//! What goes wrong inside: decides what people are told and what the log gets to know.
//!
//! People get [`Error::Unavailable`] for every technical cause. The log gets the cause without personal data:
//! a database error is cut down to its code and constraint when it becomes a [`Fault`], because its full text
//! may quote the row.

use domain::error::Error;
use std::fmt;

/// An inner error. `?` turns it into the wire's [`Error`] and logs it.
pub(crate) enum Fault {
    /// Already in words for the caller.
    Told(Error),
    /// A technical cause, safe to log.
    Technical(String),
}

impl Fault {
    /// Something stored can't be read back. `what` is a name of ours, never a value.
    pub(crate) fn broken(what: &str) -> Fault {
        Fault::Technical(format!("stored {what} can't be read"))
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Told(error) => write!(f, "Told({error:?})"),
            Fault::Technical(cause) => write!(f, "Technical({cause})"),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::Told(error)
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Fault {
        // SQLite's and PostgreSQL's words for a full disk.
        let code = error
            .as_database_error()
            .and_then(|database| database.code());
        if matches!(code.as_deref(), Some("13" | "53100")) {
            return no_room();
        }
        Fault::Technical(safe_words(&error))
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        if matches!(
            error.kind(),
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
        ) {
            return no_room();
        }
        Fault::Technical(format!("file system: {:?}", error.kind()))
    }
}

fn no_room() -> Fault {
    tracing::error!("a disk is full");
    Fault::Told(Error::NoRoom)
}

impl From<tokio::task::JoinError> for Fault {
    fn from(error: tokio::task::JoinError) -> Fault {
        Fault::Technical(
            if error.is_panic() {
                "a task panicked"
            } else {
                "a task was cancelled"
            }
            .to_owned(),
        )
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        match fault {
            Fault::Told(error) => error,
            Fault::Technical(cause) => {
                tracing::error!(cause, "a use-case failed");
                Error::Unavailable
            }
        }
    }
}

/// Codes and names, never values: PostgreSQL's detail and sqlx's decoding errors quote rows.
pub(crate) fn safe_words(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            let constraint = database.constraint().unwrap_or("-");
            format!(
                "database: code {code}, constraint {constraint}, kind {:?}",
                database.kind()
            )
        }
        sqlx::Error::Io(error) => format!("database connection: {:?}", error.kind()),
        sqlx::Error::PoolTimedOut => "database: no connection became free in time".to_owned(),
        sqlx::Error::PoolClosed => "database: the pool is closed".to_owned(),
        sqlx::Error::ColumnNotFound(column) => format!("database: no column {column}"),
        sqlx::Error::ColumnDecode { index, .. } => {
            format!("database: column {index} has another type")
        }
        sqlx::Error::RowNotFound => "database: a row is missing".to_owned(),
        sqlx::Error::WorkerCrashed => "database: its thread crashed".to_owned(),
        _ => "database: another error".to_owned(),
    }
}
