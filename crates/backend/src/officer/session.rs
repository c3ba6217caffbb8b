//! Sessions: twelve hours at most, one hour without a sign of life.
//!
//! The cookie holds 256 random bits; the database holds their SHA-256.

use super::{MAX_PASSWORD, sql, user_name};
use crate::Backend;
use crate::assistance::field::OLDEST_LEAVE_SECONDS;
use crate::attempt::{LOG_IN_BY_ADDRESS, LOG_IN_BY_NAME, Requester};
use crate::fault::Fault;
use crate::secret::hash;
use domain::calendar::{Moment, parse_day};
use domain::error::{Error, Result};
use domain::officer::{Officer, Standing};
use domain::private::Private;
use domain::view::Session;

pub(super) const LIFE_SECONDS: i64 = 12 * 3600;
pub(super) const IDLE_SECONDS: i64 = 60 * 60;
/// Signs of life are written down so often at most.
const NOTED_EVERY_SECONDS: i64 = 60;
const MAX_TOKEN: usize = 200;

impl Backend {
    /// Opens a session. Unknown name and wrong password give one answer in the same time.
    pub async fn log_in(
        &self,
        username: &str,
        password: &str,
        requester: &Requester,
    ) -> Result<Private<String>> {
        let name = user_name(username).unwrap_or_default();
        let limits = [
            (LOG_IN_BY_ADDRESS, requester.text()),
            (LOG_IN_BY_NAME, name.as_str()),
        ];
        let tried = self.count_try(&limits).await?;

        let mut read = self.db.read().await?;
        let known = sql::active_by_username(&mut read, &name).await?;
        drop(read);
        let fits = password.len() <= MAX_PASSWORD;
        let password = Private::new(if fits {
            password.to_owned()
        } else {
            String::new()
        });
        let (officer, hashed) = known
            .map(|known| (known.officer, known.password_hash))
            .unzip();
        let right = self.is_password(password, hashed).await? && fits;
        let Some(officer) = officer.filter(|_| right) else {
            return Err(Error::WrongLogin);
        };
        let mut write = self.db.write().await?;
        tried.give_back(&mut write).await?;
        write.commit().await?;
        self.check_may_bring(&officer)?;
        tracing::info!(officer = officer.id, "an officer logged in");
        Ok(self.begin_session(&officer.id).await?)
    }

    /// A session for an officer who has shown who they are.
    pub(crate) async fn begin_session(
        &self,
        officer: &str,
    ) -> std::result::Result<Private<String>, Fault> {
        let token = self.new_token()?;
        let mut write = self.db.write().await?;
        sql::insert_session(&mut write, &hash(&token), officer, self.now()).await?;
        write.commit().await?;
        Ok(Private::new(token))
    }

    /// Who is logged in.
    pub async fn officer(&self, session: &str) -> Result<Session> {
        let officer = self.caller(session).await?;
        Ok(Session {
            territory_name: self.catalogue.region_name(&officer.territory),
            officer,
        })
    }

    /// Ends a session. One that has ended already is fine.
    pub async fn log_out(&self, session: &str) -> Result<()> {
        if session.len() <= MAX_TOKEN {
            let mut write = self.db.write().await?;
            sql::delete_session(&mut write, &hash(session)).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// The officer who calls: the first line of every use-case of the office.
    pub(crate) async fn caller(&self, session: &str) -> Result<Officer> {
        let officer = self.logged_in(session).await?;
        self.check_standing(&officer)?;
        Ok(officer)
    }

    /// Whose session this is, whether or not an agreement still runs.
    pub(crate) async fn logged_in(&self, session: &str) -> Result<Officer> {
        if session.is_empty() || session.len() > MAX_TOKEN {
            return Err(Error::LoggedOut);
        }
        let now = self.now();
        let token_hash = hash(session);
        let mut read = self.db.read().await?;
        let found = sql::session(&mut read, &token_hash).await?;
        drop(read);
        let Some((officer, created, seen)) = found else {
            return Err(Error::LoggedOut);
        };
        if now >= created.plus_seconds(LIFE_SECONDS) || now >= seen.plus_seconds(IDLE_SECONDS) {
            self.log_out(session).await?;
            return Err(Error::LoggedOut);
        }
        if now >= seen.plus_seconds(NOTED_EVERY_SECONDS) {
            let mut write = self.db.write().await?;
            sql::note_seen(&mut write, &token_hash, now).await?;
            write.commit().await?;
        }
        Ok(officer)
    }

    /// Whose agreement has ended opens nothing any more, but still brings what was taken before ([`Backend::bringer`]):
    /// a session for that, as long as a device keeps it.
    fn check_may_bring(&self, officer: &Officer) -> Result<()> {
        let zone = self.catalogue.zone(&officer.territory);
        let oldest = self.now().plus_seconds(-OLDEST_LEAVE_SECONDS).day(zone);
        match self.check_standing(officer) {
            Err(Error::Agreement {
                standing: Standing::Ended { until },
            }) if parse_day(&until).is_some_and(|until| until >= oldest) => Ok(()),
            checked => checked,
        }
    }

    /// A partner outside its agreement can do nothing, and is told why.
    pub(crate) fn check_standing(&self, officer: &Officer) -> Result<()> {
        self.check_standing_at(officer, self.now())
    }

    /// The same on the day of `at`, when a resident gave their leave: what was taken while the agreement ran may be
    /// brought after it. Only the newest agreement is on record, so a day before it began is judged by today.
    ///
    /// # Errors
    /// [`Error::Agreement`]: it had ended by then, or hasn't begun to this day.
    pub(crate) fn check_standing_at(&self, officer: &Officer, at: Moment) -> Result<()> {
        let then = at.day(self.catalogue.zone(&officer.territory));
        let standing = match officer.standing(then) {
            Standing::NotYet { .. } => officer.standing(self.today(&officer.territory)),
            standing => standing,
        };
        match standing {
            Standing::Valid => Ok(()),
            standing => Err(Error::Agreement { standing }),
        }
    }
}
