//! Due days of applications that are older than the column.

use super::sql;
use super::step::due_day;
use crate::Backend;
use crate::event;
use crate::fault::Fault;

const BATCH: i64 = 200;

impl Backend {
    /// Fills what migration 2 could not compute: working days need the catalogue's calendar. Quick when there is nothing.
    pub(crate) async fn fill_due_days(&self) -> Result<(), Fault> {
        loop {
            let mut write = self.db.write().await?;
            let cases = sql::without_due_day(&mut write, BATCH).await?;
            if cases.is_empty() {
                return Ok(());
            }
            for case in cases {
                let history =
                    event::history(&event::sql::of_application(&mut write, &case.id).await?);
                let due = due_day(self.due(&case.region, &history, case.limit_days));
                sql::set_due_day(&mut write, &case.id, due).await?;
            }
            write.commit().await?;
        }
    }
}
