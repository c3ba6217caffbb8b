//! Sending an application, once.

use super::uploads::at;
use crate::attempt::Requester;
use crate::both_engines;
use crate::testing::{MONDAY_MORNING, jpeg, random_name, said};
use domain::code::{Code, parse_body};
use domain::error::Error;
use domain::form::Answer;
use domain::validate::What;
use domain::view::SubmittedDocument;
use std::collections::BTreeSet;

/// The fields that an [`Error::Invalid`] names, with what is the matter.
fn problems(error: Error) -> Vec<(String, What)> {
    match error {
        Error::Invalid { problems } => problems
            .into_iter()
            .map(|one| (one.field, one.what))
            .collect(),
        other => panic!("{other:?} isn't Invalid"),
    }
}

both_engines! {
    async fn an_application_arrives_whole(office: Office) {
        let sent = office.application().answer("alamat_lama", "").without("alamat_lama").send().await;
        assert_eq!(sent.receipt.sent, MONDAY_MORNING);
        assert_eq!(sent.receipt.office, "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat");
        assert!(sent.code.starts_with("SRT-"));
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM answers").await, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM page").await, 2);
        assert_eq!(office.count("SELECT COUNT(*) FROM event").await, 1);
        // Every question asked and every photo that applies is an item; those that aren't asked are none.
        assert_eq!(office.count("SELECT COUNT(*) FROM item WHERE item LIKE 'field:%'").await, 11);
        assert_eq!(office.count("SELECT COUNT(*) FROM item WHERE item LIKE 'document:%'").await, 3);
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 0);
    }

    async fn a_receipt_that_was_handed_over_before_keeps_its_code(office: Office) {
        let requester = Requester::from(std::net::IpAddr::from([198, 51, 100, 7]));
        let bodies = office.backend.lease_codes(&requester).await.unwrap();
        let more = office.backend.lease_codes(&requester).await.unwrap();
        let all: BTreeSet<&String> = bodies.iter().chain(&more).collect();
        assert_eq!(all.len(), 32);
        let code = Code::new("SRT", parse_body(&bodies[7]).unwrap()).unwrap();
        let mut ready = office.application().prepare().await;
        ready.submission.code = Some(code.clone());
        assert_eq!(ready.try_send().await.unwrap().receipt.code, code);
        // The same code in another case, one of another service, and one that nobody was lent: a new one is made.
        let other = Code::new("SKC", parse_body(&bodies[8]).unwrap()).unwrap();
        let invented = Code::new("SRT", [1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
        for odd in [code, other, invented] {
            let mut ready = office.application().prepare().await;
            ready.submission.code = Some(odd.clone());
            let receipt = ready.try_send().await.unwrap().receipt;
            assert_ne!(receipt.code, odd);
            assert_eq!(receipt.code.prefix(), "SRT");
        }
    }

    async fn sending_twice_gives_the_same_receipt(office: Office) {
        let sent = office.application().send().await;
        office.days_pass(2);
        let again = office.backend.submit(&sent.ticket.token, sent.submission.clone()).await.unwrap();
        assert_eq!(again, sent.receipt);
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 1);
    }

    async fn many_taps_at_the_same_moment_make_one_application(office: Office) {
        let ready = office.application().prepare().await;
        let token = ready.ticket.clone().unwrap().token;
        let taps: Vec<_> = (0..6)
            .map(|_| {
                let (backend, token, submission) = (office.backend.clone(), token.clone(), ready.submission.clone());
                tokio::spawn(async move { backend.submit(&token, submission).await })
            })
            .collect();
        let mut receipts = Vec::new();
        for tap in taps {
            receipts.push(tap.await.unwrap().unwrap());
        }
        assert!(receipts.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM page").await, 2);
        assert_eq!(office.count("SELECT COUNT(*) FROM event").await, 1);
    }

    async fn the_same_key_with_a_second_draft_is_the_same_application(office: Office) {
        let first = office.application().send().await;
        let second = office.application().key(&first.submission.key).try_send().await.unwrap();
        assert_eq!(second.receipt, first.receipt);
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 1);
    }

    async fn a_draft_becomes_one_application_whatever_the_key(office: Office) {
        let sent = office.application().send().await;
        let mut other = sent.submission.clone();
        other.key = random_name();
        assert_eq!(office.backend.submit(&sent.ticket.token, other).await.unwrap_err(), Error::DraftEnded);
    }

    async fn a_missing_photo_answer_tick_or_consent_is_named_and_nothing_is_stored(office: Office) {
        let mut ready = office.application().without("keperluan").photos(&["ktp"]).prepare().await;
        ready.submission.declared.clear();
        ready.submission.consent = false;
        let found = problems(ready.try_send().await.err().unwrap());
        let wanted = [("keperluan", What::Missing), ("kk", What::MissingDocument), ("pernyataan", What::MustTick), ("consent", What::MustTick)];
        assert_eq!(found, wanted.map(|(field, what)| (field.to_owned(), what)));
        for table in ["application", "answers", "item", "page", "event"] {
            assert_eq!(office.count(match table {
                "application" => "SELECT COUNT(*) FROM application",
                "answers" => "SELECT COUNT(*) FROM answers",
                "item" => "SELECT COUNT(*) FROM item",
                "page" => "SELECT COUNT(*) FROM page",
                _ => "SELECT COUNT(*) FROM event",
            }).await, 0, "{table}");
        }
    }

    async fn a_refused_application_can_be_mended_and_sent_with_the_same_photos(office: Office) {
        let ready = office.application().without("keperluan").prepare().await;
        let (token, mut submission) = (ready.ticket.clone().unwrap().token, ready.submission.clone());
        office.backend.submit(&token, submission.clone()).await.unwrap_err();
        submission.answers.insert("keperluan".to_owned(), Answer::Text("Melamar kerja".to_owned()));
        office.backend.submit(&token, submission).await.unwrap();
    }

    async fn a_photo_that_is_not_complete_counts_as_missing(office: Office) {
        let mut ready = office.application().photos(&["ktp"]).prepare().await;
        let token = ready.ticket.clone().unwrap().token;
        let photo = jpeg(9);
        let half = office.begin(&token, "kk", photo.len() as u64).await.unwrap();
        let mut writer = office.backend.upload_write(&token, &half.id, at(0)).await.unwrap();
        writer.push(photo[..photo.len() - 1].to_vec()).await.unwrap();
        writer.finish().await.unwrap();
        ready.submission.documents.push(SubmittedDocument { requirement: "kk".to_owned(), pages: vec![half.id.clone()] });
        let submission = ready.submission.clone();
        assert_eq!(problems(ready.try_send().await.err().unwrap()), [("kk".to_owned(), What::MissingDocument)]);
        // Nothing of the failed try was stored; the last byte mends it.
        assert_eq!(office.count("SELECT COUNT(*) FROM page").await, 0);
        let mut writer = office.backend.upload_write(&token, &half.id, at(half.length.unwrap() - 1)).await.unwrap();
        writer.push(photo[photo.len() - 1..].to_vec()).await.unwrap();
        writer.finish().await.unwrap();
        office.backend.submit(&token, submission).await.unwrap();
    }

    async fn photos_of_another_draft_or_another_requirement_do_not_count(office: Office) {
        let other = office.application().prepare().await;
        let mut mine = office.application().photos(&["ktp"]).prepare().await;
        mine.submission.documents.push(other.submission.documents[1].clone());
        assert_eq!(problems(mine.try_send().await.err().unwrap()), [("kk".to_owned(), What::MissingDocument)]);

        let mut swapped = office.application().prepare().await;
        let [first, second] = swapped.submission.documents.as_mut_slice() else { panic!("two documents") };
        std::mem::swap(&mut first.pages, &mut second.pages);
        let found = problems(swapped.try_send().await.err().unwrap());
        assert_eq!(found, [("kk".to_owned(), What::MissingDocument), ("ktp".to_owned(), What::MissingDocument)]);

        let mut twice = office.application().prepare().await;
        let pages = twice.submission.documents[0].pages.clone();
        twice.submission.documents[1].pages = pages;
        let found = problems(twice.try_send().await.err().unwrap());
        assert!(found.contains(&("kk".to_owned(), What::Unexpected)));
    }

    async fn a_photo_may_be_needed_because_of_an_answer(office: Office) {
        let for_other = || office.application().answer("untuk", "Orang lain").answer("nama_lain", "Budi");
        let found = problems(for_other().try_send().await.err().unwrap());
        assert_eq!(found, [("surat-kuasa".to_owned(), What::MissingDocument)]);
        for_other().photos(&["ktp", "kk", "surat-kuasa"]).send().await;
    }

    async fn answers_to_questions_that_are_not_asked_are_not_kept(office: Office) {
        // The person first chose "for somebody else", typed a name, and then changed the answer.
        let sent = office.application().answer("nama_lain", &"x".repeat(5_000)).send().await;
        let counter = office.in_arut(domain::officer::Role::Counter).await;
        let case = office.case(&counter, &sent.code).await;
        assert!(case.fields.iter().all(|field| field.id != "nama_lain"));
        assert_eq!(office.count("SELECT COUNT(*) FROM answers WHERE body LIKE '%xxx%'").await, 0);
    }

    async fn a_desa_where_the_service_is_not_offered_is_refused(office: Office) {
        for desa in ["62.01.01.2001", "62.01.02.9999"] {
            let found = problems(office.application().answer("desa", desa).try_send().await.err().unwrap());
            assert_eq!(found, [("desa".to_owned(), What::NotARegion)]);
        }
    }

    async fn every_application_gets_a_code_of_its_own(office: Office) {
        let mut codes = std::collections::BTreeSet::new();
        for _ in 0..20 {
            codes.insert(office.application().burial().send().await.code);
        }
        assert_eq!(codes.len(), 20);
    }

    async fn another_service_than_the_drafts_is_refused(office: Office) {
        let mut ready = office.application().prepare().await;
        ready.submission.service = "pemakaman".to_owned();
        assert_eq!(ready.try_send().await.err().unwrap(), Error::malformed("service"));
    }

    async fn control_characters_and_direction_marks_are_tidied_away(office: Office) {
        let sent = office.application().answer("nama", "  Siti\u{202e}\u{0}\u{200b} Rahmawati\u{7} ").send().await;
        let head = office.in_arut(domain::officer::Role::Head).await;
        let case = office.case(&head, &sent.code).await;
        let name = case.fields.iter().find(|field| field.id == "nama").unwrap();
        assert_eq!(said(&name.shown), ["Siti Rahmawati"]);
    }
}
