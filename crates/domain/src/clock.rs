//! The law's clock: five working days from the complete file to the decision
//! (UU 30/2014 art. 53 as changed by UU 6/2023). It stands still while the resident must mend something.
//!
//! One function, used by the screen and by the server, so that both always name the same day. It counts in the
//! office's own working hours, zone and days off ([`OfficeTime`]). What can't wait for working days (a burial) has an
//! hour instead: [`pressure_of`].

use crate::application::State;
use crate::calendar::{Calendar, Moment, iso_day};
use crate::hours::OfficeTime;
use serde::{Deserialize, Serialize};
use time::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The file isn't complete yet.
    NotStarted,
    /// The resident's turn; so many working days will be left.
    Paused { left: u32 },
    /// The decision is due on this day.
    On(Date),
    /// Decided, refused or cancelled.
    Over,
}

impl Due {
    /// The day as `YYYY-MM-DD`, if there is one.
    pub fn day(self) -> Option<String> {
        if let Due::On(day) = self {
            Some(iso_day(day))
        } else {
            None
        }
    }

    /// Working days that will be left when the resident has acted.
    pub fn left(self) -> Option<u32> {
        if let Due::Paused { left } = self {
            Some(left)
        } else {
            None
        }
    }
}

/// `history`: every state entered with its moment, in order. `days`: promised or legal working days.
///
/// A day counts when the clock ran over its end, which is closing time: complete on Monday, due on the next Monday with
/// five days; complete on Friday evening, due as if it had been on Monday.
pub fn due(history: &[(Moment, State)], days: u32, office: &OfficeTime<'_>) -> Due {
    let mut left = i64::from(days);
    let mut running_since: Option<Date> = None;
    let mut started = false;
    for (moment, state) in history {
        let day = office.day(*moment);
        if state.clock_runs() {
            started = true;
            running_since.get_or_insert(day);
        } else if let Some(since) = running_since.take() {
            left -= office.calendar.working_days_between(since, day);
        }
    }
    let left = u32::try_from(left.max(0)).unwrap_or(0);
    match (history.last().map(|(_, state)| *state), running_since) {
        (_, Some(since)) => Due::On(office.calendar.add_working_days(since, left)),
        (Some(State::NeedsFix | State::Checking), None) if started => Due::Paused { left },
        (
            Some(State::Submitted | State::Checking | State::NeedsFix | State::Draft) | None,
            None,
        ) => Due::NotStarted,
        _ => Due::Over,
    }
}

/// How a queue colours a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pressure {
    Late,
    /// Due today or on the next working day.
    Soon,
    Fine,
}

pub fn pressure(due: Due, today: Date, calendar: &Calendar) -> Pressure {
    match due {
        Due::On(day) if day < today => Pressure::Late,
        Due::On(day) if calendar.working_days_between(today, day) <= 1 => Pressure::Soon,
        _ => Pressure::Fine,
    }
}

/// From here on an hour is near.
pub const SOON_MINUTES: i64 = 6 * 60;

/// Whole minutes until `at`, negative when it has passed, and how loud that is. Hours run at night and on days off too.
pub fn pressure_of(at: Moment, now: Moment) -> (i64, Pressure) {
    let minutes = (at.0 - now.0).div_euclid(60_000);
    let pressure = match minutes {
        ..0 => Pressure::Late,
        0..SOON_MINUTES => Pressure::Soon,
        _ => Pressure::Fine,
    };
    (minutes, pressure)
}
