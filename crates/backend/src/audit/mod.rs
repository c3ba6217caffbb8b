//! Audit: whether the history of every case is as it was written.
//!
//! Each event's link is an HMAC, under the server's secret, over the link before it and all of the event. So whoever can
//! write to the database, but hasn't the secret, can alter, remove, exchange or invent no event unseen. The end of a
//! case's chain is held by the day's head: an HMAC over all links of that day and the head before.
//! Whoever has the secret as well can make everything anew; against them helps a copy of the heads that lies elsewhere
//! (`genggam audit heads`, and a line of the log each night). What was cut off at the end, and days that were taken away,
//! are found by a file beside the key ([`anchor`]). Decision 20.

mod anchor;
mod letter;
mod order;
mod report;
mod sql;

pub use anchor::{Accepted, Anchored};

use crate::Backend;
use crate::db::Write;
use crate::fault::Fault;
use domain::calendar::{Moment, iso_day};
use domain::code::Code;
use domain::error::Result;
use domain::region::Zone;
use sqlx::AnyConnection;
use std::collections::BTreeMap;
use time::Date;

/// After midnight a day stays open so long: no step takes longer from its beginning to its commit.
const GRACE_SECONDS: i64 = 3600;
/// Flaws that are told one by one; the rest is counted.
const TOLD: usize = 100;

/// The head of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Julian day number at Jakarta.
    pub day: i64,
    pub events: i64,
    /// 64 hexadecimal digits.
    pub head: String,
}

impl Head {
    /// The day as `2026-11-22`.
    pub fn iso_day(&self) -> String {
        let day = i32::try_from(self.day)
            .ok()
            .and_then(|day| Date::from_julian_day(day).ok());
        day.map_or_else(|| self.day.to_string(), iso_day)
    }
}

/// One event beside its link, as the database has them.
struct Linked {
    application: String,
    code: Option<String>,
    last_event: Option<i64>,
    state: Option<String>,
    seq: i64,
    to: String,
    parts: Vec<String>,
    day: Option<i64>,
    link: Option<String>,
}

/// What is wrong, by the case's code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// The event isn't what was linked: it was altered, exchanged with another, or the one before it was.
    Altered { case: String, event: i64 },
    /// There was one, and it is gone.
    Removed { case: String, event: i64 },
    /// Written beside the program.
    Unlinked { case: String, event: i64 },
    /// The case stands elsewhere than its last event says.
    State { case: String },
    /// Events of this day were removed, added or altered since it was closed; or its head was. ISO 8601.
    Day { day: String },
    /// An order of delegation isn't as it was given or ended. Its id.
    Order { order: String },
    /// A letter isn't as it was numbered, signed or taken back; or it was never made here. The case, and its id.
    Letter { case: String, letter: String },
    /// `audit.head` is missing, or isn't of this key.
    Anchor,
}

/// What [`Backend::verify_audit`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    pub cases: u64,
    pub events: u64,
    pub days: u64,
    /// All of them.
    pub flawed: u64,
    /// The first hundred.
    pub flaws: Vec<Flaw>,
    /// `None` where the file isn't there.
    pub anchored: Option<Anchored>,
}

impl Audit {
    fn tell(&mut self, flaw: Flaw) {
        self.flawed += 1;
        if self.flaws.len() < TOLD {
            self.flaws.push(flaw);
        }
    }

    /// What may have been told already, from another side.
    fn tell_once(&mut self, flaw: Flaw) {
        if !self.flaws.contains(&flaw) {
            self.tell(flaw);
        }
    }
}

/// All links of a day together, whatever their order: keyed MACs, so nobody without the key can make others to fit.
#[derive(Clone, Copy, Default)]
struct Together {
    sum: [u8; 32],
    events: i64,
}

impl Together {
    fn add(&mut self, link: &str) {
        // What isn't a link of ours counts as none, and the head won't fit.
        if let Some(link) = crate::secret::unhex(link) {
            for (sum, byte) in self.sum.iter_mut().zip(link) {
                *sum ^= byte;
            }
        }
        self.events += 1;
    }
}

/// As people read it; "?" for a case that is gone altogether.
fn spoken(code: Option<String>) -> String {
    let code = code.map(|code| Code::try_from(code.clone()).map_or(code, |code| code.to_string()));
    code.unwrap_or_else(|| "?".to_owned())
}

fn day_of(now: Moment) -> i64 {
    i64::from(now.day(Zone::Wib).to_julian_day())
}

impl Backend {
    fn link(&self, before: &str, parts: &[String]) -> String {
        let mut all = vec![before];
        all.extend(parts.iter().map(String::as_str));
        self.secret.proof("event", &all)
    }

    fn head(&self, before: &str, day: i64, together: &Together) -> Head {
        let (number, events) = (day.to_string(), together.events.to_string());
        let links = crate::secret::hex(&together.sum);
        Head {
            day,
            events: together.events,
            head: self
                .secret
                .proof("audit day", &[before, &number, &events, &links]),
        }
    }

    /// Links the event that has just been written, in the same transaction.
    pub(crate) async fn link_event(
        &self,
        write: &mut Write,
        application: &str,
        seq: i64,
    ) -> std::result::Result<(), Fault> {
        let parts = sql::parts_of(write, application, seq).await?;
        self.add_link(write, application, seq, &parts).await
    }

    /// The next link of a chain: to the one before it, in the day that is open, and in the file beside the key.
    async fn add_link(
        &self,
        write: &mut Write,
        chain: &str,
        seq: i64,
        parts: &[String],
    ) -> std::result::Result<(), Fault> {
        let before = sql::link_of(write, chain, seq - 1).await?;
        let link = self.link(&before.unwrap_or_default(), parts);
        let day = self.open_day(write).await?;
        if sql::insert_link(write, chain, seq, day, &link).await? {
            write.tell_anchor(&self.link_line(day, chain, seq, &link));
        }
        Ok(())
    }

    /// The day in whose head it will lie. A clock that was set back puts nothing into a day that is closed.
    async fn open_day(&self, write: &mut AnyConnection) -> std::result::Result<i64, Fault> {
        let open = sql::last_head(write).await?.map_or(0, |head| head.day + 1);
        Ok(day_of(self.now()).max(open))
    }

    /// Links what was written before there were links, once: from the first head on, an event without a link is a flaw.
    pub(crate) async fn begin_audit(&self) -> std::result::Result<(), Fault> {
        let mut read = self.db.read().await?;
        // Heads that somebody removed aren't made anew.
        let begun = sql::last_head(&mut read).await?.is_some()
            || crate::health::sql::has_setting(&mut read, "anchor").await?
            || self.read_anchor().await?.is_some();
        if begun {
            return Ok(());
        }
        let cases = sql::applications(&mut read).await?;
        drop(read);
        let day = day_of(self.now()) - 1;
        for some in cases.chunks(200) {
            let mut write = self.db.write().await?;
            for (application, last) in some {
                let mut before = String::new();
                for seq in 1..=*last {
                    let parts = sql::parts_of(&mut write, application, seq).await?;
                    before = self.link(&before, &parts);
                    sql::insert_link(&mut write, application, seq, day, &before).await?;
                }
            }
            write.commit().await?;
        }
        let mut write = self.db.write().await?;
        let mut together = Together::default();
        for link in sql::links_of_day(&mut write, day).await? {
            together.add(&link);
        }
        let head = self.head("", day, &together);
        sql::insert_head(&mut write, &head, self.now().0).await?;
        write.commit().await
    }

    /// Makes the heads of days that are over; says how many.
    pub(crate) async fn close_days(&self) -> std::result::Result<u64, Fault> {
        let now = self.now();
        let until = day_of(now.plus_seconds(-GRACE_SECONDS)) - 1;
        let mut write = self.db.write().await?;
        let mut last = sql::last_head(&mut write).await?;
        let done = last.as_ref().map_or(0, |head| head.day);
        let days = sql::days(&mut write, done, until).await?;
        if days.is_empty() {
            write.roll_back().await?;
            return Ok(0);
        }
        let closed = days.len() as u64;
        for day in days {
            let mut together = Together::default();
            for link in sql::links_of_day(&mut write, day).await? {
                together.add(&link);
            }
            let head = self.head(last.as_ref().map_or("", |head| &head.head), day, &together);
            sql::insert_head(&mut write, &head, now.0).await?;
            tracing::info!(
                day,
                events = head.events,
                head = head.head,
                "audit: a day is closed"
            );
            last = Some(head);
        }
        write.commit().await?;
        Ok(closed)
    }

    /// The heads of all closed days, to be kept elsewhere.
    pub async fn audit_heads(&self) -> Result<Vec<Head>> {
        let mut read = self.db.read().await?;
        Ok(sql::heads(&mut read).await?)
    }

    /// Reads every event there is and compares it with what was linked. Somebody may work meanwhile.
    pub async fn verify_audit(&self) -> Result<Audit> {
        let mut audit = Audit::default();
        // First, because nothing that is in it can be missing from what is read after it.
        let kept = self.read_anchor().await?;
        let mut read = self.db.read().await?;
        let heads = sql::heads(&mut read).await?;
        let mut days: BTreeMap<i64, Together> = BTreeMap::new();
        let mut walk = Walk::default();
        sql::each_event(&mut read, |event| {
            if let (Some(day), Some(link)) = (event.day, &event.link) {
                days.entry(day).or_default().add(link);
            }
            walk.on(self, event, &mut audit);
        })
        .await?;
        walk.end(&mut audit);
        self.verify_orders(&mut read, &mut days, &mut audit).await?;
        self.verify_letters(&mut read, &mut days, &mut audit)
            .await?;
        for case in sql::without_events(&mut read).await? {
            audit.tell(Flaw::Removed {
                case: spoken(Some(case)),
                event: 1,
            });
        }
        let mut before = String::new();
        for head in &heads {
            let together = days.get(&head.day).copied().unwrap_or_default();
            if self.head(&before, head.day, &together) != *head {
                audit.tell(Flaw::Day {
                    day: head.iso_day(),
                });
            }
            before.clone_from(&head.head);
            audit.days += 1;
        }
        self.verify_anchor(&mut read, kept, &heads, &mut audit)
            .await?;
        Ok(audit)
    }
}

/// From event to event.
#[derive(Default)]
struct Walk {
    last: Option<Linked>,
}

impl Walk {
    fn on(&mut self, backend: &Backend, event: Linked, audit: &mut Audit) {
        let same = |last: &Linked| last.application == event.application;
        if !self.last.as_ref().is_some_and(same) {
            self.end(audit);
            audit.cases += 1;
        }
        audit.events += 1;
        let case = || spoken(event.code.clone());
        let (number, before) = match &self.last {
            Some(last) => (last.seq + 1, last.link.clone().unwrap_or_default()),
            None => (1, String::new()),
        };
        for gone in number..event.seq {
            audit.tell(Flaw::Removed {
                case: case(),
                event: gone,
            });
        }
        match &event.link {
            None => audit.tell(Flaw::Unlinked {
                case: case(),
                event: event.seq,
            }),
            // What follows a gap can't fit, and the gap was told.
            Some(_) if number < event.seq => {}
            Some(link) if *link != backend.link(&before, &event.parts) => {
                audit.tell(Flaw::Altered {
                    case: case(),
                    event: event.seq,
                });
            }
            Some(_) => {}
        }
        self.last = Some(event);
    }

    /// The case is over: is this where it stands?
    fn end(&mut self, audit: &mut Audit) {
        let Some(last) = self.last.take() else {
            return;
        };
        let case = spoken(last.code);
        for gone in last.seq + 1..=last.last_event.unwrap_or_default() {
            audit.tell(Flaw::Removed {
                case: case.clone(),
                event: gone,
            });
        }
        if last.state.as_ref() != Some(&last.to) {
            audit.tell(Flaw::State { case });
        }
    }
}
