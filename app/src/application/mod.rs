//! Applications as residents see them: apply, receipt, status, mending.

pub mod api;
mod apply;
mod form;

pub use apply::ApplyIsland;
pub use form::FormPack;

use leptos::prelude::*;

#[component]
pub fn ApplyPage() -> impl IntoView {
    view! { <h1>"Ajukan"</h1> }
}

#[component]
pub fn StatusPage() -> impl IntoView {
    view! { <h1>"Status"</h1> }
}

#[component]
pub fn CasePage() -> impl IntoView {
    view! { <h1>"Status"</h1> }
}

#[component]
pub fn CorrectPage() -> impl IntoView {
    view! { <h1>"Perbaiki"</h1> }
}
