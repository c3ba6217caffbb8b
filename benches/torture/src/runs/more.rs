//! What goes beyond the core of the protocol, where the server offers it; and how it stops.

use crate::content;
use crate::office::Office;
use crate::report::{Report, Verdict};
use crate::tus::{BODY, Tus, id, location};
use crate::{Ctx, Outcome};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use sha1::{Digest, Sha1};
use std::time::Duration;
use tokio::time::sleep;

pub async fn extensions(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let phone = office.phone().await?;
    for (name, what) in [
        (
            "creation-with-upload",
            "a photo in one round trip; its POST cut at a random byte and repeated",
        ),
        ("creation-defer-length", "a length that is told later"),
        (
            "checksum",
            "a checksummed PATCH cut in the middle leaves no trace",
        ),
    ] {
        if !phone.offers(name).await? {
            report.add(
                what,
                format!("{name} is not advertised"),
                "right",
                Verdict::NotOffered,
            );
            continue;
        }
        let wrong = match name {
            "creation-with-upload" => with_upload(ctx, &office).await,
            "creation-defer-length" => deferred(&office).await,
            _ => cut_checksum(ctx, &office).await,
        };
        let told = wrong
            .as_ref()
            .map_or_else(ToString::to_string, Clone::clone);
        report.check(what, told, "right", wrong.is_ok());
    }
    Ok(())
}

async fn with_upload(ctx: &Ctx, office: &Office) -> Outcome<String> {
    let mut random = SmallRng::seed_from_u64(ctx.seed);
    let times = ctx.times(40, 300);
    let mut phone = office.phone().await?;
    let mut cut = 0;
    for run in 0..times {
        if run % 20 == 0 {
            phone = office.phone().await?;
        }
        let file = content::pdf(random.random_range(1000..400_000), ctx.seed + run);
        let length = file.len() as u64;
        let key = format!("with-upload-{run:05}-0123456789abcdef");
        let head = phone.create_head(length, Some(&key), length);
        let url = if run % 4 == 0 {
            let answer = phone.call(head, &file).await?;
            if answer.offset() != Some(length) {
                return Err(format!(
                    "run {run}: {} with offset {:?}",
                    answer.status,
                    answer.offset()
                )
                .into());
            }
            location(&answer)?
        } else {
            cut += 1;
            let sent = random.random_range(0..file.len());
            let mut conn = phone.conn().await?;
            conn.send(&head).await?;
            conn.send(&file[..sent]).await?;
            conn.delivered().await?;
            let _open = conn.die(crate::net::DEATHS[(run % 3) as usize])?;
            // A request that is still unread when the next one comes is no fault of the server.
            sleep(Duration::from_millis(50)).await;
            let url = phone.begin(length, Some(&key)).await?;
            let offset = phone.offset(&url).await?;
            if offset != sent as u64 {
                return Err(
                    format!("run {run}: HEAD says {offset} of {sent} that were delivered").into(),
                );
            }
            let rest = &file[sent..];
            let answer = phone.patch(&url, offset, rest).await?;
            if answer.status != 204 {
                return Err(format!("run {run}: going on says {}", answer.status).into());
            }
            url
        };
        if office.kept(id(&url)).as_ref() != Some(&file) {
            return Err(format!("run {run}: the archive holds something else").into());
        }
    }
    Ok(format!(
        "{} in one round trip, {cut} cut and continued",
        times - cut
    ))
}

async fn deferred(office: &Office) -> Outcome<String> {
    let phone = office.phone().await?;
    let file = content::pdf(50_000, 1);
    let metadata = format!("requirement {}", STANDARD.encode("ktp"));
    let defer = [
        ("Upload-Defer-Length", "1"),
        ("Upload-Metadata", metadata.as_str()),
    ];
    let url = location(
        &phone
            .call(phone.head_of("POST", phone.path, 0, &defer), &[])
            .await?,
    )?;
    let told = phone.head(&url).await?;
    if told.header("upload-defer-length") != Some("1") || told.header("upload-length").is_some() {
        return Err("HEAD doesn't say that the length is to come".into());
    }
    let first = phone.patch(&url, 0, &file[..20_000]).await?;
    let length = file.len().to_string();
    let headers = [
        BODY,
        ("Upload-Offset", "20000"),
        ("Upload-Length", length.as_str()),
    ];
    let last = phone
        .call(
            phone.head_of("PATCH", &url, 30_000, &headers),
            &file[20_000..],
        )
        .await?;
    let changed = [
        BODY,
        ("Upload-Offset", length.as_str()),
        ("Upload-Length", "60000"),
    ];
    let other = phone
        .call(phone.head_of("PATCH", &url, 0, &changed), &[])
        .await?;
    let odd = [
        ("Upload-Defer-Length", "2"),
        ("Upload-Metadata", metadata.as_str()),
    ];
    let odd = phone
        .call(phone.head_of("POST", phone.path, 0, &odd), &[])
        .await?;
    let told = format!(
        "{} {}, another length {}, an odd header {}",
        first.status, last.status, other.status, odd.status
    );
    let right = (first.status, last.status, odd.status) == (204, 204, 400)
        && other.status >= 400
        && office.kept(id(&url)) == Some(file);
    if right { Ok(told) } else { Err(told.into()) }
}

async fn cut_checksum(ctx: &Ctx, office: &Office) -> Outcome<String> {
    let mut random = SmallRng::seed_from_u64(ctx.seed);
    let phone = office.phone().await?;
    let times = ctx.times(30, 300);
    let file = content::pdf(400_000, ctx.seed);
    let url = phone.begin(file.len() as u64, None).await?;
    phone.patch(&url, 0, &file[..100_000]).await?;
    for run in 0..times {
        let body = &file[100_000..300_000];
        let sum = format!("sha1 {}", STANDARD.encode(Sha1::digest(body)));
        let headers = [BODY, ("Upload-Offset", "100000"), ("Upload-Checksum", &sum)];
        let mut conn = phone.conn().await?;
        conn.send(&phone.head_of("PATCH", &url, body.len() as u64, &headers))
            .await?;
        conn.send(&body[..random.random_range(0..body.len())])
            .await?;
        conn.delivered().await?;
        let _open = conn.die(crate::net::DEATHS[(run % 3) as usize])?;
        let offset = phone.offset(&url).await?;
        if offset != 100_000 {
            return Err(format!("run {run}: the offset moved to {offset}").into());
        }
    }
    let rest = phone.patch(&url, 100_000, &file[100_000..]).await?;
    if rest.status != 204 || office.kept(id(&url)) != Some(file) {
        return Err(format!("going on says {}", rest.status).into());
    }
    Ok(format!("{times} cuts"))
}

/// SIGTERM while uploads run: every byte that had arrived is kept, and it ends at once.
pub async fn stop(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let mut office = Office::started(ctx).await?;
    let (mut slowest, mut lost) = (Duration::ZERO, 0);
    let times = ctx.times(1, 20);
    for run in 0..times {
        let phone = office.phone().await?;
        let mut open = Vec::new();
        for number in 0..7 {
            let file = content::noise(1_000_000, run * 10 + number);
            let url = phone.begin(file.len() as u64, None).await?;
            let mut conn = phone.conn().await?;
            conn.send(&phone.patch_head(&url, 0, file.len() as u64))
                .await?;
            conn.send(&file[..300_000]).await?;
            conn.delivered().await?;
            open.push((url, conn));
        }
        slowest = slowest.max(office.stop().await?);
        office.start().await?;
        lost += lost_of(&phone, &open, 300_000).await?;
    }
    report.check(
        "SIGTERM during 7 uploads: what had arrived is kept",
        format!("{lost} of {} lost something", times * 7),
        "0",
        lost == 0,
    );
    let told = format!("within {} ms", slowest.as_millis());
    let verdict = if ctx.timed {
        Verdict::of(slowest <= Duration::from_secs(1))
    } else {
        Verdict::Noted
    };
    report.add(
        "SIGTERM during 7 uploads: ends",
        told,
        "within 1 s",
        verdict,
    );
    Ok(())
}

async fn lost_of<T>(phone: &Tus, open: &[(String, T)], expected: u64) -> Outcome<u64> {
    let mut lost = 0;
    for (url, _) in open {
        lost += u64::from(phone.offset(url).await? < expected);
    }
    Ok(lost)
}
