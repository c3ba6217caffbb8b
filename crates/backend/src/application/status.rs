//! Following: what a resident gets to see of a case. Names are masked, numbers don't appear, officers are offices.

use super::{Case, Step};
use crate::Backend;
use crate::document;
use crate::event::{self, Actor};
use domain::application::{Action, State, next, resident_may};
use domain::document::Item;
use domain::error::{Error, Result};
use domain::person::mask_name;
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
        let step = Step {
            action: Action::Cancel,
            to,
            actor: Actor::Resident,
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
        drop(read);
        let due = self.due(&case.region, &event::history(&events), case.promise_days);
        let returned = items.returned().map(|(item, reason)| ReturnedItem {
            item: item.clone(),
            label: self.label(&case.service_id, item),
            reason: reason.to_owned(),
        });
        let refusal = events
            .iter()
            .rev()
            .find(|event| event.action == Some(Action::Refuse));
        let timeline = events.iter().filter_map(|event| {
            let by = event.actor.as_seen_by_resident();
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
                returned.collect()
            } else {
                Vec::new()
            },
            reason: refusal.and_then(|event| event.note.clone()),
            pick_up: self
                .catalogue
                .service(&case.service_id)
                .is_some_and(|service| service.needs_pick_up()),
        })
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
