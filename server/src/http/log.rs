//! One line per request: what kind of request it was and how it ended, never what was in it.
//!
//! The address is told as its pattern (`/status/kasus`, `/files/{id}`): real ones hold codes, ids and what people typed.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

pub async fn told(request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(no route)".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let ms = begin.elapsed().as_millis();
    if status >= 500 {
        tracing::warn!(%method, route, status, ms, "answered");
    } else if matches!(route.as_str(), "/healthz" | "/readyz" | "(no route)") {
        tracing::debug!(%method, route, status, ms, "answered");
    } else {
        tracing::info!(%method, route, status, ms, "answered");
    }
    response
}
