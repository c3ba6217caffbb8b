//! @tus/server with @tus/file-store (npm, pinned in end2end/package.json), for the same work in the same run.

use crate::office::{Usage, usage};
use crate::report::{Report, Verdict};
use crate::tus::Tus;
use crate::{Ctx, Outcome};
use rustix::process::Pid;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub struct Rival {
    child: Child,
    addr: SocketAddr,
    /// Removed at the end, where it is ours.
    _folder: Option<TempDir>,
}

impl Rival {
    pub async fn started(ctx: &Ctx) -> Outcome<Rival> {
        let folder = tempfile::Builder::new()
            .prefix("torture-rival-")
            .tempdir_in(&ctx.tmp)?;
        let mut rival = Rival::storing_in(ctx, folder.path()).await?;
        rival._folder = Some(folder);
        Ok(rival)
    }

    /// Keeps its files in a folder that is there.
    pub async fn storing_in(ctx: &Ctx, folder: &Path) -> Outcome<Rival> {
        let mut child = Command::new("node")
            .arg(ctx.root.join("benches/torture/rival.mjs"))
            .arg(folder)
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

/// Gives the other server the same work, and notes what came of it.
pub async fn note(
    report: &mut Report,
    what: &str,
    rival: &Outcome<Rival>,
    work: impl AsyncFnOnce(&Rival) -> Outcome<String>,
) {
    let (told, verdict) = match rival {
        Err(reason) => (reason.to_string(), Verdict::Skipped),
        Ok(rival) => match work(rival).await {
            Ok(told) => (told, Verdict::Noted),
            Err(error) => (error.to_string(), Verdict::Noted),
        },
    };
    report.add(format!("@tus/server: {what}"), told, "beside ours", verdict);
}
