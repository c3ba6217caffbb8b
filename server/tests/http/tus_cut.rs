//! C20 and C21: bytes that arrived stay, whatever ended the request.

use crate::office::{Office, photo};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SIZE: usize = 400_000;

#[tokio::test]
async fn a_cut_line_keeps_every_byte_that_arrived() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(SIZE);
    // Closed by a proxy, or dead in a tunnel.
    for politely in [true, false] {
        let upload = office.upload(&token, SIZE as u64).await;
        let mut offset = 0;
        for part in [1, 70_000, 130_001] {
            let ask = office
                .ask("PATCH", &upload)
                .tus(&token)
                .header("Upload-Offset", &offset.to_string());
            let ask = ask.header("Content-Type", "application/offset+octet-stream");
            ask.cut(SIZE - offset, &photo[offset..offset + part], politely)
                .await;
            offset += part;
            assert_eq!(
                office.offset(&token, &upload).await,
                Some(offset as u64),
                "politely: {politely}"
            );
        }
        let reply = office
            .ask("PATCH", &upload)
            .tus(&token)
            .bytes(offset as u64, &photo[offset..])
            .send()
            .await;
        assert_eq!(
            (reply.status, reply.number("upload-offset")),
            (204, Some(SIZE as u64)),
            "{}",
            reply.text()
        );
    }
}

#[tokio::test]
async fn the_offset_survives_a_restart() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(SIZE);
    let upload = office.upload(&token, SIZE as u64).await;
    let ask = office
        .ask("PATCH", &upload)
        .tus(&token)
        .header("Upload-Offset", "0");
    ask.header("Content-Type", "application/offset+octet-stream")
        .cut(SIZE, &photo[..123_456], true)
        .await;

    let office = office.restart().await;
    assert_eq!(office.offset(&token, &upload).await, Some(123_456));
    let reply = office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(123_456, &photo[123_456..])
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (204, Some(SIZE as u64)),
        "{}",
        reply.text()
    );

    let office = office.restart().await;
    assert_eq!(office.offset(&token, &upload).await, Some(SIZE as u64));
}

#[tokio::test]
async fn a_newer_request_takes_over_from_one_that_hangs() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(SIZE);
    let upload = office.upload(&token, SIZE as u64).await;
    // The phone lost its network: the server has not noticed yet, and the line stays open.
    let hanging = office
        .ask("PATCH", &upload)
        .tus(&token)
        .header("Upload-Offset", "0");
    let hanging = hanging.header("Content-Type", "application/offset+octet-stream");
    let mut line = TcpStream::connect(office.address)
        .await
        .expect("the server listens");
    line.write_all(&hanging.head(SIZE)).await.expect("sending");
    line.write_all(&photo[..50_000]).await.expect("sending");
    tokio::time::sleep(Duration::from_millis(200)).await;

    let begin = Instant::now();
    assert_eq!(office.offset(&token, &upload).await, Some(50_000));
    let reply = office
        .ask("PATCH", &upload)
        .tus(&token)
        .bytes(50_000, &photo[50_000..])
        .send()
        .await;
    assert_eq!(
        (reply.status, reply.number("upload-offset")),
        (204, Some(SIZE as u64)),
        "{}",
        reply.text()
    );
    assert!(
        begin.elapsed() < Duration::from_secs(5),
        "{:?}",
        begin.elapsed()
    );

    // What the old line still sends is refused, and it is told why.
    line.write_all(&photo[50_000..60_000])
        .await
        .expect("sending");
    let mut answer = vec![0; 12];
    line.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 409");
}

/// Bytes that the kernel had taken when somebody newer came were delivered, whoever had read them by then.
#[tokio::test]
async fn what_waits_in_the_socket_of_an_older_request_is_kept() {
    const LONG: usize = 4_000_000;
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(LONG);
    for round in 0..12 {
        let upload = office.upload(&token, LONG as u64).await;
        let older = office
            .ask("PATCH", &upload)
            .tus(&token)
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/offset+octet-stream");
        let mut line = TcpStream::connect(office.address).await.expect("a line");
        line.write_all(&older.head(LONG)).await.expect("sending");
        line.write_all(&photo[..1000]).await.expect("sending");
        tokio::time::sleep(Duration::from_millis(100)).await;
        // This thread is the server's too: while it is filling the socket, nobody reads.
        let mut sent = 1000;
        while let Ok(count) = line.try_write(&photo[sent..LONG - 1]) {
            sent += count;
        }
        let delivered = sent - unacknowledged(&line);
        assert!(delivered > 50_000, "only {delivered} fit");
        let told = office.offset(&token, &upload).await.expect("an offset");
        assert!(
            told >= delivered as u64,
            "round {round}: {told} of {delivered}"
        );
        let reply = office
            .ask("PATCH", &upload)
            .tus(&token)
            .bytes(told, &photo[usize::try_from(told).unwrap()..])
            .send()
            .await;
        assert_eq!(reply.status, 204, "round {round}: {}", reply.text());
        office.ask("DELETE", &upload).tus(&token).send().await;
    }
}

/// Whoever brings far more than announced is told so, at whatever moment the server notices.
#[tokio::test(flavor = "multi_thread")]
async fn more_than_was_announced_is_refused_in_words_however_much_it_is() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let length = 5000;
    let mut body = photo(length);
    body.extend([7; 300_000]);
    for round in 0..40 {
        let upload = office.upload(&token, length as u64).await;
        let reply = office
            .ask("PATCH", &upload)
            .tus(&token)
            .bytes(0, &body)
            .send()
            .await;
        assert_eq!(reply.status, 400, "round {round}: {}", reply.text());
        office.ask("DELETE", &upload).tus(&token).send().await;
    }
}

/// Bytes of ours that the other end's kernel has not taken yet: the send queue in /proc/net/tcp.
fn unacknowledged(line: &TcpStream) -> usize {
    let port = |address: std::net::SocketAddr| format!("0100007F:{:04X}", address.port());
    let ours = port(line.local_addr().expect("an address"));
    let theirs = port(line.peer_addr().expect("an address"));
    let table = std::fs::read_to_string("/proc/self/net/tcp").expect("Linux");
    let row = table
        .lines()
        .map(|row| row.split_whitespace().collect::<Vec<_>>())
        .find(|row| row.get(1) == Some(&&*ours) && row.get(2) == Some(&&*theirs))
        .expect("our line");
    let queue = row[4].split(':').next().expect("a queue");
    usize::from_str_radix(queue, 16).expect("a number")
}

#[tokio::test]
async fn watching_tells_how_far_a_request_is_and_lets_it_go_on() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let photo = photo(SIZE);
    // The first request of a photo: its sender knows no address yet, only the key.
    let key = "kunci-yang-cukup-panjang";
    let sending = office
        .ask("POST", "/files")
        .tus(&token)
        .header("Idempotency-Key", key)
        .header("Upload-Length", &SIZE.to_string())
        .header("Upload-Metadata", &office.metadata())
        .header("Content-Type", "application/offset+octet-stream");
    let mut line = TcpStream::connect(office.address)
        .await
        .expect("the server listens");
    line.write_all(&sending.head(SIZE)).await.expect("sending");
    line.write_all(&photo[..50_000]).await.expect("sending");
    let watch = async |at: &str, key: &str| {
        let ask = office.ask("HEAD", at).tus(&token);
        let ask = ask.header("Upload-Watch", "?1");
        let ask = ask.header("Idempotency-Key", key);
        ask.send().await
    };
    let begin = Instant::now();
    let seen = loop {
        let seen = watch("/files", key).await;
        if seen.number("upload-offset") == Some(50_000) {
            break seen;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "never told");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let upload = seen.header("location").expect("an address").to_owned();
    assert_eq!(
        watch(&upload, key).await.number("upload-offset"),
        Some(50_000)
    );
    // Nobody else's key, and nobody else's draft.
    assert_eq!(watch("/files", "kunci-lain-yang-panjang").await.status, 404);
    let stranger = office.draft().await.token;
    let ask = office.ask("HEAD", &upload).tus(&stranger);
    assert_eq!(ask.header("Upload-Watch", "?1").send().await.status, 404);

    line.write_all(&photo[50_000..]).await.expect("sending");
    let mut answer = [0; 12];
    line.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 201");
}

#[tokio::test]
async fn a_line_stays_open_and_tells_its_end() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let ask = |token: &str| office.ask("GET", "/files").tus(token);
    assert_eq!(ask("nobody's").send().await.status, 404);
    let reply = office.ask("GET", "/files").send().await;
    assert_eq!(reply.status, 412, "a browser's own visit");

    let mut line = TcpStream::connect(office.address)
        .await
        .expect("the server listens");
    line.write_all(&ask(&token).head(0)).await.expect("asking");
    let mut heard = Vec::new();
    while !heard.ends_with(b":\n\n\r\n") {
        assert!(line.read_buf(&mut heard).await.expect("an answer") > 0);
    }
    let heard = String::from_utf8(heard).expect("text");
    assert!(heard.starts_with("HTTP/1.1 200") && heard.contains("text/event-stream"));
    // Nothing compresses it, nothing keeps it, nothing holds it back.
    assert!(heard.contains("x-accel-buffering: no") && heard.contains("no-store"));
    assert!(!heard.contains("content-encoding"), "{heard}");
    // It says nothing more, and is in nobody's way.
    let photo = photo(SIZE);
    let upload = office.upload(&token, SIZE as u64).await;
    let sent = office.ask("PATCH", &upload).tus(&token).bytes(0, &photo);
    assert_eq!(sent.send().await.status, 204);
    let more = tokio::time::timeout(Duration::from_millis(300), line.read_u8()).await;
    assert!(more.is_err(), "{more:?}");
}
