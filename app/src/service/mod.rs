//! Services: the list, one service, and what to prepare.

pub mod api;

use leptos::prelude::*;

#[component]
pub fn ServicesPage() -> impl IntoView {
    view! { <h1>"Layanan"</h1> }
}

#[component]
pub fn ServicePage() -> impl IntoView {
    view! { <h1>"Layanan"</h1> }
}
