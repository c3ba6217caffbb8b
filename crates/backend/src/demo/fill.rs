//! Fills in any form of the catalogue for an invented person, so that the demonstration survives edits of it.

use super::people::Person;
use crate::Catalogue;
use domain::calendar::iso_day;
use domain::form::{Answer, Answers, Field, Kind, When};
use domain::region::RegionCode;
use domain::service::{How, Requirement, Service};
use domain::validate::is_asked;
use std::collections::BTreeMap;
use time::{Date, Duration};

/// Answers to every required question; `today` is the day of sending.
pub(crate) fn answers_for(
    catalogue: &Catalogue,
    service: &Service,
    person: &Person,
    today: Date,
) -> Answers {
    let mut answers = Answers::new();
    // Days to come lie apart, in the order of the questions: an end after its beginning.
    let mut day = today + Duration::days(20);
    for field in catalogue.form(service).iter().flat_map(|page| &page.fields) {
        if !is_asked(field, &answers) {
            continue;
        }
        let answer = own(field, person).or_else(|| {
            if !field.required {
                return None;
            }
            day += Duration::days(1);
            Some(invented(field, catalogue, service, day))
        });
        if let Some(answer) = answer {
            answers.insert(field.id.clone(), answer);
        }
    }
    answers
}

/// Uploads that must come with these answers.
pub(crate) fn documents_for<'a>(service: &'a Service, answers: &Answers) -> Vec<&'a Requirement> {
    let asked = |one: &&Requirement| {
        one.show_if
            .as_ref()
            .is_none_or(|condition| condition.holds(answers))
    };
    service
        .requirements
        .iter()
        .filter(|one| one.how == How::Upload && one.required)
        .filter(asked)
        .collect()
}

/// What the applicant's own pages ask.
fn own(field: &Field, person: &Person) -> Option<Answer> {
    let text = match field.id.as_str() {
        "nama" => person.name,
        "nik" => person.nik,
        "tempat_lahir" => person.birth_place,
        "tanggal_lahir" => person.birth,
        "jenis_kelamin" if person.female => "Perempuan",
        "jenis_kelamin" => "Laki-laki",
        "desa" => person.desa,
        "alamat" => person.address,
        "wa" => person.phone,
        _ => return None,
    };
    Some(Answer::Text(text.to_owned()))
}

fn invented(field: &Field, catalogue: &Catalogue, service: &Service, day: Date) -> Answer {
    match &field.kind {
        Kind::MultiChoice(options) => Answer::Many(
            options
                .iter()
                .take(1)
                .map(|option| option.id.clone())
                .collect(),
        ),
        Kind::Rows { columns, min, .. } => {
            let row = || -> BTreeMap<String, String> {
                let required = columns.iter().filter(|column| column.required);
                required
                    .map(|column| {
                        (
                            column.id.clone(),
                            words(&column.kind, catalogue, service, day),
                        )
                    })
                    .collect()
            };
            Answer::Rows((0..(*min).max(1)).map(|_| row()).collect())
        }
        kind => Answer::Text(words(kind, catalogue, service, day)),
    }
}

fn words(kind: &Kind, catalogue: &Catalogue, service: &Service, day: Date) -> String {
    match kind {
        Kind::Text => "Contoh".to_owned(),
        Kind::Paragraph => "Ini contoh untuk mencoba aplikasi.".to_owned(),
        Kind::Nik => "6201021507880989".to_owned(),
        Kind::Kk => "6201020303150991".to_owned(),
        Kind::Date(When::Future) => iso_day(day),
        Kind::Date(_) => "1988-07-15".to_owned(),
        Kind::Time => "09:00".to_owned(),
        Kind::DateTime(When::Past) => "2020-01-15T09:00".to_owned(),
        Kind::DateTime(_) => format!("{}T09:00", iso_day(day)),
        Kind::Number { min, max } => 2.clamp(*min, *max).to_string(),
        Kind::Rupiah => "1500000".to_owned(),
        Kind::Choice(options) => options
            .first()
            .map(|option| option.id.clone())
            .unwrap_or_default(),
        Kind::Region { depth, within } => {
            region(catalogue, service, usize::from(*depth), within.as_ref())
        }
        Kind::Phone => "081250099000".to_owned(),
        Kind::Email => "contoh@contoh.id".to_owned(),
        Kind::Tick => "ya".to_owned(),
        Kind::Point => "-2.68000,111.62000".to_owned(),
        Kind::MultiChoice(_) | Kind::Rows { .. } => String::new(),
    }
}

fn region(
    catalogue: &Catalogue,
    service: &Service,
    depth: usize,
    within: Option<&RegionCode>,
) -> String {
    let inside = within.unwrap_or(&service.region);
    let fits = |code: &RegionCode| code.depth() == depth && inside.contains(code);
    let near = catalogue.regions.iter().find(|region| fits(&region.code));
    let far = || {
        catalogue
            .regions
            .iter()
            .find(|region| region.code.depth() == depth)
    };
    near.or_else(far)
        .map(|region| region.code.to_string())
        .unwrap_or_default()
}
