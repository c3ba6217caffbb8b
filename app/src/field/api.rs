//! Making a device ready, and what its notes of hand-overs say. What else it brings back travels with each parcel: see
//! `open_draft`.

use crate::error::ApiError;
use domain::view::{FieldKit, TakenHandover};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Everything of a day in a village that isn't the same for everybody. `codes`: how many the device has already.
#[server(input = Json, endpoint = "field/kit")]
pub async fn take_along(outreach: String, codes: u32) -> Result<FieldKit, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .field_kit(
            &context::officer_token()?,
            context::some(&outreach),
            codes as usize,
            &context::requester(),
        )
        .await?)
}

/// Something was printed and handed over where there was no network.
#[server(input = Json, endpoint = "field/handover")]
pub async fn note_handover(taken: TakenHandover) -> Result<(), ApiError> {
    use crate::context;
    Ok(context::backend()?
        .note_handover(&context::officer_token()?, taken)
        .await?)
}
