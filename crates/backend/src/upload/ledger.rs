//! Offsets on their way into the database: many uploads, one transaction.
//!
//! A commit waits for the disk, so whoever comes while one is running waits and is then written by the next together
//! with everybody else who came meanwhile. There is no task and no delay: the first in the queue writes for all.

use super::sql;
use crate::db::Db;
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::error::Error;
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// So many in one transaction: PostgreSQL would hold their rows meanwhile.
const MOST: usize = 500;

#[derive(Default)]
pub(crate) struct Ledger {
    waiting: Mutex<Vec<Line>>,
    turn: tokio::sync::Mutex<()>,
}

struct Line {
    id: String,
    offset: u64,
    expires: Moment,
    told: oneshot::Sender<Result<bool, Error>>,
}

impl Ledger {
    /// Returns once the offset is safe. `false`: the upload is no longer there to be written.
    /// The caller has flushed the bytes, and holds the upload.
    pub(super) async fn save(
        &self,
        db: &Db,
        id: &str,
        offset: u64,
        expires: Moment,
    ) -> Result<bool, Fault> {
        let (told, mut answer) = oneshot::channel();
        self.lock().push(Line {
            id: id.to_owned(),
            offset,
            expires,
            told,
        });
        loop {
            tokio::select! {
                biased;
                answer = &mut answer => {
                    return Ok(answer.map_err(|_| Fault::broken("ledger"))??);
                }
                turn = self.turn.lock() => {
                    let mut lines = {
                        let mut waiting = self.lock();
                        let count = waiting.len().min(MOST);
                        waiting.drain(..count).collect::<Vec<_>>()
                    };
                    // In one order everywhere: two servers on one PostgreSQL never wait for each other in a circle.
                    lines.sort_by(|a, b| a.id.cmp(&b.id));
                    let written = write(db, &lines).await.map_err(Error::from);
                    drop(turn);
                    for (i, line) in lines.into_iter().enumerate() {
                        let answer = match &written {
                            Ok(there) => Ok(there.get(i).copied().unwrap_or(false)),
                            Err(error) => Err(error.clone()),
                        };
                        // Whoever went away doesn't need it.
                        let _ = line.told.send(answer);
                    }
                }
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Line>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(db: &Db, lines: &[Line]) -> Result<Vec<bool>, Fault> {
    let mut there = Vec::with_capacity(lines.len());
    if lines.is_empty() {
        return Ok(there);
    }
    let mut write = db.write_together().await?;
    for line in lines {
        there.push(sql::save_offset(&mut write, &line.id, line.offset, line.expires).await?);
    }
    write.commit().await?;
    Ok(there)
}
