//! A local e-sign service that speaks BSrE's protocol and really signs; it can also fail in every way that matters.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use letters::sign::{Certificate, Moment, sign, verify};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What this service knows.
pub const NIK: &str = "6201024101800001";
pub const PASSPHRASE: &str = "rahasia kantor";
pub const USERNAME: &str = "kecamatan";
pub const PASSWORD: &str = "sandi layanan";

const VALID: &[u8] = include_bytes!("../tests/letters/test.p12");
const EXPIRED: &[u8] = include_bytes!("../tests/letters/expired.p12");
/// 1 July 2024, when the expired certificate wasn't.
const THEN: i64 = 1_719_792_000;

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Signs, if name, NIK and passphrase are right.
    Well,
    /// The same, after a while.
    Slow(Duration),
    /// The signer's certificate has expired, and it says so.
    Refuses,
    /// It has expired, and it signs all the same.
    SignsExpired,
    /// HTTP 500.
    Fails,
    /// Takes the request, says nothing.
    Silent,
    /// Half of the answer, and the line is dropped.
    Cut,
    /// 200, and no JSON.
    Garbage,
    /// 200, and JSON of another kind.
    OtherJson,
    /// Gives back what it got.
    Unsigned,
    /// Signs, but not what it got.
    OtherLetter,
    /// Signs, and something is appended afterwards.
    Longer,
    /// Signs, and changes a byte afterwards.
    Changed,
    /// Signs, and its other door doesn't find that valid.
    Distrusts,
    /// Signs, and its other door fails.
    SignsThenFails,
}

/// The running service. Ends with the program.
#[derive(Clone, Debug)]
pub struct Esign {
    pub address: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<Vec<&'static str>>>,
}

impl Esign {
    pub fn start() -> Esign {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let service = Esign {
            address: format!("http://{}", listener.local_addr().expect("its address")),
            mood: Arc::new(Mutex::new(Mood::Well)),
            asked: Arc::default(),
        };
        let running = service.clone();
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let service = running.clone();
                // A caller who goes away is no reason to end.
                std::thread::spawn(move || service.answer(line).unwrap_or_default());
            }
        });
        service
    }

    pub fn be(&self, mood: Mood) {
        *self.mood.lock().expect("nobody panics") = mood;
    }

    /// Which doors were asked since the last time.
    pub fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.asked.lock().expect("nobody panics"))
    }

    /// `bsre.toml` for an office whose camat signs here.
    pub fn file(&self) -> String {
        format!(
            "address = \"{}\"\nusername = \"{USERNAME}\"\npassword = \"{PASSWORD}\"\n\n[signers]\ncamat = \"{NIK}\"\n",
            self.address
        )
    }

    fn answer(&self, line: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(line.try_clone()?);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(": "));
            lines.find_map(|(key, value)| key.eq_ignore_ascii_case(name).then(|| value.to_owned()))
        };
        let length = header("content-length").and_then(|length| length.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body)?;
        let wanted = format!(
            "Basic {}",
            STANDARD.encode(format!("{USERNAME}:{PASSWORD}"))
        );
        let ours = header("authorization") == Some(wanted);
        let mood = *self.mood.lock().expect("nobody panics");
        let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
        let signs = head.starts_with("POST /api/v2/sign/pdf ");
        self.asked
            .lock()
            .expect("nobody panics")
            .push(if signs { "sign" } else { "verify" });
        let (status, said) = match mood {
            _ if !ours => (401, json!({ "error": "Unauthorized" }).to_string()),
            Mood::Silent => {
                std::thread::sleep(Duration::from_secs(60));
                return Ok(());
            }
            Mood::Fails => (500, "<h1>Internal Server Error</h1>".to_owned()),
            Mood::Garbage => (200, "<html>Selamat datang</html>".to_owned()),
            Mood::OtherJson => (200, json!({ "time": 12, "file": [] }).to_string()),
            _ if signs => signed(mood, &asked),
            Mood::SignsThenFails => (500, String::new()),
            _ => verified(mood, &asked),
        };
        let head = format!(
            "HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            said.len()
        );
        let mut line = line;
        line.write_all(head.as_bytes())?;
        let sent = if mood == Mood::Cut {
            said.len() / 2
        } else {
            said.len()
        };
        line.write_all(&said.as_bytes()[..sent])
    }
}

fn signed(mood: Mood, asked: &Value) -> (u16, String) {
    let refused = |number: i64, words: &str| {
        (
            400,
            json!({ "status_code": number, "error": words }).to_string(),
        )
    };
    // Its words repeat what was sent: none of them may reach a log.
    if asked["nik"] != NIK {
        return refused(2011, &format!("NIK {} tidak terdaftar", asked["nik"]));
    }
    if asked["passphrase"] != PASSPHRASE {
        return refused(2031, &format!("Passphrase {} salah", asked["passphrase"]));
    }
    if mood == Mood::Refuses {
        return refused(2021, &format!("Sertifikat milik {NIK} kedaluwarsa"));
    }
    if let Mood::Slow(time) = mood {
        std::thread::sleep(time);
    }
    let pdf = asked["file"][0]
        .as_str()
        .and_then(|file| STANDARD.decode(file).ok());
    let Some(pdf) = pdf else {
        return refused(2001, "Berkas tidak terbaca");
    };
    let pdf = if mood == Mood::OtherLetter {
        // Another letter of the same length: a digit of its first comment.
        let mut other = pdf;
        let at = other.len() / 2;
        other[at] ^= 1;
        other
    } else {
        pdf
    };
    let (file, now) = if mood == Mood::SignsExpired {
        (EXPIRED, THEN)
    } else {
        (VALID, 1_793_584_800)
    };
    let with = Certificate::open(file, PASSPHRASE).expect("a certificate");
    let at = Moment {
        unix_seconds: now,
        hours: 7,
    };
    let mut signed = match mood {
        Mood::Unsigned => pdf,
        _ => sign(&pdf, &with, at).expect("a PDF that can be signed"),
    };
    match mood {
        Mood::Longer => signed.extend_from_slice(b"\n% lagi\n"),
        Mood::Changed => {
            let at = signed.len() / 3;
            signed[at] ^= 1;
        }
        _ => {}
    }
    let said = json!({ "time": 411, "file": [STANDARD.encode(signed)] });
    (200, said.to_string())
}

fn verified(mood: Mood, asked: &Value) -> (u16, String) {
    let pdf = asked["file"]
        .as_str()
        .and_then(|file| STANDARD.decode(file).ok());
    let read = pdf.map(|pdf| verify(&pdf));
    let conclusion = match read {
        Some(Ok(read)) if read.whole && mood != Mood::Distrusts => "VALID",
        Some(Ok(_)) => "WARNING",
        _ => "NO_SIGNATURE",
    };
    (
        200,
        json!({ "conclusion": conclusion, "signatureInformations": [] }).to_string(),
    )
}
