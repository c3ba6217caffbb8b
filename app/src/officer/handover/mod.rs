//! What is handed over: of one case each product with its state, and the originals that were seen.

pub mod api;
mod documents;
mod page;
mod products;

pub use documents::original;
pub use page::HandoverPage;
pub use products::products;
