//! Rules of a service that look at answers together: an age on a wedding day, working days before an event.

use crate::calendar::{Calendar, age, parse_day};
use crate::form::{Answers, text_of};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use time::Date;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// In a catalogue: `when = { younger-than = { birth = "lahir_suami", years = 19 } }`.
    pub when: Test,
    pub effect: Effect,
    /// Told to the person: what is the matter and what to do instead.
    pub message: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// The application can't be sent like this.
    Stop,
    /// Good to know; the person may go on.
    Warn,
}

/// What makes a rule speak up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Test {
    /// Born on `birth`, younger than `years` on the day answered in `on` (today when absent).
    YoungerThan {
        birth: String,
        #[serde(default)]
        on: Option<String>,
        years: i32,
    },
    /// Fewer than `days` working days from today to the day of `field`.
    WorkingDaysFewerThan { field: String, days: i64 },
    /// `days` working days or more from the day of `from` to the day of `to`.
    WorkingDaysAtLeast { from: String, to: String, days: i64 },
    /// `later` is not after `earlier` (days or times of the form).
    NotAfter { earlier: String, later: String },
    /// `field` was answered with `is`.
    Answered { field: String, is: String },
}

fn day_of(answers: &Answers, field: &str) -> Option<Date> {
    // A date-time answer begins with its day.
    text_of(answers, field).get(..10).and_then(parse_day)
}

impl Rule {
    /// True when the message must be shown. Unanswered questions never speak.
    pub fn speaks(&self, answers: &Answers, today: Date, calendar: &Calendar) -> bool {
        match &self.when {
            Test::YoungerThan { birth, on, years } => {
                let on = match on {
                    None => Some(today),
                    Some(field) => day_of(answers, field),
                };
                matches!((day_of(answers, birth), on), (Some(birth), Some(on)) if age(birth, on) < *years)
            }
            Test::WorkingDaysFewerThan { field, days } => day_of(answers, field)
                .is_some_and(|day| calendar.working_days_between(today, day) < *days),
            Test::WorkingDaysAtLeast { from, to, days } => {
                matches!((day_of(answers, from), day_of(answers, to)),
                    (Some(from), Some(to)) if calendar.working_days_between(from, to) >= *days)
            }
            Test::NotAfter { earlier, later } => {
                let (earlier, later) = (text_of(answers, earlier), text_of(answers, later));
                // ISO 8601 sorts as text.
                !earlier.is_empty() && !later.is_empty() && later <= earlier
            }
            Test::Answered { field, is } => text_of(answers, field) == is,
        }
    }

    /// The field the message belongs to.
    pub fn field(&self) -> &str {
        match &self.when {
            Test::YoungerThan { birth, .. } => birth,
            Test::WorkingDaysFewerThan { field, .. } | Test::Answered { field, .. } => field,
            Test::WorkingDaysAtLeast { to, .. } => to,
            Test::NotAfter { later, .. } => later,
        }
    }
}
