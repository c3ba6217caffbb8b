//! The demonstration office, with the real catalogue.

use crate::testing::{Office, On};
use crate::{Catalogue, DemoError};
use domain::application::State;
use domain::officer::Role;
use domain::view::{QueueFilter, QueueGroup};
use std::path::Path;

fn real_catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    Catalogue::load(&folder).unwrap_or_else(|flaws| panic!("{flaws:?}"))
}

async fn the_demonstration(on: On) {
    let office = Office::open_with(on, real_catalogue()).await;
    // A Saturday evening, so that weekends lie in the past of the cases.
    office.clock.forward(5 * 24 * 3600 + 10 * 3600);
    let demo = office.backend.demo().await.unwrap();
    assert_eq!((demo.created, demo.cases.len(), demo.logins.len()), (8, 8, 6));
    let states: Vec<State> = demo.cases.iter().map(|case| case.state).collect();
    for state in [State::Submitted, State::Checking, State::NeedsFix, State::Processing, State::AwaitingSignature, State::ReadyForPickup, State::Refused] {
        assert!(states.contains(&state), "no case is {state:?}");
    }

    // Everything printed works.
    let login = demo.logins.iter().find(|login| login.role == Role::Counter).unwrap();
    let session = office.backend.log_in(&login.username, login.password.reveal(), &office.requester()).await.unwrap();
    let all = QueueFilter { group: QueueGroup::All, ..QueueFilter::default() };
    let queue = office.backend.queue(session.reveal(), all).await.unwrap();
    assert_eq!(queue.total, 8);
    for row in &queue.rows {
        let case = office.backend.open_case(session.reveal(), row.code.compact()).await.unwrap();
        assert!(case.events.iter().all(|event| event.at <= office.now()), "a case from the future");
        assert!(case.fields.iter().all(|field| field.warnings.is_empty()), "{:?}", case.fields);
        let page = &case.documents.iter().find(|document| !document.pages.is_empty()).unwrap().pages[0];
        office.backend.page_file(session.reveal(), &page.id).await.unwrap();
    }
    for case in &demo.cases {
        office.backend.look_up(case.code.compact(), &case.digits, &office.requester()).await.unwrap();
    }

    // Again: nothing more.
    let again = office.backend.demo().await.unwrap();
    assert_eq!((again.created, again.cases.len()), (0, 8));
    assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 8);
    assert_eq!(office.count("SELECT COUNT(*) FROM officer").await, 6);

    // A real case came: the demonstration keeps away from it.
    office.run("UPDATE application SET demo = 0 WHERE state = 'submitted'").await;
    assert!(matches!(office.backend.demo().await.unwrap_err(), DemoError::RealCases));
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_works_and_is_made_once_on_sqlite() {
    the_demonstration(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_works_and_is_made_once_on_postgres() {
    the_demonstration(On::Postgres).await;
}

#[tokio::test]
async fn a_catalogue_without_arut_selatan_has_no_demonstration() {
    let office = Office::open_with(On::Sqlite, Catalogue::default()).await;
    assert!(matches!(office.backend.demo().await.unwrap_err(), DemoError::Catalogue(_)));
    office.close().await;
}
