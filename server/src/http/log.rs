//! One line per request: what kind of request it was and how it ended, never what was in it.
//!
//! The address is told as its pattern (`/status/kasus`, `/files/{id}`): real ones hold codes, ids and what people typed.

use axum::extract::{MatchedPath, Request};
use http::{Method, StatusCode};
use std::time::Instant;

/// What is told of a request once it is answered.
pub struct Line {
    begin: Instant,
    method: Method,
    route: Option<MatchedPath>,
}

impl Line {
    pub fn of(request: &Request) -> Line {
        Line {
            begin: Instant::now(),
            method: request.method().clone(),
            route: request.extensions().get().cloned(),
        }
    }

    pub fn tell(self, status: StatusCode) {
        let (method, status) = (self.method, status.as_u16());
        let route = self
            .route
            .as_ref()
            .map_or("(no route)", MatchedPath::as_str);
        let ms = self.begin.elapsed().as_millis();
        if status >= 500 {
            tracing::warn!(%method, route, status, ms, "answered");
        } else if matches!(route, "/healthz" | "/readyz" | "(no route)") {
            tracing::debug!(%method, route, status, ms, "answered");
        } else {
            tracing::info!(%method, route, status, ms, "answered");
        }
    }
}
