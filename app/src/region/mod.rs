//! Regions and their profiles.

pub mod api;
mod figures;
mod hits;
mod inside;
mod list;
mod offered;
mod office;
mod page;
mod story;
mod words;

pub use hits::{RegionHits, hits};
pub use list::RegionsPage;
pub use page::RegionPage;
pub use words::{counted, office_region, place_name};
