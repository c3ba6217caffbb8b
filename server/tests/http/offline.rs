//! What makes the app installable and readable without a network, as a browser asks for it.

use crate::client::Reply;
use crate::office::Office;
use backend::effects::{Effects, SystemRandom, Watch};
use domain::calendar::Moment;
use domain::private::Private;
use serde_json::Value;
use std::io::Read;
use std::sync::Arc;

async fn pack(office: &Office, cookie: &str) -> Value {
    let reply = office
        .ask("GET", "/luring/pak")
        .header("Cookie", cookie)
        .send()
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

async fn version(office: &Office) -> String {
    let worker = office.get("/sw.js").await;
    assert_eq!(worker.status, 200);
    let text = worker.text();
    let name = text.split("\"genggam-").nth(1).expect("the cache's name");
    name.split('"').next().expect("an end").to_owned()
}

/// Everything that the pack puts into the cache under a path.
fn texts(pack: &Value) -> impl Iterator<Item = (&Value, &String, &str)> {
    pack["parts"]
        .as_array()
        .expect("parts")
        .iter()
        .flat_map(|part| {
            part[1]
                .as_object()
                .expect("texts")
                .iter()
                .map(move |(path, text)| (&part[0], path, text.as_str().expect("a text")))
        })
}

fn is_page(head: &Value) -> bool {
    head["content-type"]
        .as_str()
        .is_some_and(|kind| kind.starts_with("text/html"))
}

#[tokio::test]
async fn the_manifest_says_what_a_home_screen_needs() {
    let office = Office::open().await;
    let reply = office.get("/manifest.webmanifest").await;
    assert_eq!(
        reply.header("content-type"),
        Some("application/manifest+json")
    );
    let manifest: Value = reply.json();
    for (key, value) in [
        ("id", "/"),
        ("name", "Genggam · Kecamatan Arut Selatan"),
        ("short_name", "Genggam"),
        ("lang", "id"),
        ("start_url", "/"),
        ("scope", "/"),
        ("display", "standalone"),
    ] {
        assert_eq!(manifest[key], value, "{key}");
    }
    // Whatever it names is there.
    let list = |key: &str| manifest[key].as_array().expect("a list").clone();
    let public = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
    for picture in list("icons").iter().chain(&list("screenshots")) {
        let path = picture["src"].as_str().expect("a path");
        let bytes = std::fs::read(public.join(&path[1..])).unwrap_or_else(|_| panic!("no {path}"));
        if let (Some((width, _)), "image/png") = (
            picture["sizes"].as_str().and_then(|s| s.split_once('x')),
            picture["type"].as_str().unwrap_or_default(),
        ) {
            let told = u32::from_be_bytes(bytes[16..20].try_into().expect("four bytes"));
            assert_eq!(told.to_string(), width, "{path}");
        }
    }
    for shortcut in list("shortcuts") {
        let url = shortcut["url"].as_str().expect("an address");
        assert_eq!(office.get(url).await.status, 200, "{url}");
    }
    assert_eq!(manifest["share_target"]["method"], "POST");
    assert!(
        office
            .get("/")
            .await
            .text()
            .contains(r#"<link rel="manifest" href="/manifest.webmanifest""#)
    );
}

#[tokio::test]
async fn the_worker_is_never_old_and_the_pack_holds_every_page_for_everybody() {
    let office = Office::open().await;
    let worker = office.get("/sw.js").await;
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    assert!(!worker.text().contains("PATHS;") && !worker.text().contains("VERSION"));
    let tag = worker.header("etag").expect("a tag").to_owned();
    let again = office
        .ask("GET", "/sw.js")
        .header("If-None-Match", &tag)
        .send()
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    // A browser takes these headers over: with another policy the worker could not fetch any more.
    for name in ["content-security-policy", "cache-control", "content-type"] {
        assert_eq!(again.header(name), worker.header(name), "{name}");
    }
    let pack = pack(&office, "").await;
    assert_eq!(pack["version"], version(&office).await);
    let paths: Vec<&String> = texts(&pack).map(|(_, path, _)| path).collect();
    let mut expected: Vec<String> = [
        "/",
        "/layanan",
        "/kecamatan",
        "/kecamatan/62.01.02",
        "/luring",
    ]
    .map(str::to_owned)
    .into();
    for service in &office.backend.catalogue().services {
        expected.push(format!("/layanan/{}", service.id));
        expected.push(format!("/ajukan/{}", service.id));
        expected.push(format!(
            "/api/application/screens?service={}&lang=id",
            service.id
        ));
    }
    for profile in &office.backend.catalogue().profiles {
        expected.push(format!("/kecamatan/{}", profile.code));
    }
    for path in &expected {
        assert!(paths.contains(&path), "{path}");
    }
    for (head, path, text) in texts(&pack).filter(|(head, ..)| is_page(head)) {
        // As the server answers everybody, and allows it to be kept.
        let reply = office.get(path).await;
        assert_eq!(
            (reply.status, reply.header("cache-control")),
            (200, Some("no-cache")),
            "{path}"
        );
        assert_eq!(reply.cookie(""), None);
        assert!(!path.starts_with("/status") && !path.starts_with("/petugas"));
        assert_eq!(head["content-language"], "id");
        let policy = head["content-security-policy"].as_str().expect("a policy");
        let nonce = policy.split("'nonce-").nth(1).expect("a nonce");
        let nonce = nonce.split('\'').next().expect("an end");
        assert!(text.contains(&format!("nonce=\"{nonce}\"")), "{path}");
    }
}

#[tokio::test]
async fn the_pack_speaks_the_reader_s_language_and_travels_light() {
    let office = Office::open().await;
    for (cookie, lang, words) in [
        ("", "id", "Mau mengurus apa hari ini?"),
        ("bahasa=en", "en", "What do you need today?"),
    ] {
        let pack = pack(&office, cookie).await;
        assert_eq!(pack["lang"], lang);
        let front = texts(&pack).find(|(_, path, _)| *path == "/");
        assert!(front.expect("a front page").2.contains(words));
        let reply = office
            .ask("GET", "/luring/pak")
            .header("Cookie", cookie)
            .header("Accept-Encoding", "gzip, br")
            .send()
            .await;
        assert_eq!(reply.header("content-encoding"), Some("br"));
        assert!(reply.body.len() < 100_000, "{}", reply.body.len());
        let mut plain = Vec::new();
        brotli::Decompressor::new(&*reply.body, 4096)
            .read_to_end(&mut plain)
            .expect("brotli");
        assert_eq!(serde_json::from_slice::<Value>(&plain).expect("JSON"), pack);
    }
}

#[tokio::test]
async fn a_version_is_the_content_and_not_the_day() {
    let on = async |noon: i64, name: &'static str| {
        let clock = Watch::at(Moment(noon));
        let effects = Effects {
            clock: Arc::new(clock),
            random: Arc::new(SystemRandom),
        };
        let office = Office::open_on(effects, |config| {
            config.office.name = Some(name.to_owned());
            // One office: servers of another secret have another key for rescue files, which stands in a page.
            config.storage.secret = Some(Private::new(
                "a secret that is long enough for all".to_owned(),
            ));
        })
        .await;
        (version(&office).await, pack(&office, "").await)
    };
    // Noon in Pangkalan Bun. No holiday lies between the two.
    let monday = 1_795_410_000_000;
    let (first, before) = on(monday, "Kecamatan Satu").await;
    let (second, after) = on(monday + 86_400_000, "Kecamatan Satu").await;
    assert_eq!(first, second);
    // No page carries the day it was made; the pack tells it once, for a phone whose clock went back.
    let holds = |pack: &Value, day: &str| {
        texts(pack)
            .filter(|(_, _, text)| text.contains(day))
            .map(|(_, path, _)| path.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(holds(&before, "2026-11-23"), ["/luring/tentang"]);
    assert_eq!(holds(&after, "2026-11-24"), ["/luring/tentang"]);
    let form = texts(&after).find(|(_, path, _)| *path == "/ajukan/sktm");
    assert_eq!(form.expect("a form").2.matches("0000-00-00").count(), 1);
    let (other, _) = on(monday, "Kecamatan Dua").await;
    assert_ne!(first, other);
}

#[tokio::test]
async fn a_phone_that_keeps_this_very_page_is_not_sent_it_again() {
    let office = Office::open().await;
    let version = version(&office).await;
    let ask = async |path: &str, kept: &str, cookie: &str| -> Reply {
        office
            .ask("GET", path)
            .header("Service-Worker-Navigation-Preload", kept)
            .header("Cookie", cookie)
            .send()
            .await
    };
    let kept = format!("{version}.id");
    for path in ["/", "/layanan/sktm", "/ajukan/sktm", "/kecamatan/62.01.02"] {
        let reply = ask(path, &kept, "").await;
        assert_eq!((reply.status, reply.body.len()), (204, 0), "{path}");
        // Or a browser could take the empty answer for the page.
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    for (path, kept, cookie) in [
        ("/", "true", ""),
        ("/", "older.id", ""),
        ("/", &kept, "bahasa=en"),
        ("/layanan?cari=ktp", &kept, ""),
        // Not in the pack.
        ("/kecamatan/62.01.02.2013x", &kept, ""),
        ("/ajukan/sktm/nama", &kept, ""),
        ("/status", &kept, ""),
        ("/petugas/masuk", &kept, ""),
        // Whom an officer helps stands on the page, and not on the one that is kept.
        ("/ajukan/sktm", &kept, "__Host-petugas=x"),
    ] {
        let reply = ask(path, kept, cookie).await;
        assert!(reply.status != 204 && !reply.body.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn switched_off_the_worker_takes_itself_away() {
    let office = Office::open_with(|config| config.offline = false).await;
    let worker = office.get("/sw.js").await;
    assert_eq!(
        (worker.status, worker.header("cache-control")),
        (200, Some("no-cache"))
    );
    assert!(worker.text().contains("registration.unregister()"));
    assert!(!worker.text().contains("\"fetch\""));
    let script = office.get("/luring.js").await;
    assert_eq!((script.status, script.body.len()), (200, 0));
    assert_eq!(office.get("/luring/pak").await.status, 503);
    assert_eq!(office.get("/").await.status, 200);
}

#[tokio::test]
async fn a_page_of_an_older_build_still_finds_its_module() {
    let old = "pkg/genggam.0123456789abcdefABCD_o.js";
    let new = "pkg/genggam.0123456789abcdefABCD_n.js";
    let office = Office::open_with(|config| {
        let root = std::path::Path::new(&*config.site.site_root);
        std::fs::write(root.join(old), "old").expect("a file");
        std::fs::write(root.join(format!("{old}.br")), "squeezed").expect("a file");
    })
    .await;
    let site = office.folder.path().join("site");
    for ending in ["", ".br"] {
        std::fs::remove_file(site.join(format!("{old}{ending}"))).expect("it was there");
    }
    std::fs::write(site.join(new), "new").expect("a file");
    let office = office.restart().await;
    for (path, text) in [(new, "new"), (old, "old")] {
        let reply = office.get(&format!("/{path}")).await;
        assert_eq!((reply.status, reply.text().as_str()), (200, text));
        assert_eq!(
            reply.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
    }
    let reply = office
        .ask("GET", &format!("/{old}"))
        .header("Accept-Encoding", "br")
        .send()
        .await;
    assert_eq!(reply.text(), "squeezed");
    // Nothing but built files comes from there.
    for path in ["/builds/order", "/pkg/../order", "/order"] {
        assert_eq!(office.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_shared_photo_that_meets_no_worker_is_told_of() {
    let office = Office::open().await;
    let body = "--x\r\nContent-Disposition: form-data; name=\"foto\"; filename=\"ktp.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nabc\r\n--x--\r\n";
    let reply = office
        .ask("POST", "/bagikan")
        .header("Sec-Fetch-Site", "none")
        .body("multipart/form-data; boundary=x", body)
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some("/bagikan?gagal"))
    );
    assert!(
        office
            .get("/bagikan?gagal")
            .await
            .text()
            .contains("tidak ikut terbawa")
    );
    let strange = office
        .ask("POST", "/bagikan")
        .header("Sec-Fetch-Site", "cross-site")
        .body("multipart/form-data; boundary=x", body)
        .send()
        .await;
    assert_eq!(strange.status, 403);
}

#[tokio::test]
async fn where_data_is_saved_no_pack_is_fetched_unasked() {
    let office = Office::open().await;
    let version = version(&office).await;
    let status = async |method: &str, path: &str, heads: [(&str, &str); 2]| {
        let ask = heads
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .fold(office.ask(method, path), |ask, (name, value)| {
                ask.header(name, value)
            });
        ask.send().await.status
    };
    let saves = [
        [("Cookie", "hemat=1"), ("Save-Data", "")],
        [("Cookie", ""), ("Save-Data", "on")],
    ];
    for saves in saves {
        for path in ["/sw.js", "/luring/pak"] {
            assert_eq!(status("GET", path, saves).await, 428, "{path}");
        }
        assert_eq!(status("HEAD", "/luring/pak", saves).await, 200);
    }
    // That the worker which is here is the newest may be said.
    let tag = format!("W/\"{version}\"");
    let same = [("Cookie", "hemat=1"), ("If-None-Match", &tag)];
    assert_eq!(status("GET", "/sw.js", same).await, 304);
    for asks in ["hemat=1; luring=1", "hemat=0"] {
        for path in ["/sw.js", "/luring/pak"] {
            let asks = [("Cookie", asks), ("Save-Data", "on")];
            assert_eq!(status("GET", path, asks).await, 200, "{path}");
        }
    }
    // What it weighs and which one it is can be known before.
    let head = office
        .ask("HEAD", "/luring/pak")
        .header("Accept-Encoding", "br")
        .send()
        .await;
    let weighs: usize = head
        .header("content-length")
        .and_then(|length| length.parse().ok())
        .expect("a length");
    assert!((20_000..200_000).contains(&weighs), "{weighs}");
    assert_eq!(head.header("etag"), Some(&*format!("W/\"{version}\"")));
}
