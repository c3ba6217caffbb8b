//! Drafts and their tickets.

use crate::attempt::Requester;
use crate::both_engines;
use crate::testing::random_name;
use domain::error::Error;

both_engines! {
    async fn the_same_device_key_gives_the_same_ticket(office: Office) {
        let key = random_name();
        let first = office.backend.open_draft("surat", &key).await.unwrap();
        let again = office.backend.open_draft("surat", &key).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 1);
        let other = office.backend.open_draft("surat", &random_name()).await.unwrap();
        assert_ne!(first.token, other.token);
    }

    async fn asking_for_one_ticket_from_two_taps_at_once_makes_one_draft(office: Office) {
        let key = random_name();
        let (a, b) = tokio::join!(office.backend.open_draft("surat", &key), office.backend.open_draft("surat", &key));
        assert_eq!(a.unwrap(), b.unwrap());
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 1);
    }

    async fn one_address_opens_a_village_s_worth_of_drafts_an_hour_and_no_more(office: Office) {
        let key = random_name();
        let backend = &office.backend;
        for _ in 0..1000 {
            backend.open_draft_from("surat", &key, &office.requester()).await.unwrap();
        }
        let refused = backend.open_draft_from("surat", &key, &office.requester()).await.unwrap_err();
        assert!(matches!(refused, Error::TooMany { wait_seconds: 1..=3600 }), "{refused:?}");
        let elsewhere = Requester::from(std::net::IpAddr::from([198, 51, 100, 7]));
        backend.open_draft_from("surat", &key, &elsewhere).await.unwrap();
        office.days_pass(1);
        backend.open_draft_from("surat", &key, &office.requester()).await.unwrap();
    }

    async fn a_ticket_survives_a_restart_because_it_is_derived(office: Office) {
        let key = random_name();
        let before = office.backend.open_draft("surat", &key).await.unwrap();
        let restarted = office.reopened().await;
        assert_eq!(restarted.open_draft("surat", &key).await.unwrap(), before);
        restarted.close().await;
    }

    async fn the_database_holds_no_token(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let mut read = office.backend.db.read().await.unwrap();
        let draft = crate::draft::sql::by_token(&mut read, &ticket.token).await.unwrap();
        assert!(draft.is_none(), "the token itself must not be what is stored");
        assert!(crate::draft::sql::by_token(&mut read, &crate::secret::hash(&ticket.token)).await.unwrap().is_some());
    }

    async fn after_28_days_a_draft_has_ended(office: Office) {
        let key = random_name();
        let ticket = office.backend.open_draft("surat", &key).await.unwrap();
        office.days_pass(28);
        assert_eq!(office.backend.open_draft("surat", &key).await.unwrap_err(), Error::DraftEnded);
        assert_eq!(office.begin(&ticket.token, "ktp", 10).await.unwrap_err(), Error::DraftEnded);
    }

    async fn a_draft_that_was_sent_still_gives_its_ticket_but_takes_no_more_files(office: Office) {
        let sent = office.application().send().await;
        assert_eq!(office.begin(&sent.ticket.token, "ktp", 10).await.unwrap_err(), Error::DraftEnded);
    }

    async fn odd_keys_and_unknown_services_are_refused(office: Office) {
        let open = async |service: &str, key: &str| office.backend.open_draft(service, key).await.unwrap_err();
        assert_eq!(open("tidak-ada", &random_name()).await, Error::NotFound);
        for key in ["", "short", "with space in it 1234", "nul\0nul\0nul\0nul\0nul", &"x".repeat(10_000_000)] {
            assert_eq!(open("surat", key).await, Error::malformed("device key"));
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 0);
    }

    async fn a_guessed_token_finds_nothing(office: Office) {
        office.backend.open_draft("surat", &random_name()).await.unwrap();
        for token in ["", "x", "' OR 1=1 --", "\0", &"y".repeat(1_000_000)] {
            assert_eq!(office.begin(token, "ktp", 10).await.unwrap_err(), Error::NotFound);
        }
    }
}
