//! An answer as people read it: dates in words, regions by name, rows line by line.

use crate::Catalogue;
use domain::calendar::{long_day, parse_day};
use domain::form::{Answer, Kind};
use domain::person::{Kk, Nik, Phone};
use domain::region::RegionCode;
use domain::text::Lang;
use domain::validate::rupiah;

/// Lines. Nothing answered gives none.
pub(super) fn answer(kind: &Kind, answer: &Answer, catalogue: &Catalogue) -> Vec<String> {
    match answer {
        _ if answer.is_empty() => Vec::new(),
        Answer::Text(text) if *kind == Kind::Paragraph => text.lines().map(str::to_owned).collect(),
        Answer::Text(text) => vec![words(kind, text, catalogue)],
        Answer::Many(many) => many.clone(),
        Answer::Rows(rows) => {
            let Kind::Rows { columns, .. } = kind else {
                return Vec::new();
            };
            let line = |(number, row): (usize, &std::collections::BTreeMap<String, String>)| {
                let cells = columns.iter().filter_map(|column| {
                    let text = row.get(&column.id).filter(|text| !text.trim().is_empty())?;
                    Some(format!(
                        "{}: {}",
                        column.label.get(Lang::Id),
                        words(&column.kind, text, catalogue)
                    ))
                });
                format!("{}. {}", number + 1, cells.collect::<Vec<_>>().join("; "))
            };
            rows.iter().enumerate().map(line).collect()
        }
    }
}

/// One text. What can't be read is shown as it was typed.
fn words(kind: &Kind, text: &str, catalogue: &Catalogue) -> String {
    let typed = || text.to_owned();
    match kind {
        Kind::Nik => Nik::parse(text).map_or_else(|_| typed(), |nik| nik.reveal().to_owned()),
        Kind::Kk => Kk::parse(text).map_or_else(|_| typed(), |kk| kk.reveal().to_owned()),
        Kind::Phone => Phone::parse(text).map_or_else(typed, |phone| phone.spoken()),
        Kind::Date(_) => parse_day(text).map_or_else(typed, |day| long_day(day, Lang::Id)),
        Kind::Time => text.replace(':', "."),
        Kind::DateTime(_) => match text
            .split_once('T')
            .map(|(day, time)| (parse_day(day), time))
        {
            Some((Some(day), time)) => format!(
                "{} pukul {}",
                long_day(day, Lang::Id),
                time.replace(':', ".")
            ),
            _ => typed(),
        },
        Kind::Rupiah => {
            rupiah(text).map_or_else(typed, |number| format!("Rp {}", with_dots(number)))
        }
        Kind::Region { .. } => {
            RegionCode::parse(text).map_or_else(|_| typed(), |code| catalogue.region_name(&code))
        }
        Kind::Tick => "Ya".to_owned(),
        _ => typed(),
    }
}

/// "1.250.000".
fn with_dots(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod test {
    use super::*;
    use domain::form::When;

    #[test]
    fn answers_are_shown_as_people_write_them() {
        let shown = |kind: Kind, text: &str| {
            answer(&kind, &Answer::Text(text.to_owned()), &Catalogue::default())
        };
        assert_eq!(
            shown(Kind::Date(When::Past), "1990-08-17"),
            ["17 Agustus 1990"]
        );
        assert_eq!(
            shown(Kind::DateTime(When::Any), "2026-11-21T08:30"),
            ["21 November 2026 pukul 08.30"]
        );
        assert_eq!(shown(Kind::Rupiah, "1250000"), ["Rp 1.250.000"]);
        assert_eq!(shown(Kind::Rupiah, "999"), ["Rp 999"]);
        assert_eq!(shown(Kind::Phone, "+62 812 3456 7890"), ["0812-3456-7890"]);
        assert_eq!(shown(Kind::Paragraph, "satu\ndua"), ["satu", "dua"]);
        assert_eq!(
            shown(Kind::Nik, "6201 0241 0585 0003"),
            ["6201024105850003"]
        );
        assert_eq!(shown(Kind::Nik, "not a nik"), ["not a nik"]);
        assert!(shown(Kind::Text, "  ").is_empty());
    }
}
