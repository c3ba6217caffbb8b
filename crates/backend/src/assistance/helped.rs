//! Cases of those who were helped: what came of them, and helping on with what was given back.

use super::begin::consent;
use super::sql;
use crate::Backend;
use crate::application::Case;
use crate::grant::Grant;
use crate::officer::one_problem;
use domain::assistance::CONSENT_HOURS;
use domain::assistance::Channel;
use domain::clock::pressure_of;
use domain::code::Code;
use domain::error::{Error, Result};
use domain::text::{Lang, Text};
use domain::validate::What;
use domain::view::{DeadlineView, HelpedBy, HelpedCase, HelpedCases};

/// Most cases in one list.
const ROWS: i64 = 100;

impl Backend {
    /// Every case that came through this officer's partner, or through help in the officer's territory; what can't
    /// wait stands first.
    pub async fn helped_cases(&self, session: &str) -> Result<HelpedCases> {
        let officer = self.assistant(session).await?;
        let mut read = self.db.read().await?;
        let cases = sql::helped_cases(&mut read, &officer, ROWS).await?;
        drop(read);
        Ok(HelpedCases {
            rows: cases
                .into_iter()
                .map(|case| self.helped_case(case))
                .collect(),
            zone: self.catalogue.zone(&officer.territory),
        })
    }

    pub(super) fn helped_case(&self, (case, channel): (Case, Channel)) -> HelpedCase {
        HelpedCase {
            deadline: self.deadline(&case.service_id, case.deadline_at),
            service_name: self.service_name(&case.service_id),
            code: case.code,
            applicant: case.applicant_name,
            state: case.state,
            sent: case.sent_at,
            channel,
        }
    }

    /// The hour before which a case must be done, where there is one.
    pub(crate) fn deadline(
        &self,
        service: &str,
        at: domain::calendar::Moment,
    ) -> Option<DeadlineView> {
        let name = self
            .catalogue
            .service(service)?
            .deadline
            .as_ref()?
            .name
            .clone();
        (at < crate::application::NO_DEADLINE).then(|| {
            let (minutes, pressure) = pressure_of(at, self.now());
            DeadlineView {
                name,
                at,
                minutes,
                pressure,
            }
        })
    }

    /// Leave to help on with a case of this resident: to see what was given back, and to send it. What is sent with
    /// it keeps both names. Needs the resident's leave of today; gives the assistance and the grant.
    pub async fn help_on(
        &self,
        session: &str,
        client: &str,
        code: &str,
    ) -> Result<(String, Grant)> {
        let (officer, client) = self.client_for(session, client).await?;
        let code = Code::parse(code)?;
        let since = self.now().plus_seconds(-CONSENT_HOURS * 3600);
        let mut read = self.db.read().await?;
        let case = sql::case_of_client(&mut read, &client.id, &code)
            .await?
            .ok_or(Error::NotFound)?;
        let leave = sql::latest(&mut read, &client.id, &officer.id, since).await?;
        drop(read);
        let leave = leave.ok_or_else(|| one_problem("agreed", What::MustTick))?;
        let grant = self.give_grant(&case, Some(&leave.id)).await?;
        Ok((leave.id, grant))
    }

    /// Who helped to send a case, and by which leave.
    pub(crate) async fn helped_by(&self, case: &Case) -> Result<Option<HelpedBy>> {
        let Some(id) = &case.assistance_id else {
            return Ok(None);
        };
        let mut read = self.db.read().await?;
        let Some((assistance, name, role)) = sql::with_officer(&mut read, id).await? else {
            return Ok(None);
        };
        let [by, by_en] = [Lang::Id, Lang::En]
            .map(|lang| format!("{name} ({}), {}", role.name(lang), assistance.via));
        Ok(Some(HelpedBy {
            channel: assistance.channel,
            by: Text::new(&by, &by_en),
            consent: consent(&assistance),
        }))
    }
}
