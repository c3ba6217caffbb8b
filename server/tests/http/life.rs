//! A server's life: health, language, stopping.

use crate::client::Reply;
use crate::office::{Office, percent};
use std::time::Duration;

#[tokio::test]
async fn health_is_told_to_machines() {
    let office = Office::open().await;
    let alive = office.get("/healthz").await;
    assert_eq!(
        (alive.status, alive.header("content-type")),
        (200, Some("application/json"))
    );
    let ready = office.get("/readyz").await;
    let told: serde_json::Value = ready.json();
    assert_eq!(
        (ready.status, told),
        (
            200,
            serde_json::json!({ "status": "ok", "database": true, "archive": true, "proxy": "unknown" })
        )
    );
    // The database goes away under a running server.
    office.backend.close().await;
    // An answer stands for a second.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let ready = office.get("/readyz").await;
    assert_eq!(ready.status, 503);
    assert_eq!(office.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn our_scripts_are_told_which_account_is_logged_in_and_nothing_more() {
    let office = Office::open().await;
    let demo = office.backend.demo().await.expect("a demonstration");
    let login = demo.logins.first().expect("an officer");
    let body = format!(
        "username={}&password={}",
        login.username,
        percent(login.password.reveal())
    );
    let ask = office.ask("POST", "/api/officer/log-in").on_our_page();
    let reply = ask.form(body).send().await;
    let session = reply.cookie("__Host-petugas").expect("a session");
    let line = |reply: &Reply| {
        let named = |(name, value): &&(String, String)| {
            name == "set-cookie" && value.starts_with("__Host-akun=")
        };
        reply
            .headers
            .iter()
            .find(named)
            .map(|(_, value)| value.clone())
    };
    let told = line(&reply).expect("an account");
    let (id, rest) = told["__Host-akun=".len()..].split_once(';').expect("more");
    assert!(
        id.len() >= 8 && id.chars().all(|c| c.is_ascii_alphanumeric()),
        "{id}"
    );
    assert!(
        !rest.contains("HttpOnly") && rest.contains("Secure"),
        "{rest}"
    );
    assert!(!session.contains(id));
    // It opens nothing.
    let ask = office.ask("GET", "/api/officer/me").on_our_page();
    let alone = ask.header("Cookie", &format!("__Host-akun={id}"));
    assert_eq!(alone.send().await.status, 401);
    let ask = office.ask("POST", "/api/officer/log-out").on_our_page();
    let out = ask.header("Cookie", &session).form("").send().await;
    assert!(line(&out).is_some_and(|line| line.starts_with("__Host-akun=; Path=/; Max-Age=0")));
}

#[tokio::test]
async fn the_language_is_switched_by_a_plain_form() {
    let office = Office::open().await;
    assert!(
        office
            .get("/layanan")
            .await
            .text()
            .contains("<html lang=\"id\"")
    );
    let switch = office.ask("POST", "/bahasa").on_our_page();
    let reply = switch
        .form("lang=en&to=%2Flayanan%2Fsktm%3Fa%3Db")
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some("/layanan/sktm?a=b"))
    );
    let cookie = reply.cookie("bahasa").expect("a cookie");
    assert_eq!(cookie, "bahasa=en");
    let page = office
        .ask("GET", "/layanan")
        .header("Cookie", &cookie)
        .send()
        .await;
    assert!(page.text().contains("<html lang=\"en\""));

    for (body, place) in [
        ("lang=id&to=//evil.example", "/"),
        ("lang=xx&to=https://evil.example", "/"),
        ("lang=id", "/"),
        ("lang=id&to=%0d%0aSet-Cookie:a=b", "/"),
    ] {
        let reply = office
            .ask("POST", "/bahasa")
            .on_our_page()
            .form(body)
            .send()
            .await;
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, Some(place)),
            "{body}"
        );
        assert_eq!(reply.cookie("bahasa").as_deref(), Some("bahasa=id"));
    }
    let reply = office
        .ask("POST", "/bahasa")
        .on_our_page()
        .form("nothing=here")
        .send()
        .await;
    assert_eq!(reply.status, 400);
}

#[tokio::test]
async fn a_server_stops_and_starts_on_the_same_data() {
    let office = Office::open().await;
    let draft = office.draft().await;
    let upload = office.upload(&draft.token, 5_000).await;
    let address = office.address;
    let office = office.restart().await;
    assert_eq!(office.address, address);
    assert_eq!(office.offset(&draft.token, &upload).await, Some(0));
}
