//! Outreach sessions (Lais Manekat): the office comes to the village, and a roster says who comes to it.

mod report;
mod roster;
pub(crate) mod sql;
mod table;

use crate::Backend;
use crate::assistance::{Client, plain_id};
use crate::officer::one_problem;
use domain::assistance::MAX_NOTES;
use domain::calendar::{iso_day, parse_day};
use domain::error::{Error, Result};
use domain::form::{MAX_TEXT, tidy};
use domain::officer::Officer;
use domain::region::RegionCode;
use domain::validate::What;
use domain::view::{NewOutreach, OutreachRow, OutreachView, Outreaches, RosterRow};
use time::Date;

/// Sessions in the list.
const ROWS: i64 = 50;

/// One session.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) place: String,
    pub(crate) region: RegionCode,
    pub(crate) day: Date,
    pub(crate) team: String,
    pub(crate) equipment: String,
}

impl Backend {
    /// Sessions of this officer's territory, the newest first.
    pub async fn outreaches(&self, session: &str) -> Result<Outreaches> {
        let officer = self.outreach_team(session).await?;
        let mut read = self.db.read().await?;
        let sessions = sql::of_territory(&mut read, &officer.territory, ROWS).await?;
        drop(read);
        Ok(Outreaches {
            rows: sessions.iter().map(|one| self.outreach_row(one)).collect(),
            regions: self.villages(&officer),
            today: iso_day(self.today(&officer.territory)),
        })
    }

    /// Plans a session.
    pub async fn open_outreach(&self, session: &str, new: NewOutreach) -> Result<String> {
        let officer = self.outreach_team(session).await?;
        let short = |field: &str, text: &str| {
            let text = tidy(text.get(..MAX_TEXT * 8).unwrap_or(text)).replace('\n', " ");
            match text.chars().count() {
                0 => Err(one_problem(field, What::Missing)),
                1..=MAX_TEXT => Ok(text),
                _ => Err(one_problem(field, What::TooLong { max: MAX_TEXT })),
            }
        };
        let place = short("place", &new.place)?;
        let region = RegionCode::parse(new.region.trim())
            .ok()
            .filter(|code| code.depth() == 4 && officer.covers(code))
            .filter(|code| self.catalogue.region(code).is_some())
            .ok_or_else(|| one_problem("region", What::NotARegion))?;
        let day = parse_day(new.day.trim()).ok_or_else(|| one_problem("day", What::NotADate))?;
        let planned = Session {
            id: self.new_id()?,
            place,
            region,
            day,
            team: notes("team", &new.team)?,
            equipment: notes("equipment", &new.equipment)?,
        };
        let mut write = self.db.write().await?;
        sql::insert(&mut write, &planned, &officer.id, self.now()).await?;
        write.commit().await?;
        tracing::info!(outreach = planned.id, "an outreach session was planned");
        Ok(planned.id)
    }

    /// A session, its roster, and what has come of it.
    pub async fn outreach(&self, session: &str, id: &str) -> Result<OutreachView> {
        let (_, one) = self.outreach_for(session, id).await?;
        let mut read = self.db.read().await?;
        let roster = sql::roster(&mut read, &one.id).await?;
        drop(read);
        let roster = roster.into_iter().map(|(client, cases)| RosterRow {
            client: self.client_row(client, cases),
            cases,
        });
        Ok(OutreachView {
            about: self.outreach_row(&one),
            team: lines(&one.team),
            equipment: lines(&one.equipment),
            roster: roster.collect(),
            report: self.outreach_report(&one.id).await?,
            zone: self.catalogue.zone(&one.region),
        })
    }

    /// Where an officer goes on after helping somebody in a session: the session, and whoever stands next on its roster
    /// and hasn't been served.
    pub async fn after_helping(
        &self,
        session: &str,
        assistance: &str,
    ) -> Result<Option<(String, Option<String>)>> {
        let (_, assistance) = self.assisting(session, assistance).await?;
        let Some(id) = assistance.outreach_id else {
            return Ok(None);
        };
        let mut read = self.db.read().await?;
        let roster = sql::roster(&mut read, &id).await?;
        let waiting =
            |(client, cases): &(Client, i64)| *cases == 0 && client.id != assistance.client_id;
        let next = roster.into_iter().find(waiting);
        Ok(Some((id, next.map(|(client, _)| client.id))))
    }

    pub(crate) fn outreach_row(&self, one: &Session) -> OutreachRow {
        OutreachRow {
            id: one.id.clone(),
            place: one.place.clone(),
            region_name: self.short_region(&one.region),
            day: iso_day(one.day),
        }
    }

    /// Whoever goes out to villages: staff of the office and helpers, never a partner.
    async fn outreach_team(&self, session: &str) -> Result<Officer> {
        let officer = self.assistant(session).await?;
        if officer.partner.is_some() {
            return Err(Error::Forbidden);
        }
        Ok(officer)
    }

    pub(crate) async fn outreach_for(&self, session: &str, id: &str) -> Result<(Officer, Session)> {
        let officer = self.outreach_team(session).await?;
        let mut read = self.db.read().await?;
        let one = sql::by_id(&mut read, plain_id(id)?)
            .await?
            .filter(|one| officer.covers(&one.region))
            .ok_or(Error::NotFound)?;
        Ok((officer, one))
    }
}

fn notes(field: &str, text: &str) -> Result<String> {
    let too_long = || one_problem(field, What::TooLong { max: MAX_NOTES });
    if text.len() > MAX_NOTES * 8 {
        return Err(too_long());
    }
    let text = lines(&tidy(text)).join("\n");
    if text.chars().count() > MAX_NOTES {
        return Err(too_long());
    }
    Ok(text)
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}
