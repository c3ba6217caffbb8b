//! An answer as people read it: dates in words, regions by name, rows line by line. One way for resident and officer.

use crate::calendar::{long_day, parse_day};
use crate::form::{Answer, Kind};
use crate::person::{Kk, Nik, Phone};
use crate::text::{Lang, Text};
use crate::validate;
use std::collections::BTreeMap;

/// Finds a region's name by its code. `None` where the code is unknown.
pub type RegionName<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Lines in `lang`. Nothing answered gives none; what can't be read is shown as it was typed.
pub fn lines(kind: &Kind, answer: &Answer, lang: Lang, region: RegionName<'_>) -> Vec<String> {
    match (kind, answer) {
        _ if answer.is_empty() => Vec::new(),
        (Kind::Paragraph, Answer::Text(text)) => text.lines().map(str::to_owned).collect(),
        (_, Answer::Text(text)) => vec![self::text(kind, text, lang, region)],
        (Kind::MultiChoice(options), Answer::Many(many)) => {
            many.iter().map(|one| option(options, one, lang)).collect()
        }
        (_, Answer::Many(many)) => many.clone(),
        (Kind::Rows { columns, .. }, Answer::Rows(rows)) => {
            let line = |(number, row): (usize, &BTreeMap<String, String>)| {
                let cells = columns.iter().filter_map(|column| {
                    let text = row.get(&column.id).filter(|text| !text.trim().is_empty())?;
                    let words = self::text(&column.kind, text, lang, region);
                    Some(format!("{}: {words}", column.label.get(lang)))
                });
                let cells: Vec<_> = cells.collect();
                (!cells.is_empty()).then(|| format!("{}. {}", number + 1, cells.join("; ")))
            };
            rows.iter().enumerate().filter_map(line).collect()
        }
        (_, Answer::Rows(_)) => Vec::new(),
    }
}

/// One text of an answer.
pub fn text(kind: &Kind, text: &str, lang: Lang, region: RegionName<'_>) -> String {
    let day = |text: &str| parse_day(text).map(|day| long_day(day, lang));
    let read = match kind {
        Kind::Nik => Nik::parse(text).ok().map(|nik| nik.reveal().to_owned()),
        Kind::Kk => Kk::parse(text).ok().map(|kk| kk.reveal().to_owned()),
        Kind::Phone => Phone::parse(text).map(|phone| phone.spoken()),
        Kind::Date(_) => day(text),
        Kind::Time => Some(text.replace(':', ".")),
        Kind::DateTime(_) => text.split_once('T').and_then(|(date, time)| {
            let at = lang.pick("pukul", "at");
            Some(format!("{} {at} {}", day(date)?, time.replace(':', ".")))
        }),
        Kind::Rupiah => validate::rupiah(text).map(rupiah),
        Kind::Region { .. } => region(text),
        Kind::Tick => Some(lang.pick("Ya", "Yes").to_owned()),
        Kind::Choice(options) => Some(option(options, text, lang)),
        _ => None,
    };
    read.unwrap_or_else(|| text.to_owned())
}

/// The option whose Indonesian wording was the answer, in `lang`.
fn option(options: &[Text], answer: &str, lang: Lang) -> String {
    let found = options.iter().find(|option| option.id == answer);
    found.map_or(answer, |option| option.get(lang)).to_owned()
}

/// "Rp1.250.000": as the Indonesian spelling rules (EYD V) write money.
pub fn rupiah(amount: u64) -> String {
    format!("Rp{}", grouped(amount, Lang::Id))
}

/// "1.250.000", in English "1,250,000".
pub fn grouped(amount: u64, lang: Lang) -> String {
    let digits = amount.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(lang.pick('.', ','));
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Column, When};

    fn shown(kind: &Kind, answer: Answer, lang: Lang) -> Vec<String> {
        let region = |code: &str| (code == "62.01.02.2003").then(|| "Desa Umpang".to_owned());
        lines(kind, &answer, lang, &region)
    }

    fn text(kind: Kind, text: &str, lang: Lang) -> Vec<String> {
        shown(&kind, Answer::Text(text.to_owned()), lang)
    }

    #[test]
    fn answers_are_shown_as_people_write_them() {
        use Lang::{En, Id};
        assert_eq!(
            text(Kind::Date(When::Past), "1990-08-17", Id),
            ["17 Agustus 1990"]
        );
        assert_eq!(
            text(Kind::Date(When::Past), "1990-08-17", En),
            ["17 August 1990"]
        );
        assert_eq!(
            text(Kind::DateTime(When::Any), "2026-11-21T08:30", Id),
            ["21 November 2026 pukul 08.30"]
        );
        assert_eq!(text(Kind::Rupiah, "1250000", Id), ["Rp1.250.000"]);
        assert_eq!(text(Kind::Rupiah, "999", Id), ["Rp999"]);
        assert_eq!(
            text(Kind::Phone, "+62 812 3456 7890", Id),
            ["0812-3456-7890"]
        );
        assert_eq!(text(Kind::Paragraph, "satu\ndua", Id), ["satu", "dua"]);
        assert_eq!(
            text(Kind::Nik, "6201 0241 0585 0003", Id),
            ["6201024105850003"]
        );
        assert_eq!(text(Kind::Nik, "not a nik", Id), ["not a nik"]);
        assert!(text(Kind::Text, "  ", Id).is_empty());
        assert_eq!(text(Kind::Tick, "ya", En), ["Yes"]);
        let village = || Kind::Region {
            depth: 4,
            within: None,
        };
        assert_eq!(text(village(), "62.01.02.2003", Id), ["Desa Umpang"]);
        assert_eq!(text(village(), "99", Id), ["99"]);
    }

    #[test]
    fn options_and_rows_follow_the_reader_s_language() {
        let options = vec![
            Text::new("Perempuan", "Female"),
            Text::new("Laki-laki", "Male"),
        ];
        let choice = Kind::Choice(options.clone());
        assert_eq!(text(choice, "Perempuan", Lang::En), ["Female"]);
        let many = Answer::Many(vec!["Laki-laki".into(), "lain".into()]);
        assert_eq!(
            shown(&Kind::MultiChoice(options), many, Lang::En),
            ["Male", "lain"]
        );
        let column = |id: &str, name: Text| Column {
            id: id.into(),
            label: name,
            kind: Kind::Text,
            required: true,
        };
        let rows = Kind::Rows {
            columns: vec![
                column("nama", Text::new("Nama", "Name")),
                column("kerja", Text::new("Pekerjaan", "Work")),
            ],
            min: 0,
            max: 9,
        };
        let row = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect::<BTreeMap<_, _>>()
        };
        let answer = Answer::Rows(vec![
            row(&[("nama", "Budi"), ("kerja", "Tani")]),
            row(&[]),
            row(&[("nama", "Ani")]),
        ]);
        assert_eq!(
            shown(&rows, answer, Lang::En),
            ["1. Name: Budi; Work: Tani", "3. Name: Ani"]
        );
    }
}
