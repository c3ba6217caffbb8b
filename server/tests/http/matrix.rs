//! Every role against every server function, from the code's own list: what a role may not do stays undone.

use crate::arguments::encoded;
use crate::calls::{Call, Caller, Codec, all};
use crate::office::Office;
use domain::officer::Role;
use http::Method;
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

/// What who only reads may send by POST. Two end something in the own browser, two keep words in its cookie, one says
/// where the own digest goes, the last reads a case and writes down that it did.
const READING: [&str; 6] = [
    "/api/assistance/search",
    "/api/assistance/end",
    "/api/officer/log-out",
    "/api/officer/search",
    "/api/officer/digest-mail",
    "/api/officer/case",
];

/// Reached without any log-in, whoever has one.
fn is_open(call: &Call) -> bool {
    call.caller != Caller::Officer
}

async fn status(office: &Office, call: &Call, cookie: &str) -> u16 {
    let form = encoded(&call.arguments);
    let ask = match call.codec {
        Codec::Query => office.ask("GET", &format!("{}?{form}", call.path)),
        Codec::Form => office.ask("POST", call.path).form(form),
        Codec::Json => office.ask("POST", call.path).json(&call.arguments),
    };
    let ask = ask.on_our_page().header("Cookie", cookie);
    ask.header("Accept", "application/json").send().await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_can_write_nothing_through_any_door() {
    let office = Office::open().await;
    let demo = office.backend.demo().await.expect("a demonstration");
    let auditor = office.logged_in(&demo, Role::Auditor).await;
    let code = demo.cases[0].code.compact().to_owned();
    let ticket = office.draft().await;
    let before = rows(&office, &demo).await;
    let posts: BTreeSet<&str> = server_fn_paths()
        .filter(|(_, method)| *method == Method::POST)
        .map(|(path, _)| path)
        .collect();
    let calls = all(&office.wanted().0, &ticket.token, &code);
    for path in posts {
        let call = calls.iter().find(|call| call.path == path);
        let call = call.unwrap_or_else(|| panic!("{path} has no line in calls.rs"));
        if is_open(call) || READING.contains(&path) {
            continue;
        }
        let got = status(&office, call, &auditor).await;
        assert!(matches!(got, 403 | 404), "{path} said {got} to an auditor");
    }
    assert_eq!(rows(&office, &demo).await, before);
    // What is theirs works.
    for (path, wanted) in [
        ("/api/audit/report", 200),
        ("/api/officer/queue", 200),
        ("/api/officer/me", 200),
    ] {
        let call = calls.iter().find(|call| call.path == path).expect("a call");
        assert_eq!(status(&office, call, &auditor).await, wanted, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_gets_through_exactly_its_own_doors() {
    let office = Office::open().await;
    let demo = office.backend.demo().await.expect("a demonstration");
    let code = demo.cases[0].code.compact().to_owned();
    let ticket = office.draft().await;
    let calls = all(&office.wanted().0, &ticket.token, &code);
    for role in Role::ALL {
        let cookie = office.logged_in(&demo, role).await;
        for call in calls.iter().filter(|call| !is_open(call)) {
            if call.path == "/api/officer/log-out" {
                continue;
            }
            let got = status(&office, call, &cookie).await;
            let barred = matches!(got, 403);
            let works = role.works_on_cases();
            let wanted = match call.path {
                "/api/officer/act"
                | "/api/officer/judge"
                | "/api/officer/bulk"
                | "/api/officer/put-back" => works,
                "/api/message/calls" | "/api/message/told" => works,
                // The case isn't at the camat's turn.
                "/api/officer/take" => {
                    works && !matches!(role, Role::Camat | Role::Operator | Role::Secretary)
                }
                "/api/officer/digest" | "/api/officer/digest-mail" | "/api/order/list" => {
                    works || role == Role::Auditor
                }
                "/api/order/give" | "/api/order/end" => {
                    matches!(role, Role::Secretary | Role::Camat)
                }
                "/api/officer/queue" => !matches!(role, Role::Content | Role::Partner),
                "/api/officer/case" => works || role == Role::Auditor,
                "/api/audit/report" => role == Role::Auditor,
                "/api/assistance/clients" | "/api/assistance/cases" => {
                    matches!(role, Role::Helper | Role::Partner | Role::Counter)
                }
                _ => continue,
            };
            assert_eq!(!barred, wanted, "{role:?} at {}: {got}", call.path);
        }
        // Without a log-in nobody gets in.
        for call in calls.iter().filter(|call| !is_open(call)) {
            if [
                "/api/officer/log-out",
                "/api/assistance/end",
                "/api/assistance/now",
            ]
            .contains(&call.path)
            {
                continue;
            }
            let got = status(&office, call, "x=y").await;
            assert_eq!(got, 401, "{} without a log-in", call.path);
        }
    }
}

/// What cases look like, to whoever may see all of them.
async fn rows(office: &Office, demo: &backend::DemoOffice) -> Vec<String> {
    let cookie = office.logged_in(demo, Role::Camat).await;
    let reply = office
        .ask("GET", "/api/officer/queue?filter[group]=all")
        .header("Cookie", &cookie)
        .header("Accept", "application/json")
        .on_our_page()
        .send()
        .await;
    assert_eq!(reply.status, 200);
    vec![reply.text()]
}
