//! Search as you type, on the device: an island that enhances a list which the server has rendered.
//!
//! Its markup is the box and a line that says how many were found. What to search in, it reads from the page:
//! every element with `data-search` is found by its name (the first bold words or link in it) and the words in that
//! attribute, and every element with `data-group` is shown while something in it is. Nothing is sent twice as props.
//! Without script the form is an ordinary one, and the server answers `?cari=` with the same [`fit`].

mod sift;

use super::Icon;
use domain::text::Lang;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use sift::Sift;
use std::cell::OnceCell;
use std::rc::Rc;

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

#[island]
pub fn SearchIsland(
    lang: Lang,
    /// Page that answers without script.
    action: String,
    /// Selector of the list on this page.
    target: String,
    label: String,
    /// What was searched for by the address, and how many the server found.
    query: String,
    found: Option<usize>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let found = RwSignal::new(found);
    let awake = RwSignal::new(false);
    // Filled in the browser only.
    let list = Rc::new(OnceCell::<Sift>::new());
    let sift = {
        let list = list.clone();
        move || {
            let (Some(list), Some(input)) = (list.get(), input.get_untracked()) else {
                return;
            };
            let text = input.value();
            let count = list.show(&text);
            found.set((!text.trim().is_empty()).then_some(count));
        }
    };
    let on_input = sift.clone();
    // The address that this very page has, so that reload and back show the same list.
    let here = action.clone();
    let submit = move |ev: leptos::ev::SubmitEvent| {
        let Some(window) = web_sys::window() else {
            return;
        };
        if window.location().pathname().is_ok_and(|path| path == here) {
            ev.prevent_default();
            if let Some(input) = input.get_untracked() {
                sift::remember(&here, &input.value());
                // The keyboard of a phone covers what was found.
                let _ = input.blur();
            }
        }
    };
    Effect::new(move |_| {
        let _ = list.set(Sift::new(&target));
        awake.set(true);
        // Typed before the script came.
        if input
            .get_untracked()
            .is_some_and(|input| !input.value().trim().is_empty())
        {
            sift();
        }
    });
    view! {
        <form
            class="search"
            role="search"
            action=action
            data-ready=move || awake.get().then_some("true")
            on:submit=submit
        >
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
                    node_ref=input
                    on:input=move |_| on_input()
                />
                <button class="btn">
                    <Icon name="search" />
                    {lang.pick("Cari", "Search")}
                </button>
            </div>
            <p class=move || if found.get() == Some(0) { "empty" } else { "hint" } role="status">
                {move || found.get().map(|count| found_words(count, lang))}
            </p>
        </form>
    }
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
