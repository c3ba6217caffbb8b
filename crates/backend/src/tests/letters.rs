//! Letters: their numbers, their states, and who may do what.

use crate::NewDelegation;
use crate::both_engines;
use crate::letter::LetterWith;
use crate::testing::{Office, Sent, pdf};
use domain::application::{Action, Deed, IllegalStep, State};
use domain::delegation::Capacity;
use domain::error::{Error, Result};
use domain::letter::{LetterState, LetterStep, Means};
use domain::officer::{Officer, Role};
use domain::private::Private;
use domain::product::{ProductState, ProductStep};
use domain::view::LetterView;
use std::collections::BTreeSet;
use std::time::Duration;

pub(super) const PRODUCT: &str = "hasil";

pub(super) fn illegal(step: IllegalStep) -> Error {
    Error::Step { step }
}

pub(super) async fn step(
    office: &Office,
    session: &str,
    sent: &Sent,
    step: LetterStep,
) -> Result<()> {
    let with = LetterWith {
        reason: "Salah tulis nama".to_owned(),
        file: Some(pdf("scan")).filter(|_| step == LetterStep::Scan),
        ..LetterWith::default()
    };
    office
        .backend
        .letter_step(session, &sent.code, PRODUCT, step, with)
        .await
}

pub(super) async fn letter(office: &Office, session: &str, sent: &Sent) -> LetterView {
    office.case(session, &sent.code).await.letters.remove(0)
}

/// An office that signs with this certificate.
pub(super) fn with(certificate: std::path::PathBuf) -> crate::Signing {
    crate::Signing {
        usual: crate::Signer::Certificate(certificate),
        ..crate::Signing::default()
    }
}

/// A decided case, and the camat.
pub(super) async fn decided(office: &Office) -> (Sent, String) {
    let sent = office.application().send().await;
    office.decided(&sent).await;
    (sent, office.in_arut(Role::Camat).await)
}

both_engines! {
    async fn a_letter_signed_by_hand_goes_from_draft_to_valid_and_its_product_lies_at_the_counter(office: Office) {
        let sent = office.application().send().await;
        let camat = office.in_arut(Role::Camat).await;
        let counter = office.in_arut(Role::Counter).await;
        let draft = async || office.backend.letter_draft(&camat, &sent.code, PRODUCT).await;
        assert_eq!(draft().await.unwrap_err(), Error::NotFound, "nobody works on it yet");
        office.decided(&sent).await;
        assert!(draft().await.unwrap().starts_with(b"%PDF"));
        assert_eq!(office.backend.letter_file(&camat, &sent.code, PRODUCT).await.unwrap_err(), Error::NotFound, "a draft is no letter");

        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
        let view = letter(office, &camat, &sent).await;
        assert_eq!((view.state, view.means, view.number.as_deref()), (LetterState::Numbered, Means::Pen, Some("400/001/ARUT SELATAN/XI/2026")));
        assert_eq!(view.day.as_deref(), Some("2026-11-02"));
        let file = office.backend.letter_file(&counter, &sent.code, PRODUCT).await.unwrap();
        assert!(std::fs::read(file.path).unwrap().starts_with(b"%PDF"));

        step(office, &counter, &sent, LetterStep::Print).await.unwrap();
        let case = office.case(&counter, &sent.code).await;
        assert_eq!(case.products[0].state, ProductState::Waiting, "an unsigned letter is nothing to hand over");
        let scan = office.backend.letter_step(&counter, &sent.code, PRODUCT, LetterStep::Scan, LetterWith::default()).await;
        assert_eq!(scan.unwrap_err(), illegal(IllegalStep::NoFile));
        step(office, &counter, &sent, LetterStep::Scan).await.unwrap();
        let case = office.case(&counter, &sent.code).await;
        assert_eq!((case.letters[0].state, case.products[0].state), (LetterState::Scanned, ProductState::AtHand));
        office.deliver(&counter, &sent.code, PRODUCT, ProductStep::HandOver).await.unwrap();
        assert_eq!(office.case(&counter, &sent.code).await.state, State::HandedOver);

        // Every step is in the history, with the number; the chain holds.
        let notes: Vec<_> = case.events.iter().filter(|event| event.deed == Deed::Step(Action::Letter)).filter_map(|event| event.note.clone()).collect();
        assert_eq!(notes.len(), 3);
        assert!(notes[0].contains("400/001/ARUT SELATAN/XI/2026"), "{notes:?}");
        assert_eq!(office.backend.verify_audit().await.unwrap().flaws, []);
        // The resident gets no file of a paper that lies at the counter.
        let grant = office.grant(&sent).await;
        assert_eq!(office.backend.granted_letter(&grant, PRODUCT).await.unwrap_err(), Error::NotFound);
    }

    async fn a_letter_that_has_its_number_is_neither_ready_nor_handed_over_before_it_is_signed(office: Office) {
        let (sent, camat) = decided(office).await;
        let counter = office.in_arut(Role::Counter).await;
        let act = async |action| {
            let version = office.case(&counter, &sent.code).await.version;
            office.backend.act(&counter, &sent.code, version, action, None).await.map(|case| case.state)
        };
        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
        let told = office.count("SELECT COUNT(*) FROM message").await;
        for _ in 0..2 {
            for action in [Action::MakeReady, Action::HandOver] {
                assert_eq!(act(action).await.unwrap_err(), illegal(IllegalStep::LetterOpen), "{action:?}");
            }
            let _ = step(office, &counter, &sent, LetterStep::Print).await;
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM message").await, told, "nobody is told to come");
        step(office, &counter, &sent, LetterStep::Scan).await.unwrap();
        // Now it lies there, and whoever takes it signs for it.
        assert_eq!(act(Action::HandOver).await.unwrap_err(), illegal(IllegalStep::ProductsOpen));
        assert_eq!(act(Action::MakeReady).await, Ok(State::ReadyForPickup));
        office.deliver(&counter, &sent.code, PRODUCT, ProductStep::HandOver).await.unwrap();
        assert_eq!(office.case(&counter, &sent.code).await.state, State::HandedOver);
    }

    async fn who_signed_by_an_order_that_ended_numbers_nothing(office: Office) {
        let (sent, camat) = decided(office).await;
        let head = office.in_arut(Role::Head).await;
        let Officer { id, username, .. } = office.backend.officer(&head).await.unwrap().officer;
        let new = NewDelegation {
            username,
            capacity: Capacity::OnBehalf,
            role: Role::Camat,
            services: Vec::new(),
            from: "2026-11-02".to_owned(),
            until: "2026-11-02".to_owned(),
            basis: "SP 1/2026".to_owned(),
        };
        office.backend.give_order(&camat, new).await.unwrap();
        assert!(office.case(&head, &sent.code).await.letters[0].steps.contains(&LetterStep::Number));
        office.clock.forward(24 * 3600);
        let head = office.session_of(&id).await;
        let case = office.case(&head, &sent.code).await;
        assert!(!case.letters[0].steps.contains(&LetterStep::Number));
        assert_eq!(case.lapsed.map(|one| one.until), Some("2026-11-02".to_owned()));
        assert_eq!(step(office, &head, &sent, LetterStep::Number).await.unwrap_err(), illegal(IllegalStep::OrderOver));
        assert_eq!(office.count("SELECT COUNT(*) FROM letter").await, 0);
    }

    async fn only_who_answers_for_letters_numbers_them_and_only_when_it_is_decided(office: Office) {
        let sent = office.application().send().await;
        let camat = office.in_arut(Role::Camat).await;
        assert_eq!(step(office, &camat, &sent, LetterStep::Number).await.unwrap_err(), illegal(IllegalStep::Letter), "not decided");
        office.decided(&sent).await;
        for role in [Role::Counter, Role::Head] {
            let session = office.in_arut(role).await;
            assert_eq!(step(office, &session, &sent, LetterStep::Number).await.unwrap_err(), Error::Forbidden, "{role:?}");
        }
        for role in [Role::Helper, Role::Content] {
            let session = office.in_arut(role).await;
            assert_eq!(step(office, &session, &sent, LetterStep::Number).await.unwrap_err(), Error::Forbidden, "{role:?}");
            assert_eq!(office.backend.letter_draft(&session, &sent.code, PRODUCT).await.unwrap_err(), Error::Forbidden);
        }
        let elsewhere = office.officer(Role::Camat, "62.01.01").await;
        assert_eq!(step(office, &elsewhere, &sent, LetterStep::Number).await.unwrap_err(), Error::NotFound);
        assert_eq!(office.backend.letter_step(&camat, &sent.code, "lain", LetterStep::Number, LetterWith::default()).await.unwrap_err(), Error::NotFound);
        let electronic = LetterWith { means: Some(Means::Electronic), ..LetterWith::default() };
        assert_eq!(office.backend.letter_step(&camat, &sent.code, PRODUCT, LetterStep::Number, electronic).await.unwrap_err(), illegal(IllegalStep::Letter), "there is no certificate");
        assert_eq!(office.count("SELECT COUNT(*) FROM register").await, 0, "nobody took a number");
        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
        assert_eq!(step(office, &camat, &sent, LetterStep::Number).await.unwrap_err(), illegal(IllegalStep::Letter), "it has one");
        assert_eq!(step(office, &camat, &sent, LetterStep::Sign).await.unwrap_err(), illegal(IllegalStep::Letter), "by hand is by hand");
        // The office can't slip in a file of its own beside the letter.
        let counter = office.in_arut(Role::Counter).await;
        assert_eq!(office.deliver(&counter, &sent.code, PRODUCT, ProductStep::Issue).await.unwrap_err(), illegal(IllegalStep::Product));
    }

    async fn a_letter_that_is_revoked_keeps_its_number_and_a_new_one_takes_the_next(office: Office) {
        let (sent, camat) = decided(office).await;
        for number in ["400/001/", "400/002/"] {
            step(office, &camat, &sent, LetterStep::Number).await.unwrap();
            assert!(letter(office, &camat, &sent).await.number.unwrap().starts_with(number));
            let no_reason = office.backend.letter_step(&camat, &sent.code, PRODUCT, LetterStep::Revoke, LetterWith::default()).await;
            assert_eq!(no_reason.unwrap_err(), illegal(IllegalStep::NoReason));
            step(office, &camat, &sent, LetterStep::Revoke).await.unwrap();
        }
        let case = office.case(&camat, &sent.code).await;
        let before: Vec<_> = case.letters[0].before.iter().map(|one| (one.state, one.reason.clone())).collect();
        let why = Some("Salah tulis nama".to_owned());
        assert_eq!(before, [(LetterState::Revoked, why.clone()), (LetterState::Revoked, why)]);
        assert_eq!(case.letters[0].state, LetterState::Draft);
        assert_eq!(case.products[0].state, ProductState::Waiting, "what was revoked isn't handed over");
        // Nobody could ever rely on them.
        assert!(office.backend.status(&office.grant(&sent).await).await.unwrap().ended.is_empty());
    }

    async fn a_letter_in_somebodys_hands_can_still_be_revoked(office: Office) {
        let (sent, camat) = decided(office).await;
        let counter = office.in_arut(Role::Counter).await;
        for next in [LetterStep::Number, LetterStep::Print, LetterStep::Scan] {
            step(office, &camat, &sent, next).await.unwrap();
        }
        office.deliver(&counter, &sent.code, PRODUCT, ProductStep::HandOver).await.unwrap();
        step(office, &camat, &sent, LetterStep::Revoke).await.unwrap();
        let case = office.case(&camat, &sent.code).await;
        assert_eq!((case.state, case.products[0].state), (State::HandedOver, ProductState::HandedOver));
        assert_eq!(case.letters[0].before[0].state, LetterState::Revoked);
        assert_eq!(step(office, &camat, &sent, LetterStep::Number).await.unwrap_err(), illegal(IllegalStep::Letter), "the case is closed");
    }

    async fn numbers_begin_anew_with_the_year_and_in_each_office(office: Office) {
        let (first, camat) = decided(office).await;
        step(office, &camat, &first, LetterStep::Number).await.unwrap();
        office.days_pass(60);
        let (second, camat) = decided(office).await;
        step(office, &camat, &second, LetterStep::Number).await.unwrap();
        let number = letter(office, &camat, &second).await.number.unwrap();
        assert_eq!(number, "400/001/ARUT SELATAN/I/2027");
        assert_eq!(office.count("SELECT COUNT(*) FROM register").await, 2);
    }

    async fn a_hundred_signings_at_once_with_half_of_them_cut_off_leave_no_gap_and_no_number_twice(office: Office) {
        let camat = office.in_arut(Role::Camat).await;
        let mut cases = Vec::new();
        for _ in 0..100 {
            cases.push(office.application().burial().send().await);
        }
        office.run("UPDATE application SET state = 'done'").await;
        let mut running = Vec::new();
        for (at, sent) in cases.iter().enumerate() {
            let (backend, session, code) = (office.backend.clone(), camat.clone(), sent.code.clone());
            let task = tokio::spawn(async move {
                // SQLite has one writer, who sets a letter meanwhile: whoever has waited too long is told, and presses again.
                loop {
                    let done = backend.letter_step(&session, &code, PRODUCT, LetterStep::Number, LetterWith::default()).await;
                    if done != Err(Error::Unavailable) {
                        return done;
                    }
                }
            });
            running.push((at, task));
        }
        let (mut done, mut cut) = (0, 0);
        for (at, task) in running.iter().filter(|(at, _)| at % 2 == 1) {
            // Somewhere on its way: waiting for its turn, setting the letter, keeping it, writing it down.
            tokio::time::sleep(Duration::from_millis(*at as u64 % 23)).await;
            task.abort();
        }
        for (_, task) in running {
            match task.await {
                Ok(finished) => {
                    finished.unwrap();
                    done += 1;
                }
                Err(_) => cut += 1,
            }
        }
        assert!(done >= 50 && cut > 0, "{done} done, {cut} cut off");
        let numbers: Vec<i64> = sqlx::query_scalar("SELECT seq FROM letter ORDER BY seq").fetch_all(office.backend.db.pool()).await.unwrap();
        // What was cut off after its last word may have been written all the same.
        assert!(numbers.len() >= done, "{} letters, {done} done", numbers.len());
        assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>(), "no gap");
        assert_eq!(office.count("SELECT last FROM register").await, numbers.len() as i64);
        let texts: Vec<String> = sqlx::query_scalar("SELECT number FROM letter").fetch_all(office.backend.db.pool()).await.unwrap();
        assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len());
        // Whoever was cut off tries again, and takes the next one.
        for sent in &cases {
            let again = office.backend.letter_step(&camat, &sent.code, PRODUCT, LetterStep::Number, LetterWith::default()).await;
            assert!(again.is_ok() || again == Err(illegal(IllegalStep::Letter)), "{again:?}");
        }
        assert_eq!(office.count("SELECT last FROM register").await, 100);
        assert_eq!(office.count("SELECT COUNT(*) FROM letter").await, 100);
        assert_eq!(office.backend.verify_audit().await.unwrap().flaws, []);
    }

    async fn a_letter_is_signed_only_when_its_own_bytes_prove_it_and_nobody_has_it_before(office: Office) {
        let at = tempfile::tempdir().unwrap();
        let certificate = at.path().join("kantor.p12");
        std::fs::write(&certificate, include_bytes!("letters/test.p12")).unwrap();
        let settings = crate::Settings { signing: with(certificate.clone()), ..office.settings.clone() };
        let backend = office.reopened_with(settings).await;
        let (sent, camat) = decided(office).await;
        let sign = async |words: &str| backend.sign_letter(&camat, &sent.code, PRODUCT, Private::new(words.to_owned())).await;
        assert_eq!(sign("rahasia kantor").await.unwrap_err(), illegal(IllegalStep::Letter), "it has no number");
        let electronic = LetterWith { means: Some(Means::Electronic), ..LetterWith::default() };
        backend.letter_step(&camat, &sent.code, PRODUCT, LetterStep::Number, electronic).await.unwrap();
        let counter = office.in_arut(Role::Counter).await;
        let grant = office.grant(&sent).await;
        let gone = async || {
            assert_eq!(backend.letter_file(&counter, &sent.code, PRODUCT).await.unwrap_err(), Error::NotFound);
            assert_eq!(backend.granted_letter(&grant, PRODUCT).await.unwrap_err(), Error::NotFound);
        };
        gone().await;
        assert_eq!(backend.letter_step(&camat, &sent.code, PRODUCT, LetterStep::Print, LetterWith::default()).await.unwrap_err(), illegal(IllegalStep::Letter), "unsigned, it isn't printed");
        assert_eq!(sign("salah").await.unwrap_err(), illegal(IllegalStep::Passphrase));
        assert_eq!(backend.sign_letter(&counter, &sent.code, PRODUCT, Private::new(String::new())).await.unwrap_err(), Error::Forbidden);
        std::fs::rename(&certificate, at.path().join("away")).unwrap();
        assert_eq!(sign("rahasia kantor").await.unwrap_err(), illegal(IllegalStep::Certificate));
        std::fs::rename(at.path().join("away"), &certificate).unwrap();
        assert_eq!(letter(office, &camat, &sent).await.state, LetterState::Numbered);
        gone().await;

        sign("rahasia kantor").await.unwrap();
        let case = office.case(&camat, &sent.code).await;
        assert_eq!((case.letters[0].state, case.products[0].state), (LetterState::Signed, ProductState::Issued));
        let file = backend.granted_letter(&grant, PRODUCT).await.unwrap();
        let signed = letters::sign::verify(&std::fs::read(file.path).unwrap()).unwrap();
        assert!(signed.whole && signed.name.contains("Camat"), "{signed:?}");
        assert_eq!(sign("rahasia kantor").await.unwrap_err(), illegal(IllegalStep::Letter), "once is enough");
        // Taken back, it is nobody's any more.
        step(office, &camat, &sent, LetterStep::Revoke).await.unwrap();
        assert_eq!(backend.granted_letter(&grant, PRODUCT).await.unwrap_err(), Error::NotFound);
        backend.close().await;
    }

    async fn a_letter_that_no_certificate_can_sign_is_signed_by_hand_under_the_same_number(office: Office) {
        let settings = crate::Settings { signing: with("/nowhere/kantor.p12".into()), ..office.settings.clone() };
        let backend = office.reopened_with(settings).await;
        let (sent, camat) = decided(office).await;
        let take = async |step, means| backend.letter_step(&camat, &sent.code, PRODUCT, step, LetterWith { means, ..LetterWith::default() }).await;
        take(LetterStep::Number, None).await.unwrap();
        let before = backend.letter_file(&camat, &sent.code, PRODUCT).await;
        assert_eq!(before.unwrap_err(), Error::NotFound, "electronic is the usual way");
        take(LetterStep::TakePen, None).await.unwrap();
        let view = letter(office, &camat, &sent).await;
        assert_eq!((view.state, view.means, view.number.as_deref()), (LetterState::Numbered, Means::Pen, Some("400/001/ARUT SELATAN/XI/2026")));
        backend.letter_file(&camat, &sent.code, PRODUCT).await.unwrap();
        take(LetterStep::Print, None).await.unwrap();
        assert_eq!(office.count("SELECT last FROM register").await, 1);
        backend.close().await;
    }

    async fn passphrases_are_not_guessed(office: Office) {
        let at = tempfile::tempdir().unwrap();
        let certificate = at.path().join("kantor.p12");
        std::fs::write(&certificate, b"none").unwrap();
        let backend = office.reopened_with(crate::Settings { signing: with(certificate), ..office.settings.clone() }).await;
        let (sent, camat) = decided(office).await;
        backend.letter_step(&camat, &sent.code, PRODUCT, LetterStep::Number, LetterWith::default()).await.unwrap();
        let sign = async || backend.sign_letter(&camat, &sent.code, PRODUCT, Private::new("x".to_owned())).await.unwrap_err();
        for _ in 0..10 {
            assert_eq!(sign().await, illegal(IllegalStep::Passphrase));
        }
        assert!(matches!(sign().await, Error::TooMany { .. }));
        backend.close().await;
    }

    async fn two_who_number_one_letter_at_once_use_one_number(office: Office) {
        let (sent, camat) = decided(office).await;
        let both = tokio::join!(step(office, &camat, &sent, LetterStep::Number), step(office, &camat, &sent, LetterStep::Number));
        let (won, lost) = if both.0.is_ok() { both } else { (both.1, both.0) };
        // Whoever looks after the other has finished is told that it has a number, before: that somebody was faster.
        let told = [Error::Changed, illegal(IllegalStep::Letter)];
        assert!(won.is_ok() && told.contains(lost.as_ref().unwrap_err()), "{won:?} {lost:?}");
        assert_eq!(office.count("SELECT last FROM register").await, 1);
    }
}
