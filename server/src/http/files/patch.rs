//! PATCH: appends bytes, and may say how many there will be.

use super::body::{self, Onto};
use super::heads::{UPLOAD_LENGTH, UPLOAD_OFFSET, number};
use super::{Answer, Failure, progress};
use crate::state::State;
use axum::body::Body;
use axum::response::IntoResponse;
use backend::Append;
use http::StatusCode;
use http::request::Parts;

/// Returns what of the body was left unread, too.
pub(super) async fn run(
    state: &State,
    parts: Parts,
    id: &str,
    body: Body,
) -> (Answer, Option<Body>) {
    let append = match begin(&parts) {
        Ok(append) => append,
        Err(failure) => return (Err(failure), Some(body)),
    };
    let (carried, unread) = body::carry(state, parts, Onto::One(id), append, body).await;
    let answer = carried.map(|info| (StatusCode::NO_CONTENT, progress(&info)).into_response());
    (answer, unread)
}

fn begin(parts: &Parts) -> Result<Append, Failure> {
    super::admit(parts)?;
    let headers = &parts.headers;
    body::check_announced(headers, None)?;
    let mut append = body::append(headers, 0)?;
    append.offset = number(headers, &UPLOAD_OFFSET)?;
    if headers.contains_key(UPLOAD_LENGTH) {
        append.length = Some(number(headers, &UPLOAD_LENGTH)?);
    }
    Ok(append)
}
