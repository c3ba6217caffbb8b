//! Which letter of a product stands, which is being made, and what isn't done before one stands.

use super::sql::{self, Row};
use crate::Backend;
use crate::application::{self, Case, from_json};
use crate::db::Write;
use domain::application::{IllegalStep, State};
use domain::error::{Error, Result};
use domain::form::Answers;
use domain::letter::{LetterState, LetterStep};
use domain::service::{Product, Service};

impl Backend {
    /// Nobody is given a letter while another one is made in its place.
    pub(crate) async fn check_stands(
        &self,
        write: &mut Write,
        service: &Service,
        answers: &Answers,
        case: &Case,
        product: &str,
    ) -> Result<()> {
        let rows = sql::of_case(write, &case.id).await?;
        let open = unsigned(service, answers, &rows);
        match open.iter().any(|one| one.key() == product) {
            true => Err(IllegalStep::LetterOpen.into()),
            false => Ok(()),
        }
    }

    /// Nobody is told to fetch a letter, and nobody is given one, that isn't made yet, isn't signed, or stands no more.
    pub(crate) async fn check_signed(&self, write: &mut Write, case: &Case) -> Result<()> {
        let bodies = application::sql::answers(write, &case.id).await?;
        let answers: Answers = from_json(&bodies.last().ok_or(Error::Unavailable)?.1)?;
        let rows = sql::of_case(write, &case.id).await?;
        if !unsigned(self.service_of(&case.service_id)?, &answers, &rows).is_empty() {
            return Err(IllegalStep::LetterOpen.into());
        }
        Ok(())
    }
}

/// Products of a case that are letters, and have none that stands or have a new one that isn't signed.
pub(crate) fn unsigned<'a>(
    service: &'a Service,
    answers: &'a Answers,
    rows: &[Row],
) -> Vec<&'a Product> {
    let mut letters: Vec<_> = service.products_for(answers).collect();
    letters.retain(|one| {
        let newest = newest(rows, one.key());
        one.letter.is_some() && newest.is_none_or(|row| !row.state.is_valid())
    });
    letters
}

/// The newest letter of a product that isn't over, or else the newest.
pub(super) fn newest(rows: &[Row], product: &str) -> Option<Row> {
    let mut all = rows.iter().rev().filter(|row| row.product == product);
    let last = all.clone().next();
    all.find(|row| !row.state.is_over()).or(last).cloned()
}

/// The letter of a product that stands, though a newer one may await its signature.
pub(super) fn standing(rows: &[Row], product: &str) -> Option<Row> {
    let mut all = rows.iter().rev().filter(|row| row.product == product);
    all.find(|row| row.state.is_valid()).cloned()
}

/// After one that is over a new one begins.
pub(super) fn state_of(newest: Option<&Row>) -> LetterState {
    let state = newest.map_or(LetterState::Draft, |row| row.state);
    if state.is_over() {
        LetterState::Draft
    } else {
        state
    }
}

/// A letter is made when the case is decided; taking it back is possible for ever.
pub(super) fn in_time(state: State, step: LetterStep) -> bool {
    let made = matches!(state, State::Done | State::ReadyForPickup);
    made || state == State::HandedOver && step == LetterStep::Revoke
}
