//! Whether the office can work, and the sweeping at night.

pub(crate) mod sql;

use crate::{Backend, attempt, document, draft, grant, officer};
use domain::error::Result;
use tokio::task::spawn_blocking;

/// Below this much free space no new upload begins: what is under way must still find room.
pub(crate) const FREE_SPACE_NEEDED: u64 = 256 * 1024 * 1024;

/// What `/readyz` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    pub database: bool,
    pub archive: bool,
    pub free_bytes: Option<u64>,
}

impl Health {
    pub fn is_ready(&self) -> bool {
        self.database
            && self.archive
            && self.free_bytes.is_none_or(|free| free >= FREE_SPACE_NEEDED)
    }
}

/// What a sweep removed, and closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub uploads: u64,
    pub drafts: u64,
    pub sessions: u64,
    pub grants: u64,
    pub attempts: u64,
    /// Days whose heads were made.
    pub audit_days: u64,
    /// Growing files that no upload knows.
    pub strays: u64,
}

impl Backend {
    pub async fn health(&self) -> Health {
        let archive = self.archive.clone();
        let (writable, free_bytes) =
            spawn_blocking(move || (archive.is_writable(), archive.free_bytes()))
                .await
                .unwrap_or((false, None));
        Health {
            database: self.db.answers().await,
            archive: writable,
            free_bytes,
        }
    }

    /// Removes what nobody needs any more: abandoned uploads (7 days), ended drafts, old sessions, grants and tries.
    /// Closes the audit's days that are over, and tells superiors of what is past its promise.
    /// Call it every few minutes; it does nothing when there is nothing to do.
    pub async fn sweep(&self) -> Result<Swept> {
        let now = self.now();
        let mut swept = Swept {
            uploads: self.sweep_uploads().await?,
            ..Swept::default()
        };

        let mut write = self.db.write().await?;
        swept.drafts =
            draft::sql::forget_old(&mut write, now.plus_seconds(-draft::REMEMBERED_SECONDS))
                .await?;
        swept.sessions = officer::forget_old_sessions(&mut write, now).await?;
        swept.grants = grant::forget_old(&mut write, now).await?;
        document::sql::forget_quarantine(&mut write).await?;
        self.forget_conversations(&mut write, now).await?;
        swept.attempts =
            attempt::forget_old(&mut write, now.plus_seconds(-attempt::LONGEST_SECONDS)).await?;
        write.commit().await?;

        self.escalate().await?;
        swept.audit_days = self.close_days().await?;
        self.settle_anchor().await?;
        swept.strays = self
            .sweep_strays(Some(now.plus_seconds(-24 * 3600)))
            .await?;
        Ok(swept)
    }
}
