//! Following an application: the form that asks for code and digits, and the case as its resident sees it.

mod case;
mod form;
mod path;
mod todo;
mod walk;

pub use case::CasePage;
pub use form::StatusPage;
