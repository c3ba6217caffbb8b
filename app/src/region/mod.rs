//! Regions and their profiles.

pub mod api;

use leptos::prelude::*;

#[component]
pub fn RegionsPage() -> impl IntoView {
    view! { <h1>"Kecamatan"</h1> }
}

#[component]
pub fn RegionPage() -> impl IntoView {
    view! { <h1>"Kecamatan"</h1> }
}
