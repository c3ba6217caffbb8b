//! Pieces that every page is built from. Only here may `<textarea>` and `inner_html` stand.

mod shell;

pub use shell::{NotFound, Shell};

use leptos::prelude::*;

#[component]
pub fn GalleryPage() -> impl IntoView {}
