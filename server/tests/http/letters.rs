//! Letters over HTTP: what a power cut leaves of a number, and how files are sent.

use crate::client::{Ask, Reply};
use crate::esign::{Esign, Mood, NIK, PASSPHRASE, PASSWORD};
use crate::process::{command, serve, started};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

const PRODUCT: &str = "hasil";

/// The number that stands in a letter or a page: "331/007/KEC-ARSEL/XI/2026" is 7.
fn places(page: &str) -> Vec<i64> {
    let before_unit = page.split("/KEC-ARSEL/").collect::<Vec<_>>();
    let (_, whole) = before_unit.split_last().expect("a piece");
    let place = |piece: &&str| piece.rsplit('/').next()?.parse().ok();
    whole.iter().filter_map(place).collect()
}

struct Camat {
    address: SocketAddr,
    cookie: String,
    code: String,
}

impl Camat {
    /// Of a demonstration with a decided case.
    fn of_a_demonstration(folder: &Path) -> Camat {
        let demo = command(folder, "demo").output().expect("a demonstration");
        let demo = String::from_utf8_lossy(&demo.stdout).into_owned();
        let ready = demo.lines().find(|line| line.contains("ready_for_pickup"));
        let code = ready
            .and_then(|line| line.split_whitespace().next())
            .expect("a decided case");
        Camat {
            address: SocketAddr::from(([127, 0, 0, 1], 9)),
            cookie: String::new(),
            code: code.chars().filter(|c| *c != '-').collect(),
        }
    }

    async fn log_in(&mut self, address: SocketAddr) {
        let login = Ask::new(address, "POST", "/api/officer/log-in")
            .on_our_page()
            .form("username=camat&password=demo-camat-2026");
        let cookie = login.send().await.cookie("__Host-petugas");
        (self.address, self.cookie) = (address, cookie.expect("a session"));
    }

    fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(self.address, method, path)
            .on_our_page()
            .header("Cookie", &self.cookie)
    }

    async fn step(&self, step: &str) -> Option<Reply> {
        let form = format!(
            "code={}&product={PRODUCT}&step={step}&reason=tes",
            self.code
        );
        self.ask("POST", "/api/letter/step")
            .form(form)
            .try_send()
            .await
    }

    async fn sign(&self, passphrase: &str) -> Option<Reply> {
        let words = passphrase.replace(' ', "+");
        let form = format!("code={}&product={PRODUCT}&passphrase={words}", self.code);
        let ask = self.ask("POST", "/api/letter/sign").form(form);
        ask.try_send().await
    }

    async fn page(&self) -> String {
        let path = format!("/petugas/permohonan/{}", self.code);
        self.ask("GET", &path).send().await.text()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_a_letter_gets_its_number_no_number_is_lost_or_given_twice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut camat = Camat::of_a_demonstration(folder.path());
    let (mut running, address) = serve(folder.path());
    camat.log_in(address).await;
    let (mut given, mut killed) = (0, 0);
    // Any seed will do; the same one repeats the same moments.
    let mut seed: u64 = 20_261_122;
    // Twice what the last finished letter took: about every other one is
    // killed, on a fast machine and on a slow one.
    let mut reach = Duration::from_millis(400);
    while given < 8 || killed < 4 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let life = reach * u32::try_from((seed >> 33) % 1000).expect("below 1000") / 1000;
        let begun = Instant::now();
        let done = tokio::select! {
            reply = camat.step("number") => reply.is_some_and(|reply| reply.status < 400),
            () = tokio::time::sleep(life) => false,
        };
        if done {
            reach = 2 * begun.elapsed();
        } else {
            killed += 1;
            reach += reach / 4;
            running.kill().expect("a kill");
            running.wait().expect("an end");
            (running, camat.address) = serve(folder.path());
        }
        // Either it has its number, or nothing has happened.
        let page = camat.page().await;
        if page.contains("Cabut surat") {
            given += 1;
            let ended = camat.step("revoke").await.expect("an answer");
            assert!(ended.status < 400, "{}", ended.text());
        }
        assert!(
            killed < 100,
            "the machine is too slow: nothing is finished within {life:?}"
        );
    }
    let page = camat.page().await;
    let list = page.split("id=\"surat\"").nth(1).expect("the letters");
    let list = list.split("</ul>").next().expect("their end");
    assert_eq!(
        places(list),
        (1..=given).collect::<Vec<i64>>(),
        "after {killed} kills"
    );
    running.kill().expect("a kill");
    running.wait().expect("an end");
    let audit = command(folder.path(), "audit verify")
        .output()
        .expect("an audit");
    assert!(
        audit.status.success(),
        "{}",
        String::from_utf8_lossy(&audit.stdout)
    );
}

/// The server of an office that signs at BSrE.
fn serve_with(esign: &Esign, folder: &Path) -> (Child, SocketAddr) {
    let file = folder.join("bsre.toml");
    std::fs::write(&file, esign.file()).expect("a file");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).expect("its mode");
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"));
    started(
        command(folder, "serve")
            .env("GENGGAM_BSRE", &file)
            .stderr(log.expect("a log")),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_the_provider_signs_or_while_it_fails_the_letter_keeps_its_number() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let esign = Esign::start();
    let mut camat = Camat::of_a_demonstration(folder.path());
    let (mut running, address) = serve_with(&esign, folder.path());
    camat.log_in(address).await;
    // The demonstration's own letter stands, with the first number.
    let ended = camat.step("revoke").await.expect("an answer");
    assert!(ended.status < 400, "{}", ended.text());
    let (mut signed, mut killed, mut waited) = (0, 0, 0);
    let mut seed: u64 = 20_261_122;
    let mut reach = Duration::from_millis(800);
    while signed < 6 || killed < 4 {
        let numbered = camat.step("number").await.expect("an answer");
        assert!(numbered.status < 400, "{}", numbered.text());
        // One number, however often signing it is tried.
        loop {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let moods = [Mood::Fails, Mood::Cut, Mood::Garbage, Mood::Unsigned];
            let failing = (seed >> 40).is_multiple_of(3);
            esign.be(if failing {
                moods[usize::try_from((seed >> 45) % 4).expect("below 4")]
            } else {
                Mood::Slow(reach / 4)
            });
            let life = reach * u32::try_from((seed >> 33) % 1000).expect("below 1000") / 1000;
            let begun = Instant::now();
            let reply = tokio::select! {
                reply = camat.sign(PASSPHRASE) => reply,
                () = tokio::time::sleep(life) => None,
            };
            match reply {
                Some(reply) if reply.status < 400 && !failing => reach = 2 * begun.elapsed(),
                Some(_) => {
                    assert!(failing, "it is well");
                    waited += 1;
                    let page = camat.page().await;
                    assert!(page.contains("Menunggu penyedia tanda tangan"), "{page}");
                }
                None => {
                    killed += 1;
                    reach += reach / 4;
                    running.kill().expect("a kill");
                    running.wait().expect("an end");
                    (running, camat.address) = serve_with(&esign, folder.path());
                }
            }
            // Either it is signed, or it still awaits its signature: nothing between.
            let page = camat.page().await;
            if page.contains("Berlaku, ditandatangani secara elektronik") {
                break;
            }
            assert!(page.contains("Bernomor, belum ditandatangani"), "{page}");
            assert!(
                killed < 100,
                "the machine is too slow: nothing is signed within {life:?}"
            );
        }
        signed += 1;
        let ended = camat.step("revoke").await.expect("an answer");
        assert!(ended.status < 400, "{}", ended.text());
    }
    let page = camat.page().await;
    let list = page.split("id=\"surat\"").nth(1).expect("the letters");
    let list = list.split("</ul>").next().expect("their end");
    assert_eq!(
        places(list),
        (1..=signed + 1).collect::<Vec<i64>>(),
        "after {killed} kills, {waited} refusals"
    );
    running.kill().expect("a kill");
    running.wait().expect("an end");
    let audit = command(folder.path(), "audit verify")
        .output()
        .expect("an audit");
    let said = String::from_utf8_lossy(&audit.stdout).into_owned();
    assert!(audit.status.success(), "{said}");
    // The service's own words repeat what it was sent; ours never do.
    let log = std::fs::read_to_string(folder.path().join("log")).expect("a log");
    assert!(log.contains("BSrE"), "{log}");
    for secret in [NIK, PASSPHRASE, PASSWORD, "rahasia+kantor"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
