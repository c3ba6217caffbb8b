//! tus 1.0.0, checksum: rows K1 to K6 of the check list, and the checksum of a whole file, which is ours.

use crate::office::{Office, photo};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::error::Error;
use sha1::Sha1;
use sha2::{Digest, Sha256};

const SIZE: u64 = 6_000;

fn sha1(bytes: &[u8]) -> String {
    format!("sha1 {}", STANDARD.encode(Sha1::digest(bytes)))
}

fn sha256(bytes: &[u8]) -> String {
    format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)))
}

#[tokio::test]
async fn k1_k2_k3_k4_a_body_that_adds_up_is_taken() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let told = office.ask("OPTIONS", "/files").send().await;
    assert_eq!(told.header("tus-checksum-algorithm"), Some("sha1,sha256"));
    let upload = office.upload(&token, SIZE).await;
    let photo = photo(SIZE as usize);
    for (from, to, sum) in [
        (0, 1_000, sha1(&photo[..1_000])),
        (1_000, 6_000, sha256(&photo[1_000..])),
    ] {
        let patch = office.ask("PATCH", &upload).tus(&token);
        let patch = patch.header("Upload-Checksum", &sum);
        let reply = patch.bytes(from, &photo[from as usize..to as usize]).send();
        let reply = reply.await;
        assert_eq!(
            (reply.status, reply.number("upload-offset")),
            (204, Some(to))
        );
    }
}

#[tokio::test]
async fn k4_k5_a_body_that_does_not_add_up_leaves_the_offset_where_it_was() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let photo = photo(SIZE as usize);
    let patch = |sum: &str, bytes: &[u8]| {
        let patch = office.ask("PATCH", &upload).tus(&token);
        patch
            .header("Upload-Checksum", sum)
            .bytes(1_000, bytes)
            .send()
    };
    let first = office.ask("PATCH", &upload).tus(&token);
    assert_eq!(first.bytes(0, &photo[..1_000]).send().await.status, 204);
    let piece = &photo[1_000..3_000];
    for bit in [0, 777, 15_999] {
        let mut flipped = piece.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        for sum in [sha1(piece), sha256(piece)] {
            let reply = patch(&sum, &flipped).await;
            assert_eq!(
                (reply.status, reply.number("upload-offset"), reply.json()),
                (460, Some(1_000), Error::malformed("upload-checksum"))
            );
        }
        assert_eq!(office.offset(&token, &upload).await, Some(1_000));
    }
    for sum in [
        "",
        "md5 XrY7u+Ae7tCTyyK7j1rNww==",
        "sha1",
        "sha1 !",
        "SHA1 x",
    ] {
        let reply = patch(sum, piece).await;
        assert_eq!(
            (reply.status, reply.json()),
            (400, Error::malformed("upload-checksum")),
            "{sum}"
        );
        assert_eq!(office.offset(&token, &upload).await, Some(1_000));
    }
    assert_eq!(patch(&sha1(piece), piece).await.status, 204);
    assert_eq!(office.offset(&token, &upload).await, Some(3_000));
}

#[tokio::test]
async fn k5_a_checksummed_body_that_is_cut_counts_for_nothing() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, 400_000).await;
    let photo = photo(400_000);
    for politely in [true, false] {
        let patch = office.ask("PATCH", &upload).tus(&token);
        let patch = patch.header("Upload-Checksum", &sha1(&photo));
        let patch = patch.bytes(0, &[]);
        patch.cut(400_000, &photo[..300_000], politely).await;
        assert_eq!(office.offset(&token, &upload).await, Some(0));
    }
    // An ordinary one keeps what arrived.
    let patch = office.ask("PATCH", &upload).tus(&token);
    patch
        .bytes(0, &[])
        .cut(400_000, &photo[..300_000], true)
        .await;
    assert_eq!(office.offset(&token, &upload).await, Some(300_000));
}

#[tokio::test]
async fn k6_trailers_are_not_offered_and_not_taken() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE).await;
    let told = office.ask("OPTIONS", "/files").send().await;
    assert!(
        !told
            .header("tus-extension")
            .expect("extensions")
            .contains("trailer")
    );
    let patch = office.ask("PATCH", &upload).tus(&token);
    let reply = patch.header("Trailer", "Upload-Checksum").bytes(0, b"abc");
    let reply = reply.send().await;
    assert_eq!(
        (reply.status, reply.json()),
        (400, Error::malformed("trailer"))
    );
    assert_eq!(office.offset(&token, &upload).await, Some(0));
}

#[tokio::test]
async fn a_creation_with_upload_is_checked_as_well() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(SIZE as usize);
    let create = |sum: String| {
        let create = office
            .creation(&token, SIZE)
            .header("Upload-Checksum", &sum);
        create
            .body("application/offset+octet-stream", &photo[..])
            .send()
    };
    let reply = create(sha256(b"something else")).await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (460, Some(0))
    );
    // It was begun, so it can be gone on with.
    let upload = reply.header("location").expect("a location").to_owned();
    let patch = office.ask("PATCH", &upload).tus(&token);
    assert_eq!(patch.bytes(0, &photo).send().await.status, 204);
    let reply = create(sha256(&photo)).await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (201, Some(SIZE))
    );
}

#[tokio::test]
async fn a_whole_file_is_held_to_the_sum_in_its_metadata() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(SIZE as usize);
    let digest = Sha256::digest(&photo);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let spellings = [
        STANDARD.encode(&hex),
        STANDARD.encode(STANDARD.encode(digest)),
        STANDARD.encode(digest),
    ];
    let create = |sum: &str| {
        let create = office.ask("POST", "/files").tus(&token);
        let metadata = format!("{},sha256 {sum}", office.metadata());
        create
            .header("Upload-Metadata", &metadata)
            .header("Upload-Length", &SIZE.to_string())
    };
    for sum in &spellings {
        let reply = create(sum)
            .body("application/offset+octet-stream", &photo[..])
            .send();
        assert_eq!(reply.await.status, 201);
    }
    let wrong = STANDARD.encode(Sha256::digest(b"another photo"));
    let reply = create(&wrong).body("application/offset+octet-stream", &photo[..]);
    let reply = reply.send().await;
    assert_eq!(reply.status, 460, "{}", reply.text());
    let upload = reply.header("location").expect("a location").to_owned();
    let head = office.ask("HEAD", &upload).tus(&token).send().await;
    assert_eq!(head.status, 404);
    let reply = create(&STANDARD.encode("no sum")).send().await;
    assert_eq!(
        (reply.status, reply.json()),
        (400, Error::malformed("upload-metadata"))
    );
}
