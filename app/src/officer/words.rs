//! Verdicts, deadlines and days in an officer's words.

use crate::ui::{Tone, day_words};
use domain::application::State;
use domain::calendar::{Moment, month_name, parse_day};
use domain::clock::Pressure;
use domain::document::Verdict;
use domain::region::Zone;
use domain::text::{Lang, plural};
use time::Date;

/// A verdict in a word; nothing where nobody has judged yet.
pub fn verdict_words(verdict: &Verdict, lang: Lang) -> Option<(Tone, &'static str)> {
    match verdict {
        Verdict::Open => None,
        Verdict::Accepted => Some((Tone::Ok, lang.pick("Diterima", "Accepted"))),
        Verdict::Returned { .. } => Some((Tone::Warn, lang.pick("Dikembalikan", "Given back"))),
    }
}

/// When the decision is due, and how loudly to say so.
#[derive(Debug, PartialEq, Eq)]
pub struct Deadline {
    pub words: String,
    /// `None`: no badge, plain text.
    pub tone: Option<Tone>,
}

/// `due` in ISO 8601, as the views carry it.
pub fn deadline(
    state: State,
    due: Option<&str>,
    pressure: Pressure,
    today: Option<Date>,
    lang: Lang,
) -> Deadline {
    let plain = |words: &str| Deadline {
        words: words.to_owned(),
        tone: None,
    };
    let Some((iso, day)) = due.and_then(|iso| Some((iso, parse_day(iso)?))) else {
        return plain(match state {
            State::NeedsFix => lang.pick("Berhenti, giliran warga", "Stopped, the resident's turn"),
            State::Submitted | State::Checking => lang.pick("Belum mulai", "Not started"),
            _ => lang.pick("Sudah selesai", "Done"),
        });
    };
    let left = today.map(|today| i64::from(day.to_julian_day()) - i64::from(today.to_julian_day()));
    match (left, pressure) {
        (Some(days @ ..0), _) => Deadline {
            words: match lang {
                Lang::Id => format!("Lewat {} hari", -days),
                Lang::En => format!("{} late", plural(days.unsigned_abs() as usize, "day")),
            },
            tone: Some(Tone::Bad),
        },
        (None, Pressure::Late) => Deadline {
            words: lang.pick("Lewat batas", "Late").to_owned(),
            tone: Some(Tone::Bad),
        },
        (Some(0), _) => Deadline {
            words: lang.pick("Hari ini", "Today").to_owned(),
            tone: Some(Tone::Warn),
        },
        (Some(1), _) => Deadline {
            words: lang.pick("Besok", "Tomorrow").to_owned(),
            tone: Some(Tone::Warn),
        },
        (_, Pressure::Soon) => Deadline {
            words: day_words(iso, lang),
            tone: Some(Tone::Warn),
        },
        _ => plain(&day_words(iso, lang)),
    }
}

/// "21 Nov 08.01 WIB": for logs, where the year goes without saying.
pub fn short_moment(moment: Moment, zone: Zone, lang: Lang) -> String {
    let day = moment.day(zone);
    let month: String = month_name(u8::from(day.month()), lang)
        .chars()
        .take(3)
        .collect();
    format!("{} {month} {}", day.day(), moment.time_words(zone))
}

/// "hari ini", "1 hari", "12 hari".
pub fn age(days: i64, lang: Lang) -> String {
    match (days, lang) {
        (..=0, _) => lang.pick("hari ini", "today").to_owned(),
        (_, Lang::Id) => format!("{days} hari"),
        (1, Lang::En) => "1 day".to_owned(),
        (_, Lang::En) => format!("{days} days"),
    }
}

/// A region's name without what the officer's own territory says already: "Desa Umpang" for who works in its kecamatan.
pub fn near(region: &str, territory: &str) -> String {
    match region.split_once(", ") {
        Some((place, around)) if territory.starts_with(around) || territory == region => {
            place.to_owned()
        }
        _ => region.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_named_as_far_as_needed() {
        let district = "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat";
        assert_eq!(
            near("Desa Umpang, Kecamatan Arut Selatan", district),
            "Desa Umpang"
        );
        assert_eq!(
            near(
                "Desa Umpang, Kecamatan Arut Selatan",
                "Desa Umpang, Kecamatan Arut Selatan"
            ),
            "Desa Umpang"
        );
        assert_eq!(
            near("Desa Sambi, Kecamatan Arut Utara", district),
            "Desa Sambi, Kecamatan Arut Utara"
        );
    }

    #[test]
    fn a_deadline_is_told_from_today() {
        let today = parse_day("2026-11-23");
        let told =
            |due: &str, pressure| deadline(State::Processing, Some(due), pressure, today, Lang::Id);
        assert_eq!(told("2026-11-21", Pressure::Late).words, "Lewat 2 hari");
        assert_eq!(
            told("2026-11-23", Pressure::Soon),
            Deadline {
                words: "Hari ini".into(),
                tone: Some(Tone::Warn)
            }
        );
        assert_eq!(told("2026-11-24", Pressure::Soon).words, "Besok");
        assert_eq!(
            told("2026-11-27", Pressure::Fine),
            Deadline {
                words: "Jumat, 27 November 2026".into(),
                tone: None
            }
        );
    }

    #[test]
    fn without_a_day_the_state_says_why() {
        let told = |state| deadline(state, None, Pressure::Fine, None, Lang::Id).words;
        assert_eq!(told(State::Checking), "Belum mulai");
        assert_eq!(told(State::NeedsFix), "Berhenti, giliran warga");
        assert_eq!(told(State::HandedOver), "Sudah selesai");
    }
}
