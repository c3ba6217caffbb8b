//! tus 1.0.0, creation-with-upload: rows W1 to W4 of the check list. A photo takes one round trip.

use crate::client::Ask;
use crate::office::{Office, photo};
use domain::error::Error;
use domain::upload::MAX_BYTES;

const KIND: &str = "application/offset+octet-stream";

/// A creation that brings these bytes along.
fn with(office: &Office, token: &str, length: u64, bytes: &[u8]) -> Ask {
    office.creation(token, length).body(KIND, bytes)
}

#[tokio::test]
async fn w1_w2_w3_a_photo_takes_one_round_trip() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(5_000);
    let reply = with(&office, &token, 5_000, &photo).send().await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (201, Some(5_000)),
        "{}",
        reply.text()
    );
    assert!(reply.header("upload-expires").is_some());
    let upload = reply.header("location").expect("a location").to_owned();
    let head = office.ask("HEAD", &upload).tus(&token).send().await;
    assert_eq!(
        (head.number("upload-offset"), head.number("upload-length")),
        (Some(5_000), Some(5_000))
    );
    // A part is fine, too: the rest goes the usual way.
    let reply = with(&office, &token, 5_000, &photo[..1_234]).send().await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (201, Some(1_234))
    );
    let upload = reply.header("location").expect("a location").to_owned();
    let rest = office.ask("PATCH", &upload).tus(&token);
    let reply = rest.bytes(1_234, &photo[1_234..]).send().await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (204, Some(5_000))
    );
}

#[tokio::test]
async fn w2_similar_rules_as_for_patch() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(5_000);
    for kind in ["image/jpeg", "application/octet-stream"] {
        let reply = office.creation(&token, 5_000).body(kind, &photo[..]);
        let reply = reply.send().await;
        assert_eq!(
            (reply.status, reply.json()),
            (415, Error::malformed("content-type"))
        );
    }
    // More bytes than the upload has.
    let reply = with(&office, &token, 4_000, &photo).send().await;
    assert_eq!(
        (reply.status, reply.json()),
        (400, Error::malformed("content-length"))
    );
    // Something that is no photo: refused, and it is told where that upload lies.
    let reply = with(&office, &token, 20, b"<script>alert(1)</sc")
        .send()
        .await;
    assert_eq!((reply.status, reply.json()), (415, Error::BadFile));
    assert!(reply.header("location").is_some());
    // With a length that comes later.
    let deferred = office.lengthless_creation(&token);
    let deferred = deferred.header("Upload-Defer-Length", "1");
    let reply = deferred.body(KIND, &photo[..100]).send().await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (201, Some(100))
    );
}

#[tokio::test]
async fn w3_a_cut_creation_keeps_what_arrived_and_the_same_key_finds_it() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(300_000);
    let key = "a-key-made-on-the-phone-7";
    for politely in [true, false] {
        let key = format!("{key}-{politely}");
        let create = || with(&office, &token, 300_000, &[]).header("Idempotency-Key", &key);
        create().cut(300_000, &photo[..123_456], politely).await;
        // The phone never heard where its upload is. Asking again without the bytes is enough to know.
        let again = office.creation(&token, 300_000);
        let again = again.header("Idempotency-Key", &key).send().await;
        assert_eq!(
            (again.status, again.number("upload-offset")),
            (201, Some(123_456)),
            "politely: {politely}"
        );
        let upload = again.header("location").expect("a location").to_owned();
        // With the bytes, which would begin at the wrong place, it hears the same, and nothing is spoilt.
        let whole = with(&office, &token, 300_000, &photo).header("Idempotency-Key", &key);
        let again = whole.send().await;
        assert_eq!(
            (
                again.status,
                again.header("location"),
                again.number("upload-offset")
            ),
            (201, Some(upload.as_str()), Some(123_456))
        );
        let rest = office.ask("PATCH", &upload).tus(&token);
        let reply = rest.bytes(123_456, &photo[123_456..]).send().await;
        assert_eq!(
            (reply.status, reply.number("upload-offset")),
            (204, Some(300_000)),
            "{}",
            reply.text()
        );
        // The last answer got lost as well.
        let whole = with(&office, &token, 300_000, &photo).header("Idempotency-Key", &key);
        let again = whole.send().await;
        assert_eq!(
            (
                again.status,
                again.header("location"),
                again.number("upload-offset")
            ),
            (201, Some(upload.as_str()), Some(300_000))
        );
    }
}

#[tokio::test]
async fn the_same_creation_sent_many_times_at_once_makes_one_upload() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(20_000);
    let mut asks = Vec::new();
    for _ in 0..100 {
        let ask = with(&office, &token, 20_000, &photo);
        asks.push(tokio::spawn(
            ask.header("Idempotency-Key", "one-key-for-all-of-them")
                .send(),
        ));
    }
    let mut places = Vec::new();
    for ask in asks {
        let reply = ask.await.expect("no panic");
        // 409: a later one took over, and the place is told all the same.
        assert!(matches!(reply.status, 201 | 409), "{reply:?}");
        places.push(reply.header("location").expect("a location").to_owned());
    }
    places.sort();
    places.dedup();
    assert_eq!(places.len(), 1);
    let upload = &places[0];
    let offset = office.offset(&token, upload).await.expect("an offset");
    let rest = office.ask("PATCH", upload).tus(&token);
    let reply = rest.bytes(offset, &photo[offset as usize..]).send().await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (204, Some(20_000))
    );
}

#[tokio::test]
async fn w4_who_asks_beforehand_sends_nothing_in_vain() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let expecting = |ask: Ask| ask.header("Expect", "100-continue");
    let heard = expecting(with(&office, &token, 5_000, &[]));
    let heard = heard.head_only(5_000, "\r\n\r\n").await;
    assert!(heard.starts_with("HTTP/1.1 100 "), "{heard}");
    // Too large, the wrong type, no token: the answer comes before a byte, and invites none.
    let refused = [
        (with(&office, &token, MAX_BYTES + 1, &[]), "413"),
        (office.creation(&token, 5_000).body("image/jpeg", []), "415"),
        (with(&office, "nobody", 5_000, &[]), "404"),
    ];
    for (ask, status) in refused {
        let heard = expecting(ask).head_only(5_000, "}").await;
        assert!(heard.starts_with(&format!("HTTP/1.1 {status} ")), "{heard}");
        assert!(!heard.contains("100 Continue"), "{heard}");
    }
}
