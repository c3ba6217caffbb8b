//! Reading the catalogue. Nothing here is personal.

use crate::error::ApiError;
use domain::form::Page;
use domain::service::Service;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A service with everything its form needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceForm {
    pub service: Service,
    /// Pages about the applicant, asked first.
    pub applicant: Vec<Page>,
    /// Holidays and joint leave, ISO 8601, for rules that count working days.
    pub holidays: Vec<String>,
    /// Today at the office, ISO 8601.
    pub today: String,
}

#[server(input = GetUrl, endpoint = "service/list")]
pub async fn list_services() -> Result<Vec<Service>, ApiError> {
    let backend = crate::context::backend()?;
    Ok(backend.catalogue().services.clone())
}

#[server(input = GetUrl, endpoint = "service/form")]
pub async fn read_service(id: String) -> Result<ServiceForm, ApiError> {
    let backend = crate::context::backend()?;
    let service = backend
        .catalogue()
        .service(&id)
        .ok_or(domain::error::Error::NotFound)?
        .clone();
    let zone = backend.catalogue().zone(&service.region);
    Ok(ServiceForm {
        service,
        applicant: backend.catalogue().applicant.clone(),
        holidays: backend.catalogue().calendar.iso_days(),
        today: domain::calendar::iso_day(backend.now().day(zone)),
    })
}
