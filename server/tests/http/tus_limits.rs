//! What a sender may take up: bytes, seats, time; and what a refusal tells.

use crate::office::{Office, photo};
use domain::error::Error;
use domain::flaw::Flaw;
use domain::text::Lang;
use domain::upload::MAX_BYTES;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_body_larger_than_any_file_is_refused_unread() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, MAX_BYTES).await;
    let announced = usize::try_from(MAX_BYTES).expect("a length") + 1;
    // Not one byte of the body is ever sent, and the answer comes.
    for ask in [
        office.ask("PATCH", &upload).tus(&token).bytes(0, &[]),
        office
            .creation(&token, MAX_BYTES)
            .body("application/offset+octet-stream", []),
    ] {
        let heard = ask.head_only(announced, "}").await;
        assert!(heard.starts_with("HTTP/1.1 413 "), "{heard}");
        assert!(
            heard.contains(&format!("tus-max-size: {MAX_BYTES}")),
            "{heard}"
        );
    }
    assert_eq!(office.offset(&token, &upload).await, Some(0));
}

#[tokio::test]
async fn more_bytes_than_announced_are_refused_and_the_rest_is_kept() {
    const SIZE: usize = 6_000;
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, SIZE as u64).await;
    let photo = photo(SIZE);
    // Who says beforehand that too much will come is refused before a byte of it is read.
    let ask = office.ask("PATCH", &upload).tus(&token).bytes(0, &[]);
    let heard = ask.head_only(SIZE + 1, "}").await;
    assert!(heard.starts_with("HTTP/1.1 400 "), "{heard}");
    assert!(heard.contains("content-length"), "{heard}");
    assert_eq!(office.offset(&token, &upload).await, Some(0));
    // Of who doesn't, everything is kept that there is room for.
    let ask = office.ask("PATCH", &upload).tus(&token).bytes(0, &[]);
    let head = String::from_utf8(ask.head(0)).expect("text");
    let head = head.replace("Content-Length: 0", "Transfer-Encoding: chunked");
    let mut line = TcpStream::connect(office.address)
        .await
        .expect("the server listens");
    line.write_all(head.as_bytes()).await.expect("sending");
    let size = format!("{:x}\r\n", photo.len() + 500);
    let body = [size.as_bytes(), &photo, &[0; 500], b"\r\n0\r\n\r\n"].concat();
    line.write_all(&body).await.expect("sending");
    let mut status = [0; 12];
    line.read_exact(&mut status).await.expect("an answer");
    assert_eq!(&status, b"HTTP/1.1 400");
    assert_eq!(office.offset(&token, &upload).await, Some(SIZE as u64));
}

#[tokio::test]
async fn who_asks_for_a_refused_upload_reads_why_in_their_language_and_where_it_stands() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let paper = b"%PDF-1.4\ntrailer << /Encrypt 5 0 R >>\nstartxref\n0\n%%EOF\n";
    let upload = office.upload(&token, paper.len() as u64).await;
    let patch = office.ask("PATCH", &upload).tus(&token).bytes(0, paper);
    let reply = patch.send().await;
    let flaw = Flaw::LockedPdf;
    assert_eq!((reply.status, reply.json()), (415, Error::Flawed { flaw }));
    for (cookie, lang) in [("bahasa=id", Lang::Id), ("bahasa=en", Lang::En)] {
        let head = office.ask("HEAD", &upload).tus(&token);
        let reply = head.header("Cookie", cookie).send().await;
        assert_eq!(
            (reply.status, reply.number("upload-offset")),
            (415, Some(0))
        );
        assert_eq!(reply.header("upload-refusal"), Some(flaw.message(lang)));
    }
    // Nothing more is taken.
    let patch = office.ask("PATCH", &upload).tus(&token).bytes(0, paper);
    assert_eq!(patch.send().await.status, 415);
}

#[tokio::test]
async fn a_sender_that_has_stopped_is_let_go_and_told_what_arrived() {
    let window = Duration::from_millis(400);
    let office = Office::open_with(|config| config.uploads.pace.window = window).await;
    let token = office.draft().await.token;
    let photo = photo(400_000);
    let upload = office.upload(&token, 400_000).await;
    let ask = office.ask("PATCH", &upload).tus(&token).bytes(0, &[]);
    let mut line = TcpStream::connect(office.address)
        .await
        .expect("the server listens");
    line.write_all(&ask.head(400_000)).await.expect("sending");
    line.write_all(&photo[..50_000]).await.expect("sending");
    let mut heard = Vec::new();
    let mut piece = [0; 4096];
    while !heard.ends_with(b"}") && !heard.ends_with(b"\"network\"") {
        let count = line.read(&mut piece).await.expect("an answer");
        assert!(count > 0, "{}", String::from_utf8_lossy(&heard));
        heard.extend_from_slice(&piece[..count]);
    }
    let heard = String::from_utf8_lossy(&heard);
    assert!(heard.starts_with("HTTP/1.1 408 "), "{heard}");
    assert!(heard.contains("upload-offset: 50000"), "{heard}");
    assert_eq!(office.offset(&token, &upload).await, Some(50_000));
    // One that goes on is never let go, however many windows it takes.
    let ask = office.ask("PATCH", &upload).tus(&token).bytes(50_000, &[]);
    let mut line = TcpStream::connect(office.address)
        .await
        .expect("the server listens");
    line.write_all(&ask.head(350_000)).await.expect("sending");
    for part in photo[50_000..].chunks(35_000) {
        line.write_all(part).await.expect("sending");
        tokio::time::sleep(window / 4).await;
    }
    let mut status = [0; 12];
    line.read_exact(&mut status).await.expect("an answer");
    assert_eq!(&status, b"HTTP/1.1 204");
}

#[tokio::test]
async fn an_address_has_only_so_many_seats() {
    let office = Office::open_with(|config| config.uploads.per_address = 2).await;
    let token = office.draft().await.token;
    let photo = photo(5_000);
    let mut lines = Vec::new();
    for _ in 0..2 {
        let upload = office.upload(&token, 5_000).await;
        let ask = office.ask("PATCH", &upload).tus(&token).bytes(0, &[]);
        let mut line = TcpStream::connect(office.address)
            .await
            .expect("the server listens");
        line.write_all(&ask.head(5_000)).await.expect("sending");
        line.write_all(&photo[..100]).await.expect("sending");
        // It has its seat once its bytes are there.
        while office.saved(&upload) == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        lines.push((upload, line));
    }
    let upload = office.upload(&token, 5_000).await;
    let reply = office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(0, &photo)
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.header("retry-after")),
        (429, Some("30"))
    );
    // Asking takes no seat, and sends one of the two away: there is room again.
    assert_eq!(office.offset(&token, &lines[0].0).await, Some(100));
    let mut reply = office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(0, &photo)
        .send()
        .await;
    for _ in 0..100 {
        if reply.status != 429 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        reply = office
            .ask("PATCH", &upload)
            .tus(&token)
            .bytes(0, &photo)
            .send()
            .await;
    }
    assert_eq!(reply.status, 204, "{}", reply.text());
}

#[tokio::test]
async fn a_full_disk_is_told_with_a_time_to_come_again() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let upload = office.upload(&token, 5_000).await;
    let id = upload.rsplit('/').next().expect("an id");
    let growing = office.folder.path().join("data/incoming").join(id);
    std::os::unix::fs::symlink("/dev/full", &growing).expect("a link");
    let send = || {
        office
            .ask("PATCH", &upload)
            .tus(&token)
            .bytes(0, &photo(5_000))
            .send()
    };
    let reply = send().await;
    assert_eq!(
        (reply.status, reply.header("retry-after"), reply.json()),
        (503, Some("60"), Error::NoRoom)
    );
    std::fs::remove_file(&growing).expect("removed");
    assert_eq!(send().await.status, 204);
}

#[tokio::test]
async fn a_probe_tells_whether_bodies_come_in_pieces() {
    let office = Office::open().await;
    let ask = office
        .ask("PUT", "/healthz/proxy")
        .body("application/octet-stream", []);
    let mut line = TcpStream::connect(office.address)
        .await
        .expect("the server listens");
    line.write_all(&ask.head(3_000)).await.expect("sending");
    for _ in 0..3 {
        line.write_all(&[1; 1_000]).await.expect("sending");
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.contains("\"bytes\":3000"), "{answer}");
    assert!(answer.contains("\"proxy\":\"streams\""), "{answer}");
    let at_once = office
        .ask("PUT", "/healthz/proxy")
        .body("application/octet-stream", vec![1; 300_000]);
    let answer: serde_json::Value = at_once.send().await.json();
    assert_eq!(
        (&answer["bytes"], &answer["proxy"]),
        (&300_000.into(), &"buffers".into())
    );
}
