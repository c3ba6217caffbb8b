//! A connection's socket in two hands: HTTP reads and writes it, and an upload that has to make way asks how much of
//! what was delivered nobody has read yet. An upload that comes quickly has it read in larger pieces.

use bytes::BufMut;
use rustix::net::{Shutdown, shutdown};
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The largest piece that is read: HTTP grows its buffer when a read fills it, so it grows to this.
pub const WIDE: usize = 64 * 1024;
/// What most are read in, one byte short of HTTP's smallest buffer, so that it stays small: ten thousand phones that send
/// slowly must fit into a small server's memory.
pub const NARROW: usize = 8 * 1024 - 1;
/// So many are read in large pieces at a time; 16 times what waits for the disk then is 16 MiB.
const LANES: usize = 16;

#[derive(Clone)]
pub struct Socket(Arc<Shared>);

struct Shared {
    stream: TcpStream,
    wide: AtomicBool,
}

/// Room for those who send quickly.
#[derive(Clone)]
pub struct Lanes(Arc<Semaphore>);

impl Default for Lanes {
    fn default() -> Lanes {
        Lanes(Arc::new(Semaphore::new(LANES)))
    }
}

/// Has a socket read in large pieces until dropped.
pub struct Lane {
    socket: Socket,
    _permit: OwnedSemaphorePermit,
}

impl Lanes {
    /// `None`: enough others are quick.
    pub fn take(&self, socket: &Socket) -> Option<Lane> {
        let permit = self.0.clone().try_acquire_owned().ok()?;
        socket.0.wide.store(true, Ordering::Relaxed);
        Some(Lane {
            socket: socket.clone(),
            _permit: permit,
        })
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.socket.0.wide.store(false, Ordering::Relaxed);
    }
}

impl Socket {
    pub fn new(stream: TcpStream) -> Socket {
        Socket(Arc::new(Shared {
            stream,
            wide: AtomicBool::new(false),
        }))
    }

    /// Bytes that the kernel has taken and this program has not.
    pub fn unread(&self) -> u64 {
        rustix::io::ioctl_fionread(&self.0.stream).unwrap_or(0)
    }

    fn read_some(&self, buffer: &mut ReadBuf<'_>) -> io::Result<()> {
        // What isn't read into stays untouched, and takes no memory.
        let most = match self.0.wide.load(Ordering::Relaxed) {
            true => WIDE,
            false => NARROW,
        };
        self.0
            .stream
            .try_read_buf(&mut buffer.limit(most))
            .map(drop)
    }
}

/// Asks `now` until it says something else than "not now", waiting for `ready` in between.
fn poll_io<T>(
    mut ready: impl FnMut() -> Poll<io::Result<()>>,
    mut now: impl FnMut() -> io::Result<T>,
) -> Poll<io::Result<T>> {
    loop {
        ready!(ready())?;
        match now() {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            done => return Poll::Ready(done),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        poll_io(
            || self.0.stream.poll_read_ready(cx),
            || self.read_some(buffer),
        )
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let stream = &self.0.stream;
        poll_io(|| stream.poll_write_ready(cx), || stream.try_write(bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let stream = &self.0.stream;
        poll_io(
            || stream.poll_write_ready(cx),
            || stream.try_write_vectored(pieces),
        )
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// The kernel sends by itself.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Where the other end was quicker there is nothing left to end.
        let _ = shutdown(&self.0.stream, Shutdown::Write);
        Poll::Ready(Ok(()))
    }
}
