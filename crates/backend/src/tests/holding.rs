//! Who has a case in their hands.

use crate::both_engines;
use crate::testing::Office;
use domain::application::{Action, Deed, HOLD_SECONDS, State};
use domain::document::{Item, Verdict};
use domain::error::Error;
use domain::officer::Role;
use domain::view::{CaseView, QueueFilter, QueueGroup};

/// The page as this officer has it open.
async fn take(office: &Office, session: &str, code: &str, over: bool) -> Result<CaseView, Error> {
    let version = office.case(session, code).await.version;
    office.backend.take_case(session, code, version, over).await
}

fn deeds(case: &CaseView) -> Vec<Deed> {
    let told = case.events.iter().map(|event| event.deed);
    told.filter(|deed| !deed.is_reading()).collect()
}

both_engines! {
    async fn whoever_takes_a_case_up_has_it_and_the_second_is_told_who_and_since_when(office: Office) {
        let sent = office.application().send().await;
        let first = office.in_arut(Role::Counter).await;
        let second = office.in_arut(Role::Head).await;
        let mine = take(office, &first, &sent.code, false).await.unwrap();
        assert!(mine.hold.as_ref().unwrap().own && !mine.may_take && !mine.actions.is_empty());
        office.clock.forward(600);
        let theirs = office.case(&second, &sent.code).await;
        let hold = theirs.hold.clone().unwrap();
        assert_eq!((hold.by.id.as_str(), hold.since, hold.own), ("Dewi (Petugas loket)", office.now().plus_seconds(-600), false));
        assert!(theirs.may_take && theirs.actions.is_empty() && !theirs.may_judge);
        assert_eq!(take(office, &second, &sent.code, false).await.unwrap_err(), Error::Taken);
        let step = office.backend.act(&second, &sent.code, theirs.version, Action::StartChecking, None).await;
        assert_eq!(step.unwrap_err(), Error::Taken);
        // Taking it twice is taking it once.
        take(office, &first, &sent.code, false).await.unwrap();
        assert_eq!(deeds(&office.case(&first, &sent.code).await), [Deed::Step(Action::Submit), Deed::Taken]);
    }

    async fn taking_over_is_on_purpose_and_for_the_record(office: Office) {
        let sent = office.application().send().await;
        let first = office.in_arut(Role::Counter).await;
        let second = office.in_arut(Role::Head).await;
        office.step(&first, &sent.code, Action::StartChecking, None).await;
        let stale = office.case(&first, &sent.code).await.version;
        let taken = take(office, &second, &sent.code, true).await.unwrap();
        assert!(taken.hold.unwrap().own);
        let last = taken.events.last().unwrap();
        assert_eq!((last.deed, last.by.id.as_str(), last.note.as_deref()), (Deed::TakenOver, "Dewi (Kepala seksi)", Some("Dewi")));
        // What the first had on the screen is of no use any more.
        let late = office.backend.judge(&first, &sent.code, stale, Item::Document("ktp".into()), Verdict::Accepted).await;
        assert_eq!(late.unwrap_err(), Error::Changed);
        let late = office.backend.judge(&first, &sent.code, taken.version, Item::Document("ktp".into()), Verdict::Accepted).await;
        assert_eq!(late.unwrap_err(), Error::Taken);
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn of_many_who_take_it_at_once_exactly_one_has_it(office: Office) {
        let sent = office.application().send().await;
        for over in [false, true] {
            let mut tries = Vec::new();
            let version = office.case(&office.in_arut(Role::Head).await, &sent.code).await.version;
            for _ in 0..6 {
                let session = office.in_arut(Role::Counter).await;
                let (backend, code) = (office.backend.clone(), sent.code.clone());
                tries.push(tokio::spawn(async move { backend.take_case(&session, &code, version, over).await }));
            }
            let mut won = 0;
            for one in tries {
                match one.await.unwrap() {
                    Ok(case) => {
                        assert!(case.hold.unwrap().own);
                        won += 1;
                    }
                    Err(error) => assert!(matches!(error, Error::Taken | Error::Changed), "{error:?}"),
                }
            }
            assert_eq!(won, 1, "over: {over}");
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'taken'").await, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'taken_over'").await, 1);
    }

    async fn an_hour_after_the_last_move_it_is_anybodys_again(office: Office) {
        let sent = office.application().send().await;
        let first = office.in_arut(Role::Counter).await;
        let case = office.step(&first, &sent.code, Action::StartChecking, None).await;
        office.clock.forward(HOLD_SECONDS - 60);
        // A verdict is a sign of life.
        office.accept_all(&first, case).await;
        office.clock.forward(HOLD_SECONDS - 60);
        let second = office.in_arut(Role::Head).await;
        assert_eq!(take(office, &second, &sent.code, false).await.unwrap_err(), Error::Taken);
        office.clock.forward(60);
        let free = office.case(&second, &sent.code).await;
        assert!(free.hold.is_none() && !free.actions.is_empty());
        // It needs no taking over.
        let taken = take(office, &second, &sent.code, false).await.unwrap();
        assert_eq!(deeds(&taken).last(), Some(&Deed::Taken));
    }

    async fn a_step_passes_it_on_and_a_resident_disturbs_nobody(office: Office) {
        let sent = office.complete_application().await;
        let head = office.in_arut(Role::Head).await;
        let case = office.case(&head, &sent.code).await;
        assert!(case.hold.is_none(), "the counter has passed it on");
        take(office, &head, &sent.code, false).await.unwrap();
        let case = office.backend.put_back_case(&head, &sent.code).await.unwrap();
        assert!(case.hold.is_none());
        assert_eq!(deeds(&case).last(), Some(&Deed::PutBack));
        // Once more says nothing more.
        let case = office.backend.put_back_case(&head, &sent.code).await.unwrap();
        assert_eq!(deeds(&case).iter().filter(|deed| **deed == Deed::PutBack).count(), 1);
        assert_eq!(case.state, State::Processing);
    }

    async fn only_whose_turn_it_is_takes_it_up(office: Office) {
        let sent = office.application().send().await;
        for (role, wanted) in [
            (Role::Camat, Err(Error::Forbidden)),
            (Role::Helper, Err(Error::Forbidden)),
            (Role::Content, Err(Error::Forbidden)),
            (Role::Auditor, Err(Error::Forbidden)),
            (Role::Head, Ok(())),
        ] {
            let session = office.in_arut(role).await;
            let took = office.backend.take_case(&session, &sent.code, 1, false).await.map(drop);
            assert_eq!(took, wanted, "{role:?}");
        }
        let stranger = office.officer(Role::Counter, "62.01.01").await;
        let took = office.backend.take_case(&stranger, &sent.code, 2, true).await.map(drop);
        assert_eq!(took, Err(Error::NotFound));
    }

    async fn the_list_says_who_has_what_and_one_list_is_ones_own(office: Office) {
        let sent = office.application().send().await;
        office.clock.forward(60);
        office.application().answer("nama", "Lain").send().await;
        let first = office.in_arut(Role::Counter).await;
        let second = office.in_arut(Role::Head).await;
        take(office, &first, &sent.code, false).await.unwrap();
        let look = async |session: &str, group| {
            let filter = QueueFilter { group, ..QueueFilter::default() };
            office.backend.queue(session, filter).await.unwrap()
        };
        assert_eq!(look(&first, QueueGroup::Held).await.total, 1);
        assert_eq!(look(&second, QueueGroup::Held).await.total, 0);
        let rows = look(&second, QueueGroup::Mine).await.rows;
        let told = rows.iter().map(|row| row.hold.as_ref().map(|hold| (hold.by.id.as_str(), hold.own)));
        assert_eq!(told.collect::<Vec<_>>(), [Some(("Dewi (Petugas loket)", false)), None]);
        // A session lives only if it is used, and looking at a list keeps no case.
        office.clock.forward(HOLD_SECONDS / 2);
        assert_eq!(look(&first, QueueGroup::Held).await.total, 1);
        office.clock.forward(HOLD_SECONDS / 2);
        assert_eq!(look(&first, QueueGroup::Held).await.total, 0);
    }
}
