//! What is bent around the server: its disk, its database, its syncs, its clock.

use crate::office::Office;
use crate::{Ctx, Outcome};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A disk of its own in memory, unmounted at the end.
pub struct Disk {
    pub at: PathBuf,
}

impl Disk {
    pub fn mounted(at: PathBuf, megabytes: u32) -> Outcome<Disk> {
        std::fs::create_dir_all(&at)?;
        let options = format!("size={megabytes}m");
        let done = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(&at)
            .output()?;
        if !done.status.success() {
            return Err(format!(
                "can't mount: {}",
                String::from_utf8_lossy(&done.stderr).trim()
            )
            .into());
        }
        Ok(Disk { at })
    }

    /// Fills it but for so many bytes.
    pub fn fill(&self, left: usize) -> Outcome<()> {
        let mut file = std::fs::File::create(self.at.join("ballast"))?;
        let block = vec![1; 64 * 1024];
        let mut size = 0u64;
        while file.write_all(&block).is_ok() {
            size += block.len() as u64;
        }
        file.set_len(size.saturating_sub(left as u64))?;
        Ok(())
    }

    pub fn free(&self) -> Outcome<()> {
        Ok(std::fs::remove_file(self.at.join("ballast"))?)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(&self.at)
            .output();
    }
}

/// Another program holds the database.
pub struct Lock {
    child: Child,
}

impl Lock {
    pub async fn on(database: &Path) -> Outcome<Lock> {
        const HOLD: &str = "import sqlite3, sys\n\
            db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)\n\
            db.execute('BEGIN EXCLUSIVE')\nprint('locked', flush=True)\nsys.stdin.read()\n";
        let mut child = Command::new("python3")
            .args(["-c", HOLD])
            .arg(database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stdout = child.stdout.take().ok_or("no output")?;
        match BufReader::new(stdout).lines().next_line().await?.as_deref() {
            Some("locked") => Ok(Lock { child }),
            other => Err(format!("python3 can't lock the database: {other:?}").into()),
        }
    }

    pub async fn release(mut self) -> Outcome<()> {
        drop(self.child.stdin.take());
        self.child.wait().await?;
        Ok(())
    }
}

/// What the shim reads: milliseconds per sync, and seconds that the clock is off.
pub struct Shim {
    control: std::fs::File,
    pub office: Office,
}

impl Shim {
    /// An office on a machine that can be bent. `Err`: why not.
    pub async fn around(ctx: &Ctx) -> Outcome<Shim> {
        let office = Office::new(ctx)?;
        let (library, control) = (
            office.folder.path().join("shim.so"),
            office.folder.path().join("shim"),
        );
        let source = ctx.root.join("benches/torture/shim.c");
        let built = Command::new("cc")
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .arg(&library)
            .arg(source)
            .output()
            .await?;
        if !built.status.success() {
            return Err(format!("cc: {}", String::from_utf8_lossy(&built.stderr)).into());
        }
        std::fs::write(&control, [0; 16])?;
        let mut office = office
            .with_env("LD_PRELOAD", library.display().to_string())
            .with_env("TORTURE_SHIM", control.display().to_string());
        office.start().await?;
        let control = std::fs::File::options().write(true).open(control)?;
        Ok(Shim { control, office })
    }

    pub fn set(&self, sync_ms: i64, clock_seconds: i64) -> Outcome<()> {
        let mut bytes = sync_ms.to_ne_bytes().to_vec();
        bytes.extend_from_slice(&clock_seconds.to_ne_bytes());
        Ok(self.control.write_all_at(&bytes, 0)?)
    }
}
