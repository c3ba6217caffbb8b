//! A page leaves in one piece, with its length.
//!
//! Pages are rendered within a millisecond, but rendering and compression hand them on in pieces, and every piece
//! becomes packets of its own. A fresh connection may send ten packets before it has to wait for the other side
//! (RFC 6928): a page of seven full packets fits beside the handshake's three, one in two pieces does not, and its
//! last 300 bytes cost half a round trip.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};

/// Bytes. The longest page, a queue, has a tenth of it.
const LONGEST: usize = 8 << 20;

/// Collects what is HTML; everything else passes as it comes. `500` if the page broke off or is longer than [`LONGEST`].
pub async fn whole(request: Request, next: Next) -> Response {
    let asked = request.method() == Method::GET;
    let response = next.run(request).await;
    let page = |kind: &http::HeaderValue| kind.as_bytes().starts_with(b"text/html");
    if !asked || !response.headers().get(CONTENT_TYPE).is_some_and(page) {
        return response;
    }
    let (head, body) = response.into_parts();
    match to_bytes(body, LONGEST).await {
        Ok(bytes) => Response::from_parts(head, Body::from(bytes)),
        Err(error) => {
            tracing::error!(%error, "a page could not be written whole");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
