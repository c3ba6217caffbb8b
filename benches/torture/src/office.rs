//! The real program on a free port, with a data folder of its own: started, killed, started again.

use crate::net::Conn;
use crate::tus::Tus;
use crate::{Ctx, Outcome};
use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeMap;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

/// A service of the shipped catalogue that asks for a photo called `ktp`.
const SERVICE: &str = "sktm";
/// What a crash cut short is finished within, once the server is back.
const SWEPT: Duration = Duration::from_secs(10);

pub struct Office {
    child: Option<Child>,
    pub addr: SocketAddr,
    /// Removed at the end, with everything in it.
    pub folder: TempDir,
    pub data: PathBuf,
    env: Vec<(String, String)>,
    /// A program that starts ours, with its arguments.
    wrap: Vec<String>,
    binary: PathBuf,
    root: PathBuf,
    phones: AtomicU32,
}

/// What a process has used so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    pub cpu_seconds: f64,
    pub rss_kib: u64,
}

impl Office {
    /// Not started yet.
    pub fn new(ctx: &Ctx) -> Outcome<Office> {
        let folder = tempfile::Builder::new()
            .prefix("torture-")
            .tempdir_in(&ctx.tmp)?;
        let data = folder.path().join("data");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Ok(Office {
            child: None,
            addr,
            data,
            folder,
            env: vec![
                ("LEPTOS_SITE_ADDR".into(), addr.to_string()),
                ("LEPTOS_SITE_ROOT".into(), ctx.site.display().to_string()),
                ("LEPTOS_OUTPUT_NAME".into(), "genggam".into()),
                // As docs/operations.md starts it.
                ("MALLOC_TRIM_THRESHOLD_".into(), "131072".into()),
            ],
            wrap: Vec::new(),
            binary: ctx.binary.clone(),
            root: ctx.root.clone(),
            phones: AtomicU32::new(0),
        })
    }

    pub fn with_env(mut self, name: &str, value: impl Into<String>) -> Office {
        self.env.push((name.into(), value.into()));
        self
    }

    pub fn wrapped(mut self, words: &[&str]) -> Office {
        self.wrap = words.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    /// Keeps its data elsewhere.
    pub fn with_data(mut self, data: PathBuf) -> Office {
        self.data = data;
        self
    }

    pub async fn started(ctx: &Ctx) -> Outcome<Office> {
        let mut office = Office::new(ctx)?;
        office.start().await?;
        Ok(office)
    }

    /// Starts it and waits until it is ready to be asked.
    pub async fn start(&mut self) -> Outcome<()> {
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.log())?;
        let mut words = self.wrap.iter();
        let mut command = match words.next() {
            Some(program) => {
                let mut command = Command::new(program);
                command.args(words).arg(&self.binary);
                command
            }
            None => Command::new(&self.binary),
        };
        command
            .args(["serve", "--config", "Leptos.toml"])
            .current_dir(&self.root)
            .env("GENGGAM_DATA_DIR", &self.data)
            .envs(
                self.env
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            )
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true);
        self.child = Some(command.spawn()?);
        let until = Instant::now() + Duration::from_secs(30);
        while Instant::now() < until {
            if let Some(child) = &mut self.child
                && let Some(status) = child.try_wait()?
            {
                return Err(format!("the server ended: {status}\n{}", self.log_tail()).into());
            }
            if self.is_ready().await {
                return Ok(());
            }
            sleep(Duration::from_millis(5)).await;
        }
        Err(format!("the server did not get ready\n{}", self.log_tail()).into())
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut conn) = Conn::open(self.addr).await else {
            return false;
        };
        let head = format!(
            "GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.addr
        );
        conn.send(head.as_bytes()).await.is_ok()
            && conn
                .answer(false)
                .await
                .is_ok_and(|answer| answer.status == 200)
    }

    /// `kill -9`.
    pub async fn kill(&mut self) -> Outcome<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// SIGTERM, as a service manager stops it. Returns how long it took.
    pub async fn stop(&mut self) -> Outcome<Duration> {
        let begin = Instant::now();
        let pid = self.pid()?;
        kill_process(pid, Signal::TERM)?;
        if let Some(mut child) = self.child.take() {
            child.wait().await?;
        }
        Ok(begin.elapsed())
    }

    pub fn pid(&self) -> Outcome<Pid> {
        let id = self.child.as_ref().and_then(Child::id);
        let pid = id.and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        pid.ok_or_else(|| "the server doesn't run".into())
    }

    pub fn usage(&self) -> Outcome<Usage> {
        usage(self.pid()?)
    }

    /// A phone with a new draft. Each comes from an address of its own in 127.0.0.0/8.
    pub async fn phone(&self) -> Outcome<Tus> {
        let number = self.phones.fetch_add(1, Ordering::Relaxed);
        let [_, high, middle, low] = (number + 2).to_be_bytes();
        let from = Some(Ipv4Addr::new(127, high, middle, low));
        let mut conn = Conn::open_from(self.addr, from).await?;
        let key = format!("torture-{number:08}-{}-0123456789abcdef", self.addr.port());
        let body = serde_json::json!({ "service": SERVICE, "device_key": key }).to_string();
        let head = format!(
            "POST /api/draft/open HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.addr,
            body.len()
        );
        conn.send(format!("{head}{body}").as_bytes()).await?;
        let answer = conn.answer(false).await?;
        let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let token = told["token"]
            .as_str()
            .ok_or_else(|| format!("no draft: {}", answer.status))?;
        Ok(Tus {
            addr: self.addr,
            path: "/files",
            token: Some(token.to_owned()),
            from,
        })
    }

    /// What the archive holds of an upload.
    pub fn kept(&self, id: &str) -> Option<Vec<u8>> {
        let shelf = id.get(..2).unwrap_or_default();
        fs::read(self.data.join("archive").join(shelf).join(id)).ok()
    }

    /// What the archive holds of a complete upload. A small machine has one checker: the last byte is acknowledged, and
    /// the file is looked at in its turn.
    pub async fn kept_soon(&self, id: &str) -> Option<Vec<u8>> {
        soon(|| self.kept(id)).await
    }

    /// Whether nothing is left of an upload. What a crash left half removed is swept as soon as the server is back.
    pub async fn gone_soon(&self, id: &str) -> bool {
        let left = || self.files().keys().any(|name| name.contains(id));
        soon(|| (!left()).then_some(())).await.is_some()
    }

    /// Every file of every upload: name, and path. Also half-made ones.
    pub fn files(&self) -> BTreeMap<String, PathBuf> {
        let mut found = BTreeMap::new();
        for folder in ["incoming", "archive", "quarantine"] {
            walk(&self.data.join(folder), &mut found);
        }
        found
    }

    pub fn database(&self) -> PathBuf {
        self.data.join("genggam.db")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    pub fn log_tail(&self) -> String {
        let text = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }
}

/// Asks until there is an answer, for [`SWEPT`] at most.
async fn soon<T>(ask: impl Fn() -> Option<T>) -> Option<T> {
    let begin = Instant::now();
    loop {
        match ask() {
            None if begin.elapsed() < SWEPT => sleep(Duration::from_millis(20)).await,
            answer => return answer,
        }
    }
}

fn walk(folder: &Path, found: &mut BTreeMap<String, PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            found.insert(name.display().to_string(), path.clone());
        }
    }
}

/// From /proc: processor time in ticks of 10 ms, memory in KiB.
pub fn usage(pid: Pid) -> Outcome<Usage> {
    let pid = pid.as_raw_nonzero();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let rss = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap_or_default();
    let rss_kib = rss
        .trim()
        .trim_end_matches(" kB")
        .trim()
        .parse()
        .unwrap_or(0);
    Ok(Usage {
        cpu_seconds: (ticks(11) + ticks(12)) / 100.0,
        rss_kib,
    })
}
