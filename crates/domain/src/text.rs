//! Two languages, Indonesian first.
//!
//! A catalogue writes `name = "Kartu Keluarga"` or `name = { id = "Kartu Keluarga", en = "Family Card" }`.
//! Where the English is missing the Indonesian is shown: a reader is never left with nothing.

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;

/// The language a page is shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// "1 page", "2 pages". Indonesian nouns don't change: there the number alone is enough.
pub fn plural(count: usize, noun: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{end}")
}

/// Words written by an office, in Indonesian and perhaps in English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// One wording is a string, two are a table; where types must be known beforehand, both stand side by side.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if !to.is_human_readable() {
            return (&self.id, &self.en).serialize(to);
        }
        let Some(en) = &self.en else {
            return to.serialize_str(&self.id);
        };
        let mut pair = to.serialize_struct("Text", 2)?;
        pair.serialize_field("id", &self.id)?;
        pair.serialize_field("en", en)?;
        pair.end()
    }
}

/// The same text with a dash before each of these places, counted in characters. Built up, not cut: whatever cuts a text
/// at a place brings the words for a wrong place to every phone, 5 kB of tables among them.
pub(crate) fn dashed(text: &str, places: &[usize]) -> String {
    let mut parted = String::new();
    for (place, symbol) in text.chars().enumerate() {
        if places.contains(&place) {
            parted.push('-');
        }
        parted.push(symbol);
    }
    parted
}

/// By hand: what serde derives for "a string or a table" weighs more than the rest of the reader on a phone.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
        if from.is_human_readable() {
            return from.deserialize_any(Words);
        }
        let (id, en) = Deserialize::deserialize(from)?;
        Ok(Text { id, en })
    }
}

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("words, or a table of `id` and `en`")
    }

    fn visit_str<E: de::Error>(self, id: &str) -> Result<Text, E> {
        Ok(Text::from(id))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        let (mut id, mut en) = (None, None);
        while let Some(lang) = map.next_key::<String>()? {
            match lang.as_str() {
                "id" => id = Some(map.next_value()?),
                "en" => en = Some(map.next_value()?),
                _ => return Err(de::Error::unknown_field(&lang, &["id", "en"])),
            }
        }
        match (id, en) {
            (Some(id), Some(en)) => Ok(Text { id, en: Some(en) }),
            _ => Err(de::Error::custom("`id` and `en` are both needed")),
        }
    }
}
