//! The malware scanner: a program beside ours that speaks clamd's protocol, `INSTREAM` (clamd(8)).
//!
//! The bytes go over a socket, so the scanner needs no right to read the archive.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// Longest that one file may take.
const TIME: Duration = Duration::from_secs(60);
const PIECE: usize = 64 * 1024;
/// Its answers are one short line.
const LONGEST_ANSWER: u64 = 4096;

/// Where it listens: `tcp://127.0.0.1:3310` or `unix:///run/clamav/clamd.ctl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

impl FromStr for Scanner {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Scanner, ()> {
        match text.split_once("://") {
            Some(("tcp", address)) => address.parse().map(Scanner::Tcp).map_err(drop),
            Some(("unix", path)) if path.starts_with('/') => Ok(Scanner::Unix(path.into())),
            _ => Err(()),
        }
    }
}

impl Scanner {
    /// `true`: nothing was found in the file. An error: it could not be asked, or gave no verdict.
    pub(crate) async fn is_clean(&self, path: &Path) -> Result<bool> {
        let asked = async {
            match self {
                Scanner::Tcp(address) => ask(TcpStream::connect(address).await?, path).await,
                Scanner::Unix(socket) => ask(UnixStream::connect(socket).await?, path).await,
            }
        };
        tokio::time::timeout(TIME, asked)
            .await
            .map_err(|_| Error::from(ErrorKind::TimedOut))?
    }
}

async fn ask(mut line: impl AsyncRead + AsyncWrite + Unpin, path: &Path) -> Result<bool> {
    let mut file = File::open(path).await?;
    line.write_all(b"zINSTREAM\0").await?;
    let mut piece = vec![0; PIECE];
    loop {
        let count = file.read(&mut piece).await?;
        let length = u32::try_from(count).map_err(|_| ErrorKind::InvalidData)?;
        // A length of nothing is the end.
        line.write_all(&length.to_be_bytes()).await?;
        if count == 0 {
            break;
        }
        line.write_all(&piece[..count]).await?;
    }
    line.flush().await?;
    let mut answer = Vec::new();
    line.take(LONGEST_ANSWER).read_to_end(&mut answer).await?;
    let answer = answer.strip_suffix(b"\0").unwrap_or(&answer);
    if answer.ends_with(b" FOUND") {
        Ok(false)
    } else if answer == b"stream: OK" {
        Ok(true)
    } else {
        Err(ErrorKind::InvalidData.into())
    }
}

#[cfg(test)]
mod test {
    use super::Scanner;

    #[test]
    fn an_address_says_which_socket() {
        let unix = Scanner::Unix("/run/clamav/clamd.ctl".into());
        assert_eq!("unix:///run/clamav/clamd.ctl".parse(), Ok(unix));
        let tcp = Scanner::Tcp("127.0.0.1:3310".parse().unwrap());
        assert_eq!("tcp://127.0.0.1:3310".parse(), Ok(tcp));
        for bad in [
            "",
            "127.0.0.1:3310",
            "tcp://clamd",
            "unix://clamd.ctl",
            "http://127.0.0.1:3310",
        ] {
            assert_eq!(bad.parse::<Scanner>(), Err(()));
        }
    }
}
