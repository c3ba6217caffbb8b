//! Calls of outreach sessions. A roster that is a file comes another way: `server/src/http/given.rs`.

use crate::error::ApiError;
use domain::view::{OutreachView, Outreaches};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// Sessions of this officer's territory.
#[server(input = GetUrl, endpoint = "outreach/list")]
pub async fn read_outreaches() -> Result<Outreaches, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .outreaches(&context::officer_token()?)
        .await?)
}

/// One session with its roster and its report.
#[server(input = GetUrl, endpoint = "outreach/one")]
pub async fn read_outreach(id: String) -> Result<OutreachView, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .outreach(&context::officer_token()?, &id)
        .await?)
}

/// Plans a session.
#[server(endpoint = "outreach/open")]
pub async fn open_outreach(
    place: String,
    region: String,
    day: String,
    #[server(default)] team: String,
    #[server(default)] equipment: String,
) -> Result<(), ApiError> {
    use crate::context;
    let new = domain::view::NewOutreach {
        place,
        region,
        day,
        team,
        equipment,
    };
    let id = context::backend()?
        .open_outreach(&context::officer_token()?, new)
        .await?;
    context::redirect(&crate::routes::outreach(&id));
    Ok(())
}

/// Adds residents to a roster, typed or pasted: `nama, NIK, HP`, one a line.
#[server(endpoint = "outreach/roster")]
pub async fn add_roster(id: String, table: String) -> Result<(), ApiError> {
    use crate::context;
    let taken = context::backend()?
        .add_to_roster(&context::officer_token()?, &id, &table)
        .await?;
    context::redirect(&crate::routes::outreach_taken(&id, &taken));
    Ok(())
}
