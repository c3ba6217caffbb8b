//! Whose turn it is to touch an upload: the newest request's.
//!
//! A connection that died in a tunnel looks alive to the server for minutes. So whoever comes anew doesn't wait for
//! it: the older writer is told to stop, flushes what it has (milliseconds), and the newcomer goes on from there.
//! No lock files, no polling. Locks live in this process; several servers must route one upload to one of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedMutexGuard, Semaphore, watch};

/// Megabytes of pictures that may be decoded at a time: what a small server can spare.
const DECODING_MEGABYTES: u32 = 512;

/// Everybody who is writing.
pub(crate) struct Writers {
    turns: Mutex<HashMap<String, Arc<Turn>>>,
    /// One permit is a megabyte.
    pub(super) decoding: Semaphore,
}

struct Turn {
    gate: Arc<tokio::sync::Mutex<()>>,
    /// The number of the newest comer; whoever holds the gate with a smaller one must go.
    newest: watch::Sender<u64>,
}

/// Leave to touch one upload, until dropped.
pub(super) struct Held {
    writers: Arc<Writers>,
    id: String,
    /// `None` only while being dropped.
    gate: Option<OwnedMutexGuard<()>>,
    turn: Option<Arc<Turn>>,
    number: u64,
    newest: watch::Receiver<u64>,
}

impl Writers {
    pub(crate) fn new() -> Writers {
        Writers {
            turns: Mutex::default(),
            decoding: Semaphore::new(DECODING_MEGABYTES as usize),
        }
    }

    /// Permits for a picture that takes so many bytes when decoded.
    pub(super) fn permits(bytes: u64) -> u32 {
        u32::try_from(bytes.div_ceil(1024 * 1024))
            .unwrap_or(u32::MAX)
            .clamp(8, DECODING_MEGABYTES)
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
            newest: turn.newest.subscribe(),
            turn: Some(turn.clone()),
            number,
        };
        held.gate = Some(turn.gate.clone().lock_owned().await);
        held
    }

    /// Sends everybody away and waits until all have flushed.
    pub(crate) async fn close(self: &Arc<Self>) {
        let ids: Vec<String> = self
            .turns
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .keys()
            .cloned()
            .collect();
        for id in ids {
            drop(self.take(&id).await);
        }
    }
}

impl Held {
    /// Resolves when somebody newer has come.
    pub(super) async fn evicted(&mut self) {
        let number = self.number;
        // The sender lives in `turn`, which we hold: an error can't happen, and would mean to go.
        let _ = self.newest.wait_for(|newest| *newest > number).await;
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
        assert_eq!(second.number, 2);
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
