//! tus 1.0.0, core protocol: rows C1 to C24 of the check list.
//!
//! Each row has a test whose name begins with it. Where to look:
//!
//! | rows | file |
//! |---|---|
//! | C1 to C19, C22, C23 | here |
//! | C20, C21 | `tus_cut.rs` |
//! | E1 to E13 | `tus_creation.rs` |
//! | W1 to W4 | `tus_with_upload.rs` |
//! | K1 to K6 | `tus_checksum.rs` |
//! | X1 to X4, T1 to T3, N1 | `tus_end.rs` |
//!
//! C24, X5 and the client's halves of other rows are duties of a client.

use crate::office::{Office, photo};
use domain::error::Error;
use domain::text::Lang;

const SIZE: u64 = 6_000;

#[tokio::test]
async fn c3_c6_c7_c22_c23_options_tell_what_the_server_can() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    for path in ["/files", upload.as_str()] {
        // C23: no Tus-Resumable is needed, and a wrong one is ignored. No token is needed either.
        for ask in [
            office.ask("OPTIONS", path),
            office.ask("OPTIONS", path).header("Tus-Resumable", "9.9.9"),
        ] {
            let reply = ask.send().await;
            assert_eq!(reply.status, 204);
            assert_eq!(reply.header("tus-version"), Some("1.0.0"));
            assert_eq!(
                reply.header("tus-extension"),
                Some(
                    "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination"
                )
            );
            assert_eq!(reply.header("tus-checksum-algorithm"), Some("sha1,sha256"));
            assert_eq!(
                reply.number("tus-max-size"),
                Some(domain::upload::MAX_BYTES)
            );
        }
    }
}

#[tokio::test]
async fn c4_every_answer_names_the_version() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let asks = [
        office.ask("HEAD", &upload).tus(&token),
        office.ask("HEAD", &upload).tus("nobody"),
        office.ask("HEAD", &upload),
        office.ask("GET", &upload).tus(&token),
        office.ask("PATCH", &upload).tus(&token),
        office.ask("POST", "/files").tus(&token),
        office
            .ask("POST", "/files")
            .header("Sec-Fetch-Site", "cross-site"),
        office.ask("DELETE", "/files").tus(&token),
        office.ask("HEAD", "/files/").tus(&token),
        office.ask("HEAD", "/files/a/b").tus(&token),
    ];
    for ask in asks {
        let reply = ask.send().await;
        assert_eq!(reply.header("tus-resumable"), Some("1.0.0"), "{reply:?}");
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{reply:?}");
    }
}

#[tokio::test]
async fn c5_another_version_is_refused_and_nothing_is_done() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let photo = photo(SIZE as usize);
    for version in [None, Some("0.2.2"), Some("1.0"), Some("")] {
        let asks = [
            office.ask("HEAD", &upload).bearer(&token),
            office.ask("PATCH", &upload).bearer(&token).bytes(0, &photo),
            office.ask("DELETE", &upload).bearer(&token),
            office
                .ask("POST", "/files")
                .bearer(&token)
                .header("Upload-Length", "10"),
        ];
        for ask in asks {
            let ask = match version {
                Some(version) => ask.header("Tus-Resumable", version),
                None => ask,
            };
            let reply = ask.send().await;
            assert_eq!(
                (reply.status, reply.header("tus-version")),
                (412, Some("1.0.0"))
            );
        }
    }
    assert_eq!(office.offset(&token, &upload).await, Some(0));
}

#[tokio::test]
async fn c8_the_override_is_the_method() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let photo = photo(SIZE as usize);
    let reply = office
        .ask("POST", &upload)
        .tus(&token)
        .header("X-HTTP-Method-Override", "PATCH")
        .bytes(0, &photo[..100])
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (204, Some(100))
    );
    // The real method is ignored, whatever it is.
    let reply = office
        .ask("DELETE", &upload)
        .tus(&token)
        .header("X-HTTP-Method-Override", "HEAD")
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (200, Some(100))
    );
    let reply = office
        .ask("GET", &upload)
        .tus(&token)
        .header("X-HTTP-Method-Override", "DELETE")
        .send()
        .await;
    assert_eq!(reply.status, 204);
    let reply = office.ask("HEAD", &upload).tus(&token).send().await;
    assert_eq!(reply.status, 404);
    // It opens no door that the method itself wouldn't.
    let disguised = office
        .ask("GET", &upload)
        .tus(&token)
        .header("X-HTTP-Method-Override", "DELETE")
        .header("Sec-Fetch-Site", "cross-site");
    assert_eq!(disguised.send().await.status, 403);
}

#[tokio::test]
async fn c9_c10_c12_c13_head_tells_offset_and_length() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let photo = photo(SIZE as usize);
    for sent in [0, 4_000, SIZE] {
        let offset = office
            .offset(&token, &upload)
            .await
            .expect("an offset, even 0");
        if sent > 0 {
            let part = &photo[offset as usize..sent as usize];
            assert_eq!(
                office
                    .ask("PATCH", &upload)
                    .tus(&token)
                    .bytes(offset, part)
                    .send()
                    .await
                    .status,
                204
            );
        }
        let reply = office.ask("HEAD", &upload).tus(&token).send().await;
        assert_eq!(
            (
                reply.status,
                reply.number("upload-offset"),
                reply.number("upload-length")
            ),
            (200, Some(sent), Some(SIZE))
        );
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert!(reply.body.is_empty());
    }
}

#[tokio::test]
async fn c11_c19_what_is_not_there_has_no_offset() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let stranger = office.draft().await.token;
    let nowhere = format!("/files/{}", "0".repeat(32));
    for (token, upload) in [
        (&token, nowhere.as_str()),
        (&stranger, upload.as_str()),
        (&token, "/files/..%2f..%2fetc"),
        (&token, "/files/x"),
    ] {
        for ask in [
            office.ask("HEAD", upload).tus(token),
            office.ask("PATCH", upload).tus(token).bytes(0, b"abc"),
            office.ask("DELETE", upload).tus(token),
        ] {
            let reply = ask.send().await;
            assert_eq!(
                (reply.status, reply.header("upload-offset")),
                (404, None),
                "{upload}"
            );
        }
    }
    // Without a token nobody learns even that.
    let reply = office
        .ask("PATCH", &upload)
        .header("Tus-Resumable", "1.0.0")
        .bytes(0, b"abc")
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.header("www-authenticate"), reply.json()),
        (401, Some("Bearer"), Error::LoggedOut)
    );
}

#[tokio::test]
async fn c1_c2_only_non_negative_integers_are_numbers() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    for number in [
        "-1",
        "1.5",
        "abc",
        "",
        "0x10",
        "18446744073709551616",
        "1 1",
    ] {
        let ask = office
            .ask("PATCH", &upload)
            .tus(&token)
            .header("Upload-Offset", number);
        let reply = ask
            .body("application/offset+octet-stream", "abc")
            .send()
            .await;
        assert_eq!(
            (reply.status, reply.json()),
            (400, Error::malformed("upload-offset")),
            "{number}"
        );
        let reply = office
            .ask("POST", "/files")
            .tus(&token)
            .header("Upload-Length", number)
            .send()
            .await;
        assert_eq!(
            (reply.status, reply.json()),
            (400, Error::malformed("upload-length")),
            "{number}"
        );
    }
    assert_eq!(office.offset(&token, &upload).await, Some(0));
}

#[tokio::test]
async fn c14_c17_c18_patch_appends_and_tells_the_new_offset() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let photo = photo(SIZE as usize);
    let mut offset = 0;
    for end in [1, 1, 1_000, SIZE] {
        let part = &photo[offset as usize..end as usize];
        let reply = office
            .ask("PATCH", &upload)
            .tus(&token)
            .bytes(offset, part)
            .send()
            .await;
        assert_eq!(
            (reply.status, reply.number("upload-offset")),
            (204, Some(end)),
            "{}",
            reply.text()
        );
        offset = end;
    }
    // A whole photo in one go.
    let upload = office.upload(&token, SIZE).await;
    let reply = office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(0, &photo)
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (204, Some(SIZE))
    );
}

#[tokio::test]
async fn c15_another_content_type_is_refused() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    for kind in [
        "application/octet-stream",
        "image/jpeg",
        "",
        "application/offset+octet-stream; charset=utf-8",
    ] {
        let ask = office
            .ask("PATCH", &upload)
            .tus(&token)
            .header("Upload-Offset", "0");
        let reply = ask.body(kind, "abc").send().await;
        assert_eq!(
            (reply.status, reply.json()),
            (415, Error::malformed("content-type")),
            "{kind}"
        );
    }
    assert_eq!(office.offset(&token, &upload).await, Some(0));
}

#[tokio::test]
async fn c16_a_wrong_offset_is_told_the_true_one() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let photo = photo(SIZE as usize);
    office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(0, &photo[..1_000])
        .send()
        .await;
    for offset in [0, 999, 1_001, SIZE, u64::MAX] {
        let reply = office
            .ask("PATCH", &upload)
            .tus(&token)
            .bytes(offset, b"xyz")
            .send()
            .await;
        assert_eq!(
            (reply.status, reply.number("upload-offset"), reply.json()),
            (409, Some(1_000), Error::Changed),
            "{offset}"
        );
    }
    assert_eq!(office.offset(&token, &upload).await, Some(1_000));
}

#[tokio::test]
async fn what_is_no_photo_is_refused_at_its_last_byte() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, 20).await;
    let reply = office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(0, b"<script>alert(1)</sc")
        .send()
        .await;
    assert_eq!((reply.status, reply.json()), (415, Error::BadFile));
    assert_eq!(
        reply.header("upload-refusal"),
        Some(Error::BadFile.message(Lang::Id).as_str())
    );
}
