//! What was allowed to follow, following: documents only, while the office hasn't found the file complete.
//!
//! It goes the way of a correction (a draft of its own, a new round) and takes no state away from the office.

use super::correct::Mended;
use super::intake::{arrange, invalid, problem, uploads};
use super::status::lacks;
use super::{Case, from_json, sql};
use crate::Backend;
use crate::document;
use domain::application::{Action, next};
use domain::document::Item;
use domain::error::{Error, Result};
use domain::validate::What;
use domain::view::Correction;

impl Backend {
    /// Whether anything that was allowed to follow is still missing.
    pub(super) async fn may_follow(&self, case: &Case) -> Result<bool> {
        let answers = self.newest_answers(case).await?;
        let mut read = self.db.read().await?;
        let items = document::items(&mut read, &case.id).await?;
        let pages = document::pages(&mut read, &case.id).await?;
        Ok(!self.later(case, &answers, &items, &pages).is_empty())
    }

    /// Checks what follows: at least one document of those that may, and nothing else.
    pub(super) async fn check_supplement(&self, case: &Case, sent: Correction) -> Result<Mended> {
        let service = self.service_of(&case.service_id)?;
        let mut read = self.db.read().await?;
        let items = document::items(&mut read, &case.id).await?;
        let pages = document::pages(&mut read, &case.id).await?;
        let bodies = sql::answers(&mut read, &case.id).await?;
        drop(read);
        let answers = from_json(&bodies.last().ok_or(Error::Unavailable)?.1)?;
        let unexpected = |id: &String| problem(id, What::Unexpected);
        let mut problems: Vec<_> = sent.answers.keys().map(unexpected).collect();
        let wanted: Vec<_> = uploads(service, &answers)
            .into_iter()
            .filter(|one| one.later && lacks(one, &items, &pages))
            .collect();
        if wanted.is_empty() {
            // Nothing may follow: the answer is the one to a correction that nobody asked for.
            next(case.state, Action::Resubmit)?;
        }
        let documents = arrange(&sent.documents, &wanted, &mut problems);
        if documents.is_empty() && problems.is_empty() {
            let first = wanted.first().map_or("documents", |one| &one.id);
            problems.push(problem(first, What::MissingDocument));
        }
        if !problems.is_empty() {
            return Err(invalid(problems));
        }
        Ok(Mended {
            answers,
            region: case.region.clone(),
            items: documents.keys().cloned().map(Item::Document).collect(),
            documents,
        })
    }
}
