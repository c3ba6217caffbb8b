//! The wire error of every server function: `domain::error::Error` in JSON.

use domain::error::Error;
use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr, ServerFnUrlError};
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A thin coat, because the trait belongs to Leptos and the error to `domain`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiError(pub Error);

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        ApiError(match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Error::Network,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => {
                // What was typed must not travel back in an error: only that it couldn't be read.
                Error::malformed("request")
            }
            _ => Error::Unavailable,
        })
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        ApiError(error)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ApiError {}

/// `path` with an error in it, for a form that is shown again: [`refused_form`] reads it there.
pub fn refused_address(path: &str, error: &Error) -> String {
    // The crate for addresses wants a whole one; only path and query are used.
    let url =
        ServerFnUrlError::new(path, ApiError(error.clone())).to_url(&format!("http://here{path}"));
    url.map_or_else(
        |_| path.to_owned(),
        |url| format!("{}?{}", url.path(), url.query().unwrap_or_default()),
    )
}

/// What a posted form says when it was refused. Leptos sends the browser back to the page with the error in the
/// address (`__err`: base64 of the JSON of [`ApiError`]); without script that is the only way it can travel.
///
/// Anybody can write an address, so only the words of our own errors are ever shown.
pub fn refused_form() -> Option<Error> {
    let coded = use_query_map().read_untracked().get("__err")?;
    let ApiError(error) = ServerFnUrlError::decode_err(&coded);
    Some(error)
}
