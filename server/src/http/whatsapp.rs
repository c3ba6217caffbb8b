//! The webhook that Meta calls: is it ours, what became of a message, what does a resident write?
//!
//! Nobody is logged in here. What counts is the signature over the raw body, and `backend` checks it first of all.

use super::answer::Refusal;
use crate::state::State;
use axum::body::{Bytes, to_bytes};
use axum::extract::{self, Query, Request};
use axum::routing::{MethodRouter, get};
use backend::LONGEST_WEBHOOK;
use domain::error::Error;
use http::StatusCode;
use serde::Deserialize;

pub fn webhook() -> MethodRouter<State> {
    get(verify).post(hear)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(rename = "hub.mode", default)]
    mode: String,
    #[serde(rename = "hub.verify_token", default)]
    token: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
}

async fn verify(
    extract::State(state): extract::State<State>,
    Query(asked): Query<Asked>,
) -> Result<String, Refusal> {
    if asked.mode != "subscribe" {
        return Err(Error::NotFound.into());
    }
    Ok(state
        .backend
        .verify_whatsapp(&asked.token, &asked.challenge)?)
}

async fn hear(
    extract::State(state): extract::State<State>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let (head, body) = request.into_parts();
    let signature = head.headers.get("x-hub-signature-256");
    let signature = signature
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let body: Bytes = to_bytes(body, LONGEST_WEBHOOK)
        .await
        .map_err(|_| Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, Error::malformed("webhook")))?;
    let answers = state.backend.hear_whatsapp(signature, &body).await?;
    if !answers.is_empty() {
        let backend = state.backend.clone();
        // Meta wants its answer at once, and calls again where it gets none.
        tokio::spawn(async move { backend.answer_whatsapp(answers).await });
    }
    Ok(StatusCode::OK)
}
