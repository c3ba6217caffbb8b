//! The queue: what lies on whose desk, the most pressing first.

use super::hold::Hold;
use super::sql::{self, Order, Wanted};
use crate::Backend;
use domain::application::{Action, State};
use domain::calendar::iso_day;
use domain::clock::{Due, SOON_MINUTES, pressure};
use domain::delegation::Powers;
use domain::error::{Error, Result};
use domain::officer::{Officer, Role};
use domain::search::fold;
use domain::view::{LettersWaiting, Queue, QueueFilter, QueueGroup, QueueRow, QueueWhen};
use time::Date;

/// Rows of one page.
pub const QUEUE_ROWS: i64 = 25;
/// Cases that are counted; beyond, a list says "more than". Counting a hundred thousand would take most of its time.
/// Tests needn't make so many.
const COUNTED: i64 = if cfg!(test) { 30 } else { 1_000 };
/// Nobody turns so many pages; searching is quicker.
const MAX_PAGE: u32 = 100_000;
/// Longest search, in characters.
const MAX_SEARCH: usize = 60;
const DAY_SECONDS: i64 = 24 * 3600;

impl Backend {
    pub async fn queue(&self, session: &str, filter: QueueFilter) -> Result<Queue> {
        let officer = self.caller(session).await?;
        // A partner has a list of its own: what it took in.
        if !officer.role.sees_cases() || officer.role == Role::Partner {
            return Err(Error::Forbidden);
        }
        // Folding leaves letters, digits and single spaces: nothing that LIKE would take for a sign.
        let search: String = fold(&filter.search.chars().take(MAX_SEARCH).collect::<String>());
        let powers = self.powers(&officer).await?;
        let now = self.now();
        let office = self.catalogue.office_time(&officer.territory);
        let today = now.day(office.zone);
        let (due_before, deadline_before, sent_before) = match filter.when {
            QueueWhen::Any => (i64::MAX, i64::MAX, i64::MAX),
            QueueWhen::Late => (i64::from(today.to_julian_day()), now.0, 0),
            QueueWhen::Pressing => {
                let next = office.calendar.add_working_days(today, 1);
                let soon = now.plus_seconds(SOON_MINUTES * 60);
                (i64::from(next.to_julian_day()) + 1, soon.0, 0)
            }
            QueueWhen::Old => (0, 0, now.plus_seconds(-7 * DAY_SECONDS).0),
        };
        let wanted = Wanted {
            territory: &officer.territory,
            turns: turns(&powers, filter.group),
            states: states(filter.group)
                .into_iter()
                .filter(|state| filter.state.is_none_or(|wanted| wanted == *state))
                .collect(),
            phone: self.phone_key(&filter.search),
            holder: if filter.group == QueueGroup::Held {
                &officer.id
            } else {
                ""
            },
            held_after: Hold::oldest(now),
            due_before,
            deadline_before,
            sent_before,
            name: search.clone(),
            code: search
                .chars()
                .filter(|c| c.is_ascii_alphanumeric())
                .collect::<String>()
                .to_uppercase(),
            offset: i64::from(filter.page.min(MAX_PAGE)) * QUEUE_ROWS,
        };
        let mut read = self.db.read().await?;
        let order = match filter.group {
            QueueGroup::Mine | QueueGroup::Open | QueueGroup::Returned => Order::Pressing,
            QueueGroup::Held => Order::Held,
            QueueGroup::Done => Order::Closed,
            QueueGroup::All => Order::Sent,
        };
        // On every page it is known whether there is a next one.
        let most = COUNTED.max(wanted.offset + QUEUE_ROWS);
        let (total, rows) = sql::look(&mut read, &wanted, order, most + 1).await?;
        drop(read);
        let colleagues = self.colleagues(&officer).await?;
        // Told where the day's work begins, not on every page.
        let first = search.is_empty() && filter.page == 0;
        let letters = match first && officer.role.works_on_cases() {
            true => self.letters_for(&officer, &powers).await?,
            false => LettersWaiting::default(),
        };
        let rows = rows
            .into_iter()
            .map(|row| self.queue_row(&officer, &powers, row))
            .collect();
        Ok(Queue {
            rows,
            total: total.min(most),
            more: total > most,
            zone: self.catalogue.zone(&officer.territory),
            colleagues,
            letters,
        })
    }

    fn queue_row(&self, officer: &Officer, powers: &Powers, row: sql::Row) -> QueueRow {
        let today = self.today(&row.region);
        let due = i32::try_from(row.due_day)
            .ok()
            .and_then(|day| Date::from_julian_day(day).ok());
        // No clock runs, or it has stopped: the column then holds a day that no calendar has.
        let due = due.filter(|_| row.due_day < crate::application::NO_DUE_DAY);
        let deadline = self.deadline(&row.service_id, row.deadline_at);
        let by_law = pressure(
            due.map_or(Due::NotStarted, Due::On),
            today,
            &self.catalogue.calendar,
        );
        let spot = self.chain(&row.service_id).spot(row.state, row.hand);
        let sent_day = row.sent_at.day(self.catalogue.zone(&row.region));
        QueueRow {
            service_name: self.service_name(&row.service_id),
            applicant: row.applicant_name,
            region_name: self.catalogue.region_name(&row.region),
            state: row.state,
            sent: row.sent_at,
            age_days: i64::from(today.to_julian_day() - sent_day.to_julian_day()).max(0),
            // The louder of the two clocks.
            pressure: deadline
                .as_ref()
                .map_or(by_law, |deadline| deadline.pressure.min(by_law)),
            due: due.map(iso_day),
            urgent: row.urgent,
            deadline,
            mine: powers.has_turn(&row.service_id, &spot),
            hand: spot.hand_now(),
            hold: row.hold.and_then(|hold| hold.view(officer, self.now())),
            version: row.version,
            may_be_ready: powers.may(&row.service_id, &spot, Action::MakeReady),
            code: row.code,
            region: row.region,
        }
    }
}

/// The roles whose turn it must be; none for all.
fn turns(powers: &Powers, group: QueueGroup) -> Vec<Role> {
    // Who takes no step sees what is open.
    if group == QueueGroup::Mine && powers.role.works_on_cases() {
        powers.roles()
    } else {
        Vec::new()
    }
}

/// The states of a group.
fn states(group: QueueGroup) -> Vec<State> {
    let open = |state: &State| *state != State::Draft && !state.is_final();
    let wanted = |state: &State| match group {
        QueueGroup::Mine | QueueGroup::Held | QueueGroup::Open => open(state),
        QueueGroup::Returned => *state == State::NeedsFix,
        QueueGroup::Done => state.is_final(),
        QueueGroup::All => *state != State::Draft,
    };
    State::ALL.into_iter().filter(wanted).collect()
}
