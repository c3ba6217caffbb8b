//! Coming to the office for what is signed by hand: half-days with so many places each, within the opening hours.

use crate::application::State;
use crate::calendar::Moment;
use crate::hours::OfficeTime;
use crate::service::{Handover, Product, Service, Signature};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use time::Date;

/// `[pickup]` of `catalogue/hours.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// People in one half-day; 0: the office gives no appointments.
    pub places: u16,
    /// How many working days ahead one may choose.
    pub days: u16,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            places: 8,
            days: 10,
        }
    }
}

/// Minutes after midnight at which the morning ends.
const NOON: u16 = 12 * 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    Morning,
    Afternoon,
}

impl Half {
    pub const ALL: [Half; 2] = [Half::Morning, Half::Afternoon];

    pub fn key(self) -> &'static str {
        match self {
            Half::Morning => "morning",
            Half::Afternoon => "afternoon",
        }
    }

    pub fn from_key(key: &str) -> Option<Half> {
        Half::ALL.into_iter().find(|one| one.key() == key)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Half::Morning => lang.pick("pagi", "morning"),
            Half::Afternoon => lang.pick("siang", "afternoon"),
        }
    }
}

/// A half-day on which the office is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub day: Date,
    pub half: Half,
}

/// The half-days that begin after `now`, within the days that may be chosen. Days off and closed halves aren't there.
pub fn slots(time: OfficeTime<'_>, rules: &Rules, now: Moment) -> Vec<Slot> {
    let (today, minute) = (now.day(time.zone), now.minute_of_day(time.zone));
    let mut day = today;
    let mut found = Vec::new();
    for ahead in 0..=rules.days {
        if ahead > 0 {
            day = time.calendar.add_working_days(day, 1);
        }
        if !time.calendar.is_working_day(day) {
            continue;
        }
        let (opens, closes) = time.open_on(day);
        for half in Half::ALL {
            let (from, until) = match half {
                Half::Morning => (opens, closes.min(NOON)),
                Half::Afternoon => (opens.max(NOON), closes),
            };
            if from < until && (day > today || from > minute) {
                found.push(Slot { day, half });
            }
        }
    }
    found
}

/// Whether somebody has to come: for what is signed by hand as soon as somebody works on it, else once it is ready.
/// `is_file`: what is signed electronically comes to the phone.
pub fn is_needed(service: &Service, state: State, is_file: impl Fn(&Product) -> bool) -> bool {
    let comes = service
        .products
        .iter()
        .any(|product| product.handover.contains(&Handover::PickUp) && !is_file(product));
    match state {
        State::Done | State::ReadyForPickup => comes,
        State::Processing | State::AwaitingSignature => service.signature == Signature::WetInk,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, iso_day, parse_day};
    use crate::hours::Hours;
    use crate::region::Zone;

    fn offered(now: &str, hours: &Hours, days: u16) -> Vec<String> {
        let calendar = Calendar::new(parse_day("2026-12-25"));
        let time = OfficeTime {
            calendar: &calendar,
            hours,
            zone: Zone::Wita,
        };
        let now = Moment::at(now, Zone::Wita).unwrap();
        let rules = Rules { places: 1, days };
        let words = |slot: &Slot| format!("{} {}", iso_day(slot.day), slot.half.key());
        slots(time, &rules, now).iter().map(words).collect()
    }

    #[test]
    fn only_half_days_that_are_still_to_come_and_days_on_which_the_office_works() {
        let hours = Hours::default();
        // Thursday at ten: this morning has begun. Friday is Christmas.
        assert_eq!(
            offered("2026-12-24T10:00", &hours, 1),
            [
                "2026-12-24 afternoon",
                "2026-12-28 morning",
                "2026-12-28 afternoon"
            ]
        );
        assert_eq!(offered("2026-12-24T12:30", &hours, 0), [""; 0]);
        // On a day off the next ones are offered.
        assert_eq!(offered("2026-12-26T09:00", &hours, 1).len(), 2);
        assert_eq!(offered("2026-11-30T06:00", &hours, 2).len(), 6);
    }

    #[test]
    fn an_office_that_closes_at_noon_has_no_afternoon() {
        let hours: Hours = serde_json::from_value(serde_json::json!({
            "week": { "usual": "08.00-12.00", "friday": "08.00-11.00" }
        }))
        .unwrap();
        assert_eq!(
            offered("2026-11-26T07:00", &hours, 1),
            ["2026-11-26 morning", "2026-11-27 morning"]
        );
    }
}
