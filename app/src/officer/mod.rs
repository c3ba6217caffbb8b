//! The officers' side: log-in, queue, case, document. Plain pages and forms that work without script;
//! one small island turns and enlarges photographs.
//!
//! Every page begins with `session::require_session`. What an officer may see is decided in `backend`:
//! a page that forgets to hide a button shows one that is refused.

pub mod api;
mod assist;
mod audit;
mod case;
mod content;
mod digest;
mod double;
mod drawing;
mod flash;
mod form;
mod frame;
mod handover;
mod judge;
mod letter;
mod login;
mod mismatch;
mod order;
mod outreach;
mod queue;
mod rescue;
mod session;
mod sign;
mod viewer;
mod words;

pub use assist::api::read_assistance;
pub use assist::{
    ClientPage, ClientsPage, HelpPage, HelpedPage, Helping, HelpingBanner, banner, empty_banner,
    helping,
};
pub use audit::AuditPage;
pub use case::CasePage;
pub use content::ContentPage;
pub use digest::DigestPage;
pub use double::ComparePage;
pub use flash::Flash;
pub use frame::DeskBar;
pub use handover::HandoverPage;
pub use letter::{AwaitingPage, TemplatesPage};
pub use login::LoginPage;
pub use mismatch::MismatchPage;
pub use order::OrdersPage;
pub use outreach::api::read_outreaches;
pub use outreach::{OutreachPage, OutreachReportPage, OutreachesPage};
pub use queue::QueuePage;
pub use rescue::{Imported, RescuePage};
pub use session::{at_desk, send_to};
pub use sign::SignatureIsland;
pub use viewer::{DocumentPage, ViewerIsland};
pub use words::short_moment;
