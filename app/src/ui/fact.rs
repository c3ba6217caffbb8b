//! A list of facts: what, how much, from when and where. What nobody knows is shown as not yet filled in.

use crate::facts::use_lang;
use leptos::prelude::*;

/// One line of a `<dl class="facts">`. Without a child the fact is unknown.
#[component]
pub fn Fact(#[prop(into)] label: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let value = match children {
        Some(children) => view! { <dd>{children()}</dd> }.into_any(),
        None => view! { <dd><Nil /></dd> }.into_any(),
    };
    view! {
        <div>
            <dt>{label}</dt>
            {value}
        </div>
    }
}

/// "belum diisi".
#[component]
pub fn Nil() -> impl IntoView {
    view! { <span class="nil">{use_lang().pick("belum diisi", "not yet filled in")}</span> }
}
