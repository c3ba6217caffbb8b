//! The call of an auditor.

use crate::error::ApiError;
use domain::view::AuditView;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// Checks all history. It only reads.
#[server(input = GetUrl, endpoint = "audit/report")]
pub async fn read_audit() -> Result<AuditView, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .audit_report(&context::officer_token()?)
        .await?)
}
