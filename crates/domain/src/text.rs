//! Two languages, Indonesian first.
//!
//! A catalogue writes `name = "Kartu Keluarga"` or `name = { id = "Kartu Keluarga", en = "Family Card" }`.
//! Where the English is missing the Indonesian is shown: a reader is never left with nothing.

use serde::{Deserialize, Serialize};

/// The language a page is shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Id,
    En,
}

impl Lang {
    /// The BCP 47 tag for `lang="…"`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }

    /// `"en"` is English; all else is Indonesian.
    pub fn from_tag(tag: &str) -> Lang {
        if tag == "en" { Lang::En } else { Lang::Id }
    }

    /// Both wordings stand side by side where they are used.
    pub fn pick<T>(self, id: T, en: T) -> T {
        match self {
            Lang::Id => id,
            Lang::En => en,
        }
    }
}

/// Words written by an office, in Indonesian and perhaps in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct Text {
    pub id: String,
    pub en: Option<String>,
}

impl Text {
    pub fn new(id: &str, en: &str) -> Text {
        Text {
            id: id.into(),
            en: Some(en.into()),
        }
    }

    /// The words in `lang`, or in Indonesian where no English was written.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            _ => &self.id,
        }
    }

    /// The language `get(lang)` really answers in, for the `lang` attribute (WCAG 3.1.2).
    pub fn lang(&self, lang: Lang) -> Lang {
        if self.en.is_none() { Lang::Id } else { lang }
    }

    pub fn is_empty(&self) -> bool {
        self.id.trim().is_empty()
    }
}

impl From<&str> for Text {
    fn from(id: &str) -> Text {
        Text {
            id: id.into(),
            en: None,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Wire {
    One(String),
    Two(Pair),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    id: String,
    en: String,
}

impl From<Wire> for Text {
    fn from(wire: Wire) -> Text {
        match wire {
            Wire::One(id) => Text { id, en: None },
            Wire::Two(Pair { id, en }) => Text { id, en: Some(en) },
        }
    }
}

impl From<Text> for Wire {
    fn from(text: Text) -> Wire {
        match text.en {
            None => Wire::One(text.id),
            Some(en) => Wire::Two(Pair { id: text.id, en }),
        }
    }
}
