//! The queue: whose desk, in which order, found by what.

use crate::both_engines;
use crate::office::QUEUE_ROWS;
use crate::testing::Office;
use domain::application::{Action, State};
use domain::clock::Pressure;
use domain::officer::Role;
use domain::view::{Queue, QueueFilter, QueueGroup};

async fn look(office: &Office, session: &str, group: QueueGroup, search: &str) -> Queue {
    let filter = QueueFilter {
        group,
        search: search.to_owned(),
        page: 0,
    };
    office.backend.queue(session, filter).await.unwrap()
}

fn names(queue: &Queue) -> Vec<&str> {
    queue
        .rows
        .iter()
        .map(|row| row.applicant.as_str())
        .collect()
}

both_engines! {
    async fn urgent_cases_come_first_then_the_due_then_the_old(office: Office) {
        office.application().answer("nama", "Pertama").send().await;
        office.clock.forward(60);
        office.application().answer("nama", "Kedua").send().await;
        let due = office.complete_application().await;
        office.application().burial().answer("nama", "Mendesak").send().await;
        let head = office.in_arut(Role::Head).await;
        let queue = look(office, &head, QueueGroup::Open, "").await;
        assert_eq!(names(&queue), ["Mendesak", "Siti Rahmawati", "Pertama", "Kedua"]);
        assert!(queue.rows[0].urgent);
        assert_eq!(queue.rows[1].code, due.receipt.code);
        assert_eq!(queue.rows[1].due.as_deref(), Some("2026-11-10"));
        assert_eq!(queue.rows[2].due, None);
        assert_eq!(queue.total, 4);
    }

    async fn pressure_grows_with_the_days(office: Office) {
        // Due on Tuesday the 10th; Monday the 9th is a holiday.
        office.complete_application().await;
        for (days, pressure) in [(0, Pressure::Fine), (4, Pressure::Soon), (4, Pressure::Soon), (1, Pressure::Late)] {
            office.days_pass(days);
            let head = office.in_arut(Role::Head).await;
            let row = look(office, &head, QueueGroup::Open, "").await.rows.remove(0);
            assert_eq!(row.pressure, pressure, "after {} days", row.age_days);
        }
    }

    async fn everybody_sees_what_is_theirs_to_do(office: Office) {
        office.application().answer("nama", "Baru Masuk").send().await;
        office.complete_application().await;
        let mine = async |role: Role| {
            let session = office.in_arut(role).await;
            look(office, &session, QueueGroup::Mine, "").await.rows.iter().map(|row| row.state).collect::<Vec<_>>()
        };
        assert_eq!(mine(Role::Counter).await, [State::Submitted]);
        assert_eq!(mine(Role::Head).await, [State::Processing, State::Submitted]);
        assert_eq!(mine(Role::Camat).await, [State::Processing]);
        // A helper takes no step and sees all that is open.
        let helper = office.officer(Role::Helper, "62.01.02.2013").await;
        let queue = look(office, &helper, QueueGroup::Mine, "").await;
        assert_eq!(queue.rows.len(), 2);
        assert!(queue.rows.iter().all(|row| !row.mine));
    }

    async fn groups_hold_what_they_say(office: Office) {
        let counter = office.in_arut(Role::Counter).await;
        let back = office.application().answer("nama", "Dikembalikan").send().await;
        let case = office.step(&counter, &back.code, Action::StartChecking, None).await;
        office.give_back(&counter, &case, "document:ktp", "Buram").await;
        office.step(&counter, &back.code, Action::Return, None).await;
        for name in ["Batal Satu", "Batal Dua"] {
            office.clock.forward(60);
            let gone = office.application().answer("nama", name).send().await;
            office.backend.cancel(&office.grant(&gone).await).await.unwrap();
        }
        office.application().answer("nama", "Baru").send().await;
        let group = async |group| names(&look(office, &counter, group, "").await).join(", ");
        assert_eq!(group(QueueGroup::Returned).await, "Dikembalikan");
        assert_eq!(group(QueueGroup::Done).await, "Batal Dua, Batal Satu");
        assert_eq!(group(QueueGroup::Open).await, "Dikembalikan, Baru");
        assert_eq!(look(office, &counter, QueueGroup::All, "").await.total, 4);
    }

    async fn the_queue_ends_at_the_border(office: Office) {
        office.application().send().await;
        office.application().burial().answer("desa", "62.01.01.2001").send().await;
        for (territory, rows) in [("62.01", 2), ("62.01.02", 1), ("62.01.02.2013", 1), ("62.01.02.1009", 0), ("62.01.01", 1), ("62.01.02.201", 0)] {
            let Ok(_) = domain::region::RegionCode::parse(territory) else { continue };
            for role in [Role::Helper, Role::Counter, Role::Head, Role::Secretary, Role::Camat] {
                let session = office.officer(role, territory).await;
                let queue = look(office, &session, QueueGroup::All, "").await;
                assert_eq!((queue.rows.len(), queue.total), (rows, rows as i64), "{role:?} in {territory}");
            }
        }
    }

    async fn a_case_is_found_by_part_of_a_name_or_the_beginning_of_its_code(office: Office) {
        let sent = office.application().answer("nama", "Ni'matul Ĥasanah").send().await;
        office.application().answer("nama", "Budi").send().await;
        let head = office.in_arut(Role::Head).await;
        let find = async |text: String| look(office, &head, QueueGroup::All, &text).await.total;
        assert_eq!(find("hasan".to_owned()).await, 0, "folding keeps letters with marks");
        for text in ["ĥasan", "NI MATUL", "matul", &sent.code, &sent.code.to_lowercase(), &sent.code[..9], &sent.receipt.code.compact()[..8]] {
            assert_eq!(find(text.to_owned()).await, 1, "{text}");
        }
        for text in ["%", "_", "Budi%", "' OR 1=1", "\\", "\u{202e}"] {
            assert!(find(text.to_owned()).await <= 2, "{text}");
        }
        assert_eq!(find("b_di".to_owned()).await, 0);
        assert_eq!(find("b%i".to_owned()).await, 0);
    }

    async fn pages_follow_each_other_without_a_gap(office: Office) {
        for _ in 0..QUEUE_ROWS + 3 {
            office.application().burial().send().await;
        }
        let head = office.in_arut(Role::Head).await;
        let page = async |page| office.backend.queue(&head, QueueFilter { page, ..QueueFilter::default() }).await.unwrap();
        let (first, second, none) = (page(0).await, page(1).await, page(u32::MAX).await);
        assert_eq!((first.rows.len(), second.rows.len(), none.rows.len()), (25, 3, 0));
        assert_eq!((first.total, second.total), (28, 28));
        let codes: std::collections::BTreeSet<_> = first.rows.iter().chain(&second.rows).map(|row| row.code.clone()).collect();
        assert_eq!(codes.len(), 28);
    }
}
