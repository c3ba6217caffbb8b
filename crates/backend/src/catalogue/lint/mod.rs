//! What the parser can't see: words that point at nothing, names used twice, limits that cross.

mod chain;
mod form;
mod hours;
mod profile;
mod rule;
mod service;

pub(super) use form::applicant;
pub(super) use hours::hours;
pub(super) use profile::profile;
pub(super) use service::services;

use super::flaw::{Pen, quoted};
use domain::text::Text;

/// Words that people will read must be there, in every language that is begun.
fn words(pen: &mut Pen<'_>, near: &str, what: &str, text: &Text) {
    let empty = text.is_empty() || text.en.as_ref().is_some_and(|en| en.trim().is_empty());
    if empty {
        pen.mark(
            &[near, "\"\""],
            format!("{what} kosong."),
            "Isi kalimatnya, atau hapus kuncinya bila boleh tidak ada.",
        );
    }
}

/// The same for a line in one language.
fn line(pen: &mut Pen<'_>, near: &str, what: &str, text: &str) {
    if text.trim().is_empty() {
        pen.mark(
            &[near, "\"\""],
            format!("{what} kosong."),
            "Isi, atau hapus barisnya.",
        );
    }
}

/// A list that must say something.
fn filled<T>(pen: &mut Pen<'_>, key: &str, what: &str, list: &[T]) {
    if list.is_empty() {
        pen.mark(
            &[key],
            format!("{what} belum ada (`{key}`)."),
            "Isi paling sedikit satu.",
        );
    }
}

/// Ids stand in addresses, in the database and in receipts: small letters, digits and one kind of joint.
fn good_id(id: &str, joint: char) -> bool {
    id.len() <= 60
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint)
}

fn id(pen: &mut Pen<'_>, id: &str, joint: char) {
    if !good_id(id, joint) {
        pen.mark(
            &[&quoted(id)],
            format!("Id `{id}` tidak boleh."),
            format!("Pakai huruf kecil, angka, dan `{joint}`, diawali huruf, paling banyak 60."),
        );
    }
}
