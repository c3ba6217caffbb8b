//! What was done once is done once, though the answer got lost or everybody asked together.

use crate::content;
use crate::net::Answer;
use crate::office::Office;
use crate::proxy::{Fate, Proxy};
use crate::report::Report;
use crate::tus::{id, location};
use crate::{Ctx, Outcome};
use std::collections::BTreeSet;

/// The last PATCH arrives and its answer doesn't; then the answer of a creation is lost as well.
pub async fn reply(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let times = ctx.times(60, 500);
    let (mut good, mut first_wrong) = (0, None);
    let mut phone = office.phone().await?;
    for run in 0..times {
        if run % 20 == 0 {
            phone = office.phone().await?;
        }
        let proxy = Proxy::to(office.addr).await?;
        let tus = phone.through(proxy.addr);
        let before = office.files().len();
        let file = content::pdf(20_000, ctx.seed + run);
        let key = format!("reply-{run}-of-seed-{}-0123456789abcdef", ctx.seed);
        let eat = |answer_to| {
            proxy.fates([Fate {
                eat_answer_to: Some(answer_to),
                ..Fate::default()
            }]);
        };
        eat("POST ");
        let lost = tus.create(file.len() as u64, Some(&key)).await;
        let url = location(&tus.create(file.len() as u64, Some(&key)).await?)?;
        eat("PATCH ");
        let unheard = tus.patch(&url, 0, &file).await;
        let told = tus.head(&url).await?;
        let again = tus.create(file.len() as u64, Some(&key)).await?;
        // A client that asks nobody and sends its last bytes again must not break anything.
        let repeated = tus.patch(&url, file.len() as u64, &[]).await?;
        let all_well = lost.is_err()
            && unheard.is_err()
            && told.offset() == Some(file.len() as u64)
            && location(&again).is_ok_and(|other| other == url)
            && repeated.offset() == Some(file.len() as u64)
            && office.kept(id(&url)).as_deref() == Some(&file[..])
            && office.files().len() == before + 1;
        if all_well {
            good += 1;
        } else if first_wrong.is_none() {
            first_wrong = Some(format!(
                "run {run}: HEAD {} {:?}, POST again {}, {} new files",
                told.status,
                told.offset(),
                again.status,
                office.files().len() - before
            ));
        }
    }
    report.check(
        "answers of creation and of the last PATCH lost after the commit",
        format!(
            "1 upload in {good} of {times}{}",
            first_wrong.map_or(String::new(), |wrong| format!("; {wrong}"))
        ),
        "1 upload, always",
        good == times,
    );
    Ok(())
}

/// The same creation a hundred times at once.
pub async fn creation(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let phone = office.phone().await?;
    let mut all = BTreeSet::new();
    let mut refused = 0;
    for round in 0..ctx.times(1, 5) {
        let key = format!("once-{round}-0123456789abcdef0123456789");
        let asking = (0..100).map(|_| {
            let (phone, key) = (phone.clone(), key.clone());
            tokio::spawn(async move { phone.create(5000, Some(&key)).await })
        });
        let mut places = BTreeSet::new();
        for one in asking.collect::<Vec<_>>() {
            match one.await? {
                Ok(answer) => match location(&answer) {
                    Ok(url) => drop(places.insert(url)),
                    Err(_) => refused += 1,
                },
                Err(_) => refused += 1,
            }
        }
        all.insert(places.len());
    }
    report.check(
        "the same creation sent 100 times at once",
        format!("{all:?} uploads, {refused} refused"),
        "1 upload, none refused",
        all == BTreeSet::from([1]) && refused == 0,
    );
    // An exact quota: whatever the limit is, parallel creations must not get past it.
    let greedy = office.phone().await?;
    let asking = (0..120).map(|_| {
        let greedy = greedy.clone();
        tokio::spawn(async move { greedy.create(1000, None).await })
    });
    let mut made = 0;
    for one in asking.collect::<Vec<_>>() {
        made += usize::from(one.await?.is_ok_and(|answer: Answer| answer.status == 201));
    }
    // One after the other the limit is what it is.
    let patient = office.phone().await?;
    let mut limit = 0;
    while limit < 120 && patient.create(1000, None).await?.status == 201 {
        limit += 1;
    }
    report.check(
        "quota of a draft, 120 creations at once",
        format!("{made} made; one after the other {limit}"),
        "the same, below 120",
        made == limit && limit < 120,
    );
    Ok(())
}
