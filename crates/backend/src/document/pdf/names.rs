//! Names in a PDF (`/Type`), with their escapes undone.

/// Longer ones aren't looked for.
const LONGEST: usize = 16;

/// Every name, and where it ends. `begins`: only those whose first letter it knows; an escape may be any.
pub(super) fn names(
    bytes: &[u8],
    begins: impl Fn(u8) -> bool,
) -> impl Iterator<Item = (Name, usize)> {
    memchr::memchr_iter(b'/', bytes)
        .filter(move |slash| {
            let first = bytes.get(slash + 1);
            first.is_some_and(|first| *first == b'#' || begins(*first))
        })
        .map(|slash| name_at(bytes, slash))
}

/// The name that begins with the `/` at `slash`, cut to what is needed to recognise one, and where that ends.
pub(super) fn name_at(bytes: &[u8], slash: usize) -> (Name, usize) {
    let mut name = Name::default();
    let mut at = slash + 1;
    while let Some(byte) = bytes.get(at).copied() {
        if is_space(byte) || is_mark(byte) || name.length > LONGEST {
            break;
        }
        let escaped = (byte == b'#')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(hex_byte);
        name.letters[name.length] = escaped.unwrap_or(byte);
        name.length += 1;
        at += if escaped.is_some() { 3 } else { 1 };
    }
    (name, at)
}

/// ISO 32000-1, table 1.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// ISO 32000-1, table 2.
fn is_mark(byte: u8) -> bool {
    b"/()<>[]{}%".contains(&byte)
}

#[derive(Default)]
pub(super) struct Name {
    letters: [u8; LONGEST + 1],
    length: usize,
}

impl Name {
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.letters[..self.length]
    }
}

fn hex_byte(two: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(two).ok()?;
    if text.bytes().all(|b| b.is_ascii_hexdigit()) {
        u8::from_str_radix(text, 16).ok()
    } else {
        None
    }
}
