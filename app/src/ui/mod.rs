//! Pieces that every page is built from. Only here may `<textarea>` and `inner_html` stand.
//!
//! A piece decides how something looks and reads, never what is true. `/gallery` shows each with its states;
//! `style/README.md` holds the classes.

mod badge;
mod crumb;
mod data;
pub mod device;
mod empty;
mod errors;
mod fact;
mod footer;
mod gallery;
mod header;
mod icon;
mod note;
mod qr;
mod search;
mod sheet;
mod shell;
mod source;
mod textarea;
mod tongue;
mod track;
mod trouble;
mod words;

pub use badge::{Badge, Fee, StateBadge, Unconfirmed, state_tone};
pub use crumb::Crumb;
pub use data::{DataBlock, JsonBlock, read_data};
pub use device::listen;
pub use empty::{Empty, Loading};
pub use errors::{ErrorSummary, Wrong, summarise};
pub use fact::{Fact, FactSheet, Nil};
pub use footer::{LAPOR, LAPOR_SMS};
pub use gallery::GalleryPage;
pub use icon::{Icon, icon_names};
pub use note::{Note, Tone};
pub use qr::qr_path;
pub use search::{Search, fit, query};
pub use shell::Shell;
pub use source::Source;
pub use textarea::TextArea;
pub use tongue::{Words, indonesian, tongue};
pub use track::{Stop, Track, When};
pub use trouble::{ErrorPage, NotFound, Refused};
pub use words::{day_words, kilobytes, kilometres, moment_words, shown_phone, working_days};
