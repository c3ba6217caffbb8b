//! `/manifest.webmanifest`: how the app looks and what it can do once it is on the home screen (W3C Web App Manifest).

use crate::state::State;
use app::routes;
use axum::Json;
use axum::extract;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Value, json};

/// In Indonesian: the name below an icon doesn't change with the language of a page.
pub async fn manifest(extract::State(state): extract::State<State>) -> Response {
    let mut response = Json(content(&state.office)).into_response();
    for (name, value) in [
        (CONTENT_TYPE, "application/manifest+json"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn content(office: &str) -> Value {
    let icon = |src: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": src, "sizes": sizes, "type": kind, "purpose": purpose });
    let picture = |src: &str, sizes: &str, form: &str, label: &str| {
        json!({
            "src": src, "sizes": sizes, "type": "image/png", "form_factor": form, "label": label
        })
    };
    json!({
        "id": routes::HOME,
        "name": format!("Genggam · {office}"),
        "short_name": "Genggam",
        "description": "Urus surat kecamatan dari HP: lihat syaratnya, kirim foto dokumen, dan pantau sampai jadi. Gratis.",
        "lang": "id",
        "dir": "ltr",
        "start_url": routes::HOME,
        "scope": routes::HOME,
        "display": "standalone",
        "theme_color": "#0a4237",
        "background_color": "#0a4237",
        "categories": ["government", "utilities"],
        "icons": [
            icon("/icon-192.png", "192x192", "image/png", "any"),
            icon("/icon-512.png", "512x512", "image/png", "any"),
            icon("/icon.svg", "any", "image/svg+xml", "any"),
            icon("/icon-maskable-192.png", "192x192", "image/png", "maskable"),
            icon("/icon-maskable-512.png", "512x512", "image/png", "maskable"),
        ],
        "screenshots": [
            picture("/screenshots/phone-home.png", "360x640", "narrow", "Cari layanan"),
            picture("/screenshots/phone-service.png", "360x640", "narrow", "Lihat apa yang harus disiapkan"),
            picture("/screenshots/phone-status.png", "360x640", "narrow", "Pantau sampai jadi"),
            picture("/screenshots/tablet-services.png", "1024x768", "wide", "Semua layanan"),
        ],
        "shortcuts": [
            { "name": "Cek status", "url": routes::STATUS, "icons": [icon("/icon-192.png", "192x192", "image/png", "any")] },
            { "name": "Ajukan surat", "url": routes::SERVICES, "icons": [icon("/icon-192.png", "192x192", "image/png", "any")] },
        ],
        "share_target": {
            "action": routes::SHARE,
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": { "files": [{ "name": "foto", "accept": ["image/*", "application/pdf"] }] },
        },
    })
}
