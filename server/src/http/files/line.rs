//! GET of the collection: an answer that begins at once, says nothing, and stays open as long as its connection lives.
//!
//! When a connection dies under a request that nobody has answered yet, Chromium sends that request once more by itself,
//! whole and from the old offset, and 64 KiB of it leave before the server's refusal can be heard: four seconds on a thin
//! link, at each cut. A page can't forbid it and hears nothing of it. But an answer that has begun is never asked for
//! again: it fails at once. So whoever sends over the same connection knows, takes the request back, and asks where the
//! upload stands.

use super::seats::{Seat, Seats};
use super::{Answer, admit, body};
use crate::state::State;
use axum::body::{Body, Bytes};
use axum::response::IntoResponse;
use domain::error::Error;
use futures::stream;
use http::header::{CONTENT_TYPE, HeaderName};
use http::request::Parts;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, sleep_until};

/// A proxy ends an answer that is silent for a minute.
const BEAT: Duration = Duration::from_secs(20);
/// A line to a phone that vanished is let go by then; one that still sends opens the next with its next request.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// Of all addresses together. A line is a convenience that keeps a connection's memory: thousands of slow phones must not
/// cost the server what their photographs need, and who is refused one sends as well without.
const MOST: usize = 1_000;
/// A comment of an event stream (WHATWG HTML section 9.2.5): every proxy passes such a stream on as it comes.
const WORD: Bytes = Bytes::from_static(b":\n\n");

/// All open lines.
#[derive(Clone)]
pub struct Lines {
    seats: Seats,
    places: Arc<Semaphore>,
    stopped: watch::Sender<bool>,
}

impl Lines {
    /// `most` for each address, as for bodies.
    pub fn new(most: usize) -> Lines {
        Lines {
            seats: Seats::new(most),
            places: Arc::new(Semaphore::new(MOST)),
            stopped: watch::Sender::new(false),
        }
    }

    /// Ends them all, so that nobody waits for them.
    pub fn stop(&self) {
        self.stopped.send_replace(true);
    }
}

struct Line {
    stopped: watch::Receiver<bool>,
    next: Instant,
    end: Instant,
    _seat: Seat,
    _place: OwnedSemaphorePermit,
}

impl Line {
    async fn word(mut self) -> Option<(Result<Bytes, Infallible>, Line)> {
        if self.next > self.end {
            return None;
        }
        tokio::select! {
            _ = self.stopped.wait_for(|stopped| *stopped) => return None,
            () = sleep_until(self.next) => {}
        }
        self.next += BEAT;
        Some((Ok(WORD), self))
    }
}

pub(super) async fn run(state: &State, parts: &Parts) -> Answer {
    state.backend.draft_takes_files(admit(parts)?).await?;
    let full = Error::TooMany { wait_seconds: 30 };
    let seat = state.lines.seats.take(body::caller(state, parts));
    let place = state.lines.places.clone().try_acquire_owned();
    let now = Instant::now();
    let line = Line {
        stopped: state.lines.stopped.subscribe(),
        next: now,
        end: now + LONGEST,
        _seat: seat.ok_or_else(|| full.clone())?,
        _place: place.map_err(|_| full)?,
    };
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let words = Body::from_stream(stream::unfold(line, Line::word));
    Ok((headers, words).into_response())
}
