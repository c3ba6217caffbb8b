//! Looking up a letter by the code that it bears. Nothing here is personal.

use crate::error::ApiError;
use domain::view::LetterCheck;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[server(input = GetUrl, endpoint = "letter/check")]
pub async fn check_letter(code: String) -> Result<LetterCheck, ApiError> {
    Ok(crate::context::backend()?.check_letter(&code).await?)
}

/// What QR codes of this office are verified with.
#[server(input = GetUrl, endpoint = "letter/key")]
pub async fn read_letter_key() -> Result<String, ApiError> {
    Ok(crate::context::backend()?.letter_key())
}
