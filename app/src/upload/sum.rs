//! The sum of a photograph, made on the device before anything leaves: what the phone's memory or the way has spoilt is
//! noticed, by the queue before it sends and by the server before it keeps.

use crate::offline::hex;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

/// SHA-256 in hexadecimal. Empty where the browser computes none (pages without TLS).
pub async fn sha256(bytes: &Uint8Array) -> String {
    let subtle = web_sys::window().and_then(|window| window.crypto().ok());
    let sum = subtle.map(|crypto| {
        crypto
            .subtle()
            .digest_with_str_and_buffer_source("SHA-256", bytes)
    });
    match sum {
        Some(Ok(sum)) => match JsFuture::from(sum).await {
            Ok(sum) => hex(&Uint8Array::new(&sum).to_vec()),
            Err(_) => String::new(),
        },
        _ => String::new(),
    }
}
