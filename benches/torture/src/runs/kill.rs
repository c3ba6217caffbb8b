//! The server is killed at any moment, and started again: what it acknowledged must be there, and nothing else.

use crate::content;
use crate::office::Office;
use crate::report::Report;
use crate::tus::{Tus, id, location};
use crate::{Ctx, Outcome};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Phones that send side by side.
const PHONES: u64 = 3;
/// Uploads of one phone in one run: two drafts' worth is never reached.
const MOST_UPLOADS: u64 = 12;

/// One upload, as the phone remembers it.
#[derive(Clone)]
pub(super) struct Life {
    pub(super) key: String,
    pub(super) file: Arc<Vec<u8>>,
    pub(super) url: Option<String>,
    /// The highest offset that was acknowledged.
    pub(super) acknowledged: u64,
    /// The highest byte that was sent.
    pub(super) sent: u64,
    pub(super) deletion: Deletion,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deletion {
    No,
    Asked,
    Acknowledged,
}

/// What the phones and the killer share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) bytes: AtomicU64,
    pub(super) over: AtomicBool,
    /// Whether a creation may bring bytes.
    pub(super) with_upload: bool,
    /// What the phones remember at this moment, by key.
    pub(super) ledger: Mutex<BTreeMap<String, (Tus, Life)>>,
}

impl Shared {
    fn remember(&self, phone: &Tus, life: &Life) {
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        ledger.insert(life.key.clone(), (phone.clone(), life.clone()));
    }
}

#[derive(Default)]
struct Findings {
    uploads: u64,
    wrong: Vec<String>,
}

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let mut office = Office::new(ctx)?;
    let times = ctx.times(40, 500);
    let mut found = Findings::default();
    let mut expected = BTreeSet::new();
    let mut slowest = Duration::ZERO;
    for run in 0..times {
        let seed = ctx.seed * 1_000_000 + run;
        office.start().await?;
        let lives = until_killed(&mut office, seed).await?;
        let begin = Instant::now();
        office.start().await?;
        slowest = slowest.max(begin.elapsed());
        for (phone, life) in lives {
            found.uploads += 1;
            match recover(&office, &phone, &life).await {
                Ok(Some(id)) => drop(expected.insert(id)),
                Ok(None) => {}
                Err(wrong) => found.wrong.push(format!("seed {seed}: {wrong}")),
            }
        }
        let there: BTreeSet<String> = office
            .files()
            .into_keys()
            .map(|name| name.rsplit('/').next().unwrap_or_default().to_owned())
            .collect();
        for orphan in there.difference(&expected) {
            if !office.gone_soon(orphan).await {
                found.wrong.push(format!("seed {seed}: orphan {orphan}"));
            }
        }
        // Each is told once.
        expected.extend(there);
        office.kill().await?;
    }
    let count = |what: &str| {
        found
            .wrong
            .iter()
            .filter(|line| line.contains(what))
            .count()
    };
    let (lost, orphans) = (count("lost"), count("orphan"));
    for wrong in found.wrong.iter().take(10) {
        println!("            {wrong}");
    }
    report.check(
        format!("kill -9 at any byte, {times} seeded runs, {} uploads", found.uploads),
        format!(
            "{} corrupt or otherwise wrong, {lost} with acknowledged bytes lost, {orphans} orphans; back within {} ms",
            found.wrong.len() - lost - orphans,
            slowest.as_millis()
        ),
        "0 corrupt, 0 lost, 0 double completions, 0 orphans",
        found.wrong.is_empty() && found.uploads > times,
    );
    Ok(())
}

/// Phones send until the server dies in the middle of it.
async fn until_killed(office: &mut Office, seed: u64) -> Outcome<Vec<(Tus, Life)>> {
    let mut random = SmallRng::seed_from_u64(seed);
    let with_upload = office.phone().await?.offers("creation-with-upload").await?;
    let shared = Arc::new(Shared {
        with_upload,
        ..Shared::default()
    });
    let mut phones = Vec::new();
    for number in 0..PHONES {
        let (phone, shared) = (office.phone().await?, shared.clone());
        let own = seed * 10 + number;
        phones.push(tokio::spawn(async move {
            let lives = send_on(&phone, own, &shared).await;
            lives
                .into_iter()
                .map(|life| (phone.clone(), life))
                .collect::<Vec<_>>()
        }));
    }
    // Half of the runs end at a byte, the others at a moment; both favour the beginning.
    let (bytes, wait) = if random.random_bool(0.5) {
        (
            random.random_range(0..1500u64).pow(2),
            Duration::from_secs(2),
        )
    } else {
        let exponent = random.random_range(0.0..2.6);
        (
            u64::MAX,
            Duration::from_secs_f64(10f64.powf(exponent) / 1000.0),
        )
    };
    let begin = Instant::now();
    while shared.bytes.load(Ordering::Relaxed) < bytes && begin.elapsed() < wait {
        tokio::task::yield_now().await;
    }
    office.kill().await?;
    shared.over.store(true, Ordering::Relaxed);
    let mut lives = Vec::new();
    for phone in phones {
        lives.extend(phone.await?);
    }
    Ok(lives)
}

/// Upload after upload, until one breaks off.
pub(super) async fn send_on(phone: &Tus, seed: u64, shared: &Shared) -> Vec<Life> {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut lives = Vec::new();
    for number in 0..MOST_UPLOADS {
        let size = random.random_range(600..400_000);
        let mut life = Life {
            key: format!("kill-{seed:012}-{number:04}-0123456789abcdef"),
            file: Arc::new(content::pdf(size, seed + number)),
            url: None,
            acknowledged: 0,
            sent: 0,
            deletion: Deletion::No,
        };
        let went = live(phone, &mut life, &mut random, shared).await;
        lives.push(life);
        if went.is_err() || shared.over.load(Ordering::Relaxed) {
            break;
        }
    }
    lives
}

async fn live(phone: &Tus, life: &mut Life, random: &mut SmallRng, shared: &Shared) -> Outcome<()> {
    let length = life.file.len();
    // Where it is offered, half of the creations bring bytes along.
    let first = if shared.with_upload && random.random_bool(0.5) {
        random.random_range(1..=length)
    } else {
        0
    };
    life.sent = first as u64;
    let head = phone.create_head(length as u64, Some(&life.key), first as u64);
    shared.remember(phone, life);
    let answer = phone.call(head, &life.file[..first]).await?;
    let url = location(&answer)?;
    shared.bytes.fetch_add(first as u64, Ordering::Relaxed);
    life.url = Some(url.clone());
    life.acknowledged = answer.offset().unwrap_or(0);
    shared.remember(phone, life);
    let delete_at = if random.random_bool(0.25) {
        random.random_range(0..=length)
    } else {
        usize::MAX
    };
    let mut at = first;
    while at < length {
        let end = if random.random_bool(0.4) {
            random.random_range(at + 1..=length)
        } else {
            length
        };
        let mut conn = phone.conn().await?;
        conn.send(&phone.patch_head(&url, at as u64, (end - at) as u64))
            .await?;
        while at < end {
            let next = (at + random.random_range(1..64 * 1024)).min(end);
            life.sent = next as u64;
            shared.remember(phone, life);
            conn.send(&life.file[at..next]).await?;
            shared
                .bytes
                .fetch_add((next - at) as u64, Ordering::Relaxed);
            at = next;
            if random.random_bool(0.1) {
                sleep(Duration::from_millis(random.random_range(0..20))).await;
            }
        }
        let answer = conn.answer(false).await?;
        if answer.status != 204 {
            return Err(format!("PATCH says {}", answer.status).into());
        }
        life.acknowledged = life.acknowledged.max(answer.offset().unwrap_or(0));
        shared.remember(phone, life);
        if at >= delete_at {
            break;
        }
    }
    if delete_at <= length {
        life.deletion = Deletion::Asked;
        shared.remember(phone, life);
        if phone.delete(&url).await?.status == 204 {
            life.deletion = Deletion::Acknowledged;
            shared.remember(phone, life);
        }
    }
    Ok(())
}

/// After the restart: is everything there, and does it go on? Returns the id of what the archive now holds.
pub(super) async fn recover(office: &Office, phone: &Tus, life: &Life) -> Outcome<Option<String>> {
    let length = life.file.len() as u64;
    let url = match &life.url {
        Some(url) => url.clone(),
        // The answer got lost: the same key must give what was made, if it was.
        None => phone.begin(length, Some(&life.key)).await?,
    };
    let name = id(&url).to_owned();
    let told = phone.head(&url).await?;
    if life.deletion != Deletion::No {
        match (told.status, life.deletion) {
            (404 | 410, _) => {}
            (200 | 204, Deletion::Asked) => {
                let status = phone.delete(&url).await?.status;
                if status != 204 {
                    return Err(format!("{url}: DELETE again says {status}").into());
                }
            }
            (status, _) => return Err(format!("{url}: lives after its deletion ({status})").into()),
        }
        if !office.gone_soon(&name).await {
            return Err(format!("{url}: orphan files after the deletion").into());
        }
        return Ok(None);
    }
    let Some(offset) = told.offset().filter(|_| told.status == 200) else {
        return Err(format!("{url}: lost, HEAD says {}", told.status).into());
    };
    if offset < life.acknowledged {
        return Err(format!(
            "{url}: lost, {offset} of {} acknowledged",
            life.acknowledged
        )
        .into());
    }
    if offset > life.sent {
        return Err(format!("{url}: {offset} bytes, but only {} were sent", life.sent).into());
    }
    let rest = &life.file[usize::try_from(offset)?..];
    let answer = phone.patch(&url, offset, rest).await?;
    if answer.status != 204 || answer.offset() != Some(length) {
        return Err(format!("{url}: going on from {offset} says {}", answer.status).into());
    }
    match office.kept_soon(&name).await {
        Some(kept) if kept == *life.file => {}
        Some(_) => return Err(format!("{url}: corrupt in the archive")).map_err(Into::into),
        None => return Err(format!("{url}: complete, but not in the archive").into()),
    }
    // Completed once more, it stays what it is.
    let again = phone.begin(length, Some(&life.key)).await?;
    if again != url || phone.offset(&url).await? != length {
        return Err(format!("{url}: double, the same key gives {again}").into());
    }
    Ok(Some(name))
}
