//! Every address of the server in one list, grouped by who calls it, and the layers every request passes.
//!
//! From the outside in: what every request passes (`passed`), whole pages, compression; then the handler.

mod answer;
mod api;
mod documents;
pub mod files;
mod given;
mod guard;
mod headers;
mod health;
mod helped;
mod language;
mod letters;
mod log;
mod offline;
mod pages;
mod panic;
mod passed;
mod site;
mod whatsapp;
mod whole;
mod worded;

pub use offline::Packs;

use crate::state::State;
use app::routes;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// Files that people open by a link. Where one can't be had they read why.
fn files_for_people(state: &State) -> Router<State> {
    Router::new()
        // Residents' browsers: a letter that is signed electronically.
        .route(&format!("{}/{{product}}", routes::STATUS_LETTER), get(letters::granted))
        // Officers' browsers: the bytes of a stored document.
        .route(&format!("{}/{{page}}", routes::OFFICER_PAGE), get(documents::page))
        // Officers' browsers: products and letters, as they are brought and as they are fetched.
        .route(&format!("{}/{{code}}/{{product}}", routes::PRODUCT_FILE), given::product())
        .route(&format!("{}/{{code}}/{{product}}", routes::LETTER_DRAFT), get(letters::draft))
        .route(&format!("{}/{{service}}/{{product}}", routes::TEMPLATES), get(letters::sample))
        .route(&format!("{}/{{code}}/{{product}}", routes::LETTER_FILE), letters::letter())
        .layer(from_fn_with_state(state.clone(), worded::worded))
}

pub fn router(state: State) -> Router {
    Router::new()
        // People, with a browser: pages, and the form that switches the language.
        .merge(pages::routes(&state))
        .route(routes::LANGUAGE, post(language::switch))
        // Browsers that install the app, and its service worker.
        .merge(offline::routes())
        .route(routes::SHARE, post(offline::shared))
        // Islands and plain forms: the server functions of `app`.
        .merge(api::routes(&state))
        .merge(files_for_people(&state))
        // Officers' forms that bring a file.
        .route(&format!("{}/{{id}}/daftar", routes::OUTREACH), given::roster())
        .route(routes::RESCUE, given::rescue())
        .route(&format!("{}/{{id}}", routes::SIGNATURE), get(given::signature))
        // Meta, about WhatsApp.
        .route(routes::WHATSAPP, whatsapp::webhook())
        // Machines that watch over the server.
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        // Whoever sets up the proxy in front: does it pass bodies on as they come?
        .route("/healthz/proxy", any(files::probe))
        // Built and public files; whatever is none of them is a page that doesn't exist.
        .fallback(site::fallback)
        // Brotli 5 is the first level that looks at what stands around a byte: 6 % less than 4. From 6 on little is won.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)))
        .layer(from_fn(whole::whole))
        // Uploads: the app's own client, or any tus 1.0.0 client with a draft's token. Their answers are short, and each
        // layer keeps its share of memory for every phone that sends.
        .route(routes::FILES, any(files::collection))
        .route(&format!("{}/{{id}}", routes::FILES), any(files::one))
        .layer(from_fn(passed::passed))
        .with_state(state)
}
