//! How fast, and at what cost, beside another server on the same machine in the same minutes.

use crate::bare::Bare;
use crate::content;
use crate::office::{Office, Usage};
use crate::report::{Report, Verdict, quantile};
use crate::rival;
use crate::tus::{Tus, location};
use crate::{Ctx, Outcome};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

const MIB: f64 = 1024.0 * 1024.0;
/// The largest file that is taken (`domain::upload::MAX_BYTES`).
const BIG: usize = 10 * 1024 * 1024;
const PHOTO: usize = 300 * 1024;
const CONNECTIONS: u64 = 8;
/// Photos are decoded and written anew there, too.
const ALONE: &str = "the machine alone, synced";

struct Speed {
    per_second: f64,
    cpu: f64,
}

/// Who did the same work, and how.
type Others = Vec<(String, Outcome<Speed>)>;

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let mut rivals = Vec::new();
    for (name, rival) in rival::all(ctx).await {
        rivals.push((format!("{name}, unsynced"), rival));
    }
    let synced = rival::synced(ctx).await;
    rivals.push(("@tus/server, made to sync".to_owned(), synced));
    let bare = Arc::new(Bare::started(ctx)?);
    let ours = || office.phone();
    let usage = || office.usage();
    // Whoever finds all checkers busy is answered before his file is checked: that counts, too.
    let growing = office.data.join("incoming");
    let checked = async || {
        while fs::read_dir(&growing).is_ok_and(|files| files.count() > 0) {
            sleep(Duration::from_millis(2)).await;
        }
    };

    // Turns, so that a noisy moment of the machine hits all.
    let count = ctx.times(8, 40);
    for (what, whole) in [
        ("one PATCH of 10 MiB, taken in", false),
        ("one PATCH of 10 MiB, checked and archived", true),
    ] {
        let mine = big(ours, usage, count, whole).await?;
        let mut others = Others::new();
        for (name, rival) in &rivals {
            if let Ok(rival) = rival {
                let phone = async || Ok(rival.tus());
                let told = big(phone, || rival.usage(), count, whole).await;
                others.push((name.clone(), told));
            }
        }
        let bare = bare.clone();
        let told = spawn_blocking(move || big_alone(&bare, count)).await?;
        others.push((ALONE.to_owned(), told));
        beside(report, what, "MiB/s", "CPU s/GiB", &mine, &others);
    }
    let count = ctx.times(160, 1000);
    let jpeg = Arc::new(content::photo(PHOTO, ctx.seed)?);
    let paper = Arc::new(content::pdf(PHOTO, ctx.seed));
    for (what, file) in [
        ("300 KiB PDFs, 8 connections", paper),
        ("300 KiB photos (1200 x 900), 8 connections", jpeg),
    ] {
        for (how, at_once) in [("POST and PATCH", false), ("in one POST", true)] {
            let mine = small(ours, usage, checked, count, &file, at_once).await?;
            let mut others = Others::new();
            for (name, rival) in &rivals {
                if let Ok(rival) = rival {
                    let phone = async || Ok(rival.tus());
                    let usage = || rival.usage();
                    let told = small(phone, usage, async || {}, count, &file, at_once).await;
                    others.push((name.clone(), told));
                }
            }
            let (bare, file) = (bare.clone(), file.clone());
            let told = spawn_blocking(move || small_alone(&bare, count, &file)).await?;
            others.push((ALONE.to_owned(), told));
            let what = format!("{what}, {how}");
            beside(report, &what, "files/s", "CPU ms/file", &mine, &others);
        }
    }
    Ok(())
}

/// The first of them is the one that the target is about, and the last one is the machine. What five times the first
/// would cost more of than there is can't be had by anybody, and is noted.
fn beside(
    report: &mut Report,
    what: &str,
    unit: &str,
    cost: &str,
    mine: &Speed,
    others: &[(String, Outcome<Speed>)],
) {
    let told = |speed: &Speed| format!("{:.0} {unit}, {:.1} {cost}", speed.per_second, speed.cpu);
    let ratios = |other: &Speed| (mine.per_second / other.per_second, other.cpu / mine.cpu);
    let mut words = told(mine);
    for (name, other) in others {
        words += &match other {
            Ok(other) => {
                let (faster, cheaper) = ratios(other);
                let told = told(other);
                format!(" | {name}: {told} | {faster:.1}x as fast, {cheaper:.1}x as cheap")
            }
            Err(error) => format!(" | {name}: {error}"),
        };
    }
    let target = ">= 5x as fast and as cheap as @tus/server";
    let (Some((_, Ok(first))), Some((_, Ok(alone)))) = (others.first(), others.last()) else {
        report.add(what, words, target, Verdict::Skipped);
        return;
    };
    let (faster, cheaper) = ratios(first);
    if faster >= 5.0 && cheaper >= 5.0 {
        report.check(what, words, target, true);
    } else if alone.per_second < 5.0 * first.per_second || alone.cpu * 5.0 > first.cpu {
        let most = alone.per_second / first.per_second;
        let least = first.cpu / alone.cpu;
        words += &format!(
            " | not to be had: the machine alone is {most:.1}x as fast, {least:.1}x as cheap as @tus/server"
        );
        report.add(what, words, target, Verdict::Noted);
    } else {
        report.check(what, words, target, false);
    }
}

/// Files of 10 MiB one after the other, each on a connection of its own, as [`big`].
fn big_alone(bare: &Bare, count: u64) -> Outcome<Speed> {
    let file = content::noise(BIG, 1);
    let mut took = Vec::new();
    let before = bare.cpu_seconds();
    for _ in 0..count {
        let begin = Instant::now();
        bare.connect()?.send(&file)?;
        took.push(begin.elapsed().as_secs_f64());
    }
    let gigabytes = (BIG as u64 * count) as f64 / MIB / 1024.0;
    Ok(Speed {
        per_second: BIG as f64 / MIB / quantile(&mut took, 0.5),
        cpu: (bare.cpu_seconds() - before) / gigabytes,
    })
}

/// Whole files, eight at a time, each on a connection that is kept, as [`small`].
fn small_alone(bare: &Bare, count: u64, file: &[u8]) -> Outcome<Speed> {
    let next = AtomicU64::new(0);
    let before = bare.cpu_seconds();
    let begin = Instant::now();
    thread::scope(|scope| {
        let senders = (0..CONNECTIONS).map(|_| {
            scope.spawn(|| -> Result<(), String> {
                let mut sender = bare.connect().map_err(|error| error.to_string())?;
                while next.fetch_add(1, Ordering::Relaxed) < count {
                    sender.send(file).map_err(|error| error.to_string())?;
                }
                Ok(())
            })
        });
        let senders: Vec<_> = senders.collect();
        senders
            .into_iter()
            .try_for_each(|sender| sender.join().map_err(|_| "a sender broke".to_owned())?)
    })?;
    Ok(Speed {
        per_second: count as f64 / begin.elapsed().as_secs_f64(),
        cpu: (bare.cpu_seconds() - before) * 1000.0 / count as f64,
    })
}

/// Big PATCHes one after the other: MiB/s, CPU s/GiB. All but the last byte of them, or `whole`.
async fn big(
    phone: impl AsyncFn() -> Outcome<Tus>,
    usage: impl Fn() -> Outcome<Usage>,
    count: u64,
    whole: bool,
) -> Outcome<Speed> {
    let file = content::pdf(BIG, 1);
    let body = if whole { &file[..] } else { &file[..BIG - 1] };
    let mut took = Vec::new();
    let mut cpu = 0.0;
    let mut tus = phone().await?;
    for run in 0..count {
        if run % 7 == 6 {
            tus = phone().await?;
        }
        let url = tus.begin(BIG as u64, None).await?;
        let before = usage()?.cpu_seconds;
        let begin = Instant::now();
        let answer = tus.patch(&url, 0, body).await?;
        took.push(begin.elapsed().as_secs_f64());
        cpu += usage()?.cpu_seconds - before;
        if answer.status != 204 {
            return Err(format!("PATCH says {}", answer.status).into());
        }
        if !whole {
            // Room for the next one.
            tus.delete(&url).await?;
        }
    }
    let bytes = (body.len() as u64 * count) as f64;
    // The median: one hiccup of the disk is not the server's speed.
    let median = quantile(&mut took, 0.5);
    Ok(Speed {
        per_second: body.len() as f64 / MIB / median,
        cpu: cpu / (bytes / MIB / 1024.0),
    })
}

/// Whole files, eight at a time, each on a connection that is kept, created and sent in two requests or `at_once`, until
/// all are `done` with: files/s, CPU ms per file.
async fn small(
    phone: impl AsyncFn() -> Outcome<Tus>,
    usage: impl Fn() -> Outcome<Usage>,
    done: impl AsyncFn(),
    count: u64,
    file: &Arc<Vec<u8>>,
    at_once: bool,
) -> Outcome<Speed> {
    let mut phones = Vec::new();
    // A draft takes some 40 of them.
    for _ in 0..count / 40 + CONNECTIONS {
        phones.push(phone().await?);
    }
    let (phones, next) = (Arc::new(phones), Arc::new(AtomicU64::new(0)));
    let before = usage()?.cpu_seconds;
    let begin = Instant::now();
    let workers = (0..CONNECTIONS).map(|_| {
        let (phones, next, file) = (phones.clone(), next.clone(), file.clone());
        tokio::spawn(async move {
            let mut conn = phones[0].conn().await?;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok(());
                }
                let tus = &phones[usize::try_from(number)? % phones.len()];
                let length = file.len() as u64;
                let first = if at_once { &file[..] } else { &[] };
                let head = tus.create_head(length, None, first.len() as u64);
                let url = location(&tus.on(&mut conn, head, first).await?)?;
                if !at_once {
                    let head = tus.patch_head(&url, 0, length);
                    let answer = tus.on(&mut conn, head, &file).await?;
                    if answer.status != 204 {
                        return Outcome::Err(format!("PATCH says {}", answer.status).into());
                    }
                }
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await??;
    }
    done().await;
    let elapsed = begin.elapsed().as_secs_f64();
    Ok(Speed {
        per_second: count as f64 / elapsed,
        cpu: (usage()?.cpu_seconds - before) * 1000.0 / count as f64,
    })
}
