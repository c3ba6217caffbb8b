//! Outreach sessions: plan one, serve many residents in a row, print what came of it.

pub mod api;
mod list;
mod one;
mod report;

pub use list::OutreachesPage;
pub use one::OutreachPage;
pub use report::OutreachReportPage;
