//! A step: state, due day and event change together, or not at all.

use super::sql::Days;
use super::{Case, NO_DUE_DAY, sql};
use crate::Backend;
use crate::db::Write;
use crate::event::{self, Actor, Behalf, Event};
use crate::office::{hold, mismatch};
use domain::application::{Action, Deed, State};
use domain::calendar::Moment;
use domain::clock::Due;
use domain::error::{Error, Result};
use domain::officer::Role;

pub(crate) struct Step {
    pub(crate) action: Action,
    /// As `domain::application::next` said.
    pub(crate) to: State,
    /// In whose hands then, where the state alone doesn't say it.
    pub(crate) hand: Option<Role>,
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
        let days = self.days(case, &history);
        let spot = self.chain(&case.service_id).spot(step.to, step.hand);
        let seq = sql::change_state(write, case, &spot, step.round, days, now)
            .await?
            .ok_or(Error::Changed)?;
        if step.to.is_final() {
            mismatch::sql::forget(write, &case.id).await?;
        }
        if step.behalf.is_none() {
            hold::follow(write, case, &step.actor, step.action, now).await?;
        }
        let event = Event {
            at: now,
            actor: step.actor,
            behalf: step.behalf,
            deed: Deed::Step(step.action),
            from: case.state,
            to: step.to,
            note: step.note,
        };
        self.record(write, &case.id, seq, &event).await?;
        Ok(())
    }

    /// The days by which lists are sorted and superiors are told.
    pub(super) fn days(&self, case: &Case, history: &[(Moment, State)]) -> Days {
        Days {
            due: kept(self.due(&case.region, history, case.limit_days)),
            promise: kept(self.due(&case.region, history, case.promise_days)),
        }
    }
}

/// How a day is kept.
fn kept(due: Due) -> i64 {
    match due {
        Due::On(day) => i64::from(day.to_julian_day()),
        _ => NO_DUE_DAY,
    }
}
