//! The call of the digest.

use crate::error::ApiError;
use domain::view::Digest;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// Where this officer's digest goes by e-mail; empty: nowhere.
#[server(endpoint = "officer/digest-mail")]
pub async fn set_digest_mail(email: String) -> Result<(), ApiError> {
    use crate::context;
    context::backend()?
        .set_digest_mail(&context::officer_token()?, &email)
        .await?;
    context::redirect(crate::routes::DIGEST);
    Ok(())
}

/// What presses inside this officer's territory.
#[server(input = GetUrl, endpoint = "officer/digest")]
pub async fn read_digest() -> Result<Digest, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .digest(&context::officer_token()?)
        .await?)
}
