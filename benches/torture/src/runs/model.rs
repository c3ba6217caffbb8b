//! Everything in any order, against a model of what must be true.
//!
//! The model knows of each upload whether it exists, its length, and between which bounds its offset lies. Whatever the
//! server answers must be one of the answers that the model allows; after a HEAD the bounds meet.

use super::truth::{Model, expect, patched, slice};
use crate::content;
use crate::net::Death;
use crate::office::Office;
use crate::report::Report;
use crate::tus::{Tus, id, location};
use crate::{Ctx, Outcome};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::time::Instant;

/// Uploads at a time.
const CROWD: usize = 5;
/// A draft is left before its quota is reached.
const PER_DRAFT: u32 = 40;

struct World {
    office: Office,
    random: SmallRng,
    phone: Tus,
    made: u32,
    /// Whether a creation may bring bytes.
    with_upload: bool,
    uploads: Vec<Model>,
    /// Complete ones that were let go: id, and bytes.
    finished: BTreeMap<String, Vec<u8>>,
    counts: BTreeMap<&'static str, u64>,
}

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let phone = office.phone().await?;
    let with_upload = phone.offers("creation-with-upload").await?;
    let times = ctx.times(2000, 100_000);
    let mut world = World {
        office,
        random: SmallRng::seed_from_u64(ctx.seed),
        phone,
        made: 0,
        with_upload,
        uploads: Vec::new(),
        finished: BTreeMap::new(),
        counts: BTreeMap::new(),
    };
    let mut divergences = Vec::new();
    for step in 0..times {
        if let Err(wrong) = world.step().await {
            divergences.push(format!("seed {} step {step}: {wrong}", ctx.seed));
            // The model can't be trusted any more: begin with new uploads.
            world.uploads.clear();
            if divergences.len() >= 5 {
                break;
            }
        }
    }
    let mut strange = 0;
    for (id, file) in &world.finished {
        strange += usize::from(world.office.kept(id).as_ref() != Some(file));
    }
    for wrong in &divergences {
        println!("            {wrong}");
    }
    let counts: Vec<String> = world
        .counts
        .iter()
        .map(|(what, count)| format!("{what} {count}"))
        .collect();
    report.check(
        format!("{times} random operations against the model"),
        format!(
            "{} divergences, {strange} of {} finished files changed ({})",
            divergences.len(),
            world.finished.len(),
            counts.join(", ")
        ),
        "0 divergences",
        divergences.is_empty() && strange == 0,
    );
    Ok(())
}

impl World {
    async fn step(&mut self) -> Outcome<()> {
        if self.uploads.len() < CROWD && self.random.random_bool(0.5) || self.uploads.is_empty() {
            return self.counted("create", Act::Create).await;
        }
        let acts = [
            (18, "HEAD", Act::Head),
            (18, "PATCH", Act::Patch),
            (10, "PATCH to the end", Act::Finish),
            (14, "cut", Act::Cut),
            (6, "wrong offset", Act::WrongOffset),
            (4, "overrun", Act::Overrun),
            (6, "create again", Act::CreateAgain),
            (5, "DELETE", Act::Delete),
            (4, "unheard create", Act::UnheardCreate),
            (4, "two at once", Act::Together),
            (1, "kill", Act::Kill),
        ];
        let &(_, name, act) = acts.choose_weighted(&mut self.random, |act| act.0)?;
        self.counted(name, act).await
    }

    async fn counted(&mut self, name: &'static str, act: Act) -> Outcome<()> {
        *self.counts.entry(name).or_default() += 1;
        self.act(act)
            .await
            .map_err(|wrong| format!("{name}: {wrong}").into())
    }

    async fn act(&mut self, act: Act) -> Outcome<()> {
        match act {
            Act::Create => return self.create(true).await,
            Act::UnheardCreate => return self.create(false).await,
            Act::Kill => return self.kill().await,
            _ => {}
        }
        let at = self.random.random_range(0..self.uploads.len());
        let mut one = self.uploads.swap_remove(at);
        let Some(url) = one.url.clone() else {
            // Only its key is known yet.
            one.url = Some(one.phone.begin(one.length(), Some(&one.key)).await?);
            self.uploads.push(one);
            return Ok(());
        };
        let random = &mut self.random;
        match act {
            Act::Head => {
                let answer = one.phone.head(&url).await?;
                expect(&answer, &[200, 204])?;
                one.told(answer.offset())?;
                if answer.number("upload-length") != Some(one.length()) {
                    return Err(format!("length {:?}", answer.header("upload-length")).into());
                }
            }
            Act::Patch | Act::Finish => {
                let offset = one.low;
                let rest = one.length() - offset;
                let count = if matches!(act, Act::Finish) {
                    rest
                } else {
                    random.random_range(0..=rest)
                };
                let body = slice(&one.file, offset, count)?;
                let answer = one.phone.patch(&url, offset, body).await?;
                patched(&mut one, &answer, offset, count)?;
            }
            Act::Cut => {
                let offset = one.low;
                let rest = one.length() - offset;
                let announced = random.random_range(0..=rest);
                let sent = random.random_range(0..=announced);
                let death = *[Death::Fin, Death::Rst, Death::BlackHole]
                    .choose(random)
                    .ok_or("no death")?;
                let mut conn = one.phone.conn().await?;
                let mut bytes = one.phone.patch_head(&url, offset, announced);
                bytes.extend_from_slice(slice(&one.file, offset, sent)?);
                conn.send(&bytes).await?;
                if random.random_bool(0.7) {
                    conn.delivered().await?;
                }
                one.silent.extend(conn.die(death)?);
                // If the offset was right, up to that many more may be there.
                one.high = one.high.max(offset + sent);
                one.late.push((Instant::now(), offset, offset + sent));
            }
            Act::WrongOffset => {
                let offset = random.random_range(0..=one.length() + 5);
                if (one.low..=one.high).contains(&offset) {
                    self.uploads.push(one);
                    return Ok(());
                }
                let answer = one.phone.patch(&url, offset, b"wrong").await?;
                expect(&answer, &[409])?;
                one.told(answer.offset())?;
            }
            Act::Overrun => {
                let offset = one.low;
                let mut body = slice(&one.file, offset, one.length() - offset)?.to_vec();
                body.extend_from_slice(b"more than announced");
                let answer = one.phone.patch(&url, offset, &body).await?;
                match answer.status {
                    409 => one.told(answer.offset())?,
                    // Whether the part that fits is kept is the server's choice.
                    400 | 413 => one.high = one.length(),
                    status => return Err(format!("status {status}").into()),
                }
            }
            Act::CreateAgain => {
                let other = one.phone.begin(one.length(), Some(&one.key)).await?;
                if other != url {
                    return Err("the same key gave another upload".into());
                }
            }
            Act::Together => {
                // Both say the same bytes; whoever loses is told so.
                let (offset, rest) = (one.low, one.length() - one.low);
                let body = slice(&one.file, offset, random.random_range(0..=rest))?.to_vec();
                let (first, second) = tokio::join!(
                    one.phone.patch(&url, offset, &body),
                    one.phone.patch(&url, offset, &body)
                );
                one.high = one.high.max(offset + body.len() as u64);
                for answer in [first?, second?] {
                    expect(&answer, &[204, 409])?;
                    let told = answer.offset().ok_or("no offset")?;
                    if !(one.low..=one.high).contains(&told) {
                        return Err(
                            format!("offset {told}, not in {}..={}", one.low, one.high).into()
                        );
                    }
                }
            }
            Act::Delete => {
                expect(&one.phone.delete(&url).await?, &[204])?;
                expect(&one.phone.head(&url).await?, &[404, 410])?;
                if !self.office.gone_soon(id(&url)).await {
                    return Err(format!("files of {url} are left").into());
                }
                return Ok(());
            }
            Act::Create | Act::UnheardCreate | Act::Kill => {}
        }
        if one.low == one.length() {
            // Complete: mostly it is let go, and looked at again at the end.
            if self.office.kept_soon(id(&url)).await.as_ref() != Some(&one.file) {
                return Err(
                    format!("{url} is complete, but the archive holds something else").into(),
                );
            }
            if self.random.random_bool(0.6) {
                self.finished.insert(id(&url).to_owned(), one.file);
                return Ok(());
            }
        }
        self.uploads.push(one);
        Ok(())
    }

    async fn create(&mut self, heard: bool) -> Outcome<()> {
        self.made += 1;
        if self.made.is_multiple_of(PER_DRAFT) {
            self.phone = self.office.phone().await?;
        }
        let size = if self.random.random_bool(0.1) {
            self.random.random_range(600..1_500_000)
        } else {
            self.random.random_range(600..60_000)
        };
        let mut one = Model {
            phone: self.phone.clone(),
            key: format!("model-{:012}-0123456789abcdef", self.made),
            file: content::pdf(size, self.random.random()),
            url: None,
            low: 0,
            high: 0,
            silent: Vec::new(),
            late: Vec::new(),
        };
        let first = if self.with_upload && self.random.random_bool(0.3) {
            self.random.random_range(0..=one.file.len())
        } else {
            0
        };
        one.high = first as u64;
        let head = one
            .phone
            .create_head(one.length(), Some(&one.key), first as u64);
        let mut conn = one.phone.conn().await?;
        conn.send(&head).await?;
        conn.send(&one.file[..first]).await?;
        if heard {
            let answer = conn.answer(false).await?;
            one.url = Some(location(&answer)?);
            one.low = first as u64;
            if first > 0 && answer.offset() != Some(first as u64) {
                return Err(
                    format!("{first} bytes brought along gave {:?}", answer.offset()).into(),
                );
            }
        } else {
            conn.die(Death::Rst)?;
            one.late.push((Instant::now(), 0, first as u64));
        }
        self.uploads.push(one);
        Ok(())
    }

    async fn kill(&mut self) -> Outcome<()> {
        self.office.kill().await?;
        self.office.start().await?;
        for one in &mut self.uploads {
            one.silent.clear();
            one.late.clear();
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Act {
    Create,
    /// The connection breaks before the answer.
    UnheardCreate,
    /// The same creation again.
    CreateAgain,
    Head,
    Patch,
    Finish,
    Cut,
    WrongOffset,
    /// More bytes than the upload has.
    Overrun,
    /// Two PATCHes of the same bytes.
    Together,
    Delete,
    Kill,
}
