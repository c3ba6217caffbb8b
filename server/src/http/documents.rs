//! The bytes of a stored document, for the officer who may see it.
//!
//! What residents send is never trusted: the type is what the server itself found, and nothing in it may run.

use super::answer::Refusal;
use crate::state::State;
use app::context::{OFFICER_COOKIE, cookie_of};
use axum::body::Body;
use axum::extract::{self, Path};
use axum::response::{IntoResponse, Response};
use domain::error::Error;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use http::request::Parts;
use tokio_util::io::ReaderStream;

pub async fn page(
    extract::State(state): extract::State<State>,
    Path(page): Path<String>,
    parts: Parts,
) -> Result<Response, Refusal> {
    let session = cookie_of(&parts.headers, OFFICER_COOKIE).ok_or(Error::LoggedOut)?;
    let page = state.backend.page_file(&session, &page).await?;
    let file = tokio::fs::File::open(&page.path).await.map_err(|error| {
        tracing::error!(kind = %error.kind(), "a stored document can't be opened");
        Error::Unavailable
    })?;
    // A browser's own PDF viewer would run in our name; as a file it opens apart.
    let disposition = if page.media.is_image() {
        "inline"
    } else {
        "attachment; filename=\"berkas.pdf\""
    };
    let headers = [
        (CONTENT_TYPE, page.media.mime().to_owned()),
        (CONTENT_LENGTH, page.bytes.to_string()),
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
