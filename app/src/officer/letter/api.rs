//! Calls of letters. A scan comes another way, because it is a file: `server/src/http/letters.rs`.

use crate::error::ApiError;
use domain::view::{Awaiting, TemplateView};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// One letter takes one step that needs no file.
#[server(endpoint = "letter/step")]
pub async fn letter_step(
    code: String,
    product: String,
    step: String,
    #[server(default)] means: String,
    #[server(default)] reason: String,
    #[server(default)] by_hand: String,
) -> Result<(), ApiError> {
    use crate::context;
    use domain::code::Code;
    use domain::error::Error;
    use domain::letter::{LetterStep, Means};
    let step = LetterStep::from_key(&step).ok_or_else(|| Error::malformed("step"))?;
    let means = match means.as_str() {
        "" => None,
        key => Some(Means::from_key(key).ok_or_else(|| Error::malformed("means"))?),
    };
    let with = backend::LetterWith {
        means,
        by_hand: by_hand == "ya",
        reason,
        file: None,
    };
    context::backend()?
        .letter_step(&context::officer_token()?, &code, &product, step, with)
        .await?;
    let code = Code::parse(&code).map_err(Error::from)?;
    context::redirect(&crate::routes::letters(&code));
    Ok(())
}

/// Letters that have their number and await their electronic signature.
#[server(input = GetUrl, endpoint = "letter/awaiting")]
pub async fn read_awaiting() -> Result<Awaiting, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .letters_awaiting(&context::officer_token()?)
        .await?)
}

/// Templates of letters, and what is wrong with each.
#[server(input = GetUrl, endpoint = "letter/templates")]
pub async fn read_templates() -> Result<Vec<TemplateView>, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .letter_templates(&context::officer_token()?)
        .await?)
}

/// Signs a letter. The passphrase goes to the certificate, or to the provider, and nowhere else.
#[server(endpoint = "letter/sign")]
pub async fn sign_letter(
    code: String,
    product: String,
    passphrase: String,
) -> Result<(), ApiError> {
    use crate::context;
    use domain::code::Code;
    use domain::error::Error;
    use domain::private::Private;
    context::backend()?
        .sign_letter(
            &context::officer_token()?,
            &code,
            &product,
            Private::new(passphrase),
        )
        .await?;
    let code = Code::parse(&code).map_err(Error::from)?;
    context::redirect(&crate::routes::letters(&code));
    Ok(())
}
