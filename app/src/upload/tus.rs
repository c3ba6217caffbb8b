//! The client's half of tus 1.0.0 (creation, core): three small calls.
//!
//! The PATCH goes through XMLHttpRequest because `fetch` tells nothing about upload progress.

use crate::routes;
use domain::error::Error;
use gloo_net::http::{Request, Response};
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::XmlHttpRequest;

const VERSION: &str = "1.0.0";

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

async fn checked(response: Result<Response, gloo_net::Error>) -> Result<Response, Fault> {
    let response = response.map_err(|_| Fault::Again)?;
    if response.ok() {
        return Ok(response);
    }
    let body = response.text().await.unwrap_or_default();
    Err(fault(response.status(), &body))
}

/// Makes the upload. `key` is kept on the device, so a lost answer gives the same upload again.
pub async fn create(
    token: &str,
    requirement: &str,
    length: u64,
    key: &str,
) -> Result<String, Fault> {
    let requirement = js_sys::global()
        .dyn_into::<web_sys::Window>()
        .ok()
        .and_then(|window| window.btoa(requirement).ok())
        .unwrap_or_default();
    let request = Request::post(routes::FILES)
        .header("Tus-Resumable", VERSION)
        .header("Authorization", &format!("Bearer {token}"))
        .header("Idempotency-Key", key)
        .header("Upload-Length", &length.to_string())
        .header("Upload-Metadata", &format!("requirement {requirement}"));
    let response = checked(request.send().await).await?;
    response.headers().get("Location").ok_or(Fault::Again)
}

/// How many bytes the server has.
pub async fn offset(token: &str, url: &str) -> Result<u64, Fault> {
    let request = gloo_net::http::RequestBuilder::new(url)
        .method(gloo_net::http::Method::HEAD)
        .header("Tus-Resumable", VERSION)
        .header("Authorization", &format!("Bearer {token}"));
    let response = checked(request.send().await).await?;
    response
        .headers()
        .get("Upload-Offset")
        .and_then(|o| o.parse().ok())
        .ok_or(Fault::Again)
}

/// Removes an upload that nobody wants. Nobody waits for the answer.
pub async fn terminate(token: &str, url: &str) {
    let request = Request::delete(url)
        .header("Tus-Resumable", VERSION)
        .header("Authorization", &format!("Bearer {token}"));
    let _ = request.send().await;
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
    let xhr = XmlHttpRequest::new().map_err(|_| Fault::Again)?;
    xhr.open_with_async("PATCH", url, true)
        .map_err(|_| Fault::Again)?;
    for (name, value) in [
        ("Tus-Resumable", VERSION.to_owned()),
        ("Authorization", format!("Bearer {token}")),
        ("Upload-Offset", from.to_string()),
        ("Content-Type", "application/offset+octet-stream".to_owned()),
    ] {
        xhr.set_request_header(name, &value)
            .map_err(|_| Fault::Again)?;
    }
    let on_progress =
        Closure::<dyn FnMut(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
            progress(event.loaded() as u64)
        });
    if let Ok(upload) = xhr.upload() {
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    }
    let request = xhr.clone();
    let over = Promise::new(&mut |resolve: Function, _| {
        // `loadend` comes after success, failure, abort and time-out alike.
        request.set_onloadend(Some(&resolve));
    });
    started(xhr.clone());
    xhr.send_with_opt_js_u8_array(Some(rest))
        .map_err(|_| Fault::Again)?;
    let _ = JsFuture::from(over).await;
    xhr.set_onloadend(None);
    drop(on_progress);
    match xhr.status().unwrap_or(0) {
        0 => Err(Fault::Again),
        204 => xhr
            .get_response_header("Upload-Offset")
            .ok()
            .flatten()
            .and_then(|offset| offset.parse().ok())
            .ok_or(Fault::Again),
        status => Err(fault(
            status,
            &xhr.response_text().ok().flatten().unwrap_or_default(),
        )),
    }
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
