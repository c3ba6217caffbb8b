//! The demonstration office, with the real catalogue.

use crate::testing::{Office, On, jpeg, random_name};
use crate::{Catalogue, DemoError, both_engines};
use domain::application::State;
use domain::form::Answer;
use domain::officer::Role;
use domain::view::{QueueFilter, QueueGroup, Submission, SubmittedDocument};
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
    assert_eq!(
        (demo.created, demo.cases.len(), demo.logins.len()),
        (8, 8, 11)
    );
    let states: Vec<State> = demo.cases.iter().map(|case| case.state).collect();
    for state in [
        State::Submitted,
        State::Checking,
        State::NeedsFix,
        State::Processing,
        State::AwaitingSignature,
        State::ReadyForPickup,
        State::Refused,
    ] {
        assert!(states.contains(&state), "no case is {state:?}");
    }

    // Everything printed works.
    let login = demo
        .logins
        .iter()
        .find(|login| login.role == Role::Counter)
        .unwrap();
    let session = office
        .backend
        .log_in(
            &login.username,
            login.password.reveal(),
            &office.requester(),
        )
        .await
        .unwrap();
    let sessions = office.backend.outreaches(session.reveal()).await.unwrap();
    assert_eq!(sessions.rows.len(), 1, "one outreach session, made once");
    let session_id = &sessions.rows[0].id;
    let outreach = office.backend.outreach(session.reveal(), session_id).await;
    assert_eq!(outreach.unwrap().roster.len(), 3);
    let all = QueueFilter {
        group: QueueGroup::All,
        ..QueueFilter::default()
    };
    let queue = office.backend.queue(session.reveal(), all).await.unwrap();
    assert_eq!(queue.total, 8);
    for row in &queue.rows {
        let case = office
            .backend
            .open_case(session.reveal(), row.code.compact())
            .await
            .unwrap();
        assert!(
            case.events.iter().all(|event| event.at <= office.now()),
            "a case from the future"
        );
        assert!(
            case.fields.iter().all(|field| field.warnings.is_empty()),
            "{:?}",
            case.fields
        );
        let page = &case
            .documents
            .iter()
            .find(|document| !document.pages.is_empty())
            .unwrap()
            .pages[0];
        office
            .backend
            .page_file(session.reveal(), &page.id)
            .await
            .unwrap();
    }
    for case in &demo.cases {
        office
            .backend
            .look_up(case.code.compact(), &case.digits, &office.requester())
            .await
            .unwrap();
    }

    // Again: nothing more.
    let again = office.backend.demo().await.unwrap();
    assert_eq!((again.created, again.cases.len()), (0, 8));
    assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 8);
    assert_eq!(office.count("SELECT COUNT(*) FROM officer").await, 11);
    assert_eq!(office.count("SELECT COUNT(*) FROM outreach").await, 1);
    assert_eq!(office.count("SELECT COUNT(*) FROM partner").await, 1);

    // A visitor sends something: it is a demonstration still.
    assert!(office.backend.is_demonstration().await.unwrap());
    let ticket = office
        .backend
        .open_draft("pengantar-skck", &random_name())
        .await
        .unwrap();
    let mut documents = Vec::new();
    for requirement in ["pengantar-desa", "ktp", "kk"] {
        let page = office.photo(&ticket.token, requirement, jpeg(1)).await;
        documents.push(SubmittedDocument {
            requirement: requirement.to_owned(),
            pages: vec![page],
        });
    }
    let texts = [
        ("nama", "Tamu"),
        ("nik", "6201025408900917"),
        ("tempat_lahir", "Kumai"),
        ("tanggal_lahir", "1990-08-14"),
        ("jenis_kelamin", "Perempuan"),
        ("desa", "62.01.02.2013"),
        ("alamat", "Jalan"),
        ("wa", "081250014821"),
        ("keperluan", "Melamar kerja"),
        ("tujuan_polisi", "Polsek"),
    ];
    let answers = texts
        .map(|(id, text)| (id.to_owned(), Answer::Text(text.to_owned())))
        .into();
    let service = "pengantar-skck".to_owned();
    let submission = Submission {
        service,
        key: random_name(),
        answers,
        documents,
        declared: Vec::new(),
        consent: true,
        code: None,
        seen: Vec::new(),
        lang: Default::default(),
    };
    office
        .backend
        .submit(&ticket.token, submission)
        .await
        .unwrap();
    assert_eq!(office.backend.demo().await.unwrap().created, 0);
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
    assert!(matches!(
        office.backend.demo().await.unwrap_err(),
        DemoError::Catalogue(_)
    ));
    office.close().await;
}

both_engines! {
    async fn a_database_with_real_cases_never_becomes_a_demonstration(office: Office) {
        office.application().send().await;
        assert!(matches!(office.backend.demo().await.unwrap_err(), DemoError::RealCases));
        assert!(!office.backend.is_demonstration().await.unwrap());
        assert_eq!(office.count("SELECT COUNT(*) FROM officer").await, 0);
    }
}
