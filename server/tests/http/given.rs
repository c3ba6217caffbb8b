//! Forms that bring a file, and the files they lead to: who may, and what is refused.

use crate::office::Office;
use domain::officer::Role;

const FORM: &str = "multipart/form-data; boundary=x";

fn form(name: &str, content: &str) -> String {
    format!(
        "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\n\r\n{content}\r\n--x--\r\n"
    )
}

#[tokio::test]
async fn a_file_is_taken_from_who_may_and_from_nobody_else() {
    let office = Office::open().await;
    let demo = office.backend.demo().await.expect("a demonstration");
    let counter = office.logged_in(&demo, Role::Counter).await;
    let session = counter.split_once('=').expect("a cookie").1.to_owned();
    let outreach = office.backend.outreaches(&session).await.expect("sessions");
    let outreach = outreach.rows.first().expect("a session").id.clone();
    let code = demo.cases[0].code.compact().to_owned();
    let product = format!("/petugas/hasil/{code}/hasil");
    let roster = format!("/petugas/jemput-bola/{outreach}/daftar");

    let rescue = "/petugas/titipan".to_owned();
    for path in [&product, &roster, &rescue] {
        let ask = office.ask("POST", path).on_our_page();
        let reply = ask.body(FORM, form("file", "BOCOR7")).send().await;
        assert_eq!(reply.status, 401, "{path} without a session");
        let ask = office
            .ask("POST", path)
            .header("Sec-Fetch-Site", "cross-site")
            .header("Cookie", &counter);
        let reply = ask.body(FORM, form("file", "x")).send().await;
        assert_eq!(reply.status, 403, "{path} from another site");
        let large = form("file", &"x".repeat(7 * 1024 * 1024));
        for (kind, body) in [
            (FORM, form("file", "\u{0}BOCOR7")),
            (FORM, form("other", "x")),
            (FORM, "--x".to_owned()),
            ("text/plain", "BOCOR7".to_owned()),
            (FORM, large),
        ] {
            let ask = office.ask("POST", path).on_our_page();
            let reply = ask.header("Cookie", &counter).body(kind, body).send().await;
            // A plain form is shown again, with the reason in words.
            let shown = reply.header("location").unwrap_or_default().to_owned();
            let told = reply.status == 303 && shown.contains("__err=") && !shown.contains("BOCOR7");
            let added = *path == roster && reply.status == 303;
            assert!(
                told || added || (400..500).contains(&reply.status),
                "{path} {kind}: {}",
                reply.status
            );
        }
    }
    let nowhere = office
        .ask("POST", "/petugas/hasil/not-a-code/akta")
        .on_our_page();
    let reply = nowhere
        .header("Cookie", &counter)
        .body(FORM, form("file", "x"))
        .send()
        .await;
    assert_eq!(reply.status, 422);

    let before = office
        .backend
        .outreach(&session, &outreach)
        .await
        .expect("it")
        .roster
        .len();
    let ask = office
        .ask("POST", &roster)
        .on_our_page()
        .header("Cookie", &counter);
    let table = "Nama,NIK,HP\r\nBaru Datang,,\r\n";
    let reply = ask.body(FORM, form("file", table)).send().await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (
            303,
            Some(format!("/petugas/jemput-bola/{outreach}?tambah=1&ada=0&kolom=").as_str())
        )
    );
    let after = office
        .backend
        .outreach(&session, &outreach)
        .await
        .expect("it")
        .roster
        .len();
    assert_eq!(after, before + 1);
}

#[tokio::test]
async fn files_and_signatures_are_nobody_elses() {
    let office = Office::open().await;
    let demo = office.backend.demo().await.expect("a demonstration");
    let counter = office.logged_in(&demo, Role::Counter).await;
    let code = demo.cases[0].code.compact().to_owned();
    for path in [
        format!("/petugas/hasil/{code}/hasil"),
        "/petugas/tanda-tangan/0123456789abcdef0123456789abcdef".to_owned(),
        "/petugas/tanda-tangan/..%2f..%2fsecret.key".to_owned(),
    ] {
        let reply = office.ask("GET", &path).send().await;
        assert_eq!(reply.status, 401, "{path}");
        let reply = office
            .ask("GET", &path)
            .header("Cookie", &counter)
            .send()
            .await;
        assert_eq!(reply.status, 404, "{path}");
    }
}

#[tokio::test]
async fn who_opens_a_file_that_cant_be_had_reads_a_page_and_a_program_gets_the_error() {
    let office = Office::open().await;
    let demo = office.backend.demo().await.expect("a demonstration");
    let counter = office.logged_in(&demo, Role::Counter).await;
    let content = office.logged_in(&demo, Role::Content).await;
    let code = demo.cases[0].code.compact().to_owned();
    for (path, cookie, status) in [
        ("/status/surat/hasil".to_owned(), "", 401),
        ("/status/surat/%FF".to_owned(), "", 404),
        (format!("/petugas/surat/{code}/hasil"), "", 401),
        (format!("/petugas/surat/{code}/hasil"), &*counter, 404),
        (format!("/petugas/surat/{code}/hasil"), &content, 403),
        (format!("/petugas/konsep/{code}/lain"), &counter, 404),
        ("/petugas/konsep/not-a-code/hasil".to_owned(), &counter, 422),
        (format!("/petugas/hasil/{code}/hasil"), &counter, 404),
        ("/petugas/konten/surat/sktm/lain".to_owned(), &content, 404),
        ("/petugas/konten/surat/sktm/hasil".to_owned(), &counter, 403),
        ("/petugas/berkas/x".to_owned(), &counter, 404),
    ] {
        let ask = |accept: &str| {
            let ask = office.ask("GET", &path).header("Cookie", cookie);
            ask.header("Accept", accept)
        };
        let page = ask("text/html,application/xhtml+xml,*/*;q=0.8")
            .send()
            .await;
        assert_eq!(page.status, status, "{path}");
        let kind = page.header("content-type").unwrap_or_default();
        assert!(kind.starts_with("text/html"), "{path}: {kind}");
        assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
        let words = page.text();
        assert!(
            words.contains("Berkas tidak bisa dibuka"),
            "{path}: {words}"
        );
        assert!(words.contains("lang=\"id\""), "{path}");
        let error = ask("*/*").send().await;
        let kind = error.header("content-type").unwrap_or_default().to_owned();
        assert!(!kind.starts_with("text/html"), "{path}: {kind}");
        assert!(
            (400..500).contains(&error.status),
            "{path}: {}",
            error.status
        );
    }
    // Who may, gets the file, and a browser reads no page instead.
    let sample = office
        .ask("GET", "/petugas/konten/surat/sktm/hasil")
        .header("Cookie", &content)
        .header("Accept", "text/html");
    let sample = sample.send().await;
    assert_eq!(sample.header("content-type"), Some("application/pdf"));
}
