//! Thousands at once: phones that have fallen silent, and phones that send a kilobyte per second.

use crate::content;
use crate::net::Conn;
use crate::office::{Office, Usage};
use crate::report::{Report, quantile};
use crate::rival;
use crate::tus::Tus;
use crate::{Ctx, Outcome};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rustix::process::{Resource, getrlimit};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Uploads of one draft, below its quota.
const PER_DRAFT: u64 = 50;
const STALLED_BYTES: usize = 64 * 1024;
/// Handles of files that aren't for slow uploads and their lines.
const SPARE: u64 = 250;
/// Longer than anybody gets in the time.
const SLOW_LENGTH: u64 = 100 * 1024;

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
        let rivals = rival::all(ctx).await;
        rival::note(
            report,
            "memory per stalled upload",
            &rivals,
            async |rival| {
                let each = memory(async || Ok(rival.tus()), || rival.usage(), count).await?;
                Ok(format!("{each:.0} KiB"))
            },
        )
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

/// What the slow ones share.
#[derive(Default)]
struct Crowd {
    over: AtomicBool,
    sending: AtomicU64,
    lines: AtomicU64,
    errors: Mutex<BTreeMap<String, u64>>,
}

/// A slow upload in the end: whose, where, and how many bytes were delivered.
type Slow = (Tus, String, u64);

pub async fn slow(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let count = ctx.times(500, 10_000);
    let (ramp, window) = if ctx.full { (20.0, 60) } else { (2.0, 8) };
    let mut random = SmallRng::seed_from_u64(ctx.seed);
    let begun = Instant::now();
    let mut uploads = Vec::new();
    for draft in 0..count.div_ceil(PER_DRAFT) {
        let tus = office.phone().await?;
        let of_draft = PER_DRAFT.min(count - draft * PER_DRAFT);
        let making = (0..of_draft).map(|_| {
            let tus = tus.clone();
            tokio::spawn(async move { tus.begin(SLOW_LENGTH, None).await.map(|url| (tus, url)) })
        });
        for one in making.collect::<Vec<_>>() {
            let made = one.await?;
            uploads.push(made.map_err(|error| format!("creating: {error}"))?);
        }
    }
    let created = begun.elapsed();
    let crowd = Arc::new(Crowd::default());
    let mut tasks = Vec::new();
    // Each takes a handle of the server's for what it sends, and one for its line as far as there are some left.
    let handles = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let lines = count.min(handles.saturating_sub(count + SPARE));
    for (at, (tus, url)) in (0..).zip(uploads) {
        let crowd = crowd.clone();
        let wait = Duration::from_secs_f64(random.random_range(0.0..ramp));
        tasks.push(tokio::spawn(async move {
            sleep(wait).await;
            match trickle(&tus, &url, at < lines, &crowd).await {
                Ok(sent) => Some((tus, url, sent)),
                Err(error) => {
                    if let Ok(mut errors) = crowd.errors.lock() {
                        *errors.entry(error.to_string()).or_default() += 1;
                    }
                    None
                }
            }
        }));
    }
    sleep(Duration::from_secs_f64(ramp)).await;
    // All of them are sending. Meanwhile somebody sends a photo, again and again.
    let at_once = crowd.sending.load(Ordering::Relaxed);
    let photo = content::photo(300 * 1024, ctx.seed)?;
    let mut fresh = Vec::new();
    let (mut most, mut refused) = (0, 0);
    let until = Instant::now() + Duration::from_secs(window);
    while Instant::now() < until {
        let begin = Instant::now();
        if let Err(reason) = send_photo(&office, &photo).await {
            if refused == 0 {
                println!("            the first refused photo: {reason}");
            }
            refused += 1;
        }
        fresh.push(begin.elapsed().as_secs_f64());
        most = most.max(office.usage()?.rss_kib);
        sleep(Duration::from_millis(100)).await;
    }
    crowd.over.store(true, Ordering::Relaxed);
    let mut ended: Vec<Slow> = Vec::new();
    for task in tasks {
        ended.extend(task.await?);
    }
    let mut lost = 0;
    for (tus, url, sent) in ended.iter().step_by(ended.len() / 200 + 1) {
        lost += u64::from(tus.offset(url).await? != *sent);
    }
    let mut errors = 0;
    for (why, count) in crowd.errors.lock().map_err(|_| "a task broke")?.iter() {
        println!("            {count} x {why}");
        errors += count;
    }
    let p99 = quantile(&mut fresh, 0.99);
    report.check(
        format!("{count} slow uploads at once (1 KiB/s, for {window} s), {} of {lines} got a line", crowd.lines.load(Ordering::Relaxed)),
        format!(
            "{at_once} at once, {errors} errors, {lost} of a sample lost bytes; RSS {} MiB; {} fresh photos p99 {p99:.2} s, {refused} refused; made in {:.0} s",
            most / 1024,
            fresh.len(),
            created.as_secs_f64()
        ),
        "0 errors, RSS <= 400 MiB, fresh photo p99 <= 1 s",
        errors == 0 && lost == 0 && at_once == count && most <= 400 * 1024 && p99 <= 1.0 && refused == 0,
    );
    Ok(())
}

async fn send_photo(office: &Office, photo: &[u8]) -> Outcome<()> {
    let tus = office.phone().await?;
    let url = tus.begin(photo.len() as u64, None).await?;
    match tus.patch(&url, 0, photo).await?.status {
        204 => Ok(()),
        status => Err(format!("PATCH says {status}").into()),
    }
}

/// A kilobyte per second until it is over. Nothing may come back meanwhile. Returns how much was delivered.
async fn trickle(tus: &Tus, url: &str, line: bool, crowd: &Crowd) -> Outcome<u64> {
    let open = if line { tus.line().await? } else { None };
    crowd
        .lines
        .fetch_add(u64::from(open.is_some()), Ordering::Relaxed);
    let piece = [7; 1024];
    let mut conn = tus.conn().await?;
    conn.send(&tus.patch_head(url, 0, SLOW_LENGTH)).await?;
    crowd.sending.fetch_add(1, Ordering::Relaxed);
    let mut sent = 0;
    while !crowd.over.load(Ordering::Relaxed) && sent + 1024 < SLOW_LENGTH {
        conn.send(&piece).await?;
        sent += 1024;
        match conn.answer_within(false, Duration::from_secs(1)).await {
            Err(error) if error.kind() == ErrorKind::TimedOut => {}
            Err(error) => return Err(error.into()),
            Ok(answer) => return Err(format!("answered {} in the middle", answer.status).into()),
        }
    }
    Ok(sent)
}
