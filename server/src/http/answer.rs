//! Errors as HTTP answers: the status of the error, and the error itself as JSON.

pub use super::files::heads::header;

use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::error::Error;
use futures::StreamExt;
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use std::time::Duration;

/// A domain error on its way out of a handler.
#[derive(Debug)]
pub struct Refusal {
    /// Where HTTP knows a closer status than the error itself does (405, 412, 415).
    pub status: StatusCode,
    pub error: Error,
}

impl Refusal {
    pub fn new(status: StatusCode, error: Error) -> Refusal {
        Refusal { status, error }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal {
            status: status(&error),
            error,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let wait = retry_after(&self.error);
        let mut response = (self.status, Json(&self.error)).into_response();
        // For doors that people open: `worded` puts it into words.
        response.extensions_mut().insert(self.error);
        if let Some(wait) = wait {
            response.headers_mut().insert(RETRY_AFTER, wait);
        }
        response
    }
}

pub fn status(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// When trying again may help (RFC 9110 section 10.2.3).
pub fn retry_after(error: &Error) -> Option<HeaderValue> {
    match error {
        Error::TooMany { wait_seconds } => Some((*wait_seconds).into()),
        Error::Unavailable => Some(HeaderValue::from_static("5")),
        Error::NoRoom => Some(HeaderValue::from_static("60")),
        _ => None,
    }
}

/// Reads what a refused caller is still sending, for a moment and in the background: a connection that is closed with
/// unread bytes takes the answer with it, and the caller would see a broken line instead of the reason.
pub fn drain(body: Body) {
    const LONGEST: Duration = Duration::from_secs(3);
    const MOST: usize = 16 * 1024 * 1024;
    tokio::spawn(tokio::time::timeout(LONGEST, async move {
        let mut stream = body.into_data_stream();
        let mut seen = 0;
        while let Some(Ok(bytes)) = stream.next().await {
            seen += bytes.len();
            if seen > MOST {
                break;
            }
        }
    }));
}
