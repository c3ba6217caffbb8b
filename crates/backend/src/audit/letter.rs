//! Letters in the audit: each change of one is an event of its case, and a link over all of its row as it is then. So a
//! row that somebody changed, added or removed beside the program doesn't fit its newest link.

use super::{Audit, Flaw, Together, sql};
use crate::Backend;
use crate::application;
use crate::db::Write;
use crate::fault::Fault;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

impl Backend {
    /// Links a letter's row as it is now, in the transaction that changed it.
    pub(crate) async fn link_letter(&self, write: &mut Write, id: &str) -> Result<(), Fault> {
        let (chain, parts) = sql::letter_parts_of(write, id).await?;
        let seq = sql::newest_seq(write, &chain).await? + 1;
        self.add_link(write, &chain, seq, &parts).await
    }

    /// Letters that are older than their links get the first one, once: from then on one without is a flaw.
    pub(crate) async fn begin_letters(&self) -> Result<(), Fault> {
        let mut write = self.db.write().await?;
        if crate::health::sql::change_setting(&mut write, "letters", "linked").await? {
            for id in sql::letters(&mut write).await? {
                self.link_letter(&mut write, &id).await?;
            }
        }
        write.commit().await
    }

    /// Whether every letter is as it was when its newest link was made.
    pub(super) async fn verify_letters(
        &self,
        read: &mut AnyConnection,
        days: &mut BTreeMap<i64, Together>,
        audit: &mut Audit,
    ) -> Result<(), Fault> {
        // Links first: a letter that is made meanwhile has them both.
        let mut gone = BTreeSet::new();
        for (chain, day, link) in sql::letter_links(read).await? {
            days.entry(day).or_default().add(&link);
            gone.insert(chain);
        }
        for (chain, parts, newest, before) in sql::letters_linked(read).await? {
            gone.remove(&chain);
            if newest != Some(self.link(&before.unwrap_or_default(), &parts)) {
                audit.tell_once(flaw(read, &chain).await?);
            }
        }
        for chain in gone {
            audit.tell_once(flaw(read, &chain).await?);
        }
        Ok(())
    }
}

/// What is wrong with a letter: its name among the links says whose it is, also when it is gone.
pub(super) async fn flaw(read: &mut AnyConnection, chain: &str) -> Result<Flaw, Fault> {
    let mut parts = chain.split(':').skip(1).map(str::to_owned);
    let (application, letter) = (parts.next(), parts.next());
    let case = application::sql::by_id(read, &application.unwrap_or_default()).await?;
    Ok(Flaw::Letter {
        case: case.map_or_else(|| "?".to_owned(), |case| case.code.to_string()),
        letter: letter.unwrap_or_default(),
    })
}
