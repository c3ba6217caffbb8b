//! A mistake in the catalogue, told to the person who edits it.

use std::fmt;

/// What is wrong, where, and what to do about it. In Indonesian: offices edit these files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// As the command was given it: `catalogue/services/sktm.toml`.
    pub file: String,
    /// From 1. `None` where the mistake has no place (a missing file).
    pub line: Option<usize>,
    /// From 1, in characters.
    pub column: Option<usize>,
    pub message: String,
    pub fix: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        write!(f, ": {} Perbaikan: {}", self.message, self.fix)
    }
}

/// Line and column of a byte, both from 1.
pub(super) fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// Writes flaws of one file. The parsed values know no lines, so a place is found by looking the words up again.
pub(super) struct Pen<'a> {
    file: &'a str,
    text: &'a str,
    flaws: &'a mut Vec<Flaw>,
}

impl<'a> Pen<'a> {
    pub(super) fn new(file: &'a str, text: &'a str, flaws: &'a mut Vec<Flaw>) -> Pen<'a> {
        Pen { file, text, flaws }
    }

    /// `near` leads to the place: the first words, then the next words after them, and so on.
    /// Where the trail ends early, the last words found are the place.
    pub(super) fn mark(
        &mut self,
        near: &[&str],
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let mut found = None;
        for words in near {
            let from = found.map_or(0, |at: usize| at + 1);
            match self
                .text
                .get(from..)
                .and_then(|rest| rest.find(words))
                .map(|at| from + at)
            {
                Some(at) => found = Some(at),
                None => break,
            }
        }
        let place = found.map(|at| place(self.text, at));
        self.flaws.push(Flaw {
            file: self.file.to_owned(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            message: message.into(),
            fix: fix.into(),
        });
    }
}

/// `id = "nik"`, as a trail for [`Pen::mark`].
pub(super) fn id_is(id: &str) -> String {
    format!("id = \"{id}\"")
}

/// `"Lainnya"`, as a trail for [`Pen::mark`].
pub(super) fn quoted(words: &str) -> String {
    format!("\"{words}\"")
}
