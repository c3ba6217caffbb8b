//! What plain forms with a file bring (a product's PDF, a roster, a rescue file), and the files of products and signatures.
//!
//! Who calls is asked before any of the body is read. A refusal goes back to the page the form stands on, in words.

use super::answer::Refusal;
use super::pages;
use crate::state::State;
use app::context::{OFFICER_COOKIE, cookie_of};
use app::error::refused_address;
use app::officer::Imported;
use app::routes;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{self, DefaultBodyLimit, FromRequest, Path, Request};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use backend::{Delivery, RescueFault};
use domain::code::Code;
use domain::error::{Error, Result};
use domain::product::ProductStep;
use domain::rescue::MOST_BYTES;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use http::request::Parts;
use std::path::PathBuf;
use tokio::sync::Semaphore;
use tokio_util::io::ReaderStream;

/// The largest form: a product's file and what stands around it.
pub(super) const MOST: usize = 6 * 1024 * 1024;
/// What people are told is the most, as a product's file.
pub(super) const SMALL: usize = 5 * 1024 * 1024;
static RESCUES: Semaphore = Semaphore::const_new(2);
/// The one box of these forms.
const FILE: &str = "file";

pub fn product() -> MethodRouter<State> {
    get(product_file)
        .post(issue)
        .layer(DefaultBodyLimit::max(MOST))
}

pub fn rescue() -> MethodRouter<State> {
    // What stands around the file is small.
    post(take_rescue).layer(DefaultBodyLimit::max(MOST_BYTES + 64 * 1024))
}

pub fn roster() -> MethodRouter<State> {
    post(import).layer(DefaultBodyLimit::max(MOST))
}

/// The office has made a product: its file comes with it.
async fn issue(
    extract::State(state): extract::State<State>,
    Path((code, product)): Path<(String, String)>,
    request: Request,
) -> std::result::Result<Response, Refusal> {
    let session = session(&state, request.headers()).await?;
    // Anything else than a code of ours has no page to go back to.
    let page = routes::handover(&Code::parse(&code).map_err(Error::from)?);
    let done = async {
        let with = Delivery {
            file: Some(file(request, SMALL).await?).filter(|file| !file.is_empty()),
            ..Delivery::default()
        };
        state
            .backend
            .deliver(&session, &code, &product, ProductStep::Issue, with)
            .await
    };
    Ok(shown(&page, done.await))
}

/// What a device that couldn't send has put into a file. The page again, with what came of each case.
async fn take_rescue(
    extract::State(state): extract::State<State>,
    request: Request,
) -> std::result::Result<Response, Refusal> {
    let session = session(&state, request.headers()).await?;
    let allowed = state.backend.check_rescuer(&session).await;
    let (parts, body) = request.into_parts();
    let done = async {
        allowed?;
        // Such a file is held in memory, twice: only so many at a time.
        let _seat = RESCUES.try_acquire().map_err(|_| Error::Unavailable)?;
        let file = file(Request::from_parts(parts.clone(), body), MOST_BYTES).await?;
        state.backend.import_rescue(&session, &file).await
    };
    let imported = match done.await {
        Ok(lines) => Imported::Lines(lines),
        Err(RescueFault::File(bad)) => Imported::BadFile(bad),
        Err(RescueFault::Told(error)) => Imported::Refused(error),
    };
    Ok(pages::answered(&state, parts, imported).await)
}

/// A roster that is a file.
async fn import(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
    request: Request,
) -> std::result::Result<Response, Refusal> {
    let session = session(&state, request.headers()).await?;
    if !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Error::NotFound.into());
    }
    let page = routes::outreach(&id);
    let done = async {
        let file = file(request, SMALL).await?;
        state.backend.import_roster(&session, &id, &file).await
    };
    Ok(match done.await {
        Ok(taken) => Redirect::to(&routes::outreach_taken(&id, &taken)).into_response(),
        refused => shown(&page, refused),
    })
}

/// The page again: with what came of it, or with the reason why nothing did.
pub(super) fn shown<T>(page: &str, done: Result<T>) -> Response {
    match done {
        Ok(_) => Redirect::to(page).into_response(),
        Err(error) => Redirect::to(&refused_address(page, &error)).into_response(),
    }
}

/// Somebody is logged in, before anything is read of what they send.
pub(super) async fn session(state: &State, headers: &http::HeaderMap) -> Result<String> {
    let session = cookie_of(headers, OFFICER_COOKIE).ok_or(Error::LoggedOut)?;
    state.backend.officer(&session).await?;
    Ok(session)
}

/// The bytes of the one file of a form.
pub(super) async fn file(request: Request, most: usize) -> Result<Vec<u8>> {
    let unread = |_| Error::malformed("form");
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Error::malformed("form"))?;
    while let Some(field) = form.next_field().await.map_err(unread)? {
        if field.name() == Some(FILE) {
            let bytes = field.bytes().await.map_err(|_| Error::TooLarge {
                max_bytes: most as u64,
            })?;
            return Ok(bytes.to_vec());
        }
    }
    Err(Error::malformed("form"))
}

/// The file of a product, to print it.
async fn product_file(
    extract::State(state): extract::State<State>,
    Path((code, product)): Path<(String, String)>,
    parts: Parts,
) -> std::result::Result<Response, Refusal> {
    let session = cookie_of(&parts.headers, OFFICER_COOKIE).ok_or(Error::LoggedOut)?;
    let file = state
        .backend
        .product_file(&session, &code, &product)
        .await?;
    sent(
        file.path,
        file.bytes,
        "application/pdf",
        "attachment; filename=\"hasil.pdf\"",
    )
    .await
}

/// A drawn signature.
pub async fn signature(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
    parts: Parts,
) -> std::result::Result<Response, Refusal> {
    let session = cookie_of(&parts.headers, OFFICER_COOKIE).ok_or(Error::LoggedOut)?;
    let file = state.backend.signature_file(&session, &id).await?;
    sent(file.path, file.bytes, "image/png", "inline").await
}

/// A file of the archive, with a policy under which nothing in it may run.
pub(super) async fn sent(
    path: PathBuf,
    bytes: u64,
    kind: &'static str,
    disposition: &'static str,
) -> std::result::Result<Response, Refusal> {
    let file = tokio::fs::File::open(&path).await.map_err(|error| {
        tracing::error!(kind = %error.kind(), "a stored file can't be opened");
        Error::Unavailable
    })?;
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_LENGTH, bytes.to_string()),
        (CONTENT_DISPOSITION, disposition.to_owned()),
        (
            CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'; frame-ancestors 'none'".to_owned(),
        ),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((
        headers,
        Body::from_stream(ReaderStream::with_capacity(file, 64 * 1024)),
    )
        .into_response())
}
