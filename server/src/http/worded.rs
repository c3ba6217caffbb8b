//! Doors that lead to files: whoever opens one with a browser, and isn't given the file, reads a page with a way on.
//!
//! Programs, which don't ask for HTML, get the error itself.

use super::pages;
use crate::state::State;
use app::ui::Refused;
use axum::extract::{self, Request};
use axum::middleware::Next;
use axum::response::Response;
use domain::error::Error;
use http::HeaderMap;
use http::header::{ACCEPT, RETRY_AFTER};

pub async fn worded(
    extract::State(state): extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let response = next.run(Request::from_parts(parts.clone(), body)).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || !reads(&parts.headers) {
        return response;
    }
    // What no handler has refused has an address that nothing can have.
    let error = response.extensions().get::<Error>().cloned();
    let error = error.unwrap_or(Error::NotFound);
    let mut page = pages::answered(&state, parts, Refused(error)).await;
    if let Some(wait) = response.headers().get(RETRY_AFTER) {
        page.headers_mut().insert(RETRY_AFTER, wait.clone());
    }
    page
}

/// A person: browsers ask for HTML where somebody goes to an address, and for pictures and data otherwise.
fn reads(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|kinds| kinds.contains("text/html"))
}
