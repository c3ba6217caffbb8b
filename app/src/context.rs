//! Server only: the way from a server function to the backend, and from an answer to its headers.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use backend::Backend;
use domain::error::{Error, Result};
use domain::text::Lang;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// Cookie of an officer's session.
pub const OFFICER_COOKIE: &str = "__Host-petugas";
/// Cookie of a resident who has shown code and digits.
pub const GRANT_COOKIE: &str = "__Host-warga";
/// Cookie of whom an officer is helping: an id that opens nothing without that officer's own session.
pub const HELPING_COOKIE: &str = "__Host-membantu";
/// Cookie with the id of the account that is logged in. It opens nothing; pages read it, to keep each account's PIN to that
/// account (`offline/vault.rs`, `ui/leave.js`).
pub const ACCOUNT_COOKIE: &str = "__Host-akun";
/// Cookie of the chosen language.
pub const LANG_COOKIE: &str = "bahasa";
/// Set by `saver.js`.
pub const SAVER_COOKIE: &str = "hemat";
/// Set for ten minutes where somebody who saves data asks for what opens without a signal: `saver.js`,
/// `field/worker.rs`.
pub const PACK_COOKIE: &str = "luring";

/// The network address of the caller, as the configured proxy tells it. Only for counting tries.
pub use backend::Requester;

pub fn backend() -> Result<Arc<Backend>> {
    use_context::<Arc<Backend>>().ok_or(Error::Unavailable)
}

/// Who calls. Without a known address everybody counts as one.
pub fn requester() -> Requester {
    use_context::<Requester>()
        .unwrap_or_else(|| Requester::from(std::net::IpAddr::from([0, 0, 0, 0])))
}

/// The value of a cookie in the request (RFC 6265 section 5.4).
pub fn cookie(name: &str) -> Option<String> {
    cookie_of(&use_context::<Parts>()?.headers, name)
}

pub fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// What the caller reads.
pub fn lang() -> Lang {
    Lang::from_tag(&cookie(LANG_COOKIE).unwrap_or_default())
}

/// The officer's session token, or the error that sends to the log-in page.
pub fn officer_token() -> Result<String> {
    cookie(OFFICER_COOKIE).ok_or(Error::LoggedOut)
}

/// The resident's grant token.
pub fn grant_token() -> Result<String> {
    cookie(GRANT_COOKIE).ok_or(Error::LoggedOut)
}

/// The assistance that goes on in this browser.
pub fn helping() -> Option<String> {
    cookie(HELPING_COOKIE).filter(|id| !id.is_empty())
}

/// What a hidden box of a form holds; empty is nothing.
pub fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Sets a `__Host-` cookie: host only, whole site, never readable by script, never sent from other sites.
pub fn set_cookie(name: &str, value: &str, seconds: i64) {
    append_cookie(&format!(
        "{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax"
    ));
}

/// As [`set_cookie`], but for our own scripts to read: who is logged in, or with an empty `id` nobody any more.
pub fn set_account(id: &str, seconds: i64) {
    append_cookie(&format!(
        "{ACCOUNT_COOKIE}={id}; Path=/; Max-Age={seconds}; Secure; SameSite=Lax"
    ));
}

fn append_cookie(line: &str) {
    if let (Some(response), Ok(line)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(line),
    ) {
        response.append_header(SET_COOKIE, line);
    }
}

pub fn clear_cookie(name: &str) {
    set_cookie(name, "", 0);
}

/// Sends a browser that posted a form to another page (303 comes from Leptos).
pub fn redirect(path: &str) {
    leptos_axum::redirect(path);
}

/// Sends a browser whose form was refused to `path` with the error in the address, as Leptos does it with the Referer.
pub fn refuse_form(path: &str, error: &Error) {
    redirect(&crate::error::refused_address(path, error));
}

/// Sets the status of a page, for errors that a page shows itself.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (
        use_context::<ResponseOptions>(),
        StatusCode::from_u16(status),
    ) {
        response.set_status(status);
    }
}
