//! The officers' side: log-in, queue, case, document. Plain pages and forms that work without script;
//! one small island turns and enlarges photographs.
//!
//! Every page begins with `session::require_session`. What an officer may see is decided in `backend`:
//! a page that forgets to hide a button shows one that is refused.

pub mod api;
mod case;
mod content;
mod flash;
mod frame;
mod judge;
mod login;
mod queue;
mod session;
mod viewer;
mod words;

pub use case::CasePage;
pub use content::ContentPage;
pub use login::LoginPage;
pub use queue::QueuePage;
pub use viewer::{DocumentPage, ViewerIsland};
