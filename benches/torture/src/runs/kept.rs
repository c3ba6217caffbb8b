//! What is left of a request that died, and how soon a new one goes on.

use crate::bent::Shim;
use crate::content;
use crate::net::{Answer, DEATHS, Death};
use crate::office::Office;
use crate::report::{Report, quantile};
use crate::rival;
use crate::tus::{Tus, id};
use crate::{Ctx, Outcome};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Uploads per draft, well below its quota.
const PER_DRAFT: u64 = 7;

/// Connections die at a random byte. Whoever asks then must hear of every byte that the server had read.
pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let mut random = SmallRng::seed_from_u64(ctx.seed);
    let times = ctx.times(90, 1000);
    // By death: runs, runs that kept all, bytes lost at worst.
    let mut results = [(0u64, 0u64, 0u64); 3];
    let mut wrong = Vec::new();
    let mut phone = office.phone().await?;
    for run in 0..times {
        if run % PER_DRAFT == 0 {
            phone = office.phone().await?;
        }
        let death = DEATHS[(run % 3) as usize];
        let length = random.random_range(1000..=1_500_000);
        let sent = random.random_range(1..length);
        // Some wait before they ask, most don't.
        let pause = if run % 4 == 3 {
            random.random_range(1..300)
        } else {
            0
        };
        let file = content::pdf(length, ctx.seed + run);
        let kept = one(&phone, &file, sent, death, pause).await;
        let result = &mut results[DEATHS.iter().position(|one| *one == death).unwrap_or(0)];
        result.0 += 1;
        match kept {
            Ok((url, offset)) => {
                if offset == sent as u64 {
                    result.1 += 1;
                } else if offset < sent as u64 {
                    println!("            run {run} {death:?}: HEAD says {offset} of {sent}");
                    result.2 = result.2.max(sent as u64 - offset);
                } else {
                    wrong.push(format!(
                        "seed {} run {run}: HEAD says {offset} of {sent}",
                        ctx.seed
                    ));
                }
                // What was kept must also be right: the rest completes it.
                let mut answer = rest_of(&phone, &url, &file, offset).await?;
                if answer.status == 409 {
                    // The dead request was read only after HEAD was answered: it moved on once more.
                    let true_offset = answer.offset().ok_or("a 409 without Upload-Offset")?;
                    answer = rest_of(&phone, &url, &file, true_offset).await?;
                }
                if answer.status != 204 || !office_holds(&office, &url, &file) {
                    wrong.push(format!(
                        "seed {} run {run}: {} at the end",
                        ctx.seed, answer.status
                    ));
                }
            }
            Err(error) => wrong.push(format!("seed {} run {run}: {error}", ctx.seed)),
        }
    }
    for (death, (runs, all, worst)) in DEATHS.iter().zip(results) {
        report.check(
            format!("kept after {death:?} at a random byte"),
            format!("all bytes in {all} of {runs} (worst loss {worst} bytes)"),
            "all that was delivered and read",
            all == runs && runs > 0,
        );
    }
    report.check(
        "what was kept is right, and completes",
        match wrong.first() {
            None => format!("{times} of {times}"),
            Some(first) => format!("{} wrong; {first}", wrong.len()),
        },
        "always",
        wrong.is_empty(),
    );
    Ok(())
}

/// One upload cut after `sent` bytes of its body. Returns its URL and the offset that HEAD tells.
async fn one(
    tus: &Tus,
    file: &[u8],
    sent: usize,
    death: Death,
    pause: u64,
) -> Outcome<(String, u64)> {
    let url = tus.begin(file.len() as u64, None).await?;
    let mut conn = tus.conn().await?;
    let mut bytes = tus.patch_head(&url, 0, file.len() as u64);
    bytes.extend_from_slice(&file[..sent]);
    conn.send(&bytes).await?;
    conn.taken().await?;
    let _open = conn.die(death)?;
    sleep(Duration::from_millis(pause)).await;
    let offset = tus.offset(&url).await?;
    Ok((url, offset))
}

/// The same on a slow disk, at a random moment: the writer lags behind, so that delivered bytes wait in the socket when
/// somebody new asks.
pub async fn hurried(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    const SYNC_MS: i64 = 100;
    let shim = Shim::around(ctx).await?;
    let mut random = SmallRng::seed_from_u64(ctx.seed);
    let times = ctx.times(12, 150);
    let (mut all, mut worst, mut wrong) = (0, 0, 0);
    for run in 0..times {
        shim.set(0, 0)?;
        let phone = shim.office.phone().await?;
        let file = content::pdf(4_000_000, ctx.seed + run);
        let url = phone.begin(file.len() as u64, None).await?;
        shim.set(SYNC_MS, 0)?;
        let mut conn = phone.conn().await?;
        let head = phone.patch_head(&url, 0, file.len() as u64);
        // It has begun: from here on whoever asks sends it away.
        conn.send(&head).await?;
        conn.send(&file[..1000]).await?;
        conn.taken().await?;
        let time = Duration::from_millis(random.random_range(20..600));
        let delivered = 1000 + conn.send_for(&file[1000..file.len() - 1], time).await?;
        let offset = phone.offset(&url).await?;
        shim.set(0, 0)?;
        all += u64::from(offset >= delivered);
        worst = worst.max(delivered.saturating_sub(offset));
        let rest = &file[usize::try_from(offset)?..];
        let answer = phone.patch(&url, offset, rest).await?;
        wrong += u64::from(answer.status != 204 || !office_holds(&shim.office, &url, &file));
    }
    report.check(
        format!("kept when somebody asks at once, each fsync {SYNC_MS} ms"),
        format!("all bytes in {all} of {times} (worst loss {worst} bytes); {wrong} wrong"),
        "all that the kernel delivered",
        all == times && wrong == 0,
    );
    Ok(())
}

async fn rest_of(tus: &Tus, url: &str, file: &[u8], offset: u64) -> Outcome<Answer> {
    let rest = &file[usize::try_from(offset)?..];
    Ok(tus.patch(url, offset, rest).await?)
}

fn office_holds(office: &Office, url: &str, file: &[u8]) -> bool {
    office.kept(id(url)).as_deref() == Some(file)
}

/// A PATCH hangs in a black hole; somebody new asks and goes on.
pub async fn takeover(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let times = ctx.times(50, 500);
    let (mut waits, wrong) = measure(times, || office.phone()).await?;
    let (p50, p99) = (quantile(&mut waits, 0.5), quantile(&mut waits, 0.99));
    report.check(
        "a dead PATCH taken over: HEAD right, PATCH goes on",
        format!("p50 {p50:.0} ms, p99 {p99:.0} ms of {times}; {wrong} wrong"),
        "p99 <= 100 ms, 0 wrong",
        (p99 <= 100.0 || !ctx.timed) && wrong == 0,
    );
    if !ctx.timed {
        return Ok(());
    }
    let rivals = rival::all(ctx).await;
    rival::note(report, "a dead PATCH taken over", &rivals, async |rival| {
        let (mut waits, wrong) = measure(5, async || Ok(rival.tus())).await?;
        Ok(format!(
            "p50 {:.0} ms, worst {:.0} ms of 5; {wrong} wrong",
            quantile(&mut waits, 0.5),
            quantile(&mut waits, 1.0)
        ))
    })
    .await;
    Ok(())
}

/// Milliseconds from the HEAD of the newcomer to the answer of its PATCH; and how many heard a wrong offset.
async fn measure(times: u64, phone: impl AsyncFn() -> Outcome<Tus>) -> Outcome<(Vec<f64>, u64)> {
    const HALF: usize = 200_000;
    let body = content::noise(2 * HALF, 1);
    let (mut waits, mut wrong) = (Vec::new(), 0);
    let mut tus = phone().await?;
    for run in 0..times {
        if run % PER_DRAFT == 0 {
            tus = phone().await?;
        }
        let url = tus.begin(body.len() as u64, None).await?;
        let mut dead = tus.conn().await?;
        dead.send(&tus.patch_head(&url, 0, body.len() as u64))
            .await?;
        dead.send(&body[..HALF]).await?;
        dead.taken().await?;
        let begin = Instant::now();
        let offset = tus.offset(&url).await?;
        let answer = tus.patch(&url, offset, &body[HALF..HALF + 1000]).await?;
        waits.push(begin.elapsed().as_secs_f64() * 1000.0);
        if offset != HALF as u64 || answer.offset() != Some(HALF as u64 + 1000) {
            wrong += 1;
        }
    }
    Ok((waits, wrong))
}
