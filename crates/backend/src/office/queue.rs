//! The queue: what lies on whose desk, the most pressing first.

use super::sql::{self, Order, Wanted};
use crate::Backend;
use domain::application::{State, officer_actions};
use domain::calendar::iso_day;
use domain::clock::{Due, pressure};
use domain::error::{Error, Result};
use domain::officer::{Officer, Role};
use domain::search::fold;
use domain::view::{Queue, QueueFilter, QueueGroup, QueueRow};
use time::Date;

/// Rows of one page.
pub const QUEUE_ROWS: i64 = 25;
/// Nobody turns so many pages; searching is quicker.
const MAX_PAGE: u32 = 100_000;
/// Longest search, in characters.
const MAX_SEARCH: usize = 60;

impl Backend {
    pub async fn queue(&self, session: &str, filter: QueueFilter) -> Result<Queue> {
        let officer = self.caller(session).await?;
        // A partner has a list of its own: what it took in.
        if !officer.role.sees_cases() || officer.role == Role::Partner {
            return Err(Error::Forbidden);
        }
        // Folding leaves letters, digits and single spaces: nothing that LIKE would take for a sign.
        let search: String = fold(&filter.search.chars().take(MAX_SEARCH).collect::<String>());
        let wanted = Wanted {
            territory: &officer.territory,
            states: states(officer.role, filter.group),
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
            QueueGroup::Done => Order::Closed,
            QueueGroup::All => Order::Sent,
        };
        let (total, rows) = sql::look(&mut read, &wanted, order).await?;
        drop(read);
        let rows = rows
            .into_iter()
            .map(|row| self.queue_row(&officer, row))
            .collect();
        Ok(Queue {
            rows,
            total,
            zone: self.catalogue.zone(&officer.territory),
        })
    }

    fn queue_row(&self, officer: &Officer, row: sql::Row) -> QueueRow {
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
            mine: !officer_actions(officer.role, row.state).is_empty(),
            code: row.code,
            region: row.region,
        }
    }
}

/// The states of a group.
fn states(role: Role, group: QueueGroup) -> Vec<State> {
    let open = |state: &State| *state != State::Draft && !state.is_final();
    let wanted = |state: &State| match group {
        // A helper takes no step; what is open in the desa is what there is to help with.
        QueueGroup::Mine if role == Role::Helper => open(state),
        QueueGroup::Mine => !officer_actions(role, *state).is_empty(),
        QueueGroup::Open => open(state),
        QueueGroup::Returned => *state == State::NeedsFix,
        QueueGroup::Done => state.is_final(),
        QueueGroup::All => *state != State::Draft,
    };
    State::ALL.into_iter().filter(wanted).collect()
}
