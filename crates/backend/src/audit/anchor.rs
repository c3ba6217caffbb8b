//! The anchor: what the history must still hold, in a file beside the key and not in the database.
//!
//! Whoever writes only to the database can take away the newest events with their links, a whole case, or the last days'
//! heads, and nothing that is left there would say so. `audit.head` does: the newest head that this server closed or
//! saw, and each link since. It is written after the commit, so after a crash it may lack the newest links, which the
//! next start or sweep adds; it never tells of what isn't in the database.

use super::{Audit, Flaw, Head, sql};
use crate::Backend;
use crate::effects::Anchor;
use crate::fault::Fault;
use crate::{application, health};
use domain::calendar::Moment;
use domain::error::{Error, Result};
use sqlx::AnyConnection;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The day of a head while there is none.
const NONE: i64 = 0;

/// Who took the history as it was for the one that counts, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub at: Moment,
    pub by: String,
    pub reason: String,
}

/// What `audit.head` says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchored {
    /// When the file was begun. What happened before is held by nothing but the database.
    pub since: Moment,
    /// The newest last.
    pub accepted: Vec<Accepted>,
}

/// Number and link of the event `seq` of a case, an order or a letter.
type Place = (String, i64);

/// The file, read.
pub(super) struct Kept {
    head: Head,
    about: Anchored,
    /// Day and link.
    links: BTreeMap<Place, (i64, String)>,
}

impl Backend {
    /// A line that nobody without the key can make.
    fn anchor_line(&self, fields: &[&str]) -> String {
        let proof = self.secret.proof("anchor", fields);
        format!("\n{}\t{proof}", fields.join("\t"))
    }

    pub(super) fn link_line(&self, day: i64, chain: &str, seq: i64, link: &str) -> String {
        self.anchor_line(&["link", &day.to_string(), chain, &seq.to_string(), link])
    }

    fn anchor_text(&self, kept: &Kept) -> String {
        let Head { day, events, head } = &kept.head;
        let (day, events) = (day.to_string(), events.to_string());
        let since = kept.about.since.0.to_string();
        let mut text = self.anchor_line(&["head", &since, &day, &events, head]);
        for one in &kept.about.accepted {
            let at = one.at.0.to_string();
            text.push_str(&self.anchor_line(&["accepted", &at, &one.by, &one.reason]));
        }
        for ((chain, seq), (day, link)) in &kept.links {
            text.push_str(&self.link_line(*day, chain, *seq, link));
        }
        text
    }

    /// Lines that don't fit their proof are as if they weren't there: a crash may cut one short. `None` without a head.
    fn understood(&self, text: &str) -> Option<Kept> {
        let (mut first, mut accepted, mut links) = (None, Vec::new(), BTreeMap::new());
        for line in text.lines() {
            let Some((said, proof)) = line.rsplit_once('\t') else {
                continue;
            };
            let fields: Vec<&str> = said.split('\t').collect();
            if !crate::secret::same(&self.secret.proof("anchor", &fields), proof) {
                continue;
            }
            match fields[..] {
                ["head", since, day, events, head] => {
                    let head = Head {
                        day: day.parse().ok()?,
                        events: events.parse().ok()?,
                        head: head.to_owned(),
                    };
                    first = Some((head, Moment(since.parse().ok()?)));
                }
                ["accepted", at, by, reason] => accepted.push(Accepted {
                    at: Moment(at.parse().ok()?),
                    by: by.to_owned(),
                    reason: reason.to_owned(),
                }),
                ["link", day, chain, seq, link] => {
                    let place = (chain.to_owned(), seq.parse().ok()?);
                    links.insert(place, (day.parse().ok()?, link.to_owned()));
                }
                _ => {}
            }
        }
        first.map(|(head, since)| Kept {
            head,
            about: Anchored { since, accepted },
            links,
        })
    }

    pub(super) async fn read_anchor(&self) -> std::result::Result<Option<Kept>, Fault> {
        let anchor = self.db.anchor();
        let text = spawn_blocking(move || anchor.read()).await??;
        Ok(text.and_then(|text| self.understood(&text)))
    }

    async fn write_anchor(&self, kept: &Kept) -> std::result::Result<(), Fault> {
        let (anchor, text): (Arc<Anchor>, String) = (self.db.anchor(), self.anchor_text(kept));
        Ok(spawn_blocking(move || anchor.replace(&text)).await??)
    }

    /// At the start: begins the file once, and adds what a crash kept out of it. A file that is gone is not begun again.
    pub(crate) async fn begin_anchor(&self) -> std::result::Result<(), Fault> {
        if self.read_anchor().await?.is_none() {
            let mut read = self.db.read().await?;
            if health::sql::has_setting(&mut read, "anchor").await? {
                tracing::error!("audit.head is missing or isn't of this key: genggam audit verify");
                return Ok(());
            }
            let (since, accepted) = (self.now(), Vec::new());
            let kept = present(&mut read, Anchored { since, accepted }).await?;
            drop(read);
            self.write_anchor(&kept).await?;
        }
        // Only now: who is stopped in between begins again.
        let mut write = self.db.write().await?;
        health::sql::setting_or_insert(&mut write, "anchor", "begun").await?;
        write.commit().await?;
        self.settle_anchor().await
    }

    /// Adds what is missing, and forgets the links of days that are closed: their heads hold them. A link that the
    /// database doesn't have stays until somebody accepts it.
    pub(crate) async fn settle_anchor(&self) -> std::result::Result<(), Fault> {
        let Some(mut kept) = self.read_anchor().await? else {
            return Ok(());
        };
        let mut read = self.db.read().await?;
        let Some(now) = sql::last_head(&mut read).await? else {
            return Ok(());
        };
        let there = present(&mut read, kept.about.clone()).await?;
        let held = kept.head.day == NONE
            || sql::head_of(&mut read, kept.head.day).await?.as_ref() == Some(&kept.head);
        if held && now.day > kept.head.day {
            let mut links = there.links;
            for ((chain, seq), (day, link)) in kept.links {
                if sql::link_of(&mut read, &chain, seq).await?.as_ref() != Some(&link) {
                    links.insert((chain, seq), (day, link));
                }
            }
            kept = Kept {
                head: now,
                about: kept.about,
                links,
            };
            drop(read);
            return self.write_anchor(&kept).await;
        }
        drop(read);
        let mut lines = String::new();
        for (place, (day, link)) in &there.links {
            if !kept.links.contains_key(place) {
                lines.push_str(&self.link_line(*day, &place.0, place.1, link));
            }
        }
        let anchor = self.db.anchor();
        Ok(spawn_blocking(move || anchor.append(&lines)).await??)
    }

    /// Whether the database still has what the file says it had.
    pub(super) async fn verify_anchor(
        &self,
        read: &mut AnyConnection,
        kept: Option<Kept>,
        heads: &[Head],
        audit: &mut Audit,
    ) -> std::result::Result<(), Fault> {
        let Some(kept) = kept else {
            audit.tell(Flaw::Anchor);
            return Ok(());
        };
        if kept.head.day != NONE && !heads.contains(&kept.head) {
            audit.tell_once(Flaw::Day {
                day: kept.head.iso_day(),
            });
        }
        for ((chain, event), (_, link)) in &kept.links {
            let there = sql::link_of(read, chain, *event).await?;
            if there.as_ref() == Some(link) {
                continue;
            }
            let event = *event;
            audit.tell_once(match chain.split_once(':') {
                Some(("order", id)) => Flaw::Order {
                    order: id.to_owned(),
                },
                Some(_) => super::letter::flaw(read, chain).await?,
                None => {
                    let case = application::sql::by_id(read, chain).await?;
                    let case = case.map_or_else(|| chain.clone(), |case| case.code.to_string());
                    match there {
                        None => Flaw::Removed { case, event },
                        Some(_) => Flaw::Altered { case, event },
                    }
                }
            });
        }
        audit.anchored = Some(kept.about);
        Ok(())
    }

    /// Takes the history as it is for the one that counts, after a backup was brought back: who says so, and why, stays
    /// in the file. What is altered inside the database stays a flaw.
    ///
    /// # Errors
    /// [`Error::Invalid`] names what is empty or too long.
    pub async fn accept_audit(&self, by: &str, reason: &str) -> Result<()> {
        let (by, reason) = (
            crate::officer::line("by", by)?,
            crate::officer::line("reason", reason)?,
        );
        let kept = self.read_anchor().await?;
        let now = self.now();
        let mut about = kept.map_or(
            Anchored {
                since: now,
                accepted: Vec::new(),
            },
            |kept| kept.about,
        );
        about.accepted.push(Accepted {
            at: now,
            by,
            reason,
        });
        let mut read = self.db.read().await?;
        let kept = present(&mut read, about).await?;
        drop(read);
        self.write_anchor(&kept).await?;
        tracing::warn!("audit.head was made anew: the history as it is was accepted");
        Ok::<(), Error>(())
    }
}

/// As the database has it now.
async fn present(read: &mut AnyConnection, about: Anchored) -> std::result::Result<Kept, Fault> {
    let none = Head {
        day: NONE,
        events: 0,
        head: String::new(),
    };
    let head = sql::last_head(read).await?.unwrap_or(none);
    let links = sql::links_after(read, head.day).await?;
    Ok(Kept { head, about, links })
}
