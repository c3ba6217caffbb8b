//! Nothing here, and not here yet.

use crate::facts::use_lang;
use leptos::prelude::*;

/// Nothing to show: why, and what to do instead.
#[component]
pub fn Empty(
    #[prop(into)] words: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p>{words}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// Three threads being woven. The words are for those who listen.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <div class="skel" aria-hidden="true">
            <i></i>
            <i></i>
            <i></i>
        </div>
        <p class="vh" role="status">{use_lang().pick("Memuat…", "Loading…")}</p>
    }
}
