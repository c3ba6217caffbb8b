//! A panic is our mistake: the caller gets a 500 that says so kindly, and the server goes on.

use super::answer::Refusal;
use axum::response::{Html, IntoResponse, Response};
use domain::error::Error;
use futures::FutureExt;
use http::StatusCode;
use std::panic::AssertUnwindSafe;

const PAGE: &str = "<!DOCTYPE html><html lang=\"id\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Ada kesalahan di pihak kami</title></head>\
<body><h1>Ada kesalahan di pihak kami</h1>\
<p>Bukan salah Anda. Isian Anda aman di HP. Tunggu sebentar, lalu muat ulang halaman ini.</p>\
<p lang=\"en\">Something went wrong on our side. Your answers are safe on your phone. Wait a moment and reload this page.</p>\
<p><a href=\"/\">Ke halaman depan</a></p></body></html>";

/// `for_machine`: the caller reads no pages.
pub async fn caught(for_machine: bool, answering: impl Future<Output = Response>) -> Response {
    // What a broken request left behind is thrown away with it; shared state lies in the database.
    match AssertUnwindSafe(answering).catch_unwind().await {
        Ok(response) => response,
        // Where it happened is told by the hook in `logs`.
        Err(_) if for_machine => {
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, Error::Unavailable).into_response()
        }
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Html(PAGE)).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::passed::passed;
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn;
    use axum::routing::get;
    use http::Request;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_answered_and_not_quoted() {
        for (path, kind, part) in [
            ("/x", "text/html; charset=utf-8", "Bukan salah Anda"),
            ("/api/x", "application/json", "unavailable"),
        ] {
            let breaks = || async {
                if true {
                    panic!("6201021501900001");
                }
            };
            let router: Router = Router::new()
                .route(path, get(breaks))
                .layer(from_fn(passed));
            let request = Request::get(path).body(Body::empty()).expect("a request");
            let response = router.oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), 500);
            assert_eq!(response.headers()["content-type"], kind);
            let body = to_bytes(response.into_body(), 10_000)
                .await
                .expect("a body");
            let text = String::from_utf8_lossy(&body);
            assert!(text.contains(part) && !text.contains("6201"), "{text}");
        }
    }
}
