//! Judging items and taking steps.
//!
//! Order of the checks: who calls, may that role look, is the case in the territory, has nobody changed it since
//! (version), may this role take this step from here, and is what the step asks for fulfilled.

use super::hold;
use crate::Backend;
use crate::application::{self, Case, Step, from_json};
use crate::document::{self, Items};
use crate::event::Actor;
use crate::letter;
use crate::pickup;
use crate::product;
use domain::application::{Action, IllegalStep, Spot};
use domain::delegation::Powers;
use domain::document::{Item, MAX_REASON, Verdict};
use domain::error::{Error, Result};
use domain::form::tidy;
use domain::officer::Officer;
use domain::product::ProductState;
use domain::validate::{Problem, What};
use domain::view::CaseView;

impl Backend {
    /// Accepts an item, gives it back with a reason, or takes either back.
    pub async fn judge(
        &self,
        session: &str,
        code: &str,
        version: i64,
        item: Item,
        verdict: Verdict,
    ) -> Result<CaseView> {
        let (officer, case) = self.case_to_work_on(session, code).await?;
        if case.version != version {
            return Err(Error::Changed);
        }
        let powers = self.powers(&officer).await?;
        may(&powers, &case, &self.spot(&case), Action::Return)?;
        let verdict = match verdict {
            Verdict::Returned { reason } => {
                let reason = plain_reason(&reason)?.ok_or(IllegalStep::NoReason)?;
                Verdict::Returned { reason }
            }
            other => other,
        };
        let mut write = self.db.write().await?;
        self.check_free(&mut write, &case, &officer).await?;
        let items = document::items(&mut write, &case.id).await?;
        let row = items.newest(&item).ok_or(Error::NotFound)?;
        if !application::sql::bump_version(&mut write, &case).await? {
            return Err(Error::Changed);
        }
        let now = self.now();
        document::sql::judge(&mut write, &case.id, row, &verdict, &officer.id, now).await?;
        hold::sql::stay(&mut write, &case.id, &officer.id, now).await?;
        write.commit().await?;
        self.reload(&officer, &case).await
    }

    /// Takes a step of the state machine.
    pub async fn act(
        &self,
        session: &str,
        code: &str,
        version: i64,
        action: Action,
        reason: Option<String>,
    ) -> Result<CaseView> {
        let (officer, case) = self.case_to_work_on(session, code).await?;
        self.act_on(&officer, &case, version, action, reason)
            .await?;
        self.reload(&officer, &case).await
    }

    /// The same, without showing the case afterwards.
    pub(super) async fn act_on(
        &self,
        officer: &Officer,
        case: &Case,
        version: i64,
        action: Action,
        reason: Option<String>,
    ) -> Result<()> {
        if case.version != version {
            return Err(Error::Changed);
        }
        let powers = self.powers(officer).await?;
        // It needs the other case, and has a door of its own.
        if action == Action::Merge {
            return Err(IllegalStep::NotOne.into());
        }
        let spot = self.spot(case);
        may(&powers, case, &spot, action)?;
        let to = spot.next(action)?;
        let note = plain_reason(reason.as_deref().unwrap_or_default())?;
        if action.needs_reason() && note.is_none() {
            return Err(IllegalStep::NoReason.into());
        }
        let mut write = self.db.write().await?;
        self.check_free(&mut write, case, officer).await?;
        match action {
            Action::Complete => self.check_complete(&mut write, case).await?,
            Action::MakeReady | Action::HandOver => {
                self.check_signed(&mut write, case).await?;
                self.check_whole(&mut write, case, action).await?;
            }
            Action::Reopen => self.check_nothing_given(&mut write, case).await?,
            Action::Return => {
                let items = document::items(&mut write, &case.id).await?;
                if items.returned().next().is_none() {
                    return Err(IllegalStep::NothingReturned.into());
                }
            }
            _ => {}
        }
        let step = Step {
            action,
            to: to.state,
            hand: Some(to.hand),
            actor: Actor::in_place(officer, powers.by(&case.service_id, &spot, action)),
            behalf: None,
            note,
            round: case.round,
        };
        self.take_step(&mut write, case, step, self.now()).await?;
        write.commit().await?;
        tracing::info!(
            application = case.id,
            officer = officer.id,
            action = action.key(),
            "a step was taken"
        );
        Ok(())
    }

    /// Nobody relies on the decision yet: no letter has its number, and no product is in anybody's hands. What was made
    /// ready is taken back, and an appointment to fetch it.
    async fn check_nothing_given(&self, write: &mut crate::db::Write, case: &Case) -> Result<()> {
        let letters = letter::sql::of_case(write, &case.id).await?;
        let products = product::sql::of_case(write, &case.id).await?;
        let given = |row: &product::sql::Row| row.state == ProductState::HandedOver;
        if letters.iter().any(|row| !row.state.is_over()) || products.iter().any(given) {
            return Err(IllegalStep::Given.into());
        }
        for row in products {
            product::sql::take_back(write, &case.id, &row.product).await?;
        }
        let office = self.catalogue.letter_region(&case.region);
        Ok(pickup::sql::remove(write, &case.id, office.as_str()).await?)
    }

    /// "Berkas lengkap": every required document accepted, and nothing still given back.
    async fn check_complete(&self, write: &mut crate::db::Write, case: &Case) -> Result<()> {
        let service = self.service_of(&case.service_id)?;
        let items: Items = document::items(write, &case.id).await?;
        let pages = document::pages(write, &case.id).await?;
        let bodies = application::sql::answers(write, &case.id).await?;
        let answers = from_json(&bodies.last().ok_or(Error::Unavailable)?.1)?;
        let accepted = |id: &str| {
            let row = items.newest(&Item::Document(id.to_owned()));
            row.is_some_and(|row| row.verdict == Verdict::Accepted)
        };
        let all_accepted = application::uploads(service, &answers).iter().all(|one| {
            // What may follow can be accepted only once it has come.
            !one.required
                || accepted(&one.id) && !(one.later && application::lacks(one, &items, &pages))
        });
        if all_accepted && items.returned().next().is_none() {
            Ok(())
        } else {
            Err(IllegalStep::ItemsOpen.into())
        }
    }

    pub(super) async fn reload(&self, officer: &Officer, case: &Case) -> Result<CaseView> {
        let mut read = self.db.read().await?;
        let case = application::sql::by_id(&mut read, &case.id)
            .await?
            .ok_or(Error::NotFound)?;
        drop(read);
        self.case_view(officer, &case).await
    }
}

/// Whether the role, or a delegation, may take this step now. From a state where nobody may, the answer names the state.
pub(super) fn may(powers: &Powers, case: &Case, spot: &Spot<'_>, action: Action) -> Result<()> {
    if powers.may(&case.service_id, spot, action) {
        return Ok(());
    }
    spot.next(action)?;
    match powers.lapsed(&case.service_id, |role| spot.may(role, action)) {
        Some(_) => Err(IllegalStep::OrderOver.into()),
        None => Err(Error::Forbidden),
    }
}

/// Tidied; `None` when nothing is left.
pub(crate) fn plain_reason(text: &str) -> Result<Option<String>> {
    let too_long = || {
        let what = What::TooLong { max: MAX_REASON };
        Error::Invalid {
            problems: vec![Problem {
                field: "reason".to_owned(),
                cell: None,
                what,
            }],
        }
    };
    // Four bytes a character at most: a longer text isn't even looked at.
    if text.len() > MAX_REASON * 8 {
        return Err(too_long());
    }
    let text = tidy(text);
    if text.chars().count() > MAX_REASON {
        return Err(too_long());
    }
    Ok((!text.is_empty()).then_some(text))
}
