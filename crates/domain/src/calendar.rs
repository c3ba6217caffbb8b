//! Days, moments and the office's working days.

use crate::region::Zone;
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use time::{Date, Month, OffsetDateTime, UtcOffset, Weekday};

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

/// `2026-11-21` (ISO 8601), the form in which answers and catalogues write a day.
pub fn parse_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

pub fn iso_day(day: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        day.year(),
        u8::from(day.month()),
        day.day()
    )
}

/// "21 November 2026".
pub fn long_day(day: Date, lang: Lang) -> String {
    let (id, en) = MONTHS[usize::from(u8::from(day.month())) - 1];
    format!("{} {} {}", day.day(), lang.pick(id, en), day.year())
}

/// The month's name, 1 to 12.
pub fn month_name(month: u8, lang: Lang) -> &'static str {
    MONTHS
        .get(usize::from(month).wrapping_sub(1))
        .map_or("", |(id, en)| lang.pick(id, en))
}

/// "Sabtu".
pub fn weekday_name(day: Date, lang: Lang) -> &'static str {
    let (id, en) = match day.weekday() {
        Weekday::Monday => ("Senin", "Monday"),
        Weekday::Tuesday => ("Selasa", "Tuesday"),
        Weekday::Wednesday => ("Rabu", "Wednesday"),
        Weekday::Thursday => ("Kamis", "Thursday"),
        Weekday::Friday => ("Jumat", "Friday"),
        Weekday::Saturday => ("Sabtu", "Saturday"),
        Weekday::Sunday => ("Minggu", "Sunday"),
    };
    lang.pick(id, en)
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    fn in_zone(self, zone: Zone) -> OffsetDateTime {
        let offset = UtcOffset::from_hms(zone.hours(), 0, 0).unwrap_or(UtcOffset::UTC);
        OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .to_offset(offset)
    }

    /// The calendar day at the office.
    pub fn day(self, zone: Zone) -> Date {
        self.in_zone(zone).date()
    }

    /// Minutes after midnight at the office.
    pub fn minute_of_day(self, zone: Zone) -> u16 {
        let local = self.in_zone(zone);
        u16::from(local.hour()) * 60 + u16::from(local.minute())
    }

    /// "21 November 2026 pukul 14.30 WIB".
    pub fn words(self, zone: Zone, lang: Lang) -> String {
        format!(
            "{} {} {}",
            long_day(self.day(zone), lang),
            lang.pick("pukul", "at"),
            self.time_words(zone)
        )
    }

    /// "14.30 WIB".
    pub fn time_words(self, zone: Zone) -> String {
        let t = self.in_zone(zone);
        format!("{:02}.{:02} {}", t.hour(), t.minute(), zone.name())
    }

    /// The moment that `YYYY-MM-DDTHH:MM` is at the office's clock.
    pub fn at(local: &str, zone: Zone) -> Option<Moment> {
        let (day, clock) = local.split_once('T')?;
        let (hour, minute) = clock.split_once(':')?;
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
        let offset = UtcOffset::from_hms(zone.hours(), 0, 0).ok()?;
        let moment = parse_day(day)?
            .with_hms(hour, minute, 0)
            .ok()?
            .assume_offset(offset);
        Some(Moment(moment.unix_timestamp() * 1000))
    }

    pub fn plus_seconds(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

/// National holidays and joint leave; Saturdays and Sundays are free without being listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Sorted. A list and no set: the phone downloads one data structure less.
    free: Vec<Date>,
}

impl Calendar {
    pub fn new(free: impl IntoIterator<Item = Date>) -> Calendar {
        let mut sorted = Vec::new();
        for day in free {
            // They come sorted as a rule; a general sort would only be weight on the phone.
            if let Err(at) = sorted.binary_search(&day) {
                sorted.insert(at, day);
            }
        }
        Calendar { free: sorted }
    }

    /// For sending to the browser: the free days as ISO 8601.
    pub fn iso_days(&self) -> Vec<String> {
        self.free.iter().map(|day| iso_day(*day)).collect()
    }

    pub fn is_working_day(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && self.free.binary_search(&day).is_err()
    }

    /// The day on which the `count`-th working day after `start` falls. `count == 0` gives `start`.
    pub fn add_working_days(&self, start: Date, count: u32) -> Date {
        let mut day = start;
        let mut left = count;
        while left > 0 {
            match day.next_day() {
                Some(next) => day = next,
                None => return day,
            }
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// Working days after `from` up to and including `to`; negative when `to` is earlier.
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        // A hostile date must not make us walk ten thousand years.
        if to.to_julian_day().saturating_sub(from.to_julian_day()) > 40_000 {
            return i64::from(to.to_julian_day() - from.to_julian_day());
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            match day.next_day() {
                Some(next) => day = next,
                None => break,
            }
            if self.is_working_day(day) {
                count += 1;
            }
        }
        count
    }
}

/// Full years from `birth` to `on`.
pub fn age(birth: Date, on: Date) -> i32 {
    let before_birthday = (u8::from(on.month()), on.day()) < (u8::from(birth.month()), birth.day());
    on.year() - birth.year() - i32::from(before_birthday)
}
