//! What documents say and what the form says: where they differ, which document to mend first, and where.
//!
//! Dukcapil's order: the deed of birth is the ground, the family card follows it, the ID card follows the family card.
//! So a card is never mended from the form, and the form is mended only where all documents agree against it. The
//! address stands on no deed. A NIK proves nothing here: after a correction it keeps its old digits.

use crate::calendar::parse_day;
use crate::person::same_name;
use crate::search::fold;
use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// A document whose words are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Akta kelahiran.
    Deed,
    /// Kartu Keluarga.
    FamilyCard,
    /// KTP-el.
    IdCard,
}

impl Paper {
    /// The one that the others follow, first.
    pub const ALL: [Paper; 3] = [Paper::Deed, Paper::FamilyCard, Paper::IdCard];

    pub fn key(self) -> &'static str {
        match self {
            Paper::Deed => "deed",
            Paper::FamilyCard => "kk",
            Paper::IdCard => "ktp",
        }
    }

    pub fn from_key(key: &str) -> Option<Paper> {
        Paper::ALL.into_iter().find(|one| one.key() == key)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Paper::Deed => lang.pick("Akta kelahiran", "Birth certificate"),
            Paper::FamilyCard => lang.pick("Kartu Keluarga (KK)", "Family card (KK)"),
            Paper::IdCard => "KTP-el",
        }
    }
}

/// What is compared: fixed questions of every form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    Name,
    Birth,
    Sex,
    Address,
}

impl Trait {
    pub const ALL: [Trait; 4] = [Trait::Name, Trait::Birth, Trait::Sex, Trait::Address];

    /// Id of the question.
    pub fn key(self) -> &'static str {
        match self {
            Trait::Name => "nama",
            Trait::Birth => "tanggal_lahir",
            Trait::Sex => "jenis_kelamin",
            Trait::Address => "alamat",
        }
    }

    pub fn from_key(key: &str) -> Option<Trait> {
        Trait::ALL.into_iter().find(|one| one.key() == key)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Trait::Name => lang.pick("Nama", "Name"),
            Trait::Birth => lang.pick("Tanggal lahir", "Date of birth"),
            Trait::Sex => lang.pick("Jenis kelamin", "Sex"),
            Trait::Address => lang.pick("Alamat", "Address"),
        }
    }

    /// Whether the document says it at all.
    pub fn stands_on(self, paper: Paper) -> bool {
        self != Trait::Address || paper != Paper::Deed
    }

    /// Whether two ways of writing say the same.
    pub fn same(self, one: &str, other: &str) -> bool {
        match self {
            Trait::Name => same_name(one, other),
            Trait::Birth => match (parse_day(one), parse_day(other)) {
                (Some(one), Some(other)) => one == other,
                _ => fold(one) == fold(other),
            },
            Trait::Sex => fold(one) == fold(other),
            Trait::Address => address(one) == address(other),
        }
    }
}

/// "Jl. Kenanga No. 5, RT 02" and "jalan kenanga 5 rt 2" are one address.
fn address(text: &str) -> Vec<String> {
    fold(text)
        .split(' ')
        .filter(|word| !matches!(*word, "" | "no" | "nomor"))
        .map(|word| match word {
            "jl" | "jln" => "jalan".to_owned(),
            "gg" => "gang".to_owned(),
            "ds" | "dsn" => "dusun".to_owned(),
            word if word.bytes().all(|byte| byte.is_ascii_digit()) => {
                let short = word.trim_start_matches('0');
                if short.is_empty() { "0" } else { short }.to_owned()
            }
            word => word.to_owned(),
        })
        .collect()
}

/// One thing that an officer read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub paper: Paper,
    pub about: Trait,
    pub text: String,
}

/// Holds what stands on somebody's papers.
impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reading({:?}, {:?}, ***)", self.paper, self.about)
    }
}

/// What is to be mended, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    FamilyCard,
    IdCard,
    /// The form here, from the documents.
    Form,
}

/// What to do about one thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    pub about: Trait,
    pub mend: Mend,
    /// After which document; `None` for the address, which the person declares.
    pub after: Option<Paper>,
}

/// What to mend, the first thing first. `readings` are of documents that were read; `form` gives the form's words.
pub fn advice(readings: &[Reading], form: impl Fn(Trait) -> String) -> Vec<Advice> {
    let mut all = Vec::new();
    for about in Trait::ALL {
        let read = |paper: Paper| {
            let one = readings
                .iter()
                .find(|one| one.paper == paper && one.about == about);
            one.map(|one| one.text.as_str())
                .filter(|text| !text.trim().is_empty() && about.stands_on(paper))
        };
        let Some((ground, base)) = Paper::ALL
            .into_iter()
            .find_map(|paper| Some((paper, read(paper)?)))
        else {
            continue;
        };
        let differs = |paper: Paper| read(paper).is_some_and(|text| !about.same(text, base));
        for (paper, mend) in [
            (Paper::FamilyCard, Mend::FamilyCard),
            (Paper::IdCard, Mend::IdCard),
        ] {
            if differs(paper) {
                all.push(Advice {
                    about,
                    mend,
                    after: Some(ground),
                });
            }
        }
        if !about.same(&form(about), base) {
            all.push(Advice {
                about,
                mend: Mend::Form,
                after: Some(ground),
            });
        }
    }
    all.sort_by_key(|one| (one.mend, one.about));
    all
}

impl Advice {
    /// What the resident does, in a sentence: which document, what on it, after which other, and where.
    pub fn words(&self, lang: Lang) -> String {
        let about = self.about.name(lang).to_lowercase();
        let after = self.after.unwrap_or(Paper::FamilyCard).name(lang);
        match (self.mend, lang) {
            (Mend::FamilyCard, Lang::Id) => format!(
                "Perbaiki {about} di Kartu Keluarga (KK) mengikuti {after}. Di Dinas Dukcapil, dengan formulir F-1.06. Gratis."
            ),
            (Mend::FamilyCard, Lang::En) => format!(
                "Have the {about} on your family card (KK) changed to that of the {after}: at the civil registry, form F-1.06, free."
            ),
            (Mend::IdCard, Lang::Id) => format!(
                "Perbaiki {about} di KTP-el mengikuti {after}, sesudah KK-nya benar. Di Dinas Dukcapil, bawa KK. Gratis."
            ),
            (Mend::IdCard, Lang::En) => format!(
                "Have the {about} on your ID card changed to that of the {after}, once the family card is right: at the civil registry, with the family card, free."
            ),
            (Mend::Form, Lang::Id) => {
                format!("Perbaiki {about} di isian permohonan ini, samakan dengan {after}.")
            }
            (Mend::Form, Lang::En) => {
                format!("Change the {about} in this application to that of the {after}.")
            }
        }
    }
}
