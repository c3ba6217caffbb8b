//! The machine fails: a full disk, a locked database, a slow disk, a wrong clock.
//!
//! Nobody may hear 500; who is refused hears 503 or 507 and when to come again; what was acknowledged stays; and when the
//! fault is over everything goes on by itself.

use crate::bent::{Disk, Lock, Shim};
use crate::content;
use crate::net::Answer;
use crate::office::Office;
use crate::report::{Report, Verdict};
use crate::tus::{Tus, id};
use crate::{Ctx, Outcome};
use std::io;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const SIZE: usize = 4 * 1024 * 1024;
const FIRST: usize = 1024 * 1024;
const TARGET: &str =
    "503/507 with Retry-After, no 500, recovers by itself, nothing acknowledged lost";

/// An upload that has begun well: its first megabyte is acknowledged.
struct Begun {
    phone: Tus,
    url: String,
    file: Vec<u8>,
    acknowledged: u64,
}

impl Begun {
    async fn at(office: &Office, seed: u64) -> Outcome<Begun> {
        let phone = office.phone().await?;
        let file = content::pdf(SIZE, seed);
        let url = phone
            .begin(
                SIZE as u64,
                Some(&format!("fault-{seed:04}-0123456789abcdef")),
            )
            .await?;
        let answer = phone.patch(&url, 0, &file[..FIRST]).await?;
        if answer.offset() != Some(FIRST as u64) {
            return Err(format!("the first megabyte: {}", answer.status).into());
        }
        Ok(Begun {
            phone,
            url,
            file,
            acknowledged: FIRST as u64,
        })
    }

    /// After the fault: nothing lost, and within half a minute it goes on to its end.
    async fn goes_on(&self, office: &Office) -> Result<(), String> {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            match self.tried(office).await {
                Err(wrong) if wrong.starts_with("refused") && Instant::now() < until => {
                    sleep(Duration::from_millis(500)).await;
                }
                other => return other,
            }
        }
    }

    async fn tried(&self, office: &Office) -> Result<(), String> {
        let told = self.phone.offset(&self.url).await;
        let told = told.map_err(|error| format!("refused: {error}"))?;
        if told < self.acknowledged {
            return Err(format!(
                "lost: {told} of {} acknowledged",
                self.acknowledged
            ));
        }
        let rest = &self.file[usize::try_from(told).unwrap_or(SIZE)..];
        let answer = self.phone.patch(&self.url, told, rest).await;
        let answer = answer.map_err(|error| format!("refused: {error}"))?;
        if answer.status != 204 {
            return Err(format!("refused at {told}: {}", answer.status));
        }
        if office.kept(id(&self.url)).as_ref() != Some(&self.file) {
            return Err("the archive holds something else".into());
        }
        Ok(())
    }
}

/// Answers heard while something was broken.
#[derive(Default)]
struct Heard {
    told: Vec<String>,
    bad: Vec<String>,
}

impl Heard {
    fn add(&mut self, what: &str, answer: io::Result<Answer>) {
        match answer {
            Ok(answer) => {
                let again = answer.header("retry-after").is_some();
                let text = format!(
                    "{what} {}{}",
                    answer.status,
                    if again { " with Retry-After" } else { "" }
                );
                if answer.status >= 500 && !(again && matches!(answer.status, 503 | 507)) {
                    self.bad.push(text.clone());
                }
                self.told.push(text);
            }
            Err(error) => {
                self.bad.push(format!("{what}: {error}"));
                self.told.push(format!("{what}: {error}"));
            }
        }
    }

    fn report(self, report: &mut Report, what: &str, after: Vec<Result<(), String>>, more: &str) {
        let wrong: Vec<String> = after.into_iter().filter_map(Result::err).collect();
        let good = self.bad.is_empty() && wrong.is_empty() && !self.told.is_empty();
        let mut told = self.told;
        told.sort();
        told.dedup();
        let after = if wrong.is_empty() {
            "all goes on".to_owned()
        } else {
            wrong.join("; ")
        };
        report.check(
            what,
            format!("{}; afterwards {after}{more}", told.join(", ")),
            TARGET,
            good,
        );
    }
}

pub async fn full(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::new(ctx)?;
    let what = "disk full in the middle of a PATCH (tmpfs)";
    let disk = match Disk::mounted(office.folder.path().join("disk"), 320) {
        Ok(disk) => disk,
        Err(reason) => {
            report.add(what, reason.to_string(), TARGET, Verdict::Skipped);
            return Ok(());
        }
    };
    let data = disk.at.join("data");
    let mut office = office.with_data(data);
    office.start().await?;
    let (one, two) = (Begun::at(&office, 1).await?, Begun::at(&office, 2).await?);
    let mut heard = Heard::default();
    disk.fill(700_000)?;
    heard.add(
        "PATCH",
        one.phone
            .patch(&one.url, one.acknowledged, &one.file[FIRST..])
            .await,
    );
    heard.add(
        "PATCH",
        two.phone
            .patch(&two.url, two.acknowledged, &two.file[FIRST..])
            .await,
    );
    heard.add("HEAD", one.phone.head(&one.url).await);
    heard.add(
        "POST",
        two.phone
            .create(SIZE as u64, Some("fault-full-0123456789abcdef"))
            .await,
    );
    let was_full = heard.told.iter().any(|line| line.contains("PATCH 50"));
    disk.free()?;
    let mut after = vec![one.goes_on(&office).await, two.goes_on(&office).await];
    if !was_full {
        after.push(Err("the disk was never full".into()));
    }
    heard.report(report, what, after, "");
    office.kill().await
}

pub async fn locked(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    // Shorter, nobody is refused: all just wait.
    let seconds = if ctx.full { 30 } else { 4 };
    let office = Office::started(ctx).await?;
    let (one, two) = (Begun::at(&office, 3).await?, Begun::at(&office, 4).await?);
    let lock = Lock::on(&office.database()).await?;
    let releasing = tokio::spawn(async move {
        sleep(Duration::from_secs(seconds)).await;
        lock.release().await
    });
    let mut heard = Heard::default();
    let mut slowest = 0.0f64;
    // Whatever was asked in vain is asked again.
    while heard.told.is_empty() || !releasing.is_finished() {
        let asked = Instant::now();
        let (patch, head, post) = tokio::join!(
            one.phone
                .patch(&one.url, one.acknowledged, &one.file[FIRST..]),
            two.phone.head(&two.url),
            two.phone
                .create(5000, Some("fault-locked-0123456789abcdef")),
        );
        slowest = slowest.max(asked.elapsed().as_secs_f64());
        heard.add("PATCH", patch);
        heard.add("HEAD", head);
        heard.add("POST", post);
        sleep(Duration::from_secs(1)).await;
    }
    releasing.await??;
    let after = vec![one.goes_on(&office).await, two.goes_on(&office).await];
    let more = format!("; slowest answer {slowest:.1} s");
    heard.report(
        report,
        &format!("database locked for {seconds} s"),
        after,
        &more,
    );
    Ok(())
}

pub async fn slow_sync(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let wait = if ctx.full { 2000 } else { 400 };
    let shim = Shim::around(ctx).await?;
    let office = &shim.office;
    let (one, two) = (Begun::at(office, 5).await?, Begun::at(office, 6).await?);
    shim.set(wait, 0)?;
    let begin = Instant::now();
    let mut heard = Heard::default();
    let (patch, head, post) = tokio::join!(
        one.phone
            .patch(&one.url, one.acknowledged, &one.file[FIRST..2 * FIRST]),
        two.phone.head(&two.url),
        two.phone.create(5000, Some("fault-slow-0123456789abcdef")),
    );
    let took = begin.elapsed();
    heard.add("PATCH", patch);
    heard.add("HEAD", head);
    heard.add("POST", post);
    let mut after = vec![
        timeout(Duration::from_secs(120), one.goes_on(office))
            .await
            .unwrap_or_else(|_| Err("too slow".into())),
    ];
    if took < Duration::from_millis(wait.unsigned_abs()) {
        after.push(Err("nothing was synced before the answer".into()));
    }
    shim.set(0, 0)?;
    after.push(two.goes_on(office).await);
    let more = format!("; the PATCH took {:.1} s", took.as_secs_f64());
    heard.report(report, &format!("each fsync takes {wait} ms"), after, &more);
    Ok(())
}

pub async fn clock(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    const DAY: i64 = 24 * 3600;
    for (what, shift) in [("a day ahead", DAY), ("a day behind", -DAY)] {
        let mut shim = Shim::around(ctx).await?;
        let (one, two) = (
            Begun::at(&shim.office, 7).await?,
            Begun::at(&shim.office, 8).await?,
        );
        shim.set(0, shift)?;
        let mut heard = Heard::default();
        heard.add("HEAD", one.phone.head(&one.url).await);
        heard.add(
            "PATCH",
            one.phone
                .patch(&one.url, one.acknowledged, &one.file[FIRST..2 * FIRST])
                .await,
        );
        heard.add(
            "POST",
            one.phone
                .create(5000, Some("fault-clock-0123456789abcdef"))
                .await,
        );
        let bad = heard
            .told
            .iter()
            .filter(|line| !line.contains(" 20"))
            .cloned()
            .collect::<Vec<_>>();
        // It sweeps when it starts: nothing of ours may be swept.
        shim.office.kill().await?;
        shim.office.start().await?;
        let mut after = vec![one.goes_on(&shim.office).await];
        shim.set(0, 0)?;
        after.push(two.goes_on(&shim.office).await);
        if !bad.is_empty() {
            after.push(Err(format!("refused: {}", bad.join(", "))));
        }
        heard.report(
            report,
            &format!("the clock is {what}, also over a restart"),
            after,
            "",
        );
    }
    Ok(())
}
