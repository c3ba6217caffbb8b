//! What is cut off at the end of the history, taken away whole, or changed in a letter is found; a crash is no alarm.

use crate::both_engines;
use crate::testing::Office;
use crate::tests::letters::{PRODUCT, decided, step};
use crate::{Audit, Flaw};
use domain::error::Error;
use domain::letter::LetterStep;
use domain::officer::Role;
use std::path::PathBuf;

async fn found(office: &Office) -> Audit {
    office.backend.verify_audit().await.unwrap()
}

fn file(office: &Office) -> PathBuf {
    office.folder().join("audit.head")
}

fn text(office: &Office) -> String {
    std::fs::read_to_string(file(office)).unwrap()
}

both_engines! {
    async fn the_newest_events_cut_off_with_their_links_are_found_the_same_day(office: Office) {
        let sent = office.complete_application().await;
        assert_eq!(found(office).await.flaws, []);
        let newest = office.count("SELECT last_event FROM application").await;
        office.run("DELETE FROM event_link WHERE seq > 1").await;
        office.run("DELETE FROM event WHERE seq > 1").await;
        office.run("UPDATE application SET last_event = 1, state = 'submitted'").await;
        let gone: Vec<_> = (2..=newest).map(|event| Flaw::Removed { case: sent.code.clone(), event }).collect();
        assert_eq!(found(office).await.flaws, gone);
        // A restart, a sweep and the next day heal nothing.
        office.reopened().await.close().await;
        office.days_pass(2);
        office.backend.sweep().await.unwrap();
        assert_eq!(found(office).await.flaws, gone);
    }

    async fn a_case_taken_away_whole_is_found(office: Office) {
        office.complete_application().await;
        for table in ["event_link", "event", "answers", "item", "page", "message_consent", "message", "name_word", "product", "application"] {
            let sql = format!("DELETE FROM {table}");
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(office.backend.db.pool()).await.unwrap();
        }
        let flaws = found(office).await.flaws;
        assert!(flaws.iter().any(|flaw| matches!(flaw, Flaw::Removed { event: 1, .. })), "{flaws:?}");
    }

    async fn days_taken_away_are_found_also_when_all_is_linked_anew(office: Office) {
        office.complete_application().await;
        office.days_pass(2);
        office.backend.sweep().await.unwrap();
        let last = office.backend.audit_heads().await.unwrap().pop().unwrap();
        office.run("DELETE FROM event_link WHERE seq > 1").await;
        office.run("DELETE FROM event WHERE seq > 1").await;
        office.run("UPDATE application SET last_event = 1, state = 'submitted'").await;
        office.run("DELETE FROM audit_day").await;
        let reopened = office.reopened().await;
        reopened.sweep().await.unwrap();
        let audit = reopened.verify_audit().await.unwrap();
        assert_eq!(audit.flaws, [Flaw::Day { day: last.iso_day() }], "{audit:?}");
        // The same without any link: nothing is linked a second time.
        office.run("DELETE FROM audit_day").await;
        office.run("DELETE FROM event_link").await;
        reopened.close().await;
        let reopened = office.reopened().await;
        let flaws = reopened.verify_audit().await.unwrap().flaws;
        assert!(flaws.iter().any(|flaw| matches!(flaw, Flaw::Unlinked { .. })), "{flaws:?}");
        reopened.close().await;
    }

    async fn a_crash_after_the_commit_or_in_the_middle_of_a_line_is_no_alarm(office: Office) {
        office.application().send().await;
        let before = text(office);
        office.complete_application().await;
        let whole = text(office);
        assert!(whole.len() > before.len());
        for left in [before.as_str(), &whole[..whole.len() - 40]] {
            std::fs::write(file(office), left).unwrap();
            assert_eq!(found(office).await.flaws, []);
            // What is written after it stands on a line of its own, and what was missing is added.
            office.application().burial().send().await;
            office.reopened().await.close().await;
            assert_eq!(found(office).await.flaws, []);
        }
        office.run("DELETE FROM event_link WHERE seq > 1").await;
        office.run("DELETE FROM event WHERE seq > 1").await;
        office.run("UPDATE application SET last_event = 1, state = 'submitted'").await;
        assert!(found(office).await.flawed > 0, "what was missing is held again");
    }

    async fn a_step_that_was_rolled_back_is_no_alarm(office: Office) {
        let sent = office.complete_application().await;
        let counter = office.in_arut(Role::Counter).await;
        let before = text(office);
        office.run("ALTER TABLE event RENAME TO event_away").await;
        assert_eq!(office.backend.open_case(&counter, &sent.code).await.unwrap_err(), Error::Unavailable);
        office.run("ALTER TABLE event_away RENAME TO event").await;
        assert_eq!(text(office), before);
        assert_eq!(found(office).await.flaws, []);
    }

    async fn the_file_forgets_what_a_closed_day_holds(office: Office) {
        office.complete_application().await;
        let long = text(office).len();
        office.days_pass(2);
        office.backend.sweep().await.unwrap();
        assert!(text(office).len() < long);
        assert_eq!(found(office).await.flaws, []);
    }

    async fn a_file_that_is_gone_or_forged_is_told_until_somebody_accepts_with_name_and_reason(office: Office) {
        let sent = office.complete_application().await;
        for bad in [None, Some("\nhead\t0\t0\t0\t\tffff")] {
            match bad {
                None => std::fs::remove_file(file(office)).unwrap(),
                Some(text) => std::fs::write(file(office), text).unwrap(),
            }
            assert_eq!(found(office).await.flaws, [Flaw::Anchor]);
            office.application().send().await;
            office.reopened().await.close().await;
            assert_eq!(found(office).await.flaws, [Flaw::Anchor], "it isn't begun again by itself");
            assert!(matches!(office.backend.accept_audit(" ", "cadangan").await.unwrap_err(), Error::Invalid { .. }));
            assert!(matches!(office.backend.accept_audit("Rahmat", "").await.unwrap_err(), Error::Invalid { .. }));
            assert_eq!(found(office).await.flaws, [Flaw::Anchor]);
            office.backend.accept_audit("Rahmat", "cadangan\tdipulihkan\nmalam ini").await.unwrap();
            let audit = found(office).await;
            assert_eq!(audit.flaws, []);
            let accepted = audit.anchored.unwrap().accepted.pop().unwrap();
            assert_eq!((accepted.at, accepted.by.as_str(), accepted.reason.as_str()), (office.now(), "Rahmat", "cadangandipulihkan malam ini"));
        }
        // It stays said, over the days; and what is altered in the database is never accepted.
        office.days_pass(2);
        office.backend.sweep().await.unwrap();
        office.run("UPDATE event SET actor_name = 'Orang Lain' WHERE action = 'complete'").await;
        office.backend.accept_audit("Rahmat", "dua kali").await.unwrap();
        let audit = found(office).await;
        assert_eq!(audit.anchored.unwrap().accepted.len(), 2);
        assert!(matches!(&audit.flaws[..], [Flaw::Altered { case, .. }] if *case == sent.code), "{:?}", audit.flaws);
        let auditor = office.in_arut(Role::Auditor).await;
        assert_eq!(office.backend.audit_report(&auditor).await.unwrap().accepted.len(), 2);
    }

    async fn a_letter_changed_in_the_database_is_found_whatever_was_changed(office: Office) {
        let (sent, camat) = decided(office).await;
        use LetterStep::*;
        for next in [Number, Print, Scan, Replace, Print, Scan, Revoke] {
            step(office, &camat, &sent, next).await.unwrap();
            assert_eq!(found(office).await.flaws, [], "{next:?}");
        }
        let letter: String = sqlx::query_scalar("SELECT id FROM letter WHERE edition = 2").fetch_one(office.backend.db.pool()).await.unwrap();
        let flaw = Flaw::Letter { case: sent.code.clone(), letter: letter.clone() };
        for (change, back) in [
            ("state = 'scanned'", "state = 'revoked'"),
            ("number = number || '0'", "number = substr(number, 1, length(number) - 1)"),
            ("file_sha256 = 'a' || file_sha256", "file_sha256 = substr(file_sha256, 2)"),
            ("reason = reason || '.'", "reason = substr(reason, 1, length(reason) - 1)"),
            ("ended_at = ended_at - 1", "ended_at = ended_at + 1"),
        ] {
            let run = async |set: &str| {
                let sql = format!("UPDATE letter SET {set} WHERE edition = 2");
                sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(office.backend.db.pool()).await.unwrap();
            };
            run(change).await;
            assert_eq!(found(office).await.flaws, std::slice::from_ref(&flaw), "{change}");
            run(back).await;
            assert_eq!(found(office).await.flaws, [], "{back}");
        }
        // Set back together with its newest link, and taken away whole.
        office.run("UPDATE letter SET state = 'scanned', ended_at = NULL, reason = NULL WHERE edition = 2").await;
        let sql = format!("DELETE FROM event_link WHERE application_id LIKE 'letter:%{letter}' AND seq = 4");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(office.backend.db.pool()).await.unwrap();
        assert_eq!(found(office).await.flaws, std::slice::from_ref(&flaw));
        office.run("DELETE FROM letter WHERE edition = 2").await;
        assert_eq!(found(office).await.flaws, std::slice::from_ref(&flaw));
        office.run("DELETE FROM event_link WHERE application_id LIKE 'letter:%'").await;
        assert_eq!(found(office).await.flawed, 2, "both letters");
    }

    async fn letters_older_than_their_links_are_linked_once(office: Office) {
        let (sent, camat) = decided(office).await;
        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
        office.run("DELETE FROM event_link WHERE application_id LIKE 'letter:%'").await;
        office.run("DELETE FROM setting WHERE key IN ('letters', 'anchor')").await;
        std::fs::remove_file(file(office)).unwrap();
        office.reopened().await.close().await;
        assert_eq!(found(office).await.flaws, []);
    }

    async fn who_opened_a_letter_is_written_down_once_an_hour(office: Office) {
        let (sent, camat) = decided(office).await;
        step(office, &camat, &sent, LetterStep::Number).await.unwrap();
        let counter = office.in_arut(Role::Counter).await;
        let opened = async || office.count("SELECT COUNT(*) FROM event WHERE action = 'looked' AND note = 'letter:hasil'").await;
        for _ in 0..3 {
            office.backend.letter_file(&counter, &sent.code, PRODUCT).await.unwrap();
        }
        assert_eq!(opened().await, 1);
        office.backend.letter_file(&camat, &sent.code, PRODUCT).await.unwrap();
        assert_eq!(opened().await, 2);
        office.clock.forward(3000);
        office.backend.letter_file(&counter, &sent.code, PRODUCT).await.unwrap();
        assert_eq!(opened().await, 2);
        office.clock.forward(601);
        office.backend.letter_file(&counter, &sent.code, PRODUCT).await.unwrap();
        assert_eq!(opened().await, 3);
    }
}

#[tokio::test]
async fn nobody_else_on_the_machine_reads_the_database() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::open(crate::testing::On::Sqlite).await;
    office.application().send().await;
    for name in [
        "genggam.db",
        "genggam.db-wal",
        "genggam.db-shm",
        "secret.key",
        "audit.head",
    ] {
        let rights = std::fs::metadata(office.folder().join(name))
            .unwrap()
            .permissions();
        assert_eq!(rights.mode() & 0o777, 0o600, "{name}");
    }
    office.close().await;
    // A data folder that we make is ours alone.
    let at = tempfile::tempdir().unwrap();
    let settings = crate::Settings::embedded(at.path().join("data"));
    let opened =
        crate::Backend::open(settings, std::sync::Arc::new(crate::testing::catalogue())).await;
    opened.unwrap().close().await;
    let rights = std::fs::metadata(at.path().join("data"))
        .unwrap()
        .permissions();
    assert_eq!(rights.mode() & 0o777, 0o700);
}
