//! A product that is a letter of the office: it is "made" when the letter is signed, and by nothing else.

use super::sql;
use crate::Backend;
use crate::application::Case;
use crate::db::Write;
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::product::{ProductState, ProductStep};

impl Backend {
    /// `at_hand`: it is a paper that lies here. Otherwise it is a file, to be printed or downloaded.
    pub(crate) async fn issue_letter(
        &self,
        write: &mut Write,
        case: &Case,
        product: &str,
        officer: &Officer,
        file: (&str, i64, &str),
        at_hand: bool,
    ) -> Result<()> {
        let mut state = ProductState::Waiting;
        let steps = [ProductStep::Issue, ProductStep::Arrive];
        for step in steps.into_iter().take(if at_hand { 2 } else { 1 }) {
            let (to, _) = domain::product::next(state, step).ok_or(Error::Changed)?;
            let new = sql::Change {
                state: to,
                by: &officer.name,
                at: self.now(),
                file: Some(file),
                ..sql::Change::default()
            };
            if !sql::step(write, &case.id, product, state, step, &new).await? {
                return Err(Error::Changed);
            }
            state = to;
        }
        Ok(())
    }
}
