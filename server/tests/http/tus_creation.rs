//! tus 1.0.0, creation: check list E1 to E13, and what we ask beyond it.

use crate::office::{Office, photo};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::error::Error;
use domain::upload::MAX_BYTES;

#[tokio::test]
async fn e1_e12_e13_a_creation_answers_with_the_place() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let reply = office.creation(&token, 5_000).send().await;
    assert_eq!((reply.status, reply.body.len()), (201, 0));
    let place = reply.header("location").expect("a location");
    assert!(place.starts_with("/files/"), "{place}");
    assert_eq!(reply.number("upload-offset"), Some(0));
    let reply = office
        .ask("PATCH", place)
        .tus(&token)
        .bytes(0, &photo(5_000))
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (204, Some(5_000))
    );
}

#[tokio::test]
async fn e2_e5_a_length_is_said_now_or_deferred() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    for (name, value) in [
        ("Upload-Defer-Length", "0"),
        ("Upload-Defer-Length", "yes"),
        ("Upload-Defer-Length", ""),
    ] {
        let ask = office.lengthless_creation(&token).header(name, value);
        let reply = ask.send().await;
        assert_eq!(
            (reply.status, reply.json()),
            (400, Error::malformed("upload-defer-length"))
        );
    }
    // Both at once contradict each other.
    let both = office.creation(&token, 5_000);
    let reply = both.header("Upload-Defer-Length", "1").send().await;
    assert_eq!(
        (reply.status, reply.json()),
        (400, Error::malformed("upload-defer-length"))
    );
    let reply = office.lengthless_creation(&token).send().await;
    assert_eq!(
        (reply.status, reply.json()),
        (400, Error::malformed("upload-length"))
    );
}

#[tokio::test]
async fn e6_e7_e8_a_deferred_length_is_said_once_and_stays() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(5_000);
    let deferred = office
        .lengthless_creation(&token)
        .header("Upload-Defer-Length", "1");
    let created = deferred.send().await;
    assert_eq!(
        (created.status, created.number("upload-offset")),
        (201, Some(0))
    );
    let upload = created.header("location").expect("a location").to_owned();
    let told = async || {
        let reply = office.ask("HEAD", &upload).tus(&token).send().await;
        let deferred = reply.header("upload-defer-length").map(str::to_owned);
        (
            reply.number("upload-offset"),
            reply.number("upload-length"),
            deferred,
        )
    };
    assert_eq!(told().await, (Some(0), None, Some("1".to_owned())));
    let patch = |from: usize, to: usize| {
        let ask = office.ask("PATCH", &upload).tus(&token);
        ask.bytes(from as u64, &photo[from..to])
    };
    assert_eq!(patch(0, 1_000).send().await.status, 204);
    assert_eq!(told().await, (Some(1_000), None, Some("1".to_owned())));
    for (length, status) in [("999", 400), ("99999999999", 413), ("x", 400)] {
        let reply = patch(1_000, 2_000).header("Upload-Length", length).send();
        assert_eq!(reply.await.status, status, "{length}");
    }
    assert_eq!(
        patch(1_000, 2_000)
            .header("Upload-Length", "5000")
            .send()
            .await
            .status,
        204
    );
    assert_eq!(told().await, (Some(2_000), Some(5_000), None));
    let reply = patch(2_000, 3_000)
        .header("Upload-Length", "5001")
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.json()),
        (400, Error::malformed("upload-length"))
    );
    let reply = patch(2_000, 5_000).send().await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (204, Some(5_000))
    );
    assert_eq!(told().await, (Some(5_000), Some(5_000), None));
}

#[tokio::test]
async fn e3_e4_metadata_is_checked_before_it_is_used() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let good = STANDARD.encode(office.wanted().1);
    for metadata in [
        "".to_owned(),
        "filename Zm90by5qcGc=".to_owned(),
        format!("requirement {good},requirement {good}"),
        format!("requirement {good},,"),
        "requirement ***".to_owned(),
        "requirement".to_owned(),
        format!("requirement {}", STANDARD.encode("../../etc/passwd")),
        format!("requirement {}", STANDARD.encode("x\r\nSet-Cookie: a=b")),
        format!(
            "requirement {good},note {}",
            STANDARD.encode("a".repeat(5_000))
        ),
    ] {
        let ask = office
            .ask("POST", "/files")
            .tus(&token)
            .header("Upload-Length", "5000");
        let reply = ask.header("Upload-Metadata", &metadata).send().await;
        assert_eq!(reply.status, 400, "{metadata}: {}", reply.text());
        assert!(matches!(reply.json(), Error::Malformed { .. }));
    }
}

#[tokio::test]
async fn e9_an_empty_file_is_no_photo() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let reply = office.creation(&token, 0).send().await;
    assert_eq!((reply.status, reply.json()), (415, Error::BadFile));
}

#[tokio::test]
async fn e10_head_gives_the_metadata_back() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let metadata = format!(
        "filename Zm90by5qcGc=,requirement {},is_final",
        STANDARD.encode(office.wanted().1)
    );
    let ask = office
        .ask("POST", "/files")
        .tus(&token)
        .header("Upload-Length", "5000");
    let upload = ask
        .header("Upload-Metadata", &metadata)
        .send()
        .await
        .header("location")
        .expect("a location")
        .to_owned();
    let reply = office.ask("HEAD", &upload).tus(&token).send().await;
    assert_eq!(reply.header("upload-metadata"), Some(metadata.as_str()));
}

#[tokio::test]
async fn e11_too_large_is_refused_before_a_byte_is_spent() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    for length in [MAX_BYTES + 1, u64::MAX] {
        let reply = office.creation(&token, length).send().await;
        assert_eq!(
            (reply.status, reply.json()),
            (
                413,
                Error::TooLarge {
                    max_bytes: MAX_BYTES
                }
            )
        );
        assert_eq!(reply.number("tus-max-size"), Some(MAX_BYTES));
    }
    assert_eq!(office.creation(&token, MAX_BYTES).send().await.status, 201);
}

#[tokio::test]
async fn the_same_idempotency_key_never_makes_a_second_upload() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let make = |key: &'static str| {
        office
            .creation(&token, 5_000)
            .header("Idempotency-Key", key)
            .send()
    };
    let first = make("a-key-made-on-the-phone-1").await;
    let upload = first.header("location").expect("a location").to_owned();
    office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(0, &photo(5_000)[..1_234])
        .send()
        .await;

    // The answer was lost, the phone asks again, quoted or not: the same place, and where to go on.
    for key in ["a-key-made-on-the-phone-1", "\"a-key-made-on-the-phone-1\""] {
        let again = make(key).await;
        assert_eq!(
            (again.status, again.header("location")),
            (201, Some(upload.as_str()))
        );
        assert_eq!(again.number("upload-offset"), Some(1_234));
    }
    assert_ne!(
        make("a-key-made-on-the-phone-2").await.header("location"),
        Some(upload.as_str())
    );
    for bad in [
        "",
        "short",
        "with spaces in between it",
        "<script>alert(1)</script>",
    ] {
        let reply = make(bad).await;
        assert_eq!(reply.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn only_a_draft_s_token_makes_uploads() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let stranger = office.creation("no-such-token", 5_000).send().await;
    assert_eq!(stranger.status, 404, "{}", stranger.text());
    for line in ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", &token] {
        let ask = office
            .ask("POST", "/files")
            .header("Tus-Resumable", "1.0.0")
            .header("Authorization", line);
        let reply = ask.header("Upload-Length", "5000").send().await;
        assert_eq!(
            (reply.status, reply.header("www-authenticate")),
            (401, Some("Bearer")),
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_requirement_that_the_service_does_not_ask_for_is_refused() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let ask = office
        .ask("POST", "/files")
        .tus(&token)
        .header("Upload-Length", "5000");
    let reply = ask
        .header(
            "Upload-Metadata",
            &format!("requirement {}", STANDARD.encode("tidak-ada")),
        )
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.json()),
        (400, Error::malformed("requirement"))
    );
}

#[tokio::test]
async fn a_draft_has_only_so_much_room() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let mut last = office.creation(&token, MAX_BYTES).send().await;
    for _ in 0..10 {
        if last.status != 201 {
            break;
        }
        last = office.creation(&token, MAX_BYTES).send().await;
    }
    assert_eq!((last.status, last.json()), (507, Error::Full));
    // Deleting makes room again: nothing is lost for ever.
    let other = office.draft().await.token;
    assert_eq!(office.creation(&other, MAX_BYTES).send().await.status, 201);
}
