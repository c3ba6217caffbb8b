//! Partners: institutions outside the office, each with an agreement that begins and ends.

use super::{one_problem, sql};
use crate::Backend;
use crate::fault::Fault;
use domain::calendar::{iso_day, parse_day};
use domain::error::{Error, Result};
use domain::form::{MAX_TEXT, tidy};
use domain::officer::{Partner, Role};
use domain::validate::What;
use time::Date;

#[derive(Clone, Debug)]
pub struct NewPartner {
    pub name: String,
    /// Number of the cooperation agreement.
    pub agreement: String,
    /// First and last day, ISO 8601.
    pub from: String,
    pub until: String,
}

impl Backend {
    /// Adds a partner. As with officers there is no door to it from outside.
    pub async fn add_partner(&self, new: NewPartner) -> Result<Partner> {
        let added = self.insert_partner(new, false).await?;
        added.ok_or_else(|| one_problem("name", What::Unexpected))
    }

    /// `None`: a partner of that name is there already.
    pub(crate) async fn insert_partner(
        &self,
        new: NewPartner,
        demo: bool,
    ) -> Result<Option<Partner>> {
        let days = days(&new)?;
        let partner = Partner {
            id: self.new_id()?,
            name: line("name", &new.name)?,
            agreement: line("agreement", &new.agreement)?,
            from: new.from,
            until: new.until,
        };
        let mut write = self.db.write().await?;
        let added = sql::insert_partner(&mut write, &partner, days, demo, self.now()).await?;
        write.commit().await?;
        Ok(added.then_some(partner))
    }

    /// A new agreement for a partner that is known.
    ///
    /// # Errors
    /// [`Error::NotFound`]: there is no partner of this name.
    pub async fn renew_partner(&self, new: NewPartner) -> Result<()> {
        let days = days(&new)?;
        let (name, agreement) = (line("name", &new.name)?, line("agreement", &new.agreement)?);
        let mut write = self.db.write().await?;
        if !sql::renew_partner(&mut write, &name, &agreement, days).await? {
            return Err(Error::NotFound);
        }
        Ok(write.commit().await?)
    }

    pub async fn partners(&self) -> Result<Vec<Partner>> {
        let mut read = self.db.read().await?;
        Ok(sql::partners(&mut read).await?)
    }

    /// Partner staff have a partner, and nobody else has one.
    pub(super) async fn partner_of(
        &self,
        role: Role,
        name: Option<&str>,
    ) -> Result<Option<Partner>> {
        match (role, name) {
            (Role::Partner, Some(name)) => {
                let known = self.partners().await?;
                let found = known.into_iter().find(|one| one.name == name);
                found
                    .map(Some)
                    .ok_or_else(|| one_problem("partner", What::NotAnOption))
            }
            (Role::Partner, None) => Err(one_problem("partner", What::Missing)),
            (_, Some(_)) => Err(one_problem("partner", What::Unexpected)),
            (_, None) => Ok(None),
        }
    }
}

/// Both days as they are kept; the last one isn't before the first.
fn days(new: &NewPartner) -> Result<(i64, i64)> {
    let day = |field: &str, text: &str| {
        parse_day(text)
            .map(|day| i64::from(day.to_julian_day()))
            .ok_or_else(|| one_problem(field, What::NotADate))
    };
    let (from, until) = (day("from", &new.from)?, day("until", &new.until)?);
    if until < from {
        return Err(one_problem("until", What::DateInPast));
    }
    Ok((from, until))
}

/// One tidy line that isn't empty.
pub(crate) fn line(field: &str, text: &str) -> Result<String> {
    let text = tidy(text.get(..MAX_TEXT * 8).unwrap_or(text));
    let text = text.replace('\n', " ");
    if text.is_empty() {
        return Err(one_problem(field, What::Missing));
    }
    if text.chars().count() > MAX_TEXT {
        return Err(one_problem(field, What::TooLong { max: MAX_TEXT }));
    }
    Ok(text)
}

/// A day as it is kept, in ISO 8601.
pub(crate) fn day_text(julian: i64) -> std::result::Result<String, Fault> {
    let day = i32::try_from(julian)
        .ok()
        .and_then(|day| Date::from_julian_day(day).ok());
    day.map(iso_day).ok_or_else(|| Fault::broken("day"))
}
