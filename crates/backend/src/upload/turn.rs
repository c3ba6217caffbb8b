//! Whose turn it is to touch an upload: the newest request's.
//!
//! A connection that died in a tunnel looks alive to the server for minutes. So whoever comes anew doesn't wait for
//! it: the older writer is told to stop, flushes what it has (milliseconds), and the newcomer goes on from there.
//! No lock files, no polling. Locks live in this process; several servers must route one upload to one of them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedMutexGuard, Semaphore, watch};

/// So many uploads flush at a time without being asked to. What somebody waits for is flushed at once, and with thousands
/// who send slowly, four that never pause kept it waiting twenty times as long (docs/reports/torture.md).
const UNASKED_FLUSHES: usize = 1;

/// Everybody who is writing.
pub(crate) struct Writers {
    turns: Mutex<HashMap<String, Arc<Turn>>>,
    closing: AtomicBool,
    pub(super) flushes: Arc<Semaphore>,
}

struct Turn {
    gate: Arc<tokio::sync::Mutex<()>>,
    /// The number of the newest comer; whoever holds the gate with a smaller one must go.
    newest: watch::Sender<u64>,
}

/// Tells whether somebody newer has come.
pub(super) struct Call {
    number: u64,
    newest: watch::Receiver<u64>,
}

/// Leave to touch one upload, until dropped.
pub(super) struct Held {
    writers: Arc<Writers>,
    id: String,
    /// `None` only while being dropped.
    gate: Option<OwnedMutexGuard<()>>,
    turn: Option<Arc<Turn>>,
    call: Call,
}

impl Writers {
    pub(crate) fn new() -> Writers {
        Writers {
            turns: Mutex::default(),
            closing: AtomicBool::new(false),
            flushes: Arc::new(Semaphore::new(UNASKED_FLUSHES)),
        }
    }

    /// The server is stopping: nobody may begin to write.
    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    /// Whether somebody would be sent away.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.contains_key(id)
    }

    /// Sends away whoever holds the upload, and takes it.
    pub(super) async fn take(self: &Arc<Self>, id: &str) -> Held {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            let fresh = || {
                Arc::new(Turn {
                    gate: Arc::default(),
                    newest: watch::Sender::new(0),
                })
            };
            turns.entry(id.to_owned()).or_insert_with(fresh).clone()
        };
        let mut number = 0;
        turn.newest.send_modify(|newest| {
            *newest += 1;
            number = *newest;
        });
        // From here on a cancelled caller leaves nothing behind: `Held` cleans up.
        let mut held = Held {
            writers: self.clone(),
            id: id.to_owned(),
            gate: None,
            call: Call {
                number,
                newest: turn.newest.subscribe(),
            },
            turn: Some(turn.clone()),
        };
        held.gate = Some(turn.gate.clone().lock_owned().await);
        held
    }

    /// Sends everybody away at once, lets nobody begin any more, and waits until all have flushed.
    pub(crate) async fn close(self: &Arc<Self>) {
        self.closing.store(true, Ordering::SeqCst);
        let turns: Vec<Arc<Turn>> = self
            .turns
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect();
        for turn in &turns {
            turn.newest.send_modify(|newest| *newest += 1);
        }
        for turn in turns {
            drop(turn.gate.lock().await);
        }
    }
}

impl Call {
    /// Resolves when somebody newer has come, or nobody can any more.
    pub(super) async fn heard(&mut self) {
        let number = self.number;
        let _ = self.newest.wait_for(|newest| *newest > number).await;
    }
}

impl Held {
    /// Resolves when somebody newer has come.
    pub(super) async fn evicted(&mut self) {
        self.call.heard().await;
    }

    /// Somebody newer has come.
    pub(super) fn is_evicted(&self) -> bool {
        *self.call.newest.borrow() > self.call.number
    }

    /// For whoever brings bytes to the one who holds the upload.
    pub(super) fn call(&self) -> Call {
        Call {
            number: self.call.number,
            newest: self.call.newest.clone(),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut turns = self
            .writers
            .turns
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.gate.take();
        self.turn.take();
        // Only the map still knows it: nobody waits.
        if turns
            .get(&self.id)
            .is_some_and(|turn| Arc::strong_count(turn) == 1)
        {
            turns.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[tokio::test]
    async fn the_newest_gets_the_turn_and_nothing_is_left_behind() {
        let writers = Arc::new(Writers::new());
        let mut first = writers.take("a").await;
        let second = tokio::spawn({
            let writers = writers.clone();
            async move { writers.take("a").await }
        });
        first.evicted().await;
        drop(first);
        let second = second.await.unwrap();
        assert_eq!(second.call.number, 2);
        drop(second);
        assert!(writers.turns.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_caller_who_gives_up_waiting_leaves_nothing_behind() {
        let writers = Arc::new(Writers::new());
        let first = writers.take("a").await;
        let impatient =
            tokio::time::timeout(std::time::Duration::from_millis(20), writers.take("a")).await;
        assert!(impatient.is_err());
        drop(first);
        assert!(writers.turns.lock().unwrap().is_empty());
    }
}
