//! Doubts about a NIK: it doesn't fit a birth date, a sex or a family card number. Only ever a warning.

use super::{Problem, Report, What, is_asked};
use crate::calendar::parse_day;
use crate::form::{Answer, Answers, Field, Kind};
use crate::person::{Kk, Nik, NikDoubt, Sex};

/// The fields that a doubt about a NIK was compared with: a birth date or a sex, under any of their names.
pub fn compared_with(problem: &Problem) -> Vec<String> {
    let What::Nik { doubt } = &problem.what else {
        return Vec::new();
    };
    let whose = problem.field.strip_prefix("nik_");
    match (doubt, whose) {
        (NikDoubt::BirthDate, None) => vec!["tanggal_lahir".into()],
        (NikDoubt::BirthDate, Some(whose)) => {
            vec![format!("lahir_{whose}"), format!("tanggal_lahir_{whose}")]
        }
        (NikDoubt::Sex, None) => vec!["jenis_kelamin".into()],
        (NikDoubt::Sex, Some(whose)) => vec![format!("jk_{whose}")],
        _ => Vec::new(),
    }
}

/// Compares every good NIK with the birth date and sex asked beside it: `nik` with `tanggal_lahir` and
/// `jenis_kelamin`, `nik_ibu` with nothing, `nik_suami` with `lahir_suami`. Doubts are warnings.
pub(super) fn doubt_niks(fields: &[&Field], answers: &Answers, report: &mut Report) {
    let text = |id: &str| answers.get(id).map_or("", Answer::text).trim();
    for field in fields.iter().filter(|field| field.kind == Kind::Nik) {
        let id = field.id.as_str();
        let Ok(nik) = Nik::parse(text(id)) else {
            continue;
        };
        if !is_asked(field, answers) {
            continue;
        }
        let (birth, sex) = if id == "nik" {
            (
                parse_day(text("tanggal_lahir")),
                Sex::from_answer(text("jenis_kelamin")),
            )
        } else {
            let whose = id.strip_prefix("nik_").unwrap_or_default();
            let birth = parse_day(text(&format!("lahir_{whose}")))
                .or_else(|| parse_day(text(&format!("tanggal_lahir_{whose}"))));
            (birth, Sex::from_answer(text(&format!("jk_{whose}"))))
        };
        for doubt in nik.doubts(birth, sex) {
            report.warn(id, What::Nik { doubt });
        }
        if id == "nik" && Kk::parse(text("nokk")).is_ok_and(|kk| kk.reveal() == nik.reveal()) {
            report.warn(
                id,
                What::Nik {
                    doubt: NikDoubt::SameAsKk,
                },
            );
        }
    }
}
