//! Giving back and mending: exactly that, and nothing else.

use crate::both_engines;
use crate::testing::{Office, Sent, jpeg, random_name, said};
use domain::application::{Action, State};
use domain::document::{Item, Verdict};
use domain::error::Error;
use domain::form::{Answer, Answers};
use domain::officer::Role;
use domain::validate::What;
use domain::view::{Correction, SubmittedDocument, Ticket};

/// A case given back for its `ktp` photo and the answers named.
async fn given_back(office: &Office, fields: &[&str]) -> (Sent, String, Ticket) {
    let sent = office.application().send().await;
    let counter = office.in_arut(Role::Counter).await;
    let case = office.case(&counter, &sent.code).await;
    let mut case = office
        .backend
        .act(
            &counter,
            &sent.code,
            case.version,
            Action::StartChecking,
            None,
        )
        .await
        .unwrap();
    case = office
        .give_back(&counter, &case, "document:ktp", "Foto buram")
        .await;
    for field in fields {
        case = office
            .give_back(
                &counter,
                &case,
                &format!("field:{field}"),
                "Cocokkan dengan KTP",
            )
            .await;
    }
    office
        .backend
        .act(&counter, &sent.code, case.version, Action::Return, None)
        .await
        .unwrap();
    let grant = office.grant(&sent).await;
    let ticket = office.open_correction(&grant).await.unwrap();
    (sent, grant, ticket)
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    pairs
        .iter()
        .map(|(id, text)| ((*id).to_owned(), Answer::Text((*text).to_owned())))
        .collect()
}

async fn with_photos(
    office: &Office,
    ticket: &Ticket,
    requirements: &[&str],
    pairs: &[(&str, &str)],
) -> Correction {
    let mut documents = Vec::new();
    for requirement in requirements {
        let page = office.photo(&ticket.token, requirement, jpeg(40)).await;
        documents.push(SubmittedDocument {
            requirement: (*requirement).to_owned(),
            pages: vec![page],
        });
    }
    Correction {
        key: random_name(),
        answers: answers(pairs),
        documents,
    }
}

fn fields(error: Error) -> Vec<(String, What)> {
    match error {
        Error::Invalid { problems } => problems
            .into_iter()
            .map(|one| (one.field, one.what))
            .collect(),
        other => panic!("{other:?} isn't Invalid"),
    }
}

both_engines! {
    async fn the_resident_sees_what_to_mend_and_why(office: Office) {
        let (_, grant, _) = given_back(office, &["nama"]).await;
        let status = office.backend.status(&grant).await.unwrap();
        assert_eq!(status.state, State::NeedsFix);
        let told: Vec<_> = status.returned.iter().map(|one| (one.label.id.as_str(), one.reason.as_str())).collect();
        assert_eq!(told, [("Nama lengkap", "Cocokkan dengan KTP"), ("KTP-el", "Foto buram")]);
    }

    async fn mending_makes_a_new_round_with_old_and_new_side_by_side(office: Office) {
        let (sent, grant, ticket) = given_back(office, &["nama"]).await;
        let counter = office.in_arut(Role::Counter).await;
        let before = office.case(&counter, &sent.code).await;
        let correction = with_photos(office, &ticket, &["ktp"], &[("nama", "Siti Rahmawati Dewi")]).await;
        let status = office.resubmit(&grant, &ticket.token, correction).await.unwrap();
        assert_eq!(status.state, State::Checking);
        assert!(status.returned.is_empty());
        assert_eq!(status.applicant, "S*** R*** D***");

        let case = office.case(&counter, &sent.code).await;
        let ktp = case.documents.iter().find(|one| one.requirement == "ktp").unwrap();
        let ktp_before = before.documents.iter().find(|one| one.requirement == "ktp").unwrap();
        assert_eq!(ktp.verdict, Verdict::Open);
        assert_eq!(ktp.before, ktp_before.pages);
        assert_ne!(ktp.pages, ktp.before);
        assert_eq!(ktp.before_reason.as_deref(), Some("Foto buram"));
        let name = case.fields.iter().find(|one| one.id == "nama").unwrap();
        assert_eq!(said(&name.shown), ["Siti Rahmawati Dewi"]);
        assert_eq!(name.before.as_deref().map(said), Some(vec!["Siti Rahmawati"]));
        let untouched = case.fields.iter().find(|one| one.id == "keperluan").unwrap();
        assert_eq!((untouched.before.as_deref(), &untouched.verdict), (None, &Verdict::Open));
        let kk = case.documents.iter().find(|one| one.requirement == "kk").unwrap();
        assert!(kk.before.is_empty());
        // Both photos can be opened.
        for page in ktp.pages.iter().chain(&ktp.before) {
            office.backend.page_file(&counter, &page.id).await.unwrap();
        }
    }

    async fn sending_the_correction_twice_changes_nothing_more(office: Office) {
        let (_, grant, ticket) = given_back(office, &[]).await;
        let correction = with_photos(office, &ticket, &["ktp"], &[]).await;
        let (a, b) = tokio::join!(
            office.resubmit(&grant, &ticket.token, correction.clone()),
            office.resubmit(&grant, &ticket.token, correction.clone()),
        );
        let third = office.resubmit(&grant, &ticket.token, correction.clone()).await.unwrap();
        assert_eq!(a.unwrap().timeline.len(), third.timeline.len());
        assert_eq!(b.unwrap().state, State::Checking);
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'resubmit'").await, 1);
        let other = Correction { key: random_name(), ..correction };
        assert_eq!(office.resubmit(&grant, &ticket.token, other).await.unwrap_err(), Error::DraftEnded);
    }

    async fn everything_given_back_must_come(office: Office) {
        let (_, grant, ticket) = given_back(office, &["nama"]).await;
        let missing = [("nama".to_owned(), What::Missing), ("ktp".to_owned(), What::MissingDocument)];
        for (at, (photos, pairs)) in [(&["ktp"][..], &[][..]), (&[][..], &[("nama", "Siti")][..])].into_iter().enumerate() {
            let correction = with_photos(office, &ticket, photos, pairs).await;
            let refused = office.resubmit(&grant, &ticket.token, correction).await.unwrap_err();
            assert_eq!(fields(refused), [missing[at].clone()]);
        }
        assert_eq!(office.backend.status(&grant).await.unwrap().state, State::NeedsFix);
    }

    async fn nothing_else_may_come(office: Office) {
        let (_, grant, ticket) = given_back(office, &[]).await;
        // A photo that wasn't given back isn't even taken.
        assert_eq!(office.begin(&ticket.token, "kk", 100).await.unwrap_err(), Error::Forbidden);
        let correction = with_photos(office, &ticket, &["ktp"], &[("nama", "Orang Lain")]).await;
        let refused = office.resubmit(&grant, &ticket.token, correction.clone()).await.unwrap_err();
        assert_eq!(fields(refused), [("nama".to_owned(), What::Unexpected)]);
        // The same photo, without the stowaway.
        let correction = Correction { answers: Answers::new(), ..correction };
        office.resubmit(&grant, &ticket.token, correction).await.unwrap();
    }

    async fn a_mended_answer_is_checked_like_any_other(office: Office) {
        let (_, grant, ticket) = given_back(office, &["nik"]).await;
        let correction = with_photos(office, &ticket, &["ktp"], &[("nik", "123")]).await;
        let refused = office.resubmit(&grant, &ticket.token, correction).await.unwrap_err();
        assert_eq!(fields(refused), [("nik".to_owned(), What::SixteenDigits { typed: 3 })]);
    }

    async fn a_mended_answer_may_ask_for_a_new_answer_and_a_new_photo(office: Office) {
        let (sent, grant, ticket) = given_back(office, &["untuk"]).await;
        let correction = with_photos(office, &ticket, &["ktp"], &[("untuk", "Orang lain")]).await;
        let refused = office.resubmit(&grant, &ticket.token, correction).await.unwrap_err();
        assert_eq!(fields(refused), [("nama_lain".to_owned(), What::Missing), ("surat-kuasa".to_owned(), What::MissingDocument)]);
        let pairs = [("untuk", "Orang lain"), ("nama_lain", "Budi")];
        let correction = with_photos(office, &ticket, &["ktp", "surat-kuasa"], &pairs).await;
        office.resubmit(&grant, &ticket.token, correction).await.unwrap();
        let counter = office.in_arut(Role::Counter).await;
        let case = office.case(&counter, &sent.code).await;
        assert!(case.fields.iter().any(|field| field.id == "nama_lain" && said(&field.shown) == ["Budi"]));
        assert!(case.documents.iter().any(|one| one.requirement == "surat-kuasa" && one.pages.len() == 1));
    }

    async fn what_is_no_longer_asked_does_not_stay_given_back_for_ever(office: Office) {
        let sent = office.application().answer("untuk", "Orang lain").answer("nama_lain", "Budi").photos(&["ktp", "kk", "surat-kuasa"]).send().await;
        let counter = office.in_arut(Role::Counter).await;
        let case = office.case(&counter, &sent.code).await;
        let mut case = office.backend.act(&counter, &sent.code, case.version, Action::StartChecking, None).await.unwrap();
        for item in ["field:untuk", "field:nama_lain", "document:surat-kuasa"] {
            case = office.give_back(&counter, &case, item, "Untuk siapa?").await;
        }
        office.backend.act(&counter, &sent.code, case.version, Action::Return, None).await.unwrap();
        let grant = office.grant(&sent).await;
        let ticket = office.open_correction(&grant).await.unwrap();
        // "For myself after all": the other two aren't asked any more.
        let correction = with_photos(office, &ticket, &[], &[("untuk", "Diri sendiri")]).await;
        office.resubmit(&grant, &ticket.token, correction).await.unwrap();
        let mut case = office.case(&counter, &sent.code).await;
        for requirement in ["ktp", "kk"] {
            let item = Item::Document(requirement.to_owned());
            case = office.backend.judge(&counter, &sent.code, case.version, item, Verdict::Accepted).await.unwrap();
        }
        office.backend.act(&counter, &sent.code, case.version, Action::Complete, None).await.unwrap();
    }

    async fn a_mended_phone_changes_the_digits_and_a_mended_desa_the_territory(office: Office) {
        let (sent, grant, ticket) = given_back(office, &["wa", "desa"]).await;
        let umpang = office.officer(Role::Counter, "62.01.02.2013").await;
        office.case(&umpang, &sent.code).await;
        let pairs = [("wa", "081250019999"), ("desa", "62.01.02.1009")];
        let correction = with_photos(office, &ticket, &["ktp"], &pairs).await;
        office.resubmit(&grant, &ticket.token, correction).await.unwrap();
        let old = office.backend.look_up(&sent.code, &sent.digits, &office.requester()).await.unwrap_err();
        assert_eq!(old, Error::NoMatch);
        office.backend.look_up(&sent.code, "9999", &office.requester()).await.unwrap();
        assert_eq!(office.backend.open_case(&umpang, &sent.code).await.unwrap_err(), Error::NotFound);
    }

    async fn a_ticket_of_another_case_is_worth_nothing_here(office: Office) {
        let (mine, grant, _) = given_back(office, &[]).await;
        let (theirs, _, other) = given_back(office, &[]).await;
        // A family's phone: the grant of the case that was looked at last opens no other one's correction.
        let refused = office.backend.open_correction(&grant, &theirs.code, 1).await.unwrap_err();
        assert_eq!(refused, Error::LoggedOut);
        // A ticket mends the case that it belongs to, whatever else is open.
        let correction = with_photos(office, &other, &["ktp"], &[]).await;
        let receipt = office.backend.resubmit(&other.token, correction).await.unwrap();
        assert_eq!(receipt.code, theirs.receipt.code);
        assert_eq!(office.backend.status(&grant).await.unwrap().state, State::NeedsFix);
        let fresh = office.backend.open_draft("surat", &random_name()).await.unwrap();
        for token in [&fresh.token, &mine.ticket.token] {
            let correction = Correction { key: random_name(), answers: Answers::new(), documents: Vec::new() };
            assert_eq!(office.backend.resubmit(token, correction).await.unwrap_err(), Error::NotFound);
        }
    }

    async fn a_correction_is_sent_days_later_without_a_grant(office: Office) {
        let (sent, _, ticket) = given_back(office, &["nama"]).await;
        let correction = with_photos(office, &ticket, &["ktp"], &[("nama", "Siti R")]).await;
        office.days_pass(5);
        for _ in 0..2 {
            let receipt = office.backend.resubmit(&ticket.token, correction.clone()).await.unwrap();
            assert_eq!(receipt.code, sent.receipt.code);
        }
        assert_eq!(office.backend.status(&office.grant(&sent).await).await.unwrap().state, State::Checking);
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'resubmit'").await, 1);
    }

    async fn a_correction_that_comes_too_late_is_told_so_for_good(office: Office) {
        let (sent, grant, ticket) = given_back(office, &[]).await;
        let correction = with_photos(office, &ticket, &["ktp"], &[]).await;
        office.backend.cancel(&grant).await.unwrap();
        assert_eq!(office.backend.resubmit(&ticket.token, correction).await.unwrap_err(), Error::DraftEnded);
        assert_eq!(office.backend.open_correction(&grant, &sent.code, 1).await.unwrap_err(), Error::DraftEnded);
    }

    async fn a_correction_can_not_be_sent_as_a_new_application(office: Office) {
        let (sent, _, ticket) = given_back(office, &[]).await;
        let mut submission = sent.submission.clone();
        submission.key = random_name();
        assert_eq!(office.backend.submit(&ticket.token, submission).await.unwrap_err(), Error::malformed("service"));
    }

    async fn the_ticket_is_the_same_until_it_is_sent_and_another_one_in_the_next_round(office: Office) {
        let (sent, grant, ticket) = given_back(office, &[]).await;
        assert_eq!(office.open_correction(&grant).await.unwrap(), ticket);
        office.days_pass(60);
        // Whoever needs longer than a draft lives may still mend.
        let grant = office.grant(&sent).await;
        assert_eq!(office.open_correction(&grant).await.unwrap(), ticket);
        let correction = with_photos(office, &ticket, &["ktp"], &[]).await;
        office.resubmit(&grant, &ticket.token, correction).await.unwrap();
        assert_eq!(office.open_correction(&grant).await.unwrap_err(), Error::DraftEnded);
        let counter = office.in_arut(Role::Counter).await;
        let case = office.case(&counter, &sent.code).await;
        let case = office.give_back(&counter, &case, "document:ktp", "Masih buram").await;
        office.backend.act(&counter, &sent.code, case.version, Action::Return, None).await.unwrap();
        assert_ne!(office.open_correction(&grant).await.unwrap(), ticket);
    }

    async fn pages_older_than_the_round_before_are_history(office: Office) {
        let (sent, grant, mut ticket) = given_back(office, &[]).await;
        let counter = office.in_arut(Role::Counter).await;
        let first = office.case(&counter, &sent.code).await.documents[0].pages[0].id.clone();
        for _ in 0..2 {
            office.backend.page_file(&counter, &first).await.unwrap();
            let correction = with_photos(office, &ticket, &["ktp"], &[]).await;
            office.resubmit(&grant, &ticket.token, correction).await.unwrap();
            let case = office.case(&counter, &sent.code).await;
            let case = office.give_back(&counter, &case, "document:ktp", "Masih buram").await;
            office.backend.act(&counter, &sent.code, case.version, Action::Return, None).await.unwrap();
            ticket = office.open_correction(&grant).await.unwrap();
        }
        assert_eq!(office.backend.page_file(&counter, &first).await.unwrap_err(), Error::NotFound);
    }

    async fn an_optional_photo_that_was_never_sent_can_be_asked_for(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        let case = office.case(&counter, &sent.code).await;
        let case = office.backend.act(&counter, &sent.code, case.version, Action::StartChecking, None).await.unwrap();
        let case = office.give_back(&counter, &case, "document:ijazah", "Mohon kirim ijazah").await;
        office.backend.act(&counter, &sent.code, case.version, Action::Return, None).await.unwrap();
        let grant = office.grant(&sent).await;
        let ticket = office.open_correction(&grant).await.unwrap();
        let correction = with_photos(office, &ticket, &["ijazah"], &[]).await;
        office.resubmit(&grant, &ticket.token, correction).await.unwrap();
    }

    async fn the_clock_stands_still_while_the_resident_mends(office: Office) {
        // Complete on Monday; on Wednesday the head finds a flaw: of five working days three are left.
        let sent = office.complete_application().await;
        let head = office.in_arut(Role::Head).await;
        office.days_pass(2);
        let head = { drop(head); office.in_arut(Role::Head).await };
        let case = office.case(&head, &sent.code).await;
        assert_eq!(case.due.as_deref(), Some("2026-11-10"));
        let case = office.give_back(&head, &case, "document:kk", "Terpotong").await;
        let case = office.backend.act(&head, &sent.code, case.version, Action::Return, None).await.unwrap();
        assert_eq!((case.paused_with, case.due), (Some(3), None));
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!(status.paused_with, Some(0));
    }
}
