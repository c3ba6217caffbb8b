//! Streams of a PDF: the text around them, and the compressed objects in them.
//!
//! Which streams hold objects is told by their content, not by their dictionary, which a stranger wrote: what inflates to
//! text that begins with a number is looked into, also where that is only the drawing of a page.

use super::names::{is_space, names};
use flate2::bufread::DeflateDecoder;
use memchr::memmem;
use std::io::Read;

/// All objects of a file together, inflated, in bytes. A scan of a hundred pages has a hundredth of it.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Compressed streams that are looked into.
const MOST_STREAMS: usize = 20_000;
const PEEK: u64 = 32;
/// Filters that no program uses for objects. Looking through them would be another door to guard.
const ODD: [&[u8]; 10] = [
    b"LZWDecode",
    b"LZW",
    b"ASCII85Decode",
    b"A85",
    b"ASCIIHexDecode",
    b"AHx",
    b"RunLengthDecode",
    b"RL",
    b"Crypt",
    b"Predictor",
];

/// Of these, what a photo may not be packed in: what it tells couldn't be written over.
const ODD_FOR_PHOTOS: [&[u8]; 6] = [
    b"LZWDecode",
    b"LZW",
    b"RunLengthDecode",
    b"RL",
    b"Crypt",
    b"Predictor",
];
const PHOTOS: [&[u8]; 3] = [b"DCTDecode", b"DCT", b"JPXDecode"];

/// There is more than may be looked into, or it can't be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMuch;

/// Where the keyword `stream` stands and doesn't end one.
fn keywords(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memmem::find_iter(bytes, b"stream").filter(|at| !bytes[..*at].ends_with(b"end"))
}

/// Where the content of each stream begins: behind the end of the keyword's line.
pub(super) fn starts(bytes: &[u8]) -> impl Iterator<Item = usize> {
    keywords(bytes).flat_map(|keyword| {
        let begin = keyword + b"stream".len();
        let rest = &bytes[begin..];
        let blank = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        let behind = |at: usize| {
            let line = rest.get(at..).unwrap_or_default();
            begin + at + usize::from(line.starts_with(b"\r")) + {
                usize::from(line.starts_with(b"\n") || line.starts_with(b"\r\n"))
            }
        };
        let first = behind(blank);
        // Some readers skip whatever else stands on that line.
        let line_end = memchr::memchr2(b'\r', b'\n', &rest[..rest.len().min(256)]);
        let second = line_end.map(behind).filter(|second| *second != first);
        std::iter::once(first).chain(second)
    })
}

/// Hands over what stands outside of streams.
pub(super) fn texts(bytes: &[u8], mut hear: impl FnMut(&[u8])) {
    let mut at = 0;
    while let Some(keyword) = stream_in(bytes, at) {
        hear(&bytes[at..keyword]);
        at = keyword + b"stream".len();
        match memmem::find(&bytes[at..], b"endstream") {
            Some(end) => at += end + b"endstream".len(),
            None => return,
        }
    }
    hear(&bytes[at..]);
}

/// The next keyword that begins a stream: behind a dictionary, at the end of a line.
fn stream_in(bytes: &[u8], from: usize) -> Option<usize> {
    keywords(&bytes[from..]).map(|at| from + at).find(|at| {
        let before = bytes[..*at].last();
        let behind = bytes.get(at + b"stream".len());
        before.is_some_and(|byte| is_space(*byte) || *byte == b'>')
            && behind.is_some_and(|byte| is_space(*byte))
    })
}

/// Hands over the content of every stream that may hold objects.
pub(super) fn objects(bytes: &[u8], mut hear: impl FnMut(&[u8])) -> Result<(), TooMuch> {
    let mut odd = false;
    texts(bytes, |text| odd |= is_odd(text));
    if odd {
        return Err(TooMuch);
    }
    let mut limit = Limit {
        streams: MOST_STREAMS,
        read: bytes.len(),
        written: MOST_BYTES,
    };
    for start in starts(bytes) {
        if let Some(objects) = limit.objects(&bytes[start.min(bytes.len())..])? {
            hear(&objects);
        }
    }
    Ok(())
}

/// Whether the dictionary at the end of a text is that of a stream of objects, or of a photo, in a filter that isn't looked
/// through.
fn is_odd(text: &[u8]) -> bool {
    let dictionary = memmem::rfind(text, b"obj").map_or(text, |at| &text[at..]);
    let (mut first, mut number, mut objects, mut odd) = (false, false, false, false);
    let (mut photo, mut odd_for_photos) = (false, false);
    for (name, _) in names(dictionary, |_| true) {
        let name = name.as_bytes();
        first |= name == b"First";
        number |= name == b"N";
        objects |= name == b"ObjStm";
        odd |= ODD.contains(&name);
        photo |= PHOTOS.contains(&name);
        odd_for_photos |= ODD_FOR_PHOTOS.contains(&name);
    }
    (odd && (objects || (first && number))) || (odd_for_photos && photo)
}

/// What may still be done: a small file must not cost more than a large one.
struct Limit {
    streams: usize,
    /// Compressed bytes. Honest streams don't overlap, so all of them together fit into the file.
    read: usize,
    written: usize,
}

impl Limit {
    /// What a stream inflates to, if that begins as objects do: with a number (ISO 32000-1, 7.5.7).
    fn objects(&mut self, data: &[u8]) -> Result<Option<Vec<u8>>, TooMuch> {
        let Some(packed) = zlib(data) else {
            return Ok(None);
        };
        self.streams = self.streams.checked_sub(1).ok_or(TooMuch)?;
        let all = packed.len() <= self.read;
        // Without the sum at the end: readers don't look at it either.
        let mut decoder = DeflateDecoder::new(&packed[..packed.len().min(self.read)]);
        let mut out = Vec::new();
        let mut read = decoder.by_ref().take(PEEK).read_to_end(&mut out);
        let begin = out.iter().find(|byte| !is_space(**byte));
        let numbered = begin.is_some_and(|byte| byte.is_ascii_digit() || b"+-.%".contains(byte));
        if numbered && read.is_ok() {
            let most = self.written + 1;
            read = decoder.by_ref().take(most as u64).read_to_end(&mut out);
        }
        let spent = usize::try_from(decoder.total_in()).map_err(|_| TooMuch)?;
        self.read = self.read.checked_sub(spent).ok_or(TooMuch)?;
        if !numbered {
            // Broken within its first bytes: nobody can read it. Broken because it was cut here: somebody may.
            return if read.is_ok() || all {
                Ok(None)
            } else {
                Err(TooMuch)
            };
        }
        // What came before a mistake is read by some and lost here.
        read.map_err(|_| TooMuch)?;
        self.written = self.written.checked_sub(out.len()).ok_or(TooMuch)?;
        Ok(Some(out))
    }
}

/// What follows the head of zlib (RFC 1950, section 2.2).
pub(super) fn zlib(data: &[u8]) -> Option<&[u8]> {
    let (&[method, flags], packed) = data.split_first_chunk::<2>()?;
    let fits = u16::from_be_bytes([method, flags]).is_multiple_of(31);
    (method & 0x0f == 8 && flags & 0x20 == 0 && fits).then_some(packed)
}
