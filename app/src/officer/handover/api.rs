//! Calls of handing over. A file comes another way: `server/src/http/products.rs`.

use crate::error::ApiError;
use domain::view::HandoverView;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// A case as those see it who hand its products over.
#[server(input = GetUrl, endpoint = "handover/case")]
pub async fn read_handover(code: String) -> Result<HandoverView, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .handover(&context::officer_token()?, &code)
        .await?)
}

/// The original of a document was seen. `back` is the page to show afterwards.
#[server(endpoint = "handover/seen")]
pub async fn seen(
    code: String,
    requirement: String,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    use crate::context;
    context::backend()?
        .mark_seen(&context::officer_token()?, &code, &requirement)
        .await?;
    context::redirect(&crate::officer::session::given(&code, &back)?);
    Ok(())
}

/// One product takes a step that needs no file: it arrived, or it was handed over to who signed.
#[server(endpoint = "handover/step")]
pub async fn deliver(
    code: String,
    product: String,
    step: String,
    #[server(default)] receiver: String,
    #[server(default)] drawn: String,
) -> Result<(), ApiError> {
    use crate::context;
    use domain::error::Error;
    use domain::product::ProductStep;
    let step = ProductStep::from_key(&step).ok_or_else(|| Error::malformed("step"))?;
    let with = backend::Delivery {
        receiver,
        drawn,
        file: None,
    };
    context::backend()?
        .deliver(&context::officer_token()?, &code, &product, step, with)
        .await?;
    context::redirect(&crate::officer::session::given(&code, "")?);
    Ok(())
}
