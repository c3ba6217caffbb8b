//! Behind Debian's nginx, with the very lines that docs/operations.md gives people: what arrived before a cut is there.

use crate::client::Ask;
use crate::office::{Office, photo};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

struct Nginx {
    running: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.running.kill();
        let _ = self.running.wait();
    }
}

/// The first nginx block of the documentation.
fn documented() -> String {
    let operations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations.md");
    let text = std::fs::read_to_string(operations).expect("the documentation");
    let (_, block) = text.split_once("```nginx\n").expect("a block for nginx");
    block.split_once("```").expect("its end").0.to_owned()
}

fn start(office: &Office, lines: &str) -> Nginx {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Free until somebody else takes it, which nobody does on this machine in this moment.
    let address = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port");
    let lines = lines.replace("127.0.0.1:3000", &office.address.to_string());
    assert!(lines.contains(&office.address.to_string()), "{lines}");
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {kind};\n"))
        .collect();
    let config = format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n\
         {temporary}server {{\nlisten {address};\n{lines}\n}}\n}}\n"
    );
    std::fs::write(folder.path().join("nginx.conf"), config).expect("a configuration");
    let running = Command::new(if Path::new("/usr/sbin/nginx").exists() {
        "/usr/sbin/nginx"
    } else {
        "nginx"
    })
    .arg("-p")
    .arg(folder.path())
    .args(["-c", "nginx.conf", "-e", "stderr"])
    .stdin(Stdio::null())
    .spawn()
    .expect("nginx is there (scripts/tools.sh test installs it)");
    let mut nginx = Nginx {
        running,
        address,
        _folder: folder,
    };
    while TcpStream::connect(address).is_err() {
        let ended = nginx.running.try_wait().expect("a status");
        assert!(ended.is_none(), "nginx refused its configuration");
        std::thread::sleep(Duration::from_millis(20));
    }
    nginx
}

impl Nginx {
    fn ask(&self, method: &str, path: &str, token: &str) -> Ask {
        Ask::new(self.address, method, path).tus(token)
    }

    /// Sends a whole photo as a phone does, in a few pieces, and waits for the answer.
    async fn slowly(&self, upload: &str, token: &str, photo: &[u8]) {
        let ask = self.ask("PATCH", upload, token).bytes(0, &[]);
        let mut line = tokio::net::TcpStream::connect(self.address)
            .await
            .expect("nginx listens");
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
    let token = office.draft().await.token;
    let nginx = start(&office, &documented());
    let photo = photo(300_000);
    let upload = office.upload(&token, 300_000).await;
    let ask = nginx.ask("PATCH", &upload, &token).bytes(0, &[]);
    ask.cut(300_000, &photo[..200_000], true).await;
    // nginx passes on what it has read when the line breaks, and may still hold a buffer of it.
    let mut offset = office.offset(&token, &upload).await.expect("an offset");
    assert!(offset >= 180_000, "{offset} of 200000 bytes passed nginx");
    for _ in 0..8 {
        let upload = office.upload(&token, 300_000).await;
        nginx.slowly(&upload, &token, &photo).await;
    }
    assert_eq!(said(&office).await, "streams");
    // The photo that was cut goes on through it as well.
    let rest = nginx.ask("PATCH", &upload, &token);
    let reply = rest.bytes(offset, &photo[offset as usize..]).send().await;
    offset = reply.number("upload-offset").unwrap_or_default();
    assert_eq!((reply.status, offset), (204, 300_000), "{}", reply.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_nginx_that_buffers_is_noticed() {
    let office = Office::open().await;
    let token = office.draft().await.token;
    let lines = documented().replace("proxy_request_buffering off;", "");
    assert_ne!(lines, documented());
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
