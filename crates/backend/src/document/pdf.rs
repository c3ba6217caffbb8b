//! Whether a PDF is only paper.
//!
//! An officer opens it in a browser that runs no script of it; still, nothing comes in that could act: scripts,
//! programs to launch, files inside the file, or a cipher that hides them. A second file glued behind the end is
//! refused as well. Names are read with their `#xx` escapes undone (ISO 32000-1, 7.3.5). What hides inside
//! compressed object streams isn't looked for.

const REFUSED: [&[u8]; 5] = [b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"Encrypt"];
/// `%%EOF` must stand so near the end.
const TAIL: usize = 1024;

pub(super) fn is_harmless(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
        && ends_well(bytes)
        && !names(bytes).any(|name| REFUSED.contains(&name.as_bytes()))
}

fn ends_well(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let mark = b"%%EOF";
    tail.windows(mark.len())
        .rposition(|window| window == mark)
        .is_some_and(|at| {
            tail[at + mark.len()..]
                .iter()
                .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
        })
}

/// Longer ones aren't looked for.
const LONGEST: usize = 16;

/// Every name (`/Type`) of the file, cut to what is needed to recognise one.
fn names(bytes: &[u8]) -> impl Iterator<Item = Name> {
    memchr::memchr_iter(b'/', bytes).map(|slash| {
        let mut name = Name::default();
        let mut at = slash + 1;
        while let Some(byte) = bytes.get(at).copied() {
            let ends = byte.is_ascii_whitespace() || byte == 0 || b"/()<>[]{}%".contains(&byte);
            if ends || name.length > LONGEST {
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
        name
    })
}

#[derive(Default)]
struct Name {
    letters: [u8; LONGEST + 1],
    length: usize,
}

impl Name {
    fn as_bytes(&self) -> &[u8] {
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

#[cfg(test)]
mod test {
    use super::*;

    fn paper(inside: &str) -> Vec<u8> {
        format!("%PDF-1.4\n1 0 obj\n<< /Type /Catalog {inside} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n").into_bytes()
    }

    #[test]
    fn paper_is_taken() {
        assert!(is_harmless(&paper("")));
        // Names that only begin like a refused one.
        assert!(is_harmless(&paper("/JSTOR 1 /Encryption 2")));
    }

    #[test]
    fn what_could_act_is_refused() {
        for inside in [
            "/JavaScript (app.alert(1))",
            "/JS(x)",
            "/OpenAction << /S /Launch >>",
            "/Encrypt 5 0 R",
            "/Type/EmbeddedFile",
        ] {
            assert!(!is_harmless(&paper(inside)), "{inside}");
        }
    }

    #[test]
    fn escapes_hide_nothing() {
        assert!(!is_harmless(&paper("/J#61vaScript (x)")));
        assert!(!is_harmless(&paper("/#4a#53 (x)")));
    }

    #[test]
    fn an_end_is_needed_and_nothing_may_follow() {
        let whole = paper("");
        assert!(!is_harmless(&whole[..whole.len() - 8]));
        let mut glued = whole;
        glued.extend_from_slice(b"PK\x03\x04 a zip archive");
        assert!(!is_harmless(&glued));
    }
}
