//! Cases that may be one.

use crate::both_engines;
use domain::application::{Action, Deed, IllegalStep, State};
use domain::error::Error;
use domain::officer::Role;

both_engines! {
    async fn the_same_nik_or_birth_date_and_a_name_like_it_for_the_same_service_is_shown(office: Office) {
        let first = office.application().send().await;
        office.clock.forward(60);
        let nik = office.application().answer("nama", "Lain Sama Sekali").send().await;
        office.clock.forward(60);
        // The same day of birth, another number.
        let like = office.application().answer("nama", "SITI RACHMAWATI").answer("nik", "6201025408900925").send().await;
        office.application().answer("nama", "Rudi Hartono").answer("nik", "6201025408900933").send().await;
        office.application().burial().send().await;
        let head = office.in_arut(Role::Head).await;
        let found = office.case(&head, &first.code).await.alike;
        let told: Vec<_> = found.iter().map(|one| (one.code.to_string(), one.same_nik)).collect();
        assert_eq!(told, [(nik.code.clone(), true), (like.code.clone(), false)]);
        // What lies outside the territory isn't told, and neither is what is closed.
        office.run("UPDATE application SET region = '62.01.02.1009' WHERE applicant_name = 'Lain Sama Sekali'").await;
        let village = office.officer(Role::Head, "62.01.02.2013").await;
        assert_eq!(office.case(&village, &first.code).await.alike.len(), 1);
        office.backend.cancel(&office.grant(&like).await).await.unwrap();
        assert_eq!(office.case(&village, &first.code).await.alike.len(), 0);
        // A database of the version before learns it when the server starts.
        office.run("UPDATE application SET nik_key = NULL, birth_key = NULL").await;
        let later = office.reopened().await;
        assert_eq!(later.open_case(&head, &first.code).await.unwrap().alike.len(), 1);
        later.close().await;
    }

    async fn no_duplicate_is_said_once_with_a_reason_and_stands_in_both_histories(office: Office) {
        let first = office.application().send().await;
        let second = office.application().send().await;
        let head = office.in_arut(Role::Head).await;
        let say = async |session: &str, reason: &str| office.backend.not_double(session, &first.code, &second.code, reason).await;
        assert_eq!(say(&head, " ").await, Err(Error::Step { step: IllegalStep::NoReason }));
        assert_eq!(say(&office.in_arut(Role::Auditor).await, "x").await, Err(Error::Forbidden));
        assert_eq!(say(&office.officer(Role::Head, "62.01.01").await, "x").await, Err(Error::NotFound));
        assert!(office.backend.not_double(&head, &first.code, &first.code, "x").await.is_err());
        say(&head, "Anak kembar, NIK salah ketik").await.unwrap();
        say(&head, "Sekali lagi").await.unwrap();
        for (here, there) in [(&first, &second), (&second, &first)] {
            let case = office.case(&head, &here.code).await;
            assert!(case.alike.is_empty());
            let said: Vec<_> = case.events.iter().filter(|event| event.deed == Deed::NotDouble).collect();
            assert_eq!(said.len(), 1);
            assert_eq!(said[0].note.clone().unwrap(), format!("{}: Anak kembar, NIK salah ketik", there.code));
        }
        // It disturbs nobody's work.
        office.step(&office.in_arut(Role::Counter).await, &first.code, Action::StartChecking, None).await;
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn of_two_that_are_one_the_younger_ends_and_both_histories_say_so(office: Office) {
        let older = office.application().send().await;
        office.clock.forward(60);
        let younger = office.application().answer("nama", "Siti Rahmawaty").send().await;
        let head = office.in_arut(Role::Head).await;
        let merge = async |session: &str, one: &str, other: &str, reason: &str| {
            office.backend.merge_cases(session, one, other, reason).await.map(|case| case.code.to_string())
        };
        let illegal = |step| Err(Error::Step { step });
        // Whoever may not, with no reason, with itself, with another service, from outside.
        assert_eq!(merge(&head, &younger.code, &older.code, " ").await, illegal(IllegalStep::NoReason));
        assert_eq!(merge(&office.in_arut(Role::Camat).await, &younger.code, &older.code, "x").await, Err(Error::Forbidden));
        assert_eq!(merge(&office.in_arut(Role::Auditor).await, &younger.code, &older.code, "x").await, Err(Error::Forbidden));
        assert_eq!(merge(&office.officer(Role::Head, "62.01.01").await, &younger.code, &older.code, "x").await, Err(Error::NotFound));
        assert!(merge(&head, &older.code, &older.code, "x").await.is_err());
        let burial = office.application().burial().send().await;
        assert_eq!(merge(&head, &older.code, &burial.code, "x").await, illegal(IllegalStep::NotOne));
        // Somebody else has the one in hand that would end.
        let counter = office.in_arut(Role::Counter).await;
        office.step(&counter, &younger.code, Action::StartChecking, None).await;
        assert_eq!(merge(&head, &younger.code, &older.code, "x").await, Err(Error::Taken));
        office.backend.put_back_case(&counter, &younger.code).await.unwrap();
        // The plain door for steps doesn't do it.
        let version = office.case(&head, &younger.code).await.version;
        let act = office.backend.act(&head, &younger.code, version, Action::Merge, Some("x".into())).await;
        assert_eq!(act.map(|case| case.code.to_string()), illegal(IllegalStep::NotOne));
        // Whichever page it is pressed on, the younger one ends.
        assert_eq!(merge(&head, &older.code, &younger.code, "Dikirim dua kali").await, Ok(older.code.clone()));
        let (kept, gone) = (office.case(&head, &older.code).await, office.case(&head, &younger.code).await);
        assert_eq!((kept.state, gone.state), (State::Submitted, State::Merged));
        assert!(gone.actions.is_empty() && !gone.may_take && kept.alike.is_empty());
        assert_eq!(gone.merged_into.as_ref(), Some(&kept.code));
        assert_eq!(kept.absorbed.len(), 1);
        assert_eq!(kept.absorbed[0].code, gone.code);
        let papers: Vec<_> = kept.absorbed[0].documents.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(papers, ["kk", "ktp"]);
        let note = |case: &domain::view::CaseView, deed| case.events.iter().find(|event| event.deed == deed).unwrap().note.clone().unwrap();
        assert_eq!(note(&kept, Deed::Absorbed), format!("{}: Dikirim dua kali", younger.code));
        assert_eq!(note(&gone, Deed::Step(Action::Merge)), format!("{}: Dikirim dua kali", older.code));
        assert_eq!(merge(&head, &older.code, &younger.code, "x").await, illegal(IllegalStep::NotOne));
        // The resident of the merged one learns where it goes on, and nothing else of it.
        let status = office.backend.status(&office.grant(&younger).await).await.unwrap();
        assert_eq!((status.state, status.merged_into, status.returned.len()), (State::Merged, Some(kept.code.clone()), 0));
        assert_eq!(status.code, gone.code);
        assert_eq!(office.backend.status(&office.grant(&older).await).await.unwrap().merged_into, None);
        // The one that goes on, goes on.
        office.step(&counter, &older.code, Action::StartChecking, None).await;
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn of_two_who_merge_at_once_one_wins(office: Office) {
        let older = office.application().send().await;
        office.clock.forward(60);
        let younger = office.application().send().await;
        let mut tries = Vec::new();
        for _ in 0..4 {
            let (backend, session) = (office.backend.clone(), office.in_arut(Role::Head).await);
            let (one, other) = (older.code.clone(), younger.code.clone());
            tries.push(tokio::spawn(async move { backend.merge_cases(&session, &one, &other, "Sama").await }));
        }
        let mut won = 0;
        for one in tries {
            won += usize::from(one.await.unwrap().is_ok());
        }
        assert_eq!(won, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action IN ('merge', 'absorbed')").await, 2);
    }
}
