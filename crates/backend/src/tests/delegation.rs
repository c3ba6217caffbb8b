//! Deciding in another's place: as long as the order runs, for what it names, and never longer.

use crate::both_engines;
use crate::testing::Office;
use crate::{Backend, NewDelegation};
use domain::application::{Action, IllegalStep, State};
use domain::delegation::{Capacity, Delegation};
use domain::error::Error;
use domain::officer::Role;
use domain::text::Lang;
use domain::view::{QueueFilter, QueueGroup};

/// The head of section is acting camat from Monday the 2nd to Wednesday the 4th of November 2026.
async fn order(office: &Office, services: &[&str]) -> (String, Delegation) {
    let session = office.in_arut(Role::Head).await;
    let username = office
        .backend
        .officer(&session)
        .await
        .unwrap()
        .officer
        .username;
    let new = NewDelegation {
        username,
        capacity: Capacity::Acting,
        role: Role::Camat,
        services: services.iter().map(|id| (*id).to_owned()).collect(),
        from: "2026-11-02".to_owned(),
        until: "2026-11-04".to_owned(),
        basis: "SP 800/12/2026".to_owned(),
    };
    let delegation = office.backend.add_delegation(new).await.unwrap();
    (session, delegation)
}

/// A case on the camat's desk.
async fn awaiting(office: &Office) -> String {
    let sent = office.complete_application().await;
    let head = office.in_arut(Role::Head).await;
    office.step(&head, &sent.code, Action::Forward, None).await;
    sent.code
}

async fn decide(backend: &Backend, session: &str, code: &str) -> Result<State, Error> {
    let version = backend.open_case(session, code).await?.version;
    let done = backend
        .act(session, code, version, Action::Decide, None)
        .await;
    done.map(|case| case.state)
}

both_engines! {
    async fn an_acting_camat_decides_and_the_history_says_as_what(office: Office) {
        let code = awaiting(office).await;
        let plain = office.in_arut(Role::Head).await;
        assert_eq!(decide(&office.backend, &plain, &code).await, Err(Error::Forbidden));
        let (acting, delegation) = order(office, &[]).await;
        let case = office.case(&acting, &code).await;
        assert!(case.actions.contains(&Action::Decide) && case.may_take);
        assert_eq!(case.acting.map(|one| one.id), Some(delegation.id));
        let filter = QueueFilter { group: QueueGroup::Mine, ..QueueFilter::default() };
        assert_eq!(office.backend.queue(&acting, filter.clone()).await.unwrap().total, 1);
        assert_eq!(office.backend.queue(&plain, filter).await.unwrap().total, 0);
        assert_eq!(decide(&office.backend, &acting, &code).await, Ok(State::Done));
        let case = office.case(&acting, &code).await;
        let step = case.events.iter().find(|event| event.deed.step() == Some(Action::Decide)).unwrap();
        assert_eq!(step.by.id, "Dewi, Plt. (Camat)");
        // A step that the own role allows stays the own role's.
        let forward = case.events.iter().find(|event| event.deed.step() == Some(Action::Forward)).unwrap();
        assert_eq!(forward.by.id, "Dewi (Kepala seksi)");
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn an_order_that_has_ended_decides_nothing(office: Office) {
        let code = awaiting(office).await;
        let (_, delegation) = order(office, &[]).await;
        let by_id = async || {
            let (username, _) = office.backend.delegations().await.unwrap().remove(0);
            let mut read = office.backend.db.read().await.unwrap();
            let id: String = sqlx::query_scalar("SELECT id FROM officer WHERE username = $1")
                .bind(username).fetch_one(&mut *read).await.unwrap();
            drop(read);
            office.session_of(&id).await
        };
        // The last minute of the last day, at the office.
        office.clock.forward(2 * 24 * 3600 + 14 * 3600 + 59 * 60);
        let acting = by_id().await;
        assert!(office.case(&acting, &code).await.actions.contains(&Action::Decide));
        office.clock.forward(60);
        let case = office.case(&acting, &code).await;
        assert!(case.actions.is_empty() && case.acting.is_none() && !case.may_take);
        assert_eq!(case.lapsed.map(|one| one.id), Some(delegation.id.clone()));
        let over = Error::from(IllegalStep::OrderOver);
        assert_eq!(decide(&office.backend, &acting, &code).await, Err(over.clone()));
        let refused = office.backend.act(&acting, &code, case.version, Action::Refuse, Some("x".into())).await;
        assert_eq!(refused.unwrap_err(), over);
        // What it never allowed is told as before, and so is everything to those who never had one.
        let merge = office.backend.act(&acting, &code, case.version, Action::MakeReady, None).await;
        assert_eq!(merge.unwrap_err(), IllegalStep::FromHere { from: State::AwaitingSignature, action: Action::MakeReady }.into());
        let plain = office.in_arut(Role::Head).await;
        assert!(office.case(&plain, &code).await.lapsed.is_none());
        assert_eq!(decide(&office.backend, &plain, &code).await, Err(Error::Forbidden));
        // A month later nobody is reminded of it.
        office.clock.forward(31 * 24 * 3600);
        let acting = by_id().await;
        assert!(office.case(&acting, &code).await.lapsed.is_none());
        assert_eq!(decide(&office.backend, &acting, &code).await, Err(Error::Forbidden));
        office.clock.forward(-31 * 24 * 3600);
        // And one that was taken back, at once.
        office.clock.forward(-3 * 24 * 3600);
        let acting = by_id().await;
        assert!(office.case(&acting, &code).await.acting.is_some());
        office.backend.end_delegation(&delegation.id).await.unwrap();
        assert_eq!(decide(&office.backend, &acting, &code).await, Err(Error::Forbidden));
        assert_eq!(office.backend.end_delegation(&delegation.id).await, Err(Error::NotFound));
    }

    async fn an_order_ends_at_its_services_and_at_the_territory(office: Office) {
        let code = awaiting(office).await;
        let (acting, _) = order(office, &["pemakaman"]).await;
        assert_eq!(decide(&office.backend, &acting, &code).await, Err(Error::Forbidden));
        let filter = QueueFilter { group: QueueGroup::All, ..QueueFilter::default() };
        assert!(!office.backend.queue(&acting, filter).await.unwrap().rows[0].mine);
        let elsewhere = office.application().burial().answer("desa", "62.01.01.2001").send().await;
        assert_eq!(decide(&office.backend, &acting, &elsewhere.code).await, Err(Error::NotFound));
    }

    async fn an_order_that_says_nonsense_is_refused(office: Office) {
        let (_, good) = order(office, &[]).await;
        let (username, _) = office.backend.delegations().await.unwrap().remove(0);
        let helper = office.in_arut(Role::Helper).await;
        let helper = office.backend.officer(&helper).await.unwrap().officer.username;
        let new = |change: &dyn Fn(&mut NewDelegation)| {
            let mut new = NewDelegation {
                username: username.clone(),
                capacity: Capacity::OnBehalf,
                role: Role::Camat,
                services: Vec::new(),
                from: good.from.clone(),
                until: good.until.clone(),
                basis: good.basis.clone(),
            };
            change(&mut new);
            new
        };
        for (what, wrong) in [
            ("until before from", new(&|new| new.until = "2026-11-01".to_owned())),
            ("a year and a day", new(&|new| new.until = "2027-11-03".to_owned())),
            ("half a year and a day as Plt.", new(&|new| {
                new.capacity = Capacity::Acting;
                new.until = "2027-05-03".to_owned();
            })),
            ("for ever", new(&|new| new.until = "2099-12-31".to_owned())),
            ("no day", new(&|new| new.from = "besok".to_owned())),
            ("no such service", new(&|new| new.services = vec!["a,b".to_owned()])),
            ("no order", new(&|new| new.basis = " ".to_owned())),
            ("in the own place", new(&|new| new.role = Role::Head)),
            ("in an auditor's place", new(&|new| new.role = Role::Auditor)),
            ("a helper decides", new(&|new| new.username = helper.clone())),
            ("nobody", new(&|new| new.username = "siapa".to_owned())),
        ] {
            assert!(office.backend.add_delegation(wrong).await.is_err(), "{what}");
        }
        assert_eq!(office.backend.delegations().await.unwrap().len(), 1);
        // To the last day it may, and the words say how long that is.
        let longest = new(&|new| {
            new.from = "2026-11-02".to_owned();
            new.until = "2027-11-02".to_owned();
        });
        office.backend.add_delegation(longest).await.unwrap();
        let plt = new(&|new| {
            new.capacity = Capacity::Acting;
            new.until = "2099-12-31".to_owned();
        });
        let Err(Error::Invalid { problems }) = office.backend.add_delegation(plt).await else {
            panic!("it is refused");
        };
        assert!(problems[0].what.message(Lang::Id).contains("paling lama 6 bulan"));
    }
}
