//! Helping without a network: what a device takes along, and the leaves that it brings back.
//!
//! A leave that was taken in a village has an id of the device's. It travels with every parcel that was filled in under
//! it, so a parcel needs nothing that came before it, and whatever is brought twice is stored once.

use super::begin::known;
use super::client::masked_nik;
use super::{Assistance, Client, plain_id, sql};
use crate::Backend;
use crate::attempt::Requester;
use crate::db::Write;
use crate::outreach;
use crate::signature::Drawing;
use domain::assistance::consent_words;
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::form::{MAX_TEXT, tidy};
use domain::officer::Officer;
use domain::service::Product;
use domain::text::{Lang, Text};
use domain::validate::What;
use domain::view::{FieldClient, FieldKit, NewClient, TakenLeave, Ticket};

/// Whoever prepares for fewer residents may still meet this many.
const LEAST_CODES: usize = 48;
/// Of one press.
const MOST_CODES: usize = 320;
/// A parcel waits at most as long as a draft lives; an older leave is the fault of the device's clock.
pub(crate) const OLDEST_LEAVE_SECONDS: i64 = 28 * 24 * 3600;

impl Backend {
    /// Everything that a device needs for a day without a network. `codes`: how many it has already.
    pub async fn field_kit(
        &self,
        session: &str,
        outreach: Option<&str>,
        codes: usize,
        requester: &Requester,
    ) -> Result<FieldKit> {
        let officer = self.assistant(session).await?;
        let (about, zone, roster) = match outreach {
            Some(id) => {
                let (_, one) = self.outreach_for(session, id).await?;
                let mut read = self.db.read().await?;
                let roster = outreach::sql::roster(&mut read, &one.id).await?;
                let zone = self.catalogue.zone(&one.region);
                (Some(self.outreach_row(&one)), zone, roster)
            }
            None => (None, self.catalogue.zone(&officer.territory), Vec::new()),
        };
        // Some come twice, and some aren't on the roster.
        let wanted = (roster.len() * 2).clamp(LEAST_CODES, MOST_CODES);
        let mut lent = Vec::new();
        while codes + lent.len() < wanted {
            lent.extend(self.lease_codes(requester).await?);
        }
        let services = self.catalogue.services.iter();
        let services = services.filter(|service| self.may_start(&officer, service).is_ok());
        tracing::info!(officer = officer.id, "a device was prepared");
        Ok(FieldKit {
            session: about,
            zone,
            now: self.now(),
            services: services
                .map(|one| (one.id.clone(), one.name.clone(), one.region.clone()))
                .collect(),
            products: self.products_of(&officer),
            regions: self.villages(&officer),
            roster: roster
                .into_iter()
                .map(|(client, cases)| self.field_client(&client, cases))
                .collect(),
            codes: lent,
            officer: (officer.id, officer.name),
        })
    }

    fn field_client(&self, client: &Client, cases: i64) -> FieldClient {
        FieldClient {
            nik: masked_nik(client),
            region: client.region.to_string(),
            region_name: self.short_region(&client.region),
            known: known(client),
            id: client.id.clone(),
            name: client.name.clone(),
            cases,
        }
    }

    /// As [`Backend::open_assisted_draft`], under a leave that was taken without a network and comes with it.
    ///
    /// # Errors
    /// [`Error::OtherOfficer`] where another officer took it down, [`Error::Agreement`] where it was outside the agreement.
    pub async fn open_taken_draft(
        &self,
        session: &str,
        taken: TakenLeave,
        service: &str,
        device_key: &str,
    ) -> Result<Ticket> {
        let officer = self.bringer(session, &taken.officer, taken.at).await?;
        let assistance = self.bring(&officer, taken).await?;
        self.draft_under(&officer, &assistance, service, device_key)
            .await
    }

    /// The same for a parcel that came to the office as a file: whoever asked isn't here with a session, but must still be
    /// an officer who helps.
    pub(crate) async fn open_brought_draft(
        &self,
        taken: TakenLeave,
        service: &str,
        device_key: &str,
    ) -> Result<Ticket> {
        let mut read = self.db.read().await?;
        let officer =
            crate::officer::sql::active_by_id(&mut read, plain_id(&taken.officer)?).await?;
        drop(read);
        let officer = officer
            .filter(|officer| officer.role.assists())
            .ok_or(Error::Forbidden)?;
        self.check_standing_at(&officer, self.possible(taken.at))?;
        let assistance = self.bring(&officer, taken).await?;
        self.draft_under(&officer, &assistance, service, device_key)
            .await
    }

    /// Who took down at `at`, without a network, what this session brings now. A partner's agreement must have run then,
    /// not today.
    ///
    /// # Errors
    /// [`Error::OtherOfficer`] where another officer took it: who sends must not stand in the place of who asked.
    /// [`Error::Agreement`] where it was taken outside the agreement.
    pub(crate) async fn bringer(&self, session: &str, by: &str, at: Moment) -> Result<Officer> {
        let officer = self.logged_in(session).await?;
        if !officer.role.assists() {
            return Err(Error::Forbidden);
        }
        if officer.id != by {
            return Err(Error::OtherOfficer);
        }
        self.check_standing_at(&officer, self.possible(at))?;
        Ok(officer)
    }

    /// A moment that a device's clock has told, as far as it can be true.
    pub(crate) fn possible(&self, at: Moment) -> Moment {
        let now = self.now();
        at.clamp(now.plus_seconds(-OLDEST_LEAVE_SECONDS), now)
    }

    /// Stores a leave that was taken without a network, with the resident where the device registered them.
    async fn bring(&self, officer: &Officer, taken: TakenLeave) -> Result<Assistance> {
        let (id, client) = (plain_id(&taken.id)?.to_owned(), plain_id(&taken.client)?);
        let outreach = self.session_of(officer, Some(&taken.outreach)).await?;
        if consent_words(&taken.version, Lang::Id).is_none() {
            return Err(Error::malformed("consent version"));
        }
        let name = tidy(taken.name.get(..MAX_TEXT * 8).unwrap_or(&taken.name)).replace('\n', " ");
        if name.is_empty() || name.chars().count() > MAX_TEXT {
            return Err(crate::officer::one_problem("consent_name", What::Missing));
        }
        // Nobody can sign again now; tick and name are the leave.
        let drawing = Drawing::parse(&taken.drawn).unwrap_or_default();
        let (now, begun_at) = (self.now(), self.possible(taken.at));
        let mut write = self.db.write().await?;
        if let Some(known) = sql::assistance(&mut write, &id).await? {
            let known = own(known, officer)?;
            self.check_standing_at(officer, known.begun_at)?;
            return Ok(known);
        }
        let client = self
            .brought_client(&mut write, officer, client, taken.new)
            .await?;
        let signature_id = match drawing {
            Some(drawing) => {
                let partner = client.partner_id.as_deref();
                let kept = self.keep_signature(&mut write, drawing, &client.region, partner);
                Some(kept.await?)
            }
            None => None,
        };
        let (channel, via) = self.channel(officer, outreach.as_ref());
        let assistance = Assistance {
            id,
            client_id: client.id,
            officer_id: officer.id.clone(),
            outreach_id: outreach.map(|(id, _)| id),
            channel,
            via,
            consent_version: taken.version,
            consent_name: name,
            signature_id,
            begun_at,
        };
        if !sql::insert(&mut write, &assistance).await? {
            // Two parcels under one leave at the same moment: the other one stores it.
            write.roll_back().await?;
            let mut read = self.db.read().await?;
            let known = sql::assistance(&mut read, &assistance.id).await?;
            return own(known.ok_or(Error::Unavailable)?, officer);
        }
        if let Some(session) = &assistance.outreach_id {
            outreach::sql::join(&mut write, session, &assistance.client_id).await?;
        }
        sql::touch_client(&mut write, &assistance.client_id, now).await?;
        write.commit().await?;
        tracing::info!(
            officer = officer.id,
            channel = channel.key(),
            "a leave was brought from a device"
        );
        Ok(assistance)
    }
}

impl Backend {
    /// The resident whom a device names; registered now where the device has done so and nobody else had.
    pub(crate) async fn brought_client(
        &self,
        write: &mut Write,
        officer: &Officer,
        id: &str,
        new: Option<NewClient>,
    ) -> Result<Client> {
        let typed = match new {
            Some(new) => Some(Client {
                id: plain_id(id)?.to_owned(),
                ..self.checked_client(officer, new)?
            }),
            None => None,
        };
        match (sql::client(write, id).await?, typed) {
            (Some(known), _) if officer.helps(&known.region, known.partner_id.as_deref()) => {
                Ok(known)
            }
            (Some(_), _) | (None, None) => Err(Error::NotFound),
            (None, Some(typed)) => {
                let (id, _) = self.keep_client(write, officer, typed).await?;
                let kept = sql::client(write, &id).await?;
                Ok(kept.ok_or(Error::Unavailable)?)
            }
        }
    }

    /// Everything that can come of what this officer may start.
    fn products_of(&self, officer: &Officer) -> Vec<(String, String, Text)> {
        let services = self.catalogue.services.iter();
        let services = services.filter(|service| self.may_start(officer, service).is_ok());
        let products = services.flat_map(|service| {
            let named = |one: &Product| {
                let (id, key) = (service.id.clone(), one.key().to_owned());
                (id, key, one.name.clone())
            };
            service.products.iter().map(named)
        });
        products.collect()
    }
}

fn own(known: Assistance, officer: &Officer) -> Result<Assistance> {
    let own = known.officer_id == officer.id;
    own.then_some(known).ok_or(Error::NotFound)
}
