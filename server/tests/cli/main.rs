//! The binary as people and scripts use it: what it prints where, and how it ends.

mod officers;

use serde_json::Value;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("the project's folder")
}

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_genggam"));
        command
            .args(line.split(' '))
            .args(["--config", "Leptos.toml"])
            .current_dir(root())
            .env("GENGGAM_DATA_DIR", self.folder.path().join("data"))
            .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
            .env_remove("GENGGAM_DATABASE")
            .env_remove("GENGGAM_SECRET")
            .env_remove("RUST_LOG")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, line: &str) -> Output {
        self.command(line).output().expect("the binary runs")
    }

    fn said(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(
            output.status.success(),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("text")
    }

    fn typed(&self, line: &str, input: &str) -> Output {
        let mut child = self
            .command(line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut keyboard = child.stdin.take().expect("an input");
        match keyboard.write_all(input.as_bytes()) {
            // It may refuse and end before it has read anything.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            typed => typed.expect("typing"),
        }
        drop(keyboard);
        child.wait_with_output().expect("it ends")
    }
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_command_explains_itself() {
    let desk = Desk::new();
    let help = String::from_utf8(desk.run("--help").stdout).expect("text");
    for word in [
        "serve",
        "migrate",
        "catalogue",
        "officer",
        "demo",
        "rescue",
        "draft",
        "--config",
        "GENGGAM_DATA_DIR",
        "LEPTOS_SITE_ADDR",
    ] {
        assert!(help.contains(word), "{word}");
    }
    assert_eq!(desk.run("dance").status.code(), Some(2));
    assert_eq!(desk.run("draft new").status.code(), Some(2));
}

#[test]
fn a_rescue_file_that_is_none_is_refused_in_words() {
    let desk = Desk::new();
    let file = desk.folder.path().join("odd.genggam");
    let line = format!("rescue import {}", file.display());
    let output = desk.run(&line);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("can't be read"), "{}", told(&output));
    for (bytes, words) in [
        (b"%PDF-1.7".to_vec(), "isn't a rescue file"),
        (
            [b"GENGGAM-RESCUE\x01".as_slice(), &[7; 8], &[4; 65]].concat(),
            "made for another office",
        ),
        (
            [b"GENGGAM-RESCUE\x02".as_slice(), &[7; 80]].concat(),
            "made by a newer app",
        ),
    ] {
        std::fs::write(&file, bytes).expect("writing");
        let output = desk.run(&line);
        assert_eq!(output.status.code(), Some(1));
        assert!(told(&output).contains(words), "{}", told(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn the_catalogue_is_checked() {
    let desk = Desk::new();
    assert!(desk.said("catalogue check").starts_with("Katalog benar: "));
    // The check reads; it makes nothing.
    assert!(!desk.folder.path().join("data").exists());

    // A copy with a mistake: told with its file and line, and the exit code says so.
    let copy = desk.folder.path().join("office");
    copy_folder(&root().join("catalogue"), &copy.join("catalogue"));
    std::fs::copy(root().join("Leptos.toml"), copy.join("Leptos.toml")).expect("copying");
    let service = std::fs::read_dir(copy.join("catalogue/services"))
        .expect("services")
        .next()
        .expect("one")
        .expect("a file")
        .path();
    let text = std::fs::read_to_string(&service).expect("a service");
    std::fs::write(&service, format!("nama_salah = 1\n{text}")).expect("writing");
    let config = copy.join("Leptos.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_genggam"))
        .args(["catalogue", "check", "--config"])
        .arg(config)
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    let file = service
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    assert!(
        told(&output).contains(&format!("{file}:1")) && told(&output).contains("nama_salah"),
        "{}",
        told(&output)
    );
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copying");
        }
    }
}

#[test]
fn a_draft_is_one_line_of_json() {
    let desk = Desk::new();
    let line = desk.said("draft new --service sktm");
    assert_eq!(line.lines().count(), 1, "{line}");
    let ticket: Value = serde_json::from_str(&line).expect("JSON");
    let keys: Vec<_> = ticket.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["draft", "token"]);
    assert_ne!(line, desk.said("draft new --service sktm"));

    let output = desk.run("draft new --service no-such-service");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

#[test]
fn the_demonstration_can_be_repeated() {
    let desk = Desk::new();
    let first = desk.said("demo");
    assert!(first.contains("Petugas"), "{first}");
    let lines = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("  "))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert!(lines(&first).len() > 5, "{first}");
    assert_eq!(lines(&first), lines(&desk.said("demo")));
    assert!(desk.said("migrate").contains("version"));
}

#[test]
fn a_mistake_in_the_configuration_is_told_kindly() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("Leptos.toml");
    let good = std::fs::read_to_string(root().join("Leptos.toml")).expect("the configuration");
    for (text, part) in [
        (good.replace("data_dir", "data_dri"), "data_dri"),
        (
            good.replace("region = \"62.01.02\"", "region = \"sixty\""),
            "region",
        ),
        (
            good.replace("[package.metadata.leptos]", "[package.metadata.leptoss]"),
            "[package.metadata.leptos]",
        ),
        (good.replace("127.0.0.1:3000", "somewhere"), "Leptos.toml"),
        (format!("nonsense = 1\n{good}"), "nonsense"),
    ] {
        std::fs::write(&file, text).expect("writing");
        let output = Command::new(env!("CARGO_BIN_EXE_genggam"))
            .args(["migrate", "--config"])
            .arg(&file)
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{part}");
        assert!(
            told(&output).contains(part) && told(&output).contains("Leptos.toml"),
            "{part}: {}",
            told(&output)
        );
    }
    let output = Command::new(env!("CARGO_BIN_EXE_genggam"))
        .args(["migrate", "--config", "/no/such/file"])
        .output()
        .expect("it runs");
    assert!(told(&output).contains("/no/such/file"));
}

/// Starts `serve` and waits for the address that it prints.
fn serving(desk: &Desk) -> (Child, String) {
    let mut child = desk
        .command("serve")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("an output"))
        .read_line(&mut line)
        .expect("a line");
    let address = line
        .split("http://")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .unwrap_or_else(|| panic!("no address: {line}"));
    (child, address.to_owned())
}

#[test]
fn it_serves_until_it_is_asked_to_stop() {
    let desk = Desk::new();
    for signal in ["INT", "TERM"] {
        let (mut child, address) = serving(&desk);
        let mut stream = std::net::TcpStream::connect(&address).expect("it listens");
        stream
            .write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            .expect("asking");
        let mut status = String::new();
        BufReader::new(stream)
            .read_line(&mut status)
            .expect("an answer");
        assert_eq!(status.trim_end(), "HTTP/1.1 200 OK");
        // A connection that is kept open idle doesn't hold it up.
        let _idle = std::net::TcpStream::connect(&address).expect("it listens");
        let begin = std::time::Instant::now();
        let killed = Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(killed.success());
        assert_eq!(child.wait().expect("it ends").code(), Some(0), "{signal}");
        assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
    }
}

#[test]
fn an_address_that_is_taken_is_told() {
    let desk = Desk::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = desk
        .command("serve")
        .env("LEPTOS_SITE_ADDR", &address)
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains(&address), "{}", told(&output));
}

#[test]
fn an_audit_says_whether_the_history_is_as_it_was_written() {
    let desk = Desk::new();
    desk.said("demo");
    let said = desk.said("audit verify");
    assert!(said.contains("Nothing was altered."), "{said}");
    let heads = desk.said("audit heads");
    let line: Vec<_> = heads.trim().split('\t').collect();
    assert_eq!((line.len(), line[2].len()), (3, 64), "{heads}");
    desk.said(&format!("audit verify --head {}={}", line[0], line[2]));
    let other = desk.run(&format!(
        "audit verify --head {}={}",
        line[0],
        "0".repeat(64)
    ));
    assert_eq!(other.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&other.stderr).contains("1 flaw"));
}

#[test]
fn a_history_from_a_backup_counts_once_somebody_accepts_it_by_name() {
    let desk = Desk::new();
    desk.said("demo");
    let file = desk.folder.path().join("data").join("audit.head");
    assert!(
        desk.said("audit verify")
            .contains("audit.head holds the newest events since")
    );
    std::fs::remove_file(&file).expect("it was there");
    let bad = desk.run("audit verify");
    assert_eq!(bad.status.code(), Some(1));
    let nobody = desk.run("audit accept --reason cadangan");
    assert_eq!(nobody.status.code(), Some(2), "who answers for it?");
    let said = desk.said("audit accept --by Rahmat --reason cadangan");
    assert!(
        said.contains("audit.head is missing"),
        "what differs: {said}"
    );
    let said = desk.said("audit verify");
    assert!(
        said.contains("by Rahmat: cadangan") && said.contains("Nothing was altered."),
        "{said}"
    );
}

#[test]
fn the_help_names_the_auditor() {
    let desk = Desk::new();
    assert!(
        desk.said("officer add --help")
            .contains("auditor (pengawas/APIP")
    );
}
