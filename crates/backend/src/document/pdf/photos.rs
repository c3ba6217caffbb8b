//! Photos inside a PDF: what they tell beside the picture (where it was taken, with what) is written over, also where
//! they are packed once more. No length changes, so every place in the file holds.

use super::filters::{begin, unpack};
use super::names::names;
use super::streams::{TooMuch, starts};
use super::told::{blank, is_told_of};
use memchr::memmem;

/// One over another. More than two nobody uses.
const MOST_FILTERS: u8 = 3;
/// So much of a stream is looked at before it is unpacked, in bytes.
const PEEK: usize = 1024;
/// Streams that are looked into.
const MOST_STREAMS: usize = 20_000;
/// All photos of a file that are packed once more, unpacked, in bytes: pages of a scanner come to a third of it.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// A copy without them; `None` where there is nothing to remove, or where it is signed: then each byte counts.
///
/// # Errors
/// There is more in it than may be unpacked, or it can't be packed into its room again.
pub(super) fn without_places(bytes: &[u8]) -> Result<Option<Vec<u8>>, TooMuch> {
    match written_over(bytes) {
        Ok(None) => Ok(None),
        _ if is_signed(bytes) => Ok(None),
        changed => changed,
    }
}

fn written_over(bytes: &[u8]) -> Result<Option<Vec<u8>>, TooMuch> {
    let mut changed: Option<Vec<u8>> = None;
    let (mut streams, mut left) = (MOST_STREAMS, MOST_BYTES);
    let mut done = 0;
    for start in starts(bytes) {
        let content = bytes.get(start..).unwrap_or_default();
        if start < done || !holds_photo(content, MOST_FILTERS, &mut streams)? {
            continue;
        }
        let end = memmem::find(content, b"endstream").unwrap_or(content.len());
        done = start + end;
        let mut content = content[..end].to_vec();
        if bared(&mut content, MOST_FILTERS, &mut left)? {
            changed.get_or_insert_with(|| bytes.to_vec())[start..done].copy_from_slice(&content);
        }
    }
    Ok(changed)
}

fn is_signed(bytes: &[u8]) -> bool {
    names(bytes, |first| first == b'B').any(|(name, _)| name.as_bytes() == b"ByteRange")
}

/// Whether the beginning of a stream is that of something that tells more than it shows, under so many filters at most.
fn holds_photo(content: &[u8], filters: u8, streams: &mut usize) -> Result<bool, TooMuch> {
    let packed = &content[..content.len().min(PEEK)];
    if is_told_of(packed, false) {
        return Ok(true);
    }
    let inside = begin(packed);
    if inside.is_empty() || filters == 0 {
        return Ok(false);
    }
    *streams = streams.checked_sub(1).ok_or(TooMuch)?;
    holds_photo(&inside, filters - 1, streams)
}

/// Writes over what is told. `false`: nothing is.
fn bared(content: &mut [u8], filters: u8, left: &mut usize) -> Result<bool, TooMuch> {
    if is_told_of(content, true) {
        return Ok(blank(content));
    }
    if filters == 0 {
        return Ok(false);
    }
    let (filter, mut plain) = unpack(content, left)?;
    let changed = bared(&mut plain, filters - 1, left)?;
    if changed {
        filter.pack(&plain, content, left)?;
    }
    Ok(changed)
}

#[cfg(test)]
mod tests;
