//! E-mail, against a real mail server: aiosmtpd, with a certificate that openssl made.

use super::{messages, sending};
use crate::both_engines;
use crate::effects::{Mail, MailSettings};
use crate::message::{Channels, Tally};
use domain::private::Private;
use domain::text::Lang;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

pub(super) struct Server {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn openssl(at: &Path, arguments: &str) {
    let done = Command::new("openssl")
        .current_dir(at)
        .args(arguments.split(' '))
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(done.success(), "openssl {arguments}");
}

impl Server {
    pub(super) fn open(mode: &str) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
        openssl(
            at,
            &format!(
                "req -x509 {key} -keyout ca.key -out ca.pem -subj /CN=Office -addext basicConstraints=critical,CA:TRUE"
            ),
        );
        openssl(
            at,
            &format!("req {key} -keyout server.key -out server.csr -subj /CN=localhost"),
        );
        std::fs::write(
            at.join("leaf"),
            "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n",
        )
        .unwrap();
        openssl(
            at,
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile leaf -out server.pem",
        );
        let tools = std::env::var("GENGGAM_AIOSMTPD").map_or_else(
            |_| {
                let home = std::env::var("HOME").unwrap();
                let tools = std::env::var("GENGGAM_TOOLS").map_or_else(
                    |_| PathBuf::from(home).join(".cache/genggam/tools"),
                    PathBuf::from,
                );
                tools.join("aiosmtpd-1.4.6")
            },
            PathBuf::from,
        );
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/messages/smtp_server.py");
        let mut process = Command::new(tools.join("bin/python"))
            .arg(script)
            .arg(at)
            .args([at.join("server.pem"), at.join("server.key")])
            .arg(mode)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("aiosmtpd, which scripts/tools.sh installs");
        let mut line = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        Server {
            process,
            port: line.trim().parse().unwrap(),
            folder,
        }
    }

    pub(super) fn settings(&self, scheme: &str) -> MailSettings {
        MailSettings {
            server: format!("{scheme}://localhost:{}", self.port),
            from: "Kecamatan Contoh <kabar@example.go.id>".to_owned(),
            user: Some("kantor".to_owned()),
            password: Some(Private::new("rahasia".to_owned())),
            authority: Some(std::fs::read(self.folder.path().join("ca.pem")).unwrap()),
        }
    }

    pub(super) fn mails(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("mails")).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

pub(super) fn by(settings: &MailSettings) -> Channels {
    Channels {
        mail: Some(Mail::new(settings).unwrap()),
        ..Channels::default()
    }
}

both_engines! {
    async fn mail_is_sent_encrypted_and_says_nothing_of_the_person(office: Office) {
        for (mode, scheme) in [("starttls", "smtp"), ("tls", "smtps")] {
            let server = Server::open(mode);
            let backend = sending(office, by(&server.settings(scheme))).await;
            let sent = office.application().answer("kabar", "Email").answer("email", "siti@example.com").send().await;
            assert_eq!(backend.send_messages().await.unwrap(), Tally { sent: 1, ..Tally::default() });
            let mails = server.mails();
            let [mail] = mails.as_slice() else { panic!("{mails:?}") };
            assert_eq!((&mail["encrypted"], &mail["account"]), (&true.into(), &true.into()));
            assert_eq!(mail["envelope"], serde_json::json!(["kabar@example.go.id", "siti@example.com"]));
            assert_eq!(mail["from"], "Kecamatan Contoh <kabar@example.go.id>");
            assert_eq!(mail["subject"], format!("Permohonan diterima: {}", sent.code));
            let text = mail["text"].as_str().unwrap();
            assert!(text.contains(&sent.code) && text.contains("https://genggam.example.go.id/status"), "{text}");
            assert!(text.contains("your application for Sample letter has arrived"), "{text}");
            for secret in ["Siti", "Rahmawati", "4821", "6201025408900917"] {
                assert!(!mail.to_string().contains(secret), "{secret}");
            }
            backend.close().await;
        }
        assert_eq!(messages(office).await, ["received email sent"; 2]);
    }

    async fn whoever_applied_in_english_gets_the_english_words_first(office: Office) {
        let server = Server::open("starttls");
        let backend = sending(office, by(&server.settings("smtp"))).await;
        let sent = office.application().reads(Lang::En).answer("kabar", "Email").answer("email", "siti@example.com").send().await;
        backend.send_messages().await.unwrap();
        let mails = server.mails();
        assert_eq!(mails[0]["subject"], format!("Application received: {}", sent.code));
        let text = mails[0]["text"].as_str().unwrap();
        assert!(text.find("has arrived").unwrap() < text.find("sudah kami terima").unwrap(), "{text}");
        backend.close().await;
    }

    async fn what_a_mail_server_refuses_is_tried_later_or_told_by_a_person(office: Office) {
        let server = Server::open("starttls");
        let backend = sending(office, by(&server.settings("smtp"))).await;
        let to = |address: &'static str| office.application().answer("kabar", "Email").answer("email", address);
        let (later, fell) = (Tally { later: 1, ..Tally::default() }, Tally { fell: 1, ..Tally::default() });
        // 550: there is nobody of that name.
        to("tidak-ada@example.com").send().await;
        assert_eq!(backend.send_messages().await.unwrap(), fell);
        assert_eq!(messages(office).await, ["received phone queued"]);
        // 451: greylisted, the second time it gets through.
        to("nanti@example.com").send().await;
        assert_eq!(backend.send_messages().await.unwrap(), later);
        office.clock.forward(31);
        assert_eq!(backend.send_messages().await.unwrap().sent, 1);
        // The line is cut in the middle of the mail.
        to("putus@example.com").send().await;
        assert_eq!(backend.send_messages().await.unwrap(), later);
        assert_eq!(server.mails().len(), 1);
        backend.close().await;
    }

    async fn no_mail_leaves_unencrypted_to_a_stranger_or_with_a_wrong_password(office: Office) {
        let server = Server::open("starttls");
        let stripped = Server::open("stripped");
        let wrong = MailSettings { password: Some(Private::new("salah".to_owned())), ..server.settings("smtp") };
        let stranger = MailSettings { authority: None, ..server.settings("smtp") };
        office.application().answer("kabar", "Email").answer("email", "siti@example.com").send().await;
        for settings in [wrong, stranger, stripped.settings("smtp")] {
            let backend = sending(office, by(&settings)).await;
            assert_eq!(backend.send_messages().await.unwrap(), Tally { later: 1, ..Tally::default() });
            office.clock.forward(3600);
            backend.close().await;
        }
        assert!(server.mails().is_empty() && stripped.mails().is_empty());
        assert_eq!(messages(office).await, ["received email queued"]);
        // Without encryption only on this machine, and only when it is asked for.
        let plain = |server: &str| MailSettings { server: server.to_owned(), ..stripped.settings("smtp") };
        assert!(Mail::new(&plain("smtp-plain://mail.example.go.id:25")).is_err());
        assert!(Mail::new(&plain("smtp-plain://127.0.0.1:25")).is_ok());
        for bad in ["mail.example.go.id", "smtp://mail.example.go.id", "http://x:25", "smtp://x:port"] {
            assert!(Mail::new(&plain(bad)).is_err(), "{bad}");
        }
    }
}
