//! Beginning to help: the resident's leave, and in whose institution's name.

use super::client::{masked_nik, masked_phone};
use super::{Assistance, Client, plain_id, sql};
use crate::Backend;
use crate::officer::one_problem;
use crate::outreach;
use crate::signature::Drawing;
use domain::assistance::{CONSENT_HOURS, Channel, consent_words};
use domain::error::{Error, Result};
use domain::form::{MAX_TEXT, tidy};
use domain::officer::{Officer, Role};
use domain::person::Phone;
use domain::text::Lang;
use domain::validate::What;
use domain::view::{AssistanceView, ClientView, Consent};

/// A resident's leave as it comes in.
#[derive(Clone, Default)]
pub struct NewConsent {
    /// Of the text that was shown.
    pub version: String,
    pub agreed: bool,
    /// The resident's name, typed; whoever can't write lets it be typed.
    pub name: String,
    /// A drawing as a data URL; empty where nothing was drawn.
    pub drawn: String,
    /// The outreach session in which it happens.
    pub outreach: Option<String>,
}

impl Backend {
    /// One resident with what was done for them, and what may be started now.
    pub async fn client(
        &self,
        session: &str,
        id: &str,
        outreach: Option<&str>,
    ) -> Result<ClientView> {
        let (officer, client) = self.client_for(session, id).await?;
        let outreach = self.session_of(&officer, outreach).await?;
        let since = self.now().plus_seconds(-CONSENT_HOURS * 3600);
        let mut read = self.db.read().await?;
        let cases = sql::cases_of_client(&mut read, &client.id).await?;
        let agreed = sql::latest(&mut read, &client.id, &officer.id, since).await?;
        drop(read);
        let agreed = agreed.filter(|known| {
            known.outreach_id.as_deref() == outreach.as_ref().map(|(id, _)| id.as_str())
        });
        let cases = cases
            .into_iter()
            .map(|case| self.helped_case(case))
            .collect();
        let services = self.catalogue.services.iter();
        let services = services.filter(|service| {
            self.may_start(&officer, service).is_ok() && service.region.contains(&client.region)
        });
        Ok(ClientView {
            nik: masked_nik(&client),
            phone: masked_phone(&client),
            region_name: self.short_region(&client.region),
            id: client.id,
            name: client.name,
            cases,
            services: services
                .map(|service| (service.id.clone(), service.name.clone()))
                .collect(),
            agreed: agreed.as_ref().map(consent),
            outreach,
            zone: self.catalogue.zone(&client.region),
        })
    }

    /// Takes the resident's leave. From now on this officer acts for them.
    pub async fn begin_assistance(
        &self,
        session: &str,
        client: &str,
        given: NewConsent,
    ) -> Result<String> {
        let (officer, client) = self.client_for(session, client).await?;
        let outreach = self.session_of(&officer, given.outreach.as_deref()).await?;
        if consent_words(&given.version, Lang::Id).is_none() {
            return Err(Error::malformed("consent version"));
        }
        if !given.agreed {
            return Err(one_problem("agreed", What::MustTick));
        }
        let name = tidy(given.name.get(..MAX_TEXT * 8).unwrap_or(&given.name)).replace('\n', " ");
        let drawing =
            Drawing::parse(&given.drawn).map_err(|()| one_problem("drawn", What::Unexpected))?;
        if name.is_empty() {
            return Err(one_problem("consent_name", What::Missing));
        }
        if name.chars().count() > MAX_TEXT {
            return Err(one_problem("consent_name", What::TooLong { max: MAX_TEXT }));
        }
        let (channel, via) = self.channel(&officer, outreach.as_ref());
        let mut assistance = Assistance {
            id: self.new_id()?,
            client_id: client.id.clone(),
            officer_id: officer.id.clone(),
            outreach_id: outreach.map(|(id, _)| id),
            channel,
            via,
            consent_version: given.version,
            consent_name: name,
            signature_id: None,
            begun_at: self.now(),
        };
        let mut write = self.db.write().await?;
        if let Some(drawing) = drawing {
            let id = self
                .keep_signature(
                    &mut write,
                    drawing,
                    &client.region,
                    client.partner_id.as_deref(),
                )
                .await?;
            assistance.signature_id = Some(id);
        }
        sql::insert(&mut write, &assistance).await?;
        if let Some(session) = &assistance.outreach_id {
            outreach::sql::join(&mut write, session, &client.id).await?;
        }
        sql::touch_client(&mut write, &client.id, self.now()).await?;
        write.commit().await?;
        tracing::info!(
            officer = officer.id,
            channel = channel.key(),
            "an officer began to help"
        );
        Ok(assistance.id)
    }

    /// Uses the leave that the resident has given this officer already.
    pub async fn resume_assistance(
        &self,
        session: &str,
        client: &str,
        outreach: Option<&str>,
        service: &str,
    ) -> Result<String> {
        let (officer, client) = self.client_for(session, client).await?;
        let service = self.catalogue.service(service).ok_or(Error::NotFound)?;
        self.may_start(&officer, service)?;
        let outreach = self.session_of(&officer, outreach).await?;
        let since = self.now().plus_seconds(-CONSENT_HOURS * 3600);
        let mut read = self.db.read().await?;
        let known = sql::latest(&mut read, &client.id, &officer.id, since).await?;
        known
            .filter(|known| known.outreach_id == outreach.map(|(id, _)| id))
            .map(|known| known.id)
            .ok_or_else(|| one_problem("agreed", What::MustTick))
    }

    /// Whom this officer is helping, with what is known of them: for the banner, and to fill in the form.
    pub async fn assistance(&self, session: &str, id: &str) -> Result<AssistanceView> {
        let (officer, assistance) = self.assisting(session, id).await?;
        let mut read = self.db.read().await?;
        let client = sql::client(&mut read, &assistance.client_id)
            .await?
            .ok_or(Error::NotFound)?;
        drop(read);
        let outreach = self
            .session_of(&officer, assistance.outreach_id.as_deref())
            .await?;
        Ok(AssistanceView {
            id: assistance.id,
            client: client.id.clone(),
            channel: assistance.channel,
            outreach,
            known: known(&client),
            name: client.name,
        })
    }

    /// The outreach session in which an officer works: id and place.
    pub(crate) async fn session_of(
        &self,
        officer: &Officer,
        outreach: Option<&str>,
    ) -> Result<Option<(String, String)>> {
        let Some(id) = outreach.filter(|id| !id.is_empty()) else {
            return Ok(None);
        };
        let mut read = self.db.read().await?;
        let session = outreach::sql::by_id(&mut read, plain_id(id)?).await?;
        session
            .filter(|session| officer.partner.is_none() && officer.covers(&session.region))
            .map(|session| Some((session.id, session.place)))
            .ok_or(Error::NotFound)
    }

    /// On which way a step comes, and through whom: an institution or a place, never a person.
    pub(super) fn channel(
        &self,
        officer: &Officer,
        outreach: Option<&(String, String)>,
    ) -> (Channel, String) {
        match (outreach, &officer.partner, officer.role) {
            (Some((_, place)), _, _) => (Channel::Outreach, place.clone()),
            (None, Some(partner), _) => (Channel::Assisted, partner.name.clone()),
            (None, None, Role::Counter) => {
                (Channel::Counter, self.short_region(&officer.territory))
            }
            (None, None, _) => (Channel::Assisted, self.short_region(&officer.territory)),
        }
    }
}

/// What every form asks and is known already. Field ids are those of `catalogue/applicant.toml`.
pub(super) fn known(client: &Client) -> Vec<(String, String)> {
    let phone = client
        .phone
        .as_deref()
        .and_then(Phone::parse)
        .map(|phone| phone.spoken());
    let known = [
        ("nama", Some(client.name.clone())),
        ("nik", client.nik.clone()),
        ("desa", Some(client.region.to_string())),
        ("wa", phone),
    ];
    known
        .into_iter()
        .filter_map(|(field, text)| Some((field.to_owned(), text?)))
        .collect()
}

pub(super) fn consent(assistance: &Assistance) -> Consent {
    Consent {
        version: assistance.consent_version.clone(),
        name: assistance.consent_name.clone(),
        signature: assistance.signature_id.clone(),
        at: assistance.begun_at,
    }
}
