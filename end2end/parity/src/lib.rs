//! One generator, one validator, two machines.
//!
//! [`report`] makes inputs from a seed and prints what the validator says of each, a line per input; and what the
//! reader of JSON makes of such texts, whole and bent: the browser has one of its own (decision 17).
//! `run.sh` runs it natively and as WebAssembly under Node and compares the lines.

use domain::calendar::{Calendar, Moment, parse_day};
use domain::code::Code;
use domain::error::{CodeMistake, Error};
use domain::form::{Answers, tidy_all};
use domain::region::Zone;
use domain::validate::{Context, Report, validate};
use domain::view::{Receipt, Ticket};
use inputs::{Dice, SEEDS, answers, form, text};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::wasm_bindgen;

mod inputs;

// The very file that phones run. It needs a browser or Node around it, so natively its example takes its place.
#[cfg(target_arch = "wasm32")]
#[path = "../../../app/src/json.rs"]
mod json;
#[cfg(not(target_arch = "wasm32"))]
mod json {
    pub fn read_json<T: serde::de::DeserializeOwned>(json: &str) -> Option<T> {
        serde_json::from_str(json).ok()
    }
}

/// What a phone reads, and texts like it with a symbol changed.
fn sent(dice: &mut Dice, answers: &Answers, report: &Report) -> String {
    let errors = [
        Error::NotFound,
        Error::TooMany { wait_seconds: 30 },
        Error::malformed("request"),
        Error::Code {
            kind: CodeMistake::Check,
        },
        Error::Invalid {
            problems: report.errors.clone(),
        },
    ];
    let receipt = Code::new("SK", [1, 2, 3, 4, 5, 6, 7, 8]).map(|code| Receipt {
        code,
        service: "sktm".into(),
        service_name: "Surat".into(),
        office: text(dice, SEEDS[0].1),
        sent: Moment(1_795_000_000_000),
        zone: Zone::Wib,
    });
    let json = match dice.roll(4) {
        0 => serde_json::to_string(answers),
        1 => serde_json::to_string(&errors[dice.roll(errors.len())]),
        2 => serde_json::to_string(&receipt),
        _ => serde_json::to_string(report),
    };
    let mut symbols: Vec<char> = json.unwrap_or_default().chars().collect();
    if dice.roll(2) == 0 && !symbols.is_empty() {
        let at = dice.roll(symbols.len());
        symbols[at] = ['"', '{', ']', ',', '7', 'x', '-', '\\'][dice.roll(8)];
    }
    symbols.into_iter().collect()
}

/// The text, read as everything that a phone reads, and written again.
fn readings(json: &str) -> String {
    fn again<T: DeserializeOwned + Serialize>(json: &str) -> String {
        let read = json::read_json::<T>(json);
        read.map_or("-".into(), |read| {
            serde_json::to_string(&read).unwrap_or_default()
        })
    }
    [
        again::<Answers>(json),
        again::<Error>(json),
        again::<Receipt>(json),
        again::<Option<Ticket>>(json),
        again::<Report>(json),
        again::<Vec<String>>(json),
    ]
    .join(" ")
}

/// What the validator says of `count` inputs, and how texts are read: a line per input.
#[wasm_bindgen]
pub fn report(seed: u32, count: u32) -> String {
    let mut dice = Dice(seed.max(1));
    let (page, rules) = form();
    let calendar = Calendar::new(
        ["2026-12-25", "2026-12-24"]
            .iter()
            .filter_map(|day| parse_day(day)),
    );
    let today = parse_day("2026-11-21").unwrap_or(time::Date::MIN);
    let context = Context {
        today,
        calendar: &calendar,
    };
    let mut out = String::new();
    for _ in 0..count {
        let mut answers = answers(&mut dice);
        tidy_all(&mut answers);
        let report = validate(&[&page], &rules, &answers, &context, true);
        out.push_str(&serde_json::to_string(&report).unwrap_or_default());
        out.push('\t');
        out.push_str(&readings(&sent(&mut dice, &answers, &report)));
        out.push('\n');
    }
    out
}
