//! Letters as files: the draft to look at, the letter to print, the scan of what was signed by hand.

use super::answer::Refusal;
use super::given::{MOST, SMALL, file, sent, session, shown};
use crate::state::State;
use app::context::{GRANT_COOKIE, OFFICER_COOKIE, cookie_of};
use app::routes;
use axum::extract::{self, DefaultBodyLimit, Path, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use backend::LetterWith;
use domain::code::Code;
use domain::error::Error;
use domain::letter::LetterStep;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::request::Parts;

pub fn letter() -> MethodRouter<State> {
    get(letter_file)
        .post(scan)
        .layer(DefaultBodyLimit::max(MOST))
}

/// A template with invented answers, for whoever keeps the content.
pub async fn sample(
    extract::State(state): extract::State<State>,
    Path((service, product)): Path<(String, String)>,
    parts: Parts,
) -> Result<Response, Refusal> {
    let session = cookie_of(&parts.headers, OFFICER_COOKIE).ok_or(Error::LoggedOut)?;
    let answered = parts.uri.query() != Some("kosong");
    let pdf = state
        .backend
        .letter_sample(&session, &service, &product, answered)
        .await?;
    Ok(looked_at(pdf))
}

pub async fn draft(
    extract::State(state): extract::State<State>,
    Path((code, product)): Path<(String, String)>,
    parts: Parts,
) -> Result<Response, Refusal> {
    let session = cookie_of(&parts.headers, OFFICER_COOKIE).ok_or(Error::LoggedOut)?;
    let pdf = state
        .backend
        .letter_draft(&session, &code, &product)
        .await?;
    Ok(looked_at(pdf))
}

/// How it will look, in the browser's own viewer: which a sandbox would keep from starting. It runs nothing all the same.
fn looked_at(pdf: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "inline; filename=\"konsep.pdf\""),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; object-src 'self'; frame-ancestors 'none'",
        ),
        (CACHE_CONTROL, "private, no-store"),
    ];
    (headers, pdf).into_response()
}

async fn letter_file(
    extract::State(state): extract::State<State>,
    Path((code, product)): Path<(String, String)>,
    parts: Parts,
) -> Result<Response, Refusal> {
    let session = cookie_of(&parts.headers, OFFICER_COOKIE).ok_or(Error::LoggedOut)?;
    let file = state.backend.letter_file(&session, &code, &product).await?;
    sent(
        file.path,
        file.bytes,
        "application/pdf",
        "attachment; filename=\"surat.pdf\"",
    )
    .await
}

/// For whoever has shown the code and the digits.
pub async fn granted(
    extract::State(state): extract::State<State>,
    Path(product): Path<String>,
    parts: Parts,
) -> Result<Response, Refusal> {
    let grant = cookie_of(&parts.headers, GRANT_COOKIE).ok_or(Error::LoggedOut)?;
    let file = state.backend.granted_letter(&grant, &product).await?;
    sent(
        file.path,
        file.bytes,
        "application/pdf",
        "attachment; filename=\"surat.pdf\"",
    )
    .await
}

/// It was signed by hand: here is what it looks like now.
async fn scan(
    extract::State(state): extract::State<State>,
    Path((code, product)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Refusal> {
    let session = session(&state, request.headers()).await?;
    let page = routes::letters(&Code::parse(&code).map_err(Error::from)?);
    let done = async {
        let with = LetterWith {
            file: Some(file(request, SMALL).await?).filter(|file| !file.is_empty()),
            ..LetterWith::default()
        };
        state
            .backend
            .letter_step(&session, &code, &product, LetterStep::Scan, with)
            .await
    };
    Ok(shown(&page, done.await))
}
