//! Calls of server functions from what residents wait for: the same types and the same addresses as the stubs that
//! Leptos makes, without the client behind them: 5 kB less for every applicant.

use crate::application::api::LeaseCodes;
use crate::json::read_json;
use crate::upload::{settled, status_of};
use domain::error::Error;
use leptos::server_fn::ServerFn;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::XmlHttpRequest;

/// Calls a server function whose codec is `Json`.
///
/// # Errors
/// What the function answers; [`Error::Network`] when nothing answers; [`Error::Unavailable`] for an answer that isn't
/// ours, as a proxy's.
pub async fn post<F>(function: F) -> Result<F::Output, Error>
where
    F: ServerFn + Serialize,
    F::Output: DeserializeOwned,
{
    let body = serde_json::to_string(&function).map_err(|_| Error::malformed("request"))?;
    read(&ask("POST", F::PATH, Some(body)).await?)
}

/// Asks for what anybody may read.
///
/// # Errors
/// As [`post`].
pub async fn get<T: DeserializeOwned>(address: &str) -> Result<T, Error> {
    read(&ask("GET", address, None).await?)
}

fn read<T: DeserializeOwned>(answer: &str) -> Result<T, Error> {
    read_json(answer).ok_or(Error::Unavailable)
}

/// The text of a good answer. Once for all types: they only read it.
async fn ask(method: &str, address: &str, body: Option<String>) -> Result<String, Error> {
    let (status, answer) = send(method, address, body.as_deref())
        .await
        .ok_or(Error::Network)?;
    match status {
        0 => Err(Error::Network),
        200..300 => Ok(answer),
        _ => Err(read_json(&answer).unwrap_or(Error::Unavailable)),
    }
}

/// Status and text of the answer; status 0 where there was none.
async fn send(method: &str, address: &str, body: Option<&str>) -> Option<(u16, String)> {
    let xhr = XmlHttpRequest::new().ok()?;
    xhr.open_with_async(method, address, true).ok()?;
    xhr.set_request_header("Accept", "application/json").ok()?;
    if body.is_some() {
        xhr.set_request_header("Content-Type", "application/json")
            .ok()?;
    }
    xhr.send_with_opt_str(body).ok()?;
    settled(&xhr).await;
    // Codes have a limit of their own, which holds nothing else back.
    let status = if address == LeaseCodes::PATH {
        xhr.status().ok()?
    } else {
        status_of(&xhr)
    };
    let text = xhr.response_text().ok()?.unwrap_or_default();
    Some((status, text))
}
