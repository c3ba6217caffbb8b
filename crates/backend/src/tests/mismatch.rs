//! Documents beside the form: what is noted, who may, and that it is forgotten with the case's end.

use crate::both_engines;
use domain::application::{Action, Deed};
use domain::error::Error;
use domain::mismatch::{Mend, Paper, Reading, Trait};
use domain::officer::Role;

fn reading(paper: Paper, about: Trait, text: &str) -> Reading {
    Reading {
        paper,
        about,
        text: text.to_owned(),
    }
}

both_engines! {
    async fn only_what_differs_is_kept_and_it_goes_with_the_case(office: Office) {
        let sent = office.application().send().await;
        let head = office.in_arut(Role::Head).await;
        let note = async |session: &str, read: &[Paper], readings: Vec<Reading>| {
            office.backend.note_mismatch(session, &sent.code, read.to_vec(), readings).await
        };
        let rows = async || office.count("SELECT COUNT(*) FROM mismatch").await;
        let said = || vec![
            // The same but for the way of writing, nothing typed, an address on a deed.
            reading(Paper::Deed, Trait::Name, "SITI RAHMAWATI"),
            reading(Paper::FamilyCard, Trait::Sex, " "),
            reading(Paper::Deed, Trait::Address, "Jalan Lama 1"),
            reading(Paper::FamilyCard, Trait::Birth, "1990-04-18"),
        ];
        let view = note(&head, &[Paper::Deed, Paper::FamilyCard], said()).await.unwrap();
        assert_eq!(view.readings, [reading(Paper::FamilyCard, Trait::Birth, "1990-04-18")]);
        assert_eq!(rows().await, 3, "two documents that were read, and one thing that differs");
        let advice: Vec<_> = view.advice.iter().map(|one| (one.about, one.mend, one.after)).collect();
        assert_eq!(advice, [(Trait::Birth, Mend::FamilyCard, Some(Paper::Deed))]);
        // Said again it takes the place of what was said.
        note(&head, &[Paper::Deed, Paper::FamilyCard], said()).await.unwrap();
        assert_eq!(rows().await, 3);
        // What was typed is never dropped for want of a tick.
        let view = note(&head, &[], vec![reading(Paper::IdCard, Trait::Name, "Siti Aminah")]).await.unwrap();
        assert_eq!((view.read, view.readings), (vec![Paper::IdCard], vec![reading(Paper::IdCard, Trait::Name, "Siti Aminah")]));
        note(&head, &[Paper::Deed, Paper::FamilyCard], said()).await.unwrap();
        // Nonsense, and whoever may not.
        assert!(matches!(note(&head, &[], vec![reading(Paper::IdCard, Trait::Birth, "2099-12-31")]).await, Err(Error::Invalid { .. })));
        assert!(matches!(note(&head, &[Paper::IdCard], vec![reading(Paper::IdCard, Trait::Birth, "kemarin")]).await, Err(Error::Invalid { .. })));
        assert!(matches!(note(&head, &[Paper::IdCard], vec![reading(Paper::IdCard, Trait::Name, &"x".repeat(500))]).await, Err(Error::Invalid { .. })));
        for (role, territory, wanted) in [(Role::Auditor, "62.01", Error::Forbidden), (Role::Helper, "62.01.02.2013", Error::Forbidden), (Role::Head, "62.01.01", Error::NotFound)] {
            let session = office.officer(role, territory).await;
            assert_eq!(note(&session, &[Paper::Deed], Vec::new()).await.unwrap_err(), wanted, "{role:?}");
        }
        // The history says that somebody compared, and not what.
        let case = office.case(&head, &sent.code).await;
        let events: Vec<_> = case.events.iter().filter(|event| event.deed == Deed::Compared).collect();
        assert_eq!(events.len(), 4);
        assert_eq!(events[0].note.as_deref(), Some("1 beda"));
        // The resident hears of it with what must be mended, and not before.
        let status = async || office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!(status().await.advice, []);
        let counter = office.in_arut(Role::Counter).await;
        let case = office.step(&counter, &sent.code, Action::StartChecking, None).await;
        assert_eq!(note(&head, &[Paper::Deed], Vec::new()).await.unwrap_err(), Error::Taken);
        office.give_back(&counter, &case, "document:kk", "Tanggal lahir beda").await;
        office.step(&counter, &sent.code, Action::Return, None).await;
        let told = status().await.advice;
        assert_eq!(told.iter().map(|one| one.mend).collect::<Vec<_>>(), [Mend::FamilyCard]);
        // It is over: nobody needs it.
        office.backend.cancel(&office.grant(&sent).await).await.unwrap();
        assert_eq!(rows().await, 0);
        assert_eq!(note(&head, &[Paper::Deed], Vec::new()).await.unwrap_err(), Error::Forbidden);
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn to_see_documents_beside_the_form_is_to_open_the_case(office: Office) {
        let sent = office.application().send().await;
        let auditor = office.officer(Role::Auditor, "62.01").await;
        let refused = office.backend.mismatch(&auditor, &sent.code).await;
        assert_eq!(refused.unwrap_err(), Error::Forbidden);
        let opened = async || office.count("SELECT COUNT(*) FROM event WHERE action = 'opened'").await;
        assert_eq!(opened().await, 0);
        let head = office.in_arut(Role::Head).await;
        for _ in 0..2 {
            office.backend.mismatch(&head, &sent.code).await.unwrap();
            assert_eq!(opened().await, 1, "once per sitting");
        }
    }
}
