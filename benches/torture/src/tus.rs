//! A tus 1.0.0 client that hides nothing: one request, one answer, no retries of its own.

use crate::Outcome;
use crate::net::{Answer, Conn};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

/// Somewhere that uploads are taken, and in whose name.
#[derive(Clone, Debug)]
pub struct Tus {
    pub addr: SocketAddr,
    /// Where uploads are made, e.g. `/files`.
    pub path: &'static str,
    /// Bearer token of a draft; other servers want none.
    pub token: Option<String>,
    /// The phone's address; each may have a limit of its own.
    pub from: Option<Ipv4Addr>,
}

pub const BODY: (&str, &str) = ("Content-Type", "application/offset+octet-stream");

impl Tus {
    /// The same place by another way, such as a proxy.
    pub fn through(&self, addr: SocketAddr) -> Tus {
        Tus {
            addr,
            ..self.clone()
        }
    }

    pub async fn conn(&self) -> io::Result<Conn> {
        Conn::open_from(self.addr, self.from).await
    }

    /// The head of a request, to the empty line.
    pub fn head_of(
        &self,
        method: &str,
        url: &str,
        length: u64,
        headers: &[(&str, &str)],
    ) -> Vec<u8> {
        let mut head = format!("{method} {url} HTTP/1.1\r\nHost: {}\r\n", self.addr);
        let mut line = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
        line("Tus-Resumable", "1.0.0");
        if let Some(token) = &self.token {
            line("Authorization", &format!("Bearer {token}"));
        }
        for (name, value) in headers {
            line(name, value);
        }
        if length > 0 || matches!(method, "POST" | "PATCH") {
            line("Content-Length", &length.to_string());
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    pub fn patch_head(&self, url: &str, offset: u64, length: u64) -> Vec<u8> {
        let offset = offset.to_string();
        self.head_of("PATCH", url, length, &[BODY, ("Upload-Offset", &offset)])
    }

    pub fn create_head(&self, length: u64, key: Option<&str>, first: u64) -> Vec<u8> {
        let metadata = format!("requirement {}", STANDARD.encode("ktp"));
        let length = length.to_string();
        let mut headers = vec![
            ("Upload-Length", length.as_str()),
            ("Upload-Metadata", &metadata),
        ];
        if let Some(key) = key {
            headers.push(("Idempotency-Key", key));
        }
        if first > 0 {
            headers.push(BODY);
        }
        self.head_of("POST", self.path, first, &headers)
    }

    /// One request on a connection that goes on.
    pub async fn on(&self, conn: &mut Conn, head: Vec<u8>, body: &[u8]) -> io::Result<Answer> {
        let to_head = head.starts_with(b"HEAD ");
        let sent = match conn.send(&head).await {
            Ok(()) => conn.send(body).await,
            Err(error) => Err(error),
        };
        // A server may answer and close before it has read everything: its answer counts.
        match conn.answer(to_head).await {
            Ok(answer) => Ok(answer),
            Err(error) => Err(sent.err().unwrap_or(error)),
        }
    }

    /// One request on a connection of its own.
    pub async fn call(&self, head: Vec<u8>, body: &[u8]) -> io::Result<Answer> {
        let mut conn = self.conn().await?;
        self.on(&mut conn, head, body).await
    }

    pub async fn create(&self, length: u64, key: Option<&str>) -> io::Result<Answer> {
        self.call(self.create_head(length, key, 0), &[]).await
    }

    /// Creates an upload that must come into being. Returns its URL.
    pub async fn begin(&self, length: u64, key: Option<&str>) -> Outcome<String> {
        location(&self.create(length, key).await?)
    }

    pub async fn head(&self, url: &str) -> io::Result<Answer> {
        self.call(self.head_of("HEAD", url, 0, &[]), &[]).await
    }

    /// The offset that HEAD tells.
    pub async fn offset(&self, url: &str) -> Outcome<u64> {
        let answer = self.head(url).await?;
        match (answer.status, answer.offset()) {
            (200 | 204, Some(offset)) => Ok(offset),
            _ => Err(format!("HEAD says {}", answer.status).into()),
        }
    }

    pub async fn patch(&self, url: &str, offset: u64, body: &[u8]) -> io::Result<Answer> {
        let head = self.patch_head(url, offset, body.len() as u64);
        self.call(head, body).await
    }

    /// An answer that stays open, as a browser keeps one beside what it sends (`server/src/http/files/line.rs`).
    /// `None`: the server has enough of them.
    pub async fn line(&self) -> Outcome<Option<Conn>> {
        let mut conn = self.conn().await?;
        conn.send(&self.head_of("GET", self.path, 0, &[])).await?;
        match conn.begins().await? {
            200 => Ok(Some(conn)),
            429 => Ok(None),
            status => Err(format!("a line is answered {status}").into()),
        }
    }

    pub async fn delete(&self, url: &str) -> io::Result<Answer> {
        self.call(self.head_of("DELETE", url, 0, &[]), &[]).await
    }

    pub async fn options(&self) -> io::Result<Answer> {
        self.call(self.head_of("OPTIONS", self.path, 0, &[]), &[])
            .await
    }

    /// Whether OPTIONS offers an extension.
    pub async fn offers(&self, extension: &str) -> io::Result<bool> {
        let answer = self.options().await?;
        let offered = answer.header("tus-extension").unwrap_or_default();
        Ok(offered.split(',').any(|one| one.trim() == extension))
    }
}

/// The path of what a 201 made, wherever its host is said to be.
pub fn location(answer: &Answer) -> Outcome<String> {
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let told = answer.header("location").filter(|_| answer.status == 201);
    let told = told.ok_or_else(|| format!("no upload was made: {} {text}", answer.status))?;
    Ok(match told.split_once("://") {
        Some((_, rest)) => rest[rest.find('/').unwrap_or(rest.len())..].to_owned(),
        None => told.to_owned(),
    })
}

/// The last part of an upload's URL.
pub fn id(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}
