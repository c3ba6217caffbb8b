//! tus 1.0.0, how uploads end: termination (T1 to T3), expiration (X1 to X4), and concatenation, which isn't offered.

use crate::office::{Office, photo};
use domain::error::Error;

const SIZE: u64 = 6_000;

#[tokio::test]
async fn t1_t2_t3_an_upload_can_be_ended() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(SIZE as usize);
    for sent in [0, 1_000, SIZE as usize] {
        let upload = office.upload(&token, SIZE).await;
        office
            .ask("PATCH", &upload)
            .tus(&token)
            .bytes(0, &photo[..sent])
            .send()
            .await;
        let reply = office.ask("DELETE", &upload).tus(&token).send().await;
        assert_eq!((reply.status, reply.body.len()), (204, 0));
        for ask in [
            office.ask("HEAD", &upload).tus(&token),
            office.ask("PATCH", &upload).tus(&token).bytes(0, b"abc"),
            office.ask("DELETE", &upload).tus(&token),
        ] {
            assert_eq!(ask.send().await.status, 404);
        }
    }
}

#[tokio::test]
async fn x1_x2_x3_answers_tell_when_an_upload_expires() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let created = office.creation(&token, SIZE).send().await;
    let upload = created.header("location").expect("a location").to_owned();
    let patched = office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(0, &photo(SIZE as usize)[..10])
        .send()
        .await;
    for reply in [created, patched] {
        let expires = reply.header("upload-expires").expect("a date");
        let date = httpdate::parse_http_date(expires).expect("a date as RFC 9110 has it");
        let seconds = date
            .duration_since(std::time::UNIX_EPOCH)
            .expect("a date of our days")
            .as_secs();
        assert!(seconds as i64 * 1_000 > office.backend.now().0, "{expires}");
    }
}

#[tokio::test]
async fn x2_the_date_slides_with_every_byte() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let date = |reply: crate::client::Reply| {
        httpdate::parse_http_date(reply.header("upload-expires").expect("a date")).expect("a date")
    };
    let before = date(office.ask("HEAD", &upload).tus(&token).send().await);
    // The date has whole seconds.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let ask = office.ask("PATCH", &upload).tus(&token);
    let after = date(ask.bytes(0, &photo(SIZE as usize)[..10]).send().await);
    assert!(after > before);
}

#[tokio::test]
async fn x4_what_was_removed_is_not_found() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let id = upload.rsplit('/').next().expect("an id");
    office
        .backend
        .upload_delete(&token, id)
        .await
        .expect("removed");
    let reply = office.ask("HEAD", &upload).tus(&token).send().await;
    assert_eq!((reply.status, reply.header("upload-offset")), (404, None));
    let reply = office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(0, b"abc")
        .send()
        .await;
    assert_eq!((reply.status, reply.json()), (404, Error::NotFound));
}

#[tokio::test]
async fn n1_concatenation_is_not_offered() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let told = office.ask("OPTIONS", "/files").send().await;
    assert!(
        !told
            .header("tus-extension")
            .expect("extensions")
            .contains("concatenation")
    );
    // Whoever tries nevertheless makes no upload that looks finished.
    let reply = office
        .ask("POST", "/files")
        .tus(&token)
        .header("Upload-Concat", "final;/files/a /files/b")
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.json()),
        (400, Error::malformed("upload-length"))
    );
}
