//! Helping residents: whom, by their leave, and what came of it. Helping begins with a person, never with a form.

pub mod api;
mod banner;
mod cases;
mod client;
mod clients;
mod consent;
mod guide;

pub use banner::{Helping, HelpingBanner, banner, empty_banner, helping};
pub use cases::{HelpedPage, hour};
pub use client::ClientPage;
pub use clients::{ClientsPage, register_form};
pub use guide::HelpPage;
