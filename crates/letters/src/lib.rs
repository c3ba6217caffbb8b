//! Letters of an office: Typst templates of `catalogue/letters`, set to PDF.
//!
//! A crate of its own, so that only the server is built with a typesetter. It knows no case and no database: a template's
//! name, what stands in it, and a day become bytes. The same input gives the same bytes, on any machine: nothing is read
//! from disk after [`Press::open`], there is no clock, and the fonts come along.

mod press;
pub mod seal;
pub mod sign;
mod signs;

pub use press::{Day, Flaw, Press};
