//! Applications as residents see them: apply, receipt, status, mending.

pub mod api;
mod apply;
mod correct;
mod form;
mod page;

pub use apply::ApplyIsland;
pub use correct::{CorrectIsland, CorrectPage};
pub use form::FormPack;
pub use page::ApplyPage;

use leptos::prelude::*;

#[component]
pub fn StatusPage() -> impl IntoView {
    view! { <h1>"Status"</h1> }
}

#[component]
pub fn CasePage() -> impl IntoView {
    view! { <h1>"Status"</h1> }
}
