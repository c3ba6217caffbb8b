//! What makes the app installable and readable without a network: manifest, service worker, and the pack it keeps.
//!
//! `docs/offline.md` tells how they work together. With `[site] offline = false`, and while somebody develops, the
//! worker that is served takes itself and everything it kept off the phone.

mod manifest;
mod pack;

pub use pack::Packs;

use super::answer::{drain, header};
use super::pages::{language, saving};
use crate::state::State;
use app::context::{OFFICER_COOKIE, PACK_COOKIE, cookie_of};
use app::routes;
use axum::Router;
use axum::extract::{self, Request};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde_json::json;

const WORKER: &str = include_str!("worker.js");
/// Its second half: sends while no page is in sight.
const SENDER: &str = include_str!("sender.js");
const GONE: &str = include_str!("gone.js");

/// Sent by a worker's navigation preload: the version and the language that the phone keeps.
const KEEPS: HeaderName = HeaderName::from_static("service-worker-navigation-preload");

pub fn routes() -> Router<State> {
    Router::new()
        .route(routes::WORKER, get(worker))
        .route(routes::OFFLINE_PACK, get(pack))
        .route(routes::OFFLINE_SCRIPT, get(script))
        .route(routes::SAVER_SCRIPT, get(saver))
        .route(routes::PUSH_SCRIPT, get(push))
        .route(
            routes::CHECK_SCRIPT,
            get(async || javascript(squeeze(pack::CHECK))),
        )
        .route(routes::MANIFEST, get(manifest::manifest))
}

fn is_on(state: &State) -> bool {
    state.config.offline && !state.config.development
}

/// The service worker. `no-cache`: it steers everything else, so it must never be old.
async fn worker(extract::State(state): extract::State<State>, headers: HeaderMap) -> Response {
    if !is_on(&state) {
        return javascript(squeeze(GONE));
    }
    let Some(version) = state.packs.version(&state).await else {
        // Half an office must not replace a whole one: the worker that a phone has stays.
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    // Browsers ask after every visit; two words are the answer to most.
    let tag = tag(version);
    let mut response = if tag.is_some() && headers.get(IF_NONE_MATCH) == tag.as_ref() {
        // Its headers replace those that the browser has (RFC 9111 section 3.2): the policy must be among them.
        let mut response = javascript(String::new());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else if !asked(&headers) {
        return StatusCode::PRECONDITION_REQUIRED.into_response();
    } else {
        let text = squeeze(WORKER) + "\n" + &squeeze(SENDER);
        let text = text.replace("FILES", &format!("\"{}\"", routes::FILES));
        let text = text.replace("PATHS", &paths(&state).to_string());
        javascript(text.replace("VERSION", version))
    };
    if let Some(tag) = tag {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

fn tag(version: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("W/\"{version}\"")).ok()
}

/// Where data is saved nothing as large as the pack is fetched unless somebody has just asked for it (`saver.js`, or
/// a tablet that is made ready). A browser that is refused a worker stays with the one that it has, or without.
fn asked(headers: &HeaderMap) -> bool {
    !saving(headers) || cookie_of(headers, PACK_COOKIE).is_some()
}

/// What every page loads after it has been read.
async fn script(extract::State(state): extract::State<State>) -> Response {
    javascript(if is_on(&state) {
        pack::script(&state)
    } else {
        String::new()
    })
}

/// What it loads where data is saved.
async fn saver(extract::State(state): extract::State<State>) -> Response {
    javascript(if is_on(&state) {
        squeeze(pack::SAVER)
    } else {
        "export default () => {};".to_owned()
    })
}

/// What the status page loads where this server sends notices: nothing without a worker to receive them.
async fn push(extract::State(state): extract::State<State>) -> Response {
    javascript(if is_on(&state) {
        squeeze(app::message::PUSH_SCRIPT)
    } else {
        String::new()
    })
}

/// A worker is held by the policy that it came with, not by that of a page.
const POLICY: &str = "default-src 'none'; connect-src 'self'";

fn javascript(text: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, text).into_response()
}

/// Addresses for `worker.js`.
fn paths(state: &State) -> serde_json::Value {
    json!({
        "about": routes::OFFLINE_ABOUT,
        "apply": routes::APPLY,
        "built": built(state),
        "check": routes::CHECK,
        "correct": routes::CORRECT,
        "field": routes::FIELD,
        "helped": routes::HELPED_FORM,
        "offline": routes::OFFLINE,
        "officer": routes::OFFICER,
        "pack": routes::OFFLINE_PACK,
        "screens": pack::SCREENS,
        "share": routes::SHARE,
        "single": pack::SINGLE,
        "status": routes::STATUS,
    })
}

/// Paths below which every file has its content's hash in its name.
fn built(state: &State) -> [String; 2] {
    [
        format!("/{}/", state.config.site.site_pkg_dir),
        format!("/{}/", crate::state::READER),
    ]
}

/// Drops whole-line comments and indents.
fn squeeze(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Everything that opens without a network, in the reader's language. HEAD tells its size and its version.
async fn pack(
    method: Method,
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
) -> Response {
    if method != Method::HEAD && !asked(&headers) {
        return StatusCode::PRECONDITION_REQUIRED.into_response();
    }
    let pack = if is_on(&state) {
        state.packs.of(&state, language(&headers)).await
    } else {
        None
    };
    let Some(pack) = pack else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let squeezed = header(&headers, ACCEPT_ENCODING.as_str())
        .is_some_and(|codings| codings.split(',').any(|coding| coding.trim() == "br"));
    let mut response = if squeezed {
        ([(CONTENT_ENCODING, "br")], pack.squeezed.clone()).into_response()
    } else {
        pack.plain.clone().into_response()
    };
    let heads = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-cache"),
        (VARY, "cookie, accept-encoding, save-data"),
    ] {
        heads.insert(name, HeaderValue::from_static(value));
    }
    if let Some(tag) = state.packs.known().and_then(tag) {
        heads.insert(ETAG, tag);
    }
    response
}

/// A phone that keeps this very page is told so, instead of being sent it once more.
pub async fn same(
    extract::State(state): extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let lang = language(request.headers());
    // An officer may be helping somebody: that page is that resident's, and isn't the one on the device.
    let officer = cookie_of(request.headers(), OFFICER_COOKIE).is_some();
    let same = header(request.headers(), KEEPS.as_str()).is_some_and(|kept| {
        is_on(&state) && !officer && request.uri().query().is_none() && {
            let path = request.uri().path();
            state.packs.has(path)
                && state
                    .packs
                    .known()
                    .is_some_and(|version| kept == format!("{version}.{}", lang.tag()))
        }
    });
    if same {
        // `no-store`, by the outer layer: nothing may take the empty answer for the page.
        return StatusCode::NO_CONTENT.into_response();
    }
    next.run(request).await
}

/// Photos from another app, on a phone whose worker is gone: they can't be kept here, and the page says so.
pub async fn shared(request: Request) -> Redirect {
    drain(request.into_body());
    Redirect::to(routes::SHARE_FAILED)
}

#[cfg(test)]
mod tests {
    use super::{SENDER, WORKER, squeeze};
    use std::io::Write;

    /// 6 kB are allowed; it has a third of them left.
    #[test]
    fn the_worker_stays_small() {
        let mut wire = Vec::new();
        // As the server sends it (`CompressionLayer`): quality 5.
        let mut writer = brotli::CompressorWriter::new(&mut wire, 4096, 5, 22);
        writer
            .write_all((squeeze(WORKER) + &squeeze(SENDER)).as_bytes())
            .expect("a vector takes all");
        drop(writer);
        assert!((2_000..4_300).contains(&wire.len()), "{}", wire.len());
    }
}
