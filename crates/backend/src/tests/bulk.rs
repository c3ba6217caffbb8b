//! One step on several cases: each by itself.

use crate::both_engines;
use crate::testing::Office;
use domain::application::{Action, Deed, State};
use domain::error::Error;
use domain::officer::Role;
use domain::validate::What;
use domain::view::{BULK_MOST, Became, BulkStep, QueueFilter};

/// Ticks these cases as the list shows them, and says what became of each.
async fn tick(
    office: &Office,
    session: &str,
    step: BulkStep,
    codes: &[&str],
    to: &str,
) -> Vec<Became> {
    let queue = office.backend.queue(session, all()).await.unwrap();
    let version = |code: &str| {
        let row = queue.rows.iter().find(|row| row.code.to_string() == code);
        row.map_or(1, |row| row.version)
    };
    let cases = codes.iter().map(|code| ((*code).to_owned(), version(code)));
    let told = office
        .backend
        .bulk(session, step, cases.collect(), to)
        .await
        .unwrap();
    told.cases.into_iter().map(|(_, became)| became).collect()
}

fn all() -> QueueFilter {
    QueueFilter {
        group: domain::view::QueueGroup::All,
        ..QueueFilter::default()
    }
}

async fn username(office: &Office, session: &str) -> String {
    office
        .backend
        .officer(session)
        .await
        .unwrap()
        .officer
        .username
}

both_engines! {
    async fn each_case_goes_by_itself_and_each_has_its_event(office: Office) {
        let (one, two, held) = (office.application().send().await, office.application().send().await, office.application().send().await);
        let far = office.application().answer("desa", "62.01.02.1009").send().await;
        let desk = office.officer(Role::Counter, "62.01.02.2013").await;
        let other = office.in_arut(Role::Head).await;
        let version = office.case(&other, &held.code).await.version;
        office.backend.take_case(&other, &held.code, version, false).await.unwrap();
        let became = tick(office, &desk, BulkStep::Take, &[&one.code, &held.code, &far.code, &two.code, "SRT2222222CM"], "").await;
        assert_eq!(became, [Became::Done, Became::Taken, Became::Missing, Became::Done, Became::Missing]);
        for sent in [&one, &two] {
            let case = office.case(&desk, &sent.code).await;
            assert!(case.hold.as_ref().unwrap().own);
            assert_eq!(case.events.iter().filter(|event| event.deed == Deed::Taken).count(), 1);
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'taken'").await, 3);
        // What the list showed is old by now.
        let told = office.backend.bulk(&other, BulkStep::MakeReady, vec![(one.code.clone(), 0)], "").await.unwrap();
        assert_eq!(told.cases[0].1, Became::Changed);
        let told = office.backend.bulk(&desk, BulkStep::Take, vec![(far.code.clone(), 1)], "").await.unwrap();
        assert_eq!(told.cases[0].1, Became::Missing);
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn a_case_is_given_to_a_colleague_whose_turn_it_is(office: Office) {
        let (early, late) = (office.application().send().await, office.complete_application().await);
        let head = office.in_arut(Role::Head).await;
        let counter = office.in_arut(Role::Counter).await;
        let name = username(office, &counter).await;
        let queue = office.backend.queue(&head, all()).await.unwrap();
        assert_eq!(queue.colleagues.iter().map(|one| one.username.clone()).filter(|one| *one == name).count(), 1);
        assert!(queue.colleagues.iter().all(|one| one.role.works_on_cases()));
        // The second lies with the head: the counter has nothing to do with it.
        let became = tick(office, &head, BulkStep::Give, &[&early.code, &late.code], &name).await;
        assert_eq!(became, [Became::Done, Became::NotTheirs]);
        let case = office.case(&counter, &early.code).await;
        assert!(case.hold.as_ref().unwrap().own);
        let event = case.events.iter().find(|event| event.deed == Deed::Given).unwrap();
        assert_eq!((event.by.id.as_str(), event.note.as_deref()), ("Dewi (Kepala seksi)", Some("Dewi (Petugas loket)")));
        // Now it is the counter's, and nobody gives away what another holds.
        assert_eq!(tick(office, &head, BulkStep::Give, &[&early.code], &name).await, [Became::Taken]);
        // Whoever is no colleague here is none.
        let stranger = office.officer(Role::Counter, "62.01.01").await;
        for to in [username(office, &stranger).await, username(office, &office.in_arut(Role::Auditor).await).await, username(office, &head).await, String::new()] {
            let told = office.backend.bulk(&head, BulkStep::Give, vec![(late.code.clone(), 1)], &to).await.unwrap_err();
            assert!(matches!(&told, Error::Invalid { problems } if problems[0].what == What::NotAnOption), "{told:?}");
        }
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn ready_to_collect_are_only_those_that_are_decided(office: Office) {
        let (done, open) = (office.complete_application().await, office.complete_application().await);
        office.step(&office.in_arut(Role::Head).await, &done.code, Action::Forward, None).await;
        office.step(&office.in_arut(Role::Camat).await, &done.code, Action::Decide, None).await;
        let counter = office.in_arut(Role::Counter).await;
        assert_eq!(tick(office, &counter, BulkStep::MakeReady, &[&done.code], "").await, [Became::NotNow], "its letter isn't made");
        office.letter_by_pen(&done.code).await;
        let rows = office.backend.queue(&counter, all()).await.unwrap().rows;
        let may: Vec<_> = rows.iter().filter(|row| row.may_be_ready).map(|row| row.code.to_string()).collect();
        assert_eq!(may, std::slice::from_ref(&done.code));
        assert_eq!(tick(office, &counter, BulkStep::MakeReady, &[&open.code, &done.code], "").await, [Became::NotNow, Became::Done]);
        assert_eq!(office.case(&counter, &done.code).await.state, State::ReadyForPickup);
        assert_eq!(office.case(&counter, &open.code).await.state, State::Processing);
    }

    async fn nothing_too_much_and_strangers_are_refused_as_a_whole(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        let ask = async |session: &str, cases: Vec<(String, i64)>| {
            office.backend.bulk(session, BulkStep::Take, cases, "").await.unwrap_err()
        };
        let one = (sent.code.clone(), 1);
        assert!(matches!(ask(&counter, Vec::new()).await, Error::Invalid { .. }));
        assert!(matches!(ask(&counter, vec![one.clone(); BULK_MOST + 1]).await, Error::Invalid { .. }));
        assert!(matches!(ask(&counter, vec![one.clone(), ("nonsense".to_owned(), 1)]).await, Error::Code { .. }));
        for role in [Role::Helper, Role::Partner, Role::Content, Role::Auditor] {
            let session = office.officer(role, "62.01.02").await;
            assert_eq!(ask(&session, vec![one.clone()]).await, Error::Forbidden, "{role:?}");
        }
        assert_eq!(ask("nobody", vec![one]).await, Error::LoggedOut);
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'taken'").await, 0);
    }
}
