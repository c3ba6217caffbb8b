//! Assisting: a helper is never the applicant, and helps nobody else's residents.

use crate::both_engines;
use crate::testing::signature;
use crate::{NewConsent, NewPartner};
use domain::application::Action;
use domain::assistance::{Channel, consent_version};
use domain::error::Error;
use domain::officer::{Role, Standing};
use domain::validate::What;
use domain::view::NewClient;

const UMPANG: &str = "62.01.02.2013";
const BARU: &str = "62.01.02.1009";

fn field_of(error: Error) -> (String, What) {
    match error {
        Error::Invalid { problems } => {
            let first = problems.into_iter().next().expect("a problem");
            (first.field, first.what)
        }
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn a_helper_applies_for_a_resident_and_both_names_stay(office: Office) {
        let helper = office.officer(Role::Helper, UMPANG).await;
        let client = office.client(&helper, "Siti Rahmawati").await;
        let assistance = office.agreed(&helper, &client, None).await;
        let sent = office.helped(&helper, &assistance, office.application()).await;

        let head = office.in_arut(Role::Head).await;
        let case = office.case(&head, &sent.code).await;
        assert_eq!(case.events[0].by.id, "Dewi (Pendamping desa), untuk pemohon · dibantu");
        let helped = case.helped.expect("it was helped");
        assert_eq!((helped.channel, helped.by.id.as_str()), (Channel::Assisted, "Dewi (Pendamping desa), Desa Umpang"));
        assert_eq!((helped.consent.version.as_str(), helped.consent.name.as_str()), (consent_version(), "Siti"));
        let signature = helped.consent.signature.expect("a signature");
        let file = office.backend.signature_file(&head, &signature).await.unwrap();
        assert!(std::fs::read(&file.path).unwrap().starts_with(b"\x89PNG"));

        // The resident reads an institution, and no name.
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!(status.timeline[0].by.id, "Anda, dibantu petugas Desa Umpang");
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'submit' AND actor_role = 'helper' AND channel = 'assisted' AND behalf_of IS NOT NULL").await, 1);

        let again = office.backend.client(&helper, &client, None).await.unwrap();
        assert_eq!(again.cases.len(), 1);
        assert_eq!(again.cases[0].code, sent.receipt.code);
        assert!(again.agreed.is_some());
    }

    async fn what_a_resident_sends_alone_says_so(office: Office) {
        let sent = office.application().send().await;
        let head = office.in_arut(Role::Head).await;
        let case = office.case(&head, &sent.code).await;
        assert!(case.helped.is_none());
        assert_eq!(case.events[0].by.id, "Pemohon");
    }

    async fn the_counter_helps_on_its_own_channel(office: Office) {
        let counter = office.in_arut(Role::Counter).await;
        let client = office.client(&counter, "Budi").await;
        let assistance = office.agreed(&counter, &client, None).await;
        let sent = office.helped(&counter, &assistance, office.application()).await;
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!(status.timeline[0].by.id, "Anda, dibantu petugas loket Kecamatan Arut Selatan");
        assert_eq!(office.backend.helped_cases(&counter).await.unwrap().rows[0].channel, Channel::Counter);
    }

    async fn a_helper_sees_and_helps_residents_of_the_own_desa_only(office: Office) {
        let umpang = office.officer(Role::Helper, UMPANG).await;
        let baru = office.officer(Role::Helper, BARU).await;
        let client = office.client(&umpang, "Siti").await;
        let assistance = office.agreed(&umpang, &client, None).await;
        office.helped(&umpang, &assistance, office.application()).await;

        assert!(office.backend.clients(&baru, "").await.unwrap().rows.is_empty());
        assert!(office.backend.helped_cases(&baru).await.unwrap().rows.is_empty());
        assert_eq!(office.backend.client(&baru, &client, None).await.unwrap_err(), Error::NotFound);
        assert_eq!(office.backend.assistance(&baru, &assistance).await.unwrap_err(), Error::NotFound);
        let drafted = office.backend.open_assisted_draft(&baru, &assistance, "surat", &"k".repeat(32)).await;
        assert_eq!(drafted.unwrap_err(), Error::NotFound);
        // Nor can one be registered who lives elsewhere.
        let wrong = office.backend.register_client(&baru, office.new_client("Siti")).await.unwrap_err();
        assert_eq!(field_of(wrong), ("region".to_owned(), What::NotARegion));
        // A colleague in the same desa goes on with the same resident, but not with somebody else's leave.
        let colleague = office.officer(Role::Helper, UMPANG).await;
        assert_eq!(office.backend.clients(&colleague, "siti").await.unwrap().rows.len(), 1);
        assert_eq!(office.backend.assistance(&colleague, &assistance).await.unwrap_err(), Error::NotFound);
    }

    async fn a_helper_can_not_send_for_another_desa_by_changing_the_form(office: Office) {
        let helper = office.officer(Role::Helper, UMPANG).await;
        let client = office.client(&helper, "Siti").await;
        let assistance = office.agreed(&helper, &client, None).await;
        let ticket = office.backend.open_assisted_draft(&helper, &assistance, "surat", &"k".repeat(32)).await.unwrap();
        let mut application = office.application().answer("desa", BARU);
        application.ticket = Some(ticket);
        let refused = application.prepare().await.try_send().await.map(drop).unwrap_err();
        assert_eq!(field_of(refused), ("desa".to_owned(), What::NotARegion));
    }

    async fn a_partner_never_sees_what_another_took_in(office: Office) {
        let naibonat = office.of_partner("RSUD Naibonat", "62.01").await;
        let other = office.of_partner("Puskesmas Lain", "62.01").await;
        let helper = office.officer(Role::Helper, UMPANG).await;
        let client = office.client(&naibonat, "Ibu Siti").await;
        let assistance = office.agreed(&naibonat, &client, None).await;
        let sent = office.helped(&naibonat, &assistance, office.application().birth()).await;

        for stranger in [&other, &helper] {
            assert!(office.backend.clients(stranger, "").await.unwrap().rows.is_empty());
            assert!(office.backend.helped_cases(stranger).await.unwrap().rows.is_empty());
            assert_eq!(office.backend.client(stranger, &client, None).await.unwrap_err(), Error::NotFound);
            assert_eq!(office.backend.handover(stranger, &sent.code).await.unwrap_err(), Error::NotFound);
            assert_eq!(office.backend.mark_seen(stranger, &sent.code, "surat-lahir").await.unwrap_err(), Error::NotFound);
        }
        assert_eq!(office.backend.helped_cases(&naibonat).await.unwrap().rows.len(), 1);
        // A colleague of the same hospital goes on.
        let colleague = office.of_partner("RSUD Naibonat", "62.01").await;
        assert_eq!(office.backend.handover(&colleague, &sent.code).await.unwrap().client, Some(client));
        // Neither queue nor answers are a partner's.
        assert_eq!(office.backend.queue(&naibonat, Default::default()).await.unwrap_err(), Error::Forbidden);
        assert_eq!(office.backend.open_case(&naibonat, &sent.code).await.unwrap_err(), Error::Forbidden);
    }

    async fn a_partner_starts_only_what_partners_are_for(office: Office) {
        let partner = office.of_partner("RSUD Naibonat", "62.01").await;
        let client = office.client(&partner, "Ibu Siti").await;
        let assistance = office.agreed(&partner, &client, None).await;
        let view = office.backend.client(&partner, &client, None).await.unwrap();
        assert_eq!(view.services.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["kelahiran"]);
        let refused = office.backend.open_assisted_draft(&partner, &assistance, "surat", &"k".repeat(32)).await;
        assert_eq!(refused.unwrap_err(), Error::Forbidden);
    }

    async fn outside_its_agreement_a_partner_can_do_nothing_and_is_told_why(office: Office) {
        let partner = office.of_partner_until("RSUD Naibonat", "62.01", "2026-11-03").await;
        let client = office.client(&partner, "Ibu Siti").await;
        let assistance = office.agreed(&partner, &client, None).await;
        let ticket = office.backend.open_assisted_draft(&partner, &assistance, "kelahiran", &"k".repeat(32)).await.unwrap();
        let mut application = office.application().birth();
        application.ticket = Some(ticket);
        let application = application.prepare().await;
        office.clock.forward(50 * 60);
        // The last day belongs to it.
        office.backend.clients(&partner, "").await.unwrap();
        office.days_pass(2);
        let ended = Error::Agreement { standing: Standing::Ended { until: "2026-11-03".to_owned() } };
        // The resident agreed while it ran: what was begun then may still be sent.
        application.try_send().await.unwrap();
        let fresh = office.of_partner("RSUD Naibonat", "62.01").await;
        assert_eq!(office.backend.clients(&fresh, "").await.unwrap_err(), ended);
        assert_eq!(office.backend.officer(&fresh).await.unwrap_err(), ended);
        let begun = office.backend.open_assisted_draft(&fresh, &assistance, "kelahiran", &"n".repeat(32)).await;
        assert_eq!(begun.unwrap_err(), ended);
        assert!(ended.message(domain::text::Lang::Id).contains("3 November 2026"));
        // A new agreement opens it again.
        let renewed = NewPartner { name: "RSUD Naibonat".into(), agreement: "PKS/2".into(), from: "2026-11-04".into(), until: "2027-11-03".into() };
        office.backend.renew_partner(renewed).await.unwrap();
        office.backend.clients(&fresh, "").await.unwrap();
    }

    async fn an_account_that_was_closed_sends_nothing_more(office: Office) {
        let helper = office.officer(Role::Helper, UMPANG).await;
        let client = office.client(&helper, "Siti").await;
        let assistance = office.agreed(&helper, &client, None).await;
        let ticket = office.backend.open_assisted_draft(&helper, &assistance, "surat", &"k".repeat(32)).await.unwrap();
        let mut application = office.application();
        application.ticket = Some(ticket);
        let application = application.prepare().await;
        office.run("UPDATE officer SET active = 0").await;
        assert_eq!(application.try_send().await.map(drop).unwrap_err(), Error::Forbidden);
    }

    async fn nobody_helps_without_leave(office: Office) {
        let helper = office.officer(Role::Helper, UMPANG).await;
        let client = office.client(&helper, "Siti").await;
        let good = || NewConsent {
            version: consent_version().to_owned(),
            agreed: true,
            name: "Siti".to_owned(),
            ..NewConsent::default()
        };
        let begin = async |given: NewConsent| office.backend.begin_assistance(&helper, &client, given).await;
        assert_eq!(field_of(begin(NewConsent { agreed: false, ..good() }).await.unwrap_err()).0, "agreed");
        assert_eq!(field_of(begin(NewConsent { name: " \u{202e}".into(), ..good() }).await.unwrap_err()).0, "consent_name");
        assert_eq!(begin(NewConsent { version: "2020".into(), ..good() }).await.unwrap_err(), Error::malformed("consent version"));
        for drawn in ["x".to_owned(), "data:image/png;base64,AAAA".into(), "data:image/svg+xml;base64,AAAA".into(), signature().replace("iVBOR", "iVBOO"), format!("data:image/png;base64,{}", "A".repeat(400_000))] {
            assert_eq!(field_of(begin(NewConsent { drawn, ..good() }).await.unwrap_err()).0, "drawn");
        }
        let refused = office.backend.resume_assistance(&helper, &client, None, "surat").await.unwrap_err();
        assert_eq!(field_of(refused).0, "agreed");
        assert_eq!(office.count("SELECT COUNT(*) FROM assistance").await, 0);
        // A typed name is enough: not everybody's finger can write.
        begin(good()).await.unwrap();
        office.backend.resume_assistance(&helper, &client, None, "surat").await.unwrap();
        // The next day it has to be asked for anew.
        office.clock.forward(12 * 3600);
        let helper = office.session_of_the(Role::Helper).await;
        assert!(office.backend.resume_assistance(&helper, &client, None, "surat").await.is_err());
    }

    async fn one_resident_is_registered_once_by_nik_and_found_by_name_nik_or_phone(office: Office) {
        let helper = office.officer(Role::Helper, UMPANG).await;
        let siti = || NewClient { nik: "6201 0254 0890 0917".into(), ..office.new_client("Siti Rahmawati") };
        let first = office.backend.register_client(&helper, siti()).await.unwrap();
        assert_eq!(office.backend.register_client(&helper, siti()).await.unwrap(), first);
        office.client(&helper, "Budi").await;
        for (search, count) in [("", 2), ("rahma", 1), ("6201025408900917", 1), ("4821", 2), ("620102540890", 0), ("%", 2), ("' OR 1=1 --", 0)] {
            assert_eq!(office.backend.clients(&helper, search).await.unwrap().rows.len(), count, "{search}");
        }
        let row = office.backend.clients(&helper, "siti").await.unwrap().rows.remove(0);
        assert_eq!(row.nik.as_deref(), Some("6201************"));
        let view = office.backend.client(&helper, &first, None).await.unwrap();
        assert_eq!(view.phone.as_deref(), Some("0812-****-4821"));
        for (change, field) in [
            (NewClient { name: " ".into(), ..siti() }, "name"),
            (NewClient { nik: "123".into(), ..siti() }, "nik"),
            (NewClient { phone: "110".into(), ..siti() }, "phone"),
            (NewClient { region: "62.01.02".into(), ..siti() }, "region"),
            (NewClient { region: "99.99.99.9999".into(), ..siti() }, "region"),
        ] {
            assert_eq!(field_of(office.backend.register_client(&helper, change).await.unwrap_err()).0, field);
        }
    }

    async fn roles_that_do_not_help_have_no_list_of_residents(office: Office) {
        for role in Role::ALL {
            let session = office.officer(role, "62.01.02").await;
            let seen = office.backend.clients(&session, "").await.map(drop);
            assert_eq!(seen, if role.assists() { Ok(()) } else { Err(Error::Forbidden) }, "{role:?}");
        }
    }

    async fn who_helps_has_no_form_of_their_own(office: Office) {
        for role in Role::ALL {
            let session = office.officer(role, "62.01.02").await;
            let own = office.backend.check_own_form(&session).await;
            assert_eq!(own, if role.assists() { Err(Error::ChooseResident) } else { Ok(()) }, "{role:?}");
        }
        assert_eq!(office.backend.check_own_form("ended").await, Ok(()));
    }

    async fn helping_on_with_a_correction_keeps_both_names(office: Office) {
        let helper = office.officer(Role::Helper, UMPANG).await;
        let client = office.client(&helper, "Siti").await;
        let assistance = office.agreed(&helper, &client, None).await;
        let sent = office.helped(&helper, &assistance, office.application()).await;
        let counter = office.in_arut(Role::Counter).await;
        let case = office.step(&counter, &sent.code, Action::StartChecking, None).await;
        office.give_back(&counter, &case, "document:ktp", "Buram").await;
        office.step(&counter, &sent.code, Action::Return, None).await;

        let grant = office.backend.help_on(&helper, &client, &sent.code).await.unwrap().1.token.into_inner();
        let ticket = office.open_correction(&grant).await.unwrap();
        // The resident has begun the same at home: each has a draft of their own.
        let home = office.open_correction(&office.grant(&sent).await).await.unwrap();
        assert_ne!(home, ticket);
        let late = office.photo(&home.token, "ktp", crate::testing::jpeg(8)).await;
        let page = office.photo(&ticket.token, "ktp", crate::testing::jpeg(9)).await;
        let correction = domain::view::Correction {
            key: "c".repeat(32),
            answers: Default::default(),
            documents: vec![domain::view::SubmittedDocument { requirement: "ktp".into(), pages: vec![page] }],
        };
        let status = office.resubmit(&grant, &ticket.token, correction).await.unwrap();
        assert_eq!(status.timeline.last().unwrap().by.id, "Anda, dibantu petugas Desa Umpang");
        let case = office.case(&counter, &sent.code).await;
        let resubmitted = case.events.iter().find(|event| event.deed.step() == Some(Action::Resubmit)).unwrap();
        assert_eq!(resubmitted.by.id, "Dewi (Pendamping desa), untuk pemohon · dibantu");
        // Given back once more: what was begun for the round before is not taken for this one.
        office.give_back(&counter, &case, "document:ktp", "Masih buram").await;
        office.step(&counter, &sent.code, Action::Return, None).await;
        let late = domain::view::Correction {
            key: "d".repeat(32),
            answers: Default::default(),
            documents: vec![domain::view::SubmittedDocument { requirement: "ktp".into(), pages: vec![late] }],
        };
        assert_eq!(office.backend.resubmit(&home.token, late).await.unwrap_err(), Error::DraftEnded);
        // Somebody else's case isn't opened by this leave.
        let alone = office.application().send().await;
        assert_eq!(office.backend.help_on(&helper, &client, &alone.code).await.map(drop).unwrap_err(), Error::NotFound);
    }

    async fn a_signature_is_shown_to_the_territory_and_to_nobody_else(office: Office) {
        let helper = office.officer(Role::Helper, UMPANG).await;
        let client = office.client(&helper, "Siti").await;
        office.agreed(&helper, &client, None).await;
        let view = office.backend.client(&helper, &client, None).await.unwrap();
        let id = view.agreed.unwrap().signature.unwrap();
        office.backend.signature_file(&helper, &id).await.unwrap();
        for (role, territory) in [(Role::Helper, BARU), (Role::Counter, "62.01.01"), (Role::Content, "62.01.02"), (Role::Partner, "62.01")] {
            let session = office.officer(role, territory).await;
            assert_eq!(office.backend.signature_file(&session, &id).await.unwrap_err(), Error::NotFound, "{role:?}");
        }
        assert_eq!(office.backend.signature_file(&helper, "../x").await.unwrap_err(), Error::NotFound);
    }
}
