//! Behind Debian's nginx and Caddy, with the very lines that docs/operations.md gives people: what arrived before a cut
//! is there.

use crate::client::Ask;
use crate::office::{Office, photo};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

struct Front {
    running: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Drop for Front {
    fn drop(&mut self) {
        let _ = self.running.kill();
        let _ = self.running.wait();
    }
}

/// The first block of the documentation in this language.
fn documented(language: &str) -> String {
    let operations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations.md");
    let text = std::fs::read_to_string(operations).expect("the documentation");
    let begin = format!("```{language}\n");
    let (_, block) = text.split_once(&begin).expect("a block for it");
    block.split_once("```").expect("its end").0.to_owned()
}

/// Free until somebody else takes it, which nobody does on this machine in this moment.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
}

fn start(office: &Office, lines: &str) -> Front {
    let (folder, address) = (tempfile::tempdir().expect("a temporary folder"), free());
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {kind};\n"))
        .collect();
    let lines = before(office, lines);
    let config = format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n\
         {temporary}server {{\nlisten {address};\n{lines}\n}}\n}}\n"
    );
    std::fs::write(folder.path().join("nginx.conf"), config).expect("a configuration");
    let mut nginx = Command::new(if Path::new("/usr/sbin/nginx").exists() {
        "/usr/sbin/nginx"
    } else {
        "nginx"
    });
    nginx.arg("-p").arg(folder.path());
    nginx.args(["-c", "nginx.conf", "-e", "stderr"]);
    listening(nginx, address, folder)
}

/// Debian's Caddy, from where scripts/tools.sh puts it.
fn caddy() -> PathBuf {
    let tools = std::env::var_os("GENGGAM_TOOLS").map(PathBuf::from);
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/genggam/tools"));
    let own = tools
        .or_else(home)
        .map(|tools| tools.join("caddy/usr/bin/caddy"));
    own.filter(|program| program.exists())
        .unwrap_or_else(|| PathBuf::from("caddy"))
}

fn start_caddy(office: &Office) -> Front {
    let (folder, address) = (tempfile::tempdir().expect("a temporary folder"), free());
    let lines = before(office, &documented("caddyfile"));
    // Another name: no certificate is made for this one.
    let site = format!("http://{address} {{");
    let lines = lines.replace("layanan.example.go.id {", &site);
    assert!(lines.contains(&site), "{lines}");
    let quiet = "{\nadmin off\nauto_https off\n}\n";
    std::fs::write(folder.path().join("Caddyfile"), format!("{quiet}{lines}"))
        .expect("a configuration");
    let mut program = Command::new(caddy());
    program.args(["run", "--config", "Caddyfile"]);
    program
        .env("HOME", folder.path())
        .current_dir(folder.path());
    program.stderr(Stdio::null());
    listening(program, address, folder)
}

/// The documented lines, with this server behind them.
fn before(office: &Office, lines: &str) -> String {
    let lines = lines.replace("127.0.0.1:3000", &office.address.to_string());
    assert!(lines.contains(&office.address.to_string()), "{lines}");
    lines
}

fn listening(mut program: Command, address: SocketAddr, folder: TempDir) -> Front {
    let running = program.stdin(Stdio::null()).spawn();
    let mut front = Front {
        running: running.expect("it is there (scripts/tools.sh test installs it)"),
        address,
        _folder: folder,
    };
    while TcpStream::connect(address).is_err() {
        let ended = front.running.try_wait().expect("a status");
        assert!(ended.is_none(), "it refused its configuration");
        std::thread::sleep(Duration::from_millis(20));
    }
    front
}

impl Front {
    fn ask(&self, method: &str, path: &str, token: &str) -> Ask {
        Ask::new(self.address, method, path).tus(token)
    }

    /// Sends a whole photo as a phone does, in a few pieces, and waits for the answer.
    async fn slowly(&self, upload: &str, token: &str, photo: &[u8]) {
        let ask = self.ask("PATCH", upload, token).bytes(0, &[]);
        let mut line = tokio::net::TcpStream::connect(self.address)
            .await
            .expect("it listens");
        line.write_all(&ask.head(photo.len()))
            .await
            .expect("sending");
        for part in photo.chunks(photo.len() / 4 + 1) {
            line.write_all(part).await.expect("sending");
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        let mut answer = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(&mut line, &mut answer)
            .await
            .expect("an answer");
        assert!(
            answer.starts_with(b"HTTP/1.1 204"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
}

async fn said(office: &Office) -> serde_json::Value {
    let told: serde_json::Value = office.get("/readyz").await.json();
    told["proxy"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_documented_lines_nginx_streams() {
    let office = Office::open().await;
    let front = start(&office, &documented("nginx"));
    streams(office, front).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_documented_lines_caddy_streams() {
    let office = Office::open().await;
    let front = start_caddy(&office);
    streams(office, front).await;
}

async fn streams(office: Office, front: Front) {
    let token = office.draft().await.token;
    let photo = photo(300_000);
    let upload = office.upload(&token, 300_000).await;
    let ask = front.ask("PATCH", &upload, &token).bytes(0, &[]);
    ask.cut(300_000, &photo[..200_000], true).await;
    // It passes on what it has read when the line breaks, and may still hold a buffer of it. On a busy machine that takes
    // its time, and asking for the offset ends it.
    let begin = Instant::now();
    while office.saved(&upload) < 130_000 && begin.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut offset = office.offset(&token, &upload).await.expect("an offset");
    assert!(offset >= 130_000, "{offset} of 200000 bytes passed");
    for _ in 0..8 {
        let upload = office.upload(&token, 300_000).await;
        front.slowly(&upload, &token, &photo).await;
    }
    assert_eq!(said(&office).await, "streams");
    // The photo that was cut goes on through it as well.
    let rest = front.ask("PATCH", &upload, &token);
    let reply = rest.bytes(offset, &photo[offset as usize..]).send().await;
    offset = reply.number("upload-offset").unwrap_or_default();
    assert_eq!((reply.status, offset), (204, 300_000), "{}", reply.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_nginx_that_buffers_is_noticed() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let lines = documented("nginx").replace("proxy_request_buffering off;", "");
    assert_ne!(lines, documented("nginx"));
    let nginx = start(&office, &lines);
    let photo = photo(6_000_000);
    let upload = office.upload(&token, 6_000_000).await;
    let ask = nginx.ask("PATCH", &upload, &token).bytes(0, &[]);
    ask.cut(6_000_000, &photo[..3_000_000], true).await;
    assert_eq!(
        office.offset(&token, &upload).await,
        Some(0),
        "nothing passes before the end"
    );
    assert_eq!(said(&office).await, "unknown");
    // On a busy machine this unoptimised server may itself be slower than a phone, now and then.
    let small = crate::office::photo(150_000);
    for _ in 0..40 {
        let token = office.draft().await.token;
        let upload = office.upload(&token, 150_000).await;
        nginx.slowly(&upload, &token, &small).await;
        if said(&office).await == "buffers" {
            break;
        }
    }
    assert_eq!(said(&office).await, "buffers");
}
