//! Mending: the resident sends exactly what was given back, and nothing else.
//!
//! A correction has a draft of its own, bound to the application and its round, so photos can be uploaded for it.
//! Mended answers are merged with the old ones and checked by the one validator. A mended answer may open a new
//! question or make a new photo necessary: those are part of the correction then.

use super::intake::{NAME, arrange, invalid, phone_digits, problem, uploads};
use super::{Case, Step, fill, from_json, sql, to_json};
use crate::Backend;
use crate::assistance::Helper;
use crate::document::{self, Items};
use crate::draft::{self, Draft};
use crate::event::Actor;
use crate::secret::{hash, is_device_key};
use domain::application::{Action, IllegalStep, State, next};
use domain::document::Item;
use domain::error::{Error, Result};
use domain::form::{Answers, text_of, tidy_all};
use domain::message::QUESTION;
use domain::region::RegionCode;
use domain::search::fold;
use domain::validate::What;
use domain::view::{Correction, StatusView, Ticket};
use std::collections::{BTreeMap, BTreeSet};

/// A checked correction.
pub(super) struct Mended {
    pub(super) answers: Answers,
    pub(super) region: RegionCode,
    pub(super) documents: BTreeMap<String, Vec<String>>,
    /// What starts a new round: mended, newly asked, or no longer asked.
    pub(super) items: BTreeSet<Item>,
}

/// What sending does now: mends what was given back, or adds what was allowed to follow.
fn action(state: State) -> Action {
    if state == State::NeedsFix {
        Action::Resubmit
    } else {
        Action::Supplement
    }
}

impl Backend {
    /// Leave to upload for a correction: the same until it is sent.
    pub async fn open_correction(&self, grant: &str) -> Result<Ticket> {
        let case = self.granted(grant).await?;
        if action(case.state) == Action::Resubmit || !self.may_follow(&case).await? {
            next(case.state, Action::Resubmit)?;
        }
        let helper = self.granted_helper(grant).await?;
        self.ticket(
            &hash(&format!("correction:{}:{}", case.id, case.round)),
            &case.service_id,
            Some(&case.id),
            helper.as_ref().map(|helper| helper.assistance.id.as_str()),
        )
        .await
    }

    /// Sends what was given back. Sending again with the same key changes nothing more.
    pub async fn resubmit(
        &self,
        grant: &str,
        token: &str,
        correction: Correction,
    ) -> Result<StatusView> {
        let case = self.granted(grant).await?;
        let draft = self.draft_of(token).await?;
        if draft.corrects.as_deref() != Some(case.id.as_str()) {
            return Err(Error::NotFound);
        }
        if !is_device_key(&correction.key) {
            return Err(Error::malformed("key"));
        }
        let key_hash = hash(&format!("resubmit:{}", correction.key));
        if let Err(error) = self
            .store_correction(grant, &case, &draft, correction, &key_hash)
            .await
        {
            // The same correction may have arrived before, or at this moment: then all is well.
            let draft = self.draft_of(token).await?;
            if draft.sent_key.as_ref() != Some(&key_hash) {
                return Err(error);
            }
        }
        self.status(grant).await
    }

    async fn store_correction(
        &self,
        grant: &str,
        case: &Case,
        draft: &Draft,
        correction: Correction,
        key_hash: &str,
    ) -> Result<()> {
        if !draft.is_live(self.now()) {
            return Err(Error::DraftEnded);
        }
        let action = action(case.state);
        let to = next(case.state, action).or_else(|_| next(case.state, Action::Resubmit))?;
        let helper = self.granted_helper(grant).await?;
        let mended = if action == Action::Resubmit {
            self.check_correction(case, correction).await?
        } else {
            self.check_supplement(case, correction).await?
        };
        self.settle(draft, mended.documents.values().flatten())
            .await?;

        let now = self.now();
        let round = case.round + 1;
        let mut write = self.db.write().await?;
        if !draft::sql::end(&mut write, &draft.id, now, key_hash).await? {
            return Err(Error::DraftEnded);
        }
        let step = Step {
            action,
            to,
            hand: None,
            actor: helper.as_ref().map_or(Actor::Resident, Helper::actor),
            behalf: helper.as_ref().map(Helper::behalf),
            note: None,
            round,
        };
        self.take_step(&mut write, case, step, now).await?;
        // Only a mended answer is a new one: what was chosen on the status page since stays.
        if mended.items.contains(&Item::Field(QUESTION.to_owned())) {
            self.consent_of_answers(&mut write, &case.id, &mended.answers, helper.as_ref(), now)
                .await?;
        }
        sql::insert_answers(&mut write, &case.id, round, &to_json(&mended.answers)?).await?;
        let proof = self.phone_proof(&case.code, &phone_digits(&mended.answers));
        let keys = self.keys(&mended.answers);
        let name = text_of(&mended.answers, NAME);
        let service = self.service_of(&case.service_id)?;
        let deadline = self.deadline_at(service, &mended.answers, &mended.region);
        sql::change_applicant(
            &mut write,
            &case.id,
            name,
            &mended.region,
            (&proof, &keys),
            deadline,
        )
        .await?;
        fill::sql::set_words(&mut write, &case.id, &fold(name)).await?;
        for item in &mended.items {
            document::sql::insert_item(&mut write, &case.id, item, round).await?;
        }
        self.take_pages(&mut write, draft, &case.id, round, &mended.documents)
            .await?;
        Ok(write.commit().await?)
    }

    async fn check_correction(&self, case: &Case, mut correction: Correction) -> Result<Mended> {
        let service = self.service_of(&case.service_id)?;
        let mut read = self.db.read().await?;
        let items = document::items(&mut read, &case.id).await?;
        let old = sql::answers(&mut read, &case.id).await?;
        drop(read);
        let old = from_json(&old.last().ok_or(Error::Unavailable)?.1)?;

        tidy_all(&mut correction.answers);
        let mut answers = old;
        answers.extend(
            correction
                .answers
                .iter()
                .map(|(id, answer)| (id.clone(), answer.clone())),
        );
        let pages = self.catalogue.form(service);
        let mut problems = self.check_answers(service, &pages, &mut answers, self.now())?;

        let asked: BTreeSet<Item> = self.items_of(service, &answers).into_iter().collect();
        let open = open_items(&items, &asked);
        // Only what this correction may change can be held against it.
        problems.retain(|known| open.contains(&Item::Field(known.field.clone())));
        for id in correction.answers.keys() {
            if !open.contains(&Item::Field(id.clone())) {
                problems.push(problem(id, What::Unexpected));
            }
        }
        let wanted: Vec<_> = uploads(service, &answers)
            .into_iter()
            .filter(|one| open.contains(&Item::Document(one.id.clone())))
            .collect();
        let documents = arrange(&correction.documents, &wanted, &mut problems);
        for requirement in &wanted {
            let item = Item::Document(requirement.id.clone());
            if items.newest(&item).is_none()
                && requirement.required
                && !documents.contains_key(&requirement.id)
            {
                problems.push(problem(&requirement.id, What::MissingDocument));
            }
        }
        if !problems.is_empty() {
            return Err(invalid(problems));
        }
        still_missing(&items, &asked, &correction.answers, &documents)?;
        // A desa that the catalogue no longer knows stays where the case is.
        let region = self
            .region_of(service, &answers)
            .unwrap_or_else(|| case.region.clone());
        // What was given back but isn't asked any more: a new round closes it, or it would stay given back for ever.
        let closed = items.returned().map(|(item, _)| item.clone());
        let items = open.into_iter().chain(closed).collect();
        Ok(Mended {
            answers,
            region,
            documents,
            items,
        })
    }
}

/// What may be sent: everything given back that is still asked, and everything that is asked for the first time.
fn open_items(items: &Items, asked: &BTreeSet<Item>) -> BTreeSet<Item> {
    let returned: BTreeSet<&Item> = items.returned().map(|(item, _)| item).collect();
    asked
        .iter()
        .filter(|item| returned.contains(item) || items.newest(item).is_none())
        .cloned()
        .collect()
}

/// All that was given back must come.
fn still_missing(
    items: &Items,
    asked: &BTreeSet<Item>,
    answers: &Answers,
    documents: &BTreeMap<String, Vec<String>>,
) -> Result<()> {
    let came = |item: &Item| match item {
        Item::Field(id) => answers.contains_key(id),
        Item::Document(id) => documents.contains_key(id),
    };
    if items
        .returned()
        .any(|(item, _)| asked.contains(item) && !came(item))
    {
        return Err(IllegalStep::StillMissing.into());
    }
    Ok(())
}
