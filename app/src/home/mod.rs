//! The front page, and the page about personal data.

use leptos::prelude::*;

#[component]
pub fn HomePage() -> impl IntoView {
    view! { <h1>"Genggam"</h1> }
}

#[component]
pub fn PrivacyPage() -> impl IntoView {
    view! { <h1>"Privasi"</h1> }
}
