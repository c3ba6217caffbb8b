//! The shape of a form and of its answers.
//!
//! A service's form is a list of pages, one topic each; a page has fields; a field has a kind.
//! Answers are kept as people typed them (text), keyed by field id: a draft must survive half a NIK.

use crate::region::RegionCode;
use crate::text::Text;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Longest answer to one question, in characters.
pub const MAX_TEXT: usize = 200;
/// Longest answer to a paragraph question, in characters.
pub const MAX_PARAGRAPH: usize = 2000;
/// Most rows of a repeated question.
pub const MAX_ROWS: usize = 50;

/// One topic: what a phone shows at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Part of the address: `/ajukan/{service}/{page}`. Lower-case letters, digits and dashes.
    pub id: String,
    pub title: Text,
    #[serde(default)]
    pub help: Option<Text>,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Key of the answer. Unique in the whole form of a service.
    pub id: String,
    pub label: Text,
    #[serde(default)]
    pub hint: Option<Text>,
    pub kind: Kind,
    #[serde(default = "yes")]
    pub required: bool,
    /// Asked only when another answer says so.
    #[serde(default)]
    pub show_if: Option<Condition>,
    /// May be left empty, unless another answer says so.
    #[serde(default)]
    pub required_if: Option<Condition>,
}

impl Field {
    /// Whatever else is answered, it need not be: what its label says.
    pub fn may_be_empty(&self) -> bool {
        !self.required && self.required_if.is_none()
    }

    /// Whether it must be answered, given the other answers.
    pub fn is_required(&self, answers: &Answers) -> bool {
        let asked_for = |condition: &Condition| condition.holds(answers);
        self.required || self.required_if.as_ref().is_some_and(asked_for)
    }
}

fn yes() -> bool {
    true
}

/// What may be answered. Every answer is text except [`Kind::MultiChoice`] (a list) and [`Kind::Rows`].
///
/// In a catalogue: `kind = "nik"`, `kind = { choice = ["Ya", "Tidak"] }`, `kind = { number = { min = 1, max = 20 } }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Kind {
    /// One line, up to [`MAX_TEXT`].
    Text,
    /// Several lines, up to [`MAX_PARAGRAPH`].
    Paragraph,
    Nik,
    Kk,
    /// `YYYY-MM-DD`.
    Date(When),
    /// `HH:MM`, 24 hours.
    Time,
    /// `YYYY-MM-DDTHH:MM`, at the office's clock.
    DateTime(When),
    /// A whole number.
    Number {
        min: i64,
        max: i64,
    },
    /// Rupiah, a whole number, typed with or without dots.
    Rupiah,
    /// One of the options, kept as its Indonesian wording.
    Choice(Vec<Text>),
    /// Several of the options.
    MultiChoice(Vec<Text>),
    /// A region code of the level's depth (3 kecamatan, 4 desa), inside `within` when given.
    Region {
        depth: u8,
        #[serde(default)]
        within: Option<RegionCode>,
    },
    Phone,
    Email,
    /// `ya` or not answered.
    Tick,
    /// `-2.70000,111.60000`: latitude and longitude in degrees (WGS 84).
    Point,
    /// A table the person fills row by row.
    Rows {
        columns: Vec<Column>,
        min: usize,
        max: usize,
    },
}

/// Which side of today a date may lie on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    #[default]
    Any,
    /// Today or earlier (a birth).
    Past,
    /// Today or later (an event to come).
    Future,
}

/// One question of a row. Columns can't hold rows or lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub id: String,
    pub label: Text,
    pub kind: Kind,
    #[serde(default = "yes")]
    pub required: bool,
}

/// "Ask this only if `field` was answered with one of `is`".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub field: String,
    pub is: Vec<String>,
}

impl Condition {
    pub fn holds(&self, answers: &Answers) -> bool {
        match answers.get(&self.field) {
            Some(Answer::Text(text)) => self.is.iter().any(|wanted| wanted == text),
            Some(Answer::Many(many)) => many.iter().any(|one| self.is.contains(one)),
            _ => false,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    Text(String),
    Many(Vec<String>),
    Rows(Vec<BTreeMap<String, String>>),
}

/// By hand: what serde derives for "one of these" copies every answer first, and weighs much on a phone.
impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Answer, D::Error> {
        from.deserialize_any(AnyAnswer)
    }
}

struct AnyAnswer;

impl<'de> Visitor<'de> for AnyAnswer {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list of texts or a list of rows")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Answer, A::Error> {
        let (mut many, mut rows) = (Vec::new(), Vec::new());
        while let Some(entry) = seq.next_element()? {
            match entry {
                Entry::Text(text) => many.push(text),
                Entry::Row(row) => rows.push(row),
            }
        }
        match (many.is_empty(), rows.is_empty()) {
            (_, true) => Ok(Answer::Many(many)),
            (true, _) => Ok(Answer::Rows(rows)),
            _ => Err(de::Error::custom("texts and rows in one answer")),
        }
    }
}

/// One entry of a list.
enum Entry {
    Text(String),
    Row(BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Entry, D::Error> {
        from.deserialize_any(AnyEntry)
    }
}

struct AnyEntry;

impl<'de> Visitor<'de> for AnyEntry {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a row of texts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Entry, E> {
        Ok(Entry::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
        let mut row = BTreeMap::new();
        while let Some((column, text)) = map.next_entry()? {
            row.insert(column, text);
        }
        Ok(Entry::Row(row))
    }
}

/// Answers are personal data: printing them shows only their kind.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Answer::Text(_) => "Text(***)",
            Answer::Many(_) => "Many(***)",
            Answer::Rows(_) => "Rows(***)",
        })
    }
}

impl Answer {
    pub fn text(&self) -> &str {
        match self {
            Answer::Text(text) => text,
            _ => "",
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Answer::Text(text) => text.trim().is_empty(),
            Answer::Many(many) => many.is_empty(),
            Answer::Rows(rows) => rows
                .iter()
                .all(|row| row.values().all(|cell| cell.trim().is_empty())),
        }
    }
}

/// Field id to answer.
pub type Answers = BTreeMap<String, Answer>;

/// The text answered to `field`, or "" where there is none.
pub fn text_of<'a>(answers: &'a Answers, field: &str) -> &'a str {
    answers.get(field).map_or("", Answer::text)
}

/// Removes what a browser or a thumb adds by accident: control characters, marks that turn the reading
/// direction round (U+202A-202E, U+2066-2069, U+200E/F), zero-width space and byte-order mark; and trims.
/// Line breaks survive.
pub fn tidy(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|c| {
            let bidi = matches!(*c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
            !bidi && (!c.is_control() || *c == '\n')
        })
        .collect();
    clean.trim().to_owned()
}

/// [`tidy`] on every text of every answer.
pub fn tidy_all(answers: &mut Answers) {
    for answer in answers.values_mut() {
        match answer {
            Answer::Text(text) => *text = tidy(text),
            Answer::Many(many) => many.iter_mut().for_each(|one| *one = tidy(one)),
            Answer::Rows(rows) => {
                rows.iter_mut()
                    .for_each(|row| row.values_mut().for_each(|cell| *cell = tidy(cell)));
                rows.retain(|row| row.values().any(|cell| !cell.is_empty()));
            }
        }
    }
}
