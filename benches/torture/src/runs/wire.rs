//! How many bytes a file costs on a link that keeps breaking.

use crate::content;
use crate::net::Death;
use crate::office::Office;
use crate::proxy::{Fate, Proxy};
use crate::report::Report;
use crate::rival::{self, Rivals};
use crate::tus::{Tus, id, location};
use crate::{Ctx, Outcome};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

const SIZE: usize = 4 * 1024 * 1024;
/// A link that gets no further than this in so many connections never will.
const MOST_CONNECTIONS: u64 = 2000;

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let rivals = if ctx.timed {
        rival::all(ctx).await
    } else {
        Vec::new()
    };
    let file = content::pdf(SIZE, ctx.seed);
    let mut random = SmallRng::seed_from_u64(ctx.seed);
    for (what, cuts, target) in [("10 cuts", 10, 1.005), ("100 cuts", 100, 1.02)] {
        // Evenly, but at no round number.
        let step = SIZE as u64 / (cuts + 1);
        let jitter = (0..cuts).map(|_| random.random_range(0..step / 8));
        let fates: Vec<Fate> = jitter
            .enumerate()
            .map(|(at, jitter)| cut(step - jitter, at))
            .collect();
        let ours = send(
            &office.phone().await?,
            &file,
            fates.clone(),
            Fate::default(),
        )
        .await?;
        same_in_archive(&office, &ours, &file)?;
        let ratio = ours.up as f64 / SIZE as f64;
        report.check(
            format!("bytes on the wire / size, 4 MiB, {what}"),
            format!("{ratio:.4} ({} connections died)", ours.deaths),
            &format!("<= {target}"),
            ratio <= target && ours.deaths == cuts,
        );
        beside(report, what, &rivals, &file, fates, Fate::default()).await;
    }
    let short = cut(16 * 1024, 0);
    let ours = send(&office.phone().await?, &file, Vec::new(), short.clone()).await?;
    same_in_archive(&office, &ours, &file)?;
    report.check(
        "4 MiB at 16 KiB per connection",
        format!(
            "ended; {:.4} of the size, {} connections",
            ours.up as f64 / SIZE as f64,
            ours.deaths + 1
        ),
        "always ends",
        true,
    );
    beside(
        report,
        "16 KiB per connection",
        &rivals,
        &file,
        Vec::new(),
        short,
    )
    .await;
    Ok(())
}

fn cut(after: u64, number: usize) -> Fate {
    let death = if number.is_multiple_of(2) {
        Death::Fin
    } else {
        Death::Rst
    };
    Fate {
        cut: Some((after, death)),
        ..Fate::default()
    }
}

/// The same given to the others.
async fn beside(
    report: &mut Report,
    what: &str,
    rivals: &Rivals,
    file: &[u8],
    fates: Vec<Fate>,
    usual: Fate,
) {
    rival::note(report, what, rivals, async |rival| {
        let sent = send(&rival.tus(), file, fates.clone(), usual.clone()).await?;
        Ok(format!("{:.4}", sent.up as f64 / SIZE as f64))
    })
    .await;
}

struct Sent {
    url: String,
    up: u64,
    deaths: u64,
}

/// Sends a file through a bad link as a sensible client does: ask with HEAD, send the rest in one PATCH, again.
async fn send(server: &Tus, file: &[u8], fates: Vec<Fate>, usual: Fate) -> Outcome<Sent> {
    let proxy = Proxy::to(server.addr).await?;
    let tus = server.through(proxy.addr);
    let url = location(&tus.create(file.len() as u64, None).await?)?;
    let before = proxy.deaths();
    proxy.fates(fates);
    proxy.usually(usual);
    let mut first = true;
    for _ in 0..MOST_CONNECTIONS {
        let mut conn = tus.conn().await?;
        let offset = if first {
            0
        } else {
            let head = tus.head_of("HEAD", &url, 0, &[]);
            match tus.on(&mut conn, head, &[]).await {
                Ok(answer) => answer
                    .offset()
                    .ok_or_else(|| format!("HEAD says {}", answer.status))?,
                Err(_) => continue,
            }
        };
        first = false;
        let rest = &file[usize::try_from(offset)?..];
        let patched = match rest {
            [] => None,
            rest => {
                let head = tus.patch_head(&url, offset, rest.len() as u64);
                tus.on(&mut conn, head, rest).await.ok()
            }
        };
        match patched {
            _ if rest.is_empty() => {}
            Some(answer) if answer.status == 204 => {}
            Some(answer) if answer.status == 409 => continue,
            Some(answer) => return Err(format!("PATCH says {}", answer.status).into()),
            None => continue,
        }
        return Ok(Sent {
            url,
            up: proxy.up(),
            deaths: proxy.deaths() - before,
        });
    }
    Err(format!("not ended after {MOST_CONNECTIONS} connections").into())
}

fn same_in_archive(office: &Office, sent: &Sent, file: &[u8]) -> Outcome<()> {
    if office.kept(id(&sent.url)).as_deref() == Some(file) {
        Ok(())
    } else {
        Err("the archive doesn't hold what was sent".into())
    }
}
