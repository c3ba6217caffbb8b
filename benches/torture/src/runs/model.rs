//! Everything in any order, against a model of what must be true.
//!
//! The model knows of each upload whether it exists, its length, and between which bounds its offset lies. Whatever the
//! server answers must be one of the answers that the model allows; after a HEAD the bounds meet.

use crate::content;
use crate::net::{Answer, Death};
use crate::office::Office;
use crate::report::Report;
use crate::tus::{Tus, id, location};
use crate::{Ctx, Outcome};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// Uploads at a time.
const CROWD: usize = 5;
/// A draft is left before its quota is reached.
const PER_DRAFT: u32 = 40;

/// What must be true of one upload.
struct Model {
    phone: Tus,
    key: String,
    file: Vec<u8>,
    /// `None`: asked for, but the answer was never heard.
    url: Option<String>,
    /// At least so many bytes are there, and at most so many.
    low: u64,
    high: u64,
    /// Connections that fell silent in the middle of a PATCH.
    silent: Vec<TcpStream>,
    /// Requests that died, from and to which byte. A late one may still be read after its successor was answered.
    late: Vec<(Instant, u64, u64)>,
}

/// So long a dead request may lie unread on a busy machine.
const LATEST: Duration = Duration::from_secs(3);

impl Model {
    fn length(&self) -> u64 {
        self.file.len() as u64
    }

    /// An offset that was told: must lie within the bounds, and then they meet there.
    fn told(&mut self, offset: Option<u64>) -> Result<(), String> {
        match offset {
            Some(offset) if (self.low..=self.high).contains(&offset) => {
                (self.low, self.high) = (offset, offset);
                self.late.retain(|(since, _, _)| since.elapsed() < LATEST);
                // What begins exactly here may still be added.
                for _ in 0..self.late.len() {
                    let next = self
                        .late
                        .iter()
                        .filter(|late| (offset..=self.high).contains(&late.1));
                    self.high = next.map(|late| late.2).fold(self.high, u64::max);
                }
                Ok(())
            }
            other => Err(format!(
                "offset {other:?}, not in {}..={}",
                self.low, self.high
            )),
        }
    }
}

struct World {
    office: Office,
    random: SmallRng,
    phone: Tus,
    made: u32,
    uploads: Vec<Model>,
    /// Complete ones that were let go: id, and bytes.
    finished: BTreeMap<String, Vec<u8>>,
    counts: BTreeMap<&'static str, u64>,
}

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let office = Office::started(ctx).await?;
    let phone = office.phone().await?;
    let times = ctx.times(2000, 100_000);
    let mut world = World {
        office,
        random: SmallRng::seed_from_u64(ctx.seed),
        phone,
        made: 0,
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
                if self
                    .office
                    .files()
                    .keys()
                    .any(|name| name.contains(id(&url)))
                {
                    return Err(format!("files of {url} are left").into());
                }
                return Ok(());
            }
            Act::Create | Act::UnheardCreate | Act::Kill => {}
        }
        if one.low == one.length() {
            // Complete: mostly it is let go, and looked at again at the end.
            if self.office.kept(id(&url)).as_ref() != Some(&one.file) {
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
        let head = one.phone.create_head(one.length(), Some(&one.key), 0);
        let mut conn = one.phone.conn().await?;
        conn.send(&head).await?;
        if heard {
            let answer = conn.answer(false).await?;
            one.url = Some(location(&answer)?);
        } else {
            conn.die(Death::Rst)?;
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

fn slice(file: &[u8], offset: u64, count: u64) -> Outcome<&[u8]> {
    let (from, to) = (usize::try_from(offset)?, usize::try_from(offset + count)?);
    Ok(&file[from..to])
}

fn expect(answer: &Answer, allowed: &[u16]) -> Result<(), String> {
    if allowed.contains(&answer.status) {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&answer.body);
    Err(format!(
        "status {} instead of {allowed:?}: {text}",
        answer.status
    ))
}

/// The answer to a PATCH of `count` bytes at the lowest offset that may be the true one.
fn patched(one: &mut Model, answer: &Answer, offset: u64, count: u64) -> Result<(), String> {
    let certain = one.low == one.high && one.late.is_empty();
    match answer.status {
        204 => {
            one.high = one.high.max(offset + count);
            one.told(answer.offset())?;
            if one.low == offset + count {
                Ok(())
            } else {
                Err(format!("{count} bytes at {offset} gave {}", one.low))
            }
        }
        409 if !certain => {
            // It may have been sent away in the middle, by a late one.
            one.high = one.high.max(offset + count);
            one.told(answer.offset())
        }
        status => Err(format!("status {status} for {count} bytes at {offset}")),
    }
}
