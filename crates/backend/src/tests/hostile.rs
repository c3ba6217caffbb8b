//! Bad input: refused in words, nothing stored half, nothing personal in what can be logged.

use crate::both_engines;
use crate::fault::{Fault, safe_words};
use crate::testing::{Office, random_name, said};
use domain::application::Action;
use domain::document::{Item, Verdict};
use domain::error::Error;
use domain::form::{Answer, Answers};
use domain::officer::Role;
use domain::view::{Correction, QueueFilter, Submission};
use std::collections::BTreeMap;

fn nasty() -> Vec<String> {
    vec![
        String::new(),
        "\0".to_owned(),
        "\u{202e}\u{2066}\u{feff}".to_owned(),
        "</textarea><script>alert(1)</script>".to_owned(),
        "'; DROP TABLE application; --".to_owned(),
        "%' OR '1'='1".to_owned(),
        "\r\nX-Header: 1".to_owned(),
        "{{7*7}} ${jndi:ldap://x}".to_owned(),
        "🙈".repeat(300),
        "x".repeat(10_000_000),
    ]
}

async fn nothing_is_stored(office: &Office) {
    assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 0);
    assert_eq!(office.count("SELECT COUNT(*) FROM item").await, 0);
    assert_eq!(office.count("SELECT COUNT(*) FROM event").await, 0);
}

both_engines! {
    async fn nasty_answers_are_refused_or_kept_whole(office: Office) {
        for text in nasty() {
            for field in ["nama", "nik", "tanggal_lahir", "desa", "wa", "untuk", "keperluan", "tidak_ada"] {
                let tried = office.application().answer(field, &text).photos(&[]).prepare().await;
                match tried.try_send().await.err().unwrap() {
                    // The two photos are missing in any case; the message never repeats what was typed.
                    Error::Invalid { problems } => {
                        let said = format!("{problems:?}");
                        assert!(text.trim().len() < 5 || !said.contains(&text));
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        nothing_is_stored(office).await;
        // What is only odd, and allowed where people may write freely, is kept to the letter.
        let odd = "</textarea><script>alert('x')</script> \"; DROP TABLE application; -- 🙈";
        let sent = office.application().answer("keperluan", odd).send().await;
        let head = office.in_arut(Role::Head).await;
        let case = office.case(&head, &sent.code).await;
        assert_eq!(said(&case.fields.iter().find(|field| field.id == "keperluan").unwrap().shown), [odd]);
    }

    async fn answers_of_the_wrong_shape_are_refused(office: Office) {
        let shapes = [
            Answer::Many(vec!["x".to_owned(); 1000]),
            Answer::Rows(vec![BTreeMap::from([("x".to_owned(), "y".repeat(100_000))]); 200]),
            Answer::Text("x".repeat(3_000_000)),
        ];
        for shape in shapes {
            let mut ready = office.application().burial().prepare().await;
            ready.submission.answers.insert("nik".to_owned(), shape.clone());
            assert!(matches!(ready.try_send().await.err().unwrap(), Error::Invalid { .. }));
            let mut ready = office.application().photos(&[]).prepare().await;
            ready.submission.answers.insert("keluarga".to_owned(), shape);
            assert!(matches!(ready.try_send().await.err().unwrap(), Error::Invalid { .. }));
        }
        let mut ready = office.application().burial().prepare().await;
        for number in 0..100_000 {
            ready.submission.answers.insert(format!("x{number}"), Answer::Text("1".to_owned()));
        }
        assert_eq!(ready.try_send().await.err().unwrap(), Error::malformed("answers"));
        nothing_is_stored(office).await;
    }

    async fn every_door_answers_nasty_texts_with_a_word_of_refusal(office: Office) {
        let sent = office.application().send().await;
        let session = office.in_arut(Role::Head).await;
        let grant = office.grant(&sent).await;
        let backend = &office.backend;
        let submission = |key: &str| Submission { key: key.to_owned(), ..sent.submission.clone() };
        let correction = || Correction { key: random_name(), answers: Answers::new(), documents: Vec::new() };
        for text in nasty() {
            let refusals = [
                backend.open_draft(&text, &random_name()).await.err(),
                backend.submit(&text, submission(&random_name())).await.err(),
                backend.submit(&sent.ticket.token, submission(&text)).await.err(),
                backend.look_up(&text, "1234", &office.requester()).await.err(),
                backend.look_up(&sent.code, &text, &office.requester()).await.err(),
                backend.status(&text).await.err(),
                backend.cancel(&text).await.err(),
                backend.open_correction(&text, &sent.code, 1).await.err(),
                backend.open_correction(&grant, &text, 1).await.err(),
                backend.resubmit(&text, correction()).await.err(),
                backend.resubmit(&sent.ticket.token, correction()).await.err(),
                backend.officer(&text).await.err(),
                backend.queue(&text, QueueFilter::default()).await.err(),
                backend.open_case(&text, &sent.code).await.err(),
                backend.open_case(&session, &text).await.err(),
                backend.judge(&session, &text, 1, Item::Field("nik".to_owned()), Verdict::Accepted).await.err(),
                backend.judge(&session, &sent.code, 1, Item::Field(text.clone()), Verdict::Accepted).await.err(),
                backend.act(&session, &text, 1, Action::Complete, None).await.err(),
                backend.page_file(&session, &text).await.err(),
            ];
            for (door, refusal) in refusals.into_iter().enumerate() {
                let refusal = refusal.unwrap_or_else(|| panic!("door {door} let it in"));
                assert!((400..500).contains(&refusal.status()), "door {door} said {refusal:?}");
            }
            backend.log_out(&text).await.unwrap();
            let found = backend.queue(&session, QueueFilter { search: text, ..QueueFilter::default() }).await.unwrap();
            assert!(found.total <= 1);
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 1);
    }

    async fn reasons_are_tidied_and_have_a_limit(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        let case = office.case(&counter, &sent.code).await;
        let case = office.backend.act(&counter, &sent.code, case.version, Action::StartChecking, None).await.unwrap();
        let judge = async |reason: &str| {
            let verdict = Verdict::Returned { reason: reason.to_owned() };
            office.backend.judge(&counter, &sent.code, case.version, Item::Field("nik".to_owned()), verdict).await
        };
        assert!(matches!(judge("\u{202e}\0 ").await.unwrap_err(), Error::Step { .. }));
        assert!(matches!(judge(&"x".repeat(501)).await.unwrap_err(), Error::Invalid { .. }));
        assert!(matches!(judge(&"x".repeat(10_000_000)).await.unwrap_err(), Error::Invalid { .. }));
        let judged = judge(" NIK\u{202e} <b>salah</b>\0 ").await.unwrap();
        let nik = judged.fields.iter().find(|field| field.id == "nik").unwrap();
        assert_eq!(nik.verdict, Verdict::Returned { reason: "NIK <b>salah</b>".to_owned() });
    }

    async fn database_errors_never_quote_a_row(office: Office) {
        let sent = office.application().send().await;
        let name = "Siti Rahmawati";
        // A unique index complains: PostgreSQL's own words would repeat the value.
        let error = sqlx::query("INSERT INTO setting (key, value) SELECT applicant_name, 'x' FROM application UNION ALL SELECT applicant_name, 'y' FROM application")
            .execute(office.backend.db.pool())
            .await
            .unwrap_err();
        let fault = Fault::from(error);
        assert!(!format!("{fault:?}").contains(name), "{fault:?}");
        // A column of another type: sqlx's own words would repeat the value.
        let error = sqlx::query_scalar::<_, i64>("SELECT applicant_name FROM application")
            .fetch_one(office.backend.db.pool())
            .await
            .unwrap_err();
        assert!(!safe_words(&error).contains(name));
        assert_eq!(Error::from(Fault::from(error)), Error::Unavailable);
        assert!(!format!("{:?}", sent.submission).contains(name));
    }
}

#[test]
fn what_holds_secrets_prints_none() {
    let grant = crate::Grant {
        token: domain::private::Private::new("geheim".to_owned()),
        expires: domain::calendar::Moment(0),
    };
    assert!(!format!("{grant:?}").contains("geheim"));
    let requester = crate::Requester::from(std::net::IpAddr::from([203, 0, 113, 9]));
    assert!(!format!("{requester:?}").contains("203"));
    let ticket = domain::view::Ticket {
        draft: "d".to_owned(),
        token: "geheim".to_owned(),
    };
    assert!(!format!("{ticket:?}").contains("geheim"));
}
