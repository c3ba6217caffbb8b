//! Sizes, days and numbers the way Indonesians write them, and the English.

use domain::calendar::{Moment, long_day, parse_day, weekday_name};
use domain::person::Phone;
use domain::region::Zone;
use domain::text::Lang;

/// "280 KB", "1,4 MB"; "1.4 MB" in English.
pub fn kilobytes(bytes: u64, lang: Lang) -> String {
    let kb = bytes.div_ceil(1024);
    if kb < 1000 {
        format!("{kb} KB")
    } else {
        let point = lang.pick(",", ".");
        format!("{}{point}{} MB", kb / 1024, kb % 1024 * 10 / 1024)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_indonesians_do() {
        assert_eq!(
            [1, 280 * 1024, 1024 * 1434].map(|bytes| kilobytes(bytes, Lang::Id)),
            ["1 KB", "280 KB", "1,4 MB"]
        );
        assert_eq!(
            [280 * 1024, 1024 * 1434].map(|bytes| kilobytes(bytes, Lang::En)),
            ["280 KB", "1.4 MB"]
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
