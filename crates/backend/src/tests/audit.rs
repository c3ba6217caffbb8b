//! The audit finds what anybody does to events beside the program, and nothing where nobody did.

use crate::both_engines;
use crate::testing::{Office, Sent};
use crate::{Audit, Flaw};
use domain::officer::Role;

/// Two cases: one complete and read by the head of section, one just sent.
async fn worked(office: &Office) -> (Sent, Sent) {
    let first = office.complete_application().await;
    let head = office.in_arut(Role::Head).await;
    office.case(&head, &first.code).await;
    (first, office.application().send().await)
}

async fn found(office: &Office) -> Audit {
    office.backend.verify_audit().await.unwrap()
}

fn flaws(audit: &Audit) -> Vec<&Flaw> {
    audit.flaws.iter().collect()
}

both_engines! {
    async fn work_leaves_a_chain_without_a_flaw(office: Office) {
        worked(office).await;
        let audit = found(office).await;
        assert_eq!((audit.cases, audit.flawed), (2, 0), "{audit:?}");
        assert!(audit.events >= 5, "{audit:?}");
        let links = office.count("SELECT COUNT(*) FROM event_link").await;
        assert_eq!(audit.events as i64, links);
    }

    async fn an_altered_event_is_found(office: Office) {
        let (first, _) = worked(office).await;
        office.run("UPDATE event SET actor_name = 'Somebody Else' WHERE action = 'complete'").await;
        let audit = found(office).await;
        assert!(matches!(flaws(&audit)[..], [Flaw::Altered { case, .. }] if *case == first.code), "{audit:?}");
        // A moment, too.
        office.run("UPDATE event SET at = at - 1 WHERE action = 'submit'").await;
        assert_eq!(found(office).await.flawed, 3);
    }

    async fn a_removed_event_is_found_in_the_middle_and_at_the_end(office: Office) {
        let (first, second) = worked(office).await;
        office.run("DELETE FROM event WHERE action = 'complete'").await;
        let audit = found(office).await;
        assert!(flaws(&audit).iter().any(|flaw| matches!(flaw, Flaw::Removed { case, .. } if *case == first.code)), "{audit:?}");
        office.run("DELETE FROM event WHERE action = 'submit' AND application_id NOT IN (SELECT application_id FROM event WHERE action = 'start_checking')").await;
        let audit = found(office).await;
        assert!(flaws(&audit).contains(&&Flaw::Removed { case: second.code.clone(), event: 1 }), "{audit:?}");
    }

    async fn exchanged_events_are_found(office: Office) {
        worked(office).await;
        for (from, to) in [(1, 90), (2, 1), (90, 2)] {
            let sql = format!("UPDATE event SET seq = {to} WHERE seq = {from}");
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(office.backend.db.pool()).await.unwrap();
        }
        assert!(found(office).await.flawed >= 2);
    }

    async fn an_event_written_beside_the_program_is_found_also_after_a_restart(office: Office) {
        let (_, second) = worked(office).await;
        office.run("INSERT INTO event (application_id, seq, at, actor_role, actor_name, action, from_state, to_state)
            SELECT id, last_event + 1, changed_at, 'secretary', 'Nobody', 'refuse', state, 'refused' FROM application WHERE last_event = 1").await;
        office.run("UPDATE application SET last_event = 2, state = 'refused' WHERE last_event = 1").await;
        let reopened = office.reopened().await;
        let audit = reopened.verify_audit().await.unwrap();
        assert_eq!(audit.flaws, [Flaw::Unlinked { case: second.code.clone(), event: 2 }]);
        reopened.close().await;
    }

    async fn a_state_without_its_event_is_found(office: Office) {
        let (_, second) = worked(office).await;
        office.run("UPDATE application SET state = 'refused' WHERE last_event = 1").await;
        assert_eq!(found(office).await.flaws, [Flaw::State { case: second.code }]);
    }

    async fn a_case_cut_short_with_its_links_is_found_by_the_days_head(office: Office) {
        worked(office).await;
        office.days_pass(2);
        assert_eq!(office.backend.sweep().await.unwrap().audit_days, 1);
        assert_eq!(office.backend.sweep().await.unwrap().audit_days, 0, "a day is closed once");
        assert_eq!(found(office).await.flawed, 0);
        // Whoever knows how it works, but not the secret, removes the last event, its link, and its traces.
        office.run("DELETE FROM event_link WHERE seq > 1").await;
        office.run("DELETE FROM event WHERE seq > 1").await;
        office.run("UPDATE application SET last_event = 1, state = 'submitted'").await;
        let audit = found(office).await;
        assert!(matches!(audit.flaws[..], [Flaw::Day { .. }]), "{audit:?}");
        // And whoever removes the head, too, breaks the one after it.
        let sent = office.application().key("another-key-of-a-device").send().await;
        office.days_pass(2);
        office.backend.sweep().await.unwrap();
        let heads = office.backend.audit_heads().await.unwrap();
        assert_eq!(heads.len(), 3, "the beginning and two days");
        let sql = format!("DELETE FROM audit_day WHERE day = {}", heads[1].day);
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(office.backend.db.pool()).await.unwrap();
        assert!(found(office).await.flaws.contains(&Flaw::Day { day: heads[2].iso_day() }), "{}", sent.code);
    }

    async fn a_clock_that_is_set_back_spoils_no_closed_day(office: Office) {
        worked(office).await;
        office.days_pass(3);
        office.backend.sweep().await.unwrap();
        office.days_pass(-3);
        let head = office.in_arut(Role::Head).await;
        let code = office.application().key("another-key-of-a-device").send().await.code;
        office.case(&head, &code).await;
        office.days_pass(6);
        office.backend.sweep().await.unwrap();
        let audit = found(office).await;
        // A day of its own has the telling of superiors.
        assert_eq!((audit.flawed, audit.days), (0, 4), "{audit:?}");
    }
}
