//! Pages: their status, what may keep them, compression, and files beside them.

use crate::office::Office;
use domain::error::Error;
use domain::officer::Role;
use domain::upload::Media;

#[tokio::test]
async fn pages_answer_with_their_status() {
    let office = Office::open().await;
    // The gallery is a page for developers.
    for (path, status) in [
        ("/", 200),
        ("/layanan", 200),
        ("/status", 200),
        ("/kecamatan", 200),
        ("/tidak/ada", 404),
        ("/files", 412),
        ("/gallery", 404),
    ] {
        assert_eq!(office.get(path).await.status, status, "{path}");
    }
    let lost = office.get("/tidak/ada").await;
    assert_eq!(
        lost.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(lost.text().contains("Halaman ini tidak ada"));
    let posted = office
        .ask("POST", "/layanan")
        .on_our_page()
        .form("a=b")
        .send()
        .await;
    assert_eq!(posted.status, 405);
}

/// Every piece is packets of its own, and a fresh connection has ten of them before it has to wait.
#[tokio::test]
async fn a_page_leaves_in_one_piece() {
    let office = Office::open().await;
    for coding in ["identity", "br"] {
        let reply = office
            .ask("GET", "/layanan/sktm")
            .header("Accept-Encoding", coding)
            .send()
            .await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("transfer-encoding"), None, "{coding}");
        let length = reply.header("content-length").map(str::to_owned);
        assert_eq!(length, Some(reply.body.len().to_string()), "{coding}");
    }
    let head = office.ask("HEAD", "/layanan/sktm").send().await;
    assert_eq!((head.status, head.header("content-length")), (200, None));
}

#[tokio::test]
async fn personal_pages_are_never_kept() {
    let office = Office::open().await;
    for (path, cookie, kept) in [
        ("/", "", "no-cache"),
        ("/layanan", "bahasa=en", "no-cache"),
        ("/status", "", "no-store"),
        ("/status/kasus", "__Host-warga=x", "no-store"),
        ("/petugas/masuk", "", "no-store"),
        ("/tidak/ada", "", "no-store"),
    ] {
        let reply = office
            .ask("GET", path)
            .header("Cookie", cookie)
            .send()
            .await;
        assert_eq!(reply.header("cache-control"), Some(kept), "{path}");
        let varies = reply
            .headers
            .iter()
            .filter(|(name, _)| name == "vary")
            .any(|(_, value)| value.contains("Cookie"));
        assert!(varies || path == "/tidak/ada", "{path}");
    }
}

#[tokio::test]
async fn pages_are_compressed() {
    let office = Office::open().await;
    let plain = office.get("/layanan").await.body.len();
    for coding in ["br", "gzip"] {
        let reply = office
            .ask("GET", "/layanan")
            .header("Accept-Encoding", coding)
            .send()
            .await;
        assert_eq!(reply.header("content-encoding"), Some(coding));
        assert!(
            reply.body.len() * 2 < plain,
            "{} of {plain}",
            reply.body.len()
        );
    }
}

#[tokio::test]
async fn built_files_are_kept_for_ever_and_sent_as_they_were_compressed() {
    let office = Office::open().await;
    let site = office.folder.path().join("site");
    let name = "pkg/genggam.0123456789abcdefABCD_-.js";
    std::fs::write(site.join(name), "plain").expect("a file");
    std::fs::write(site.join(format!("{name}.br")), "squeezed").expect("a file");
    std::fs::write(site.join("robots.txt"), "User-agent: *").expect("a file");
    std::fs::write(office.folder.path().join("secret.txt"), "secret").expect("a file");

    let reply = office.get(&format!("/{name}")).await;
    assert_eq!((reply.status, reply.text().as_str()), (200, "plain"));
    assert_eq!(
        reply.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert!(
        reply
            .header("content-type")
            .expect("a type")
            .contains("javascript")
    );
    let reply = office
        .ask("GET", &format!("/{name}"))
        .header("Accept-Encoding", "gzip, br")
        .send()
        .await;
    assert_eq!(
        (reply.header("content-encoding"), reply.text().as_str()),
        (Some("br"), "squeezed")
    );
    let reply = office.get("/robots.txt").await;
    assert_eq!(
        (reply.status, reply.header("cache-control")),
        (200, Some("public, max-age=86400"))
    );

    // Of an older build, or out of the folder.
    let reply = office.get("/pkg/genggam.old.js").await;
    assert_eq!(
        (reply.status, reply.header("cache-control")),
        (404, Some("no-store"))
    );
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/pkg/..%2f..%2fsecret.txt",
        "//etc/passwd",
    ] {
        let reply = office.get(path).await;
        assert!(
            reply.status >= 400 && !reply.text().contains("secret\n"),
            "{path}: {}",
            reply.status
        );
        assert_ne!(reply.text(), "secret");
    }
}

#[tokio::test]
async fn calls_that_are_none_answer_in_json() {
    let office = Office::open().await;
    let reply = office.get("/api/nothing/here").await;
    assert_eq!((reply.status, reply.json()), (404, Error::NotFound));
    let reply = office
        .ask("POST", "/api/region/list")
        .on_our_page()
        .form("")
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.json()),
        (405, Error::malformed("method"))
    );
    assert!(reply.header("allow").is_some());
}

#[tokio::test]
async fn a_document_is_for_officers_only() {
    let office = Office::open().await;
    for cookie in ["", "__Host-petugas=forged"] {
        let reply = office
            .ask("GET", "/petugas/berkas/00000000000000000000000000000000")
            .header("Cookie", cookie)
            .send()
            .await;
        assert_eq!((reply.status, reply.json()), (401, Error::LoggedOut));
    }
}

#[tokio::test]
async fn developers_have_a_gallery() {
    let office = Office::open_with(|config| config.development = true).await;
    assert_eq!(office.get("/gallery").await.status, 200);
}

#[tokio::test]
async fn an_officer_sees_a_document_and_nothing_in_it_may_run() {
    let office = Office::open().await;
    let demo = office.backend.demo().await.expect("a demonstration");
    let cookie = office.logged_in(&demo, Role::Counter).await;
    let session = cookie.split_once('=').expect("a cookie").1;
    let mut page = None;
    for case in &demo.cases {
        let view = office
            .backend
            .open_case(session, case.code.compact())
            .await
            .expect("a case");
        page = page.or_else(|| {
            view.documents
                .iter()
                .flat_map(|document| &document.pages)
                .next()
                .cloned()
        });
    }
    let page = page.expect("some case has a document");
    let path = format!("/petugas/berkas/{}", page.id);

    let reply = office
        .ask("GET", &path)
        .header("Cookie", &cookie)
        .send()
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some(page.media.mime()));
    assert_eq!(
        (reply.number("content-length"), reply.body.len() as u64),
        (Some(page.bytes), page.bytes)
    );
    assert_eq!(Media::sniff(&reply.body), Some(page.media));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert!(
        reply
            .header("content-security-policy")
            .expect("a policy")
            .starts_with("sandbox; default-src 'none'")
    );
    let disposition = if page.media.is_image() {
        "inline"
    } else {
        "attachment; filename=\"berkas.pdf\""
    };
    assert_eq!(reply.header("content-disposition"), Some(disposition));

    // Whoever may not see documents, and whoever is nobody, learns nothing of it.
    let helper = office.logged_in(&demo, Role::Helper).await;
    for (cookie, status) in [(helper.as_str(), 403), ("", 401)] {
        let reply = office
            .ask("GET", &path)
            .header("Cookie", cookie)
            .send()
            .await;
        assert_eq!(reply.status, status);
        assert!(reply.body.len() < 100);
    }
}
