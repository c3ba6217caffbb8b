//! The bytes of a PATCH, or of a POST that brings them along: stored as they arrive, and stay stored whatever ends the
//! request. What can be refused is refused before the body is polled, so `Expect: 100-continue` spares it.

use super::heads::{self, UPLOAD_OFFSET, header};
use super::proxy::Watch;
use super::{Failure, TUS_MAX_SIZE, admit};
use crate::http::answer::Refusal;
use crate::socket::{Lane, NARROW, Socket, WIDE};
use crate::state::State;
use axum::body::{Body, BodyDataStream};
use axum::extract::ConnectInfo;
use backend::{Append, Begun, UploadInfo, WriteFault, Writer};
use domain::error::Error;
use domain::upload::MAX_BYTES;
use futures::{FutureExt, StreamExt};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep_until, timeout};

/// tus 1.0.0, checksum extension.
const CHECKSUM_MISMATCH: u16 = 460;
/// Longest that what lies in the socket may take when somebody newer waits; a disk takes a full one in a tenth of it.
const AT_HAND: Duration = Duration::from_millis(200);
/// Whoever fills what a connection reads at once so often in a row is quick: who then stalls has brought 80 KiB.
const QUICK_PIECES: u32 = 10;
/// And no longer, once nothing came for so long.
const QUICK_FOR: Duration = Duration::from_millis(250);
/// So often the connection is asked in vain before it has nothing: it reads and passes on in two turns.
const ASKED_ENOUGH: u32 = 3;

/// Too much is refused before any of it is read.
pub(super) fn check_announced(headers: &HeaderMap, length: Option<u64>) -> Result<(), Failure> {
    let bytes = heads::announced(headers).unwrap_or(0);
    if bytes > MAX_BYTES {
        return Err(Failure::from(Error::TooLarge {
            max_bytes: MAX_BYTES,
        })
        .with(TUS_MAX_SIZE, MAX_BYTES));
    }
    if length.is_some_and(|length| bytes > length) {
        return Err(Error::malformed("content-length").into());
    }
    Ok(())
}

/// How the headers want the bytes to be taken.
pub(super) fn append(headers: &HeaderMap, offset: u64) -> Result<Append, Failure> {
    if header(headers, CONTENT_TYPE.as_str()) != Some("application/offset+octet-stream") {
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::malformed("content-type"),
        )
        .into());
    }
    Ok(Append {
        offset,
        length: None,
        announced: heads::announced(headers),
        checksum: heads::checksum(headers)?,
    })
}

/// Whose room and whose seats are counted.
pub(super) fn caller(state: &State, parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    state.caller(&parts.headers, peer.map(|ConnectInfo(peer)| *peer))
}

/// Stores a body. Returns what of it was left unread, too. When the connection dies the server drops this future, and
/// with it the writer, which keeps what it was given.
pub(super) async fn carry(
    state: &State,
    parts: Parts,
    onto: Onto<'_>,
    append: Append,
    body: Body,
) -> (Result<UploadInfo, Failure>, Option<Body>) {
    let seat = match state.seats.take(caller(state, &parts)) {
        Some(seat) => seat,
        None => return (Err(Error::TooMany { wait_seconds: 30 }.into()), Some(body)),
    };
    let begun = match admit(&parts) {
        // Boxed: whoever stalls for minutes needn't keep room for what came before.
        Ok(token) => Box::pin(onto.write(state, token, append))
            .await
            .map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    let line = Line {
        socket: parts.extensions.get().cloned(),
        watch: state.proxy.watch(&parts.headers, &state.config),
    };
    // The head's bytes, too, are kept by nobody who stalls.
    drop(parts);
    let outcome = match begun {
        Ok(writer) => pump(state, line, writer, body).await,
        Err(failure) => (Err(failure), Some(body)),
    };
    drop(seat);
    outcome
}

/// What a body is for.
pub(super) enum Onto<'a> {
    /// An upload by its id.
    One(&'a str),
    /// The one that this very request began.
    New(Begun),
}

impl Onto<'_> {
    async fn write(self, state: &State, token: &str, append: Append) -> Result<Writer, WriteFault> {
        match self {
            Onto::One(id) => state.backend.upload_write(token, id, append).await,
            Onto::New(begun) => state.backend.upload_write_begun(token, begun, append).await,
        }
    }
}

/// What is known of the connection that a body comes by.
struct Line {
    /// None where no socket is behind it.
    socket: Option<Socket>,
    watch: Watch,
}

async fn pump(
    state: &State,
    mut line: Line,
    mut writer: Writer,
    body: Body,
) -> (Result<UploadInfo, Failure>, Option<Body>) {
    let pace = state.config.uploads.pace;
    let mut stream = body.into_data_stream();
    let mut window = Instant::now() + pace.window;
    let mut since_window = 0;
    let (mut full, mut lane, mut quick_until) = (0, None::<Lane>, window);
    let outcome = loop {
        tokio::select! {
            biased;
            // A newcomer, or the end of the server: nobody waits for the rest of the body.
            () = writer.stopped() => {
                let taken = timeout(AT_HAND, take_at_hand(&line, &mut writer, &mut stream));
                match taken.await {
                    Ok(Ok(true)) => return (writer.finish().await.map_err(Failure::from), None),
                    Ok(Err(fault)) => break Err(fault.into()),
                    Ok(Ok(false)) | Err(_) => break writer.cut().await.map_err(Failure::from),
                }
            }
            piece = stream.next() => match piece {
                Some(Ok(bytes)) => {
                    since_window += bytes.len() as u64;
                    full = if bytes.len() < NARROW { 0 } else { full + 1 };
                    if full == QUICK_PIECES {
                        lane = line.socket.as_ref().and_then(|socket| state.lanes.take(socket));
                    }
                    if lane.is_some() {
                        quick_until = Instant::now() + QUICK_FOR;
                    }
                    line.watch.saw(bytes.len());
                    if let Err(fault) = writer.push(bytes).await {
                        break Err(fault.into());
                    }
                }
                None => {
                    state.proxy.judge(line.watch);
                    return (writer.finish().await.map_err(Failure::from), None);
                }
                // A broken line: the bytes are safe, and most likely nobody hears the answer.
                Some(Err(_)) => break cut(writer).await,
            },
            () = sleep_until(quick_until), if lane.is_some() => {
                lane = None;
                full = 0;
            }
            () = sleep_until(window) => {
                if since_window < pace.least {
                    break cut(writer).await;
                }
                window = Instant::now() + pace.window;
                since_window = 0;
            }
        }
    };
    (outcome, Some(Body::from_stream(stream)))
}

/// Takes what was delivered before somebody newer came and lies unread in the socket, and waits for nothing more: a live
/// line could go on for ever. `true`: that was all of the body.
async fn take_at_hand(
    line: &Line,
    writer: &mut Writer,
    stream: &mut BodyDataStream,
) -> Result<bool, WriteFault> {
    let unread = || line.socket.as_ref().map_or(0, Socket::unread);
    // HTTP holds at most two pieces of its own.
    let mut due = unread() + 2 * WIDE as u64;
    let mut asked = 0;
    while due > 0 && (asked < ASKED_ENOUGH || unread() > 0) {
        match stream.next().now_or_never() {
            Some(Some(Ok(bytes))) => {
                due = due.saturating_sub(bytes.len() as u64);
                asked = 0;
                writer.push(bytes).await?;
            }
            Some(None) => return Ok(true),
            Some(Some(Err(_))) => return Ok(false),
            // The connection reads only while this request isn't running.
            None => {
                asked += 1;
                yield_now().await;
            }
        }
    }
    Ok(false)
}

/// Ends a request that didn't: what came is kept, and the answer tells how much that is.
async fn cut(writer: Writer) -> Result<UploadInfo, Failure> {
    let failure = Failure::from(Refusal::new(StatusCode::REQUEST_TIMEOUT, Error::Network));
    match writer.cut().await {
        Ok(info) => Err(failure.with(UPLOAD_OFFSET, info.offset)),
        Err(fault) => Err(fault.into()),
    }
}

impl From<WriteFault> for Failure {
    fn from(fault: WriteFault) -> Failure {
        let mismatch = || {
            let status = StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST);
            Failure::from(Refusal::new(status, Error::malformed("upload-checksum")))
        };
        match fault {
            // The true offset goes with it: the client continues there, without asking again.
            WriteFault::WrongOffset { offset } | WriteFault::Evicted { offset } => {
                Failure::from(Error::Changed).with(UPLOAD_OFFSET, offset)
            }
            WriteFault::Mismatch { offset } => mismatch().with(UPLOAD_OFFSET, offset),
            WriteFault::Spoilt => mismatch(),
            WriteFault::Refused(error) => error.into(),
        }
    }
}
