//! Writing: whose turn it is, and one flush of the disk for all who stand in line.
//!
//! PostgreSQL sorts writers out by rows, and flushes for several at once by itself. SQLite lets one write at a time, and
//! each commit waits for the disk. So of those who write together, whoever is done while others wait leaves the transaction
//! open for the next one, and stands in line once more to commit it. Whoever comes to that first commits for all who are
//! done by then, and only then each of them hears that it counts. What one does stands behind a savepoint, so that taking
//! it back takes back nobody else's; and as it may have been decided by what others did in the same transaction, taking
//! back waits until that counts as well.
//!
//! Ending runs in a task of its own: a caller who goes away half-way leaves nobody else's work behind.

use super::sql;
use crate::effects::Anchor;
use crate::fault::Fault;
use domain::error::Error;
use sqlx::{Any, AnyConnection, AnyPool, Transaction};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Longest wait for other writers of this process.
const TURN_WAIT: Duration = Duration::from_secs(10);
/// So many in one transaction: the first of them waits for the last.
const MOST: usize = 100;

/// The line of SQLite's writers.
#[derive(Default)]
pub(super) struct Line {
    turn: Arc<Mutex<Option<Open>>>,
    /// Those who wait and would go on in an open transaction.
    waiting: AtomicUsize,
}

impl Line {
    async fn turn(&self) -> Result<Turn, Fault> {
        // Behind somebody who waits for another program's lock nobody waits for ever.
        timeout(TURN_WAIT, self.turn.clone().lock_owned())
            .await
            .map_err(|_| Fault::Technical("database: busy".to_owned()))
    }
}

/// A transaction, and what of it is done.
struct Open {
    transaction: Transaction<'static, Any>,
    done: Vec<oneshot::Sender<Result<(), Error>>>,
    /// For the audit's file, once it counts.
    lines: String,
}

/// The turn of one writer; PostgreSQL knows none.
type Turn = OwnedMutexGuard<Option<Open>>;

/// A transaction that writes. Dropped without [`Write::commit`], nothing of it stays.
pub(crate) struct Write {
    /// `None` once it has ended.
    open: Option<Open>,
    turn: Option<Turn>,
    /// Where the transaction may go on to others.
    line: Option<Arc<Line>>,
    anchor: Arc<Anchor>,
    lines: String,
}

impl Write {
    /// Begins where a row's lock is enough.
    pub(super) async fn by_rows(pool: &AnyPool, anchor: &Arc<Anchor>) -> Result<Write, Fault> {
        Ok(Write {
            open: Some(Open::new(pool, sql::BEGIN_POSTGRES).await?),
            turn: None,
            line: None,
            anchor: anchor.clone(),
            lines: String::new(),
        })
    }

    /// Begins as soon as it is this writer's turn.
    pub(super) async fn alone(
        line: &Line,
        pool: &AnyPool,
        anchor: &Arc<Anchor>,
    ) -> Result<Write, Fault> {
        let mut turn = line.turn().await?;
        if let Some(open) = turn.take() {
            // Whoever is in it is told how that went, also when this caller goes away.
            let anchor = anchor.clone();
            let _ = tokio::spawn(async move { open.commit(&anchor).await }).await;
        }
        Ok(Write {
            open: Some(Open::new(pool, sql::BEGIN_SQLITE).await?),
            turn: Some(turn),
            line: None,
            anchor: anchor.clone(),
            lines: String::new(),
        })
    }

    /// Goes on where others like it are done, or begins.
    pub(super) async fn together(
        line: &Arc<Line>,
        pool: &AnyPool,
        anchor: &Arc<Anchor>,
    ) -> Result<Write, Fault> {
        let mut turn = {
            let _waits = Waits::behind(line);
            line.turn().await?
        };
        let open = match turn.take() {
            Some(open) => open,
            None => Open::new(pool, sql::BEGIN_SQLITE).await?,
        };
        Ok(Write {
            open: Some(open),
            turn: Some(turn),
            line: Some(line.clone()),
            anchor: anchor.clone(),
            lines: String::new(),
        })
    }

    /// Returns once it counts. Only then the audit's file is told: that may lag behind the database, and is never ahead
    /// of it.
    pub(crate) async fn commit(self) -> Result<(), Fault> {
        tokio::spawn(self.end(true)).await?
    }

    /// Ends it now instead of when its connection is used next.
    pub(crate) async fn roll_back(self) -> Result<(), Fault> {
        tokio::spawn(self.end(false)).await?
    }

    /// Adds lines to the audit's file when this is committed.
    pub(crate) fn tell_anchor(&mut self, lines: &str) {
        self.lines.push_str(lines);
    }

    async fn end(mut self, keep: bool) -> Result<(), Fault> {
        let (Some(mut open), turn) = (self.open.take(), self.turn.take()) else {
            return Err(broken());
        };
        if keep {
            open.lines.push_str(&self.lines);
        } else if open.done.is_empty() {
            return Ok(open.transaction.rollback().await?);
        } else {
            sql::take_back(&mut open.transaction).await?;
        }
        let goes_on =
            |line: &&Arc<Line>| open.done.len() < MOST && line.waiting.load(Ordering::SeqCst) > 0;
        let Some(line) = self.line.as_ref().filter(goes_on) else {
            let committed = open.commit(&self.anchor).await;
            // Not before: whoever is next would ask the disk again and again instead of standing in line.
            drop(turn);
            return committed;
        };
        sql::lay_down(&mut open.transaction, !open.done.is_empty()).await?;
        let (told, mut answer) = oneshot::channel();
        open.done.push(told);
        if let Some(mut turn) = turn {
            *turn = Some(open);
        }
        tokio::select! {
            biased;
            answer = &mut answer => return Ok(answer.map_err(|_| broken())??),
            mut turn = line.turn.clone().lock_owned() => {
                // Whoever was quicker has told the answer, or left it to somebody else.
                if let Some(open) = turn.take() {
                    // Logged where it is told.
                    let _ = open.commit(&self.anchor).await;
                }
            }
        }
        Ok(answer.await.map_err(|_| broken())??)
    }
}

impl Open {
    async fn new(pool: &AnyPool, begin: &'static str) -> Result<Open, Fault> {
        Ok(Open {
            transaction: pool.begin_with(begin).await?,
            done: Vec::new(),
            lines: String::new(),
        })
    }

    /// Commits for all, and tells them.
    async fn commit(self, anchor: &Arc<Anchor>) -> Result<(), Fault> {
        let committed = self.transaction.commit().await.map_err(Fault::from);
        if committed.is_ok() && !self.lines.is_empty() {
            let (anchor, lines) = (anchor.clone(), self.lines);
            let told = spawn_blocking(move || anchor.append(&lines)).await;
            // It counts all the same, and the next sweep adds what is missing.
            if let Err(error) = told.map_err(Fault::from).and_then(|done| Ok(done?)) {
                tracing::error!(?error, "audit.head can't be written");
            }
        }
        if self.done.is_empty() {
            return committed;
        }
        let committed = committed.map_err(Error::from);
        for told in self.done {
            // Whoever went away doesn't need it.
            let _ = told.send(committed.clone());
        }
        Ok(committed?)
    }
}

fn broken() -> Fault {
    Fault::Technical("database: a shared commit failed".to_owned())
}

/// Counts as somebody who waits until dropped.
struct Waits<'a>(&'a Line);

impl Waits<'_> {
    fn behind(line: &Line) -> Waits<'_> {
        line.waiting.fetch_add(1, Ordering::SeqCst);
        Waits(line)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        let (Some(mut open), Some(mut turn)) = (self.open.take(), self.turn.take()) else {
            return;
        };
        if open.done.is_empty() {
            // Before the turn is the next one's.
            return drop(open);
        }
        // Others' work stands in it. Where this one's can't be taken back, they are told that theirs doesn't count.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if sql::take_back(&mut open.transaction).await.is_ok() {
                    *turn = Some(open);
                }
            });
        }
    }
}

/// Only `end` and `drop` take the transaction away, and after either nobody has this value any more.
impl std::ops::Deref for Write {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.open.as_ref().expect("not ended").transaction
    }
}

impl std::ops::DerefMut for Write {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.open.as_mut().expect("not ended").transaction
    }
}

#[cfg(test)]
mod tests;
