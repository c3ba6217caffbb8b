//! The error summary: what is wrong, on top, each a link to its field.

use super::{If, flag, says};
use domain::text::Lang;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

#[component]
pub fn ErrorSummary(
    /// Element id and words.
    #[prop(into)]
    problems: Signal<Vec<(String, String)>>,
    lang: Lang,
) -> impl IntoView {
    view! {
        <If on=flag(move || !problems.get().is_empty())>
            <div class="errs" role="alert" tabindex="-1">
                <h2>
                    {says(move || match lang {
                        Lang::Id => format!("Ada {} yang perlu diperbaiki", problems.get().len()),
                        Lang::En => format!("{} to fix", problems.get().len()),
                    })}
                </h2>
                <ul>
                    {move || {
                        problems
                            .get()
                            .into_iter()
                            .map(|(id, words)| {
                                let target = id.clone();
                                view! {
                                    <li>
                                        <a href=format!("#{id}") on:click=move |ev| { ev.prevent_default(); focus_field(&target); }>
                                            {words}
                                        </a>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </div>
        </If>
    }
}

/// The first box of the field, without touching the address.
fn focus_field(id: &str) {
    let Some(element) = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id(id))
    else {
        return;
    };
    let inner = element
        .query_selector("input, select, textarea")
        .ok()
        .flatten()
        .unwrap_or(element);
    if let Ok(inner) = inner.dyn_into::<web_sys::HtmlElement>() {
        let _ = inner.focus();
        inner.scroll_into_view();
    }
}
