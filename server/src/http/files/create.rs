//! POST: begins an upload. Everything that can be wrong with it is found before a byte of the photo is spent; then the
//! bytes that came along are stored as a PATCH's would be, so that a photo takes one round trip.

use super::body::{self, Onto};
use super::{Answer, Failure, TUS_MAX_SIZE, admit, heads, metadata, progress};
use crate::state::State;
use app::routes;
use axum::body::Body;
use axum::response::IntoResponse;
use backend::{Append, Begun, NewUpload, Requester};
use domain::error::Error;
use domain::upload::MAX_BYTES;
use http::header::LOCATION;
use http::request::Parts;
use http::{HeaderValue, StatusCode};

/// Returns what of the body was left unread, too.
pub(super) async fn run(state: &State, parts: Parts, body: Body) -> (Answer, Option<Body>) {
    let (begun, append) = match Box::pin(begin(state, &parts)).await {
        Ok(answer) => answer,
        Err(failure) => return (Err(failure), Some(body)),
    };
    let Ok(location) = HeaderValue::from_str(&format!("{}/{}", routes::FILES, begun.info.id))
    else {
        return (Err(Error::Unavailable.into()), Some(body));
    };
    // A creation that is sent again is told where it stands; its body would begin at the wrong place.
    let (carried, unread) = match append {
        Some(append) if begun.info.offset == 0 => {
            body::carry(state, parts, Onto::New(begun), append, body).await
        }
        _ => (Ok(begun.info), Some(body)),
    };
    let answer = match carried {
        Ok(info) => {
            let mut answer = (StatusCode::CREATED, progress(&info)).into_response();
            answer.headers_mut().insert(LOCATION, location);
            Ok(answer)
        }
        // Refused or not, it was begun: whoever hears this can go on there.
        Err(failure) => Err(failure.with(LOCATION, location)),
    };
    (answer, unread)
}

/// The upload, and how to take the body where there is one.
async fn begin(state: &State, parts: &Parts) -> Result<(Begun, Option<Append>), Failure> {
    let token = admit(parts)?;
    let headers = &parts.headers;
    let length = heads::length(headers)?;
    if length.is_some_and(|length| length > MAX_BYTES) {
        return Err(Failure::from(Error::TooLarge {
            max_bytes: MAX_BYTES,
        })
        .with(TUS_MAX_SIZE, MAX_BYTES));
    }
    let metadata = metadata::read(headers).ok_or(Error::malformed("upload-metadata"))?;
    let idempotency_key = match headers.get("idempotency-key") {
        None => None,
        Some(_) => Some(heads::key(headers).ok_or(Error::malformed("idempotency-key"))?),
    };
    let append = if heads::has_body(headers) {
        body::check_announced(headers, length)?;
        Some(body::append(headers, 0)?)
    } else {
        None
    };
    let new = NewUpload {
        requirement: metadata.requirement,
        length,
        idempotency_key,
        metadata: Some(metadata.line),
        sha256: metadata.sha256,
        from: body::caller(state, parts).map(Requester::from),
    };
    Ok((state.backend.upload_begin(token, new).await?, append))
}
