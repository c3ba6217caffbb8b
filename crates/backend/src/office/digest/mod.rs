//! The digest of an officer, and telling the superior: a case past its promise shows up on the list of who stands next
//! in its chain, and its history says so once.

mod mail;
mod sql;

use crate::Backend;
use crate::application;
use crate::event::{Actor, Event};
use domain::application::Deed;
use domain::calendar::iso_day;
use domain::delegation::Powers;
use domain::error::{Error, Result};
use domain::officer::{Officer, Role};
use domain::text::Lang;
use domain::view::{DeskCount, Digest, DigestRow, Nearness};
use time::Date;

/// Rows of one digest.
const ROWS: i64 = 100;
/// Cases that one sweep tells of.
const BATCH: i64 = 200;

impl Backend {
    /// What presses, for whoever works on cases or supervises.
    pub async fn digest(&self, session: &str) -> Result<Digest> {
        let officer = self.caller(session).await?;
        if !gets_digest(&officer) {
            return Err(Error::Forbidden);
        }
        let mail = self.digest_mail(&officer).await?;
        Ok(Digest {
            mail: Some(mail),
            ..self.digest_of(&officer).await?
        })
    }

    /// The digest of one officer: for the page, and for whoever sends it. It names nobody.
    pub(crate) async fn digest_of(&self, officer: &Officer) -> Result<Digest> {
        let powers = self.powers(officer).await?;
        let office = self.catalogue.office_time(&officer.territory);
        let today = self.now().day(office.zone);
        let next = office.calendar.add_working_days(today, 1);
        let mut read = self.db.read().await?;
        let rows = sql::near(&mut read, &officer.territory, number(next), ROWS).await?;
        let mut desks = sql::desks(&mut read, &officer.territory, number(today)).await?;
        drop(read);
        desks.sort_by_key(|desk| Role::ALL.iter().position(|role| *role == desk.hand));
        let rows = rows
            .into_iter()
            .map(|row| self.digest_row(&powers, row, today));
        let mut rows: Vec<DigestRow> = rows.collect();
        rows.sort_by(|a, b| (a.near, &a.promise).cmp(&(b.near, &b.promise)));
        Ok(Digest {
            at: self.now(),
            zone: office.zone,
            rows,
            mail: None,
            desks: desks
                .into_iter()
                .map(|one| DeskCount {
                    hand: one.hand,
                    open: one.open,
                    late: one.late,
                })
                .collect(),
        })
    }

    fn digest_row(&self, powers: &Powers, row: sql::Row, today: Date) -> DigestRow {
        let spot = self.chain(&row.service_id).spot(row.state, row.hand);
        let near = if row.due_day < number(today) {
            Nearness::PastLimit
        } else if row.promise_day < number(today) {
            Nearness::PastPromise
        } else if row.promise_day == number(today) {
            Nearness::Today
        } else {
            Nearness::Next
        };
        let late = matches!(near, Nearness::PastLimit | Nearness::PastPromise);
        let above = spot.superior();
        let promise = i32::try_from(row.promise_day)
            .ok()
            .and_then(|day| Date::from_julian_day(day).ok());
        DigestRow {
            service_name: self.service_name(&row.service_id),
            region_name: self.catalogue.region_name(&row.region),
            state: row.state,
            hand: spot.hand,
            near,
            promise: promise.map_or_else(String::new, iso_day),
            mine: powers.has_turn(&row.service_id, &spot),
            escalated: late && above.is_some_and(|role| powers.roles().contains(&role)),
            code: row.code,
        }
    }

    /// Writes into the history of each case that is past its promise who was told, once. Part of every sweep.
    pub(crate) async fn escalate(&self) -> Result<u64> {
        // Somewhere in the country the day is over first.
        let latest = self.now().day(domain::region::Zone::Wit);
        let mut write = self.db.write().await?;
        let cases = sql::past_promise(&mut write, number(latest), BATCH).await?;
        let mut told = 0;
        for (case, promise) in cases {
            if promise >= number(self.today(&case.region)) {
                continue;
            }
            sql::set_escalated(&mut write, &case.id).await?;
            let Some(above) = self.spot(&case).superior() else {
                continue;
            };
            let seq = application::sql::next_event(&mut write, &case.id).await?;
            let event = Event {
                at: self.now(),
                actor: Actor::Program,
                behalf: None,
                deed: Deed::Escalated,
                from: case.state,
                to: case.state,
                note: Some(above.name(Lang::Id).to_owned()),
            };
            self.record(&mut write, &case.id, seq, &event).await?;
            told += 1;
        }
        write.commit().await?;
        Ok(told)
    }
}

/// Whoever works on cases or supervises.
fn gets_digest(officer: &Officer) -> bool {
    officer.role.works_on_cases() || officer.role.audits()
}

fn number(day: Date) -> i64 {
    i64::from(day.to_julian_day())
}
