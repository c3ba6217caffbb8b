//! A connection's socket in two hands: HTTP reads and writes it, and an upload that has to make way asks how much of
//! what was delivered nobody has read yet.

use rustix::net::{Shutdown, shutdown};
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

#[derive(Clone)]
pub struct Socket(Arc<TcpStream>);

impl Socket {
    pub fn new(stream: TcpStream) -> Socket {
        Socket(Arc::new(stream))
    }

    /// Bytes that the kernel has taken and this program has not.
    pub fn unread(&self) -> u64 {
        rustix::io::ioctl_fionread(&*self.0).unwrap_or(0)
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
        let read = poll_io(
            || self.0.poll_read_ready(cx),
            || self.0.try_read_buf(buffer),
        );
        read.map_ok(drop)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        poll_io(|| self.0.poll_write_ready(cx), || self.0.try_write(bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        poll_io(
            || self.0.poll_write_ready(cx),
            || self.0.try_write_vectored(pieces),
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
        let _ = shutdown(&*self.0, Shutdown::Write);
        Poll::Ready(Ok(()))
    }
}
