//! What was found in a PDF that paper doesn't have.

use super::names::{is_space, name_at, names};

/// What acts, or holds something that does. Looked for in every byte, for they are too long to come about by chance.
const ACTIVE: [&[u8]; 11] = [
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"RichMedia",
    b"Rendition",
    b"GoToR",
    b"GoToE",
    b"SubmitForm",
    b"ImportData",
];
const CIPHER: &[u8] = b"Encrypt";
/// Looked for in the text of objects only: in a picture of megabytes, or in the number of a letter ("470/AA/2026"), these
/// letters mean nothing.
const ACTIVE_SHORT: [&[u8]; 4] = [b"JS", b"AA", b"XFA", b"EF"];

#[derive(Default)]
pub(super) struct Found {
    pub(super) locked: bool,
    active: bool,
    /// Something is done when it is opened, and that is no mere leaf to turn to.
    opens: bool,
    /// It leads to addresses on the net.
    links: bool,
}

impl Found {
    /// A link waits to be touched; one that is followed when the file is opened tells somebody that it was.
    pub(super) fn acts(&self) -> bool {
        self.active || (self.opens && self.links)
    }

    /// Notes long names, wherever they stand.
    pub(super) fn anywhere(&mut self, bytes: &[u8]) {
        let begins = |letter: u8| {
            letter == CIPHER[0] || ACTIVE.iter().any(|name| name.first() == Some(&letter))
        };
        for (name, _) in names(bytes, begins) {
            self.locked |= name.as_bytes() == CIPHER;
            self.active |= ACTIVE.contains(&name.as_bytes());
        }
    }

    /// Notes names in the text of objects, but for what stands in strings and comments.
    pub(super) fn text(&mut self, text: &[u8]) {
        if !self.outside_strings(text) {
            // A string without an end is none: all of it counts.
            for (name, end) in names(text, |_| true) {
                self.note(name.as_bytes(), &text[end..]);
            }
        }
    }

    /// `false`: it ended within a string.
    fn outside_strings(&mut self, text: &[u8]) -> bool {
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            let rest = &text[at..];
            match byte {
                b'\\' if depth > 0 => at += 1,
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                b'%' => at += memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len()),
                b'<' if rest.get(1) == Some(&b'<') => at += 1,
                // A string in hexadecimal.
                b'<' => at += memchr::memchr(b'>', rest).unwrap_or(rest.len()),
                b'/' => {
                    let (name, end) = name_at(text, at);
                    self.note(name.as_bytes(), &text[end..]);
                    at = end - 1;
                }
                _ => {}
            }
            at += 1;
        }
        depth == 0
    }

    fn note(&mut self, name: &[u8], behind: &[u8]) {
        self.active |= ACTIVE_SHORT.contains(&name);
        self.links |= name == b"URI";
        if name == b"OpenAction" {
            // An array is a place in this file.
            let value = behind.iter().find(|byte| !is_space(**byte));
            self.opens |= value != Some(&b'[');
        }
    }
}
