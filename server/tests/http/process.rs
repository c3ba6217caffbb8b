//! The real program: asked to stop in the middle of an upload, and killed at any moment.

use crate::client::{Ask, Reply};
use crate::office::photo;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::error::Error;
use domain::view::Ticket;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What the project's catalogue asks to be photographed.
const SERVICE: &str = "sktm";
const KIND: &str = "application/offset+octet-stream";

struct Program {
    folder: TempDir,
    running: Child,
    address: SocketAddr,
    requirement: String,
}

pub fn command(folder: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_genggam"));
    command
        .args(line.split(' '))
        .args(["--config", "Leptos.toml"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .env("GENGGAM_DATA_DIR", folder.join("data"))
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .env_remove("GENGGAM_DATABASE")
        .env_remove("GENGGAM_SECRET")
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Starts it, and reads the address off the line that it prints for people.
pub fn serve(folder: &Path) -> (Child, SocketAddr) {
    started(&mut command(folder, "serve"))
}

pub fn started(command: &mut Command) -> (Child, SocketAddr) {
    let mut running = command.spawn().expect("the program starts");
    let mut line = String::new();
    let out = running.stdout.as_mut().expect("its output");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).expect("a line");
    let address = line
        .split("http://")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .and_then(|address| address.parse().ok())
        .unwrap_or_else(|| panic!("no address in {line:?}"));
    (running, address)
}

/// A thousand handles are the usual soft limit, and one phone needs one.
#[test]
fn it_takes_as_many_file_handles_as_it_may() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let direct = command(folder.path(), "serve");
    let mut bounded = Command::new("sh");
    bounded
        .args(["-c", "ulimit -S -n 256; exec \"$@\"", "sh"])
        .arg(direct.get_program())
        .args(direct.get_args())
        .current_dir(direct.get_current_dir().expect("a folder"))
        .stdout(Stdio::piped());
    for (name, value) in direct.get_envs() {
        match value {
            Some(value) => bounded.env(name, value),
            None => bounded.env_remove(name),
        };
    }
    let (mut running, _) = started(&mut bounded);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", running.id()));
    running.kill().expect("it runs");
    running.wait().expect("it ends");
    let limits = limits.expect("Linux");
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))
        .expect("a limit");
    let mut both = line.split_whitespace();
    let soft = both.next();
    assert!(soft != Some("256") && soft == both.next(), "{line}");
}

impl Program {
    fn start() -> Program {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (running, address) = serve(folder.path());
        let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue");
        let catalogue = backend::Catalogue::load(&services).expect("the project's own catalogue");
        let service = catalogue.service(SERVICE).expect("such a service");
        let requirement = service
            .requirements
            .iter()
            .find(|one| one.how == domain::service::How::Upload)
            .expect("a photo");
        Program {
            folder,
            running,
            address,
            requirement: requirement.id.clone(),
        }
    }

    fn again(&mut self) {
        (self.running, self.address) = serve(self.folder.path());
    }

    fn draft(&self) -> Ticket {
        let output = command(
            self.folder.path(),
            &format!("draft new --service {SERVICE}"),
        )
        .output()
        .expect("a draft");
        serde_json::from_slice(&output.stdout).expect("a ticket")
    }

    fn ask(&self, method: &str, path: &str, token: &str) -> Ask {
        Ask::new(self.address, method, path).tus(token)
    }

    fn creation(&self, token: &str, length: usize) -> Ask {
        let requirement = STANDARD.encode(&self.requirement);
        self.ask("POST", "/files", token)
            .header("Upload-Length", &length.to_string())
            .header("Upload-Metadata", &format!("requirement {requirement}"))
    }

    /// The names of the files in a folder of the data folder, and in the folders in it.
    fn files(&self, folder: &str) -> Vec<String> {
        fn walk(folder: &Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                if entry.path().is_dir() {
                    walk(&entry.path(), found);
                } else {
                    found.push(entry.file_name().to_string_lossy().into_owned());
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.folder.path().join("data").join(folder), &mut found);
        found.sort();
        found
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.running.kill();
        let _ = self.running.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_stop_it_flushes_answers_and_ends() {
    let mut program = Program::start();
    let token = program.draft().token;
    let photo = photo(400_000);
    let mut lines = Vec::new();
    for sent in [100_000, 250_000] {
        let created = program.creation(&token, photo.len()).send().await;
        let upload = created.header("location").expect("a location").to_owned();
        let ask = program.ask("PATCH", &upload, &token).bytes(0, &[]);
        let mut line = TcpStream::connect(program.address)
            .await
            .expect("the server listens");
        line.write_all(&ask.head(photo.len()))
            .await
            .expect("sending");
        line.write_all(&photo[..sent]).await.expect("sending");
        let growing = format!(
            "data/incoming/{}",
            upload.rsplit('/').next().expect("an id")
        );
        let growing = program.folder.path().join(growing);
        while std::fs::metadata(&growing).map_or(0, |file| file.len()) < sent as u64 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        lines.push((upload, line, sent));
    }
    // One that only listens for the end of its connection.
    let mut idle = TcpStream::connect(program.address)
        .await
        .expect("the server listens");
    let listen = program.ask("GET", "/files", &token).head(0);
    idle.write_all(&listen).await.expect("asking");
    assert!(idle.read_u8().await.is_ok());
    let begin = Instant::now();
    let stopped = Command::new("kill")
        .args(["-TERM", &program.running.id().to_string()])
        .status();
    assert!(stopped.expect("a signal").success());
    for (_, line, sent) in &mut lines {
        let mut answer = String::new();
        let mut piece = [0; 4096];
        while !answer.contains("\"unavailable\"") {
            let count = line.read(&mut piece).await.expect("an answer");
            assert!(count > 0, "{sent}: {answer}");
            answer.push_str(&String::from_utf8_lossy(&piece[..count]));
        }
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("retry-after: "), "{answer}");
    }
    let mut said = String::new();
    idle.read_to_string(&mut said).await.expect("an end");
    assert!(said.ends_with("\r\n0\r\n\r\n"), "ended, not cut: {said}");
    let status = loop {
        if let Some(status) = program.running.try_wait().expect("a status") {
            break status;
        }
        // The lines are still open: it doesn't wait for them. It takes a fifth of a second; a busy machine may need more.
        assert!(begin.elapsed() < Duration::from_secs(20), "still running");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    println!("ended after {:?}", begin.elapsed());
    assert!(status.success());
    program.again();
    for (upload, _, sent) in &lines {
        let head = program.ask("HEAD", upload, &token).send().await;
        assert_eq!(head.number("upload-offset"), Some(*sent as u64));
    }
}

/// Sends one photo until it is there, whatever dies meanwhile. Counts what it was told.
async fn send(
    program: &mut Program,
    token: &str,
    key: &str,
    photo: &[u8],
    mut life: impl FnMut() -> Duration,
) -> String {
    let (mut upload, mut known, mut acknowledged) = (None::<String>, 0, 0);
    loop {
        let killer = tokio::time::sleep(life());
        tokio::pin!(killer);
        loop {
            let ask = match &upload {
                None => program
                    .creation(token, photo.len())
                    .header("Idempotency-Key", key)
                    .body(KIND, &photo[..90_000]),
                Some(upload) if known == u64::MAX => program.ask("HEAD", upload, token),
                Some(upload) => {
                    let from = usize::try_from(known).expect("an offset");
                    let part = &photo[from..(from + 40_000).min(photo.len())];
                    program.ask("PATCH", upload, token).bytes(known, part)
                }
            };
            let reply: Option<Reply> = tokio::select! {
                reply = ask.try_send() => reply,
                () = &mut killer => None,
            };
            let Some(reply) = reply else { break };
            assert!(reply.status < 500, "{}: {}", reply.status, reply.text());
            if reply.status == 415 {
                panic!("{}", reply.json::<Error>());
            }
            if let Some(place) = reply.header("location") {
                // The same key, the same place.
                assert!(upload.as_deref().is_none_or(|upload| upload == place));
                upload = Some(place.to_owned());
            }
            known = reply.number("upload-offset").expect("an offset");
            // What was acknowledged is never taken back.
            assert!(known >= acknowledged, "{known} after {acknowledged}");
            acknowledged = known;
            if known == photo.len() as u64 {
                return upload.expect("a place");
            }
        }
        program.running.kill().expect("a kill");
        program.running.wait().expect("an end");
        program.again();
        if upload.is_some() {
            known = u64::MAX;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_it_loses_nothing_that_it_acknowledged() {
    let mut program = Program::start();
    let token = program.draft().token;
    let photo = photo(400_000);
    // Any seed will do; the same one repeats the same moments.
    let mut seed: u64 = 20_261_121;
    let mut places = Vec::new();
    for round in 0..6 {
        let life = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            Duration::from_millis(5 + (seed >> 33) % 60)
        };
        let key = format!("a-key-made-on-the-phone-{round}");
        places.push(send(&mut program, &token, &key, &photo, life).await);
    }
    program.running.kill().expect("a kill");
    program.running.wait().expect("an end");
    program.again();
    let mut ids = Vec::new();
    for place in &places {
        let head = program.ask("HEAD", place, &token).send().await;
        assert_eq!(head.number("upload-offset"), Some(photo.len() as u64));
        ids.push(place.rsplit('/').next().expect("an id").to_owned());
    }
    ids.sort();
    // Checked or about to be: in the end each stands in the archive once, and nothing else does.
    for _ in 0..500 {
        if program.files("archive") == ids {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(program.files("archive"), ids);
    // A kill between "complete" and the tidying leaves the growing file, which the sweep takes after a day; and one that
    // came just before the row was written has the file checked again, so its copy may be half-way a second time.
    // "probe" is the sweep's at the start, which asks whether the disk takes a file.
    let grown = program.files("incoming");
    let strangers = grown
        .iter()
        .filter(|name| *name != "probe")
        .filter(|name| !ids.iter().any(|id| id == name.trim_end_matches(".part")));
    assert_eq!(strangers.count(), 0, "{grown:?}");
}
