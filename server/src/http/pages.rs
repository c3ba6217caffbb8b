//! Pages: rendered by `app`, with what they know of the request handed down as contexts.

use super::headers::page_policy;
use super::{helped, offline};
use crate::state::State;
use app::context::{LANG_COOKIE, Requester, SAVER_COOKIE, cookie_of};
use app::facts::Facts;
use app::routes;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use domain::text::Lang;
use http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, COOKIE, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use leptos::context::{provide_context, use_context};
use leptos::nonce::use_nonce;
use leptos_axum::{
    LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions,
    render_app_async_with_context, render_route_with_context,
};
use std::net::SocketAddr;

/// Every page that `app` names in its router.
pub fn routes(state: &State) -> Router<State> {
    // Elsewhere the gallery is a page that doesn't exist.
    let closed = (!state.config.development).then(|| vec![routes::GALLERY.to_owned()]);
    let pages = generate_route_list_with_exclusions(app::pages::App, closed);
    let render =
        render_route_with_context::<State, _>(pages.clone(), contexts(state), app::pages::document);
    Router::new()
        .leptos_routes_with_handler(pages, render)
        .layer(from_fn(helped::reworded))
        .layer(from_fn(kept))
        .layer(from_fn_with_state(state.clone(), offline::same))
}

/// The page that says that there is no such page.
pub async fn not_found(state: &State, request: Request) -> Response {
    let render = render_app_async_with_context(contexts(state), app::pages::document);
    let mut response = render(request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The page at the address of a form that was posted there, which finds `answer` in its context.
pub async fn answered<T: Clone + Send + Sync + 'static>(
    state: &State,
    posted: Parts,
    answer: T,
) -> Response {
    let lang = language(&posted.headers);
    let contexts = contexts(state);
    let with = move || {
        contexts();
        provide_context(answer.clone());
    };
    let render = render_app_async_with_context(with, app::pages::document);
    let mut page = Request::from_parts(posted, Body::empty());
    *page.method_mut() = Method::GET;
    let mut response = render(page).await;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    response
}

/// What pages and server functions find in Leptos' context.
pub fn contexts(state: &State) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || {
        provide_context(state.backend.clone());
        // Leptos asks for its list of routes once without a request.
        let Some(parts) = use_context::<Parts>() else {
            return;
        };
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(peer)| *peer);
        if let Some(caller) = state.caller(&parts.headers, peer) {
            provide_context(Requester::from(caller));
        }
        // Only pages have one. Leptos puts it on its own scripts too, so there must be one nonce, not two.
        let nonce = use_nonce()
            .map(|nonce| nonce.to_string())
            .unwrap_or_default();
        if let (false, Some(response)) = (nonce.is_empty(), use_context::<ResponseOptions>()) {
            let policy = HeaderValue::from_str(&page_policy(&nonce)).expect("a nonce is base64");
            response.insert_header(CONTENT_SECURITY_POLICY, policy);
        }
        let build = state.build();
        provide_context(Facts {
            lang: language(&parts.headers),
            path: parts.uri.path().to_owned(),
            nonce,
            script: build.script.clone(),
            module: build.module.clone(),
            helper: build.helper.clone(),
            reader: build.reader.clone(),
            office: state.office.to_string(),
            saving: saving(&parts.headers),
            development: state.config.development,
        });
    }
}

/// The language that a reader has chosen.
pub fn language(headers: &HeaderMap) -> Lang {
    cookie_of(headers, LANG_COOKIE).map_or(Lang::Id, |tag| Lang::from_tag(&tag))
}

/// Whether data is saved: as the person has chosen (`saver.js`), else as the browser asks.
pub fn saving(headers: &HeaderMap) -> bool {
    match cookie_of(headers, SAVER_COOKIE).as_deref() {
        Some("1") => true,
        Some("0") => false,
        _ => headers.get("save-data").is_some_and(|asked| asked == "on"),
    }
}

/// How long a page may be kept: one with somebody's data nowhere, any other only after asking again.
async fn kept(request: Request<Body>, next: Next) -> Response {
    let lang = language(request.headers());
    let personal = is_personal(request.uri().path(), request.headers().contains_key(COOKIE));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static(if personal { "no-store" } else { "no-cache" }),
    );
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    // The language is in a cookie.
    headers.append(VARY, HeaderValue::from_static("Cookie"));
    response
}

fn is_personal(path: &str, has_cookie: bool) -> bool {
    let below = |place: &str| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    below(routes::STATUS)
        || below(routes::OFFICER)
        || below(routes::HELPED_FORM)
        || (below(routes::APPLY) && has_cookie)
}

#[cfg(test)]
mod tests {
    use super::is_personal;

    #[test]
    fn pages_with_personal_data_are_never_kept() {
        for path in [
            "/status",
            "/status/kasus",
            "/petugas",
            "/petugas/permohonan/X",
            "/bantu/0123456789abcdef0123456789abcdef/sktm",
        ] {
            assert!(is_personal(path, false), "{path}");
        }
        assert!(is_personal("/ajukan/sktm", true));
        for path in [
            "/",
            "/layanan",
            "/statusquo",
            "/ajukan/sktm",
            "/petugasku",
            "/lapangan",
        ] {
            assert!(!is_personal(path, false), "{path}");
        }
    }
}
