//! The error summary: what is wrong, on top, each a link to its field.

use super::device::{append, set};
use domain::text::Lang;
use leptos::prelude::*;
use web_sys::Element;

fn heading(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Id => format!("Ada {count} yang perlu diperbaiki"),
        Lang::En => format!("{count} to fix"),
    }
}

#[component]
pub fn ErrorSummary(
    /// Element id and words.
    problems: Vec<(String, String)>,
    lang: Lang,
) -> impl IntoView {
    (!problems.is_empty()).then(|| {
        view! {
            <div class="errs" role="alert" tabindex="-1">
                <h2>{heading(problems.len(), lang)}</h2>
                <ul>
                    {problems
                        .into_iter()
                        .map(|(id, words)| view! { <li><a href=format!("#{id}")>{words}</a></li> })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}

/// One line of a summary that is written in the browser.
pub struct Wrong {
    pub words: String,
    pub href: String,
}

/// Writes a summary into `place` in the browser; an empty one is no summary. Without `title` it is the page's own:
/// [`ErrorSummary`] as the server would have written it, and read out at once.
pub fn summarise(place: &Element, title: Option<&str>, list: Vec<Wrong>, lang: Lang) -> Option<()> {
    let shown = title.map_or_else(|| heading(list.len(), lang), str::to_owned);
    let all: String = list.iter().map(|wrong| wrong.words.as_str()).collect();
    if !list.is_empty() && place.text_content() == Some(format!("{shown}{all}")) {
        return Some(());
    }
    place.set_text_content(None);
    if list.is_empty() {
        return Some(());
    }
    let errs = append(place, "div", "errs", "")?;
    if title.is_none() {
        set(&errs, "role", "alert");
    }
    set(&errs, "tabindex", "-1");
    append(&errs, "h2", "", &shown)?;
    let items = append(&errs, "ul", "", "")?;
    for Wrong { words, href } in list {
        let item = append(&items, "li", "", "")?;
        let link = append(&item, "a", "", &words)?;
        set(&link, "href", &href);
        // A link that leads away stands on a line of its own.
        if !href.starts_with('#') {
            link.set_class_name("tap");
        }
    }
    Some(())
}
