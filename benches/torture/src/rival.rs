//! The others, for the same work in the same run: @tus/server with @tus/file-store (npm, pinned in
//! end2end/package.json), and rustus (crates.io) where `RUSTUS_BIN` names its program.

use crate::office::{Usage, usage};
use crate::report::{Report, Verdict};
use crate::tus::Tus;
use crate::{Ctx, Outcome};
use rustix::process::Pid;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::sleep;

pub struct Rival {
    child: Child,
    addr: SocketAddr,
    /// Removed at the end, where it is ours.
    _folder: Option<TempDir>,
}

/// By name; with the reason, who didn't start.
pub type Rivals = Vec<(&'static str, Outcome<Rival>)>;

/// The one that the issue names, made to flush what it takes before it answers.
pub async fn synced(ctx: &Ctx) -> Outcome<Rival> {
    Rival::started(ctx, true).await
}

/// Everybody who is here.
pub async fn all(ctx: &Ctx) -> Rivals {
    let mut rivals = vec![("@tus/server", Rival::started(ctx, false).await)];
    if let Some(program) = std::env::var_os("RUSTUS_BIN") {
        rivals.push(("rustus", Rival::rustus(ctx, Path::new(&program)).await));
    }
    rivals
}

impl Rival {
    async fn started(ctx: &Ctx, synced: bool) -> Outcome<Rival> {
        let folder = folder(ctx)?;
        let mut rival = Rival::storing(ctx, folder.path(), synced).await?;
        rival._folder = Some(folder);
        Ok(rival)
    }

    async fn rustus(ctx: &Ctx, program: &Path) -> Outcome<Rival> {
        let folder = folder(ctx)?;
        let addr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        // Its own limit of a body is 256 KiB: a photo in one request would be refused.
        let mut child = Command::new(program)
            .args([
                "--host",
                "127.0.0.1",
                "--max-body-size",
                "1073741824",
                "--log-level",
                "ERROR",
            ])
            .args(["--port", &addr.port().to_string()])
            .arg("--data-dir")
            .arg(folder.path().join("data"))
            .arg("--info-dir")
            .arg(folder.path().join("info"))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        while TcpStream::connect(addr).await.is_err() {
            if let Some(status) = child.try_wait()? {
                return Err(format!("rustus ended: {status}").into());
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(Rival {
            child,
            addr,
            _folder: Some(folder),
        })
    }

    /// @tus/server, keeping its files in a folder that is there.
    pub async fn storing_in(ctx: &Ctx, folder: &Path) -> Outcome<Rival> {
        Rival::storing(ctx, folder, false).await
    }

    async fn storing(ctx: &Ctx, folder: &Path, synced: bool) -> Outcome<Rival> {
        let mut child = Command::new("node")
            .arg(ctx.root.join("benches/torture/rival.mjs"))
            .arg(folder)
            .args(synced.then_some("synced"))
            .current_dir(&ctx.root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stdout = child.stdout.take().ok_or("no output")?;
        let line = BufReader::new(stdout).lines().next_line().await?;
        let line = line.ok_or("@tus/server didn't start; `make tools` installs it")?;
        Ok(Rival {
            child,
            addr: line.parse()?,
            _folder: None,
        })
    }

    pub fn tus(&self) -> Tus {
        Tus {
            addr: self.addr,
            path: "/files",
            token: None,
            from: None,
        }
    }

    pub async fn kill(mut self) -> Outcome<()> {
        Ok(self.child.kill().await?)
    }

    pub fn usage(&self) -> Outcome<Usage> {
        let id = self.child.id().and_then(|id| i32::try_from(id).ok());
        usage(id.and_then(Pid::from_raw).ok_or("it doesn't run")?)
    }
}

fn folder(ctx: &Ctx) -> Outcome<TempDir> {
    let mut builder = tempfile::Builder::new();
    Ok(builder.prefix("torture-rival-").tempdir_in(&ctx.tmp)?)
}

/// Gives the others the same work, and notes what came of it.
pub async fn note(
    report: &mut Report,
    what: &str,
    rivals: &Rivals,
    work: impl AsyncFn(&Rival) -> Outcome<String>,
) {
    for (name, rival) in rivals {
        let (told, verdict) = match rival {
            Err(reason) => (reason.to_string(), Verdict::Skipped),
            Ok(rival) => match work(rival).await {
                Ok(told) => (told, Verdict::Noted),
                Err(error) => (error.to_string(), Verdict::Noted),
            },
        };
        report.add(format!("{name}: {what}"), told, "beside ours", verdict);
    }
}
