//! Calls of appointments: the resident's, who holds a grant, and the office's.

use crate::error::ApiError;
use domain::view::{PickupDay, PickupView};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// When the resident comes, and when one may.
#[server(input = GetUrl, endpoint = "pickup/mine")]
pub async fn read_pickup() -> Result<PickupView, ApiError> {
    use crate::context;
    Ok(context::backend()?.pickup(&context::grant_token()?).await?)
}

/// The resident chooses a half-day, another one, or (empty) none any more.
#[server(endpoint = "pickup/choose")]
pub async fn choose_pickup(slot: String) -> Result<(), ApiError> {
    use crate::context;
    let slot = Some(slot.as_str()).filter(|slot| !slot.is_empty());
    context::backend()?
        .choose_pickup(&context::grant_token()?, slot)
        .await?;
    context::redirect(crate::routes::STATUS_CASE);
    Ok(())
}

/// The same of a case, for the office.
#[server(input = GetUrl, endpoint = "pickup/case")]
pub async fn read_case_pickup(code: String) -> Result<PickupView, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .case_pickup(&context::officer_token()?, &code)
        .await?)
}

/// The office chooses for somebody who has called.
#[server(endpoint = "pickup/set")]
pub async fn set_pickup(code: String, slot: String) -> Result<(), ApiError> {
    use crate::context;
    use domain::code::Code;
    use domain::error::Error;
    let slot = Some(slot.as_str()).filter(|slot| !slot.is_empty());
    context::backend()?
        .set_pickup(&context::officer_token()?, &code, slot)
        .await?;
    let code = Code::parse(&code).map_err(Error::from)?;
    context::redirect(&crate::routes::case(&code));
    Ok(())
}

/// Who comes from today on.
#[server(input = GetUrl, endpoint = "pickup/days")]
pub async fn read_pickups() -> Result<Vec<PickupDay>, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .pickups(&context::officer_token()?)
        .await?)
}
