//! Uploads that nobody came back for.

use super::sql;
use crate::Backend;
use crate::fault::Fault;

/// So many per transaction: a sweep never holds up those who write.
const BATCH: i64 = 100;

/// Whether an upload with this id exists.
pub(crate) async fn is_known(backend: &Backend, id: &str) -> Result<bool, Fault> {
    let mut read = backend.db.read().await?;
    sql::exists(&mut read, id).await
}

impl Backend {
    /// Goes on with checks that a stop cut short. Removes uploads past their time, those of ended drafts that weren't used, and removals that a crash cut short.
    pub(crate) async fn sweep_uploads(&self) -> Result<u64, Fault> {
        let now = self.now();
        self.check_arrived().await?;
        let mut removed = 0;
        loop {
            let mut read = self.db.read().await?;
            let ids = sql::due_for_sweep(&mut read, now, BATCH).await?;
            drop(read);
            if ids.is_empty() {
                return Ok(removed);
            }
            for id in ids {
                let _turn = self.writers.take(&id).await;
                // A writer may have come in between: ask again now that it is ours.
                let mut write = self.db.write().await?;
                let marked = sql::mark_removed_if_due(&mut write, &id, now).await?;
                write.commit().await?;
                if marked {
                    self.remove_files(&id).await?;
                    let mut write = self.db.write().await?;
                    sql::delete_removed(&mut write, &id).await?;
                    write.commit().await?;
                    removed += 1;
                }
            }
        }
    }
}
