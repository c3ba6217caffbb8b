//! Which letter stands, who may say so, and what isn't done before one does.

use super::letters::{PRODUCT, decided, illegal, letter, step, with};
use crate::both_engines;
use crate::letter::LetterWith;
use domain::application::{Action, Deed, IllegalStep, State};
use domain::error::Error;
use domain::letter::{LetterState, LetterStep};
use domain::officer::Role;
use domain::private::Private;
use domain::product::{ProductState, ProductStep};
use domain::view::{LettersWaiting, QueueFilter};

both_engines! {
    async fn a_letter_stands_until_the_one_that_replaces_it_is_signed(office: Office) {
        let (sent, camat) = decided(office).await;
        let counter = office.in_arut(Role::Counter).await;
        let ended = async || office.backend.status(&office.grant(&sent).await).await.unwrap().ended;
        for next in [LetterStep::Number, LetterStep::Print, LetterStep::Scan] {
            step(office, &camat, &sent, next).await.unwrap();
        }
        step(office, &camat, &sent, LetterStep::Replace).await.unwrap();
        let view = letter(office, &camat, &sent).await;
        assert_eq!((view.state, view.number.as_deref()), (LetterState::Numbered, Some("400/002/ARUT SELATAN/XI/2026")));
        assert_eq!((view.before[0].state, view.before[0].number.as_str()), (LetterState::Scanned, "400/001/ARUT SELATAN/XI/2026"));
        assert!(ended().await.is_empty(), "the old one stands");
        // Neither the old paper nor a promise of the new one goes out meanwhile.
        let given = office.deliver(&counter, &sent.code, PRODUCT, ProductStep::HandOver).await;
        assert_eq!(given.unwrap_err(), illegal(IllegalStep::LetterOpen));
        let version = office.case(&counter, &sent.code).await.version;
        let ready = office.backend.act(&counter, &sent.code, version, Action::MakeReady, None).await;
        assert_eq!(ready.unwrap_err(), illegal(IllegalStep::LetterOpen));
        // The new one was a mistake: the old one goes on, and can be replaced again.
        step(office, &camat, &sent, LetterStep::Revoke).await.unwrap();
        let view = letter(office, &camat, &sent).await;
        assert_eq!((view.state, view.number.as_deref()), (LetterState::Scanned, Some("400/001/ARUT SELATAN/XI/2026")));
        step(office, &camat, &sent, LetterStep::Replace).await.unwrap();
        for next in [LetterStep::Print, LetterStep::Scan] {
            step(office, &camat, &sent, next).await.unwrap();
        }
        let case = office.case(&camat, &sent.code).await;
        assert_eq!((case.letters[0].state, case.letters[0].number.as_deref()), (LetterState::Scanned, Some("400/003/ARUT SELATAN/XI/2026")));
        let before: Vec<_> = case.letters[0].before.iter().map(|one| one.state).collect();
        assert_eq!(before, [LetterState::Replaced, LetterState::Revoked]);
        assert_eq!(case.products[0].state, ProductState::AtHand);
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        let letters = status.timeline.iter().filter(|entry| entry.action == Action::Letter);
        assert_eq!(letters.count(), 1, "the resident isn't told of each stamp");
        let ended = ended().await;
        assert_eq!(ended.len(), 1, "the one in the middle was never valid");
        assert_eq!((ended[0].state, ended[0].reason.as_deref()), (LetterState::Replaced, Some("Salah tulis nama")));
        office.deliver(&counter, &sent.code, PRODUCT, ProductStep::HandOver).await.unwrap();
        assert_eq!(office.case(&counter, &sent.code).await.state, State::HandedOver);
        assert_eq!(office.backend.verify_audit().await.unwrap().flaws, []);
    }

    async fn a_decided_case_without_its_letter_stands_in_the_list_and_is_not_handed_over(office: Office) {
        let (sent, camat) = decided(office).await;
        let counter = office.in_arut(Role::Counter).await;
        let undone = async || office.backend.letters_awaiting(&camat).await.unwrap().undone;
        let listed = undone().await;
        assert_eq!((listed.len(), listed[0].code.to_string(), listed[0].product.as_str()), (1, sent.code.clone(), PRODUCT));
        let act = async |action| {
            let version = office.case(&counter, &sent.code).await.version;
            office.backend.act(&counter, &sent.code, version, action, None).await.map(|case| case.state)
        };
        for action in [Action::MakeReady, Action::HandOver] {
            assert!(!office.case(&counter, &sent.code).await.actions.contains(&action));
            assert_eq!(act(action).await.unwrap_err(), illegal(IllegalStep::LetterOpen), "{action:?}");
        }
        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
        assert!(undone().await.is_empty());
        // A letter that was taken back has to be made anew.
        step(office, &camat, &sent, LetterStep::Revoke).await.unwrap();
        assert_eq!(undone().await.len(), 1);
        assert_eq!(act(Action::HandOver).await.unwrap_err(), illegal(IllegalStep::LetterOpen));
        let elsewhere = office.officer(Role::Camat, "62.01.01").await;
        assert!(office.backend.letters_awaiting(&elsewhere).await.unwrap().undone.is_empty());
    }

    async fn nobody_signs_under_the_name_of_another(office: Office) {
        let at = tempfile::tempdir().unwrap();
        let certificate = at.path().join("kantor.p12");
        std::fs::write(&certificate, include_bytes!("letters/test.p12")).unwrap();
        let backend = office.reopened_with(crate::Settings { signing: with(certificate), ..office.settings.clone() }).await;
        let (sent, camat) = decided(office).await;
        backend.letter_step(&camat, &sent.code, PRODUCT, LetterStep::Number, LetterWith::default()).await.unwrap();
        let secretary = office.in_arut(Role::Secretary).await;
        let sign = async |session: &str| backend.sign_letter(session, &sent.code, PRODUCT, Private::new("rahasia kantor".to_owned())).await;
        assert_eq!(sign(&secretary).await.unwrap_err(), illegal(IllegalStep::OtherSigner));
        // What is signed electronically is fetched by nobody.
        assert!(!backend.pickup(&office.grant(&sent).await).await.unwrap().needed);
        sign(&camat).await.unwrap();
        assert!(!backend.pickup(&office.grant(&sent).await).await.unwrap().needed);
        step(office, &camat, &sent, LetterStep::Revoke).await.unwrap();
        let status = backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!((status.letters.len(), status.ended.len()), (0, 1), "whoever has it learns that it stands no more");
        backend.close().await;
    }

    async fn a_decided_case_is_reopened_by_who_decides_until_somebody_relies_on_it(office: Office) {
        let (sent, camat) = decided(office).await;
        let counter = office.in_arut(Role::Counter).await;
        let act = async |session: &str, action, reason: Option<&str>| {
            let version = office.count("SELECT version FROM application").await;
            let did = office.backend.act(session, &sent.code, version, action, reason.map(str::to_owned)).await;
            did.map(|case| case.state)
        };
        assert_eq!(act(&counter, Action::Reopen, Some("Salah nama")).await, Err(Error::Forbidden));
        assert_eq!(act(&camat, Action::Reopen, None).await, Err(illegal(IllegalStep::NoReason)));
        // With a number it must be revoked first.
        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
        assert!(!office.case(&camat, &sent.code).await.actions.contains(&Action::Reopen));
        assert_eq!(act(&camat, Action::Reopen, Some("Salah nama")).await, Err(illegal(IllegalStep::Given)));
        step(office, &camat, &sent, LetterStep::Revoke).await.unwrap();
        let before = office.case(&camat, &sent.code).await;
        assert!(before.actions.contains(&Action::Reopen) && !before.may_take, "it is nobody's turn");
        assert_eq!(before.due, None);
        assert_eq!(act(&camat, Action::Reopen, Some("Salah nama")).await, Ok(State::AwaitingSignature));
        let case = office.case(&camat, &sent.code).await;
        assert!(case.due.is_some(), "the clock runs on");
        let event = case.events.iter().find(|event| event.deed == Deed::Step(Action::Reopen)).unwrap();
        assert_eq!(event.note.as_deref(), Some("Salah nama"));
        assert_eq!(step(office, &camat, &sent, LetterStep::Number).await, Err(illegal(IllegalStep::Letter)), "no letter before it is decided again");
        // From there to the resident, as from any desk.
        act(&camat, Action::SendBack, Some("Salah nama")).await.unwrap();
        assert_eq!(office.case(&camat, &sent.code).await.state, State::Processing);
        assert_eq!(office.backend.verify_audit().await.unwrap().flaws, []);
    }

    async fn what_somebody_holds_is_not_reopened(office: Office) {
        let (sent, camat) = decided(office).await;
        let counter = office.in_arut(Role::Counter).await;
        for next in [LetterStep::Number, LetterStep::Print, LetterStep::Scan] {
            step(office, &camat, &sent, next).await.unwrap();
        }
        office.deliver(&counter, &sent.code, PRODUCT, ProductStep::HandOver).await.unwrap();
        step(office, &camat, &sent, LetterStep::Revoke).await.unwrap();
        let version = office.count("SELECT version FROM application").await;
        let reopened = office.backend.act(&camat, &sent.code, version, Action::Reopen, Some("Salah".to_owned())).await;
        assert!(reopened.is_err(), "it is over");
        office.run("UPDATE application SET state = 'done'").await;
        let reopened = office.backend.act(&camat, &sent.code, version, Action::Reopen, Some("Salah".to_owned())).await;
        assert_eq!(reopened.unwrap_err(), illegal(IllegalStep::Given));
    }

    async fn who_must_number_or_sign_is_told_at_the_top_of_the_own_list(office: Office) {
        let (sent, camat) = decided(office).await;
        let counter = office.in_arut(Role::Counter).await;
        let other = office.in_arut(Role::Camat).await;
        let elsewhere = office.officer(Role::Camat, "62.01.01").await;
        let waiting = async |session: &str| office.backend.queue(session, QueueFilter::default()).await.unwrap().letters;
        let make = LettersWaiting { make: 1, ..LettersWaiting::default() };
        assert_eq!((waiting(&camat).await, waiting(&other).await), (make, make));
        for nobody in [&counter, &elsewhere] {
            assert_eq!(waiting(nobody).await, LettersWaiting::default());
        }
        // With its number it waits for the one whose name stands under it, if it is signed electronically.
        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
        assert_eq!(waiting(&camat).await, LettersWaiting::default());
        office.run("UPDATE letter SET means = 'electronic'").await;
        assert_eq!(waiting(&camat).await, LettersWaiting { sign: 1, ..LettersWaiting::default() });
        assert_eq!(waiting(&other).await, LettersWaiting::default());
        // Not on every page, and not where somebody searches.
        let filter = QueueFilter { search: "siti".to_owned(), ..QueueFilter::default() };
        assert_eq!(office.backend.queue(&camat, filter).await.unwrap().letters, LettersWaiting::default());
    }
}
