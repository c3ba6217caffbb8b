//! Following: what a resident gets to see of a case. Names are masked, numbers don't appear, officers are offices.

use super::{Case, Step, sql, uploads};
use crate::Backend;
use crate::assistance::Helper;
use crate::document::{self, Items, Page};
use crate::event::{self, Actor};
use crate::letter;
use crate::office::mismatch;
use crate::product;
use domain::application::{Action, State, next, resident_may};
use domain::code::Code;
use domain::document::Item;
use domain::error::{Error, Result};
use domain::form::Answers;
use domain::person::mask_name;
use domain::service::Requirement;
use domain::text::Text;
use domain::view::{ReturnedItem, StatusView, TimelineEntry};
use sqlx::AnyConnection;

impl Backend {
    pub async fn status(&self, grant: &str) -> Result<StatusView> {
        let case = self.granted(grant).await?;
        self.status_view(&case).await
    }

    /// Takes an application back, while nobody has found it complete.
    pub async fn cancel(&self, grant: &str) -> Result<StatusView> {
        let case = self.granted(grant).await?;
        let to = next(case.state, Action::Cancel)?;
        if !resident_may(case.state, Action::Cancel) {
            return Err(Error::Forbidden);
        }
        let helper = self.granted_helper(grant).await?;
        let step = Step {
            action: Action::Cancel,
            to,
            hand: None,
            actor: helper.as_ref().map_or(Actor::Resident, Helper::actor),
            behalf: helper.as_ref().map(Helper::behalf),
            note: None,
            round: case.round,
        };
        let mut write = self.db.write().await?;
        self.take_step(&mut write, &case, step, self.now()).await?;
        write.commit().await?;
        self.status(grant).await
    }

    pub(super) async fn status_view(&self, case: &Case) -> Result<StatusView> {
        let mut read = self.db.read().await?;
        let events = event::sql::of_application(&mut read, &case.id).await?;
        let items = document::items(&mut read, &case.id).await?;
        let pages = document::pages(&mut read, &case.id).await?;
        let products = product::sql::of_case(&mut read, &case.id).await?;
        let letters = letter::sql::of_case(&mut read, &case.id).await?;
        let merged_into = self.merged_code(&mut read, case).await?;
        let noted = mismatch::sql::of_case(&mut read, &case.id).await?;
        drop(read);
        let answers = self.newest_answers(case).await?;
        let due = self.due(&case.region, &event::history(&events), case.promise_days);
        let refusal = events
            .iter()
            .rev()
            .find(|event| matches!(event.action(), Some(Action::Refuse | Action::Merge)));
        let timeline = events.iter().filter_map(|event| {
            let by = event.as_seen_by_resident();
            event.action().map(|action| TimelineEntry {
                at: event.at,
                action,
                to: event.to,
                by,
            })
        });
        let mut timeline: Vec<_> = timeline.collect();
        // Numbering, printing and signing are one thing to who waits for the letter: its latest moment.
        timeline.dedup_by(|later, earlier: &mut TimelineEntry| {
            let one = later.action == Action::Letter && earlier.action == Action::Letter;
            if one {
                earlier.clone_from(later);
            }
            one
        });
        Ok(StatusView {
            code: case.code.clone(),
            service: case.service_id.clone(),
            service_name: self.service_name(&case.service_id),
            applicant: mask_name(&case.applicant_name),
            state: case.state,
            round: case.round,
            hand: self.spot(case).hand_now(),
            zone: self.catalogue.zone(&case.region),
            timeline,
            expected: due.day(),
            paused_with: due.left(),
            // What an officer marks while still checking isn't the resident's business yet.
            returned: if case.state == State::NeedsFix {
                self.returned(case, &items)
            } else {
                Vec::new()
            },
            later: self.later(case, &answers, &items, &pages),
            products: self.product_views(case, &answers, &products, None),
            letters: self.signed_letters(case, &answers, &letters),
            ended: Backend::ended_letters(&letters),
            deadline: self.deadline(&case.service_id, case.deadline_at),
            // Told with what must be mended: what an officer still compares isn't the resident's business yet.
            advice: if case.state == State::NeedsFix {
                noted.advice(&answers)
            } else {
                Vec::new()
            },
            merged_into,
            reason: refusal.and_then(|event| event.note.clone()),
            pick_up: self
                .catalogue
                .service(&case.service_id)
                .is_some_and(|service| service.needs_pick_up()),
        })
    }

    /// The code under which a merged case goes on.
    pub(crate) async fn merged_code(
        &self,
        read: &mut AnyConnection,
        case: &Case,
    ) -> Result<Option<Code>> {
        let Some(id) = &case.merged_into else {
            return Ok(None);
        };
        Ok(sql::by_id(read, id).await?.map(|kept| kept.code))
    }

    /// What was given back, with the officer's words.
    pub(crate) fn returned(&self, case: &Case, items: &Items) -> Vec<ReturnedItem> {
        let returned = items.returned().map(|(item, reason)| ReturnedItem {
            item: item.clone(),
            label: self.label(&case.service_id, item),
            reason: reason.to_owned(),
        });
        returned.collect()
    }

    /// What may follow and hasn't come yet, while it still can.
    pub(crate) fn later(
        &self,
        case: &Case,
        answers: &Answers,
        items: &Items,
        pages: &[Page],
    ) -> Vec<ReturnedItem> {
        let Some(service) = self.catalogue.service(&case.service_id) else {
            return Vec::new();
        };
        if next(case.state, Action::Supplement).is_err() {
            return Vec::new();
        }
        let missing = |one: &&Requirement| one.later && lacks(one, items, pages);
        let view = |one: &Requirement| ReturnedItem {
            item: Item::Document(one.id.clone()),
            label: one.name.clone(),
            reason: String::new(),
        };
        uploads(service, answers)
            .into_iter()
            .filter(missing)
            .map(view)
            .collect()
    }

    /// What an item is called on screens.
    pub(crate) fn label(&self, service: &str, item: &Item) -> Text {
        let Some(service) = self.catalogue.service(service) else {
            return Text::from(item.to_string().as_str());
        };
        match item {
            Item::Document(id) => service.requirement(id).map(|one| one.name.clone()),
            Item::Field(id) => {
                let pages = self.catalogue.form(service);
                pages
                    .iter()
                    .flat_map(|page| &page.fields)
                    .find(|field| field.id == *id)
                    .map(|field| field.label.clone())
            }
        }
        .unwrap_or_else(|| Text::from(item.to_string().as_str()))
    }
}

/// Nothing of it has arrived in the newest round.
pub(crate) fn lacks(requirement: &Requirement, items: &Items, pages: &[Page]) -> bool {
    let newest = items.newest(&Item::Document(requirement.id.clone()));
    let here = |page: &Page| {
        page.requirement == requirement.id && newest.is_some_and(|row| row.round == page.round)
    };
    !pages.iter().any(here)
}
