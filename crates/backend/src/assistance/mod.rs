//! Assisting: residents who are helped, their leave, and in whose name a step is taken.
//!
//! An officer begins with a resident, never with a form. The resident's leave makes an assistance; a draft opened
//! under it belongs to that resident, whoever holds the tablet. Who may help whom is `domain::officer::Officer::helps`.

mod begin;
mod client;
pub(crate) mod field;
mod helped;
pub(crate) mod sql;

pub use begin::NewConsent;

use crate::Backend;
use crate::event::{Actor, Behalf};
use crate::officer;
use domain::assistance::{CONSENT_HOURS, Channel};
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::region::RegionCode;
use domain::service::Service;

/// One occasion on which an officer helps a resident.
pub(crate) struct Assistance {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) officer_id: String,
    pub(crate) outreach_id: Option<String>,
    pub(crate) channel: Channel,
    pub(crate) via: String,
    pub(crate) consent_version: String,
    pub(crate) consent_name: String,
    pub(crate) signature_id: Option<String>,
    pub(crate) begun_at: Moment,
}

/// A resident who is helped. Holds personal data: no `Debug`.
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) nik: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) region: RegionCode,
    pub(crate) partner_id: Option<String>,
}

/// Who does a resident's step, and by which leave.
pub(crate) struct Helper {
    pub(crate) officer: Officer,
    pub(crate) assistance: Assistance,
}

impl Helper {
    pub(crate) fn actor(&self) -> Actor {
        Actor::officer(&self.officer)
    }

    pub(crate) fn behalf(&self) -> Behalf {
        Behalf {
            client: self.assistance.client_id.clone(),
            channel: self.assistance.channel,
            via: self.assistance.via.clone(),
        }
    }
}

impl Backend {
    /// The officer who calls, if that officer's work is to help.
    pub(crate) async fn assistant(&self, session: &str) -> Result<Officer> {
        let officer = self.caller(session).await?;
        if officer.role.assists() {
            Ok(officer)
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Whether this browser's officer may fill in a form of their own: who helps residents may not, because nobody could
    /// tell afterwards whose it was. A session that has ended is nobody's.
    pub async fn check_own_form(&self, session: &str) -> Result<()> {
        match self.caller(session).await {
            Ok(officer) if officer.role.assists() => Err(Error::ChooseResident),
            Err(error @ Error::Agreement { .. }) => Err(error),
            _ => Ok(()),
        }
    }

    /// The officer who calls and a resident whom that officer may help.
    pub(crate) async fn client_for(&self, session: &str, id: &str) -> Result<(Officer, Client)> {
        let officer = self.assistant(session).await?;
        let mut read = self.db.read().await?;
        let client = sql::client(&mut read, plain_id(id)?)
            .await?
            .filter(|client| officer.helps(&client.region, client.partner_id.as_deref()))
            .ok_or(Error::NotFound)?;
        Ok((officer, client))
    }

    /// The officer who calls and an assistance of that officer's own that hasn't grown old.
    pub(crate) async fn assisting(&self, session: &str, id: &str) -> Result<(Officer, Assistance)> {
        let officer = self.assistant(session).await?;
        let mut read = self.db.read().await?;
        let known = sql::assistance(&mut read, plain_id(id)?).await?;
        let fresh = self.now().plus_seconds(-CONSENT_HOURS * 3600);
        let assistance = known
            .filter(|known| known.officer_id == officer.id && known.begun_at > fresh)
            .ok_or(Error::NotFound)?;
        Ok((officer, assistance))
    }

    /// Who helped with a draft or a grant, as far as that officer may: an account that was closed meanwhile sends nothing
    /// more, and a partner's agreement must have run on the day the resident agreed.
    pub(crate) async fn helper(&self, assistance: Option<&str>) -> Result<Option<Helper>> {
        let Some(id) = assistance else {
            return Ok(None);
        };
        let mut read = self.db.read().await?;
        let assistance = sql::assistance(&mut read, id)
            .await?
            .ok_or(Error::NotFound)?;
        let officer = officer::sql::active_by_id(&mut read, &assistance.officer_id)
            .await?
            .ok_or(Error::Forbidden)?;
        drop(read);
        self.check_standing_at(&officer, assistance.begun_at)?;
        Ok(Some(Helper {
            officer,
            assistance,
        }))
    }

    /// Whether an officer may start this service for somebody: partners only what partners are for.
    pub(crate) fn may_start(&self, officer: &Officer, service: &Service) -> Result<()> {
        if officer.partner.is_some() && !service.partner {
            return Err(Error::Forbidden);
        }
        let near = |region: &RegionCode| {
            service.region.contains(region) || region.contains(&service.region)
        };
        if near(&officer.territory) {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }
}

/// An id of ours. Anything else finds nothing, and isn't looked for.
pub(crate) fn plain_id(id: &str) -> Result<&str> {
    let good = id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
    good.then_some(id).ok_or(Error::NotFound)
}
