//! Helping without a network: what a device takes along, and what comes back from it, once.

use crate::both_engines;
use crate::officer::{NewOfficer, NewPartner};
use crate::testing::{Office, random_name, signature};
use domain::assistance::consent_version;
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::officer::{Role, Standing};
use domain::private::Private;
use domain::region::RegionCode;
use domain::rescue::Came;
use domain::view::{FieldKit, NewClient, NewOutreach, TakenLeave, Ticket};

const UMPANG: &str = "62.01.02.2013";

/// A helper with a prepared device, in a session with two residents on its roster.
pub(super) async fn prepared(office: &Office) -> (String, FieldKit) {
    let helper = office.officer(Role::Helper, UMPANG).await;
    let planned = NewOutreach {
        place: "Balai Desa Umpang".into(),
        region: UMPANG.into(),
        day: "2026-11-02".into(),
        ..NewOutreach::default()
    };
    let id = office
        .backend
        .open_outreach(&helper, planned)
        .await
        .unwrap();
    let roster = "Siti Rahmawati,6201025408900917,081250014821\nBudi";
    office
        .backend
        .add_to_roster(&helper, &id, roster)
        .await
        .unwrap();
    let kit = office
        .backend
        .field_kit(&helper, Some(&id), 0, &office.requester())
        .await;
    (helper, kit.unwrap())
}

/// Taken from the first on the roster.
fn leave(office: &Office, kit: &FieldKit) -> TakenLeave {
    TakenLeave {
        id: random_name(),
        officer: kit.officer.0.clone(),
        client: kit
            .roster
            .first()
            .map(|one| one.id.clone())
            .unwrap_or_default(),
        new: None,
        outreach: kit
            .session
            .as_ref()
            .map(|one| one.id.clone())
            .unwrap_or_default(),
        version: consent_version().into(),
        name: "Siti".into(),
        drawn: signature(),
        at: Moment(office.now().0 - 3_600_000),
    }
}

/// Somebody whom the device registered.
pub(super) fn typed(office: &Office, kit: &FieldKit, nik: &str) -> TakenLeave {
    TakenLeave {
        client: random_name(),
        new: Some(NewClient {
            nik: nik.into(),
            ..office.new_client("Maria Bano")
        }),
        ..leave(office, kit)
    }
}

async fn open(office: &Office, session: &str, taken: &TakenLeave, key: &str) -> Result<Ticket> {
    office
        .backend
        .open_taken_draft(session, taken.clone(), "surat", key)
        .await
}

pub(super) async fn residents(office: &Office) -> i64 {
    office.count("SELECT COUNT(*) FROM client").await
}

both_engines! {
    async fn a_kit_holds_the_roster_and_codes_enough(office: Office) {
        let (helper, kit) = prepared(office).await;
        assert_eq!(kit.roster.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Siti Rahmawati", "Budi"]);
        assert!(kit.roster[0].known.contains(&("nik".into(), "6201025408900917".into())));
        assert_eq!((kit.codes.len(), kit.now), (48, office.now()));
        assert!(kit.services.iter().any(|(id, ..)| id == "surat"));
        assert_eq!(kit.regions[0].1, [(UMPANG.to_owned(), "Umpang".to_owned())]);
        // A device that has codes borrows what is missing; nothing of it prints itself.
        let more = office.backend.field_kit(&helper, None, 40, &office.requester()).await.unwrap();
        assert_eq!((more.codes.len(), more.roster.len()), (16, 0));
        assert_eq!(format!("{kit:?}"), "FieldKit(***)");
        let camat = office.in_arut(Role::Camat).await;
        assert_eq!(office.backend.field_kit(&camat, None, 0, &office.requester()).await.unwrap_err(), Error::Forbidden);
    }

    async fn a_parcel_brings_leave_and_resident_once_however_often_it_comes(office: Office) {
        let (helper, kit) = prepared(office).await;
        let taken = typed(office, &kit, "6201021501900001");
        let key = random_name();
        let ticket = open(office, &helper, &taken, &key).await.unwrap();
        // The acknowledgement was lost; then a second form of the same resident; then a leave for them the next day.
        assert_eq!(open(office, &helper, &taken, &key).await.unwrap().draft, ticket.draft);
        assert_ne!(open(office, &helper, &taken, &random_name()).await.unwrap().draft, ticket.draft);
        let next = TakenLeave { id: random_name(), ..taken.clone() };
        open(office, &helper, &next, &random_name()).await.unwrap();
        // Typed anew on another tablet: the NIK tells who it is.
        open(office, &helper, &typed(office, &kit, "6201021501900001"), &random_name()).await.unwrap();
        assert_eq!(residents(office).await, 3);
        assert_eq!(office.count("SELECT COUNT(*) FROM assistance").await, 3);
        assert_eq!(office.count("SELECT COUNT(*) FROM signature").await, 3);

        let session = &taken.outreach;
        let mut application = office.application();
        application.ticket = Some(ticket);
        application.submission.seen = vec!["ktp".into(), "buku-nikah".into()];
        let sent = application.prepare().await.send().await;
        let report = office.backend.outreach(&helper, session).await.unwrap().report;
        assert_eq!((report.on_roster, report.people, report.cases, report.documents, report.seen), (3, 1, 1, 2, 1));
        let head = office.in_arut(Role::Head).await;
        let case = office.case(&head, &sent.code).await;
        assert_eq!(case.events[0].by.id, "Dewi (Pendamping desa), untuk pemohon · jemput bola");
        let helped = case.helped.unwrap();
        assert_eq!((helped.consent.name.as_str(), helped.consent.at), ("Siti", taken.at));
        assert!(helped.consent.signature.is_some());
        // Whoever applies alone can't say that an officer has seen anything.
        let mut alone = office.application();
        alone.submission.seen = vec!["ktp".into()];
        alone.send().await;
        assert_eq!(office.count("SELECT COUNT(*) FROM original_seen").await, 1);
    }

    async fn a_leave_waits_for_its_own_officer_and_for_days(office: Office) {
        let (helper, kit) = prepared(office).await;
        let taken = leave(office, &kit);
        let other = office.officer(Role::Helper, UMPANG).await;
        assert_eq!(open(office, &other, &taken, &random_name()).await, Err(Error::OtherOfficer));
        assert_eq!(open(office, "nobody", &taken, &random_name()).await, Err(Error::LoggedOut));
        office.days_pass(3);
        let helper_again = office.session_of(&kit.officer.0).await;
        assert!(open(office, &helper, &taken, &random_name()).await.is_err(), "that session has ended");
        open(office, &helper_again, &taken, &random_name()).await.unwrap();
        // A lost tablet's clock can't give a leave for tomorrow, nor for the year 1970.
        for at in [i64::MAX, 0] {
            let odd = TakenLeave { id: random_name(), at: Moment(at), ..taken.clone() };
            open(office, &helper_again, &odd, &random_name()).await.unwrap();
        }
        assert_eq!(office.count("SELECT MIN(begun_at) FROM assistance").await, office.now().plus_seconds(-28 * 24 * 3600).0);
        assert_eq!(office.count("SELECT MAX(begun_at) FROM assistance").await, office.now().0);
    }

    async fn a_partners_leave_is_judged_by_the_day_on_which_it_was_taken(office: Office) {
        let partner = office.of_partner_until("RSUD Naibonat", "62.01", "2026-11-03").await;
        let kit = office.backend.field_kit(&partner, None, 0, &office.requester()).await.unwrap();
        let taken = |at: Moment| TakenLeave {
            client: random_name(),
            new: Some(office.new_client("Maria Bano")),
            outreach: String::new(),
            at,
            ..leave(office, &kit)
        };
        let bring = async |session: &str, taken: &TakenLeave| {
            let key = random_name();
            office.backend.open_taken_draft(session, taken.clone(), "kelahiran", &key).await
        };
        let (day, before) = (24 * 3600, office.now());
        office.days_pass(3);
        let session = office.session_of(&kit.officer.0).await;
        let ended = Error::Agreement { standing: Standing::Ended { until: "2026-11-03".to_owned() } };
        let stored = residents(office).await;
        assert_eq!(bring(&session, &taken(before.plus_seconds(2 * day))).await.unwrap_err(), ended);
        assert_eq!(residents(office).await, stored, "what is refused stores nothing");
        // The last day belongs to it; brought twice it is one.
        let last = taken(before.plus_seconds(day));
        let ticket = bring(&session, &last).await.unwrap();
        bring(&session, &last).await.unwrap();
        assert_eq!(residents(office).await, stored + 1);
        let mut application = office.application().birth();
        application.ticket = Some(ticket);
        application.prepare().await.send().await;
        // Nothing else opens, and a day that is claimed later doesn't move the leave.
        assert_eq!(office.backend.clients(&session, "").await.unwrap_err(), ended);
        assert_eq!(bring(&session, &TakenLeave { at: office.now(), ..last }).await.unwrap_err(), ended);
        // A file of a stuck device is judged in the same way.
        let mut stuck = [taken(before), taken(office.now())].map(|taken| {
            let mut stuck = office.application().birth().stuck();
            stuck.case.taken = serde_json::to_string(&taken).unwrap();
            stuck
        });
        stuck[1].case.submission.key = random_name();
        let lines = office.backend.import_rescue_here(&office.rescue_file(&stuck)).await.unwrap();
        assert!(matches!(lines[0].came, Came::New(_)), "{:?}", lines[0].came);
        assert_eq!(lines[1].came, Came::Refused(ended.clone()));
        // A new agreement forgets the days of the old one: what was taken before it is judged by today.
        let renewed = NewPartner { name: "RSUD Naibonat".into(), agreement: "PKS/2".into(), from: "2026-11-05".into(), until: "2027-11-03".into() };
        office.backend.renew_partner(renewed).await.unwrap();
        bring(&session, &taken(before)).await.unwrap();
    }

    async fn after_its_agreement_a_partner_logs_in_to_bring_what_waits_for_28_days(office: Office) {
        office.of_partner_until("RSUD Naibonat", "62.01", "2026-11-03").await;
        let rut = NewOfficer {
            username: "rut".into(),
            name: "Rut".into(),
            role: Role::Partner,
            territory: RegionCode::parse("62.01").unwrap(),
            partner: Some("RSUD Naibonat".into()),
            password: Private::new("sangat-rahasia".into()),
        };
        office.backend.add_officer(rut).await.unwrap();
        let log_in = async || office.backend.log_in("rut", "sangat-rahasia", &office.requester()).await.map(drop);
        office.days_pass(20);
        log_in().await.unwrap();
        office.days_pass(20);
        let ended = Error::Agreement { standing: Standing::Ended { until: "2026-11-03".to_owned() } };
        assert_eq!(log_in().await, Err(ended));
    }

    async fn odd_leaves_are_refused_and_store_nothing(office: Office) {
        let (helper, kit) = prepared(office).await;
        let good = leave(office, &kit);
        let before = residents(office).await;
        let elsewhere = NewClient { region: "62.01.02.1009".into(), ..office.new_client("Budi") };
        for bad in [
            TakenLeave { id: "x".into(), ..good.clone() },
            TakenLeave { client: random_name(), ..good.clone() },
            TakenLeave { outreach: random_name(), ..good.clone() },
            TakenLeave { version: "kemarin".into(), ..good.clone() },
            TakenLeave { name: " ".into(), ..good.clone() },
            TakenLeave { client: random_name(), new: Some(elsewhere), ..good.clone() },
            typed(office, &kit, "12"),
        ] {
            let refused = open(office, &helper, &bad, &random_name()).await.unwrap_err();
            assert!((400..500).contains(&refused.status()), "{refused:?}");
        }
        // Nor can a leave of one officer be brought again by another under a device's id.
        open(office, &helper, &good, &random_name()).await.unwrap();
        let other = office.officer(Role::Helper, UMPANG).await;
        let theirs = office.backend.field_kit(&other, None, 0, &office.requester()).await.unwrap();
        let stolen = TakenLeave { officer: theirs.officer.0, ..good.clone() };
        assert_eq!(open(office, &other, &stolen, &random_name()).await, Err(Error::NotFound));
        assert_eq!(residents(office).await, before);
        // A drawing that is none doesn't undo what was ticked and typed.
        let slip = TakenLeave { id: random_name(), drawn: "data:image/png;base64,AAAA".into(), ..good };
        open(office, &helper, &slip, &random_name()).await.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM assistance WHERE signature_id IS NULL").await, 1);
    }

    async fn a_stuck_device_hands_over_leave_and_resident_with_its_file(office: Office) {
        let (helper, kit) = prepared(office).await;
        let taken = typed(office, &kit, "6201024505910002");
        let mut stuck = office.application().stuck();
        stuck.case.assistance = taken.id.clone();
        stuck.case.taken = serde_json::to_string(&taken).unwrap();
        let before = residents(office).await;
        let mut stranger = office.application().stuck();
        stranger.case.taken = serde_json::to_string(&TakenLeave { officer: random_name(), ..leave(office, &kit) }).unwrap();
        let mut odd = office.application().stuck();
        odd.case.taken = "{}".to_owned();
        let file = office.rescue_file(&[stuck.clone(), stranger, odd]);
        for again in [false, true] {
            let lines = office.backend.import_rescue_here(&file).await.unwrap();
            let came: Vec<&Came> = lines.iter().map(|line| &line.came).collect();
            assert_eq!(matches!(came[0], Came::New(_)), !again, "{came:?}");
            assert_eq!(matches!(came[0], Came::Before(_)), again, "{came:?}");
            assert!(came[1..].iter().all(|came| matches!(came, Came::Refused(_))), "{came:?}");
        }
        assert_eq!(residents(office).await, before + 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM application WHERE assistance_id IS NOT NULL").await, 1);
        // The device comes back after all: the same draft, and the receipt that the file has made.
        let ticket = open(office, &helper, &taken, &stuck.case.device_key).await.unwrap();
        let receipt = office.backend.receipt_of(&ticket.token, &stuck.case.submission.key).await;
        assert!(receipt.is_ok());
    }
}
