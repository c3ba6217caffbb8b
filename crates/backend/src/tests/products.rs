//! Products that go their own ways, deadlines in hours, and documents that may follow.

use crate::both_engines;
use crate::testing::{Office, Sent, jpeg};
use domain::application::{Action, IllegalStep, State};
use domain::clock::Pressure;
use domain::error::Error;
use domain::flaw::Flaw;
use domain::officer::Role;
use domain::product::ProductStep::{self, Arrive, HandOver, Issue};
use domain::product::{ProductState, Way};
use domain::view::{Correction, QueueFilter, QueueGroup, SubmittedDocument};

async fn birth(office: &Office) -> (String, Sent) {
    let partner = office.of_partner("RSUD Naibonat", "62.01").await;
    let client = office.client(&partner, "Ibu Siti").await;
    let assistance = office.agreed(&partner, &client, None).await;
    let sent = office
        .helped(&partner, &assistance, office.application().birth())
        .await;
    (partner, sent)
}

fn step(step: IllegalStep) -> Error {
    Error::Step { step }
}

both_engines! {
    async fn three_products_are_handed_over_one_by_one_and_the_last_closes_the_case(office: Office) {
        let (partner, sent) = birth(office).await;
        let registry = office.officer(Role::Counter, "62.01").await;
        assert_eq!(office.deliver(&registry, &sent.code, "akta", Issue).await.unwrap_err(), step(IllegalStep::Product), "not decided yet");
        office.decided(&sent).await;
        let view = office.backend.handover(&partner, &sent.code).await.unwrap();
        let ways: Vec<_> = view.products.iter().map(|one| (one.id.as_str(), one.way, one.state, one.step)).collect();
        let waiting = ProductState::Waiting;
        assert_eq!(ways, [("akta", Way::Print, waiting, None), ("kk", Way::Print, waiting, None), ("kia", Way::Card, waiting, None)]);

        // The office issues, the partner gives; neither does the other's part.
        assert_eq!(office.deliver(&partner, &sent.code, "akta", Issue).await.unwrap_err(), Error::Forbidden);
        for product in ["akta", "kk", "kia"] {
            office.deliver(&registry, &sent.code, product, Issue).await.unwrap();
        }
        assert_eq!(office.deliver(&registry, &sent.code, "akta", Issue).await.unwrap_err(), step(IllegalStep::Product));
        assert_eq!(office.deliver(&registry, &sent.code, "akta", Arrive).await.unwrap_err(), Error::Forbidden);
        assert_eq!(office.deliver(&partner, &sent.code, "akta", HandOver).await.unwrap_err(), step(IllegalStep::Product));
        let file = office.backend.product_file(&partner, &sent.code, "akta").await.unwrap();
        assert!(std::fs::read(file.path).unwrap().starts_with(b"%PDF"));
        assert_eq!(office.backend.product_file(&partner, &sent.code, "kia").await.unwrap_err(), Error::NotFound);

        for (at, product) in ["akta", "kk", "kia"].into_iter().enumerate() {
            office.deliver(&partner, &sent.code, product, Arrive).await.unwrap();
            let state = office.backend.handover(&partner, &sent.code).await.unwrap().state;
            assert_eq!(state, State::Done, "after {at} products");
            office.deliver(&partner, &sent.code, product, HandOver).await.unwrap();
        }
        let view = office.backend.handover(&partner, &sent.code).await.unwrap();
        assert_eq!(view.state, State::HandedOver);
        assert!(view.products.iter().all(|one| one.state == ProductState::HandedOver && one.marks.len() == 3));
        assert_eq!(view.products[0].receiver.as_deref(), Some("Yohana"));
        let signature = view.products[0].signature.clone().unwrap();
        office.backend.signature_file(&partner, &signature).await.unwrap();
        let other = office.of_partner("Puskesmas Lain", "62.01").await;
        assert_eq!(office.backend.signature_file(&other, &signature).await.unwrap_err(), Error::NotFound);
        // The resident reads what was given, and no name.
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert!(status.products.iter().all(|one| one.state == ProductState::HandedOver && one.receiver.is_none() && one.marks.is_empty() && one.signature.is_none()));
        assert_eq!(office.count("SELECT COUNT(*) FROM product WHERE state = 'handed_over'").await, 3);
    }

    async fn a_case_of_several_products_is_not_handed_over_as_one(office: Office) {
        let (partner, sent) = birth(office).await;
        office.decided(&sent).await;
        let counter = office.officer(Role::Counter, "62.01").await;
        let case = office.case(&counter, &sent.code).await;
        let whole = async |action| office.backend.act(&counter, &sent.code, case.version, action, None).await.map(|case| case.state);
        assert_eq!(whole(Action::HandOver).await.unwrap_err(), step(IllegalStep::ProductsOpen));
        // Nor is it ready before each of them lies there, and nothing of it is offered.
        assert_eq!(whole(Action::MakeReady).await.unwrap_err(), step(IllegalStep::Product));
        assert!(case.actions.is_empty(), "{:?}", case.actions);
        for product in ["akta", "kk", "kia"] {
            office.deliver(&counter, &sent.code, product, Issue).await.unwrap();
        }
        assert_eq!(whole(Action::MakeReady).await.unwrap_err(), step(IllegalStep::Product), "on its way");
        for product in ["akta", "kk", "kia"] {
            office.deliver(&partner, &sent.code, product, Arrive).await.unwrap();
        }
        let case = office.case(&counter, &sent.code).await;
        assert_eq!(case.actions, [Action::MakeReady]);
        assert_eq!(whole(Action::MakeReady).await, Ok(State::ReadyForPickup));
    }

    async fn handing_over_needs_a_name_and_a_signature_and_a_print_needs_its_file(office: Office) {
        let (partner, sent) = birth(office).await;
        office.decided(&sent).await;
        let registry = office.officer(Role::Counter, "62.01").await;
        let deliver = async |session: &str, product: &str, step: ProductStep, with| office.backend.deliver(session, &sent.code, product, step, with).await;
        assert_eq!(deliver(&registry, "akta", Issue, Default::default()).await.unwrap_err(), step(IllegalStep::NoFile));
        let bad = [
            (b"%PDF-1.4".to_vec(), Error::Flawed { flaw: Flaw::Cut }),
            (crate::testing::pdf("/JavaScript 1"), Error::Flawed { flaw: Flaw::ActivePdf }),
            (jpeg(1), Error::BadFile),
            (Vec::new(), Error::BadFile),
        ];
        for (bad, error) in bad {
            let with = crate::Delivery { file: Some(bad), ..Default::default() };
            assert_eq!(deliver(&registry, "akta", Issue, with).await.unwrap_err(), error);
        }
        let with = crate::Delivery { file: Some(vec![0; 5 * 1024 * 1024 + 1]), ..Default::default() };
        assert!(matches!(deliver(&registry, "akta", Issue, with).await.unwrap_err(), Error::TooLarge { .. }));
        office.deliver(&registry, &sent.code, "akta", Issue).await.unwrap();
        office.deliver(&partner, &sent.code, "akta", Arrive).await.unwrap();
        assert_eq!(deliver(&partner, "akta", HandOver, Default::default()).await.unwrap_err(), step(IllegalStep::NoReceiver));
        let nameless = crate::Delivery { drawn: crate::testing::signature(), ..Default::default() };
        assert_eq!(deliver(&partner, "akta", HandOver, nameless).await.unwrap_err(), step(IllegalStep::NoReceiver));
        assert_eq!(deliver(&partner, "none", HandOver, Default::default()).await.unwrap_err(), Error::NotFound);
    }

    async fn the_nearest_burial_stands_first_in_every_list(office: Office) {
        let many = |wanted: &[&str]| domain::form::Answer::Many(wanted.iter().map(|one| (*one).to_owned()).collect());
        let death = async |name: &str, burial: &str| {
            let mut application = office.application().death().answer("nama", name).answer("pemakaman", burial);
            application.submission.answers.insert("minta".to_owned(), many(&["Akta"]));
            office.clock.forward(60);
            application.send().await
        };
        office.application().burial().answer("nama", "Mendesak Tanpa Jam").send().await;
        death("Besok", "2026-11-03T10:00").await;
        let soon = death("Sore Ini", "2026-11-02T14:00").await;
        office.application().answer("nama", "Biasa").send().await;

        let head = office.officer(Role::Head, "62.01").await;
        let names = async |group| {
            let queue = office.backend.queue(&head, QueueFilter { group, ..QueueFilter::default() }).await.unwrap();
            queue.rows.iter().map(|row| row.applicant.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(QueueGroup::Mine).await, ["Sore Ini", "Besok", "Mendesak Tanpa Jam", "Biasa"]);
        assert_eq!(names(QueueGroup::Open).await, ["Sore Ini", "Besok", "Mendesak Tanpa Jam", "Biasa"]);
        assert_eq!(names(QueueGroup::All).await, ["Sore Ini", "Besok", "Biasa", "Mendesak Tanpa Jam"]);
        let row = office.backend.queue(&head, QueueFilter::default()).await.unwrap().rows.remove(0);
        let deadline = row.deadline.unwrap();
        // It is 09.02 WIB, the burial is at 14.00 WIB.
        assert_eq!((deadline.name.id.as_str(), deadline.minutes, deadline.pressure), ("Pemakaman", 4 * 60 + 58, Pressure::Soon));
        assert_eq!(row.pressure, Pressure::Soon);
        // One product was asked for, so one is what the case is given.
        let case = office.case(&head, &soon.code).await;
        assert_eq!(case.products.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["akta"]);
        // Closed, it no longer stands in the way.
        office.backend.cancel(&office.grant(&soon).await).await.unwrap();
        assert_eq!(names(QueueGroup::All).await[0], "Besok");
    }

    async fn a_document_that_may_follow_follows_and_is_needed_all_the_same(office: Office) {
        let sent = office.application().death().send().await;
        let grant = office.grant(&sent).await;
        let status = office.backend.status(&grant).await.unwrap();
        assert_eq!(status.later.iter().map(|one| one.label.id.as_str()).collect::<Vec<_>>(), ["Surat kematian"]);

        let counter = office.officer(Role::Counter, "62.01").await;
        let case = office.step(&counter, &sent.code, Action::StartChecking, None).await;
        let case = office.accept_all(&counter, case).await;
        let early = office.backend.act(&counter, &sent.code, case.version, Action::Complete, None).await;
        assert_eq!(early.map(drop).unwrap_err(), step(IllegalStep::ItemsOpen));
        // Accepting what isn't there helps nobody.
        let item = domain::document::Item::Document("surat-kematian".to_owned());
        let case = office.backend.judge(&counter, &sent.code, case.version, item, domain::document::Verdict::Accepted).await.unwrap();
        let early = office.backend.act(&counter, &sent.code, case.version, Action::Complete, None).await;
        assert_eq!(early.map(drop).unwrap_err(), step(IllegalStep::ItemsOpen));

        let ticket = office.open_correction(&grant).await.unwrap();
        let page = office.photo(&ticket.token, "surat-kematian", jpeg(3)).await;
        let supplement = |requirement: &str, pages: Vec<String>| Correction {
            key: "s".repeat(32),
            answers: Default::default(),
            documents: vec![SubmittedDocument { requirement: requirement.into(), pages }],
        };
        // Nothing else may come on this way.
        let other = office.resubmit(&grant, &ticket.token, supplement("ktp-pelapor", vec![page.clone()])).await;
        assert!(matches!(other.map(drop).unwrap_err(), Error::Invalid { .. }));
        let none = office.resubmit(&grant, &ticket.token, supplement("surat-kematian", Vec::new())).await;
        assert!(matches!(none.map(drop).unwrap_err(), Error::Invalid { .. }));
        let status = office.resubmit(&grant, &ticket.token, supplement("surat-kematian", vec![page.clone()])).await.unwrap();
        assert_eq!((status.state, status.later.len()), (State::Checking, 0));
        assert_eq!(status.timeline.last().unwrap().action, Action::Supplement);
        // Sent twice it is there once.
        office.resubmit(&grant, &ticket.token, supplement("surat-kematian", vec![page])).await.unwrap();
        let case = office.case(&counter, &sent.code).await;
        let case = office.accept_all(&counter, case).await;
        office.backend.act(&counter, &sent.code, case.version, Action::Complete, None).await.unwrap();
        assert_eq!(office.open_correction(&grant).await.unwrap_err(), Error::DraftEnded);
    }

    async fn the_original_is_seen_by_somebody_with_a_name(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        office.backend.mark_seen(&counter, &sent.code, "ktp").await.unwrap();
        office.clock.forward(60);
        let head = office.in_arut(Role::Head).await;
        office.backend.mark_seen(&head, &sent.code, "ktp").await.unwrap();
        let case = office.case(&head, &sent.code).await;
        let seen: Vec<_> = case.documents.iter().map(|one| one.seen.as_ref().map(|seen| seen.at)).collect();
        // The first one's word stays.
        assert_eq!(seen, [Some(sent.receipt.sent), None, None]);
        for unknown in ["nothing", "", "../x", "nik"] {
            assert_eq!(office.backend.mark_seen(&head, &sent.code, unknown).await.unwrap_err(), Error::NotFound);
        }
        let elsewhere = office.officer(Role::Counter, "62.01.01").await;
        assert_eq!(office.backend.mark_seen(&elsewhere, &sent.code, "ktp").await.unwrap_err(), Error::NotFound);
    }
}
