//! Services: the list, one service, and what to prepare.

pub mod api;
mod card;
mod checklist;
mod list;
mod more;
mod page;
mod prepare;
mod standard;
mod words;

pub use card::{keywords, shelve};
pub use list::{ServicesPage, groups};
pub use page::ServicePage;
pub use words::group_name;
