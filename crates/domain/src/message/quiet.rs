//! Quiet hours: when no message may ring in a house, by the clock of the office that sends it.

use crate::calendar::{Moment, iso_day};
use crate::region::Zone;

/// From one minute of the day to another; over midnight as a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    from: u16,
    until: u16,
}

impl Default for Quiet {
    /// 20.00 to 07.00.
    fn default() -> Quiet {
        Quiet {
            from: 20 * 60,
            until: 7 * 60,
        }
    }
}

impl Quiet {
    /// "20:00-07:00". Two equal ends are no quiet hours at all.
    pub fn parse(text: &str) -> Option<Quiet> {
        let clock = |text: &str| {
            let (hour, minute) = text.trim().split_once([':', '.'])?;
            let number = |text: &str| {
                let short = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
                text.parse::<u16>().ok().filter(|_| short)
            };
            let (hour, minute) = (number(hour)?, number(minute)?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let (from, until) = text.split_once('-')?;
        Some(Quiet {
            from: clock(from)?,
            until: clock(until)?,
        })
    }

    /// `None`: it may ring now. Else the moment from which it may.
    pub fn ends(&self, now: Moment, zone: Zone) -> Option<Moment> {
        let minute = now.minute_of_day(zone);
        let tonight = self.from <= minute;
        let quiet = if self.from <= self.until {
            tonight && minute < self.until
        } else {
            tonight || minute < self.until
        };
        if !quiet {
            return None;
        }
        let mut day = now.day(zone);
        if self.from > self.until && tonight {
            day = day.next_day()?;
        }
        let (hour, minute) = (self.until / 60, self.until % 60);
        Moment::at(&format!("{}T{hour:02}:{minute:02}", iso_day(day)), zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone: Zone) -> Moment {
        Moment::at(text, zone).expect("a moment")
    }

    #[test]
    fn nothing_rings_from_eight_in_the_evening_to_seven_in_the_morning() {
        let quiet = Quiet::default();
        for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
            for (now, until) in [
                ("2026-11-02T06:59", Some("2026-11-02T07:00")),
                ("2026-11-02T07:00", None),
                ("2026-11-02T19:59", None),
                ("2026-11-02T20:00", Some("2026-11-03T07:00")),
                ("2026-12-31T23:30", Some("2027-01-01T07:00")),
                ("2026-11-02T00:00", Some("2026-11-02T07:00")),
            ] {
                let until = until.map(|until| at(until, zone));
                assert_eq!(quiet.ends(at(now, zone), zone), until, "{now}");
            }
        }
    }

    #[test]
    fn quiet_hours_may_lie_within_a_day_or_be_none() {
        let noon = Quiet::parse("12:00-13:30").expect("hours");
        let zone = Zone::Wib;
        assert_eq!(noon.ends(at("2026-11-02T11:59", zone), zone), None);
        assert_eq!(
            noon.ends(at("2026-11-02T12:00", zone), zone),
            Some(at("2026-11-02T13:30", zone))
        );
        assert_eq!(noon.ends(at("2026-11-02T13:30", zone), zone), None);
        let none = Quiet::parse("00:00-00:00").expect("hours");
        for hour in 0..24 {
            assert_eq!(
                none.ends(at(&format!("2026-11-02T{hour:02}:00"), zone), zone),
                None
            );
        }
    }

    #[test]
    fn only_two_times_of_day_are_hours() {
        for bad in [
            "",
            "20:00",
            "20:00-24:00",
            "8-7",
            "20:60-07:00",
            "2000-0700",
            "-20:00-07:00",
        ] {
            assert_eq!(Quiet::parse(bad), None, "{bad}");
        }
        assert_eq!(Quiet::parse("20:00-07:00"), Some(Quiet::default()));
    }
}
