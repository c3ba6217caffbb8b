//! A sign that letters can't print, in words: whoever reads of it may see an empty box as well.

use crate::text::{Lang, Text};
use serde::{Deserialize, Serialize};

/// What keeps a letter from being printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unprintable {
    /// Whose letter it is: the key of a product.
    pub product: String,
    /// The question whose answer holds it; `None`: it stands elsewhere in the letter.
    pub field: Option<String>,
    /// That question, or what else it is.
    pub place: Text,
    /// The first of them. Never the whole answer.
    pub sign: char,
}

impl Unprintable {
    /// "Nama: tanda ... tidak bisa dicetak pada surat."
    pub fn message(&self, lang: Lang) -> String {
        let (place, sign) = (self.place.get(lang), sign_words(self.sign, lang));
        match lang {
            Lang::Id => format!("{place}: tanda {sign} tidak bisa dicetak pada surat."),
            Lang::En => format!("{place}: the sign {sign} can't be printed on a letter."),
        }
    }
}

/// `龍 (huruf Tionghoa, Jepang, atau Korea, U+9F8D)`.
pub fn sign_words(sign: char, lang: Lang) -> String {
    let kind = match u32::from(sign) {
        0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => {
            lang.pick("huruf Arab", "an Arabic letter")
        }
        0x2E80..=0xA4CF
        | 0xAC00..=0xD7AF
        | 0xF900..=0xFAFF
        | 0xFF00..=0xFFEF
        | 0x20000..=0x3FFFF => lang.pick(
            "huruf Tionghoa, Jepang, atau Korea",
            "a Chinese, Japanese or Korean letter",
        ),
        0x1B00..=0x1BFF | 0xA930..=0xA9DF => {
            lang.pick("aksara daerah", "a letter of a regional script")
        }
        0x2600..=0x27BF | 0x1F000..=0x1FBFF => lang.pick("gambar emoji", "an emoji"),
        _ => lang.pick("tanda khusus", "a special sign"),
    };
    // A sign that turns the reading direction, or combines with what stands before it, would spoil the sentence.
    let shown = if sign.is_alphanumeric() || u32::from(sign) > 0x2000 {
        sign
    } else {
        '?'
    };
    format!(
        "\u{2068}{shown}\u{2069} ({kind}, U+{:04X})",
        u32::from(sign)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_told_in_words_beside_its_number() {
        for (sign, words) in [
            ('龍', "huruf Tionghoa"),
            ('م', "huruf Arab"),
            ('😀', "gambar emoji"),
            ('ꦲ', "aksara daerah"),
            ('\u{378}', "tanda khusus, U+0378"),
        ] {
            let told = sign_words(sign, Lang::Id);
            assert!(told.contains(words), "{told}");
        }
        let one = Unprintable {
            product: "hasil".to_owned(),
            field: Some("nama".to_owned()),
            place: Text::new("Nama", "Name"),
            sign: '龍',
        };
        assert!(one.message(Lang::Id).starts_with("Nama: tanda "));
        assert!(one.message(Lang::En).contains("U+9F8D"));
    }
}
