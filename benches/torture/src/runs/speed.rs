//! How fast, and at what cost, beside another server on the same machine in the same minutes.

use crate::content;
use crate::office::{Office, Usage};
use crate::report::{Report, Verdict, quantile};
use crate::rival;
use crate::tus::{Tus, location};
use crate::{Ctx, Outcome};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::time::Instant;

const MIB: f64 = 1024.0 * 1024.0;
/// The largest file that is taken (`domain::upload::MAX_BYTES`).
const BIG: usize = 10 * 1024 * 1024;
const PHOTO: usize = 300 * 1024;
const CONNECTIONS: u64 = 8;

struct Speed {
    per_second: f64,
    cpu: f64,
}

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let rivals = rival::all(ctx).await;
    let ours = || office.phone();
    let usage = || office.usage();

    // Turns, so that a noisy moment of the machine hits both.
    let count = ctx.times(8, 40);
    for (what, whole) in [
        ("one PATCH of 10 MiB, taken in", false),
        ("one PATCH of 10 MiB, checked and archived", true),
    ] {
        let mine = big(ours, usage, count, whole).await?;
        let mut theirs = Vec::new();
        for (name, rival) in &rivals {
            if let Ok(rival) = rival {
                let phone = async || Ok(rival.tus());
                theirs.push((*name, big(phone, || rival.usage(), count, whole).await));
            }
        }
        beside(report, what, "MiB/s", "CPU s/GiB", &mine, &theirs);
    }
    let count = ctx.times(160, 1000);
    let jpeg = Arc::new(content::photo(PHOTO, ctx.seed)?);
    let paper = Arc::new(content::pdf(PHOTO, ctx.seed));
    for (what, file) in [
        ("300 KiB PDFs, 8 connections", paper),
        ("300 KiB photos (1200 x 900), 8 connections", jpeg),
    ] {
        for (how, at_once) in [("POST and PATCH", false), ("in one POST", true)] {
            let mine = small(ours, usage, count, &file, at_once).await?;
            let mut theirs = Vec::new();
            for (name, rival) in &rivals {
                if let Ok(rival) = rival {
                    let phone = async || Ok(rival.tus());
                    let told = small(phone, || rival.usage(), count, &file, at_once).await;
                    theirs.push((*name, told));
                }
            }
            let what = format!("{what}, {how}");
            beside(report, &what, "files/s", "CPU ms/file", &mine, &theirs);
        }
    }
    Ok(())
}

/// The first of them is the one that the target is about.
fn beside(
    report: &mut Report,
    what: &str,
    unit: &str,
    cost: &str,
    mine: &Speed,
    theirs: &[(&str, Outcome<Speed>)],
) {
    let told = |speed: &Speed| format!("{:.0} {unit}, {:.1} {cost}", speed.per_second, speed.cpu);
    let ratios = |other: &Speed| (mine.per_second / other.per_second, other.cpu / mine.cpu);
    let mut words = told(mine);
    for (name, other) in theirs {
        words += &match other {
            Ok(other) => {
                let (faster, cheaper) = ratios(other);
                let told = told(other);
                format!(
                    " | {name}, unsynced: {told} | {faster:.1}x as fast, {cheaper:.1}x as cheap"
                )
            }
            Err(error) => format!(" | {name}: {error}"),
        };
    }
    let Some((_, Ok(first))) = theirs.first() else {
        report.add(what, words, ">= 5x", Verdict::Skipped);
        return;
    };
    let (faster, cheaper) = ratios(first);
    report.check(
        what,
        words,
        ">= 5x as fast, >= 5x as cheap",
        faster >= 5.0 && cheaper >= 5.0,
    );
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

/// Whole files, eight at a time, each on a connection that is kept, created and sent in two requests or `at_once`:
/// files/s, CPU ms per file.
async fn small(
    phone: impl AsyncFn() -> Outcome<Tus>,
    usage: impl Fn() -> Outcome<Usage>,
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
    let elapsed = begin.elapsed().as_secs_f64();
    Ok(Speed {
        per_second: count as f64 / elapsed,
        cpu: (usage()?.cpu_seconds - before) * 1000.0 / count as f64,
    })
}
