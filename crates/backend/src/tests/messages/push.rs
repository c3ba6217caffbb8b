//! Notices for browsers, against a push service that opens them with a library that isn't ours.

use super::{messages, sending};
use crate::Backend;
use crate::both_engines;
use crate::effects::Push;
use crate::message::{Channels, Tally};
use crate::testing::Office;
use domain::application::Action;
use domain::error::Error;
use domain::officer::Role;
use domain::private::Private;
use domain::view::PushSubscription;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

struct Service {
    process: Child,
    folder: TempDir,
    told: Value,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Service {
    fn open(office: &Office) -> Service {
        let folder = tempfile::tempdir().unwrap();
        // Its environment holds `cryptography`.
        let tools = std::env::var("GENGGAM_PYHANKO").map_or_else(
            |_| {
                let home = std::env::var("HOME").unwrap();
                let tools = std::env::var("GENGGAM_TOOLS").map_or_else(
                    |_| PathBuf::from(home).join(".cache/genggam/tools"),
                    PathBuf::from,
                );
                tools.join("pyhanko-0.38.0")
            },
            PathBuf::from,
        );
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/messages/push_service.py");
        let mut process = Command::new(tools.join("bin/python"))
            .arg(script)
            .arg(folder.path())
            .arg((office.now().0 / 1000).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("pyHanko's environment, which scripts/tools.sh installs");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Service {
            process,
            folder,
            told: serde_json::from_str(&line).unwrap(),
        }
    }

    fn told(&self, key: &str) -> String {
        self.told[key].as_str().unwrap().to_owned()
    }

    fn channels(&self) -> Channels {
        let key = Private::new(Push::new_key().unwrap());
        let push = Push::new(&key, "mailto:kabar@example.go.id", Some(self.told("place"))).unwrap();
        Channels {
            push: Some(push),
            ..Channels::default()
        }
    }

    fn subscription(&self, path: &str) -> PushSubscription {
        PushSubscription {
            endpoint: format!("{}/{path}", self.told("place")),
            p256dh: self.told("p256dh"),
            auth: self.told("auth"),
        }
    }

    fn notices(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("notices")).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

async fn subscriptions(office: &Office) -> i64 {
    office.count("SELECT COUNT(*) FROM push_subscription").await
}

async fn taken_up(backend: &Backend, office: &Office, code: &str) {
    let counter = office.in_arut(Role::Counter).await;
    let case = office
        .step(&counter, code, Action::StartChecking, None)
        .await;
    let case = office
        .give_back(&counter, &case, "field:nama", "Tidak sama")
        .await;
    backend
        .act(&counter, code, case.version, Action::Return, None)
        .await
        .unwrap();
}

both_engines! {
    async fn a_browser_gets_a_notice_that_only_it_can_open(office: Office) {
        let service = Service::open(office);
        let backend = sending(office, service.channels()).await;
        // Nobody agreed to be written to: the notice is a wish of its own.
        let sent = office.application().send().await;
        let grant = office.grant(&sent).await;
        assert!(backend.news(&grant).await.unwrap().push.is_some_and(|key| key.len() == 87));
        backend.subscribe(&grant, service.subscription("a")).await.unwrap();
        backend.subscribe(&grant, service.subscription("a")).await.unwrap();
        assert_eq!(subscriptions(office).await, 1);
        taken_up(&backend, office, &sent.code).await;
        assert_eq!(backend.send_messages().await.unwrap(), Tally { sent: 1, ..Tally::default() });
        let notices = service.notices();
        let [notice] = notices.as_slice() else { panic!("{notices:?}") };
        assert_eq!(notice["lasts"], 12.0 * 3600.0);
        let text: Value = serde_json::from_str(notice["text"].as_str().unwrap()).unwrap();
        assert_eq!(text["tag"], sent.code);
        assert!(text["body"].as_str().unwrap().contains("ada yang perlu Anda perbaiki di permohonan Surat Contoh"));
        assert!(!text.to_string().contains("Siti"));
        assert_eq!(messages(office).await, ["returned push sent"]);
        // And no more.
        backend.unsubscribe(&grant, &service.subscription("a").endpoint).await.unwrap();
        assert_eq!(subscriptions(office).await, 0);
        backend.close().await;
    }

    async fn a_browser_that_is_gone_is_forgotten_and_nobody_is_called_for_it(office: Office) {
        let service = Service::open(office);
        let backend = sending(office, service.channels()).await;
        let sent = office.application().send().await;
        let grant = office.grant(&sent).await;
        for path in ["gone", "b"] {
            backend.subscribe(&grant, service.subscription(path)).await.unwrap();
        }
        taken_up(&backend, office, &sent.code).await;
        assert_eq!(backend.send_messages().await.unwrap().sent, 1, "one of two");
        assert_eq!(subscriptions(office).await, 1);
        // A service that is busy is asked again.
        office.run("UPDATE message SET state = 'queued', tries = 0").await;
        office.run("DELETE FROM push_subscription").await;
        backend.subscribe(&grant, service.subscription("busy")).await.unwrap();
        assert_eq!(backend.send_messages().await.unwrap().later, 1);
        // None is left: it is over, and no officer hears of it.
        backend.unsubscribe(&grant, &service.subscription("busy").endpoint).await.unwrap();
        office.clock.forward(31);
        backend.send_messages().await.unwrap();
        assert_eq!(messages(office).await, ["returned push failed"]);
        backend.close().await;
    }

    async fn only_push_services_are_called_and_only_for_ones_own_case(office: Office) {
        let service = Service::open(office);
        let backend = sending(office, service.channels()).await;
        let sent = office.application().send().await;
        let grant = office.grant(&sent).await;
        let good = service.subscription("a");
        for endpoint in [
            "", "x", "http://127.0.0.1:1/a", "http://fcm.googleapis.com/a", "https://fcm.googleapis.com:8443/a",
            "https://fcm.googleapis.com.evil.example/a", "https://evilpush.apple.com/a", "https://10.0.0.1/a",
            "https://fcm.googleapis.com@10.0.0.1/a", "file:///etc/passwd",
        ] {
            let bad = PushSubscription { endpoint: endpoint.to_owned(), ..good.clone() };
            let got = backend.subscribe(&grant, bad).await;
            assert!(matches!(got, Err(Error::Malformed { .. })), "{endpoint}");
        }
        for endpoint in ["https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x", "https://web.push.apple.com/x"] {
            let known = PushSubscription { endpoint: endpoint.to_owned(), ..good.clone() };
            backend.subscribe(&grant, known).await.unwrap();
        }
        for bad in [
            PushSubscription { p256dh: "BA".to_owned(), ..good.clone() },
            PushSubscription { auth: String::new(), ..good.clone() },
        ] {
            assert!(backend.subscribe(&grant, bad).await.is_err());
        }
        assert_eq!(backend.subscribe("nobody", good.clone()).await.unwrap_err(), Error::LoggedOut);
        for path in ["c", "d", "e", "f", "g", "h"] {
            office.clock.forward(1);
            backend.subscribe(&grant, service.subscription(path)).await.unwrap();
        }
        assert_eq!(subscriptions(office).await, 5, "a family's devices");
        // Where no key is set up there is no such thing.
        assert_eq!(office.backend.subscribe(&grant, good).await.unwrap_err(), Error::NotFound);
        assert_eq!(office.backend.news(&grant).await.unwrap().push, None);
        backend.close().await;
    }
}
