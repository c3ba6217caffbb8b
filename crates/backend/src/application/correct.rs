//! Mending: the resident sends exactly what was given back, and nothing else.
//!
//! A correction has a draft of its own, bound to the application and its round, so photos can be uploaded for it. Whoever
//! holds its ticket may send it, as with a new application: the grant that gave the ticket is over in half an hour, and a
//! phone may find a network only tomorrow.
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
use domain::application::{Action, State, next};
use domain::code::Code;
use domain::document::Item;
use domain::error::{Error, Result};
use domain::form::{Answers, text_of, tidy_all};
use domain::message::QUESTION;
use domain::region::RegionCode;
use domain::search::fold;
use domain::validate::{Problem, What};
use domain::view::{Correction, Receipt, Ticket};
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

/// The name of a draft that corrects a case in its round.
fn draft_key(case: &Case, assistance: Option<&str>) -> String {
    let helped = assistance.map_or_else(String::new, |id| format!(":{id}"));
    hash(&format!("correction:{}:{}{helped}", case.id, case.round))
}

impl Backend {
    /// Leave to upload for a correction of this case in this round, and to send it: the same until it is sent. Whoever
    /// helps has one of their own.
    ///
    /// # Errors
    /// [`Error::LoggedOut`]: the grant is over, or opens another case. [`Error::DraftEnded`]: nothing is to be mended (any
    /// more) in this round.
    pub async fn open_correction(&self, grant: &str, code: &str, round: i64) -> Result<Ticket> {
        let case = self.granted(grant).await?;
        if Code::parse(code)? != case.code {
            return Err(Error::LoggedOut);
        }
        let open = match action(case.state) {
            Action::Resubmit => true,
            _ => self.may_follow(&case).await?,
        };
        if !open || case.round != round {
            return Err(Error::DraftEnded);
        }
        let helper = self.granted_helper(grant).await?;
        let assistance = helper.as_ref().map(|helper| helper.assistance.id.as_str());
        self.ticket(
            &draft_key(&case, assistance),
            &case.service_id,
            Some(&case.id),
            assistance,
        )
        .await
    }

    /// Sends what was given back. Sending again with the same key changes nothing more.
    ///
    /// # Errors
    /// [`Error::DraftEnded`]: somebody else has sent a correction, or the case has gone on; it will never be taken.
    pub async fn resubmit(&self, token: &str, correction: Correction) -> Result<Receipt> {
        let draft = self.draft_of(token).await?;
        let id = draft.corrects.as_deref().ok_or(Error::NotFound)?;
        let mut read = self.db.read().await?;
        let case = sql::by_id(&mut read, id).await?.ok_or(Error::NotFound)?;
        drop(read);
        if !is_device_key(&correction.key) {
            return Err(Error::malformed("key"));
        }
        let key_hash = hash(&format!("resubmit:{}", correction.key));
        if let Err(error) = self
            .store_correction(&case, &draft, correction, &key_hash)
            .await
        {
            // The same correction may have arrived before, or at this moment: then all is well.
            let draft = self.draft_of(token).await?;
            if draft.sent_key.as_ref() != Some(&key_hash) {
                return Err(match error {
                    Error::Step { .. } => Error::DraftEnded,
                    // An officer did something at this very moment; the next try hears what stands.
                    Error::Changed => Error::Unavailable,
                    error => error,
                });
            }
        }
        Ok(self.receipt(&case.service_id, case.code, &case.region, self.now()))
    }

    /// Whether this draft belongs to the round in which the case is now.
    async fn is_of_this_round(&self, case: &Case, draft: &Draft) -> Result<bool> {
        let mut read = self.db.read().await?;
        let key = draft_key(case, draft.assistance_id.as_deref());
        let known = draft::sql::by_key(&mut read, &key).await?;
        Ok(known.is_some_and(|known| known.id == draft.id))
    }

    async fn store_correction(
        &self,
        case: &Case,
        draft: &Draft,
        correction: Correction,
        key_hash: &str,
    ) -> Result<()> {
        if !draft.is_live(self.now()) || !self.is_of_this_round(case, draft).await? {
            return Err(Error::DraftEnded);
        }
        let action = action(case.state);
        let to = next(case.state, action).or_else(|_| next(case.state, Action::Resubmit))?;
        let helper = self.helper(draft.assistance_id.as_deref()).await?;
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
        if problems.is_empty() {
            problems = still_missing(&items, &asked, &correction.answers, &documents);
        }
        if !problems.is_empty() {
            return Err(invalid(problems));
        }
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

/// All that was given back must come: what hasn't.
fn still_missing(
    items: &Items,
    asked: &BTreeSet<Item>,
    answers: &Answers,
    documents: &BTreeMap<String, Vec<String>>,
) -> Vec<Problem> {
    let missing = |item: &Item| match item {
        Item::Field(id) => (!answers.contains_key(id)).then(|| problem(id, What::Missing)),
        Item::Document(id) => {
            (!documents.contains_key(id)).then(|| problem(id, What::MissingDocument))
        }
    };
    let returned = items.returned().map(|(item, _)| item);
    returned
        .filter(|item| asked.contains(item))
        .filter_map(missing)
        .collect()
}
