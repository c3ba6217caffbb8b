//! The auditor: sees, and is seen to have seen.

use crate::both_engines;
use domain::application::{Action, Deed, State};
use domain::document::{Item, Verdict};
use domain::error::Error;
use domain::officer::Role;
use domain::view::{FlawKind, QueueFilter};

both_engines! {
    async fn an_auditor_reads_a_case_and_that_is_written_down(office: Office) {
        let sent = office.complete_application().await;
        let auditor = office.in_arut(Role::Auditor).await;
        assert_eq!(office.backend.queue(&auditor, QueueFilter::default()).await.unwrap().total, 1);
        let case = office.case(&auditor, &sent.code).await;
        assert!(case.actions.is_empty() && !case.may_judge && !case.may_take);
        let last = case.events.last().unwrap();
        assert_eq!((last.deed, last.by.id.as_str()), (Deed::Opened, "Dewi (Pengawas)"));
        // Who opened it before is told as well.
        assert!(case.events.iter().any(|event| event.deed == Deed::Opened && event.by.id == "Dewi (Petugas loket)"));
    }

    async fn a_picture_is_shown_to_an_auditor_only_for_the_record(office: Office) {
        let sent = office.application().send().await;
        let auditor = office.in_arut(Role::Auditor).await;
        let pages = office.case(&auditor, &sent.code).await.documents[0].pages.clone();
        let looked = async || office.count("SELECT COUNT(*) FROM event WHERE action = 'looked' AND note = 'ktp'").await;
        office.backend.page_file(&auditor, &pages[0].id).await.unwrap();
        office.backend.page_file(&auditor, &pages[0].id).await.unwrap();
        assert_eq!(looked().await, 1);
        office.clock.forward(3000);
        office.backend.page_file(&auditor, &pages[0].id).await.unwrap();
        assert_eq!(looked().await, 1, "the same hour");
        office.clock.forward(3000);
        office.backend.page_file(&auditor, &pages[0].id).await.unwrap();
        assert_eq!(looked().await, 2);
        // Whoever works on it as well, also without opening the case.
        let counter = office.in_arut(Role::Counter).await;
        let twice = [0, 0].map(|_| office.backend.page_file(&counter, &pages[0].id));
        for fetched in futures::future::join_all(twice).await {
            fetched.unwrap();
        }
        assert_eq!(looked().await, 3, "once, though two pieces were fetched at once");
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'opened'").await, 1);
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn a_case_whose_history_was_altered_says_so_to_auditors(office: Office) {
        let sent = office.complete_application().await;
        let other = office.application().send().await;
        let auditor = office.in_arut(Role::Auditor).await;
        assert!(office.case(&auditor, &sent.code).await.flaws.is_empty());
        office.run("UPDATE event SET actor_name = 'Orang Lain' WHERE action = 'complete'").await;
        let flaws = office.case(&auditor, &sent.code).await.flaws;
        assert_eq!((flaws.len(), flaws[0].kind), (1, FlawKind::Altered));
        let number = flaws[0].event.unwrap();
        office.run("DELETE FROM event WHERE action = 'complete'").await;
        let flaws = office.case(&auditor, &sent.code).await.flaws;
        assert_eq!((flaws.len(), flaws[0].kind, flaws[0].event), (1, FlawKind::Removed, Some(number)));
        // Only of that case, and to nobody who works on it.
        assert!(office.case(&auditor, &other.code).await.flaws.is_empty());
        let counter = office.in_arut(Role::Counter).await;
        assert!(office.case(&counter, &sent.code).await.flaws.is_empty());
    }

    async fn an_auditor_changes_nothing_whatever_the_state(office: Office) {
        let sent = office.application().burial().send().await;
        let auditor = office.in_arut(Role::Auditor).await;
        for state in State::ALL {
            sqlx::query("UPDATE application SET state = $1").bind(state.key()).execute(office.backend.db.pool()).await.unwrap();
            let version = office.count("SELECT version FROM application").await;
            for action in Action::ALL {
                let did = office.backend.act(&auditor, &sent.code, version, action, Some("x".into())).await;
                assert_eq!(did.unwrap_err(), Error::Forbidden, "{action:?} in {state:?}");
            }
            let item = Item::Document("ktp".to_owned());
            let judged = office.backend.judge(&auditor, &sent.code, version, item, Verdict::Accepted).await;
            assert_eq!(judged.unwrap_err(), Error::Forbidden);
            assert_eq!(office.backend.put_back_case(&auditor, &sent.code).await.unwrap_err(), Error::Forbidden);
        }
        assert_eq!(office.count("SELECT version FROM application").await, 1);
    }

    async fn the_result_of_the_check_names_what_lies_in_the_territory_and_counts_the_rest(office: Office) {
        let here = office.application().send().await;
        office.application().burial().answer("desa", "62.01.01.2001").send().await;
        let auditor = office.in_arut(Role::Auditor).await;
        let view = office.backend.audit_report(&auditor).await.unwrap();
        assert_eq!((view.flawed, view.events, view.flaws.len()), (0, 2, 0));
        office.run("UPDATE event SET note = 'palsu' WHERE action = 'submit'").await;
        let view = office.backend.audit_report(&auditor).await.unwrap();
        assert_eq!((view.flawed, view.elsewhere, view.flaws.len()), (2, 1, 1));
        let flaw = &view.flaws[0];
        assert_eq!(flaw.case.as_ref().map(ToString::to_string), Some(here.code.clone()));
        assert_eq!(flaw.event, Some(1));
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Auditor) {
            let session = office.in_arut(role).await;
            assert_eq!(office.backend.audit_report(&session).await.unwrap_err(), Error::Forbidden, "{role:?}");
        }
    }
}
