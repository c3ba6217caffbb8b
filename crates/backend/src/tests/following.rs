//! Looking up a status: enough for the right person, nothing for anybody else.

use crate::attempt::Requester;
use crate::both_engines;
use crate::testing::Office;
use domain::application::{Action, IllegalStep, State};
use domain::code::Code;
use domain::error::Error;
use domain::officer::Role;
use std::net::IpAddr;

/// A well-formed code that nobody has.
fn unknown_code() -> String {
    Code::new("SRT", [1, 2, 3, 4, 5, 6, 7, 8])
        .unwrap()
        .to_string()
}

/// Other digits than these.
fn wrong(digits: &str) -> String {
    if digits == "0000" {
        "1111".to_owned()
    } else {
        "0000".to_owned()
    }
}

async fn refusal(office: &Office, code: &str, digits: &str) -> Error {
    office
        .backend
        .look_up(code, digits, &office.requester())
        .await
        .unwrap_err()
}

both_engines! {
    async fn code_and_digits_show_the_case_without_name_or_number(office: Office) {
        let sent = office.application().send().await;
        let grant = office.grant(&sent).await;
        let status = office.backend.status(&grant).await.unwrap();
        assert_eq!(status.applicant, "S*** R***");
        assert_eq!((status.state, status.expected.as_deref(), status.paused_with), (State::Submitted, None, None));
        assert_eq!(status.timeline.len(), 1);
        assert_eq!(status.timeline[0].by.id, "Anda");
        assert!(status.pick_up);
        let said = format!("{status:?}");
        for personal in ["Rahmawati", "6201025408900917", "4821"] {
            assert!(!said.contains(personal), "{personal} is shown");
        }
    }

    async fn a_code_may_be_typed_carelessly(office: Office) {
        let sent = office.application().send().await;
        let typed = sent.code.to_lowercase().replace('-', " ");
        office.backend.look_up(&typed, " 48 21 ", &office.requester()).await.unwrap();
    }

    async fn wrong_code_and_wrong_digits_get_the_identical_answer(office: Office) {
        let sent = office.application().send().await;
        let for_code = refusal(office, &unknown_code(), &sent.digits).await;
        let for_digits = refusal(office, &sent.code, &wrong(&sent.digits)).await;
        assert_eq!(for_code, Error::NoMatch);
        assert_eq!(for_code, for_digits);
        assert_eq!(for_code.status(), for_digits.status());
        // Both leave the same traces behind: a counted try for the address and one for the code.
        assert_eq!(office.count("SELECT COUNT(*) FROM attempt").await, 3);
        assert_eq!(office.count("SELECT COUNT(*) FROM status_grant").await, 0);
    }

    async fn a_mistyped_code_is_told_before_anything_is_looked_up(office: Office) {
        let sent = office.application().send().await;
        let mistyped = sent.code.replace("SRT", "STR");
        assert!(matches!(refusal(office, &mistyped, &sent.digits).await, Error::Code { .. }));
        assert_eq!(office.count("SELECT COUNT(*) FROM attempt").await, 0);
    }

    async fn after_ten_wrong_tries_a_code_is_closed_for_an_hour_also_for_right_digits(office: Office) {
        let sent = office.application().send().await;
        for _ in 0..10 {
            assert_eq!(refusal(office, &sent.code, &wrong(&sent.digits)).await, Error::NoMatch);
        }
        let closed = refusal(office, &sent.code, &sent.digits).await;
        assert_eq!(closed, Error::TooMany { wait_seconds: 3600 });
        // Another address doesn't help.
        let elsewhere = Requester::from(IpAddr::from([192, 0, 2, 7]));
        let refused = office.backend.look_up(&sent.code, &sent.digits, &elsewhere).await.unwrap_err();
        assert!(matches!(refused, Error::TooMany { .. }));
        // A code that nobody has closes in the same way.
        for _ in 0..10 {
            assert_eq!(refusal(office, &unknown_code(), "0000").await, Error::NoMatch);
        }
        assert_eq!(refusal(office, &unknown_code(), "0000").await, Error::TooMany { wait_seconds: 3600 });
        office.clock.forward(3600);
        office.grant(&sent).await;
    }

    async fn coming_often_with_the_right_digits_never_locks_out(office: Office) {
        let sent = office.application().send().await;
        for _ in 0..40 {
            office.grant(&sent).await;
        }
    }

    async fn ten_guesses_at_once_are_still_ten(office: Office) {
        let sent = office.application().send().await;
        let guesses = (0..30).map(|guess| {
            let (backend, code, requester) = (office.backend.clone(), sent.code.clone(), office.requester());
            tokio::spawn(async move { backend.look_up(&code, &format!("{guess:04}"), &requester).await.unwrap_err() })
        });
        let mut looked = 0;
        for guess in guesses.collect::<Vec<_>>() {
            looked += usize::from(guess.await.unwrap() == Error::NoMatch);
        }
        assert_eq!(looked, 10);
    }

    async fn a_village_behind_one_address_has_three_hundred_wrong_tries(office: Office) {
        office.run("INSERT INTO setting (key, value) VALUES ('village', 'x')").await;
        let mut refused = 0;
        for number in 0..31u8 {
            let code = Code::new("SRT", [number, 2, 3, 4, 5, 6, 7, 8]).unwrap().to_string();
            for _ in 0..10 {
                refused += usize::from(refusal(office, &code, "0000").await == Error::NoMatch);
            }
        }
        assert_eq!(refused, 300);
        // Others are not concerned.
        let elsewhere = Requester::from(IpAddr::from([192, 0, 2, 7]));
        let fresh = Code::new("SRT", [9, 9, 9, 9, 9, 9, 9, 9]).unwrap().to_string();
        assert_eq!(office.backend.look_up(&fresh, "0000", &elsewhere).await.unwrap_err(), Error::NoMatch);
    }

    async fn tries_are_counted_without_keeping_address_or_code(office: Office) {
        let sent = office.application().send().await;
        refusal(office, &sent.code, &wrong(&sent.digits)).await;
        assert_eq!(office.count("SELECT COUNT(*) FROM attempt WHERE key LIKE '%10.0.0.1%' OR key LIKE '%SRT%'").await, 0);
        office.clock.forward(3601);
        assert_eq!(office.backend.sweep().await.unwrap().attempts, 2);
    }

    async fn a_grant_lasts_half_an_hour(office: Office) {
        let sent = office.application().send().await;
        let grant = office.grant(&sent).await;
        office.clock.forward(30 * 60 - 1);
        office.backend.status(&grant).await.unwrap();
        office.clock.forward(1);
        assert_eq!(office.backend.status(&grant).await.unwrap_err(), Error::LoggedOut);
        assert_eq!(office.backend.sweep().await.unwrap().grants, 1);
    }

    async fn the_phone_number_is_not_readable_beside_the_code(office: Office) {
        office.application().send().await;
        assert_eq!(office.count("SELECT COUNT(*) FROM application WHERE phone_proof LIKE '%4821%'").await, 0);
        // Equal digits don't look alike.
        office.application().send().await;
        assert_eq!(office.count("SELECT COUNT(DISTINCT phone_proof) FROM application").await, 2);
    }

    async fn the_resident_takes_it_back_until_it_is_complete(office: Office) {
        let sent = office.application().send().await;
        let grant = office.grant(&sent).await;
        let status = office.backend.cancel(&grant).await.unwrap();
        assert_eq!(status.state, State::Cancelled);
        let again = office.backend.cancel(&grant).await.unwrap_err();
        assert_eq!(again, Error::Step { step: IllegalStep::FromHere { from: State::Cancelled, action: Action::Cancel } });
        assert_eq!(office.count("SELECT COUNT(*) FROM event").await, 2);

        let sent = office.complete_application().await;
        let grant = office.grant(&sent).await;
        let late = office.backend.cancel(&grant).await.unwrap_err();
        assert_eq!(late, Error::Step { step: IllegalStep::FromHere { from: State::Processing, action: Action::Cancel } });
    }

    async fn the_expected_day_counts_working_days_from_the_complete_file(office: Office) {
        // Complete on Monday 2 November, promised in two working days.
        let sent = office.complete_application().await;
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!(status.expected.as_deref(), Some("2026-11-04"));
        assert_eq!(status.timeline.last().unwrap().by.id, Role::Counter.name(domain::text::Lang::Id));
    }

    async fn marks_of_an_officer_are_not_shown_before_they_are_returned(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        let case = office.case(&counter, &sent.code).await;
        let case = office.backend.act(&counter, &sent.code, case.version, Action::StartChecking, None).await.unwrap();
        office.give_back(&counter, &case, "document:ktp", "Buram").await;
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert!(status.returned.is_empty());
    }

    async fn a_refusal_tells_its_reason(office: Office) {
        let sent = office.complete_application().await;
        let secretary = office.in_arut(Role::Secretary).await;
        let case = office.case(&secretary, &sent.code).await;
        let reason = Some("Bukan warga sini".to_owned());
        office.backend.act(&secretary, &sent.code, case.version, Action::Refuse, reason).await.unwrap();
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!((status.state, status.reason.as_deref()), (State::Refused, Some("Bukan warga sini")));
        assert_eq!(status.expected, None);
    }
}

#[test]
fn an_address_is_one_requester_however_it_is_written() {
    let of = |text: &str| Requester::from(text.parse::<IpAddr>().unwrap());
    assert!(of("::ffff:192.0.2.1") == of("192.0.2.1"));
    assert!(of("2001:db8:1:2::1") == of("2001:db8:1:2:ffff::9"));
    assert!(of("2001:db8:1:2::1") != of("2001:db8:1:3::1"));
}
