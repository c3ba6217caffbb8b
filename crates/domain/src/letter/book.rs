//! What `catalogue/letters/letters.toml` says: registers of numbers, offices, and who signs there.

use crate::region::RegionCode;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which letter a product is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductLetter {
    /// File in `catalogue/letters`, without its ending.
    pub template: String,
    /// Whose numbers it takes.
    pub register: String,
    /// Code of the classification of archives (Permendagri 83/2022).
    pub classification: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LetterBook {
    pub registers: Vec<Register>,
    pub offices: Vec<LetterOffice>,
}

/// A series of numbers that begins anew each year, in each office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub id: String,
    pub pattern: Pattern,
}

/// A kecamatan that sends letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterOffice {
    pub region: RegionCode,
    /// The office's short name in numbers: "KEC-ARSEL".
    pub unit: String,
    #[serde(default)]
    pub signers: Vec<Signer>,
}

/// What a letter says of who signs it, besides the name. Unknown is shown as not filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// As the officer logs in.
    pub username: String,
    /// "Kepala Seksi Pelayanan Umum"; without it the role's usual name.
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub rank: Option<String>,
    #[serde(default)]
    pub nip: Option<String>,
}

impl LetterBook {
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.iter().find(|register| register.id == id)
    }

    pub fn office(&self, region: &RegionCode) -> Option<&LetterOffice> {
        self.offices.iter().find(|office| office.region == *region)
    }
}

/// `{klasifikasi}/{urut}/{unit}/{bulan_romawi}/{tahun}`: how a number is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(String);

/// What fills a pattern.
#[derive(Clone, Copy, Debug)]
pub struct Numbered<'a> {
    pub classification: &'a str,
    pub number: i64,
    pub unit: &'a str,
    /// 1 to 12.
    pub month: u8,
    pub year: i32,
}

/// Why a pattern can't be used, in Indonesian: offices edit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern(String);

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const PARTS: [&str; 6] = [
    "klasifikasi",
    "urut",
    "unit",
    "bulan_romawi",
    "bulan",
    "tahun",
];
/// A register of ten thousand letters a year is still sorted by eye.
const DIGITS: usize = 3;
const LONGEST: usize = 120;

impl Pattern {
    pub fn parse(text: &str) -> Result<Pattern, BadPattern> {
        let bad = |why: String| Err(BadPattern(why));
        if text.len() > LONGEST || text.chars().any(char::is_control) {
            return bad(format!(
                "Pola nomor paling panjang {LONGEST} huruf, dalam satu baris."
            ));
        }
        let mut found = Vec::new();
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            let Some((name, more)) = after.split_once('}') else {
                return bad("Kurung kurawal tidak ditutup.".to_owned());
            };
            if !PARTS.contains(&name) {
                return bad(format!(
                    "Bagian {{{name}}} tidak dikenal. Yang ada: {}.",
                    PARTS.map(|part| format!("{{{part}}}")).join(", ")
                ));
            }
            found.push(name);
            rest = more;
        }
        for needed in ["urut", "tahun"] {
            if !found.contains(&needed) {
                return bad(format!(
                    "Pola harus memuat {{{needed}}}. Tanpa itu dua surat bisa bernomor sama."
                ));
            }
        }
        Ok(Pattern(text.to_owned()))
    }

    pub fn fill(&self, with: Numbered<'_>) -> String {
        let mut number = self.0.clone();
        for (part, words) in PARTS.into_iter().zip([
            with.classification.to_owned(),
            format!("{:0DIGITS$}", with.number),
            with.unit.to_owned(),
            roman(with.month).to_owned(),
            format!("{:02}", with.month),
            with.year.to_string(),
        ]) {
            number = number.replace(&format!("{{{part}}}"), &words);
        }
        number
    }
}

impl TryFrom<String> for Pattern {
    type Error = BadPattern;
    fn try_from(text: String) -> Result<Pattern, BadPattern> {
        Pattern::parse(&text)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> String {
        pattern.0
    }
}

/// A month as letters write it: XI. Empty for what is no month.
pub fn roman(month: u8) -> &'static str {
    const ROMAN: [&str; 12] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let at = usize::from(month).checked_sub(1);
    at.and_then(|at| ROMAN.get(at)).copied().unwrap_or_default()
}
