//! Items of an application that an officer accepts or gives back: an answered field, or a document with its pages.

use crate::calendar::Moment;
use crate::text::Lang;
use crate::upload::Media;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing that can be given back on its own. Written `field:nik` or `document:ktp`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Item {
    /// An answer, by field id.
    Field(String),
    /// A document, by requirement id.
    Document(String),
}

impl Item {
    pub fn parse(text: &str) -> Option<Item> {
        let (kind, id) = text.split_once(':')?;
        let good = !id.is_empty()
            && id.len() <= 60
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        match kind {
            "field" if good => Some(Item::Field(id.to_owned())),
            "document" if good => Some(Item::Document(id.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Item::Field(id) => write!(f, "field:{id}"),
            Item::Document(id) => write!(f, "document:{id}"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadItem;

impl fmt::Display for BadItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item is `field:id` or `document:id`")
    }
}

impl TryFrom<String> for Item {
    type Error = BadItem;
    fn try_from(text: String) -> Result<Item, BadItem> {
        Item::parse(&text).ok_or(BadItem)
    }
}

impl From<Item> for String {
    fn from(item: Item) -> String {
        item.to_string()
    }
}

/// What an officer thinks of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nobody has judged this round yet.
    Open,
    Accepted,
    /// Given back, with words for the resident.
    Returned {
        reason: String,
    },
}

/// Longest reason, in characters.
pub const MAX_REASON: usize = 500;

/// One stored photo or file of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageView {
    /// Random, unguessable; still authorised at every read.
    pub id: String,
    pub media: Media,
    pub bytes: u64,
    /// Width and height in pixels; none for a PDF.
    pub size: Option<(u32, u32)>,
    pub received: Moment,
    pub scan: Scan,
}

/// What the malware scanner says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scan {
    /// Nothing was found, or the office has no scanner.
    Clean,
    /// Not asked yet: nobody may open it.
    Waiting,
    /// Removed.
    Infected,
}

impl Scan {
    /// What an officer reads in place of the file; nothing where it can be seen.
    pub fn words(self, lang: Lang) -> Option<&'static str> {
        match self {
            Scan::Clean => None,
            Scan::Waiting => Some(lang.pick(
                "Berkas sedang diperiksa dari virus. Buka lagi sebentar lagi.",
                "The file is being checked for viruses. Open it again in a moment.",
            )),
            Scan::Infected => Some(lang.pick(
                "Berkas membawa virus dan sudah dihapus. Kembalikan, agar pemohon mengirim yang baru.",
                "The file carried a virus and was removed. Give it back so that the applicant sends a new one.",
            )),
        }
    }
}
