//! The officers' side: log-in, queue, case, document. Plain pages and forms that work without script;
//! one small island turns and enlarges photographs.
//!
//! Every page begins with `session::require_session`. What an officer may see is decided in `backend`:
//! a page that forgets to hide a button shows one that is refused.

pub mod api;
mod assist;
mod case;
mod content;
mod flash;
mod form;
mod frame;
mod handover;
mod judge;
mod login;
mod outreach;
mod queue;
mod session;
mod sign;
mod viewer;
mod words;

pub use assist::{ClientPage, ClientsPage, HelpPage, HelpedPage, Helping, HelpingBanner, helping};
pub use case::CasePage;
pub use content::ContentPage;
pub use handover::HandoverPage;
pub use login::LoginPage;
pub use outreach::{OutreachPage, OutreachReportPage, OutreachesPage};
pub use queue::QueuePage;
pub use session::send_to;
pub use sign::SignatureIsland;
pub use viewer::{DocumentPage, ViewerIsland};
