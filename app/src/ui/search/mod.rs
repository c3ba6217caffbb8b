//! Search as you type, on the device: an island that enhances a list which the server has rendered.
//!
//! Its markup is the box and a line that says how many were found. What to search in, it reads from the page:
//! each element with `data-search` is found by its name (the first bold words or link in it) and the words in that
//! attribute, and every element with `data-group` is shown while something in it is. Nothing is sent twice as props.
//! Without script the form is an ordinary one, and the server answers `?cari=` with the same [`fit`].

mod sift;

use super::{Icon, listen, page_lang};
use domain::text::Lang;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use sift::Sift;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// Name of the box in the address.
const FIELD: &str = "cari";
/// Longest query, in characters.
const LONGEST: usize = 80;

/// How well `query` fits something called `name` that people also look for by `keywords`. Lower is better.
pub fn fit(query: &str, name: &str, keywords: &str) -> Option<u32> {
    domain::search::score(query, &format!("{name} {keywords}"))
}

/// What the address asks for.
pub fn query() -> String {
    use_query_map()
        .read_untracked()
        .get(FIELD)
        .map(|text| text.trim().chars().take(LONGEST).collect())
        .unwrap_or_default()
}

/// The box, as the server renders it: an ordinary form with the island as a mark in it.
#[component]
pub fn Search(
    lang: Lang,
    /// Page that answers without script.
    action: String,
    label: String,
    /// What was searched for by the address, and how many the server found.
    query: String,
    found: Option<usize>,
) -> impl IntoView {
    view! {
        <form class="search" role="search" action=action>
            <label for=FIELD>{label}</label>
            <div>
                <input
                    id=FIELD
                    name=FIELD
                    type="search"
                    value=query
                    maxlength=LONGEST.to_string()
                    autocomplete="off"
                    enterkeyhint="search"
                />
                <button class="btn">
                    <Icon name="search" />
                    {lang.pick("Cari", "Search")}
                </button>
            </div>
            <p class=look(found) role="status">{found.map(|count| found_words(count, lang))}</p>
            <SearchIsland />
        </form>
    }
}

/// Nothing to see: it wakes the form around it. A view of its own would make every reader download Leptos' views, and
/// props the whole of serde_json: it reads what it must know from the page.
#[island]
pub fn SearchIsland() -> impl IntoView {
    if is_browser() {
        wake();
    }
}

fn look(found: Option<usize>) -> &'static str {
    if found == Some(0) { "empty" } else { "hint" }
}

fn wake() -> Option<()> {
    let document = web_sys::window()?.document()?;
    let lang = page_lang();
    let form = document.query_selector("form.search").ok()??;
    let input: HtmlInputElement = form.query_selector("input").ok()??.dyn_into().ok()?;
    let status = form.query_selector("[role=status]").ok()??;
    let action = form.get_attribute("action")?;
    let list = Sift::new();
    let typed = input.clone();
    let sift = move || {
        let text = typed.value();
        let count = list.show(&text);
        let found = (!text.trim().is_empty()).then_some(count);
        status.set_class_name(look(found));
        status.set_text_content(found.map(|count| found_words(count, lang)).as_deref());
    };
    // Typed before the script came.
    if !input.value().trim().is_empty() {
        sift();
    }
    listen(&input, "input", move |_| sift());
    listen(&form, "submit", move |event| {
        // The address that this very page has, so that reload and back show the same list.
        let here = web_sys::window().and_then(|w| w.location().pathname().ok());
        if here.is_some_and(|path| path == action) {
            event.prevent_default();
            sift::remember(&action, &input.value());
            // The keyboard of a phone covers what was found.
            let _ = input.blur();
        }
    });
    form.set_attribute("data-ready", "true").ok()
}

fn found_words(count: usize, lang: Lang) -> String {
    match (count, lang) {
        (0, _) => lang
            .pick(
                "Tidak ada yang cocok. Coba kata lain.",
                "Nothing found. Try another word.",
            )
            .to_owned(),
        (_, Lang::Id) => format!("{count} cocok"),
        (_, Lang::En) => format!("{count} found"),
    }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn slips_and_other_names_are_forgiven() {
        for query in [
            "skck",
            "SKCK polisi",
            "pengantr",
            "kelakuan baik",
            "melmar kerja",
        ] {
            assert!(
                fit(
                    query,
                    "Surat Pengantar SKCK",
                    "polisi kelakuan baik melamar kerja"
                )
                .is_some(),
                "{query}"
            );
        }
        assert_eq!(fit("nikah", "Surat Pengantar SKCK", "polisi"), None);
    }

    #[test]
    fn a_name_fits_better_than_a_keyword() {
        assert!(fit("kartu", "Kartu Keluarga", "") < fit("kartu", "Surat Pindah", "kartu"));
    }
}
