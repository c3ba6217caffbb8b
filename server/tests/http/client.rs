//! A small HTTP/1.1 client that sends exactly what a test says, headers that no library would send included.

use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request on its way.
pub struct Ask {
    to: SocketAddr,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Ask {
    pub fn new(to: SocketAddr, method: &str, path: &str) -> Ask {
        Ask {
            to,
            method: method.into(),
            path: path.into(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub fn header(mut self, name: &str, value: &str) -> Ask {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn bearer(self, token: &str) -> Ask {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// As the tus protocol wants every request of a client to be.
    pub fn tus(self, token: &str) -> Ask {
        self.bearer(token).header("Tus-Resumable", "1.0.0")
    }

    /// As our own pages ask, and no other site's can.
    pub fn on_our_page(self) -> Ask {
        self.header("Sec-Fetch-Site", "same-origin")
    }

    pub fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Ask {
        self.body = body.into();
        self.header("Content-Type", kind)
    }

    pub fn form(self, body: impl Into<Vec<u8>>) -> Ask {
        self.body("application/x-www-form-urlencoded", body)
    }

    pub fn json(self, value: &serde_json::Value) -> Ask {
        self.body("application/json", value.to_string())
    }

    /// The bytes of a tus PATCH.
    pub fn bytes(self, offset: u64, bytes: &[u8]) -> Ask {
        self.header("Upload-Offset", &offset.to_string())
            .body("application/offset+octet-stream", bytes)
    }

    /// Request line and headers, with the length of `announced` bytes.
    pub fn head(&self, announced: usize) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.method, self.path, self.to
        );
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if announced > 0 || matches!(self.method.as_str(), "POST" | "PATCH" | "PUT") {
            head.push_str(&format!("Content-Length: {announced}\r\n"));
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    /// Sends nothing but the head, and reads until `end` or the end of the line: what a client that asks beforehand
    /// (`Expect: 100-continue`) hears.
    pub async fn head_only(self, announced: usize, end: &str) -> String {
        let mut stream = TcpStream::connect(self.to)
            .await
            .expect("the server listens");
        stream
            .write_all(&self.head(announced))
            .await
            .expect("sending the head");
        let mut heard = Vec::new();
        let mut piece = [0; 4096];
        let reading = async {
            while !String::from_utf8_lossy(&heard).contains(end) {
                match stream.read(&mut piece).await {
                    Ok(0) | Err(_) => break,
                    Ok(count) => heard.extend_from_slice(&piece[..count]),
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(30), reading)
            .await
            .expect("an answer");
        String::from_utf8_lossy(&heard).into_owned()
    }

    pub async fn send(self) -> Reply {
        let what = format!("{} {}", self.method, self.path);
        self.try_send()
            .await
            .unwrap_or_else(|| panic!("no whole answer to {what}"))
    }

    /// `None`: the server went away before it had answered.
    pub async fn try_send(self) -> Option<Reply> {
        let stream = TcpStream::connect(self.to).await.ok()?;
        let (mut read, mut write) = stream.into_split();
        let head = self.head(self.body.len());
        let head_only = self.method == "HEAD";
        // Writing and reading go side by side: a server may answer before it has taken everything.
        let body = self.body;
        let writing = tokio::spawn(async move {
            let _ = write.write_all(&head).await;
            let _ = write.write_all(&body).await;
            write
        });
        let mut bytes = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(30), read.read_to_end(&mut bytes)).await;
        writing.abort();
        match end {
            Ok(_) => bytes
                .windows(4)
                .any(|four| four == b"\r\n\r\n")
                .then(|| Reply::parse(&bytes, head_only)),
            Err(_) => panic!("no answer within 30 s to {} {}", self.method, self.path),
        }
    }

    /// Announces `announced` bytes, sends `bytes`, and then lets go of the line: politely, or as a dead one does.
    pub async fn cut(self, announced: usize, bytes: &[u8], politely: bool) {
        let mut stream = TcpStream::connect(self.to)
            .await
            .expect("the server listens");
        stream
            .write_all(&self.head(announced))
            .await
            .expect("sending the head");
        stream.write_all(bytes).await.expect("sending bytes");
        // What was sent has to arrive before the line dies, or it was never sent.
        tokio::time::sleep(Duration::from_millis(300)).await;
        if !politely {
            stream.set_zero_linger().expect("a socket option");
        }
    }
}

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    fn parse(bytes: &[u8], head_only: bool) -> Reply {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or_else(|| {
                panic!(
                    "no whole answer: {:?}",
                    String::from_utf8_lossy(&bytes[..bytes.len().min(200)])
                )
            });
        let head = String::from_utf8(bytes[..end].to_vec()).expect("headers are text");
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .and_then(|code| code.parse().ok())
            .expect("a status line");
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut reply = Reply {
            status,
            headers,
            body: bytes[end + 4..].to_vec(),
        };
        if reply.header("transfer-encoding") == Some("chunked") && !head_only {
            reply.body = joined(&reply.body);
        }
        reply
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.parse().ok()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {}: {}", self.status, self.text()))
    }

    /// `name=value` of a cookie that was set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let mut set = self
            .headers
            .iter()
            .filter(|(known, _)| known == "set-cookie")
            .map(|(_, value)| value);
        set.find(|value| value.starts_with(&format!("{name}=")))
            .map(|value| value.split(';').next().unwrap_or_default().to_owned())
    }
}

/// A chunked body, without its chunk sizes.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..line])
            .ok()
            .and_then(|size| usize::from_str_radix(size, 16).ok())
            .unwrap_or(0);
        let begin = line + 2;
        if size == 0 || begin + size > rest.len() {
            break;
        }
        body.extend_from_slice(&rest[begin..begin + size]);
        rest = &rest[(begin + size + 2).min(rest.len())..];
    }
    body
}
