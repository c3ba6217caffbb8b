//! Delegations: who may decide in whose place, and since and until when.
//!
//! Given by the camat or the secretary on a page, or by whoever runs the program on the server, after an order on paper
//! ([`order`]). Giving and ending one are events, linked as those of cases are ([`crate::audit`]). What one allows is asked at every step, by
//! the day at the officer's office: one that has ended, or was taken back, allows nothing any more.

mod order;
pub(crate) mod sql;

use crate::Backend;
use crate::db::Write;
use crate::fault::Fault;
use crate::officer::{line, one_problem};
use domain::calendar::parse_day;
use domain::delegation::{Capacity, Delegation, Powers};
use domain::error::{Error, Result};
use domain::officer::{Officer, Role, Standing};
use domain::validate::What;

/// What happens to an order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Given,
    Ended,
}

impl Deed {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Deed::Given => "given",
            Deed::Ended => "ended",
        }
    }
}

/// Most services that one names; an order for more is one for all.
const MAX_SERVICES: usize = 50;

#[derive(Clone, Debug)]
pub struct NewDelegation {
    /// User name of who decides in another's place.
    pub username: String,
    pub capacity: Capacity,
    /// In whose place.
    pub role: Role,
    /// Ids of services; none for all of them.
    pub services: Vec<String>,
    /// First and last day, ISO 8601.
    pub from: String,
    pub until: String,
    /// Number of the order.
    pub basis: String,
}

impl Backend {
    /// Adds a delegation.
    ///
    /// # Errors
    /// [`Error::NotFound`]: there is no open account of this name. [`Error::Invalid`] names what is wrong otherwise.
    pub async fn add_delegation(&self, new: NewDelegation) -> Result<Delegation> {
        let delegation = self.insert_order(new, None).await?;
        tracing::info!(delegation = delegation.id, "a delegation was added");
        Ok(delegation)
    }

    async fn insert_order(&self, new: NewDelegation, by: order::By<'_>) -> Result<Delegation> {
        let day = |field: &str, text: &str| {
            parse_day(text).ok_or_else(|| one_problem(field, What::NotADate))
        };
        let (from, until) = (day("from", &new.from)?, day("until", &new.until)?);
        if until < from {
            return Err(one_problem("until", What::DateInPast));
        }
        if until > new.capacity.longest_until(from) {
            let message = new.capacity.too_long();
            return Err(one_problem("until", What::Rule { message }));
        }
        let days = [from, until].map(|day| i64::from(day.to_julian_day()));
        let days = (days[0], days[1]);
        let known = |id: &String| self.catalogue.service(id).is_some();
        if new.services.len() > MAX_SERVICES || !new.services.iter().all(known) {
            return Err(one_problem("services", What::NotAnOption));
        }
        let delegation = Delegation {
            id: self.new_id()?,
            capacity: new.capacity,
            role: new.role,
            services: new.services,
            from: new.from,
            until: new.until,
            basis: line("basis", &new.basis)?,
        };
        let officers = self.officers().await?;
        let username = new.username.trim().to_ascii_lowercase();
        let officer = officers.into_iter().find(|one| one.username == username);
        let reached = officer.filter(|one| by.is_none_or(|giver| giver.covers(&one.territory)));
        let officer = reached.ok_or_else(|| match by {
            None => Error::NotFound,
            Some(_) => one_problem("username", What::NotAnOption),
        })?;
        if by.is_some_and(|giver| giver.id == officer.id) {
            return Err(one_problem("username", What::NotAnOption));
        }
        // Only the office's own people decide, and only for others of it.
        let works = officer.role.works_on_cases() && new.role.works_on_cases();
        if !works || officer.role == new.role {
            return Err(one_problem("role", What::NotAnOption));
        }
        let mut write = self.db.write().await?;
        sql::insert(&mut write, &delegation, &officer.id, days, self.now()).await?;
        self.tell_order(&mut write, &delegation.id, Deed::Given, by)
            .await?;
        write.commit().await?;
        Ok(delegation)
    }

    /// All that were not taken back, with the user names of who has them; the newest first.
    pub async fn delegations(&self) -> Result<Vec<(String, Delegation)>> {
        let mut read = self.db.read().await?;
        Ok(sql::all(&mut read).await?)
    }

    /// Takes a delegation back, at once.
    ///
    /// # Errors
    /// [`Error::NotFound`]: there is none of this id, or it was taken back before.
    pub async fn end_delegation(&self, id: &str) -> Result<()> {
        self.take_back(id, None).await
    }

    async fn take_back(&self, id: &str, by: order::By<'_>) -> Result<()> {
        let mut write = self.db.write().await?;
        if !sql::end(&mut write, id, self.now()).await? {
            return Err(Error::NotFound);
        }
        self.tell_order(&mut write, id, Deed::Ended, by).await?;
        Ok(write.commit().await?)
    }

    /// Writes down what happened to an order, and links it.
    async fn tell_order(
        &self,
        write: &mut Write,
        id: &str,
        deed: Deed,
        by: order::By<'_>,
    ) -> Result<()> {
        let seq = sql::tell(write, id, deed, by, self.now()).await?;
        Ok(self.link_order(write, id, seq).await?)
    }

    /// Orders that are older than migration 10 get their first event, once: from then on one without is a flaw.
    pub(crate) async fn begin_orders(&self) -> std::result::Result<(), Fault> {
        let mut write = self.db.write().await?;
        if crate::health::sql::change_setting(&mut write, "orders", "linked").await? {
            for id in sql::untold(&mut write).await? {
                let seq = sql::tell(&mut write, &id, Deed::Given, None, self.now()).await?;
                self.link_order(&mut write, &id, seq).await?;
            }
        }
        write.commit().await
    }

    /// What this officer may do today.
    pub(crate) async fn powers(&self, officer: &Officer) -> Result<Powers> {
        let today = self.today(&officer.territory);
        let mut read = self.db.read().await?;
        let orders = sql::of_officer(&mut read, &officer.id).await?;
        let (lent, mut over): (Vec<_>, Vec<_>) = orders
            .into_iter()
            .partition(|one| one.standing(today) == Standing::Valid);
        over.retain(|one| one.ended_lately(today));
        Ok(Powers {
            role: officer.role,
            lent,
            over,
        })
    }
}
