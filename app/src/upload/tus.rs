//! The client's half of tus 1.0.0 (creation, core): three small calls.
//!
//! They go through XMLHttpRequest because `fetch` tells nothing about upload progress.

use crate::routes;
use domain::error::Error;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::XmlHttpRequest;

const VERSION: &str = "1.0.0";
const OFFSET: &str = "Upload-Offset";

/// How a call can fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Ask again where the server stands, and go on from there.
    Again,
    /// The server doesn't know this upload (any more): begin a new one.
    Gone,
    /// Never like this: the person must know.
    Refused(Error),
}

/// Only 404, 410 and 403 end an upload; only what a person can mend is refused; all else passes with time.
fn fault(status: u16, body: &str) -> Fault {
    let told = || serde_json::from_slice(body.as_bytes()).unwrap_or(Error::BadFile);
    match status {
        403 | 404 | 410 => Fault::Gone,
        413 => Fault::Refused(Error::TooLarge {
            max_bytes: domain::upload::MAX_BYTES,
        }),
        415 | 422 => Fault::Refused(told()),
        507 => Fault::Refused(Error::Full),
        _ => Fault::Again,
    }
}

fn begin(method: &str, token: &str, url: &str) -> Result<XmlHttpRequest, Fault> {
    let xhr = XmlHttpRequest::new().map_err(|_| Fault::Again)?;
    xhr.open_with_async(method, url, true)
        .map_err(|_| Fault::Again)?;
    put(&xhr, "Tus-Resumable", VERSION)?;
    put(&xhr, "Authorization", &format!("Bearer {token}"))?;
    Ok(xhr)
}

fn put(xhr: &XmlHttpRequest, header: &str, value: &str) -> Result<(), Fault> {
    xhr.set_request_header(header, value)
        .map_err(|_| Fault::Again)
}

/// Waits for the answer and gives one of its headers.
async fn end(
    xhr: &XmlHttpRequest,
    bytes: Option<&Uint8Array>,
    header: &str,
) -> Result<String, Fault> {
    let over = Promise::new(&mut |resolve: Function, _| {
        // `loadend` comes after success, failure, abort and time-out alike.
        xhr.set_onloadend(Some(&resolve));
    });
    xhr.send_with_opt_js_u8_array(bytes)
        .map_err(|_| Fault::Again)?;
    let _ = JsFuture::from(over).await;
    match xhr.status().unwrap_or(0) {
        0 => Err(Fault::Again),
        200..300 => xhr
            .get_response_header(header)
            .ok()
            .flatten()
            .ok_or(Fault::Again),
        status => {
            let body = xhr.response_text().ok().flatten().unwrap_or_default();
            Err(fault(status, &body))
        }
    }
}

fn parsed(offset: String) -> Result<u64, Fault> {
    offset.parse().map_err(|_| Fault::Again)
}

/// Makes the upload. `key` is kept on the device, so a lost answer gives the same upload again.
pub async fn create(
    token: &str,
    requirement: &str,
    length: u64,
    key: &str,
) -> Result<String, Fault> {
    let requirement = web_sys::window()
        .and_then(|window| window.btoa(requirement).ok())
        .unwrap_or_default();
    let xhr = begin("POST", token, routes::FILES)?;
    put(&xhr, "Idempotency-Key", key)?;
    put(&xhr, "Upload-Length", &length.to_string())?;
    put(
        &xhr,
        "Upload-Metadata",
        &format!("requirement {requirement}"),
    )?;
    end(&xhr, None, "Location").await
}

/// How many bytes the server has.
pub async fn offset(token: &str, url: &str) -> Result<u64, Fault> {
    let xhr = begin("HEAD", token, url)?;
    parsed(end(&xhr, None, OFFSET).await?)
}

/// Removes an upload that nobody wants. Nobody waits for the answer.
pub async fn terminate(token: &str, url: &str) {
    if let Ok(xhr) = begin("DELETE", token, url) {
        let _ = end(&xhr, None, OFFSET).await;
    }
}

/// Sends all remaining bytes in one PATCH. `progress` hears how many of them have left.
/// `started` gets the request, to abort it.
pub async fn patch(
    token: &str,
    url: &str,
    from: u64,
    rest: &Uint8Array,
    progress: impl Fn(u64) + 'static,
    started: impl FnOnce(XmlHttpRequest),
) -> Result<u64, Fault> {
    let xhr = begin("PATCH", token, url)?;
    put(&xhr, OFFSET, &from.to_string())?;
    put(&xhr, "Content-Type", "application/offset+octet-stream")?;
    let on_progress =
        Closure::<dyn FnMut(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
            progress(event.loaded() as u64)
        });
    if let Ok(upload) = xhr.upload() {
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    }
    started(xhr.clone());
    parsed(end(&xhr, Some(rest), OFFSET).await?)
}

/// Waits without holding anything up.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _: Result<JsValue, JsValue> = JsFuture::from(promise).await;
}
