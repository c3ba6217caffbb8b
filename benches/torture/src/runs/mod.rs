//! The runs: each answers one row of the targets.

mod fault;
mod flip;
mod kept;
mod kill;
mod many;
mod model;
mod more;
mod once;
mod order;
mod power;
mod speed;
mod truth;
mod wire;

use crate::report::Report;
use crate::{Ctx, Outcome};

/// In the order in which they run.
const ALL: [&str; 20] = [
    "wire",
    "kept",
    "hurried",
    "takeover",
    "reply",
    "once",
    "flip",
    "extensions",
    "order",
    "kill",
    "power",
    "model",
    "full-disk",
    "locked",
    "slow-sync",
    "clock",
    "stop",
    "speed",
    "stalled",
    "slow",
];
/// All but those that measure speed and memory.
pub const FAULTS: &str = "faults";
const MEASURES: [&str; 3] = ["speed", "stalled", "slow"];

/// The names that were asked for, if each is one.
pub fn wanted(names: &[String]) -> Result<Vec<&'static str>, String> {
    if names.is_empty() {
        return Ok(ALL.to_vec());
    }
    if names == [FAULTS] {
        let faults = ALL.iter().filter(|name| !MEASURES.contains(name));
        return Ok(faults.copied().collect());
    }
    let found = names.iter().map(|name| {
        let known = ALL.iter().find(|known| *known == name).copied();
        known.ok_or_else(|| format!("there is no {name}; there are {FAULTS}, {}", ALL.join(", ")))
    });
    found.collect()
}

pub async fn run(name: &str, ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    match name {
        "wire" => wire::run(ctx, report).await,
        "kept" => kept::run(ctx, report).await,
        "hurried" => kept::hurried(ctx, report).await,
        "takeover" => kept::takeover(ctx, report).await,
        "reply" => once::reply(ctx, report).await,
        "once" => once::creation(ctx, report).await,
        "flip" => flip::run(ctx, report).await,
        "kill" => kill::run(ctx, report).await,
        "power" => power::run(ctx, report).await,
        "model" => model::run(ctx, report).await,
        "extensions" => more::extensions(ctx, report).await,
        "stop" => more::stop(ctx, report).await,
        "order" => order::run(ctx, report).await,
        "full-disk" => fault::full(ctx, report).await,
        "locked" => fault::locked(ctx, report).await,
        "slow-sync" => fault::slow_sync(ctx, report).await,
        "clock" => fault::clock(ctx, report).await,
        "speed" => speed::run(ctx, report).await,
        "stalled" => many::stalled(ctx, report).await,
        "slow" => many::slow(ctx, report).await,
        _ => Err("no such run".into()),
    }
}
