//! The doors: other sites, methods that write, headers on every answer, nonces.

use crate::client::Reply;
use crate::office::Office;
use domain::error::Error;
use http::Method;
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

/// A connection that is read in small pieces takes a head in several; one that is longer than any browser's is refused.
#[tokio::test]
async fn a_head_of_more_than_eight_kilobytes_is_refused() {
    let office = Office::open().await;
    for (length, status) in [(7_000, 200), (9_000, 431), (60_000, 431)] {
        let ask = office
            .ask("GET", "/layanan")
            .header("X-Long", &"x".repeat(length));
        assert_eq!(ask.send().await.status, status, "{length}");
    }
}

/// Server functions that browsers may call by following a link. Each only reads; whoever adds one here has looked.
const PURE_READS: &[&str] = &[
    "/api/application/form",
    "/api/application/screens",
    "/api/assistance/cases",
    "/api/assistance/client",
    "/api/assistance/clients",
    "/api/assistance/now",
    "/api/assistance/one",
    "/api/audit/report",
    "/api/correction/form",
    "/api/handover/case",
    "/api/letter/awaiting",
    "/api/letter/check",
    "/api/message/calls",
    "/api/message/news",
    "/api/officer/digest",
    "/api/letter/key",
    "/api/letter/templates",
    "/api/officer/me",
    "/api/officer/queue",
    "/api/order/list",
    "/api/outreach/list",
    "/api/outreach/one",
    "/api/pickup/case",
    "/api/pickup/days",
    "/api/pickup/mine",
    "/api/region/list",
    "/api/region/one",
    "/api/rescue/key",
    "/api/service/form",
    "/api/service/list",
    "/api/status/case",
];

#[tokio::test]
async fn nothing_that_writes_can_be_reached_by_a_link() {
    // The server's own code is linked in, and with it its list of functions.
    let _office = Office::open().await;
    let by_link: BTreeSet<&str> = server_fn_paths()
        .filter(|(_, method)| *method == Method::GET)
        .map(|(path, _)| path)
        .collect();
    assert_eq!(by_link, BTreeSet::from_iter(PURE_READS.iter().copied()));
    let others =
        server_fn_paths().filter(|(_, method)| !matches!(*method, Method::GET | Method::POST));
    assert_eq!(others.count(), 0);
}

#[tokio::test]
async fn no_other_site_can_make_a_browser_change_anything() {
    let office = Office::open().await;
    let ours = format!("http://{}", office.address);
    let strange: [&[(&str, &str)]; 5] = [
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site"), ("Origin", &ours)],
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[("Cookie", "__Host-petugas=stolen")],
    ];
    let writers: Vec<_> = server_fn_paths()
        .filter(|(_, method)| *method == Method::POST)
        .map(|(path, _)| path)
        .collect();
    for path in writers.iter().copied().chain(["/bahasa", "/files"]) {
        for headers in strange {
            if path == "/files" && headers[0].0 == "Cookie" {
                continue;
            }
            let mut ask = office.ask("POST", path);
            for (name, value) in headers {
                ask = ask.header(name, value);
            }
            let reply = ask.form("username=a&password=b").send().await;
            assert_eq!(
                (reply.status, reply.json()),
                (403, Error::CrossSite),
                "{path} {headers:?}"
            );
        }
    }
}

#[tokio::test]
async fn our_own_pages_and_tools_get_in() {
    let office = Office::open().await;
    let ours = format!("http://{}", office.address);
    for (name, value) in [
        ("Sec-Fetch-Site", "same-origin"),
        ("Sec-Fetch-Site", "none"),
        ("Origin", ours.as_str()),
    ] {
        let ask = office
            .ask("POST", "/api/officer/log-in")
            .header(name, value)
            .header("Cookie", "bahasa=id");
        let reply = ask
            .form("username=nobody&password=wrong-password")
            .send()
            .await;
        assert_eq!(
            (reply.status, reply.json()),
            (401, Error::WrongLogin),
            "{name}: {value}"
        );
    }
    // A tool without cookies has nobody's rights to misuse.
    let reply = office
        .ask("POST", "/api/officer/log-in")
        .form("username=nobody&password=wrong-password")
        .send()
        .await;
    assert_eq!(reply.status, 401);
}

const SECURITY: &[(&str, &str)] = &[
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let office = Office::open().await;
    std::fs::write(office.folder.path().join("site/favicon.svg"), "<svg/>").expect("a file");
    let asks = [
        office.ask("GET", "/"),
        office.ask("GET", "/layanan"),
        office.ask("GET", "/status"),
        office.ask("GET", "/petugas/masuk"),
        office.ask("GET", "/tidak/ada"),
        office.ask("POST", "/tidak/ada").on_our_page(),
        office.ask("GET", "/favicon.svg"),
        office.ask("GET", "/pkg/none.js"),
        office.ask("GET", "/healthz"),
        office.ask("GET", "/readyz"),
        office.ask("GET", "/api/region/list"),
        office.ask("GET", "/api/nothing"),
        office
            .ask("POST", "/api/officer/log-in")
            .header("Sec-Fetch-Site", "cross-site"),
        office.ask("DELETE", "/api/region/list").on_our_page(),
        office.ask("OPTIONS", "/files"),
        office.ask("POST", "/files"),
        office.ask("GET", "/petugas/berkas/0123"),
        office
            .ask("POST", "/bahasa")
            .on_our_page()
            .form("lang=en&to=/"),
    ];
    for ask in asks {
        let reply = ask.send().await;
        for (name, value) in SECURITY {
            assert_eq!(reply.header(name), Some(*value), "{reply:?}");
        }
        let policy = reply.header("content-security-policy").expect("a policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
        let permissions = reply.header("permissions-policy").expect("permissions");
        assert!(permissions.contains("camera=(self)") && permissions.contains("microphone=()"));
        assert!(reply.header("cache-control").is_some(), "{reply:?}");
    }
}

fn nonce(page: &Reply) -> String {
    let policy = page.header("content-security-policy").expect("a policy");
    let begin = policy.find("'nonce-").expect("a nonce") + "'nonce-".len();
    policy[begin..]
        .split('\'')
        .next()
        .expect("an end")
        .to_owned()
}

#[tokio::test]
async fn a_nonce_is_new_for_every_answer_and_stands_only_in_nonce_attributes() {
    let office = Office::open_with(|config| {
        // As after a build: the page then carries its script, too.
        let pkg = std::path::Path::new(&*config.site.site_root).join("pkg");
        for name in ["genggam.js", "genggam.wasm"] {
            std::fs::write(pkg.join(name), "").expect("a file");
        }
    })
    .await;
    let mut seen = BTreeSet::new();
    for path in [
        "/",
        "/",
        "/layanan",
        "/kecamatan",
        "/status",
        "/petugas/masuk",
        "/tidak/ada",
        "/privasi",
    ] {
        let page = office.get(path).await;
        let (nonce, html) = (nonce(&page), page.text());
        assert!(nonce.len() >= 22, "{nonce}");
        assert!(seen.insert(nonce.clone()), "{path}: used before");
        assert!(
            html.contains("<style nonce") && html.contains("<script"),
            "{path}"
        );
        for (at, _) in html.match_indices(&nonce) {
            assert!(
                html[..at].ends_with(" nonce=\""),
                "{path}: …{}",
                &html[at.saturating_sub(60)..at]
            );
        }
        // And no script or style goes without one; no handler is written into a tag.
        for tag in ["<script", "<style"] {
            for (at, _) in html.match_indices(tag) {
                let end = html[at..].find('>').expect("an end");
                assert!(
                    html[at..at + end].contains(&format!("nonce=\"{nonce}\"")),
                    "{path}: {}",
                    &html[at..at + end]
                );
            }
        }
        for handler in [
            " onclick=",
            " onload=",
            " onsubmit=",
            " onchange=",
            " style=",
            "javascript:",
        ] {
            assert!(!html.contains(handler), "{path}: {handler}");
        }
    }
}
