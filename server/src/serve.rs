//! Listening, serving, sweeping, and stopping without dropping what is in flight.

use crate::messenger::deliver;
use crate::socket::{Socket, WIDE};
use crate::state::State;
use axum::Router;
use axum::extract::ConnectInfo;
use backend::Swept;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tower::{ServiceBuilder, ServiceExt};

/// A connection that has not sent its request's head by then is closed, and so is one that is kept open idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// How long requests in flight may take after the signal. Uploads end at once and hear where they stand; what else
/// is cut comes again or was never said to be done.
const GRACE: Duration = Duration::from_millis(600);
const SWEEP_EVERY: Duration = Duration::from_secs(600);
/// How soon a scanner that could not be reached is asked again.
const SCAN_EVERY: Duration = Duration::from_secs(30);
/// Below this much room the log warns: a gigabyte holds some 3,000 photos.
const LITTLE_ROOM: u64 = 1024 * 1024 * 1024;

/// Serves until `stop` is done.
pub async fn serve(
    listener: TcpListener,
    state: State,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let router = crate::http::router(state.clone());
    let sweeper = tokio::spawn(sweep(state.clone()));
    let (stopping, stopped) = watch::channel(false);
    let mut messenger = tokio::spawn(deliver(state.clone(), stopped));
    let connections = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => connect(stream, peer, &router, &connections),
                // Out of file handles, most likely: let some connections end first.
                Err(error) => {
                    tracing::warn!(kind = %error.kind(), "can't accept a connection");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    sweeper.abort();
    let _ = stopping.send(true);
    tracing::info!("stopping");
    state.lines.stop();
    let ended = tokio::time::timeout(GRACE, connections.shutdown());
    let (ended, ()) = tokio::join!(ended, state.backend.stop_uploads());
    if ended.is_err() {
        tracing::warn!("some requests were cut");
    }
    // What is being sent is written down; a provider that hangs isn't waited for, and its message is sent again.
    if tokio::time::timeout(GRACE, &mut messenger).await.is_err() {
        messenger.abort();
    }
    // A connection that waits for another program's lock isn't waited for: nothing of it was acknowledged.
    if tokio::time::timeout(GRACE / 4, state.backend.close())
        .await
        .is_err()
    {
        tracing::warn!("the database was not closed in time");
    }
    Ok(())
}

fn connect(stream: TcpStream, peer: SocketAddr, router: &Router, connections: &GracefulShutdown) {
    // Answers are small and awaited: no reason to collect them.
    let _ = stream.set_nodelay(true);
    let socket = Socket::new(stream);
    let service = ServiceBuilder::new()
        .layer(axum::Extension(ConnectInfo(peer)))
        .layer(axum::Extension(socket.clone()))
        .service(router.clone());
    let service = TowerToHyperService::new(
        service.map_request(|request: http::Request<_>| request.map(axum::body::Body::new)),
    );
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(WIDE)
        .serve_connection(TokioIo::new(socket), service);
    let watched = connections.watch(connection);
    tokio::spawn(async move {
        // How a connection ends is the caller's affair.
        let _ = watched.await;
    });
}

/// Ctrl-C, or the signal that service managers send.
pub async fn asked_to_stop() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

/// Takes away what has run out: unfinished uploads, old drafts, sessions, grants. Asks the scanner about what waits.
async fn sweep(state: State) {
    let mut clock = tokio::time::interval(SWEEP_EVERY);
    let mut scanning = tokio::time::interval(SCAN_EVERY);
    loop {
        tokio::select! {
            _ = clock.tick() => {}
            _ = scanning.tick() => {
                if state.backend.scan_waiting().await.is_err() {
                    tracing::warn!("could not ask the scanner");
                }
                continue;
            }
        }
        match state.backend.sweep().await {
            Ok(swept) if swept == Swept::default() => {}
            Ok(swept) => tracing::info!(?swept, "swept"),
            Err(_) => tracing::warn!("could not sweep"),
        }
        let room = state.health().await.free_bytes;
        if let Some(free) = room.filter(|free| *free < LITTLE_ROOM) {
            tracing::warn!(
                free_mb = free / 1024 / 1024,
                "the data folder is nearly full"
            );
        }
    }
}
