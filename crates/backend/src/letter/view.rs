//! Letters of a case as the office sees them.

use super::file::{shows_draft, shows_file};
use super::sql::Row;
use super::{in_time, newest, standing, state_of};
use crate::Backend;
use crate::application::Case;
use domain::calendar::iso_day;
use domain::delegation::Powers;
use domain::form::Answers;
use domain::letter::{LetterState, LetterStep, may, next};
use domain::service::Product;
use domain::view::{LetterBefore, LetterView, SignedLetter};

impl Backend {
    pub(crate) fn letter_views(
        &self,
        case: &Case,
        answers: &Answers,
        rows: &[Row],
        powers: &Powers,
    ) -> Vec<LetterView> {
        let Some(service) = self.catalogue.service(&case.service_id) else {
            return Vec::new();
        };
        let choices = self.means(service, &case.region);
        let signs = powers.signing(&service.id, &service.chain).is_some();
        let asks = self.signer_of(&case.region).asks();
        let view = |product: &Product| {
            product.letter.as_ref()?;
            let row = newest(rows, product.key());
            let state = state_of(row.as_ref());
            let current = row.filter(|row| !row.state.is_over());
            let means = current.as_ref().map_or(choices[0], |row| row.means);
            let draft = state == LetterState::Draft && shows_draft(case.state);
            let open = |step: &LetterStep| {
                next(state, *step, means).is_some()
                    && in_time(case.state, *step)
                    && may(powers.role, signs, state, *step, means)
            };
            Some(LetterView {
                product: product.key().to_owned(),
                name: product.name.clone(),
                state,
                means,
                number: current.as_ref().map(|row| row.number.clone()),
                day: current.as_ref().map(|row| iso_day(row.day)),
                draft,
                file: current
                    .as_ref()
                    .is_some_and(|row| shows_file(row.state, row.means)),
                steps: LetterStep::ALL.into_iter().filter(open).collect(),
                choices: choices.clone(),
                asks,
                waits: current.as_ref().and_then(|row| row.waits.clone()),
                before: rows
                    .iter()
                    .filter(|row| row.product == product.key())
                    .filter(|row| current.as_ref().is_none_or(|current| current.id != row.id))
                    .map(before)
                    .collect(),
            })
        };
        let shown = service.products_for(answers).filter_map(view);
        // Nobody asks for a letter before somebody works on the case.
        shown
            .filter(|letter| letter.draft || letter.number.is_some() || !letter.before.is_empty())
            .collect()
    }

    /// Letters that somebody could rely on and that stand no more, for whoever applied.
    pub(crate) fn ended_letters(rows: &[Row]) -> Vec<LetterBefore> {
        let ended = |row: &&Row| row.state.is_over() && row.was_valid;
        rows.iter().filter(ended).map(before).collect()
    }

    /// Whether a letter of a case that is decided awaits whoever signs it.
    pub(crate) fn awaits_signer(case: &Case, letters: &[LetterView]) -> bool {
        let open =
            |one: &LetterView| matches!(one.state, LetterState::Draft | LetterState::Numbered);
        in_time(case.state, LetterStep::Number) && letters.iter().any(open)
    }

    /// What whoever applied may download.
    pub(crate) fn signed_letters(
        &self,
        case: &Case,
        answers: &Answers,
        rows: &[Row],
    ) -> Vec<SignedLetter> {
        let Some(service) = self.catalogue.service(&case.service_id) else {
            return Vec::new();
        };
        let signed = |product: &Product| {
            let row = standing(rows, product.key())?;
            (row.state == LetterState::Signed).then(|| SignedLetter {
                product: row.product,
                name: product.name.clone(),
                number: row.number,
            })
        };
        service.products_for(answers).filter_map(signed).collect()
    }
}

fn before(row: &Row) -> LetterBefore {
    LetterBefore {
        number: row.number.clone(),
        state: row.state,
        reason: row.reason.clone(),
    }
}
