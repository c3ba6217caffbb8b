//! A letter's bytes: the draft to look at, the paper to print, what was signed.
//!
//! Bytes that wait for an electronic signature leave the office for nobody: they would look signed.

use super::contents::Face;
use super::{LetterState, Means, newest, sql, standing};
use crate::Backend;
use crate::assistance::plain_id;
use crate::fault::Fault;
use domain::application::State;
use domain::error::{Error, Result};
use std::path::PathBuf;

/// A letter's file in the archive.
#[derive(Clone, Debug)]
pub struct LetterFile {
    pub path: PathBuf,
    pub bytes: u64,
}

impl Backend {
    /// How the letter will look, marked as a draft, with today's date and the name of who looks, if that role signs. What
    /// can't be printed is left open: the case's page says what that is.
    pub async fn letter_draft(&self, session: &str, code: &str, product: &str) -> Result<Vec<u8>> {
        let desk = self.letter_desk(session, code, product).await?;
        if !shows_draft(desk.case.state) {
            return Err(Error::NotFound);
        }
        let day = self.today(&desk.case.region);
        let face = Face::draft(day, self.means(desk.service, &desk.case.region)[0]);
        self.record_look(&desk.officer, &desk.case.id, &format!("letter:{product}"))
            .await?;
        self.set_letter(&desk, &face, true).await
    }

    /// The letter itself, for the office. That somebody opened it is written into the history first.
    pub async fn letter_file(
        &self,
        session: &str,
        code: &str,
        product: &str,
    ) -> Result<LetterFile> {
        let desk = self.letter_desk(session, code, product).await?;
        let mut read = self.db.read().await?;
        let rows = sql::of_case(&mut read, &desk.case.id).await?;
        let row = newest(&rows, product).ok_or(Error::NotFound)?;
        if !shows_file(row.state, row.means) {
            return Err(Error::NotFound);
        }
        drop(read);
        self.record_look(&desk.officer, &desk.case.id, &format!("letter:{product}"))
            .await?;
        self.file_of(&row.file_id, row.file_bytes)
    }

    /// The letter for whoever applied: only what is signed electronically is the same on every phone.
    pub async fn granted_letter(&self, grant: &str, product: &str) -> Result<LetterFile> {
        let case = self.granted(grant).await?;
        let mut read = self.db.read().await?;
        let rows = sql::of_case(&mut read, &case.id).await?;
        let row = standing(&rows, product).ok_or(Error::NotFound)?;
        if row.state != LetterState::Signed {
            return Err(Error::NotFound);
        }
        self.file_of(&row.file_id, row.file_bytes)
    }

    fn file_of(&self, id: &str, bytes: i64) -> Result<LetterFile> {
        Ok(LetterFile {
            path: self.archive.kept(plain_id(id)?),
            bytes: u64::try_from(bytes).unwrap_or_default(),
        })
    }

    /// 16 hexadecimal digits that tell nothing.
    pub(super) fn new_check_code(&self) -> std::result::Result<String, Fault> {
        let mut bytes = [0; 8];
        self.effects.random.fill(&mut bytes)?;
        Ok(crate::secret::hex(&bytes))
    }
}

/// From when somebody works on it.
pub(super) fn shows_draft(state: State) -> bool {
    use State::*;
    matches!(
        state,
        Processing | AwaitingSignature | Done | ReadyForPickup
    )
}

pub(super) fn shows_file(state: LetterState, means: Means) -> bool {
    let waits = matches!(state, LetterState::Draft | LetterState::Numbered);
    !waits || means == Means::Pen && state == LetterState::Numbered
}
