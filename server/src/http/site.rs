//! Files of the built site, and the end of the road for every other address.

use super::answer::Refusal;
use super::files::is_upload;
use super::{api, pages};
use crate::builds::has_hash;
use crate::state::{READER, State};
use axum::body::Body;
use axum::extract::{self, Request};
use axum::response::{IntoResponse, Response};
use domain::error::Error;
use http::header::CACHE_CONTROL;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use std::path::Path;
use tower::ServiceExt;
use tower_http::services::ServeDir;

pub async fn fallback(extract::State(state): extract::State<State>, request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with(api::PREFIX) || is_upload(path) {
        return Refusal::from(Error::NotFound).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Error::malformed("method"))
            .into_response();
    }
    let pkg = format!("/{}/", state.config.site.site_pkg_dir);
    let built = path.starts_with(&pkg) || path.starts_with(&format!("/{READER}/"));
    let policy = policy(path, &pkg);
    let (parts, body) = request.into_parts();

    let mut response = file(Path::new(&*state.config.site.site_root), &parts).await;
    if built && has_hash(parts.uri.path()) {
        for before in state.builds_before.iter() {
            if response.status() != StatusCode::NOT_FOUND {
                break;
            }
            response = file(before, &parts).await;
        }
    }
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static(policy));
        return response;
    }
    if built {
        // Whoever asks is a script of an older build; a page would only confuse it.
        return (StatusCode::NOT_FOUND, "not in this build").into_response();
    }
    pages::not_found(&state, Request::from_parts(parts, body)).await
}

async fn file(folder: &Path, request: &Parts) -> Response {
    let folder = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    match folder
        .oneshot(Request::from_parts(request.clone(), Body::empty()))
        .await
    {
        Ok(file) => file.map(Body::new),
        Err(never) => match never {},
    }
}

/// How long browsers keep a file.
fn policy(path: &str, pkg: &str) -> &'static str {
    let name = path
        .strip_prefix(pkg)
        .or_else(|| path.strip_prefix('/')?.strip_prefix(READER));
    if name.is_some_and(has_hash) {
        // Its name changes with its content.
        "public, max-age=31536000, immutable"
    } else if path.starts_with(pkg) || path.ends_with(".js") {
        "no-cache"
    } else {
        "public, max-age=86400"
    }
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        let forever = "public, max-age=31536000, immutable";
        assert_eq!(
            policy("/pkg/genggam.3xMple-hash_0123456789.wasm", "/pkg/"),
            forever
        );
        assert_eq!(
            policy("/pkg/snippets/a/inline.3xMple-hash_0123456789.js", "/pkg/"),
            forever
        );
        assert_eq!(
            policy("/reader/reader.3xMple-hash_0123456789.wasm", "/pkg/"),
            forever
        );
        assert_eq!(policy("/pkg/genggam.js", "/pkg/"), "no-cache");
        assert_eq!(
            policy("/pkg/3xMple-hash_0123456789.js", "/pkg/"),
            "no-cache"
        );
        assert_eq!(policy("/sw.js", "/pkg/"), "no-cache");
        assert_eq!(policy("/favicon.svg", "/pkg/"), "public, max-age=86400");
        assert_eq!(
            policy("/x.3xMple-hash_0123456789.svg", "/pkg/"),
            "public, max-age=86400"
        );
    }
}
