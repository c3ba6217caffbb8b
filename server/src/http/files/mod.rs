//! Uploads by tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): core, creation (with upload, with the length
//! said later), expiration, checksum, termination. docs/uploads.md tells it as a whole.
//!
//! Two addresses: the collection, where uploads are made, and one upload. A draft's bearer token opens both, so any tus
//! client can send; what may be stored and for how long is decided in `backend`. Every answer carries `Tus-Resumable`
//! (see `headers`), every refusal is the domain's error in JSON.

mod body;
mod create;
#[cfg(test)]
mod fuzz;
pub(super) mod heads;
mod line;
mod metadata;
mod patch;
mod proxy;
mod seats;

pub use heads::method;
pub use line::Lines;
pub use proxy::{Proxy, probe};
pub use seats::Seats;

use super::answer::{Refusal, drain};
use super::pages::language;
use crate::state::State;
use app::routes;
use axum::body::Body;
use axum::extract::{self, Request};
use axum::response::{IntoResponse, Response};
use backend::{UploadInfo, Which};
use domain::calendar::Moment;
use domain::error::Error;
use domain::text::Lang;
use domain::upload::MAX_BYTES;
use heads::{UPLOAD_DEFER_LENGTH, UPLOAD_LENGTH, UPLOAD_OFFSET, header};
use http::header::{ALLOW, CACHE_CONTROL, EXPECT, HeaderName, LOCATION, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use std::time::{Duration, UNIX_EPOCH};

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str =
    "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination";

pub(super) const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const TUS_CHECKSUM_ALGORITHM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
/// Our own: why a file is refused, in the sender's language. Words that few ever read aren't carried by every phone, and
/// the answer to HEAD has no body.
const UPLOAD_REFUSAL: HeaderName = HeaderName::from_static("upload-refusal");
/// Our own: a HEAD with it looks without ending the request that is writing. A browser hears nothing of what arrives
/// while it sends, so this is how it tells a slow link from a dead one.
const UPLOAD_WATCH: HeaderName = HeaderName::from_static("upload-watch");

type Answer = Result<Response, Failure>;

/// A refusal, and what the protocol wants beside it.
struct Failure {
    refusal: Refusal,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure {
            refusal,
            headers: Vec::new(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Refusal::from(error).into()
    }
}

impl Failure {
    fn with(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Failure {
        self.headers.push((name, value.into()));
        self
    }
}

/// Whether an address belongs to uploads.
pub fn is_upload(path: &str) -> bool {
    path.strip_prefix(routes::FILES)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `/files`
pub async fn collection(
    extract::State(state): extract::State<State>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let caller = Caller::of(&parts);
    let (answer, unread) = match method(&parts.method, &parts.headers) {
        Method::OPTIONS => (Ok(abilities()), Some(body)),
        // Boxed, like those below: whoever sends for minutes keeps room for its own request only.
        Method::POST => Box::pin(create::run(&state, parts, body)).await,
        Method::HEAD => (begun(&state, &parts).await, Some(body)),
        Method::GET => (line::run(&state, &parts).await, Some(body)),
        _ => (Err(not_allowed("OPTIONS, POST, HEAD, GET")), Some(body)),
    };
    finished(caller, answer, unread)
}

/// `/files/{id}`
pub async fn one(extract::State(state): extract::State<State>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let id = parts
        .uri
        .path()
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    let caller = Caller::of(&parts);
    let (answer, unread) = match method(&parts.method, &parts.headers) {
        Method::OPTIONS => (Ok(abilities()), Some(body)),
        Method::HEAD => (Box::pin(head(&state, &parts, &id)).await, Some(body)),
        Method::DELETE => (Box::pin(delete(&state, &parts, &id)).await, Some(body)),
        Method::PATCH => Box::pin(patch::run(&state, parts, &id, body)).await,
        _ => (Err(not_allowed("OPTIONS, HEAD, PATCH, DELETE")), Some(body)),
    };
    finished(caller, answer, unread)
}

/// What an answer must know of who asked.
struct Caller {
    lang: Lang,
    /// Whether it asks beforehand if it may send (`Expect: 100-continue`).
    asked_first: bool,
}

impl Caller {
    fn of(parts: &Parts) -> Caller {
        Caller {
            lang: language(&parts.headers),
            asked_first: parts.headers.contains_key(EXPECT),
        }
    }
}

fn finished(caller: Caller, answer: Answer, unread: Option<Body>) -> Response {
    let mut response = match answer {
        Ok(response) => response,
        Err(failure) => {
            let error = &failure.refusal.error;
            let words = error.is_about_file().then(|| error.message(caller.lang));
            let mut response = failure.refusal.into_response();
            response.headers_mut().extend(failure.headers);
            if let Some(Ok(words)) = words.map(HeaderValue::try_from) {
                response.headers_mut().insert(UPLOAD_REFUSAL, words);
            }
            response
        }
    };
    // Whoever asked sends no body after a final answer, and polling would invite it.
    if let Some(body) = unread
        && !caller.asked_first
    {
        drain(body);
    }
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The one answer that needs no `Tus-Resumable` and no token.
fn abilities() -> Response {
    let headers = [
        (TUS_VERSION, HeaderValue::from_static(VERSION)),
        (TUS_EXTENSION, HeaderValue::from_static(EXTENSIONS)),
        (
            TUS_CHECKSUM_ALGORITHM,
            HeaderValue::from_static(backend::ALGORITHMS),
        ),
        (TUS_MAX_SIZE, MAX_BYTES.into()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

fn not_allowed(allow: &'static str) -> Failure {
    Failure::from(Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Error::malformed("method"),
    ))
    .with(ALLOW, HeaderValue::from_static(allow))
}

/// What every request but OPTIONS needs: a version we speak, and a token. Returns the token.
fn admit(parts: &Parts) -> Result<&str, Failure> {
    if header(&parts.headers, "tus-resumable") != Some(VERSION) {
        let refusal = Refusal::new(
            StatusCode::PRECONDITION_FAILED,
            Error::malformed("tus-resumable"),
        );
        return Err(Failure::from(refusal).with(TUS_VERSION, HeaderValue::from_static(VERSION)));
    }
    heads::token(&parts.headers).ok_or_else(|| {
        Failure::from(Error::LoggedOut).with(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    })
}

/// `HEAD /files` with an Idempotency-Key: the upload that was begun with it, looked at as `Upload-Watch` does.
async fn begun(state: &State, parts: &Parts) -> Answer {
    let token = admit(parts)?;
    let key = heads::key(&parts.headers).ok_or(Error::malformed("idempotency-key"))?;
    let info = state.backend.upload_seen(token, Which::Key(&key)).await?;
    let location = HeaderValue::from_str(&format!("{}/{}", routes::FILES, info.id))
        .map_err(|_| Error::Unavailable)?;
    Ok((StatusCode::OK, progress(&info), [(LOCATION, location)]).into_response())
}

async fn head(state: &State, parts: &Parts, id: &str) -> Answer {
    let token = admit(parts)?;
    let info = if parts.headers.contains_key(UPLOAD_WATCH) {
        state.backend.upload_seen(token, Which::Id(id)).await?
    } else {
        let info = state.backend.upload_info(token, id).await;
        // Nothing is left of a file that was refused. The protocol wants an offset with every HEAD of what is known.
        info.map_err(|error| match error {
            Error::BadFile | Error::Flawed { .. } | Error::Infected => {
                Failure::from(error).with(UPLOAD_OFFSET, 0)
            }
            other => other.into(),
        })?
    };
    let mut response = (StatusCode::OK, progress(&info)).into_response();
    let headers = response.headers_mut();
    match info.length {
        Some(length) => headers.insert(UPLOAD_LENGTH, length.into()),
        None => headers.insert(UPLOAD_DEFER_LENGTH, HeaderValue::from_static("1")),
    };
    if let Some(metadata) = info
        .metadata
        .and_then(|metadata| HeaderValue::from_str(&metadata).ok())
    {
        headers.insert(UPLOAD_METADATA, metadata);
    }
    Ok(response)
}

async fn delete(state: &State, parts: &Parts, id: &str) -> Answer {
    state.backend.upload_delete(admit(parts)?, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn progress(info: &UploadInfo) -> [(HeaderName, HeaderValue); 2] {
    [
        (UPLOAD_OFFSET, info.offset.into()),
        (UPLOAD_EXPIRES, expires(info.expires)),
    ]
}

/// IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
fn expires(at: Moment) -> HeaderValue {
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or_default());
    HeaderValue::from_str(&httpdate::fmt_http_date(at)).expect("a date is ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_wants_them() {
        assert_eq!(
            expires(Moment(784_111_777_000)),
            "Sun, 06 Nov 1994 08:49:37 GMT"
        );
    }
}
