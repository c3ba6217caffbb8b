//! A proxy on the loopback that does to a connection what a bad network does.
//!
//! Each connection takes the next fate of a list; behind the list everything flows. Counted is what went on towards the
//! server: the bytes that a phone would have paid for.

use crate::net::{Death, find, unacknowledged};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// What happens to one connection.
#[derive(Clone, Debug, Default)]
pub struct Fate {
    /// After so many bytes towards the server it dies so.
    pub cut: Option<(u64, Death)>,
    /// The server's answer to a request that begins with this is swallowed, and then the connection dies.
    pub eat_answer_to: Option<&'static str>,
    /// Each piece waits so long, in both directions.
    pub delay: Duration,
    /// Bytes per second towards the server.
    pub rate: Option<u64>,
}

#[derive(Default)]
struct Shared {
    fates: Mutex<VecDeque<Fate>>,
    /// Fate of every connection behind the list.
    usual: Mutex<Fate>,
    up: AtomicU64,
    deaths: AtomicU64,
}

pub struct Proxy {
    pub addr: SocketAddr,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Proxy {
    pub async fn to(server: SocketAddr) -> io::Result<Proxy> {
        Proxy::listen("127.0.0.1:0".parse().map_err(io::Error::other)?, server).await
    }

    pub async fn listen(at: SocketAddr, server: SocketAddr) -> io::Result<Proxy> {
        let listener = TcpListener::bind(at).await?;
        let addr = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let listening = tokio::spawn({
            let shared = shared.clone();
            async move {
                while let Ok((phone, _)) = listener.accept().await {
                    let shared = shared.clone();
                    tokio::spawn(async move {
                        // How a connection ends is what this is about; nobody needs to hear of it here.
                        let _ = carry(phone, server, &shared).await;
                    });
                }
            }
        });
        Ok(Proxy {
            addr,
            shared,
            listening,
        })
    }

    /// The next connections have these fates, in this order.
    pub fn fates(&self, fates: impl IntoIterator<Item = Fate>) {
        *lock(&self.shared.fates) = fates.into_iter().collect();
    }

    /// And all others this one.
    pub fn usually(&self, fate: Fate) {
        *lock(&self.shared.usual) = fate;
    }

    /// Bytes towards the server so far.
    pub fn up(&self) -> u64 {
        self.shared.up.load(Ordering::Relaxed)
    }

    /// Connections that died so far.
    pub fn deaths(&self) -> u64 {
        self.shared.deaths.load(Ordering::Relaxed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn carry(mut phone: TcpStream, server: SocketAddr, shared: &Shared) -> io::Result<()> {
    let fate = lock(&shared.fates).pop_front();
    let fate = fate.unwrap_or_else(|| lock(&shared.usual).clone());
    let mut upstream = TcpStream::connect(server).await?;
    phone.set_nodelay(true)?;
    upstream.set_nodelay(true)?;
    let begin = Instant::now();
    let mut up = 0u64;
    // The answer that is eaten comes after the request it answers.
    let mut eating = false;
    let (mut from_phone, mut from_server) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        let room = match fate.cut {
            Some((after, _)) => after.saturating_sub(up),
            None => u64::MAX,
        };
        if room == 0 {
            break;
        }
        let most = from_phone
            .len()
            .min(usize::try_from(room).unwrap_or(usize::MAX));
        let most = fate
            .rate
            .map_or(most, |rate| most.min((rate / 8).max(1) as usize));
        tokio::select! {
            read = phone.read(&mut from_phone[..most]) => {
                let count = read?;
                if count == 0 {
                    return Ok(());
                }
                if let Some(word) = fate.eat_answer_to {
                    eating |= find(&from_phone[..count], word.as_bytes()).is_some();
                }
                sleep(fate.delay).await;
                upstream.write_all(&from_phone[..count]).await?;
                up += count as u64;
                shared.up.fetch_add(count as u64, Ordering::Relaxed);
                if let Some(rate) = fate.rate {
                    let due = begin + Duration::from_secs_f64(up as f64 / rate as f64);
                    tokio::time::sleep_until(due).await;
                }
            }
            read = upstream.read(&mut from_server) => {
                let count = read?;
                if count == 0 {
                    return Ok(());
                }
                if eating && !from_server.starts_with(b"HTTP/1.1 1") {
                    shared.deaths.fetch_add(1, Ordering::Relaxed);
                    phone.set_zero_linger()?;
                    return Ok(());
                }
                sleep(fate.delay).await;
                phone.write_all(&from_server[..count]).await?;
            }
        }
    }
    shared.deaths.fetch_add(1, Ordering::Relaxed);
    // What was counted shall have arrived; what a dying link swallows on top is not the server's doing.
    while unacknowledged(upstream.local_addr()?, upstream.peer_addr()?)? > 0 {
        sleep(Duration::from_millis(1)).await;
    }
    match fate.cut {
        Some((_, Death::Rst)) => {
            phone.set_zero_linger()?;
            upstream.set_zero_linger()?;
        }
        Some((_, Death::BlackHole)) => sleep(Duration::from_secs(3600)).await,
        _ => {}
    }
    Ok(())
}
