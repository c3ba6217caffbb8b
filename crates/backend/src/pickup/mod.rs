//! Appointments to fetch what is signed by hand. The resident chooses on the status page, or the office does.
//!
//! A place of a half-day is a row that only one case can have: of two who want the last one, the database lets one in.

pub(crate) mod sql;

use crate::Backend;
use crate::application::{self, Case};
use crate::event::{Actor, Event};
use crate::letter;
use domain::application::{Deed, IllegalStep};
use domain::calendar::{iso_day, long_day, parse_day, weekday_name};
use domain::code::Code;
use domain::error::{Error, Result};
use domain::pickup::{Half, Slot, is_needed, slots};
use domain::service::Service;
use domain::text::{Lang, Text};
use domain::view::{PickupDay, PickupOffer, PickupRow, PickupSlot, PickupView};
use sqlx::AnyConnection;

impl Backend {
    /// When the resident comes, and when one may.
    pub async fn pickup(&self, grant: &str) -> Result<PickupView> {
        let case = self.granted(grant).await?;
        self.pickup_view(&case).await
    }

    /// The same for the office.
    pub async fn case_pickup(&self, session: &str, code: &str) -> Result<PickupView> {
        let (_, case) = self.case_for(session, code).await?;
        self.pickup_view(&case).await
    }

    /// The resident chooses a half-day, another one, or none any more.
    pub async fn choose_pickup(&self, grant: &str, slot: Option<&str>) -> Result<()> {
        let case = self.granted(grant).await?;
        self.appoint(&case, Actor::Resident, slot).await
    }

    /// The office does it for somebody who has called or stands at the counter.
    pub async fn set_pickup(&self, session: &str, code: &str, slot: Option<&str>) -> Result<()> {
        let (officer, case) = self.case_for(session, code).await?;
        if !officer.role.works_on_cases() {
            return Err(Error::Forbidden);
        }
        self.appoint(&case, Actor::officer(&officer), slot).await
    }

    /// Who comes from today on, for whoever works on cases in that territory.
    pub async fn pickups(&self, session: &str) -> Result<Vec<PickupDay>> {
        let officer = self.caller(session).await?;
        if !officer.role.sees_documents() {
            return Err(Error::Forbidden);
        }
        let today = self.today(&officer.territory);
        let mut read = self.db.read().await?;
        let rows = sql::coming(&mut read, officer.territory.as_str(), today).await?;
        let mut days: Vec<PickupDay> = Vec::new();
        for row in rows {
            let service = self.catalogue.service(&row.service);
            let row_view = PickupRow {
                code: Code::parse(&row.code)?,
                applicant: row.applicant,
                service: service.map_or_else(|| Text::from("Surat"), |one| one.name.clone()),
            };
            let slot = shown(row.slot);
            match days.last_mut().filter(|day| day.slot == slot) {
                Some(day) => day.rows.push(row_view),
                None => days.push(PickupDay {
                    slot,
                    today: row.slot.day == today,
                    rows: vec![row_view],
                }),
            }
        }
        Ok(days)
    }

    async fn pickup_view(&self, case: &Case) -> Result<PickupView> {
        let service = self.service_of(&case.service_id)?;
        let places = self.catalogue.hours.pickup.places;
        let mut read = self.db.read().await?;
        if places == 0 || !self.must_come(&mut read, service, case).await? {
            return Ok(PickupView::default());
        }
        let office = self.catalogue.letter_region(&case.region);
        let chosen = sql::of_case(&mut read, &case.id).await?;
        let mut offers = Vec::new();
        let taken = sql::taken(&mut read, office.as_str(), self.today(&case.region)).await?;
        for slot in self.open_slots(case) {
            let taken = taken.iter().filter(|one| **one == slot).count();
            let free = usize::from(places).saturating_sub(taken);
            if free > 0 && chosen != Some(slot) {
                let free = u16::try_from(free).unwrap_or(places);
                offers.push(PickupOffer {
                    slot: shown(slot),
                    free,
                });
            }
        }
        Ok(PickupView {
            needed: true,
            chosen: chosen.map(shown),
            offers,
        })
    }

    async fn must_come(
        &self,
        read: &mut AnyConnection,
        service: &Service,
        case: &Case,
    ) -> Result<bool> {
        let rows = letter::sql::of_case(read, &case.id).await?;
        Ok(is_needed(service, case.state, |product| {
            self.is_file(service, &case.region, product, &rows)
        }))
    }

    fn open_slots(&self, case: &Case) -> Vec<Slot> {
        let time = self.catalogue.office_time(&case.region);
        slots(time, &self.catalogue.hours.pickup, self.now())
    }

    async fn appoint(&self, case: &Case, actor: Actor, wanted: Option<&str>) -> Result<()> {
        let service = self.service_of(&case.service_id)?;
        let places = self.catalogue.hours.pickup.places;
        let wanted = wanted
            .map(|key| parsed(key).ok_or_else(|| Error::malformed("slot")))
            .transpose()?;
        let mut read = self.db.read().await?;
        if places == 0 || !self.must_come(&mut read, service, case).await? {
            return Err(IllegalStep::Product.into());
        }
        drop(read);
        if wanted.is_some_and(|slot| !self.open_slots(case).contains(&slot)) {
            return Err(IllegalStep::PickupFull.into());
        }
        let office = self.catalogue.letter_region(&case.region);
        let mut write = self.db.write().await?;
        // The row of the case is locked from here on: two taps of one person come one after the other.
        let seq = application::sql::next_event(&mut write, &case.id).await?;
        let before = sql::of_case(&mut write, &case.id).await?;
        if before == wanted {
            return Ok(());
        }
        sql::remove(&mut write, &case.id, office.as_str()).await?;
        if let Some(slot) = wanted {
            let mut place = 1;
            // Whoever comes second at one place waits here for the first, and takes the next one.
            while !sql::take(
                &mut write,
                &case.id,
                office.as_str(),
                slot,
                place,
                self.now(),
            )
            .await?
            {
                place += 1;
                if place > i64::from(places) {
                    return Err(IllegalStep::PickupFull.into());
                }
            }
        }
        let note = match (before, wanted) {
            (_, None) => "dibatalkan".to_owned(),
            (None, Some(slot)) => words(slot),
            (Some(_), Some(slot)) => format!("diganti: {}", words(slot)),
        };
        let state = application::sql::by_id(&mut write, &case.id).await?;
        let state = state.map_or(case.state, |case| case.state);
        let event = Event {
            at: self.now(),
            actor,
            behalf: None,
            deed: Deed::Appointed,
            from: state,
            to: state,
            note: Some(note),
        };
        self.record(&mut write, &case.id, seq, &event).await?;
        write.commit().await?;
        tracing::info!(application = case.id, "an appointment changed");
        Ok(())
    }
}

fn shown(slot: Slot) -> PickupSlot {
    PickupSlot {
        day: iso_day(slot.day),
        half: slot.half,
    }
}

/// "2026-11-23.morning".
fn parsed(key: &str) -> Option<Slot> {
    let (day, half) = key.split_once('.')?;
    Some(Slot {
        day: parse_day(day)?,
        half: Half::from_key(half)?,
    })
}

fn words(slot: Slot) -> String {
    let Slot { day, half } = slot;
    format!(
        "{}, {}, {}",
        weekday_name(day, Lang::Id),
        long_day(day, Lang::Id),
        half.name(Lang::Id)
    )
}
