//! The front page, and the page about personal data.

mod front;
mod privacy;

pub use front::HomePage;
pub use privacy::PrivacyPage;
