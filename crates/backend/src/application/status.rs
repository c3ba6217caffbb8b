//! Following: what a resident gets to see of a case. Names are masked, numbers don't appear, officers are offices.

use super::{Case, Step, uploads};
use crate::Backend;
use crate::assistance::Helper;
use crate::document::{self, Items, Page};
use crate::event::{self, Actor};
use crate::product;
use domain::application::{Action, State, next, resident_may};
use domain::document::Item;
use domain::error::{Error, Result};
use domain::form::Answers;
use domain::person::mask_name;
use domain::service::Requirement;
use domain::text::Text;
use domain::view::{ReturnedItem, StatusView, TimelineEntry};

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
        drop(read);
        let answers = self.newest_answers(case).await?;
        let due = self.due(&case.region, &event::history(&events), case.promise_days);
        let refusal = events
            .iter()
            .rev()
            .find(|event| event.action == Some(Action::Refuse));
        let timeline = events.iter().filter_map(|event| {
            let by = event.as_seen_by_resident();
            event.action.map(|action| TimelineEntry {
                at: event.at,
                action,
                to: event.to,
                by,
            })
        });
        Ok(StatusView {
            code: case.code.clone(),
            service: case.service_id.clone(),
            service_name: self.service_name(&case.service_id),
            applicant: mask_name(&case.applicant_name),
            state: case.state,
            zone: self.catalogue.zone(&case.region),
            timeline: timeline.collect(),
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
            deadline: self.deadline(&case.service_id, case.deadline_at),
            reason: refusal.and_then(|event| event.note.clone()),
            pick_up: self
                .catalogue
                .service(&case.service_id)
                .is_some_and(|service| service.needs_pick_up()),
        })
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
