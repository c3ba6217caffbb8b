//! Applications as residents see them: apply, receipt, status, mending.

pub mod api;
mod correct;
mod engine;
mod form;
mod page;
pub mod paper;
mod status;
mod step;

pub use correct::CorrectPage;
pub use engine::ApplyIsland;
pub use form::FormPack;
pub use page::ApplyPage;
pub use status::{CasePage, StatusPage};
