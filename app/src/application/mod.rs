//! Applications as residents see them: apply, receipt, status, mending.

pub mod api;
mod asks;
mod correct;
mod engine;
mod form;
mod page;
pub mod paper;
mod status;
mod step;

pub use correct::CorrectPage;
pub use engine::{FORM_DATA, apply_form};
pub use form::FormPack;
pub use page::{ApplyPage, HelpedFormPage};
pub use status::{CasePage, StatusPage};
