//! One HTTP/1.1 connection of which every byte, and the way it ends, is ours to choose.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// Longer than any answer may take here.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a server said.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.parse().ok()
    }

    /// `Upload-Offset`, where there is one.
    pub fn offset(&self) -> Option<u64> {
        self.number("upload-offset")
    }
}

/// How a connection dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// The other end reads an end of file.
    Fin,
    /// The other end reads "connection reset".
    Rst,
    /// The other end is told nothing.
    BlackHole,
}

pub const DEATHS: [Death; 3] = [Death::Fin, Death::Rst, Death::BlackHole];

pub struct Conn {
    stream: TcpStream,
    read: Vec<u8>,
    /// Bytes sent so far.
    pub sent: u64,
}

impl Conn {
    pub async fn open(to: SocketAddr) -> io::Result<Conn> {
        Conn::open_from(to, None).await
    }

    /// From another address of the loopback network (127.0.0.0/8), as another phone would come.
    pub async fn open_from(to: SocketAddr, from: Option<Ipv4Addr>) -> io::Result<Conn> {
        let socket = TcpSocket::new_v4()?;
        if let Some(from) = from {
            socket.bind(SocketAddr::from((from, 0)))?;
        }
        let stream = socket.connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Conn {
            stream,
            read: Vec::new(),
            sent: 0,
        })
    }

    pub async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match timeout(PATIENCE, self.stream.write_all(bytes)).await {
            Ok(done) => done?,
            Err(_) => return Err(ErrorKind::TimedOut.into()),
        }
        self.sent += bytes.len() as u64;
        Ok(())
    }

    /// Sends for so long, then stops wherever it is. Returns how many of the bytes the other end's kernel has taken.
    pub async fn send_for(&mut self, bytes: &[u8], time: Duration) -> io::Result<u64> {
        let end = Instant::now() + time;
        let mut written = 0;
        while written < bytes.len() {
            match timeout_at(end, self.stream.write(&bytes[written..])).await {
                Ok(count) => written += count?,
                Err(_) => break,
            }
        }
        let waiting = unacknowledged(self.stream.local_addr()?, self.stream.peer_addr()?)?;
        self.sent += written as u64;
        Ok((written as u64).saturating_sub(waiting))
    }

    /// Waits until the other end's kernel has taken every byte that was sent.
    pub async fn delivered(&self) -> io::Result<()> {
        let (local, peer) = (self.stream.local_addr()?, self.stream.peer_addr()?);
        patiently(|| Ok(unacknowledged(local, peer)? == 0)).await
    }

    /// Waits until the other program has read every byte that was sent: what it then forgets it has lost.
    pub async fn taken(&self) -> io::Result<()> {
        taken(&self.stream).await
    }

    /// The next final answer. Interim ones (1xx) are read over.
    pub async fn answer(&mut self, to_head: bool) -> io::Result<Answer> {
        self.answer_within(to_head, PATIENCE).await
    }

    pub async fn answer_within(&mut self, to_head: bool, patience: Duration) -> io::Result<Answer> {
        match timeout(patience, self.read_answer(to_head)).await {
            Ok(answer) => answer,
            Err(_) => Err(ErrorKind::TimedOut.into()),
        }
    }

    async fn read_answer(&mut self, to_head: bool) -> io::Result<Answer> {
        loop {
            let end = loop {
                if let Some(at) = find(&self.read, b"\r\n\r\n") {
                    break at + 4;
                }
                self.more().await?;
            };
            let head = String::from_utf8_lossy(&self.read[..end]).into_owned();
            self.read.drain(..end);
            let mut answer = parse(&head).ok_or(ErrorKind::InvalidData)?;
            if answer.status < 200 {
                continue;
            }
            if !to_head && answer.status != 204 && answer.status != 304 {
                answer.body = self.body(&answer).await?;
            }
            return Ok(answer);
        }
    }

    /// The status of an answer that goes on after its head.
    pub async fn begins(&mut self) -> io::Result<u16> {
        match timeout(PATIENCE, self.read_answer(true)).await {
            Ok(answer) => Ok(answer?.status),
            Err(_) => Err(ErrorKind::TimedOut.into()),
        }
    }

    async fn body(&mut self, answer: &Answer) -> io::Result<Vec<u8>> {
        if answer.header("transfer-encoding") == Some("chunked") {
            let mut body = Vec::new();
            loop {
                let line = loop {
                    if let Some(at) = find(&self.read, b"\r\n") {
                        break at;
                    }
                    self.more().await?;
                };
                let size = std::str::from_utf8(&self.read[..line]).ok();
                let size = size.and_then(|text| usize::from_str_radix(text.trim(), 16).ok());
                let size = size.ok_or(ErrorKind::InvalidData)?;
                while self.read.len() < line + 2 + size + 2 {
                    self.more().await?;
                }
                body.extend_from_slice(&self.read[line + 2..line + 2 + size]);
                self.read.drain(..line + 2 + size + 2);
                if size == 0 {
                    return Ok(body);
                }
            }
        }
        let length = answer.number("content-length").unwrap_or(0);
        let length = usize::try_from(length).map_err(|_| ErrorKind::InvalidData)?;
        while self.read.len() < length {
            self.more().await?;
        }
        Ok(self.read.drain(..length).collect())
    }

    async fn more(&mut self) -> io::Result<()> {
        if self.stream.read_buf(&mut self.read).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    /// Ends it. A black hole stays open for as long as what is given back is kept.
    pub fn die(self, how: Death) -> io::Result<Option<TcpStream>> {
        match how {
            Death::Fin => Ok(None),
            Death::Rst => {
                self.stream.set_zero_linger()?;
                Ok(None)
            }
            Death::BlackHole => Ok(Some(self.stream)),
        }
    }
}

async fn patiently(done: impl Fn() -> io::Result<bool>) -> io::Result<()> {
    let until = Instant::now() + Duration::from_secs(30);
    while !done()? {
        if Instant::now() > until {
            return Err(ErrorKind::TimedOut.into());
        }
        sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

/// Waits until nothing of a connection is on its way: our end has sent it, and the program at the other has read it.
pub async fn taken(stream: &TcpStream) -> io::Result<()> {
    let (local, peer) = (stream.local_addr()?, stream.peer_addr()?);
    patiently(|| Ok(unacknowledged(local, peer)? == 0 && queues(peer, local)?.1 == 0)).await
}

/// Bytes of a connection that the other end's kernel has not taken yet; 0 where the connection is gone.
fn unacknowledged(local: SocketAddr, peer: SocketAddr) -> io::Result<u64> {
    Ok(queues(local, peer)?.0)
}

/// From /proc/net/tcp: bytes that wait to be acknowledged, and bytes that wait to be read (`tx_queue`, `rx_queue`).
fn queues(local: SocketAddr, peer: SocketAddr) -> io::Result<(u64, u64)> {
    let (local, peer) = (hexadecimal(local), hexadecimal(peer));
    let number = |text| u64::from_str_radix(text, 16).map_err(|_| ErrorKind::InvalidData);
    for line in std::fs::read_to_string("/proc/self/net/tcp")?.lines() {
        let mut words = line.split_whitespace().skip(1);
        if words.next() == Some(&local) && words.next() == Some(&peer) {
            let both = words.nth(1).and_then(|word| word.split_once(':'));
            let (send, receive) = both.ok_or(ErrorKind::InvalidData)?;
            return Ok((number(send)?, number(receive)?));
        }
    }
    Ok((0, 0))
}

/// As /proc/net/tcp writes an address: the four bytes as one little-endian number, then the port.
fn hexadecimal(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(v4) => format!(
            "{:08X}:{:04X}",
            u32::from_le_bytes(v4.ip().octets()),
            v4.port()
        ),
        SocketAddr::V6(_) => String::new(),
    }
}

fn parse(head: &str) -> Option<Answer> {
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    Some(Answer {
        status,
        headers: headers.collect(),
        body: Vec::new(),
    })
}

pub fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let answer = parse("HTTP/1.1 409 Conflict\r\nUpload-Offset: 17\r\n\r\n").unwrap();
        assert_eq!((answer.status, answer.offset()), (409, Some(17)));
        assert!(parse("nonsense").is_none());
    }

    #[test]
    fn an_address_is_written_as_the_kernel_does() {
        assert_eq!(
            hexadecimal(SocketAddr::from(([127, 0, 0, 1], 8080))),
            "0100007F:1F90"
        );
    }
}
