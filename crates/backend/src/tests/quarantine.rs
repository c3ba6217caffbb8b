//! Files and the malware scanner, against a scanner that speaks clamd's protocol.

use crate::Backend;
use crate::both_engines;
use crate::effects::Scanner;
use crate::testing::{Office, jpeg, pdf, random_name};
use crate::upload::{Append, WriteFault};
use domain::document::Scan;
use domain::error::Error;
use domain::officer::Role;
use domain::view::SubmittedDocument;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The EICAR test file, in two halves so that no scanner minds this source.
fn eicar() -> String {
    [
        r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-",
        "ANTIVIRUS-TEST-FILE!$H+H*",
    ]
    .concat()
}

/// A PDF that carries it.
fn infected() -> Vec<u8> {
    pdf(&format!("\n% {}\n", eicar()))
}

/// One question and its answer.
async fn answer(mut line: TcpStream) -> std::io::Result<()> {
    let mut command = [0; 10];
    line.read_exact(&mut command).await?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let length = line.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        let begin = file.len();
        file.resize(begin + length, 0);
        line.read_exact(&mut file[begin..]).await?;
    }
    let eicar = eicar();
    let found = file
        .windows(eicar.len())
        .any(|window| window == eicar.as_bytes());
    line.write_all(if found {
        b"stream: Eicar-Signature FOUND\0"
    } else {
        b"stream: OK\0"
    })
    .await
}

/// A scanner, and the address where it listens from now on.
async fn scanner(listener: TcpListener) -> JoinHandle<()> {
    tokio::spawn(async move {
        while let Ok((line, _)) = listener.accept().await {
            tokio::spawn(answer(line));
        }
    })
}

/// The office with a scanner configured, and the socket that it will listen on.
async fn with_scanner(office: &Office) -> (Backend, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut settings = office.settings.clone();
    settings.scanner = Some(Scanner::Tcp(listener.local_addr().unwrap()));
    (office.reopened_with(settings).await, listener)
}

async fn send(
    backend: &Backend,
    token: &str,
    requirement: &str,
    bytes: Vec<u8>,
) -> Result<String, WriteFault> {
    let new = crate::upload::NewUpload {
        requirement: requirement.to_owned(),
        ..super::uploads::new(bytes.len() as u64)
    };
    let info = backend.upload_create(token, new).await?;
    let mut writer = backend
        .upload_write(token, &info.id, Append::default())
        .await?;
    writer.push(bytes).await?;
    writer.finish().await?;
    Ok(info.id)
}

/// Sends an application whose ktp is this file, and opens its case.
async fn case_with(
    office: &Office,
    backend: &Backend,
    ktp: Vec<u8>,
) -> (String, domain::view::CaseView) {
    let application = office.application();
    let mut submission = application.submission.clone();
    let ticket = backend.open_draft("surat", &random_name()).await.unwrap();
    for (requirement, bytes) in [("ktp", ktp), ("kk", jpeg(4))] {
        let id = send(backend, &ticket.token, requirement, bytes)
            .await
            .unwrap();
        submission.documents.push(SubmittedDocument {
            requirement: requirement.to_owned(),
            pages: vec![id],
        });
    }
    let receipt = backend.submit(&ticket.token, submission).await.unwrap();
    let session = office.in_arut(Role::Head).await;
    let case = backend
        .open_case(&session, &receipt.code.to_string())
        .await
        .unwrap();
    (session, case)
}

fn ktp(case: &domain::view::CaseView) -> domain::document::PageView {
    let document = case
        .documents
        .iter()
        .find(|document| document.requirement == "ktp")
        .unwrap();
    document.pages[0].clone()
}

both_engines! {
    async fn a_clean_file_is_seen_and_an_infected_one_is_refused(office: Office) {
        let (backend, listener) = with_scanner(office).await;
        let scanner = scanner(listener).await;
        let (session, case) = case_with(office, &backend, pdf("")).await;
        assert_eq!(ktp(&case).scan, Scan::Clean);
        backend.page_file(&session, &ktp(&case).id).await.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM quarantine").await, 0);

        let ticket = backend.open_draft("surat", &random_name()).await.unwrap();
        let refused = send(&backend, &ticket.token, "ktp", infected()).await.unwrap_err();
        assert_eq!(refused, WriteFault::Refused(Error::Infected));
        // Whoever asks again is told the same; the file is gone.
        let (count, id) = ("SELECT COUNT(*) FROM upload WHERE state = 'bad'", "SELECT id FROM upload WHERE state = 'bad'");
        assert_eq!(office.count(count).await, 1);
        let id: String = sqlx::query_scalar(id).fetch_one(office.backend.db.pool()).await.unwrap();
        assert_eq!(backend.upload_info(&ticket.token, &id).await.unwrap_err(), Error::Infected);
        assert!(!office.folder().join("archive").join(&id[..2]).join(&id).exists());
        // With the upload the word about it goes, too.
        backend.upload_delete(&ticket.token, &id).await.unwrap();
        backend.sweep().await.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM quarantine").await, 0);
        scanner.abort();
        backend.close().await;
    }

    async fn while_the_scanner_is_away_residents_send_and_officers_wait(office: Office) {
        let (backend, listener) = with_scanner(office).await;
        let address = listener.local_addr().unwrap();
        drop(listener);
        let (session, case) = case_with(office, &backend, infected()).await;
        let page = ktp(&case);
        assert_eq!(page.scan, Scan::Waiting);
        assert_eq!(backend.page_file(&session, &page.id).await.err(), Some(Error::Unavailable));
        backend.scan_waiting().await.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM quarantine WHERE verdict = 'waiting'").await, 2);

        let scanner = scanner(TcpListener::bind(address).await.unwrap()).await;
        backend.scan_waiting().await.unwrap();
        let case = backend.open_case(&session, case.code.compact()).await.unwrap();
        assert_eq!(ktp(&case).scan, Scan::Infected);
        assert_eq!(backend.page_file(&session, &page.id).await.err(), Some(Error::Infected));
        assert!(!office.folder().join("archive").join(&page.id[..2]).join(&page.id).exists());
        let other = case.documents.iter().find(|document| document.requirement == "kk").unwrap();
        assert_eq!(other.pages[0].scan, Scan::Clean);
        backend.page_file(&session, &other.pages[0].id).await.unwrap();
        scanner.abort();
        backend.close().await;
    }

    async fn without_a_scanner_nothing_waits_for_one(office: Office) {
        let (backend, listener) = with_scanner(office).await;
        drop(listener);
        let (session, case) = case_with(office, &backend, pdf("")).await;
        assert_eq!(ktp(&case).scan, Scan::Waiting);
        backend.close().await;
        let without = office.reopened().await;
        without.page_file(&session, &ktp(&case).id).await.unwrap();
        without.close().await;
    }
}
