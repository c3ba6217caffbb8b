//! Reading regions and profiles. Nothing here is personal.

use crate::error::ApiError;
use domain::profile::Profile;
use domain::region::Region;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A region with what lies in and around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionInfo {
    pub region: Region,
    /// From the regency down to the parent.
    pub parents: Vec<Region>,
    pub children: Vec<Region>,
    pub profile: Option<Profile>,
}

#[server(input = GetUrl, endpoint = "region/list")]
pub async fn list_regions() -> Result<Vec<Region>, ApiError> {
    Ok(crate::context::backend()?.catalogue().regions.clone())
}

#[server(input = GetUrl, endpoint = "region/one")]
pub async fn read_region(code: String) -> Result<RegionInfo, ApiError> {
    let backend = crate::context::backend()?;
    let code =
        domain::region::RegionCode::parse(&code).map_err(|_| domain::error::Error::NotFound)?;
    let catalogue = backend.catalogue();
    let region = catalogue
        .region(&code)
        .ok_or(domain::error::Error::NotFound)?
        .clone();
    let parents = (1..code.depth())
        .filter_map(|depth| code.at_depth(depth))
        .filter_map(|c| catalogue.region(&c).cloned())
        .collect();
    let children = catalogue.children(&code).into_iter().cloned().collect();
    Ok(RegionInfo {
        region,
        parents,
        children,
        profile: catalogue.profile(&code).cloned(),
    })
}
