//! What was handed over where there was no network: a device's note, stored once, and the step it takes.

use super::field::{prepared, residents, typed};
use crate::both_engines;
use crate::testing::{Office, random_name, signature};
use domain::application::State;
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::officer::Role;
use domain::product::ProductState;
use domain::product::ProductStep::{Arrive, Issue};
use domain::view::{FieldKit, NewOutreach, OutreachReport, TakenHandover};

/// To the first on the roster.
fn note(office: &Office, kit: &FieldKit) -> TakenHandover {
    TakenHandover {
        id: random_name(),
        officer: kit.officer.0.clone(),
        client: kit.roster[0].id.clone(),
        new: None,
        outreach: kit
            .session
            .as_ref()
            .map(|one| one.id.clone())
            .unwrap_or_default(),
        service: "surat".into(),
        product: "hasil".into(),
        receiver: "Yohana".into(),
        drawn: signature(),
        at: Moment(office.now().0 - 3_600_000),
    }
}

async fn bring(office: &Office, session: &str, note: &TakenHandover) -> Result<()> {
    office.backend.note_handover(session, note.clone()).await
}

async fn report(office: &Office, session: &str, kit: &FieldKit) -> OutreachReport {
    let id = &kit.session.as_ref().unwrap().id;
    office.backend.outreach(session, id).await.unwrap().report
}

both_engines! {
    async fn a_note_is_stored_once_and_stands_in_the_report(office: Office) {
        let (helper, kit) = prepared(office).await;
        assert!(kit.products.iter().any(|(service, product, _)| service == "surat" && product == "hasil"));
        let first = note(office, &kit);
        // The acknowledgement was lost.
        for _ in 0..3 {
            bring(office, &helper, &first).await.unwrap();
        }
        // To somebody whom the device registered, without a drawing; the resident comes along.
        let leave = typed(office, &kit, "6201021501900001");
        let second = TakenHandover { client: leave.client, new: leave.new, drawn: String::new(), ..note(office, &kit) };
        bring(office, &helper, &second).await.unwrap();
        assert_eq!((residents(office).await, office.count("SELECT COUNT(*) FROM handover_note").await), (3, 2));
        assert_eq!(office.count("SELECT COUNT(*) FROM signature").await, 1);
        let report = report(office, &helper, &kit).await;
        assert_eq!((report.on_roster, report.people, report.handed_over), (3, 0, 2));
        let rows = report.handovers.iter().map(|one| (one.code.is_some(), one.product.id.as_str(), one.receiver.as_str(), one.signature.is_some()));
        let mut rows = rows.collect::<Vec<_>>();
        rows.sort_unstable();
        assert_eq!(rows, [(false, "Surat", "Yohana", false), (false, "Surat", "Yohana", true)]);
        assert_eq!(report.handovers[0].at, first.at);
        assert_eq!(format!("{first:?}"), "TakenHandover(***)");
    }

    async fn a_product_that_lay_at_hand_takes_its_step_and_is_counted_once(office: Office) {
        let counter = office.in_arut(Role::Counter).await;
        let planned = NewOutreach { place: "Balai".into(), region: "62.01.02.2013".into(), day: "2026-11-02".into(), ..NewOutreach::default() };
        let id = office.backend.open_outreach(&counter, planned).await.unwrap();
        let resident = office.client(&counter, "Maria").await;
        // One case was sent in this session, and one before it.
        let mut cases = Vec::new();
        for session in [Some(id.as_str()), None] {
            let assistance = office.agreed(&counter, &resident, session).await;
            let sent = office.helped(&counter, &assistance, office.application().birth()).await;
            office.decided(&sent).await;
            for product in ["akta", "kk", "kia"] {
                office.deliver(&counter, &sent.code, product, Issue).await.unwrap();
                office.deliver(&counter, &sent.code, product, Arrive).await.unwrap();
            }
            cases.push(sent);
        }
        let kit = office.backend.field_kit(&counter, Some(&id), 0, &office.requester()).await.unwrap();
        let birth = kit.products.iter().find(|(_, product, _)| product == "akta").unwrap().0.clone();
        let of = |product: &str| TakenHandover { client: resident.clone(), service: birth.clone(), product: product.into(), ..note(office, &kit) };
        let states = async |code: &_| {
            let view = office.backend.handover(&counter, code).await.unwrap();
            (view.state, view.products.iter().map(|one| one.state).collect::<Vec<_>>())
        };
        let (made, given) = (ProductState::AtHand, ProductState::HandedOver);
        // Without a signature the office doesn't take it for handed over; the report says what was noted.
        bring(office, &counter, &TakenHandover { drawn: String::new(), ..of("akta") }).await.unwrap();
        assert_eq!(states(&cases[0].code).await.1, [made; 3]);
        // All of one case first, then the other; each note once.
        let notes = [of("akta"), of("kk"), of("kia"), of("akta"), of("kk"), of("kia")];
        for (at, note) in notes.iter().enumerate() {
            bring(office, &counter, note).await.unwrap();
            bring(office, &counter, note).await.unwrap();
            if at == 2 {
                let (first, second) = (states(&cases[0].code).await, states(&cases[1].code).await);
                let (closed, open) = if first.0 == State::HandedOver { (first, second) } else { (second, first) };
                assert_eq!(closed, (State::HandedOver, vec![given; 3]), "the last product closes the case");
                assert_eq!(open, (State::Done, vec![made; 3]));
            }
        }
        assert_eq!(states(&cases[0].code).await.0, State::HandedOver);
        assert_eq!(states(&cases[1].code).await.0, State::HandedOver);
        let view = office.backend.handover(&counter, &cases[0].code).await.unwrap();
        assert_eq!(view.products[0].receiver.as_deref(), Some("Yohana"));
        // Three of this session's case, three of the other, one that only a note knows.
        let report = report(office, &counter, &kit).await;
        assert_eq!((report.handed_over, report.handovers.len()), (7, 7));
        assert_eq!(report.handovers.iter().filter(|one| one.code.is_none()).count(), 1);
        assert!(office.backend.verify_audit().await.unwrap().flaws.is_empty());
    }

    async fn a_helper_notes_but_does_not_move_what_the_counter_hands_over(office: Office) {
        let (helper, kit) = prepared(office).await;
        let resident = &kit.roster[0].id;
        let assistance = office.agreed(&helper, resident, None).await;
        let sent = office.helped(&helper, &assistance, office.application()).await;
        office.decided(&sent).await;
        bring(office, &helper, &note(office, &kit)).await.unwrap();
        let report = report(office, &helper, &kit).await;
        assert_eq!((report.handed_over, report.handovers[0].code.is_some()), (1, false));
        assert_ne!(office.backend.handover(&helper, &sent.code).await.unwrap().state, State::HandedOver);
    }

    async fn odd_notes_are_refused_and_store_nothing(office: Office) {
        let (helper, kit) = prepared(office).await;
        let good = note(office, &kit);
        let odd = [
            TakenHandover { id: "x".into(), ..good.clone() },
            TakenHandover { client: random_name(), ..good.clone() },
            TakenHandover { outreach: random_name(), ..good.clone() },
            TakenHandover { service: "none".into(), ..good.clone() },
            TakenHandover { product: "none".into(), ..good.clone() },
            TakenHandover { receiver: " \n".into(), ..good.clone() },
            TakenHandover { receiver: "x".repeat(100_000), ..good.clone() },
            TakenHandover { officer: random_name(), ..good.clone() },
        ];
        for note in &odd {
            bring(office, &helper, note).await.unwrap_err();
        }
        let other = office.officer(Role::Helper, "62.01.02.2013").await;
        assert_eq!(bring(office, &other, &good).await, Err(Error::OtherOfficer));
        let camat = office.in_arut(Role::Camat).await;
        assert_eq!(bring(office, &camat, &good).await, Err(Error::Forbidden));
        assert_eq!(bring(office, "nobody", &good).await, Err(Error::LoggedOut));
        assert_eq!(office.count("SELECT COUNT(*) FROM handover_note").await, 0);
        // A drawing that can't be used is left out: nobody can sign again. A clock that is off says the nearest that can be.
        let late = TakenHandover { drawn: "data:image/png;base64,AAAA".into(), at: Moment(office.now().0 + 999_999), ..good };
        bring(office, &helper, &late).await.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM handover_note WHERE handed_at = received_at AND signature_id IS NULL").await, 1);
    }
}
