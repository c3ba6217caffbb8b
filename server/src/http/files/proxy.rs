//! Whether the proxy in front passes bodies on as they come, or collects them first. One that collects takes away what
//! resumable uploads are for: a photo whose connection broke at 90 % begins anew.
//!
//! Two ways to know. Asked: [`probe`] tells when the pieces of a body arrived that somebody sent slowly on purpose.
//! Unasked: a phone's photo takes a while; if photo after photo comes out of the proxy faster than any phone can send,
//! the proxy had it whole before it began.

use crate::config::Config;
use crate::http::answer::Refusal;
use crate::state::State;
use axum::Json;
use axum::body::Body;
use axum::extract;
use axum::response::{IntoResponse, Response};
use domain::error::Error;
use futures::StreamExt;
use http::HeaderMap;
use http::request::Parts;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Bodies smaller than this travel in one piece anyway.
const SMALLEST: usize = 64 * 1024;
/// Bytes per millisecond that no phone reaches (200 Mbit/s).
const FASTEST: u128 = 25_000;
/// So many photos in a row are no chance.
const ENOUGH: u32 = 8;
/// A bit for each of them.
const NEWEST: u32 = (1 << ENOUGH) - 1;
/// A probe: longest time, most bytes, and what spread proves that nobody collected.
const PROBE_TIME: Duration = Duration::from_secs(60);
const PROBE_BYTES: usize = 16 * 1024 * 1024;
const SPREAD: Duration = Duration::from_secs(1);

/// What was seen of the last bodies that came through a proxy.
#[derive(Clone, Default)]
pub struct Proxy {
    /// A bit for each, 1 for "at once", behind a leading 1 that tells how many there are.
    last: Arc<AtomicU32>,
}

/// One body as it comes in.
pub struct Watch {
    proxied: bool,
    began: Option<Instant>,
    bytes: usize,
}

impl Watch {
    pub fn saw(&mut self, bytes: usize) {
        self.began.get_or_insert_with(Instant::now);
        self.bytes += bytes;
    }
}

impl Proxy {
    /// Watches a body, if headers say that a proxy brought it.
    pub fn watch(&self, headers: &HeaderMap, config: &Config) -> Watch {
        let told = |name: &str| headers.contains_key(name);
        let proxied = ["via", "forwarded", "x-forwarded-for", "x-real-ip"]
            .into_iter()
            .any(told)
            || config
                .client_address_header
                .as_ref()
                .is_some_and(|name| headers.contains_key(name));
        Watch {
            proxied,
            began: None,
            bytes: 0,
        }
    }

    /// The body has ended as it should.
    pub fn judge(&self, watch: Watch) {
        if let Some(began) = watch.began
            && watch.proxied
            && watch.bytes >= SMALLEST
        {
            let at_once = watch.bytes as u128 > FASTEST * (began.elapsed().as_millis() + 1);
            let push = |last: u32| {
                let longer = (last.max(1) << 1) | u32::from(at_once);
                Some(if longer >> ENOUGH > 1 {
                    (longer & NEWEST) | (NEWEST + 1)
                } else {
                    longer
                })
            };
            let _ = self
                .last
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, push);
        }
    }

    /// `streams`, `buffers` or `unknown`.
    pub fn verdict(&self) -> &'static str {
        let last = self.last.load(Ordering::Relaxed);
        if last <= NEWEST {
            "unknown"
        } else if last & NEWEST == NEWEST {
            "buffers"
        } else {
            "streams"
        }
    }
}

/// Reads a body that somebody sends slowly on purpose, and tells how it came.
pub async fn probe(
    extract::State(state): extract::State<State>,
    parts: Parts,
    body: Body,
) -> Response {
    let Some(_seat) = state.seats.take(super::body::caller(&state, &parts)) else {
        return Refusal::from(Error::TooMany { wait_seconds: 30 }).into_response();
    };
    let end = Instant::now() + PROBE_TIME;
    let mut stream = body.into_data_stream();
    let (mut bytes, mut pieces, mut first) = (0, 0, None);
    while let Ok(Some(Ok(piece))) = timeout_at(end, stream.next()).await {
        first.get_or_insert_with(Instant::now);
        bytes += piece.len();
        pieces += 1;
        if bytes > PROBE_BYTES {
            break;
        }
    }
    let spread = first.map_or(Duration::ZERO, |first| first.elapsed());
    let verdict = match bytes {
        0 => "unknown",
        _ if spread >= SPREAD => "streams",
        _ => "buffers",
    };
    let milliseconds = u64::try_from(spread.as_millis()).unwrap_or(u64::MAX);
    Json(
        json!({ "bytes": bytes, "pieces": pieces, "milliseconds": milliseconds, "proxy": verdict }),
    )
    .into_response()
}

#[cfg(test)]
mod tests {
    use super::{Proxy, Watch};
    use std::time::Duration;
    use tokio::time::Instant;

    fn body(bytes: usize, milliseconds: u64, proxied: bool) -> Watch {
        Watch {
            proxied,
            began: Instant::now().checked_sub(Duration::from_millis(milliseconds)),
            bytes,
        }
    }

    #[test]
    fn a_proxy_is_judged_by_its_last_eight_photos() {
        let proxy = Proxy::default();
        for _ in 0..7 {
            proxy.judge(body(3_000_000, 1, true));
            // Too small to tell, and from nowhere near a proxy.
            proxy.judge(body(3_000, 1, true));
            proxy.judge(body(3_000_000, 2_000, false));
        }
        assert_eq!(proxy.verdict(), "unknown");
        proxy.judge(body(3_000_000, 1, true));
        assert_eq!(proxy.verdict(), "buffers");
        proxy.judge(body(300_000, 2_000, true));
        for _ in 0..7 {
            assert_eq!(proxy.verdict(), "streams");
            proxy.judge(body(3_000_000, 1, true));
        }
        for _ in 0..100 {
            proxy.judge(body(3_000_000, 1, true));
        }
        assert_eq!(proxy.verdict(), "buffers");
        proxy.judge(body(300_000, 2_000, true));
        assert_eq!(proxy.verdict(), "streams");
    }
}
