//! Who has a case in their hands: taken up, taken over, laid down again.
//!
//! Whoever begins to check a case, or says "I'll do it", holds it; nobody else judges it or takes a step meanwhile.
//! A step other than the first one passes it on, so it ends the holding. An hour after the holder's last move the case
//! is anybody's again. Taking over before that is possible, on purpose and for the record.

pub(crate) mod sql;

use crate::Backend;
use crate::application::{self, Case};
use crate::db::Write;
use crate::event::{Actor, Event};
use domain::application::{Action, Deed, HOLD_SECONDS};
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::officer::{Officer, Role};
use domain::text::{Lang, Text};
use domain::view::{CaseView, HoldView};

/// As the table has it: it may have aged out.
pub(crate) struct Hold {
    pub(crate) officer: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) at: Moment,
}

impl Hold {
    /// The moment before which a hold has aged out.
    pub(crate) fn oldest(now: Moment) -> Moment {
        now.plus_seconds(-HOLD_SECONDS)
    }

    fn counts(&self, now: Moment) -> bool {
        self.at > Hold::oldest(now)
    }

    pub(super) fn view(self, officer: &Officer, now: Moment) -> Option<HoldView> {
        self.counts(now).then(|| {
            let [id, en] = [Lang::Id, Lang::En]
                .map(|lang| format!("{} ({})", self.name, self.role.name(lang)));
            HoldView {
                by: Text::new(&id, &en),
                since: self.at,
                own: self.officer == officer.id,
            }
        })
    }
}

/// What a step does to the holding.
pub(crate) async fn follow(
    write: &mut Write,
    case: &Case,
    actor: &Actor,
    action: Action,
    now: Moment,
) -> Result<()> {
    match (actor, action) {
        (Actor::Officer { id, .. }, Action::StartChecking) => {
            sql::set(write, &case.id, Some(id), now).await?;
        }
        (Actor::Officer { .. }, _) => sql::set(write, &case.id, None, now).await?,
        // What a resident adds or takes back disturbs nobody's work.
        (Actor::Resident | Actor::Program, _) => {}
    }
    Ok(())
}

impl Backend {
    /// Nobody else holds it. Ask inside the transaction that then moves the version on: a case that was taken since has
    /// another one.
    pub(super) async fn check_free(
        &self,
        write: &mut Write,
        case: &Case,
        officer: &Officer,
    ) -> Result<Option<Hold>> {
        let hold = sql::of(write, &case.id).await?;
        match hold.filter(|hold| hold.counts(self.now())) {
            Some(hold) if hold.officer != officer.id => Err(Error::Taken),
            own => Ok(own),
        }
    }

    /// Takes a case up; with `over`, out of somebody else's hands. Of several at once exactly one wins.
    ///
    /// # Errors
    /// [`Error::Taken`] where another holds it, [`Error::Forbidden`] where it isn't this officer's turn.
    pub async fn take_case(
        &self,
        session: &str,
        code: &str,
        version: i64,
        over: bool,
    ) -> Result<CaseView> {
        let (officer, case) = self.case_to_work_on(session, code).await?;
        self.take_up(&officer, &case, version, over).await?;
        self.reload(&officer, &case).await
    }

    /// Something to do with it is this officer's.
    pub(super) async fn has_work(&self, officer: &Officer, case: &Case) -> Result<bool> {
        let powers = self.powers(officer).await?;
        let actions = powers.actions(&case.service_id, &self.spot(case));
        Ok(!actions.is_empty())
    }

    /// [`Backend::take_case`], without showing the case afterwards.
    pub(super) async fn take_up(
        &self,
        officer: &Officer,
        case: &Case,
        version: i64,
        over: bool,
    ) -> Result<()> {
        if !self.has_work(officer, case).await? {
            return Err(Error::Forbidden);
        }
        let now = self.now();
        let mut write = self.db.write().await?;
        let before = sql::of(&mut write, &case.id)
            .await?
            .filter(|hold| hold.counts(now));
        let (deed, note) = match before {
            Some(hold) if hold.officer == officer.id => {
                write.roll_back().await?;
                return Ok(());
            }
            Some(_) if !over => return Err(Error::Taken),
            Some(hold) => (Deed::TakenOver, Some(hold.name)),
            None => (Deed::Taken, None),
        };
        if case.version != version || !application::sql::bump_version(&mut write, case).await? {
            return Err(Error::Changed);
        }
        sql::set(&mut write, &case.id, Some(&officer.id), now).await?;
        self.record_aside(&mut write, case, officer, deed, note)
            .await?;
        Ok(write.commit().await?)
    }

    /// Puts a case that is free, or in the giver's own hands, into a colleague's.
    ///
    /// # Errors
    /// [`Error::Taken`] where somebody else holds it, [`Error::Forbidden`] where it isn't the giver's turn.
    pub(super) async fn give(
        &self,
        officer: &Officer,
        case: &Case,
        version: i64,
        to: &Officer,
    ) -> Result<()> {
        if !self.has_work(officer, case).await? {
            return Err(Error::Forbidden);
        }
        let mut write = self.db.write().await?;
        self.check_free(&mut write, case, officer).await?;
        if case.version != version || !application::sql::bump_version(&mut write, case).await? {
            return Err(Error::Changed);
        }
        sql::set(&mut write, &case.id, Some(&to.id), self.now()).await?;
        let note = Some(format!("{} ({})", to.name, to.role.name(Lang::Id)));
        self.record_aside(&mut write, case, officer, Deed::Given, note)
            .await?;
        Ok(write.commit().await?)
    }

    /// Lays it down, so that others see it is free. Nothing happens where it isn't in this officer's hands.
    pub async fn put_back_case(&self, session: &str, code: &str) -> Result<CaseView> {
        let (officer, case) = self.case_to_work_on(session, code).await?;
        let mut write = self.db.write().await?;
        if sql::put_back(&mut write, &case.id, &officer.id).await? {
            self.record_aside(&mut write, &case, &officer, Deed::PutBack, None)
                .await?;
        }
        write.commit().await?;
        self.reload(&officer, &case).await
    }

    /// Writes down what is no step.
    pub(crate) async fn record_aside(
        &self,
        write: &mut Write,
        case: &Case,
        officer: &Officer,
        deed: Deed,
        note: Option<String>,
    ) -> Result<()> {
        let seq = application::sql::next_event(write, &case.id).await?;
        let event = Event {
            at: self.now(),
            actor: Actor::officer(officer),
            behalf: None,
            deed,
            from: case.state,
            to: case.state,
            note,
        };
        Ok(self.record(write, &case.id, seq, &event).await?)
    }
}
