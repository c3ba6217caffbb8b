//! Server functions: Leptos runs them, this module gives their answers the shape that HTTP expects.
//!
//! Leptos 0.8 answers every error of ours with 500, and some of its own with plain text. Here each gets its status, and
//! each is the same JSON. A posted form keeps its redirect: that is how it works without scripts.

use super::answer::{Refusal, drain, retry_after, status};
use super::pages::contexts;
use crate::state::State;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use domain::error::Error;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::handle_server_fns_with_context;
use std::time::Duration;

pub const PREFIX: &str = "/api/";

/// The largest call: a long form with every heir of a family is near 20 KB; photos don't come this way.
const MOST: usize = 256 * 1024;
/// How long such a call may take to arrive: at two kilobytes a second it still does.
const PATIENCE: Duration = Duration::from_secs(120);

pub fn routes(state: &State) -> Router<State> {
    let mut router = Router::new();
    for (path, method) in server_fn_paths() {
        let contexts = contexts(state);
        let handler = move |request: Request| handle_server_fns_with_context(contexts, request);
        let method =
            MethodFilter::try_from(method).expect("Leptos knows no other methods than axum");
        router = router.route(path, on(method, handler));
    }
    router.layer(from_fn(shaped)).layer(from_fn(limited))
}

/// Takes bodies up to the limit, whether or not their length was announced.
async fn limited(request: Request, next: Next) -> Response {
    let too_large = || {
        Refusal::from(Error::TooLarge {
            max_bytes: MOST as u64,
        })
        .into_response()
    };
    let (parts, body) = request.into_parts();
    let announced = parts
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MOST as u64) {
        drain(body);
        return too_large();
    }
    match tokio::time::timeout(PATIENCE, to_bytes(body, MOST)).await {
        Ok(Ok(bytes)) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        // Either it was longer than announced, or the connection broke and nobody reads the answer.
        Ok(Err(_)) => too_large(),
        Err(_) => Refusal::new(StatusCode::REQUEST_TIMEOUT, Error::Network).into_response(),
    }
}

async fn shaped(request: Request, next: Next) -> Response {
    shape(next.run(request).await).await
}

async fn shape(response: Response) -> Response {
    if !(response.status().is_client_error() || response.status().is_server_error()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // What a server function answered is in memory already; anything endless is not ours.
    let bytes = if body.is_end_stream() {
        Bytes::new()
    } else {
        to_bytes(body, MOST).await.unwrap_or_default()
    };
    match serde_json::from_slice::<Error>(&bytes) {
        Ok(error) => {
            if parts.status == StatusCode::INTERNAL_SERVER_ERROR {
                parts.status = status(&error);
            }
            if let Some(wait) = retry_after(&error) {
                parts.headers.insert(RETRY_AFTER, wait);
            }
            parts.headers.insert(
                CONTENT_TYPE,
                http::HeaderValue::from_static("application/json"),
            );
            parts.headers.remove(CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(bytes))
        }
        Err(_) if parts.status.is_server_error() => {
            Refusal::new(parts.status, Error::Unavailable).into_response()
        }
        Err(_) if parts.status == StatusCode::METHOD_NOT_ALLOWED => {
            let mut response =
                Refusal::new(parts.status, Error::malformed("method")).into_response();
            response.headers_mut().extend(
                parts
                    .headers
                    .remove(http::header::ALLOW)
                    .map(|allow| (http::header::ALLOW, allow)),
            );
            response
        }
        Err(_) => Refusal::from(Error::malformed("request")).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn shaped(code: u16, body: &str) -> (u16, Option<Error>, Option<String>) {
        let response = (StatusCode::from_u16(code).unwrap(), body.to_owned()).into_response();
        let response = shape(response).await;
        let wait = response
            .headers()
            .get(RETRY_AFTER)
            .map(|wait| wait.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), MOST).await.unwrap();
        (status, serde_json::from_slice(&bytes).ok(), wait)
    }

    #[tokio::test]
    async fn errors_get_their_own_status() {
        let json = |error: &Error| serde_json::to_string(error).unwrap();
        for error in [
            Error::NotFound,
            Error::LoggedOut,
            Error::Changed,
            Error::Forbidden,
            Error::Full,
            Error::DraftEnded,
        ] {
            assert_eq!(
                shaped(500, &json(&error)).await,
                (error.status(), Some(error), None)
            );
        }
        let slow = Error::TooMany { wait_seconds: 90 };
        assert_eq!(
            shaped(500, &json(&slow)).await,
            (429, Some(slow), Some("90".into()))
        );
    }

    #[tokio::test]
    async fn plain_text_becomes_json() {
        assert_eq!(
            shaped(400, "Could not find a server function").await.1,
            Some(Error::malformed("request"))
        );
        assert_eq!(
            shaped(405, "").await,
            (405, Some(Error::malformed("method")), None)
        );
        assert_eq!(
            shaped(500, "oh").await,
            (500, Some(Error::Unavailable), Some("5".into()))
        );
    }

    #[tokio::test]
    async fn good_answers_and_redirects_pass_untouched() {
        assert_eq!(shaped(200, "\"logged-out\"").await.0, 200);
        assert_eq!(shaped(302, "").await.0, 302);
    }
}
