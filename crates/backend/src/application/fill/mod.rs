//! What columns hold that only Rust can compute, for applications that are older than the column; and due days that
//! are older than the office's calendar.

pub(super) mod sql;

use super::from_json;
use super::sql as cases;
use crate::Backend;
use crate::event;
use crate::fault::Fault;

const BATCH: i64 = 200;

impl Backend {
    /// An office has entered another holiday or other hours: what is open is counted anew, or the queue would name
    /// another day than the case.
    pub(crate) async fn follow_calendar(&self) -> Result<(), Fault> {
        let days = self.catalogue.calendar.iso_days().join(" ");
        let hours = format!("{:?}", self.catalogue.hours);
        // "promise": counted since migration 10 as well.
        let now = crate::secret::hash(&format!("promise {days} {hours}"));
        let mut write = self.db.write().await?;
        if crate::health::sql::change_setting(&mut write, "calendar", &now).await? {
            sql::forget_due_days(&mut write).await?;
        }
        write.commit().await
    }

    /// Makes cases findable by phone, NIK and birth date that are older than migration 6. Quick when there is nothing.
    pub(crate) async fn fill_keys(&self) -> Result<(), Fault> {
        loop {
            let mut write = self.db.write().await?;
            let cases = sql::without_keys(&mut write, BATCH).await?;
            if cases.is_empty() {
                return Ok(());
            }
            for id in cases {
                let bodies = cases::answers(&mut write, &id).await?;
                let answers = bodies.last().map(|(_, body)| from_json(body)).transpose()?;
                let keys = self.keys(&answers.unwrap_or_default());
                sql::set_keys(&mut write, &id, &keys).await?;
            }
            write.commit().await?;
        }
    }

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
                let days = self.days(&case, &history);
                sql::set_due_day(&mut write, &case.id, days).await?;
            }
            write.commit().await?;
        }
    }

    /// An office has changed a chain of hands: whose turn it is, is asked anew. Quick when nothing changed.
    pub(crate) async fn follow_chains(&self) -> Result<(), Fault> {
        let chains = self.catalogue.services.iter();
        let chains: Vec<_> = chains.map(|one| (&one.id, &one.chain)).collect();
        let now = crate::secret::hash(&format!("{chains:?}"));
        let mut write = self.db.write().await?;
        if crate::health::sql::change_setting(&mut write, "chains", &now).await? {
            sql::forget_turns(&mut write).await?;
        }
        write.commit().await?;
        let mut last = String::new();
        loop {
            let mut write = self.db.write().await?;
            let cases = sql::without_turn(&mut write, &last, BATCH).await?;
            let Some(case) = cases.last() else {
                return Ok(());
            };
            last.clone_from(&case.id);
            for case in cases {
                sql::set_turn(&mut write, &case.id, &self.spot(&case)).await?;
            }
            write.commit().await?;
        }
    }

    /// Splits names into words that are older than migration 10. Quick when there is nothing.
    pub(crate) async fn fill_words(&self) -> Result<(), Fault> {
        let mut last = String::new();
        loop {
            let mut write = self.db.write().await?;
            let cases = sql::without_words(&mut write, &last, BATCH).await?;
            let Some((id, _)) = cases.last() else {
                return Ok(());
            };
            last.clone_from(id);
            for (id, name) in cases {
                sql::set_words(&mut write, &id, &name).await?;
            }
            write.commit().await?;
        }
    }
}
