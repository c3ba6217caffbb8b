//! Pieces that every page is built from. Only here may `<textarea>` and `inner_html` stand.

mod device;
mod errors;
mod icon;
mod qr;
mod shell;
mod textarea;
mod words;

pub use device::{focus_soon, typed_before_waking};
pub use errors::ErrorSummary;
pub use icon::Icon;
pub use qr::qr_path;
pub use shell::{NotFound, Shell};
pub use textarea::TextArea;
pub use words::{kilobytes, rupiah, shown_answer, shown_phone};

use leptos::prelude::*;

#[component]
pub fn GalleryPage() -> impl IntoView {}
