//! The way back, on top of a page.

use super::Icon;
use crate::facts::use_lang;
use leptos::prelude::*;

#[component]
pub fn Crumb(#[prop(into)] href: String, children: Children) -> impl IntoView {
    view! {
        <nav class="crumb" aria-label=use_lang().pick("Kembali", "Back")>
            <a href=href>
                <Icon name="back" />
                {children()}
            </a>
        </nav>
    }
}
