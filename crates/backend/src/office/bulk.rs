//! One step on several cases of a work list. Each case is asked for by itself, in a transaction of its own: its
//! territory, whose turn it is, in whose hands, and its version. One that can't go keeps no other back.

use crate::Backend;
use crate::officer::one_problem;
use domain::application::Action;
use domain::code::Code;
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::validate::What;
use domain::view::{BULK_MOST, Became, BulkStep, BulkView, Colleague};

impl Backend {
    /// Takes a step on each of these cases, named by code and the version that the list showed.
    ///
    /// # Errors
    /// Only what is no matter of a single case: who calls, nothing or too much ticked, a colleague that there isn't.
    pub async fn bulk(
        &self,
        session: &str,
        step: BulkStep,
        cases: Vec<(String, i64)>,
        to: &str,
    ) -> Result<BulkView> {
        let officer = self.caller(session).await?;
        if !officer.role.works_on_cases() {
            return Err(Error::Forbidden);
        }
        if cases.is_empty() {
            return Err(one_problem("cases", What::Missing));
        }
        if cases.len() > BULK_MOST {
            return Err(one_problem("cases", What::TooManyRows { max: BULK_MOST }));
        }
        let cases = cases
            .into_iter()
            .map(|(code, version)| Ok((Code::parse(&code)?, version)));
        // What is no code at all was made up, and nothing is done then.
        let cases = cases.collect::<Result<Vec<_>>>()?;
        let to = match step {
            BulkStep::Give => Some(self.colleague(&officer, to).await?),
            BulkStep::Take | BulkStep::MakeReady => None,
        };
        let mut told = Vec::with_capacity(cases.len());
        for (code, version) in cases {
            let became = self
                .bulk_one(session, step, code.compact(), version, to.as_ref())
                .await;
            told.push((code, became.unwrap_or_else(|error| Became::of(&error))));
        }
        tracing::info!(
            officer = officer.id,
            step = step.key(),
            asked = told.len(),
            done = told.iter().filter(|one| one.1 == Became::Done).count(),
            "a step on several cases"
        );
        Ok(BulkView { step, cases: told })
    }

    async fn bulk_one(
        &self,
        session: &str,
        step: BulkStep,
        code: &str,
        version: i64,
        to: Option<&Officer>,
    ) -> Result<Became> {
        let (officer, case) = self.case_to_work_on(session, code).await?;
        match (step, to) {
            (BulkStep::Give, Some(to)) => {
                if !to.covers(&case.region) || !self.has_work(to, &case).await? {
                    return Ok(Became::NotTheirs);
                }
                self.give(&officer, &case, version, to).await?;
            }
            (BulkStep::MakeReady, _) => {
                self.act_on(&officer, &case, version, Action::MakeReady, None)
                    .await?;
            }
            (BulkStep::Take | BulkStep::Give, _) => {
                self.take_up(&officer, &case, version, false).await?;
            }
        }
        Ok(Became::Done)
    }

    /// The colleague who was chosen.
    async fn colleague(&self, officer: &Officer, username: &str) -> Result<Officer> {
        let all = self.all_colleagues(officer).await?;
        let chosen = all.into_iter().find(|one| one.username == username.trim());
        chosen.ok_or_else(|| one_problem("to", What::NotAnOption))
    }

    async fn all_colleagues(&self, officer: &Officer) -> Result<Vec<Officer>> {
        let mut all = self.officers().await?;
        all.retain(|one| {
            one.id != officer.id
                && one.role.works_on_cases()
                && (one.covers(&officer.territory) || officer.covers(&one.territory))
        });
        Ok(all)
    }

    /// To whom this officer can give cases; nobody where they work on none.
    pub(super) async fn colleagues(&self, officer: &Officer) -> Result<Vec<Colleague>> {
        if !officer.role.works_on_cases() {
            return Ok(Vec::new());
        }
        let all = self.all_colleagues(officer).await?.into_iter();
        Ok(all
            .map(|one| Colleague {
                username: one.username,
                name: one.name,
                role: one.role,
            })
            .collect())
    }
}
