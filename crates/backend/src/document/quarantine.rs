//! Quarantine: what the malware scanner has not found clean is shown to nobody.
//!
//! A file enters with the transaction that completes it, and stays while the scanner can't be reached: residents don't
//! wait for it, officers do. One that carries malware is removed from the disk; what remains is the word for it, so
//! that the resident, or the officer who must ask for another one, is told why. Without a scanner there is none.

use super::sql;
use crate::Backend;
use crate::fault::Fault;
use domain::document::Scan;
use domain::error::Error;

/// So many are asked about at a time.
const BATCH: i64 = 100;

impl Backend {
    /// Asks the scanner about one file. Whatever can't be asked now stays where it is.
    pub(crate) async fn scan(&self, id: &str) -> Result<Scan, Fault> {
        let Some(scanner) = &self.scanner else {
            return Ok(Scan::Clean);
        };
        match scanner.is_clean(&self.archive.kept(id)).await {
            Ok(true) => {
                let mut write = self.db.write().await?;
                sql::release(&mut write, id).await?;
                write.commit().await?;
                Ok(Scan::Clean)
            }
            Ok(false) => {
                tracing::warn!(file = id, "the scanner found malware");
                let mut write = self.db.write().await?;
                sql::condemn(&mut write, id).await?;
                write.commit().await?;
                self.remove_files(id).await?;
                Ok(Scan::Infected)
            }
            Err(error) => {
                tracing::error!(kind = ?error.kind(), "the malware scanner gave no verdict");
                Ok(Scan::Waiting)
            }
        }
    }

    /// Asks the scanner about whatever waits. Call it every half minute; stops at the first that can't be asked.
    pub async fn scan_waiting(&self) -> domain::error::Result<()> {
        loop {
            let mut read = self.db.read().await?;
            let ids = sql::waiting(&mut read, BATCH).await?;
            drop(read);
            if ids.is_empty() {
                return Ok(());
            }
            for id in ids {
                if self.archive.kept(&id).exists() {
                    if self.scan(&id).await? == Scan::Waiting {
                        return Ok(());
                    }
                } else {
                    // Removed meanwhile.
                    let mut write = self.db.write().await?;
                    sql::release(&mut write, &id).await?;
                    write.commit().await?;
                }
            }
        }
    }

    /// Why a file was refused after all its bytes had come.
    pub(crate) async fn refusal(&self, id: &str) -> Result<Error, Fault> {
        let mut read = self.db.read().await?;
        Ok(match sql::scan_of(&mut read, id).await? {
            Scan::Infected => Error::Infected,
            Scan::Clean | Scan::Waiting => super::refused(sql::flaw_of(&mut read, id).await?),
        })
    }

    /// Where the scanner was taken away, nothing waits for it any more.
    pub(crate) async fn lift_quarantine(&self) -> Result<(), Fault> {
        if self.scanner.is_none() {
            let mut write = self.db.write().await?;
            let lifted = sql::release_all(&mut write).await?;
            write.commit().await?;
            if lifted > 0 {
                tracing::warn!(
                    lifted,
                    "no scanner is configured: files left quarantine unscanned"
                );
            }
        }
        Ok(())
    }
}
