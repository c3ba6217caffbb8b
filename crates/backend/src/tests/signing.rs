//! Signing at BSrE: what a provider can do wrong, and that the letter keeps its number and waits.

use crate::both_engines;
use crate::effects::Bsre;
use crate::letter::LetterWith;
use crate::testing::esign::{Esign, Mood, NIK, PASSPHRASE, PASSWORD, USERNAME};
use crate::testing::{Office, Sent};
use crate::{Backend, Signer, Signing};
use domain::application::IllegalStep;
use domain::error::{Error, Result};
use domain::letter::{LetterState, LetterStep, Means};
use domain::officer::Role;
use domain::person::Nik;
use domain::private::Private;
use domain::product::ProductState;
use domain::region::RegionCode;
use domain::view::{Asks, LetterView, WaitsFor};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const PRODUCT: &str = "hasil";

fn illegal(step: IllegalStep) -> Error {
    Error::Step { step }
}

/// More than a busy machine needs to sign without optimisation.
const PATIENCE: Duration = Duration::from_secs(25);

fn bsre(esign: &Esign, password: &str, nik: &str) -> Signer {
    let signers = BTreeMap::from([("camat".to_owned(), Private::new(Nik::parse(nik).unwrap()))]);
    let password = Private::new(password.to_owned());
    let service = Bsre::new(&esign.address, USERNAME, &password, signers).unwrap();
    Signer::Bsre(Arc::new(service.within(PATIENCE)))
}

/// The same office, with BSrE.
async fn with(office: &Office, usual: Signer) -> Backend {
    let signing = Signing {
        usual,
        ..Signing::default()
    };
    let settings = crate::Settings {
        signing,
        ..office.settings.clone()
    };
    office.reopened_with(settings).await
}

/// A decided case, and the camat, who logs in as "camat".
async fn decided(office: &Office) -> (Sent, String) {
    let sent = office.application().send().await;
    office.decided(&sent).await;
    let camat = office.in_arut(Role::Camat).await;
    office
        .run("UPDATE officer SET username = 'camat' WHERE role = 'camat'")
        .await;
    (sent, camat)
}

async fn number(backend: &Backend, camat: &str, sent: &Sent) {
    let electronic = LetterWith {
        means: Some(Means::Electronic),
        ..LetterWith::default()
    };
    let step = LetterStep::Number;
    backend
        .letter_step(camat, &sent.code, PRODUCT, step, electronic)
        .await
        .unwrap();
}

async fn sign(backend: &Backend, session: &str, sent: &Sent, words: &str) -> Result<()> {
    let words = Private::new(words.to_owned());
    backend
        .sign_letter(session, &sent.code, PRODUCT, words)
        .await
}

async fn letter(backend: &Backend, session: &str, sent: &Sent) -> LetterView {
    let case = backend.open_case(session, &sent.code).await.unwrap();
    case.letters[0].clone()
}

both_engines! {
    async fn a_letter_is_signed_at_the_provider_and_believed_only_by_its_own_bytes(office: Office) {
        let esign = Esign::start();
        let backend = with(office, bsre(&esign, PASSWORD, NIK)).await;
        let (sent, camat) = decided(office).await;
        number(&backend, &camat, &sent).await;
        assert_eq!(letter(&backend, &camat, &sent).await.asks, Asks::Bsre);
        assert_eq!(sign(&backend, &camat, &sent, "salah").await.unwrap_err(), illegal(IllegalStep::Passphrase));
        assert_eq!(letter(&backend, &camat, &sent).await.waits, None, "a wrong passphrase is nothing to wait for");
        assert_eq!(esign.asked(), ["sign"]);
        sign(&backend, &camat, &sent, PASSPHRASE).await.unwrap();
        assert_eq!(esign.asked(), ["sign", "verify"]);
        let case = backend.open_case(&camat, &sent.code).await.unwrap();
        assert_eq!((case.letters[0].state, case.products[0].state), (LetterState::Signed, ProductState::Issued));
        let grant = office.grant(&sent).await;
        let file = backend.granted_letter(&grant, PRODUCT).await.unwrap();
        let read = letters::sign::verify(&std::fs::read(file.path).unwrap()).unwrap();
        assert!(read.whole, "{read:?}");
        assert_eq!(backend.letters_awaiting(&camat).await.unwrap().letters, []);
        assert_eq!(backend.verify_audit().await.unwrap().flaws, []);
        backend.close().await;
    }

    async fn whatever_the_provider_does_wrong_the_letter_keeps_its_number_and_waits(office: Office) {
        let esign = Esign::start();
        let backend = with(office, bsre(&esign, PASSWORD, NIK)).await;
        let (sent, camat) = decided(office).await;
        number(&backend, &camat, &sent).await;
        let before = letter(&backend, &camat, &sent).await;
        let away = (illegal(IllegalStep::SignerAway), Some(WaitsFor::Provider));
        let answer = (illegal(IllegalStep::SignerAnswer), Some(WaitsFor::BetterAnswer));
        let refuses = (illegal(IllegalStep::Certificate), None);
        let cases = [
            (Mood::Refuses, &refuses),
            (Mood::SignsExpired, &refuses),
            (Mood::Fails, &away),
            (Mood::Cut, &away),
            (Mood::SignsThenFails, &away),
            (Mood::Garbage, &answer),
            (Mood::OtherJson, &answer),
            (Mood::Unsigned, &answer),
            (Mood::OtherLetter, &answer),
            (Mood::Longer, &answer),
            (Mood::Changed, &answer),
            (Mood::Distrusts, &answer),
        ];
        let grant = office.grant(&sent).await;
        for (mood, (error, why)) in cases {
            esign.be(mood);
            assert_eq!(sign(&backend, &camat, &sent, PASSPHRASE).await.unwrap_err(), *error, "{mood:?}");
            let now = letter(&backend, &camat, &sent).await;
            assert_eq!((now.state, &now.number), (LetterState::Numbered, &before.number), "{mood:?}");
            // What it waits for is said from the first time on; a refusal changes nothing about it.
            if let Some(why) = why {
                assert_eq!(now.waits.unwrap().why, *why, "{mood:?}");
                let waiting = backend.letters_awaiting(&camat).await.unwrap().letters;
                assert_eq!(waiting.len(), 1);
                assert!(waiting[0].mine && waiting[0].waits.is_some());
            }
            assert_eq!(backend.granted_letter(&grant, PRODUCT).await.unwrap_err(), Error::NotFound, "{mood:?}");
            assert_eq!(backend.letter_file(&camat, &sent.code, PRODUCT).await.unwrap_err(), Error::NotFound, "{mood:?}");
        }
        // More tries than anybody may guess passphrases: none of them was one.
        esign.be(Mood::Well);
        sign(&backend, &camat, &sent, PASSPHRASE).await.unwrap();
        let now = letter(&backend, &camat, &sent).await;
        assert_eq!((now.state, now.number, now.waits), (LetterState::Signed, before.number, None));
        assert_eq!(office.count("SELECT last FROM register").await, 1);
        assert_eq!(backend.verify_audit().await.unwrap().flaws, []);
        backend.close().await;
    }

    async fn whoever_says_nothing_is_not_waited_for_long(office: Office) {
        let esign = Esign::start();
        esign.be(Mood::Silent);
        let Signer::Bsre(service) = bsre(&esign, PASSWORD, NIK) else {
            panic!("it is BSrE");
        };
        let hasty = Arc::into_inner(service).unwrap().within(Duration::from_millis(500));
        let backend = with(office, Signer::Bsre(Arc::new(hasty))).await;
        let (sent, camat) = decided(office).await;
        number(&backend, &camat, &sent).await;
        assert_eq!(sign(&backend, &camat, &sent, PASSPHRASE).await.unwrap_err(), illegal(IllegalStep::SignerAway));
        assert_eq!(letter(&backend, &camat, &sent).await.waits.unwrap().why, WaitsFor::Provider);
        assert_eq!(esign.asked(), ["sign"]);
        backend.close().await;
    }

    async fn nobody_is_there_or_nobody_lets_us_in(office: Office) {
        let esign = Esign::start();
        let mut nobody = esign.clone();
        nobody.address = "http://127.0.0.1:9".to_owned();
        let (sent, camat) = decided(office).await;
        for (signer, error) in [
            (bsre(&nobody, PASSWORD, NIK), IllegalStep::SignerAway),
            (bsre(&esign, "lama", NIK), IllegalStep::SignerAway),
            (bsre(&esign, PASSWORD, "6201024101800002"), IllegalStep::Certificate),
        ] {
            let backend = with(office, signer).await;
            if office.count("SELECT COUNT(*) FROM letter").await == 0 {
                number(&backend, &camat, &sent).await;
            }
            assert_eq!(sign(&backend, &camat, &sent, PASSPHRASE).await.unwrap_err(), illegal(error));
            backend.close().await;
        }
    }

    async fn only_whose_name_stands_under_it_signs_with_a_certificate_of_their_own(office: Office) {
        let esign = Esign::start();
        let backend = with(office, bsre(&esign, PASSWORD, NIK)).await;
        let (sent, camat) = decided(office).await;
        let secretary = office.in_arut(Role::Secretary).await;
        number(&backend, &secretary, &sent).await;
        assert_eq!(sign(&backend, &camat, &sent, PASSPHRASE).await.unwrap_err(), illegal(IllegalStep::OtherSigner));
        assert_eq!(sign(&backend, &secretary, &sent, PASSPHRASE).await.unwrap_err(), illegal(IllegalStep::NoSigner));
        assert_eq!(esign.asked(), Vec::<&str>::new(), "nothing left the office");
        let waiting = backend.letters_awaiting(&camat).await.unwrap().letters;
        assert!(waiting.len() == 1 && !waiting[0].mine && waiting[0].waits.is_none(), "{waiting:?}");
        // Those of other territories aren't shown, and who sees no cases sees no list.
        let elsewhere = office.officer(Role::Camat, "62.01.01").await;
        assert_eq!(backend.letters_awaiting(&elsewhere).await.unwrap().letters, []);
        let content = office.in_arut(Role::Content).await;
        assert_eq!(backend.letters_awaiting(&content).await.unwrap_err(), Error::Forbidden);
        backend.close().await;
    }

    async fn each_office_has_the_signer_that_was_set_for_it(office: Office) {
        let esign = Esign::start();
        let arut = RegionCode::parse("62.01.02").unwrap();
        let signing = Signing { usual: bsre(&esign, PASSWORD, NIK), offices: BTreeMap::from([(arut, Signer::None)]) };
        let backend = office.reopened_with(crate::Settings { signing, ..office.settings.clone() }).await;
        let (sent, camat) = decided(office).await;
        assert_eq!(letter(&backend, &camat, &sent).await.choices, [Means::Pen]);
        backend.close().await;
    }

    async fn two_who_sign_one_letter_at_once_sign_it_once(office: Office) {
        let esign = Esign::start();
        let backend = with(office, bsre(&esign, PASSWORD, NIK)).await;
        let (sent, camat) = decided(office).await;
        number(&backend, &camat, &sent).await;
        esign.be(Mood::Slow(Duration::from_millis(200)));
        let both = tokio::join!(sign(&backend, &camat, &sent, PASSPHRASE), sign(&backend, &camat, &sent, PASSPHRASE));
        assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
        let events = backend.open_case(&camat, &sent.code).await.unwrap().events;
        let signed = events.iter().filter(|event| event.note.as_deref().is_some_and(|note| note.contains("ditandatangani secara elektronik")));
        assert_eq!(signed.count(), 1);
        backend.close().await;
    }
}
