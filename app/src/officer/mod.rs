//! The officers' side: log-in, queue, case, document. Plain pages and forms; one small island turns photographs.

pub mod api;

use leptos::prelude::*;

#[component]
pub fn LoginPage() -> impl IntoView {
    view! { <h1>"Masuk"</h1> }
}

#[component]
pub fn QueuePage() -> impl IntoView {
    view! { <h1>"Antrean"</h1> }
}

#[component]
pub fn CasePage() -> impl IntoView {
    view! { <h1>"Permohonan"</h1> }
}

#[component]
pub fn DocumentPage() -> impl IntoView {
    view! { <h1>"Berkas"</h1> }
}

#[component]
pub fn ContentPage() -> impl IntoView {
    view! { <h1>"Konten"</h1> }
}
