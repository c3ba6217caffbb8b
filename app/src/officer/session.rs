//! Who sits at the desk. The one place of the officers' side that knows it may not run on a server.

use super::api;
use super::frame::{DeskBar, refused};
use crate::error::ApiError;
use crate::facts::page_status;
use crate::routes;
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::region::Zone;
use domain::text::Lang;
use domain::view::{BulkView, Session};
use leptos::prelude::*;
use time::Date;

#[cfg(feature = "ssr")]
pub(super) use here::{given, inside, keep_search, keep_told, remember, searched};

/// What only the server has. In the browser, where pages never run, there is nothing of it.
#[cfg(feature = "ssr")]
mod here {
    use domain::calendar::Moment;

    pub use crate::context::redirect;

    pub fn now() -> Option<Moment> {
        crate::context::backend().ok().map(|backend| backend.now())
    }

    pub const QUEUE_ROWS: i64 = backend::QUEUE_ROWS;

    /// Whom this browser helps from now on; the banner reads it.
    pub fn remember(assistance: &str) {
        let seconds = domain::assistance::CONSENT_HOURS * 3600;
        crate::context::set_cookie(crate::context::HELPING_COOKIE, assistance, seconds);
    }

    /// Cookie of the last search. A name that was searched for must not stand in an address.
    const SEARCH_COOKIE: &str = "__Host-cari";

    pub fn keep_search(text: &str) {
        let text: String = domain::form::tidy(text).chars().take(80).collect();
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        crate::context::set_cookie(
            SEARCH_COOKIE,
            &hex,
            if hex.is_empty() { 0 } else { 15 * 60 },
        );
    }

    /// Cookie of what became of several cases: shown once, and nothing personal.
    const TOLD_COOKIE: &str = "__Host-hasil";

    pub fn keep_told(text: &str) {
        crate::context::set_cookie(TOLD_COOKIE, text, 60);
    }

    /// What was kept, and from now on is no more.
    pub fn take_told() -> Option<String> {
        let text = crate::context::cookie(TOLD_COOKIE).filter(|text| !text.is_empty())?;
        crate::context::clear_cookie(TOLD_COOKIE);
        Some(text)
    }

    /// The queue's address after a search: all there is, or without words the usual list.
    pub fn searched(words: &str) -> String {
        if words.trim().is_empty() {
            return crate::routes::OFFICER.to_owned();
        }
        format!("{}?daftar=semua&cari=1", crate::routes::OFFICER)
    }

    pub fn kept_search() -> String {
        let hex = crate::context::cookie(SEARCH_COOKIE).unwrap_or_default();
        let bytes = (0..hex.len() / 2)
            .filter_map(|at| u8::from_str_radix(hex.get(at * 2..at * 2 + 2)?, 16).ok())
            .take(400);
        String::from_utf8(bytes.collect())
            .map(|text| domain::form::tidy(&text))
            .unwrap_or_default()
    }

    /// Where something was handed over: the case's own page if the form stood there, or the page for handing over.
    pub fn given(code: &str, back: &str) -> domain::error::Result<String> {
        let code = domain::code::Code::parse(code)?;
        let case = crate::routes::case(&code);
        Ok(if back.starts_with(&case) {
            inside(case, back.to_owned())
        } else {
            crate::routes::handover(&code)
        })
    }

    /// `back` if it is a place inside the case's page, or that page: `back` came from outside and goes into a header.
    pub fn inside(case_page: String, back: String) -> String {
        let rest = back.strip_prefix(&case_page).unwrap_or("-");
        let begins = rest.is_empty() || rest.starts_with(['/', '?', '#']);
        let plain = rest.len() <= 200
            && rest.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
            && !rest.contains("//");
        if begins && plain { back } else { case_page }
    }
}
#[cfg(not(feature = "ssr"))]
mod here {
    use domain::calendar::Moment;

    pub fn redirect(_: &str) {}

    pub fn now() -> Option<Moment> {
        None
    }

    pub const QUEUE_ROWS: i64 = 1;

    pub fn kept_search() -> String {
        String::new()
    }

    pub fn take_told() -> Option<String> {
        None
    }
}

/// Rows of one page of the queue.
pub const QUEUE_ROWS: i64 = here::QUEUE_ROWS;

/// The officer who asks. Whoever isn't logged in is sent to the log-in page; any other error becomes the page's status.
pub async fn require_session() -> Result<Session> {
    api::read_session().await.map_err(|ApiError(error)| {
        match error {
            Error::LoggedOut => here::redirect(routes::OFFICER_LOGIN),
            _ => page_status(error.status()),
        }
        error
    })
}

/// The session, and what a page of this officer shows; or the page that says why not, with the way on.
/// `read` begins only when somebody is logged in.
pub async fn at_desk<T>(
    lang: Lang,
    read: impl Future<Output = std::result::Result<T, ApiError>>,
) -> std::result::Result<(Session, T), AnyView> {
    let session = match require_session().await {
        Ok(session) => session,
        Err(error) => return Err(refused(&error, lang)),
    };
    match read.await {
        Ok(found) => Ok((session, found)),
        Err(ApiError(error)) => {
            page_status(error.status());
            let bar = view! { <DeskBar session=session lang=lang here="" /> };
            Err((bar, refused(&error, lang)).into_any())
        }
    }
}

/// Where an officer begins: who helps, with a resident; who supervises, with the history; anybody else, with the queue.
pub fn beginning(officer: &Officer) -> &'static str {
    if officer.role.assists() {
        routes::CLIENTS
    } else if officer.role.audits() {
        routes::AUDIT
    } else {
        routes::OFFICER
    }
}

/// What this officer searched for last, in the last quarter of an hour.
pub fn kept_search() -> String {
    here::kept_search()
}

/// What became of several cases a moment ago; told once.
pub fn told() -> Option<BulkView> {
    BulkView::read(&here::take_told()?)
}

/// Sends on somebody who has nothing to do on this page.
pub fn send_to(path: &str) {
    here::redirect(path);
}

/// Today at an office in `zone`, for "today" and "tomorrow".
pub fn today(zone: Zone) -> Option<Date> {
    here::now().map(|now| now.day(zone))
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "ssr")]
    #[test]
    fn a_form_leads_back_into_its_own_case_only() {
        let page = "/petugas/permohonan/SKC7K3M9PXT4";
        for good in ["", "?x", "#berkas-ktp", "/berkas/ktp?hal=2#a"] {
            let back = format!("{page}{good}");
            assert_eq!(super::inside(page.into(), back.clone()), back);
        }
        assert_eq!(
            super::inside(page.into(), "https://evil.example".into()),
            page
        );
        for bad in ["4", "//evil.example", "?a\nb", "/\\e", "/ä", "?a b"] {
            assert_eq!(
                super::inside(page.into(), format!("{page}{bad}")),
                page,
                "{bad}"
            );
        }
    }
}
