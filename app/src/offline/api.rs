//! The one thing about the office that a device must know before it has no network: the key that files are sealed for.

use crate::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// The office's public key: a point of P-256, uncompressed, in hexadecimal.
#[server(input = GetUrl, endpoint = "rescue/key")]
pub async fn read_rescue_key() -> Result<String, ApiError> {
    let key = crate::context::backend()?.rescue_key();
    Ok(key.iter().map(|byte| format!("{byte:02x}")).collect())
}
