//! Applications as residents see them: apply, receipt, status, mending.

pub mod api;
mod apply;
mod correct;
mod form;
mod page;
mod status;

pub use apply::ApplyIsland;
pub use correct::{CorrectIsland, CorrectPage};
pub use form::FormPack;
pub use page::ApplyPage;
pub use status::{CasePage, StatusPage};
