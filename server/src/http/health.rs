//! For whoever watches over the server: is it alive, and can it do its work?

use crate::state::State;
use axum::Json;
use axum::extract;
use axum::response::IntoResponse;
use http::StatusCode;
use serde_json::json;

pub async fn alive() -> impl IntoResponse {
    Json(json!({ "status": "ok" }))
}

/// 503 keeps a load balancer from sending people here. How much room is left is told in the log, not to strangers.
pub async fn ready(extract::State(state): extract::State<State>) -> impl IntoResponse {
    let health = state.health().await;
    let (code, status) = if health.is_ready() {
        (StatusCode::OK, "ok")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    };
    (
        code,
        Json(json!({
            "status": status,
            "database": health.database,
            "archive": health.archive,
            "proxy": state.proxy.verdict(),
        })),
    )
}
