//! POST: begins an upload. Everything that can be wrong with it is found before a byte of the photo is spent.

use super::{Answer, Failure, TUS_MAX_SIZE, UPLOAD_EXPIRES, UPLOAD_LENGTH, UPLOAD_OFFSET};
use super::{admit, expires, header, metadata, number};
use crate::state::State;
use app::routes;
use axum::response::IntoResponse;
use backend::NewUpload;
use domain::error::Error;
use domain::upload::MAX_BYTES;
use http::header::LOCATION;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};

pub(super) async fn run(state: &State, parts: &Parts) -> Answer {
    let token = admit(parts)?;
    let headers = &parts.headers;
    if headers.contains_key("upload-defer-length") {
        // Not offered: a photo's size is known before it is sent.
        return Err(Error::malformed("upload-defer-length").into());
    }
    let length = number(headers, &UPLOAD_LENGTH)?;
    if length > MAX_BYTES {
        return Err(Failure::from(Error::TooLarge {
            max_bytes: MAX_BYTES,
        })
        .with(TUS_MAX_SIZE, MAX_BYTES));
    }
    let (requirement, metadata) =
        metadata::read(headers).ok_or(Error::malformed("upload-metadata"))?;
    let idempotency_key = match headers.get("idempotency-key") {
        None => None,
        Some(_) => Some(key(headers).ok_or(Error::malformed("idempotency-key"))?),
    };
    let new = NewUpload {
        requirement,
        length,
        idempotency_key,
        metadata: Some(metadata),
    };
    let info = state.backend.upload_create(token, new).await?;
    let location = HeaderValue::from_str(&format!("{}/{}", routes::FILES, info.id))
        .map_err(|_| Error::Unavailable)?;
    let headers = [
        (LOCATION, location),
        (UPLOAD_OFFSET, info.offset.into()),
        (UPLOAD_EXPIRES, expires(info.expires)),
    ];
    Ok((StatusCode::CREATED, headers).into_response())
}

/// One or more visible symbols, in quotes as the draft standard has it or without.
fn key(headers: &HeaderMap) -> Option<String> {
    let text = header(headers, "idempotency-key")?;
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    let good = (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    good.then(|| text.to_owned())
}
