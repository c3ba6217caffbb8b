//! A bit flips on the way: a checksummed body that is not what it says must leave no trace.

use crate::content;
use crate::office::Office;
use crate::report::{Report, Verdict};
use crate::tus::{BODY, id};
use crate::{Ctx, Outcome};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use sha1::{Digest, Sha1};
use sha2::Sha256;

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let phone = office.phone().await?;
    let times = ctx.times(400, 10_000);
    let what = format!("one flipped bit in a checksummed body, {times} times");
    let target = "refused, always; offset unchanged";
    if !phone.offers("checksum").await? {
        report.add(
            what,
            "checksum is not advertised",
            target,
            Verdict::NotOffered,
        );
        return Ok(());
    }
    let mut random = SmallRng::seed_from_u64(ctx.seed);
    let file = content::pdf(300_000, ctx.seed);
    let url = phone.begin(file.len() as u64, None).await?;
    let (mut refused, mut offset) = (0, 0usize);
    let mut statuses = std::collections::BTreeMap::<u16, u64>::new();
    let mut conn = phone.conn().await?;
    for run in 0..times {
        // Now and then a good piece moves it on, so that many offsets are tried.
        let count = random.random_range(1..=20_000).min(file.len() - offset);
        let mut body = file[offset..offset + count].to_vec();
        let algorithm = if run % 2 == 0 { "sha1" } else { "sha256" };
        let sum = checksum(algorithm, &body);
        let at = offset.to_string();
        let headers = [
            BODY,
            ("Upload-Offset", at.as_str()),
            ("Upload-Checksum", &sum),
        ];
        let head = phone.head_of("PATCH", &url, count as u64, &headers);
        let bit = random.random_range(0..count * 8);
        body[bit / 8] ^= 1 << (bit % 8);
        let answer = phone.on(&mut conn, head.clone(), &body).await?;
        *statuses.entry(answer.status).or_default() += 1;
        let still = phone
            .on(&mut conn, phone.head_of("HEAD", &url, 0, &[]), &[])
            .await?;
        refused += u64::from(answer.status == 460 && still.offset() == Some(offset as u64));
        if run % 100 == 99 && offset + count < file.len() {
            body[bit / 8] ^= 1 << (bit % 8);
            if phone.on(&mut conn, head, &body).await?.status == 204 {
                offset += count;
            }
        }
    }
    report.check(
        what,
        format!("{refused} refused without a trace; statuses {statuses:?}"),
        target,
        refused == times,
    );
    let rest = phone.patch(&url, offset as u64, &file[offset..]).await?;
    let same = office.kept(id(&url)).as_deref() == Some(&file[..]);
    report.check(
        "what was sent with right checksums in between",
        format!(
            "{offset} bytes taken; completed: {}, same bytes: {same}",
            rest.status
        ),
        "taken, and right",
        offset > 0 && rest.status == 204 && same,
    );
    let headers = [
        BODY,
        ("Upload-Offset", "0"),
        ("Upload-Checksum", "crc99 AAAA"),
    ];
    let other = phone.begin(1000, None).await?;
    let unknown = phone
        .call(phone.head_of("PATCH", &other, 10, &headers), &[0; 10])
        .await?;
    report.check(
        "an algorithm that is not offered",
        unknown.status.to_string(),
        "400",
        unknown.status == 400 && phone.offset(&other).await? == 0,
    );
    Ok(())
}

fn checksum(algorithm: &str, body: &[u8]) -> String {
    let sum = match algorithm {
        "sha1" => STANDARD.encode(Sha1::digest(body)),
        _ => STANDARD.encode(Sha256::digest(body)),
    };
    format!("{algorithm} {sum}")
}
