//! The pack: every page that opens without a network, rendered by the very routes that answer a browser.
//!
//! What differs from answer to answer stands in it as a place to fill in: the nonce, and the day of a form. So a pack
//! differs only when its content does, and its hash is the version of the service worker.

use super::{built, squeeze};
use crate::http::helped::end_of_words;
use crate::http::{api, headers, pages};
use crate::state::State;
use app::routes;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::middleware::map_response;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use domain::calendar::iso_day;
use domain::text::Lang;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, COOKIE, DATE, SET_COOKIE, VARY,
};
use http::{HeaderMap, StatusCode};
use leptos::prelude::RenderHtml;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use tokio::sync::OnceCell;
use tower::ServiceExt;

pub const SCREENS: &str = "/api/application/screens";
/// Kept beside the pages; their names don't change with their content.
pub const SINGLE: [&str; 4] = [
    routes::OFFLINE_SCRIPT,
    "/favicon.svg",
    routes::SAVER_SCRIPT,
    routes::CHECK_SCRIPT,
];

pub const SAVER: &str = include_str!("../../../../app/src/offline/saver.js");
pub const CHECK: &str = include_str!("../../../../app/src/letter/check.js");
const SCRIPT: &str = include_str!("../../../../app/src/offline/late.js");
/// Stands where a page has its nonce. The worker puts a fresh one there each time it shows the page.
const NONCE: &str = "c3RhbmRzLWZvci1hLW5vbmNl";
/// Stands where a form has the day of today.
const TODAY: &str = "0000-00-00";
/// Stands where the pack has the day it was made on: the least that a form may take for today.
const MADE: &str = "1111-11-11";
/// Parts of the module that only a helper's pages need.
const HELPERS: [&str; 2] = ["/split_signature", "/split_start_islands"];
/// Bytes of one page or one form's screens.
const LONGEST: usize = 1 << 20;

/// What `/luring.js` holds.
pub fn script(state: &State) -> String {
    let build = state.build();
    let paths = json!({
        "apply": routes::APPLY,
        "built": built(state),
        "drafts": routes::DRAFTS,
        "field": routes::FIELD,
        "module": build.module,
        "officer": routes::OFFICER,
        "pack": routes::OFFLINE_PACK,
        "receipt": routes::RECEIPT,
        "saver": routes::SAVER_SCRIPT,
        "script": build.script,
        "weight": weight(state),
        "worker": routes::WORKER,
    });
    squeeze(SCRIPT).replace("PATHS", &paths.to_string())
}

/// One language's pack, ready to be sent.
pub struct Pack {
    pub plain: Bytes,
    pub squeezed: Bytes,
}

/// Both packs, made when somebody first asks. They stand as long as the server runs, as its catalogue does.
#[derive(Clone, Default)]
pub struct Packs(Arc<OnceCell<Both>>);

struct Both {
    version: String,
    pages: Vec<String>,
    id: Pack,
    en: Pack,
}

impl Packs {
    async fn both(&self, state: &State) -> Option<&Both> {
        let made = self.0.get_or_try_init(|| make(state)).await;
        made.inspect_err(|why| tracing::error!(why, "no pack for the service worker"))
            .ok()
    }

    pub async fn version(&self, state: &State) -> Option<&str> {
        Some(&self.both(state).await?.version)
    }

    pub async fn of(&self, state: &State, lang: Lang) -> Option<&Pack> {
        let both = self.both(state).await?;
        Some(lang.pick(&both.id, &both.en))
    }

    /// The version, where somebody has asked already.
    pub fn known(&self) -> Option<&str> {
        Some(&self.0.get()?.version)
    }

    pub fn has(&self, path: &str) -> bool {
        self.0
            .get()
            .is_some_and(|both| both.pages.iter().any(|page| page == path))
    }
}

async fn make(state: &State) -> Result<Both, String> {
    let render = Renderer::new(state);
    let (pages, id) = parts(state, &render, Lang::Id).await?;
    let (_, en) = parts(state, &render, Lang::En).await?;
    let mut hash = Sha256::new();
    for text in [
        super::WORKER,
        super::SENDER,
        &super::paths(state).to_string(),
        &id.to_string(),
        &en.to_string(),
    ] {
        hash.update(text);
    }
    let version = URL_SAFE_NO_PAD.encode(&hash.finalize()[..9]);
    let day = render.today;
    let whole = |lang: Lang, parts: Value| {
        json!({ "version": version, "lang": lang.tag(), "parts": parts })
            .to_string()
            .replacen(MADE, &day, 1)
    };
    let texts = [whole(Lang::Id, id), whole(Lang::En, en)];
    // A second of work that belongs beside the requests.
    let [id, en] = tokio::task::spawn_blocking(|| texts.map(squeezed))
        .await
        .map_err(|error| error.to_string())?;
    Ok(Both {
        version,
        pages,
        id,
        en,
    })
}

fn squeezed(text: String) -> Pack {
    let mut squeezed = Vec::new();
    {
        // 9: a tenth less than the layer's 5. Window of 16 MB: pages of the same kind find each other.
        let mut writer = brotli::CompressorWriter::new(&mut squeezed, 1 << 16, 9, 24);
        // Writing into memory can't fail.
        let _ = writer.write_all(text.as_bytes());
    }
    Pack {
        plain: text.into(),
        squeezed: squeezed.into(),
    }
}

/// Pages, screens and files in one language, as `[headers, { path: text }]`, and the paths of the pages.
async fn parts(
    state: &State,
    render: &Renderer,
    lang: Lang,
) -> Result<(Vec<String>, Value), String> {
    let (mut head, mut html, mut screens) = (None, Map::new(), Map::new());
    for path in pages(state) {
        let (headers, text) = render.page(&path, lang).await?;
        head.get_or_insert(headers);
        html.insert(path, text.into());
    }
    for service in &state.backend.catalogue().services {
        let (id, tag) = (&service.id, lang.tag());
        let (_, text) = render
            .ask(&format!("{SCREENS}?service={id}&here=&lang={tag}"), lang)
            .await?;
        screens.insert(format!("{SCREENS}?service={id}&lang={tag}"), text.into());
    }
    let (later, field) = later(state);
    let about = json!({
        "lang": lang.tag(), "note": note(lang), "asleep": asleep(lang), "later": later, "field": field, "day": MADE,
        "banner": app::officer::empty_banner(lang).to_html(), "data": end_of_words(),
    });
    screens.insert(routes::OFFLINE_ABOUT.into(), about.to_string().into());
    let icon = std::fs::read_to_string(format!("{}{}", state.config.site.site_root, SINGLE[1]));
    let paths = html.keys().cloned().collect();
    let parts = json!([
        [head, html],
        [{ "content-type": "application/json" }, screens],
        [{ "content-type": "text/javascript; charset=utf-8" }, { SINGLE[0]: script(state), SINGLE[2]: squeeze(SAVER), SINGLE[3]: squeeze(CHECK) }],
        [{ "content-type": "image/svg+xml" }, { SINGLE[1]: icon.unwrap_or_default() }],
    ]);
    Ok((paths, parts))
}

/// Every page that must open: what can be read and filled in by anybody, and the profiles that people here look for.
fn pages(state: &State) -> Vec<String> {
    let catalogue = state.backend.catalogue();
    let mut pages: Vec<String> = [
        routes::HOME,
        routes::SERVICES,
        routes::REGIONS,
        routes::PRIVACY,
        routes::DRAFTS,
        routes::FIELD,
        routes::OFFLINE,
        routes::SHARE,
        routes::CHECK,
    ]
    .map(str::to_owned)
    .into();
    for service in &catalogue.services {
        pages.push(routes::service(&service.id));
        pages.push(routes::apply(&service.id));
    }
    let own = &state.config.office.region;
    let near = catalogue.regions.iter().filter(|region| {
        region.code == *own
            || region.code.parent().as_ref() == Some(own)
            || catalogue.profiles.iter().any(|p| p.code == region.code)
    });
    pages.extend(near.map(|region| routes::region(&region.code)));
    pages
}

/// Files that can wait for a second visit or a good link: what wakes a resident's pages. And what only a helper's device
/// needs, which fetches it when it is made ready.
fn later(state: &State) -> (Vec<String>, Vec<String>) {
    let mut files = Vec::new();
    for folder in built(state) {
        let found = std::fs::read_dir(format!("{}{folder}", state.config.site.site_root));
        let names = found
            .into_iter()
            .flatten()
            .flatten()
            .map(|file| file.file_name().to_string_lossy().into_owned());
        files.extend(
            names
                .filter(|name| name.ends_with(".js") || name.ends_with(".wasm"))
                // Only officers look at documents.
                .filter(|name| !name.starts_with("split_viewer"))
                .map(|name| format!("{folder}{name}")),
        );
    }
    files.sort();
    files
        .into_iter()
        .partition(|file| !HELPERS.iter().any(|part| file.contains(part)))
}

/// What a form may fetch at most, in bytes as they travel.
fn weight(state: &State) -> u64 {
    let sizes = later(state).0.into_iter().filter_map(|path| {
        let squeezed = format!("{}{path}.br", state.config.site.site_root);
        Some(std::fs::metadata(squeezed).ok()?.len())
    });
    sizes.sum()
}

/// Stands above a page that is kept. `DATE` is the day it was kept.
fn note(lang: Lang) -> String {
    let words = lang.pick(
        "Halaman ini disimpan tanggal DATE. Belum tentu yang terbaru.",
        "This page was kept on DATE. It may not be the newest.",
    );
    format!(
        r#"<div class="wrap no-print" id="simpanan" role="status"><p class="hint">{words}</p></div>"#
    )
}

/// The same above a form whose modules are not on this phone yet.
fn asleep(lang: Lang) -> String {
    let words = lang.pick(
        "Halaman ini disimpan tanggal DATE. Formulirnya baru bisa diisi setelah dibuka sekali saat ada sinyal.",
        "This page was kept on DATE. The form can be filled in once it has been opened with a signal.",
    );
    format!(
        r#"<div class="wrap no-print" id="simpanan" role="status"><div class="note is-warn"><div><p>{words}</p></div></div></div>"#
    )
}

/// Asks the server's own routes, as a browser of nobody in particular.
struct Renderer {
    router: Router,
    today: String,
}

impl Renderer {
    fn new(state: &State) -> Renderer {
        let zone = state.backend.catalogue().zone(&state.config.office.region);
        let router = Router::new()
            .merge(pages::routes(state))
            .merge(api::routes(state))
            .layer(map_response(async |mut answer: Response| {
                headers::seal(false, answer.headers_mut());
                answer
            }))
            .with_state(state.clone());
        Renderer {
            router,
            today: iso_day(state.backend.now().day(zone)),
        }
    }

    async fn ask(&self, path: &str, lang: Lang) -> Result<(HeaderMap, String), String> {
        let request = Request::get(path)
            .header(
                COOKIE,
                format!("{}={}", app::context::LANG_COOKIE, lang.tag()),
            )
            .body(Body::empty());
        let request = request.map_err(|error| error.to_string())?;
        let answer = match self.router.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let (parts, body) = answer.into_parts();
        if parts.status != StatusCode::OK || parts.headers.contains_key(SET_COOKIE) {
            return Err(format!("{path} answered {}", parts.status));
        }
        let bytes = to_bytes(body, LONGEST)
            .await
            .map_err(|error| error.to_string())?;
        let text = String::from_utf8(bytes.into()).map_err(|error| error.to_string())?;
        Ok((parts.headers, text))
    }

    /// A page with places to fill in, and its headers.
    async fn page(
        &self,
        path: &str,
        lang: Lang,
    ) -> Result<(BTreeMap<String, String>, String), String> {
        let (headers, text) = self.ask(path, lang).await?;
        let policy = headers
            .get(CONTENT_SECURITY_POLICY)
            .and_then(|policy| policy.to_str().ok());
        let nonce = policy
            .and_then(|policy| policy.split("'nonce-").nth(1)?.split('\'').next())
            .filter(|nonce| nonce.len() > 10)
            .ok_or(format!("{path} has no nonce"))?;
        let mut text = text.replace(nonce, NONCE);
        if path.starts_with(routes::APPLY) {
            text = self.dayless(text);
        }
        let told = headers
            .iter()
            .filter(|(name, _)| ![CACHE_CONTROL, CONTENT_LENGTH, DATE, VARY].contains(name))
            .filter_map(|(name, value)| {
                Some((name.to_string(), value.to_str().ok()?.replace(nonce, NONCE)))
            });
        Ok((told.collect(), text))
    }

    /// A form carries the day in its data block, after everything else that is a day.
    fn dayless(&self, mut text: String) -> String {
        if let Some(at) = text.rfind(&self.today) {
            text.replace_range(at..at + self.today.len(), TODAY);
        }
        text
    }
}
