//! The door against other sites: no page of theirs may make a visitor's browser change something here.
//!
//! Browsers say themselves where a request comes from (`Sec-Fetch-Site`, and older ones `Origin`), and no script can
//! forge either. Uploads stand apart: they are allowed by a bearer token that only our own page knows, not by a cookie
//! that travels along unasked, and command-line clients send neither header.

use super::answer::{Refusal, drain, header};
use super::files;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use domain::error::Error;
use http::header::{COOKIE, HOST, ORIGIN};
use http::{HeaderMap, Method, StatusCode, Uri};

/// Whether a request may go on to its handler.
pub fn lets_in(request: &Request) -> bool {
    let uploads = files::is_upload(request.uri().path());
    // The method that counts in the end, or a harmless one would be let in and do harm.
    let method = if uploads {
        files::method(request.method(), request.headers())
    } else {
        request.method().clone()
    };
    may_pass(&method, uploads, request.uri(), request.headers())
}

/// Most that a request's head may take; what is larger is read to its end, up to the buffer of its connection.
const MOST_HEAD: usize = 8 * 1024;

/// Whether address and headers are longer than anything that was ever asked for here.
pub fn is_too_long(request: &Request) -> bool {
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |whole| whole.as_str().len());
    let lines = request.headers().iter();
    let lines = lines.map(|(name, value)| name.as_str().len() + value.len() + 4);
    address + lines.sum::<usize>() > MOST_HEAD
}

pub fn too_long(request: Request) -> Response {
    drain(request.into_body());
    StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response()
}

pub fn refuse(request: Request) -> Response {
    drain(request.into_body());
    Refusal::from(Error::CrossSite).into_response()
}

fn may_pass(method: &Method, uploads: bool, uri: &Uri, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    if headers.contains_key("sec-fetch-site") {
        return matches!(
            header(headers, "sec-fetch-site"),
            Some("same-origin" | "none")
        );
    }
    if headers.contains_key(ORIGIN) {
        return comes_from_here(uri, headers);
    }
    // No browser of the last years. Without a cookie it has nobody's rights to misuse.
    uploads || !headers.contains_key(COOKIE)
}

/// Whether the host in `Origin` is the one that was asked. A page without an origin says `null` and is a stranger.
fn comes_from_here(uri: &Uri, headers: &HeaderMap) -> bool {
    let asked =
        header(headers, HOST.as_str()).or(uri.authority().map(|authority| authority.as_str()));
    let origin = header(headers, ORIGIN.as_str()).and_then(|origin| origin.split_once("://"));
    match (asked, origin) {
        (Some(asked), Some((_, origin))) => origin.eq_ignore_ascii_case(asked),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::may_pass;
    use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

    fn asks(method: Method, path: &str, headers: &[(&str, &str)]) -> bool {
        let mut map: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (
                    name.parse::<HeaderName>().unwrap(),
                    HeaderValue::from_str(value).unwrap(),
                )
            })
            .collect();
        map.insert("host", HeaderValue::from_static("kecamatan.example:3000"));
        may_pass(
            &method,
            path.starts_with("/files"),
            &path.parse::<Uri>().unwrap(),
            &map,
        )
    }

    #[test]
    fn reading_is_free() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert!(asks(
                method,
                "/api/x",
                &[("sec-fetch-site", "cross-site"), ("cookie", "a=b")]
            ));
        }
    }

    #[test]
    fn the_browser_says_where_it_comes_from() {
        for (site, expected) in [
            ("same-origin", true),
            ("none", true),
            ("same-site", false),
            ("cross-site", false),
            ("", false),
        ] {
            // A good origin beside it changes nothing.
            let headers = [
                ("sec-fetch-site", site),
                ("origin", "http://kecamatan.example:3000"),
            ];
            assert_eq!(asks(Method::POST, "/api/x", &headers), expected, "{site}");
            assert_eq!(
                asks(Method::PATCH, "/files/1", &headers),
                expected,
                "{site}"
            );
        }
    }

    #[test]
    fn an_older_browser_names_its_origin() {
        for (origin, expected) in [
            ("http://kecamatan.example:3000", true),
            ("https://KECAMATAN.example:3000", true),
            ("http://kecamatan.example", false),
            ("http://kecamatan.example:3000.evil.example", false),
            ("http://evil.example", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(
                asks(Method::POST, "/api/x", &[("origin", origin)]),
                expected,
                "{origin}"
            );
            assert_eq!(
                asks(Method::DELETE, "/files/1", &[("origin", origin)]),
                expected,
                "{origin}"
            );
        }
    }

    #[test]
    fn whoever_says_nothing_may_not_use_a_cookie() {
        assert!(asks(Method::POST, "/api/x", &[]));
        assert!(!asks(
            Method::POST,
            "/api/x",
            &[("cookie", "__Host-petugas=1")]
        ));
        assert!(!asks(Method::POST, "/bahasa", &[("cookie", "bahasa=en")]));
        assert!(asks(Method::PATCH, "/files/1", &[("cookie", "bahasa=en")]));
    }
}
