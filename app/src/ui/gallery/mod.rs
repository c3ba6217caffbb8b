//! x
use leptos::prelude::*;
#[component]
pub fn GalleryPage() -> impl IntoView {}
