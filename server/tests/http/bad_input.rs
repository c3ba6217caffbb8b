//! Bad input for every server function: it is refused with one of our errors, stores nothing, and leaves no trace of what
//! was sent in the logs.

use crate::arguments::{changed, encoded, places};
use crate::calls::{Call, Caller, Codec, all};
use crate::client::Reply;
use crate::logbook;
use crate::office::Office;
use domain::application::State;
use domain::error::Error;
use domain::officer::Role;
use domain::text::Lang;
use domain::validate::What;
use domain::view::{QueueFilter, QueueGroup};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Stands in every hostile text, so that a leak is found by searching for it.
const MARK: &str = "BOCOR7";

fn hostile() -> Vec<Value> {
    vec![
        json!(format!("</textarea><script>{MARK}</script>")),
        json!(format!("'; DROP TABLE application; -- {MARK}")),
        json!(format!("\u{0}\u{1b}[31m{MARK}\r\nSet-Cookie: a=b")),
        json!(format!("\u{202e}{MARK}\u{2066}\u{feff}")),
        json!(format!("../../../../etc/passwd{MARK}")),
        json!(format!("{{{{{MARK}}}}} ${{{MARK}}} %s%n%x")),
        json!(format!("{MARK}{}", "𒀱".repeat(10_000))),
        json!(format!("6201021501900001 {MARK}")),
    ]
}

/// Of a wrong kind, wherever a text or a number is wanted.
fn wrong_kinds() -> Vec<Value> {
    vec![
        json!(null),
        json!([[]]),
        json!({ MARK: MARK }),
        json!(-1.5),
        json!(1e300),
        json!([MARK]),
    ]
}

struct Scene {
    office: Office,
    resident: String,
    officer: String,
    session: String,
    calls: Vec<Call>,
}

async fn scene() -> Scene {
    let office = Office::open().await;
    let demo = office.backend.demo().await.expect("a demonstration");
    let officer = office.logged_in(&demo, Role::Counter).await;
    let camat = office.logged_in(&demo, Role::Camat).await;
    // One that waits for its resident, so that every call of residents finds something to do.
    let case = demo
        .cases
        .iter()
        .find(|case| case.state == State::NeedsFix)
        .expect("a case to mend");
    let look_up = format!("kode={}&angka={}", case.code.compact(), case.digits);
    let reply = office
        .ask("POST", "/api/status/look-up")
        .on_our_page()
        .form(look_up)
        .send()
        .await;
    let resident = reply
        .cookie("__Host-warga")
        .unwrap_or_else(|| panic!("{}: {}", reply.status, reply.text()));
    let token = office.draft().await.token;
    let calls = all(&office.wanted().0, &token, case.code.compact());
    let session = camat.split_once('=').expect("a cookie").1.to_owned();
    Scene {
        office,
        resident,
        officer,
        session,
        calls,
    }
}

impl Scene {
    async fn say(&self, call: &Call, arguments: &Value) -> Reply {
        let mut ask = match call.codec {
            Codec::Query => self
                .office
                .ask("GET", &format!("{}?{}", call.path, encoded(arguments))),
            Codec::Form => self.office.ask("POST", call.path).form(encoded(arguments)),
            Codec::Json => self.office.ask("POST", call.path).json(arguments),
        };
        ask = match call.caller {
            Caller::Anybody => ask,
            Caller::Resident => ask.header("Cookie", &self.resident),
            Caller::Officer => ask.header("Cookie", &self.officer),
        };
        ask.on_our_page()
            .header("Accept", "application/json")
            .send()
            .await
    }

    /// Everything that calls could have changed: cases as their head sees them, and the files of the archive.
    async fn stored(&self) -> (Vec<Value>, BTreeSet<String>) {
        let filter = QueueFilter {
            group: QueueGroup::All,
            ..QueueFilter::default()
        };
        let queue = self
            .office
            .backend
            .queue(&self.session, filter)
            .await
            .expect("a queue");
        let rows = queue
            .rows
            .iter()
            .map(|row| json!([row.code, row.state, row.applicant, row.due, queue.total]))
            .collect();
        let mut files = BTreeSet::new();
        for folder in ["archive", "incoming"] {
            list(
                &self.office.folder.path().join("data").join(folder),
                &mut files,
            );
        }
        (rows, files)
    }
}

fn list(folder: &Path, files: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            list(&entry.path(), files)
        } else {
            files.insert(entry.path().display().to_string());
        }
    }
}

#[tokio::test]
async fn every_function_is_tried() {
    let known: BTreeSet<&str> = all("", "", "").iter().map(|call| call.path).collect();
    let registered: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    assert_eq!(
        known, registered,
        "a new server function needs a line in tests/http/calls.rs"
    );
}

#[tokio::test]
async fn bad_input_is_refused_and_leaves_nothing_behind() {
    let scene = scene().await;
    let before = scene.stored().await;
    let mut tried = 0;
    for call in &scene.calls {
        let places = places(&call.arguments);
        for place in &places {
            let free = place.split('/').any(|name| call.free.contains(&name));
            let mut bad: Vec<Option<Value>> = vec![None];
            bad.extend(hostile().into_iter().map(Some));
            if call.codec == Codec::Json {
                bad.extend(wrong_kinds().into_iter().map(Some));
            }
            for value in bad {
                let arguments = changed(&call.arguments, place, value.as_ref());
                let reply = scene.say(call, &arguments).await;
                tried += 1;
                let what = || {
                    format!(
                        "{} {place} = {}: {} {}",
                        call.path,
                        value.clone().unwrap_or_default(),
                        reply.status,
                        reply.text()
                    )
                };
                if !(400..500).contains(&reply.status) {
                    assert!(free && (200..400).contains(&reply.status), "{}", what());
                    continue;
                }
                if reply.status == 431 || reply.status == 414 {
                    // Longer than any address: refused before our code sees it.
                    continue;
                }
                // An id that no form has is named back to whoever made it up; nothing else of what was sent is.
                let error = match reply.json() {
                    Error::Invalid { problems } => Error::Invalid {
                        problems: problems
                            .into_iter()
                            .filter(|problem| problem.what != What::Unexpected)
                            .collect(),
                    },
                    error => error,
                };
                assert!(
                    !serde_json::to_string(&error)
                        .expect("an error")
                        .contains(MARK),
                    "{}",
                    what()
                );
                assert!(!error.message(Lang::Id).is_empty() && !error.message(Lang::En).is_empty());
            }
        }
    }
    assert!(tried > 300, "{tried}");
    assert_eq!(scene.stored().await, before);
    let log = logbook::read();
    for secret in [
        MARK,
        "6201021501900001",
        "SKC7K3M9PXT4",
        "0123456789abcdef",
        "not this one",
    ] {
        assert!(!log.contains(secret), "the log tells {secret}");
    }
    assert!(log.contains("/api/officer/judge"), "the log was read");
}

#[tokio::test]
async fn what_can_not_be_read_at_all_is_refused() {
    let scene = scene().await;
    let before = scene.stored().await;
    for call in scene.calls.iter().filter(|call| call.codec != Codec::Query) {
        // Functions without arguments have nothing to misread.
        if call.arguments != json!({}) {
            for (kind, body) in [
                ("application/json", "{\"a\":"),
                ("application/json", ""),
                ("application/json", "[]"),
                ("application/x-www-form-urlencoded", ""),
                (
                    "application/x-www-form-urlencoded",
                    "%ff%fe=%00&&&=&[[[]]]=1",
                ),
                ("multipart/form-data; boundary=x", "--x--"),
                ("text/plain", "BOCOR7"),
                ("", "\u{1}\u{2}\u{3}"),
            ] {
                let reply = scene
                    .office
                    .ask("POST", call.path)
                    .on_our_page()
                    .body(kind, body)
                    .send()
                    .await;
                assert_eq!(
                    reply.status,
                    400,
                    "{} {kind} {body}: {}",
                    call.path,
                    reply.text()
                );
                assert!(matches!(reply.json(), Error::Malformed { .. }));
            }
        }
        // Ten megabytes, told beforehand or not.
        let large = format!("{{\"token\":\"{}\"}}", "BOCOR7 ".repeat(1_500_000));
        let reply = scene
            .office
            .ask("POST", call.path)
            .on_our_page()
            .body("application/json", large)
            .send()
            .await;
        assert_eq!(
            (reply.status, reply.json()),
            (
                413,
                Error::TooLarge {
                    max_bytes: 256 * 1024
                }
            ),
            "{}",
            call.path
        );
    }
    assert_eq!(scene.stored().await, before);
    assert!(!logbook::read().contains(MARK));
}
