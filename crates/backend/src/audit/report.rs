//! The check as an auditor (APIP) reads it: everything is checked, what lies in the territory is named.

use super::{Audit, Flaw, Walk, sql};
use crate::Backend;
use crate::application::{self, Case};
use domain::code::Code;
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::view::{AcceptedView, AuditView, FlawKind, FlawView, HeadView};

impl Backend {
    /// Reads all history and says whether it is as it was written: what `genggam audit verify` says, for auditors.
    pub async fn audit_report(&self, session: &str) -> Result<AuditView> {
        let officer = self.caller(session).await?;
        if !officer.role.audits() {
            return Err(Error::Forbidden);
        }
        let audit = self.verify_audit().await?;
        let mut view = AuditView {
            at: self.now(),
            zone: self.catalogue.zone(&officer.territory),
            cases: audit.cases,
            events: audit.events,
            days: audit.days,
            flawed: audit.flawed,
            elsewhere: 0,
            flaws: Vec::new(),
            since: audit.anchored.as_ref().map(|anchored| anchored.since),
            accepted: audit
                .anchored
                .iter()
                .flat_map(|anchored| &anchored.accepted)
                .map(|one| AcceptedView {
                    at: one.at,
                    by: one.by.clone(),
                    reason: one.reason.clone(),
                })
                .collect(),
            head: self.audit_heads().await?.pop().map(|head| HeadView {
                day: head.iso_day(),
                head: head.head,
            }),
        };
        let mut read = self.db.read().await?;
        for flaw in audit.flaws {
            let flaw = flaw_view(flaw);
            // A case that is gone has no region: whoever looks must hear of it.
            let elsewhere = match &flaw.case {
                Some(code) => application::sql::by_code(&mut read, code)
                    .await?
                    .is_some_and(|case| !officer.covers(&case.region)),
                None => false,
            };
            if elsewhere {
                view.elsewhere += 1;
            } else {
                view.flaws.push(flaw);
            }
        }
        Ok(view)
    }

    /// What is wrong with the history of one case, for whoever audits; nobody else is told.
    pub(crate) async fn case_flaws(&self, officer: &Officer, case: &Case) -> Result<Vec<FlawView>> {
        let mut audit = Audit::default();
        if officer.role.audits() {
            let mut walk = Walk::default();
            let mut read = self.db.read().await?;
            sql::events_of(&mut read, &case.id, |event| {
                walk.on(self, event, &mut audit);
            })
            .await?;
            walk.end(&mut audit);
        }
        Ok(audit.flaws.into_iter().map(flaw_view).collect())
    }
}

fn flaw_view(flaw: Flaw) -> FlawView {
    let (kind, case, event, day) = match flaw {
        Flaw::Altered { case, event } => (FlawKind::Altered, Some(case), Some(event), None),
        Flaw::Removed { case, event } => (FlawKind::Removed, Some(case), Some(event), None),
        Flaw::Unlinked { case, event } => (FlawKind::Unlinked, Some(case), Some(event), None),
        Flaw::State { case } => (FlawKind::State, Some(case), None, None),
        Flaw::Order { order } => {
            return FlawView {
                kind: FlawKind::Order,
                case: None,
                event: None,
                day: None,
                order: Some(order),
            };
        }
        Flaw::Letter { case, .. } => (FlawKind::Letter, Some(case), None, None),
        Flaw::Anchor => (FlawKind::Anchor, None, None, None),
        Flaw::Day { day } => (FlawKind::Day, None, None, Some(day)),
    };
    FlawView {
        kind,
        case: case.and_then(|code| Code::parse(&code).ok()),
        event,
        day,
        order: None,
    }
}
