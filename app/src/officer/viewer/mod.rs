//! One document over the whole screen: look closely, compare, judge.
//!
//! Pages, comparison, size and turn are all in the address, so every button is a link and works without script.
//! The island only spares the round trip.

mod bar;
mod island;
mod stage;

pub use island::ViewerIsland;

use super::api;
use super::flash::Flash;
use super::frame::refused;
use super::judge::Desk;
use super::session::require_session;
use super::words::verdict_words;
use crate::error::ApiError;
use crate::error::refused_form;
use crate::facts::{page_status, use_lang};
use crate::routes;
use crate::ui::{Badge, Icon, Words};
use domain::error::Error;
use domain::text::Lang;
use domain::view::{CaseView, DocumentView};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;

/// What the address asks to see.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Look {
    path: String,
    /// From 0.
    page: usize,
    /// Old and new side by side.
    compare: bool,
    zoom: u8,
    turn: u8,
}

/// Steps of size that the style sheet knows.
const MAX_ZOOM: u8 = 4;

impl Look {
    fn read(path: String, query: &ParamsMap) -> Look {
        let number = |key| query.get_str(key).and_then(|text| text.parse::<u8>().ok());
        Look {
            path,
            page: usize::from(number("hal").unwrap_or(1).max(1)) - 1,
            compare: query.get_str("banding").is_some(),
            zoom: number("besar").unwrap_or(1).clamp(1, MAX_ZOOM),
            turn: number("putar").unwrap_or(0) % 4,
        }
    }

    /// Without size and turn: where a form leads back to, and what the island's links begin with.
    fn plain(&self) -> String {
        let mut query = Vec::new();
        if self.compare {
            query.push("banding=1".to_owned());
        }
        if self.page > 0 {
            query.push(format!("hal={}", self.page + 1));
        }
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.path, query.join("&"))
    }

    fn to_page(&self, page: usize) -> String {
        Look {
            page,
            ..self.clone()
        }
        .plain()
    }

    fn to_compare(&self, compare: bool) -> String {
        Look {
            compare,
            ..self.clone()
        }
        .plain()
    }
}

#[component]
pub fn DocumentPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    let error = refused_form();
    Suspend::new(async move {
        if let Err(error) = require_session().await {
            return refused(&error, lang);
        }
        let case = match api::open_case(params.get("code").unwrap_or_default()).await {
            Ok(case) => case,
            Err(ApiError(error)) => {
                page_status(error.status());
                return refused(&error, lang);
            }
        };
        let wanted = params.get_str("requirement").unwrap_or_default();
        let Some(place) = case
            .documents
            .iter()
            .position(|document| document.requirement == wanted)
        else {
            page_status(Error::NotFound.status());
            return refused(&Error::NotFound, lang);
        };
        let document = &case.documents[place];
        let mut look = Look::read(routes::case_document(&case.code, wanted), &query);
        look.compare &= !document.before.is_empty();
        let longest = if look.compare {
            document.pages.len().max(document.before.len())
        } else {
            document.pages.len()
        };
        look.page = look.page.min(longest.saturating_sub(1));
        let desk = Desk::new(&case, lang, look.plain());
        view! {
            <Title text=format!("{} {}", lang.pick("Berkas permohonan", "Document of"), case.code) />
            {head(&case, document, &look, longest, error, lang)}
            {stage::stage(&case, document, &look, lang)}
            {bar::bar(&case, place, &look, longest, &desk)}
        }
        .into_any()
    })
}

fn head(
    case: &CaseView,
    document: &DocumentView,
    look: &Look,
    longest: usize,
    error: Option<Error>,
    lang: Lang,
) -> AnyView {
    let badge = verdict_words(&document.verdict, lang)
        .map(|(tone, words)| view! { <Badge tone=tone>{words}</Badge> });
    let pages = (longest > 1).then(|| match lang {
        Lang::Id => format!(" · halaman {} dari {longest}", look.page + 1),
        Lang::En => format!(" · page {} of {longest}", look.page + 1),
    });
    view! {
        <header>
            <h1>
                <Words text=document.name.clone() lang=lang />
                " "
                <small><code>{case.code.to_string()}</code> {pages} " " {badge}</small>
            </h1>
            <a class="btn" href=format!("{}#berkas-{}", routes::case(&case.code), document.requirement)>
                <Icon name="cut" />
                {lang.pick("Tutup", "Close")}
            </a>
            <Flash lang=lang error=error />
        </header>
    }
    .into_any()
}
