//! A step: state, due day and event change together, or not at all.

use super::{Case, NO_DUE_DAY, sql};
use crate::Backend;
use crate::db::Write;
use crate::event::{self, Actor, Behalf, Event};
use domain::application::{Action, State};
use domain::calendar::Moment;
use domain::clock::Due;
use domain::error::{Error, Result};

pub(crate) struct Step {
    pub(crate) action: Action,
    /// As `domain::application::next` said.
    pub(crate) to: State,
    pub(crate) actor: Actor,
    /// Set where an officer does a resident's step.
    pub(crate) behalf: Option<Behalf>,
    pub(crate) note: Option<String>,
    /// The round after it: one more for a correction.
    pub(crate) round: i64,
}

impl Backend {
    /// Takes a step from the version the caller has seen. [`Error::Changed`] when somebody was quicker.
    pub(crate) async fn take_step(
        &self,
        write: &mut Write,
        case: &Case,
        step: Step,
        now: Moment,
    ) -> Result<()> {
        let mut history = event::history(&event::sql::of_application(write, &case.id).await?);
        history.push((now, step.to));
        let due_day = due_day(self.due(&case.region, &history, case.limit_days));
        let seq = sql::change_state(write, case, step.to, step.round, due_day, now)
            .await?
            .ok_or(Error::Changed)?;
        let event = Event {
            at: now,
            actor: step.actor,
            behalf: step.behalf,
            action: Some(step.action),
            from: case.state,
            to: step.to,
            note: step.note,
        };
        event::sql::insert(write, &case.id, seq, &event).await?;
        Ok(())
    }
}

/// How a due day is kept: by it queues are sorted.
pub(super) fn due_day(due: Due) -> i64 {
    match due {
        Due::On(day) => i64::from(day.to_julian_day()),
        _ => NO_DUE_DAY,
    }
}
