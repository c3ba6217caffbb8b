//! Thousands at once: phones that have fallen silent, and phones that send a kilobyte per second.

use crate::content;
use crate::net::Conn;
use crate::office::{Office, Usage};
use crate::report::{Report, quantile};
use crate::rival::{self, Rival};
use crate::tus::Tus;
use crate::{Ctx, Outcome};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, interval, sleep};

/// Uploads of one draft, below its quota.
const PER_DRAFT: u64 = 50;
const STALLED_BYTES: usize = 64 * 1024;
const RATE: usize = 1024;

pub async fn stalled(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let count = ctx.times(300, 1000);
    let each = memory(|| office.phone(), || office.usage(), count).await?;
    report.check(
        format!("memory per stalled upload, {count} of them"),
        format!("{each:.0} KiB"),
        "<= 32 KiB",
        each <= 32.0,
    );
    if ctx.full {
        let rival = Rival::started(ctx).await;
        rival::note(report, "memory per stalled upload", &rival, async |rival| {
            let each = memory(async || Ok(rival.tus()), || rival.usage(), count).await?;
            Ok(format!("{each:.0} KiB"))
        })
        .await;
    }
    Ok(())
}

/// Memory per upload that sent 64 KiB and fell silent, in KiB.
async fn memory(
    phone: impl AsyncFn() -> Outcome<Tus>,
    usage: impl Fn() -> Outcome<Usage>,
    count: u64,
) -> Outcome<f64> {
    let body = content::noise(STALLED_BYTES, 1);
    let mut open: Vec<Conn> = Vec::new();
    // The first ones warm it up: what a server needs once is not counted.
    let mut before = usage()?;
    let warm = count / 10;
    let mut tus = phone().await?;
    for number in 0..count + warm {
        if number % PER_DRAFT == 0 {
            tus = phone().await?;
        }
        if number == warm {
            sleep(Duration::from_millis(500)).await;
            before = usage()?;
        }
        let url = tus.begin(4 * STALLED_BYTES as u64, None).await?;
        let mut conn = tus.conn().await?;
        conn.send(&tus.patch_head(&url, 0, 4 * STALLED_BYTES as u64))
            .await?;
        conn.send(&body).await?;
        open.push(conn);
    }
    sleep(Duration::from_secs(2)).await;
    let after = usage()?;
    Ok((after.rss_kib as f64 - before.rss_kib as f64) / count as f64)
}

/// What came of the slow ones.
#[derive(Default)]
struct Fates {
    ended: AtomicU64,
    errors: AtomicU64,
    over: AtomicBool,
}

pub async fn slow(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let count = ctx.times(500, 10_000);
    let seconds: u64 = if ctx.full { 60 } else { 12 };
    let file = Arc::new(content::pdf(RATE * usize::try_from(seconds)?, ctx.seed));
    let begun = Instant::now();
    let mut uploads = Vec::new();
    for draft in 0..count.div_ceil(PER_DRAFT) {
        let tus = office.phone().await?;
        let of_draft = PER_DRAFT.min(count - draft * PER_DRAFT);
        let making = (0..of_draft).map(|_| {
            let (tus, length) = (tus.clone(), file.len() as u64);
            tokio::spawn(async move { tus.begin(length, None).await.map(|url| (tus, url)) })
        });
        for one in making.collect::<Vec<_>>() {
            let made = one.await?;
            uploads.push(made.map_err(|error| format!("creating: {error}"))?);
        }
    }
    let created = begun.elapsed();
    let fates = Arc::new(Fates::default());
    let why = Arc::new(std::sync::Mutex::new(std::collections::BTreeMap::<
        String,
        u64,
    >::new()));
    let mut tasks = Vec::new();
    for (tus, url) in uploads {
        let (file, fates, why) = (file.clone(), fates.clone(), why.clone());
        tasks.push(tokio::spawn(async move {
            match trickle(&tus, &url, &file).await {
                Ok(()) => drop(fates.ended.fetch_add(1, Ordering::Relaxed)),
                Err(error) => {
                    fates.errors.fetch_add(1, Ordering::Relaxed);
                    if let Ok(mut why) = why.lock() {
                        *why.entry(error.to_string()).or_default() += 1;
                    }
                }
            }
        }));
    }
    // Meanwhile somebody sends a photo, again and again.
    let photo = content::photo(300 * 1024, ctx.seed)?;
    let mut fresh = Vec::new();
    let (mut most, mut refused) = (0, 0);
    let until = Instant::now() + Duration::from_secs(seconds - 2);
    while Instant::now() < until {
        let tus = office.phone().await?;
        let begin = Instant::now();
        // Refused or unheard: both count, and the wait with them.
        let sent = match tus.begin(photo.len() as u64, None).await {
            Ok(url) => tus
                .patch(&url, 0, &photo)
                .await
                .is_ok_and(|answer| answer.status == 204),
            Err(_) => false,
        };
        fresh.push(begin.elapsed().as_secs_f64());
        refused += u64::from(!sent);
        most = most.max(office.usage()?.rss_kib);
        sleep(Duration::from_millis(100)).await;
    }
    fates.over.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await?;
    }
    most = most.max(office.usage()?.rss_kib);
    let (ended, errors) = (
        fates.ended.load(Ordering::Relaxed),
        fates.errors.load(Ordering::Relaxed),
    );
    if let Ok(why) = why.lock() {
        for (why, count) in why.iter().take(5) {
            println!("            {count} x {why}");
        }
    }
    let p99 = quantile(&mut fresh, 0.99);
    report.check(
        format!("{count} slow uploads at once (1 KiB/s, {seconds} s)"),
        format!(
            "{ended} complete, {errors} errors; RSS {} MiB; {} fresh photos p99 {p99:.2} s, {refused} refused; made in {:.0} s",
            most / 1024,
            fresh.len(),
            created.as_secs_f64()
        ),
        "0 errors, RSS <= 400 MiB, fresh photo p99 <= 1 s",
        errors == 0 && ended == count && most <= 400 * 1024 && p99 <= 1.0 && refused == 0,
    );
    Ok(())
}

async fn trickle(tus: &Tus, url: &str, file: &[u8]) -> Outcome<()> {
    let mut conn = tus.conn().await?;
    conn.send(&tus.patch_head(url, 0, file.len() as u64))
        .await?;
    let mut tick = interval(Duration::from_secs(1));
    for piece in file.chunks(RATE) {
        tick.tick().await;
        conn.send(piece).await?;
    }
    let answer = conn.answer(false).await?;
    match answer.status {
        204 => Ok(()),
        status => Err(format!("PATCH says {status}").into()),
    }
}
