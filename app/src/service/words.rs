//! What the catalogue's words of choice mean, for people.

use domain::form::{Condition, Field, Page};
use domain::service::{Basis, Group, Handover, How, Service, Signature};
use domain::text::Lang;

pub fn group_name(group: Group, lang: Lang) -> &'static str {
    match group {
        Group::Kecamatan => lang.pick("Surat dari kecamatan", "Letters from the district office"),
        Group::Dukcapil => lang.pick(
            "KTP, KK, akta, dan pindah",
            "ID cards, family cards, certificates, moving",
        ),
        Group::Usaha => lang.pick("Tanah dan usaha", "Land and business"),
    }
}

pub fn how_words(how: How, lang: Lang) -> &'static str {
    match how {
        How::Upload => lang.pick("Difoto", "Photographed"),
        How::BringOriginal => lang.pick("Aslinya dibawa", "Bring the original"),
        How::SignBeforeOfficer => lang.pick(
            "Ditandatangani di depan petugas",
            "Signed in front of an officer",
        ),
        How::Declare => lang.pick("Dinyatakan di formulir", "Declared in the form"),
        How::Attend => lang.pick("Orangnya harus datang", "The person must come"),
    }
}

pub fn how_icon(how: How) -> &'static str {
    match how {
        How::Upload => "camera",
        How::BringOriginal => "file",
        How::SignBeforeOfficer => "pen",
        How::Declare => "check",
        How::Attend => "person",
    }
}

/// How sure it is that an office asks for this. An office that has confirmed its list needs no such words.
pub fn basis_words(basis: Basis, lang: Lang) -> &'static str {
    match basis {
        Basis::Seed => lang.pick(
            "menurut dokumen kantor ini",
            "from this office's own papers",
        ),
        Basis::Source => lang.pick("menurut kantor lain", "as in other offices"),
        Basis::General => lang.pick("perlu ditanyakan dulu", "please ask first"),
    }
}

pub fn handover_words(handover: Handover, lang: Lang) -> &'static str {
    match handover {
        Handover::File => lang.pick("dikirim ke HP", "sent to your phone"),
        Handover::PickUp => lang.pick("diambil di kantor", "collected at the office"),
        Handover::PrintedByPartner => lang.pick(
            "dicetak di rumah sakit atau kecamatan",
            "printed at the hospital or district office",
        ),
        Handover::Delivered => lang.pick("diantar petugas", "brought by an officer"),
    }
}

pub fn signature_words(signature: Signature, lang: Lang) -> Option<&'static str> {
    match signature {
        Signature::Electronic => Some(lang.pick("tanda tangan elektronik", "electronic signature")),
        Signature::WetInk => {
            Some(lang.pick("tanda tangan pena di kertas", "signed by pen on paper"))
        }
        Signature::Either => Some(lang.pick(
            "tanda tangan elektronik atau pena",
            "electronic signature or by pen",
        )),
        Signature::None => None,
    }
}

/// "a", "a atau b", "a, b atau c".
pub fn either(words: &[&str], lang: Lang) -> String {
    let or = lang.pick("atau", "or");
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} {or} {last}", rest.join(", ")),
    }
}

/// When something is needed only sometimes: "Hanya bila “Tempat itu milik siapa?” dijawab “Tempat umum”."
pub fn condition_words(
    condition: &Condition,
    service: &Service,
    applicant: &[Page],
    lang: Lang,
) -> String {
    let field = service.field(&condition.field).or_else(|| {
        applicant
            .iter()
            .flat_map(|page| &page.fields)
            .find(|f| f.id == condition.field)
    });
    let Some(field) = field else {
        return lang
            .pick("Hanya pada keadaan tertentu.", "Only in some cases.")
            .to_owned();
    };
    let answers: Vec<String> = condition
        .is
        .iter()
        .map(|answer| format!("“{}”", option_words(field, answer, lang)))
        .collect();
    let answers = either(
        &answers.iter().map(String::as_str).collect::<Vec<_>>(),
        lang,
    );
    let question = field.label.get(lang);
    match lang {
        Lang::Id => format!("Hanya bila “{question}” dijawab {answers}."),
        Lang::En => format!("Only if “{question}” is answered {answers}."),
    }
}

/// An answer is kept in Indonesian; the reader sees the page's language.
fn option_words<'a>(field: &'a Field, answer: &'a str, lang: Lang) -> &'a str {
    use domain::form::Kind;
    match &field.kind {
        Kind::Choice(options) | Kind::MultiChoice(options) => options
            .iter()
            .find(|o| o.id == answer)
            .map_or(answer, |o| o.get(lang)),
        Kind::Tick => lang.pick("Ya", "Yes"),
        _ => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_like_a_sentence() {
        assert_eq!(either(&[], Lang::Id), "");
        assert_eq!(either(&["a"], Lang::Id), "a");
        assert_eq!(either(&["a", "b"], Lang::Id), "a atau b");
        assert_eq!(either(&["a", "b", "c"], Lang::En), "a, b or c");
    }
}
