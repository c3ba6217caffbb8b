//! Outreach sessions: many residents in a row, and a report that the database counts.

use crate::both_engines;
use domain::assistance::Channel;
use domain::error::Error;
use domain::officer::Role;
use domain::product::ProductStep::{Arrive, HandOver, Issue};
use domain::validate::{TableFlaw, What};
use domain::view::NewOutreach;

fn planned() -> NewOutreach {
    NewOutreach {
        place: "Balai Desa Umpang".to_owned(),
        region: "62.01.02.2013".to_owned(),
        day: "2026-11-02".to_owned(),
        team: "Dewi\n\n Hendra ".to_owned(),
        equipment: "Pencetak\nAlat rekam".to_owned(),
    }
}

both_engines! {
    async fn three_residents_in_a_row_and_a_report_that_adds_up(office: Office) {
        let counter = office.in_arut(Role::Counter).await;
        let id = office.backend.open_outreach(&counter, planned()).await.unwrap();
        let taken = office.backend.add_to_roster(&counter, &id, "Nama;NIK;HP\nSiti Rahmawati;6201025408900917;081250014821\nBudi;;\nSiti R;6201025408900917;\n").await.unwrap();
        assert_eq!((taken.added, taken.known), (2, 1));
        let view = office.backend.outreach(&counter, &id).await.unwrap();
        assert_eq!(view.team, ["Dewi", "Hendra"]);
        assert_eq!(view.roster.iter().map(|row| row.client.name.as_str()).collect::<Vec<_>>(), ["Siti Rahmawati", "Budi"]);
        // Somebody who isn't on it comes along, and stands on it from then on.
        let third = office.client(&counter, "Maria").await;
        let mut residents: Vec<String> = view.roster.into_iter().map(|row| row.client.id).collect();
        residents.push(third);

        let mut sent = Vec::new();
        for (at, resident) in residents.iter().enumerate() {
            let assistance = office.agreed(&counter, resident, Some(&id)).await;
            let application = if at == 2 { office.application().birth() } else { office.application() };
            sent.push(office.helped(&counter, &assistance, application).await);
            let next = office.backend.after_helping(&counter, &assistance).await.unwrap().unwrap();
            // The third isn't on the roster before somebody helps them.
            let waiting = (at == 0).then(|| residents[1].clone());
            assert_eq!(next, (id.clone(), waiting), "after {at}");
        }
        office.backend.mark_seen(&counter, &sent[0].code, "ktp").await.unwrap();
        office.backend.mark_seen(&counter, &sent[0].code, "kk").await.unwrap();
        // Two products of the third are printed and given on the spot.
        office.decided(&sent[2]).await;
        for product in ["akta", "kk"] {
            for step in [Issue, Arrive, HandOver] {
                office.deliver(&counter, &sent[2].code, product, step).await.unwrap();
            }
        }
        // What happens elsewhere isn't counted here.
        office.application().send().await;
        let elsewhere = office.agreed(&counter, &residents[1], None).await;
        office.helped(&counter, &elsewhere, office.application().burial()).await;

        let view = office.backend.outreach(&counter, &id).await.unwrap();
        let report = view.report;
        let counts = (report.on_roster, report.people, report.cases, report.documents, report.seen, report.handed_over);
        assert_eq!(counts, (3, 3, 3, 5, 2, 2));
        assert_eq!(report.services.iter().map(|(name, count)| (name.id.as_str(), *count)).collect::<Vec<_>>(), [("Surat Contoh", 2), ("Akta Kelahiran", 1)]);
        assert_eq!(report.handovers.iter().map(|one| (one.product.id.as_str(), one.receiver.as_str(), one.signature.is_some())).collect::<Vec<_>>(), [("Akta Kelahiran", "Yohana", true), ("Kartu Keluarga", "Yohana", true)]);
        assert_eq!(view.roster.iter().map(|row| row.cases).collect::<Vec<_>>(), [1, 1, 1]);
        let status = office.backend.status(&office.grant(&sent[0]).await).await.unwrap();
        assert_eq!(status.timeline[0].by.id, "Anda, lewat jemput bola di Balai Desa Umpang");
        assert_eq!(office.backend.helped_cases(&counter).await.unwrap().rows.iter().filter(|row| row.channel == Channel::Outreach).count(), 3);
    }

    async fn a_session_belongs_to_its_territory(office: Office) {
        let counter = office.in_arut(Role::Counter).await;
        let id = office.backend.open_outreach(&counter, planned()).await.unwrap();
        let there = office.officer(Role::Helper, "62.01.02.2013").await;
        assert_eq!(office.backend.outreaches(&there).await.unwrap().rows.len(), 1);
        office.backend.outreach(&there, &id).await.unwrap();
        for (role, territory, refusal) in [
            (Role::Helper, "62.01.02.1009", Error::NotFound),
            (Role::Counter, "62.01.01", Error::NotFound),
            (Role::Partner, "62.01", Error::Forbidden),
            (Role::Head, "62.01.02", Error::Forbidden),
        ] {
            let session = office.officer(role, territory).await;
            assert_eq!(office.backend.outreach(&session, &id).await.unwrap_err(), refusal, "{role:?}");
            assert_eq!(office.backend.add_to_roster(&session, &id, "Siti").await.unwrap_err(), refusal, "{role:?}");
        }
        // Nor can somebody be helped in a session of another territory.
        let elsewhere = office.officer(Role::Counter, "62.01.01").await;
        let client = domain::view::NewClient { region: "62.01.01.2001".into(), ..office.new_client("Budi") };
        let client = office.backend.register_client(&elsewhere, client).await.unwrap();
        assert_eq!(office.backend.client(&elsewhere, &client, Some(&id)).await.unwrap_err(), Error::NotFound);
    }

    async fn odd_sessions_and_rosters_are_refused(office: Office) {
        let counter = office.in_arut(Role::Counter).await;
        let id = office.backend.open_outreach(&counter, planned()).await.unwrap();
        for (change, field) in [
            (NewOutreach { place: "".into(), ..planned() }, "place"),
            (NewOutreach { region: "62.01.01.2001".into(), ..planned() }, "region"),
            (NewOutreach { day: "besok".into(), ..planned() }, "day"),
            (NewOutreach { team: "x".repeat(1001), ..planned() }, "team"),
        ] {
            let Error::Invalid { problems } = office.backend.open_outreach(&counter, change).await.unwrap_err() else { panic!() };
            assert_eq!(problems[0].field, field);
        }
        let wrong = async |table: &str| match office.backend.add_to_roster(&counter, &id, table).await.unwrap_err() {
            Error::Invalid { problems } => problems.into_iter().next().unwrap(),
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong("").await.what, What::Missing);
        let bad = wrong("Siti,6201025408900917\nBudi,12").await;
        assert_eq!((bad.cell, bad.what), (Some((2, "nik".to_owned())), What::SixteenDigits { typed: 2 }));
        assert_eq!(wrong(&"Siti\n".repeat(301)).await.what, What::TooManyRows { max: 300 });
        // Every line that is wrong, in their order, as many as an address carries.
        let many = format!("nama;hp\nAni;;;Umpang\n{}Siti;12", "Budi;12\n".repeat(30));
        let Error::Invalid { problems } = office.backend.add_to_roster(&counter, &id, &many).await.unwrap_err() else { panic!() };
        assert_eq!(problems.len(), 21);
        assert_eq!((problems[0].cell.clone(), &problems[0].what), (Some((2, String::new())), &What::Table { flaw: TableFlaw::TooWide }));
        assert_eq!(problems[1].cell, Some((3, "phone".to_owned())));
        assert_eq!(problems[20].what, What::Table { flaw: TableFlaw::More { lines: 12 } });
        // What Excel saves where nobody tells it otherwise.
        let windows = office.backend.import_roster(&counter, &id, b"Nama;NIK\r\nJos\xe9;\r\n").await.unwrap_err();
        assert_eq!(windows, crate::officer::one_problem("table", What::Table { flaw: TableFlaw::Encoding }));
        let helper = office.officer(Role::Head, "62.01.02").await;
        assert_eq!(office.backend.import_roster(&helper, &id, b"\xe9").await.unwrap_err(), Error::Forbidden);
        assert_eq!(office.count("SELECT COUNT(*) FROM client").await, 0, "all or nothing");
        let table = b"\xef\xbb\xbfNIK;Alamat;Nama;No. HP\r\n;\"Jl. A; RT 1\";\"Siti, S.Pd\";081250014821\r\n";
        let taken = office.backend.import_roster(&counter, &id, table).await.unwrap();
        assert_eq!((taken.added, taken.known, taken.unread), (1, 0, vec![2]));
        let roster = office.backend.outreach(&counter, &id).await.unwrap().roster;
        assert_eq!(roster[0].client.name, "Siti, S.Pd");
    }
}
