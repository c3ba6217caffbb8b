//! The messenger: looks every few seconds whether something is to be told, beside everything else.

use crate::state::State;
use backend::Tally;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Sends until `stop` changes. A round that is under way ends first: what it sends is then written down.
pub async fn deliver(state: State, mut stop: watch::Receiver<bool>) {
    let mut clock = interval(LOOK_EVERY);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = clock.tick() => {}
            _ = stop.changed() => return,
        }
        let rounds = [
            ("messages", state.backend.send_messages().await),
            ("digests", state.backend.send_digests().await),
        ];
        for (what, round) in rounds {
            match round {
                Ok(tally) if tally == Tally::default() => {}
                Ok(tally) => tracing::info!(?tally, "{what}"),
                Err(_) => tracing::warn!("could not send {what}"),
            }
        }
    }
}
