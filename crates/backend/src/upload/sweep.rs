//! Uploads that nobody came back for.

use super::sql;
use crate::Backend;
use crate::fault::Fault;
use domain::calendar::Moment;
use tokio::task::spawn_blocking;

/// So many per transaction: a sweep never holds up those who write.
const BATCH: i64 = 100;

impl Backend {
    /// Removes growing files whose upload is complete or gone: a crash came between the row and the tidying.
    /// `horizon`: only those that nobody touched since. Returns how many.
    pub(crate) async fn sweep_strays(&self, horizon: Option<Moment>) -> Result<u64, Fault> {
        let archive = self.archive.clone();
        let found = spawn_blocking(move || archive.stale_incoming(horizon)).await??;
        let mut strays = 0;
        for id in found {
            let mut read = self.db.read().await?;
            let grows = sql::exists(&mut read, &id).await?;
            drop(read);
            if !grows {
                // Only the growing file: a kept one of the same name may belong to an application.
                let archive = self.archive.clone();
                spawn_blocking(move || archive.remove_incoming(&id)).await??;
                strays += 1;
            }
        }
        Ok(strays)
    }

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
