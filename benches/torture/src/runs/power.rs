//! The power fails, at any moment, under the database and the archive: what was acknowledged must be there.
//!
//! The server's data lie on a disk of ours that knows what was synced. While phones send, the disk is frozen again and again;
//! each time several power cuts are played through, each with its own losses, and a server is started on what is left.

use super::kill::{Deletion, Life, Shared, recover, send_on};
use crate::frail::{Disk, Frail, Loss};
use crate::office::Office;
use crate::report::{Report, Verdict};
use crate::rival::Rival;
use crate::tus::{Tus, id};
use crate::{Ctx, Outcome};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Freezes of one server's life, and power cuts of one freeze.
const FREEZES: u64 = 8;
const CUTS: u64 = 5;
const PHONES: u64 = 3;
const LOSSES: [Loss; 4] = [
    Loss::Everything,
    Loss::Anything,
    Loss::Anything,
    Loss::Later,
];

type Ledger = BTreeMap<String, (Tus, Life)>;

struct Frozen {
    disk: Disk,
    lives: Vec<(Tus, Life)>,
}

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let times = ctx.times(15, 2000);
    let target = "0 acknowledged losses";
    let what = format!("power cut at any moment (FUSE), {times} points");
    let (mut points, mut acknowledged, mut unfinished) = (0u64, 0u64, 0u64);
    let mut wrong = Vec::new();
    let mut session = 0;
    while points < times {
        let seed = ctx.seed * 1000 + session;
        session += 1;
        let mut office = Office::new(ctx)?;
        let mount = office.folder.path().join("frail");
        let frail = match Frail::mounted(&mount) {
            Ok(frail) => frail,
            Err(reason) => {
                report.add(
                    what,
                    format!("no FUSE here: {reason}"),
                    target,
                    Verdict::Skipped,
                );
                return Ok(());
            }
        };
        // The folder itself is the administrator's: it was there yesterday.
        let data = mount.join("data");
        std::fs::create_dir(&data)?;
        std::fs::File::open(&mount)?.sync_all()?;
        office = office.with_data(data);
        office.start().await?;
        let frozen = freeze(|| office.phone(), &frail, seed).await?;
        office.kill().await?;
        let mut random = SmallRng::seed_from_u64(seed);
        for frozen in &frozen {
            for _ in 0..CUTS {
                if points >= times {
                    break;
                }
                points += 1;
                acknowledged += frozen
                    .lives
                    .iter()
                    .map(|(_, life)| u64::from(life.acknowledged > 0))
                    .sum::<u64>();
                let loss = LOSSES[random.random_range(0..LOSSES.len())];
                match after(ctx, frozen, loss, &mut random).await {
                    Ok(count) => unfinished += count,
                    Err(error) => {
                        wrong.push(format!("seed {seed} point {points} {loss:?}: {error}"))
                    }
                }
            }
        }
    }
    for wrong in wrong.iter().take(8) {
        println!("            {wrong}");
    }
    report.check(
        what,
        format!(
            "{} points with a loss; {acknowledged} acknowledged uploads looked at, {unfinished} continued to their end",
            wrong.len()
        ),
        target,
        wrong.is_empty() && acknowledged > 0,
    );
    if ctx.timed {
        let told = beside(ctx).await.unwrap_or_else(|error| error.to_string());
        let what = "@tus/server: power cut at any moment";
        report.add(what, told, "beside ours", Verdict::Noted);
    }
    Ok(())
}

/// The other server on the same disk, with the same work. Only its offsets are looked at.
async fn beside(ctx: &Ctx) -> Outcome<String> {
    let folder = tempfile::Builder::new()
        .prefix("torture-")
        .tempdir_in(&ctx.tmp)?;
    let mount = folder.path().join("frail");
    let frail = Frail::mounted(&mount)?;
    let rival = Rival::storing_in(ctx, &mount).await?;
    let frozen = freeze(async || Ok(rival.tus()), &frail, ctx.seed).await?;
    rival.kill().await?;
    let mut random = SmallRng::seed_from_u64(ctx.seed);
    let (mut points, mut lossy) = (0, 0);
    for frozen in &frozen {
        let loss = LOSSES[random.random_range(0..LOSSES.len())];
        let left = folder.path().join(format!("left-{points}"));
        frozen.disk.clone().fail(loss, &mut random, &left)?;
        let rival = Rival::storing_in(ctx, &left).await?;
        let mut lost = false;
        for (phone, life) in &frozen.lives {
            let (Some(url), Deletion::No) = (&life.url, life.deletion) else {
                continue;
            };
            let told = phone.through(rival.tus().addr).head(url).await?;
            lost |= told
                .offset()
                .is_none_or(|offset| offset < life.acknowledged);
        }
        points += 1;
        lossy += usize::from(lost);
        rival.kill().await?;
    }
    Ok(format!("{lossy} of {points} points with a loss"))
}

/// Lets phones send, and freezes the disk at moments of its own choice.
async fn freeze(
    phone: impl AsyncFn() -> Outcome<Tus>,
    frail: &Frail,
    seed: u64,
) -> Outcome<Vec<Frozen>> {
    let mut random = SmallRng::seed_from_u64(seed);
    let with_upload = phone().await?.offers("creation-with-upload").await?;
    let shared = Arc::new(Shared {
        with_upload,
        ..Shared::default()
    });
    let mut phones = Vec::new();
    for number in 0..PHONES {
        let (phone, shared) = (phone().await?, shared.clone());
        phones.push(tokio::spawn(async move {
            send_on(&phone, seed * 10 + number, &shared).await.len()
        }));
    }
    let ledger = || -> Ledger {
        shared
            .ledger
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    };
    let mut frozen = Vec::new();
    for _ in 0..FREEZES {
        sleep(Duration::from_millis(random.random_range(1..150))).await;
        // Acknowledged is what was before the cut; sent, and asked, may be what came until it.
        let before = ledger();
        let disk = frail.frozen();
        let until = ledger();
        let lives = before
            .into_iter()
            .filter_map(|(key, (phone, life))| Some((phone, merged(life, &until.get(&key)?.1))));
        frozen.push(Frozen {
            lives: lives.collect(),
            disk,
        });
    }
    shared.over.store(true, Ordering::Relaxed);
    for phone in phones {
        phone.await?;
    }
    Ok(frozen)
}

/// What was acknowledged before, and what had been asked until the disk was frozen.
fn merged(before: Life, until: &Life) -> Life {
    let deletion = match (before.deletion, until.deletion) {
        (Deletion::Acknowledged, _) => Deletion::Acknowledged,
        (_, Deletion::No) => Deletion::No,
        _ => Deletion::Asked,
    };
    Life {
        sent: until.sent,
        deletion,
        ..before
    }
}

/// Starts a server on what is left after one cut, and looks at everything. Returns how many uploads went on to their end.
async fn after(ctx: &Ctx, frozen: &Frozen, loss: Loss, random: &mut SmallRng) -> Outcome<u64> {
    let mut office = Office::new(ctx)?;
    let folder = office.folder.path().join("left");
    frozen.disk.clone().fail(loss, random, &folder)?;
    office = office.with_data(folder.join("data"));
    office.start().await?;
    let mut unfinished = Vec::new();
    for (phone, life) in &frozen.lives {
        let phone = phone.through(office.addr);
        let Some(url) = &life.url else { continue };
        let told = phone.head(url).await?;
        match (life.deletion, told.status, told.offset()) {
            (Deletion::Asked, _, _) => {}
            (Deletion::Acknowledged, 404 | 410, _) => {}
            (Deletion::Acknowledged, status, _) => {
                return Err(format!("{url}: deleted, but HEAD says {status}").into());
            }
            (Deletion::No, 200, Some(offset)) => {
                if offset < life.acknowledged || offset > life.sent {
                    let bounds = format!("{}..={}", life.acknowledged, life.sent);
                    return Err(format!("{url}: HEAD says {offset}, not in {bounds}").into());
                }
                if offset < life.file.len() as u64 {
                    unfinished.push((phone, life));
                } else {
                    // It may still be checked: several wait for that at once.
                    let until = Instant::now() + Duration::from_secs(15);
                    while office.kept(id(url)).is_none() && Instant::now() < until {
                        sleep(Duration::from_millis(20)).await;
                    }
                    match office.kept(id(url)) {
                        Some(kept) if kept == *life.file => {}
                        Some(_) => {
                            return Err(format!("{url}: complete, but its file is damaged").into());
                        }
                        None => return Err(format!("{url}: complete, but its file is gone").into()),
                    }
                }
            }
            (Deletion::No, status, _) => {
                return Err(format!(
                    "{url}: acknowledged {}, but HEAD says {status}",
                    life.acknowledged
                )
                .into());
            }
        }
    }
    // Bytes before the offset must be the right ones: only the whole file tells.
    for (phone, life) in &unfinished {
        recover(&office, phone, life).await?;
    }
    office.kill().await?;
    Ok(unfinished.len() as u64)
}
