//! Answers, sizes and numbers the way Indonesians write them.

use domain::calendar::{long_day, parse_day};
use domain::form::{Answer, Kind};
use domain::person::Phone;
use domain::text::Lang;

/// "280 KB", "1,4 MB".
pub fn kilobytes(bytes: u64) -> String {
    let kb = bytes.div_ceil(1024);
    if kb < 1000 { format!("{kb} KB") } else { format!("{},{} MB", kb / 1024, kb % 1024 * 10 / 1024) }
}

/// "Rp1.250.000".
pub fn rupiah(amount: u64) -> String {
    let digits = amount.to_string();
    let mut out = String::from("Rp");
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// "0812-3456-7890", or what was typed where it is no number yet.
pub fn shown_phone(text: &str) -> String {
    Phone::parse(text).map_or_else(|| text.to_owned(), |phone| phone.spoken())
}

fn shown_text(kind: &Kind, text: &str, lang: Lang) -> String {
    let day = |text: &str| parse_day(text).map(|day| long_day(day, lang));
    match kind {
        Kind::Date(_) => day(text).unwrap_or_else(|| text.to_owned()),
        Kind::DateTime(_) => match text.split_once('T').and_then(|(d, t)| day(d).map(|d| (d, t.replace(':', ".")))) {
            Some((day, time)) => format!("{day} {} {time}", lang.pick("pukul", "at")),
            None => text.to_owned(),
        },
        Kind::Time => text.replace(':', "."),
        Kind::Rupiah => domain::validate::rupiah(text).map_or_else(|| text.to_owned(), rupiah),
        Kind::Phone => shown_phone(text),
        Kind::Tick => lang.pick("Ya", "Yes").to_owned(),
        Kind::Choice(options) => options.iter().find(|o| o.id == text).map_or_else(|| text.to_owned(), |o| o.get(lang).to_owned()),
        _ => text.to_owned(),
    }
}

/// An answer line by line.
pub fn shown_answer(kind: &Kind, answer: &Answer, lang: Lang) -> Vec<String> {
    match (kind, answer) {
        (_, Answer::Text(text)) if text.trim().is_empty() => Vec::new(),
        (kind, Answer::Text(text)) => vec![shown_text(kind, text, lang)],
        (Kind::MultiChoice(options), Answer::Many(many)) => {
            many.iter().map(|one| options.iter().find(|o| o.id == *one).map_or_else(|| one.clone(), |o| o.get(lang).to_owned())).collect()
        }
        (_, Answer::Many(many)) => many.clone(),
        (Kind::Rows { columns, .. }, Answer::Rows(rows)) => rows
            .iter()
            .filter(|row| row.values().any(|cell| !cell.is_empty()))
            .map(|row| {
                columns
                    .iter()
                    .filter_map(|column| row.get(&column.id).filter(|cell| !cell.is_empty()).map(|cell| shown_text(&column.kind, cell, lang)))
                    .collect::<Vec<_>>()
                    .join(", ")
            })
            .collect(),
        (_, Answer::Rows(_)) => Vec::new(),
    }
}
