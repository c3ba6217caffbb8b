//! What a device keeps for a day without a network, each record sealed under the PIN of who prepared it.
//!
//! `field:OWNER:DAY` is the day: roster, services, regions. `leave:OWNER:DAY:ID` is one resident's leave. DAY is the last
//! on which the record may stay: it stands in the name, so that anybody may throw it away without being able to read it.
//!
//! `hand:OWNER:DAY:ID` is a hand-over that was noted and that the office doesn't have yet: it stays until the office has
//! it, and is called `handed:OWNER:DAY:ID` from then on.

use crate::json::read_json;
use crate::offline::vault::{open, open_person, seal};
use crate::offline::{get_raw, names, put_raw};
use domain::calendar::{Moment, iso_day, parse_day};
use domain::text::Text;
use domain::view::{FieldClient, FieldKit, NewClient, TakenHandover, TakenLeave};
use js_sys::Uint8Array;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use time::Duration;

/// All kinds of records; the last is what the office must have first.
const KINDS: [&str; 4] = ["field:", "leave:", SENT, UNSENT];
const SENT: &str = "handed:";
const UNSENT: &str = "hand:";
/// Days after the session until nothing of it is left.
const DAYS: i64 = 7;

#[derive(Clone, Serialize, Deserialize)]
pub struct Day {
    pub kit: FieldKit,
    /// What must be added to the device's clock, in milliseconds, to tell the server's time.
    pub skew: i64,
    /// Who came and wasn't on the roster.
    pub typed: Vec<Typed>,
}

/// A resident whom this device registered.
#[derive(Clone, Serialize, Deserialize)]
pub struct Typed {
    pub client: FieldClient,
    pub new: NewClient,
}

/// A leave, and whose it is.
#[derive(Clone, Serialize, Deserialize)]
pub struct Given {
    pub leave: TakenLeave,
    pub client: FieldClient,
}

/// Something that was handed over on the spot.
#[derive(Clone, Serialize, Deserialize)]
pub struct Noted {
    pub handover: TakenHandover,
    /// What it is called.
    pub what: Text,
    /// The office refused it with these words.
    pub refused: Option<String>,
    /// Its record here; empty before it is kept.
    #[serde(skip)]
    pub record: String,
}

impl Noted {
    pub fn is_sent(&self) -> bool {
        self.record.starts_with(SENT)
    }
}

impl Day {
    pub fn residents(&self) -> impl Iterator<Item = &FieldClient> {
        let typed = self.typed.iter().map(|typed| &typed.client);
        self.kit.roster.iter().chain(typed)
    }

    pub fn resident(&self, id: &str) -> Option<&FieldClient> {
        self.residents().find(|client| client.id == id)
    }

    /// Now, as the server would say it.
    pub fn now(&self) -> Moment {
        Moment(js_sys::Date::now() as i64 + self.skew)
    }

    /// The record of a new hand-over.
    pub fn note_name(&self, owner: &str, id: &str) -> String {
        format!("{UNSENT}{owner}:{}:{id}", self.last())
    }

    fn last(&self) -> String {
        let session = self.kit.session.as_ref();
        let day = session.and_then(|session| parse_day(&session.day));
        let day = day.unwrap_or_else(|| self.kit.now.day(self.kit.zone));
        iso_day(day.saturating_add(Duration::days(DAYS)))
    }

    fn name(&self, owner: &str) -> String {
        format!("field:{owner}:{}", self.last())
    }
}

async fn keep<T: Serialize>(name: &str, owner: &str, what: &T) -> Option<bool> {
    let json = serde_json::to_vec(what).ok()?;
    let sealed = seal(owner, &Uint8Array::from(json.as_slice())).await?;
    Some(put_raw(name, Some(&sealed.buffer())).await)
}

async fn read<T: DeserializeOwned>(name: &str, owner: &str) -> Option<T> {
    let sealed = Uint8Array::new(&get_raw(name).await?);
    let plain = open(owner, &sealed).await?;
    read_json(&String::from_utf8(plain.to_vec()).ok()?)
}

/// Keeps the day in place of any other.
pub async fn keep_day(owner: &str, day: &Day) -> bool {
    let name = day.name(owner);
    if keep(&name, owner, day).await != Some(true) {
        return false;
    }
    for other in names(&format!("field:{owner}:")).await {
        if other != name {
            put_raw(&other, None).await;
        }
    }
    true
}

pub async fn read_day(owner: &str) -> Option<Day> {
    let name = names(&format!("field:{owner}:")).await.into_iter().next()?;
    read(&name, owner).await
}

pub async fn keep_given(owner: &str, day: &Day, given: &Given) -> bool {
    let name = format!("leave:{owner}:{}:{}", day.last(), given.leave.id);
    keep(&name, owner, given).await == Some(true)
}

/// Every leave that was taken on this device, the newest last.
pub async fn read_given(owner: &str) -> Vec<Given> {
    let mut given: Vec<Given> = Vec::new();
    for name in names(&format!("leave:{owner}:")).await {
        given.extend(read::<Given>(&name, owner).await);
    }
    given.sort_by_key(|one| one.leave.at.0);
    given
}

pub async fn keep_noted(owner: &str, note: &Noted) -> bool {
    keep(&note.record, owner, note).await == Some(true)
}

/// The office has it: from now on it may go with the day.
pub async fn sent_noted(owner: &str, note: &Noted) -> bool {
    let record = note.record.replacen(UNSENT, SENT, 1);
    let kept = keep(&record, owner, note).await == Some(true);
    kept && put_raw(&note.record, None).await
}

pub async fn wipe_noted(note: &Noted) {
    put_raw(&note.record, None).await;
}

/// Everything that was noted on this device, the newest last.
pub async fn read_noted(owner: &str) -> Vec<Noted> {
    let mut noted: Vec<Noted> = Vec::new();
    for kind in [SENT, UNSENT] {
        for record in names(&format!("{kind}{owner}:")).await {
            let Some(note) = read::<Noted>(&record, owner).await else {
                continue;
            };
            if noted.iter().any(|one| one.handover.id == note.handover.id) {
                // Sent, and the page was closed before this went.
                put_raw(&record, None).await;
            } else {
                noted.push(Noted { record, ..note });
            }
        }
    }
    noted.sort_by_key(|one| one.handover.at.0);
    noted
}

/// Removes somebody's roster and leaves; what was filled in under them stays, with its own leave, and so does what the
/// office doesn't know yet to be handed over.
pub async fn forget_own(owner: &str) {
    let own = format!(":{owner}:");
    forget(&KINDS[..3], |name| name.contains(&own)).await;
}

/// Removes all that whoever is open has here, sent or not: the person has said so.
pub async fn wipe_all() {
    if let Some(owner) = open_person().await {
        let own = format!(":{owner}:");
        forget(&KINDS, |name| name.contains(&own)).await;
    }
}

/// Hand-overs of whoever is open that the office doesn't know yet.
pub async fn count_unsent() -> usize {
    match open_person().await {
        Some(owner) => names(&format!("{UNSENT}{owner}:")).await.len(),
        None => 0,
    }
}

/// Removes what may not stay any longer.
pub async fn forget_old(today: &str) {
    forget(&KINDS[..3], |name| {
        name.split(':').nth(2).is_none_or(|last| last < today)
    })
    .await;
}

async fn forget(kinds: &[&str], which: impl Fn(&str) -> bool) {
    for kind in kinds {
        for name in names(kind).await {
            if which(&name) {
                put_raw(&name, None).await;
            }
        }
    }
}
