//! Search as you type, on the device: a form that `crates/reader` wakes, around a list that the server has rendered.
//!
//! What to search in, it reads from the page: each element with `data-search` is found by its name (the first bold words
//! or link in it) and the words in that attribute, and every element with `data-group` is shown while something in it is.
//! Without script the form is an ordinary one, and the server answers `?cari=` with the same [`fit`].

use super::Icon;
pub use domain::search::fit;
use domain::text::Lang;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Name of the box in the address.
const FIELD: &str = "cari";
/// Longest query, in characters.
const LONGEST: usize = 80;

/// What the address asks for.
pub fn query() -> String {
    use_query_map()
        .read_untracked()
        .get(FIELD)
        .map(|text| text.trim().chars().take(LONGEST).collect())
        .unwrap_or_default()
}

/// The box. Its words for what is found stand in the page, so that the module needs no language.
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
    let none = lang.pick(
        "Tidak ada yang cocok. Coba kata lain.",
        "Nothing found. Try another word.",
    );
    let some = lang.pick("# cocok", "# found");
    let words = found.map(|count| match count {
        0 => none.to_owned(),
        _ => some.replace('#', &count.to_string()),
    });
    view! {
        <form class="search" role="search" action=action data-wakes="search">
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
            <p
                class=look(found)
                role="status"
                data-none=none
                data-some=some
            >
                {words}
            </p>
        </form>
    }
}

fn look(found: Option<usize>) -> &'static str {
    if found == Some(0) { "empty" } else { "hint" }
}
