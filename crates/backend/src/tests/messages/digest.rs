//! The digest by e-mail, against a real mail server.

use super::mail::{Server, by};
use super::{messages, sending};
use crate::Backend;
use crate::both_engines;
use crate::message::{Channels, Tally};
use crate::testing::Office;
use domain::error::Error;
use domain::officer::Role;
use domain::region::RegionCode;
use domain::validate::What;

/// To this minute after opening time (before it: less than nothing) of a day that is so many away.
fn wait_until(office: &Office, days: i64, minutes: i64) {
    let time = office
        .backend
        .catalogue()
        .office_time(&RegionCode::parse("62.01.02").unwrap());
    let (opens, _) = time.open_on(office.now().day(time.zone));
    let now = i64::from(office.now().minute_of_day(time.zone));
    office
        .clock
        .forward(days * 24 * 3600 + (i64::from(opens) + minutes - now) * 60);
}

async fn sent(backend: &Backend) -> u32 {
    backend.send_digests().await.unwrap().sent
}

both_engines! {
    async fn one_digest_comes_at_opening_time_of_a_working_day_and_no_second(office: Office) {
        let server = Server::open("starttls");
        let backend = sending(office, by(&server.settings("smtp"))).await;
        let case = office.complete_application().await;
        let head = office.in_arut(Role::Head).await;
        backend.set_digest_mail(&head, " kasi@example.go.id ").await.unwrap();
        // On Monday nothing presses yet; it isn't looked at again.
        assert_eq!(sent(&backend).await, 0);
        assert_eq!(office.count("SELECT COUNT(*) FROM digest_mail WHERE state = 'nothing'").await, 1);
        // Due tomorrow: told on Tuesday, from the very minute on, once, also by a program that was started anew.
        wait_until(office, 1, -1);
        assert_eq!(sent(&backend).await, 0);
        wait_until(office, 0, 0);
        assert_eq!(sent(&backend).await, 1);
        let other = sending(office, by(&server.settings("smtp"))).await;
        office.clock.forward(3600);
        assert_eq!((sent(&backend).await, sent(&other).await), (0, 0));
        other.close().await;
        let mails = server.mails();
        let [mail] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!(mail["envelope"], serde_json::json!(["kabar@example.go.id", "kasi@example.go.id"]));
        let text = mail["text"].as_str().unwrap();
        for told in [case.code.as_str(), "Surat Contoh", "Harus selesai hari kerja berikutnya: 1.", "Due on the next working day: 1.", "https://genggam.example.go.id/petugas/ringkasan"] {
            assert!(text.contains(told), "{told}: {text}");
        }
        for secret in ["Siti", "Rahmawati", "4821", "6201025408900917", "Umpang"] {
            assert!(!mail.to_string().contains(secret), "{secret}");
        }
        // Wednesday to Friday, not at the weekend, not on Monday the 9th, which is free; then again.
        for (days, wanted) in [(1, 1), (1, 1), (1, 1), (1, 0), (1, 0), (1, 0), (1, 1)] {
            wait_until(office, days, 5);
            assert_eq!(sent(&backend).await, wanted, "{:?}", office.now());
        }
        // The day is over: the digest of a server that slept doesn't come in the evening.
        wait_until(office, 1, 10 * 60);
        assert_eq!(sent(&backend).await, 0);
        // Switched off, and an account that was closed.
        let head = office.session_of_the(Role::Head).await;
        backend.set_digest_mail(&head, "").await.unwrap();
        wait_until(office, 1, 5);
        assert_eq!(sent(&backend).await, 0);
        let head = office.session_of_the(Role::Head).await;
        backend.set_digest_mail(&head, "kasi@example.go.id").await.unwrap();
        let name = backend.officer(&head).await.unwrap().officer.username;
        backend.close_officer(&name).await.unwrap();
        assert_eq!(sent(&backend).await, 0);
        // Residents' messages have nothing to do with it.
        assert_eq!(messages(office).await, Vec::<String>::new());
        backend.close().await;
    }

    async fn a_digest_is_tried_again_and_given_up_in_the_end(office: Office) {
        let server = Server::open("starttls");
        let backend = sending(office, by(&server.settings("smtp"))).await;
        office.complete_application().await;
        for (role, address) in [(Role::Head, "nanti@example.com"), (Role::Camat, "tidak-ada@example.com")] {
            let session = office.in_arut(role).await;
            backend.set_digest_mail(&session, address).await.unwrap();
        }
        wait_until(office, 1, 0);
        let mut tally = Tally::default();
        for _ in 0..4 {
            let round = backend.send_digests().await.unwrap();
            tally.sent += round.sent;
            tally.later += round.later;
            office.clock.forward(31);
        }
        assert_eq!((tally.sent, tally.later), (1, 1));
        assert_eq!(office.count("SELECT COUNT(*) FROM digest_mail WHERE state = 'failed'").await, 1);
        backend.close().await;
    }

    async fn who_dies_while_sending_sends_no_second(office: Office) {
        let server = Server::open("starttls");
        let backend = sending(office, by(&server.settings("smtp"))).await;
        office.complete_application().await;
        let head = office.in_arut(Role::Head).await;
        backend.set_digest_mail(&head, "kasi@example.go.id").await.unwrap();
        wait_until(office, 1, 0);
        assert_eq!(sent(&backend).await, 1);
        // As it would stand there, had the program died after the mail server took it.
        office.run("UPDATE digest_mail SET state = 'sending' WHERE state = 'sent'").await;
        office.clock.forward(3600);
        assert_eq!(sent(&backend).await, 0);
        backend.close().await;
    }

    async fn an_address_is_ones_own_and_a_page_says_honestly_whether_mail_is_sent(office: Office) {
        let head = office.in_arut(Role::Head).await;
        let mail = async |backend: &Backend| {
            let session = office.session_of_the(Role::Head).await;
            backend.digest(&session).await.unwrap().mail.unwrap()
        };
        let none = mail(&office.backend).await;
        assert_eq!((none.address.as_str(), none.can), ("", false));
        office.backend.set_digest_mail(&head, "kasi@example.go.id").await.unwrap();
        assert_eq!(mail(&office.backend).await.address, "kasi@example.go.id");
        // Without a mail server nothing waits and piles up.
        wait_until(office, 1, 5);
        assert_eq!(sent(&office.backend).await, 0);
        assert_eq!(office.count("SELECT COUNT(*) FROM digest_mail").await, 0);
        let long = format!("{}@example.com", "a".repeat(500));
        for bad in ["kasi", "kasi@", "a@b", "a b@example.com", long.as_str()] {
            let session = office.session_of_the(Role::Head).await;
            let told = office.backend.set_digest_mail(&session, bad).await.unwrap_err();
            assert!(matches!(&told, Error::Invalid { problems } if problems[0].field == "email" && problems[0].what != What::Missing), "{bad}: {told:?}");
        }
        for role in [Role::Helper, Role::Partner, Role::Content] {
            let session = office.officer(role, "62.01.02").await;
            assert_eq!(office.backend.set_digest_mail(&session, "x@example.com").await, Err(Error::Forbidden), "{role:?}");
        }
        assert_eq!(office.backend.set_officer_mail("nobody.here", "x@example.com").await, Err(Error::NotFound));
        let sends = Channels { mail: by(&Server::open("starttls").settings("smtp")).mail, ..Channels::default() };
        let backend = sending(office, sends).await;
        assert!(mail(&backend).await.can);
        backend.close().await;
    }
}
