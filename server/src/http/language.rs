//! The switch between Indonesian and English: a plain form, so it works without scripts.

use super::answer::Refusal;
use app::context::LANG_COOKIE;
use app::routes;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect};
use domain::error::Error;
use domain::text::Lang;
use http::header::SET_COOKIE;
use serde::Deserialize;

const YEAR: u32 = 365 * 24 * 60 * 60;

#[derive(Deserialize)]
pub struct Switch {
    lang: String,
    /// Where the reader was.
    #[serde(default)]
    to: String,
}

pub async fn switch(
    form: Result<Form<Switch>, FormRejection>,
) -> Result<impl IntoResponse, Refusal> {
    let Form(switch) = form.map_err(|_| Error::malformed("form"))?;
    let lang = Lang::from_tag(&switch.lang).tag();
    let cookie =
        format!("{LANG_COOKIE}={lang}; Path=/; Max-Age={YEAR}; HttpOnly; Secure; SameSite=Lax");
    let to = if is_ours(&switch.to) {
        &switch.to
    } else {
        routes::HOME
    };
    Ok(([(SET_COOKIE, cookie)], Redirect::to(to)))
}

/// A path on this site. `//host` and `/\host` lead to other sites; control characters would end the header.
fn is_ours(path: &str) -> bool {
    let plain = path.len() <= 500
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && path.starts_with('/') && !path.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for path in [
            "/",
            "/layanan/sktm",
            "/status?kode=SKC7K3M9PXT4",
            "/layanan#isi",
        ] {
            assert!(is_ours(path), "{path}");
        }
        for path in [
            "",
            "layanan",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nSet-Cookie: b=c",
            "/a b",
            "/é",
        ] {
            assert!(!is_ours(path), "{path}");
        }
    }
}
