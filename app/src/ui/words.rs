//! Answers, sizes and numbers the way Indonesians write them.

use domain::calendar::{Moment, long_day, parse_day, weekday_name};
use domain::form::{Answer, Kind};
use domain::person::Phone;
use domain::region::Zone;
use domain::text::Lang;

/// "280 KB", "1,4 MB".
pub fn kilobytes(bytes: u64) -> String {
    let kb = bytes.div_ceil(1024);
    if kb < 1000 {
        format!("{kb} KB")
    } else {
        format!("{},{} MB", kb / 1024, kb % 1024 * 10 / 1024)
    }
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

/// "5 hari kerja".
pub fn working_days(days: u32, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Id, _) => format!("{days} hari kerja"),
        (Lang::En, 1) => "1 working day".to_owned(),
        (Lang::En, _) => format!("{days} working days"),
    }
}

/// "Kamis, 26 November 2026" from ISO 8601, or what was given where it is no day.
pub fn day_words(iso: &str, lang: Lang) -> String {
    parse_day(iso).map_or_else(
        || iso.to_owned(),
        |day| format!("{}, {}", weekday_name(day, lang), long_day(day, lang)),
    )
}

/// "Kamis, 26 November 2026 pukul 14.30 WIB".
pub fn moment_words(moment: Moment, zone: Zone, lang: Lang) -> String {
    format!(
        "{}, {}",
        weekday_name(moment.day(zone), lang),
        moment.words(zone, lang)
    )
}

/// "12,9 km" from hundreds of metres.
pub fn kilometres(hectometres: u32, lang: Lang) -> String {
    format!(
        "{}{}{} km",
        hectometres / 10,
        lang.pick(',', '.'),
        hectometres % 10
    )
}

/// "0812-3456-7890", or what was typed where it is no number yet.
pub fn shown_phone(text: &str) -> String {
    Phone::parse(text).map_or_else(|| text.to_owned(), |phone| phone.spoken())
}

/// One text as people read it.
pub fn shown_text(kind: &Kind, text: &str, lang: Lang) -> String {
    let day = |text: &str| parse_day(text).map(|day| long_day(day, lang));
    match kind {
        Kind::Date(_) => day(text).unwrap_or_else(|| text.to_owned()),
        Kind::DateTime(_) => match text
            .split_once('T')
            .and_then(|(d, t)| day(d).map(|d| (d, t.replace(':', "."))))
        {
            Some((day, time)) => format!("{day} {} {time}", lang.pick("pukul", "at")),
            None => text.to_owned(),
        },
        Kind::Time => text.replace(':', "."),
        Kind::Rupiah => domain::validate::rupiah(text).map_or_else(|| text.to_owned(), rupiah),
        Kind::Phone => shown_phone(text),
        Kind::Tick => lang.pick("Ya", "Yes").to_owned(),
        Kind::Choice(options) => options
            .iter()
            .find(|o| o.id == text)
            .map_or_else(|| text.to_owned(), |o| o.get(lang).to_owned()),
        _ => text.to_owned(),
    }
}

/// An answer line by line.
pub fn shown_answer(kind: &Kind, answer: &Answer, lang: Lang) -> Vec<String> {
    match (kind, answer) {
        (_, Answer::Text(text)) if text.trim().is_empty() => Vec::new(),
        (kind, Answer::Text(text)) => vec![shown_text(kind, text, lang)],
        (Kind::MultiChoice(options), Answer::Many(many)) => many
            .iter()
            .map(|one| {
                options
                    .iter()
                    .find(|o| o.id == *one)
                    .map_or_else(|| one.clone(), |o| o.get(lang).to_owned())
            })
            .collect(),
        (_, Answer::Many(many)) => many.clone(),
        (Kind::Rows { columns, .. }, Answer::Rows(rows)) => rows
            .iter()
            .filter(|row| row.values().any(|cell| !cell.is_empty()))
            .map(|row| {
                columns
                    .iter()
                    .filter_map(|column| {
                        row.get(&column.id)
                            .filter(|cell| !cell.is_empty())
                            .map(|cell| shown_text(&column.kind, cell, lang))
                    })
                    .collect::<Vec<_>>()
                    .join(", ")
            })
            .collect(),
        (_, Answer::Rows(_)) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_indonesians_do() {
        assert_eq!(
            [rupiah(0), rupiah(30_000), rupiah(1_250_000)],
            ["Rp0", "Rp30.000", "Rp1.250.000"]
        );
        assert_eq!(
            [kilobytes(1), kilobytes(280 * 1024), kilobytes(1024 * 1434)],
            ["1 KB", "280 KB", "1,4 MB"]
        );
        assert_eq!(
            [
                kilometres(129, Lang::Id),
                kilometres(0, Lang::Id),
                kilometres(561, Lang::En)
            ],
            ["12,9 km", "0,0 km", "56.1 km"]
        );
    }

    #[test]
    fn days_are_told_with_their_weekday() {
        assert_eq!(day_words("2026-11-26", Lang::Id), "Kamis, 26 November 2026");
        assert_eq!(
            day_words("2026-11-26", Lang::En),
            "Thursday, 26 November 2026"
        );
        assert_eq!(day_words("besok", Lang::Id), "besok");
        assert_eq!(
            moment_words(Moment(1_795_000_000_000), Zone::Wita, Lang::Id),
            "Rabu, 18 November 2026 pukul 19.06 WITA"
        );
        assert_eq!(
            [
                working_days(1, Lang::Id),
                working_days(1, Lang::En),
                working_days(5, Lang::En)
            ],
            ["1 hari kerja", "1 working day", "5 working days"]
        );
    }
}
