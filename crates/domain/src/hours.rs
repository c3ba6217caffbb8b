//! An office's working hours: until when a day is that day.
//!
//! At an office a day ends when it closes: what comes later, or on a day off, belongs to the next working day.

use crate::calendar::{Calendar, Moment, parse_day};
use crate::pickup::Rules;
use crate::region::Zone;
use serde::{Deserialize, Serialize};
use std::fmt;
use time::{Date, Weekday};

/// "07.30-16.00": opening and closing as minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    opens: u16,
    closes: u16,
}

impl Span {
    pub fn parse(text: &str) -> Option<Span> {
        let clock = |text: &str| {
            let (hour, minute) = text.trim().split_once(['.', ':'])?;
            let number = |text: &str| {
                let short = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
                text.parse::<u16>().ok().filter(|_| short)
            };
            let (hour, minute) = (number(hour)?, number(minute)?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let (opens, closes) = text.split_once('-')?;
        let (opens, closes) = (clock(opens)?, clock(closes)?);
        (opens < closes).then_some(Span { opens, closes })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Span { opens, closes } = self;
        let (o, p, c, d) = (opens / 60, opens % 60, closes / 60, closes % 60);
        write!(f, "{o:02}.{p:02}-{c:02}.{d:02}")
    }
}

impl TryFrom<String> for Span {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Span, &'static str> {
        Span::parse(&text).ok_or("jam kerja")
    }
}

impl From<Span> for String {
    fn from(span: Span) -> String {
        span.to_string()
    }
}

/// The hours of a week. Saturday and Sunday are days off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Week {
    /// Monday to Thursday.
    pub usual: Span,
    pub friday: Span,
}

impl Week {
    fn on(&self, day: Date) -> Span {
        if day.weekday() == Weekday::Friday {
            self.friday
        } else {
            self.usual
        }
    }
}

/// Other hours from one day to another, both included: Ramadan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    pub name: String,
    /// First and last day, ISO 8601.
    pub from: String,
    pub until: String,
    pub week: Week,
}

impl Season {
    fn holds(&self, day: Date) -> bool {
        let (from, until) = (parse_day(&self.from), parse_day(&self.until));
        from.is_some_and(|from| from <= day) && until.is_some_and(|until| day <= until)
    }
}

/// `catalogue/hours.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub week: Week,
    #[serde(default)]
    pub seasons: Vec<Season>,
    /// Appointments to fetch what is signed by hand.
    #[serde(default)]
    pub pickup: Rules,
}

impl Default for Hours {
    /// 37.5 hours a week from 07.30 on (Perpres 21/2023), as most offices spread them.
    fn default() -> Hours {
        let span = |closes: u16| Span {
            opens: 7 * 60 + 30,
            closes,
        };
        Hours {
            week: Week {
                usual: span(16 * 60),
                friday: span(16 * 60 + 30),
            },
            seasons: Vec::new(),
            pickup: Rules::default(),
        }
    }
}

impl Hours {
    fn on(&self, day: Date) -> Span {
        let season = self.seasons.iter().find(|season| season.holds(day));
        season.map_or(&self.week, |season| &season.week).on(day)
    }
}

/// What counts as time at one office.
#[derive(Clone, Copy, Debug)]
pub struct OfficeTime<'a> {
    pub calendar: &'a Calendar,
    pub hours: &'a Hours,
    pub zone: Zone,
}

impl OfficeTime<'_> {
    /// Opening and closing of a working day, as minutes after midnight.
    pub fn open_on(&self, day: Date) -> (u16, u16) {
        let span = self.hours.on(day);
        (span.opens, span.closes)
    }

    /// The working day to which a moment belongs: its own until closing time, then the next one.
    pub fn day(&self, moment: Moment) -> Date {
        let day = moment.day(self.zone);
        let open = self.calendar.is_working_day(day)
            && moment.minute_of_day(self.zone) < self.hours.on(day).closes;
        if open {
            day
        } else {
            self.calendar.add_working_days(day, 1)
        }
    }
}
