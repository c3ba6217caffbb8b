//! What stands in a letter: the answers as people read them, the office, and who signs. Names are what templates read.

use super::block::Signatory;
use crate::application::Case;
use crate::catalogue::Catalogue;
use domain::answer;
use domain::calendar::long_day;
use domain::form::{Answer, Answers, Field, Kind};
use domain::letter::Means;
use domain::region::RegionCode;
use domain::service::Service;
use domain::text::Lang;
use letters::Day;
use serde_json::{Map, Value, json};
use time::Date;

/// Above kecamatan stand province and regency.
pub(super) const KECAMATAN: usize = 3;

/// What a letter says of itself.
pub(super) struct Face<'a> {
    pub(super) number: &'a str,
    pub(super) day: Date,
    pub(super) means: Means,
    pub(super) draft: bool,
    /// The address that its QR code opens, as it is printed beside it.
    pub(super) check: Option<String>,
    /// The same with what the QR code itself carries.
    pub(super) qr: Option<String>,
}

const NO_NUMBER: &str = "(belum bernomor)";

impl Face<'_> {
    pub(super) fn draft(day: Date, means: Means) -> Face<'static> {
        Face {
            number: NO_NUMBER,
            day,
            means,
            draft: true,
            check: None,
            qr: None,
        }
    }

    pub(super) fn day(&self) -> Day {
        Day {
            year: self.day.year(),
            month: self.day.month().into(),
            day: self.day.day(),
        }
    }

    fn footnote(&self) -> &'static str {
        match (self.draft, self.means) {
            (true, _) => "Ini konsep untuk diperiksa, bukan surat. Jangan dipakai atau dibagikan.",
            (false, Means::Pen) => {
                "Surat ini tidak ditandatangani secara elektronik. Surat ini sah bila aslinya ditandatangani dengan pena dan dicap."
            }
            (false, Means::Electronic) => {
                "Surat ini ditandatangani secara elektronik. Mengubah berkasnya membatalkan tanda tangannya."
            }
        }
    }
}

impl Catalogue {
    /// The kecamatan that sends letters to residents of `region`.
    pub(crate) fn letter_region(&self, region: &RegionCode) -> RegionCode {
        region.at_depth(KECAMATAN).unwrap_or_else(|| region.clone())
    }

    /// How the office is called in numbers.
    pub(super) fn unit(&self, office: &RegionCode) -> String {
        match self.letter_book.office(office) {
            Some(office) => office.unit.clone(),
            None => self
                .region(office)
                .map_or_else(|| office.to_string(), |region| region.name.to_uppercase()),
        }
    }

    /// Everything that a template reads.
    pub(super) fn contents(
        &self,
        case: &Case,
        service: &Service,
        answers: &Answers,
        signer: Option<Signatory<'_>>,
        face: &Face<'_>,
    ) -> Value {
        json!({
            "surat": {
                "nomor": face.number,
                "tanggal": long_day(face.day, Lang::Id),
                "konsep": face.draft,
                "sah": match face.means { Means::Pen => "pena", Means::Electronic => "elektronik" },
                "keterangan": face.footnote(),
                "periksa": face.check,
            },
            "kantor": self.letterhead(&case.region),
            "penanda_tangan": self.signer(&case.region, signer),
            "isian": self.filled(service, answers),
        })
    }

    /// A letter of nobody, with every question answered or with none: what a template is tried with.
    pub(super) fn sample(
        &self,
        service: &Service,
        region: &RegionCode,
        answered: bool,
        face: &Face<'_>,
    ) -> Value {
        let fields = self.form(service).into_iter().flat_map(|page| &page.fields);
        let isian: Map<String, Value> = fields
            .filter(|_| answered)
            .map(|field| (field.id.clone(), invented(field)))
            .collect();
        json!({
            "surat": {
                "nomor": face.number,
                "tanggal": long_day(face.day, Lang::Id),
                "konsep": face.draft,
                "sah": "pena",
                "keterangan": face.footnote(),
                "periksa": face.check,
            },
            "kantor": self.letterhead(region),
            "penanda_tangan": self.signer(region, None),
            "isian": isian,
        })
    }

    pub(super) fn letterhead(&self, region: &RegionCode) -> Value {
        let office = self.letter_region(region);
        let regency = office.parent();
        let name = |code: &RegionCode| self.region(code).map(|region| region.full_name());
        let profile = |code: &RegionCode| self.profile(code);
        let place = profile(&office)
            .and_then(|profile| profile.capital.clone())
            .or_else(|| profile(regency.as_ref()?)?.capital.clone());
        let known = profile(&office)
            .map(|profile| profile.office.clone())
            .unwrap_or_default();
        let (own, above) = (name(&office), regency.as_ref().and_then(name));
        let whole: Vec<_> = [own.clone(), above.clone()].into_iter().flatten().collect();
        json!({
            "pemerintah": above.map(|name| format!("Pemerintah {name}")),
            "nama": own,
            "wilayah": whole.join(", "),
            "tempat": place,
            "alamat": known.address,
            "kode_pos": known.postcode,
            "telepon": known.phone,
            "email": known.email,
            "situs": known.website,
        })
    }

    fn filled(&self, service: &Service, answers: &Answers) -> Map<String, Value> {
        let region = |code: &str| {
            let code = RegionCode::parse(code).ok()?;
            Some(self.region_name(&code))
        };
        let fields = self.form(service).into_iter().flat_map(|page| &page.fields);
        let value = |field: &Field| {
            let answer = answers.get(&field.id)?;
            Some(match (&field.kind, answer) {
                (Kind::Rows { columns, .. }, Answer::Rows(rows)) => {
                    let row = |row: &std::collections::BTreeMap<String, String>| -> Value {
                        let cells = columns.iter().filter_map(|column| {
                            let text = row.get(&column.id)?.trim();
                            let words = answer::text(&column.kind, text, Lang::Id, &region);
                            Some((
                                column.id.clone(),
                                Value::from(if text.is_empty() {
                                    String::new()
                                } else {
                                    words
                                }),
                            ))
                        });
                        Value::Object(cells.collect())
                    };
                    Value::Array(rows.iter().map(row).collect())
                }
                (kind, answer) => {
                    Value::from(answer::lines(kind, answer, Lang::Id, &region).join(", "))
                }
            })
        };
        fields
            .filter_map(|field| Some((field.id.clone(), value(field)?)))
            .collect()
    }
}

fn invented(field: &Field) -> Value {
    match &field.kind {
        Kind::Rows { columns, .. } => {
            let row: Map<_, _> = columns
                .iter()
                .map(|column| {
                    (
                        column.id.clone(),
                        Value::from(format!("Contoh {}", column.label.id)),
                    )
                })
                .collect();
            Value::Array(vec![Value::Object(row); 3])
        }
        _ => Value::from(format!("Contoh {}", field.label.id)),
    }
}
