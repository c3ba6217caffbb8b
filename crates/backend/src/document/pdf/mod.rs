//! Whether a PDF is only paper.
//!
//! An officer opens it in a program that we don't choose; so nothing comes in that could act: scripts, programs to
//! launch, forms that send themselves, files inside the file, or a cipher that hides them. Nor may its end be missing,
//! or anything follow it. Names are read with their `#xx` escapes undone (ISO 32000-1, 7.3.5), and looked for also in
//! compressed object streams, whatever the dictionaries around say of those (7.5.7). The structure isn't trusted
//! otherwise: readers differ in how they mend a broken one.

mod filters;
mod found;
mod names;
mod photos;
mod streams;
mod told;

use domain::flaw::Flaw;
use found::Found;
use memchr::memmem;

/// `%%EOF` stands so near the end, and `startxref` so near before it.
const TAIL: usize = 1024;

/// What is wrong with it, if something is.
pub(super) fn look(bytes: &[u8]) -> Result<(), Flaw> {
    if !bytes.starts_with(b"%PDF-") || !ends_well(bytes) {
        return Err(Flaw::Cut);
    }
    let mut found = Found::default();
    found.anywhere(bytes);
    // Of a locked file nothing else can be known.
    if found.locked {
        return Err(Flaw::LockedPdf);
    }
    streams::texts(bytes, |text| found.text(text));
    let looked = streams::objects(bytes, |objects| {
        found.anywhere(objects);
        found.text(objects);
    });
    if looked.is_err() || found.acts() {
        return Err(Flaw::ActivePdf);
    }
    Ok(())
}

/// A copy whose photos tell nothing but their pictures; `None` where there is nothing to remove, or where it is signed.
///
/// # Errors
/// What a photo tells can't be written over.
pub(super) fn without_places(bytes: &[u8]) -> Result<Option<Vec<u8>>, Flaw> {
    photos::without_places(bytes).map_err(|_| Flaw::ActivePdf)
}

/// The last `%%EOF` is followed by nothing but some room, and preceded by where the table of objects begins.
fn ends_well(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let mark = b"%%EOF";
    let Some(at) = memmem::rfind(tail, mark) else {
        return false;
    };
    let end = bytes.len() - tail.len() + at;
    tail[at + mark.len()..]
        .iter()
        .all(|byte| names::is_space(*byte))
        && memmem::rfind(&bytes[end.saturating_sub(TAIL)..end], b"startxref").is_some()
}

#[cfg(test)]
mod tests;
