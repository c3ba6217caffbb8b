//! Signs that a letter can't print, and facts that an office hasn't written down: told before a number is taken.

use super::letters::{PRODUCT, illegal, letter, step, with};
use crate::both_engines;
use crate::letter::LetterWith;
use crate::testing::{Office, Sent, catalogue};
use domain::application::IllegalStep;
use domain::error::Error;
use domain::form::Answer;
use domain::letter::{
    LetterBook, LetterOffice, LetterState, LetterStep, Means, Signer, Unprintable,
};
use domain::officer::Role;
use domain::product::ProductState;
use domain::profile::Profile;
use domain::region::{RegionCode, Zone};
use domain::text::Lang;

/// An application whose applicant writes the name like this.
async fn named(office: &Office, name: &str) -> Sent {
    office.application().answer("nama", name).send().await
}

async fn found(office: &Office, session: &str, sent: &Sent) -> Vec<Unprintable> {
    office.case(session, &sent.code).await.unprintable
}

both_engines! {
    async fn a_sign_that_cant_be_printed_is_told_before_the_decision_and_takes_no_number(office: Office) {
        let sent = named(office, "Siti 龍 Rahmawati").await;
        let counter = office.in_arut(Role::Counter).await;
        let before = found(office, &counter, &sent).await;
        assert_eq!(before.len(), 1);
        assert_eq!((before[0].product.as_str(), before[0].field.as_deref(), before[0].sign), (PRODUCT, Some("nama"), '龍'));
        let words = before[0].message(Lang::Id);
        assert!(words.contains("U+9F8D") && !words.contains("Rahmawati"), "{words}");

        office.decided(&sent).await;
        let camat = office.in_arut(Role::Camat).await;
        assert_eq!(step(office, &camat, &sent, LetterStep::Number).await.unwrap_err(), illegal(IllegalStep::Unprintable { sign: '龍' }));
        assert_eq!(office.count("SELECT COUNT(*) FROM register").await, 0, "the number is given back");
        assert_eq!(office.count("SELECT COUNT(*) FROM letter").await, 0);
        // What it will look like, with that part left open, can be looked at.
        assert!(office.backend.letter_draft(&camat, &sent.code, PRODUCT).await.unwrap().starts_with(b"%PDF"));
    }

    async fn what_cant_be_printed_is_written_by_hand_into_a_letter_that_is_signed_by_hand(office: Office) {
        let at = tempfile::tempdir().unwrap();
        let certificate = at.path().join("kantor.p12");
        std::fs::write(&certificate, include_bytes!("letters/test.p12")).unwrap();
        let settings = crate::Settings { signing: with(certificate), ..office.settings.clone() };
        let backend = office.reopened_with(settings).await;
        let sent = named(office, "Siti م Rahmawati").await;
        office.decided(&sent).await;
        let camat = office.in_arut(Role::Camat).await;
        let by_hand = async |means| {
            let how = LetterWith { means, by_hand: true, ..LetterWith::default() };
            backend.letter_step(&camat, &sent.code, PRODUCT, LetterStep::Number, how).await
        };
        for electronic in [None, Some(Means::Electronic)] {
            assert_eq!(by_hand(electronic).await.unwrap_err(), illegal(IllegalStep::Letter), "nobody signs what a pen adds later");
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM register").await, 0);
        by_hand(Some(Means::Pen)).await.unwrap();
        let view = letter(office, &camat, &sent).await;
        assert_eq!((view.state, view.means), (LetterState::Numbered, Means::Pen));
        assert!(found(office, &camat, &sent).await.is_empty(), "it is made");
        let events = office.case(&camat, &sent.code).await.events;
        let note = events.last().and_then(|event| event.note.clone()).unwrap();
        assert!(note.ends_with("diberi nomor: yang tidak bisa dicetak ditulis tangan"), "{note}");
        for next in [LetterStep::Print, LetterStep::Scan] {
            step(office, &camat, &sent, next).await.unwrap();
        }
        assert_eq!(office.case(&camat, &sent.code).await.products[0].state, ProductState::AtHand);
        backend.close().await;
    }

    async fn a_sign_that_is_printed_nowhere_holds_nothing_up(office: Office) {
        let mut application = office.application();
        let row = [("nama".to_owned(), "龍".to_owned())].into_iter().collect();
        application.submission.answers.insert("keluarga".to_owned(), Answer::Rows(vec![row]));
        let sent = application.send().await;
        let camat = office.in_arut(Role::Camat).await;
        assert!(found(office, &camat, &sent).await.is_empty());
        office.decided(&sent).await;
        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
    }

    async fn a_signer_whose_name_cant_be_printed_takes_no_number_either(office: Office) {
        let sent = named(office, "Siti Rahmawati").await;
        office.decided(&sent).await;
        let camat = office.in_arut(Role::Camat).await;
        office.run("UPDATE officer SET name = 'Hendra 😀' WHERE role = 'camat'").await;
        assert_eq!(step(office, &camat, &sent, LetterStep::Number).await.unwrap_err(), illegal(IllegalStep::Unprintable { sign: '😀' }));
        assert_eq!(office.count("SELECT COUNT(*) FROM register").await, 0);
    }

    async fn what_letters_would_leave_unfilled_is_told_until_somebody_writes_it_down(office: Office) {
        let counter = office.in_arut(Role::Counter).await;
        let told = office.backend.letters_awaiting(&counter).await.unwrap();
        let office_code = RegionCode::parse("62.01.02").unwrap();
        assert_eq!(told.office.as_ref(), Some(&office_code));
        let parts: Vec<_> = told.gaps.iter().map(|gap| gap.part.get(Lang::En).to_owned()).collect();
        for part in ["address", "phone", "place", "camat"] {
            assert!(parts.iter().any(|one| one.contains(part)), "{part}: {parts:?}");
        }
        assert_eq!(told.gaps[0].file, "catalogue/profiles/62.01.02.toml");

        let camat = office.in_arut(Role::Camat).await;
        let username = office.backend.officer(&camat).await.unwrap().officer.username;
        let mut known = catalogue();
        let profile = r#"
            code = "62.01.02"
            zone = "wib"
            capital = "Pangkalan Bun"
            office = { address = "Jalan Pramuka 1", phone = "0532 21000" }
        "#;
        known.profiles = vec![toml::from_str::<Profile>(profile).unwrap()];
        assert_eq!(known.profiles[0].zone, Zone::Wib);
        let signer = |nip: Option<&str>| Signer { username: username.clone(), title: None, rank: None, nip: nip.map(str::to_owned) };
        for (nip, gaps) in [(None, 1), (Some("19791029 200903 1 006"), 0)] {
            let signing = LetterOffice { region: office_code.clone(), unit: "KEC-ARSEL".to_owned(), signers: vec![signer(nip)] };
            let letter_book = LetterBook { offices: vec![signing], ..known.letter_book.clone() };
            let backend = office.reopened_among(crate::Catalogue { letter_book, ..known.clone() }).await;
            let now = backend.letters_awaiting(&camat).await.unwrap().gaps;
            assert_eq!(now.len(), gaps, "{now:?}");
            assert!(now.iter().all(|gap| gap.file == "catalogue/letters/letters.toml"), "{now:?}");
            backend.close().await;
        }
        // Who sees several offices is told of none of them here.
        let regency = office.officer(Role::Counter, "62.01").await;
        let told = office.backend.letters_awaiting(&regency).await.unwrap();
        assert_eq!((told.gaps, told.office), (Vec::new(), None));
        let content = office.in_arut(Role::Content).await;
        assert_eq!(office.backend.letters_awaiting(&content).await.unwrap_err(), Error::Forbidden);
    }
}
