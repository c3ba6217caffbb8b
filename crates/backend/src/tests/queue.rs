//! The queue: whose desk, in which order, found by what.

use crate::both_engines;
use crate::office::QUEUE_ROWS;
use crate::testing::Office;
use domain::application::{Action, State};
use domain::clock::Pressure;
use domain::officer::Role;
use domain::view::{Queue, QueueFilter, QueueGroup, QueueWhen};

async fn look(office: &Office, session: &str, group: QueueGroup, search: &str) -> Queue {
    let filter = QueueFilter {
        group,
        search: search.to_owned(),
        ..QueueFilter::default()
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

    async fn a_holiday_that_is_entered_later_moves_what_is_open(office: Office) {
        let sent = office.complete_application().await;
        let head = office.in_arut(Role::Head).await;
        let due = async |backend: &crate::Backend| {
            let filter = QueueFilter { group: QueueGroup::Open, ..QueueFilter::default() };
            let row = backend.queue(&head, filter).await.unwrap().rows.remove(0);
            let case = backend.open_case(&head, &sent.code).await.unwrap();
            assert_eq!(row.due, case.due, "the list and the case name one day");
            row.due.unwrap()
        };
        assert_eq!(due(&office.backend).await, "2026-11-10");
        let mut catalogue = office.backend.catalogue().clone();
        let free = ["2026-11-09", "2026-11-10"].map(|day| domain::calendar::parse_day(day).unwrap());
        catalogue.calendar = domain::calendar::Calendar::new(free);
        let later = office.reopened_among(catalogue).await;
        assert_eq!(due(&later).await, "2026-11-11");
        later.close().await;
    }

    async fn a_case_is_found_by_first_and_last_name(office: Office) {
        office.application().answer("nama", "Maria Goreti Bria").send().await;
        let head = office.in_arut(Role::Head).await;
        for (search, found) in [("maria bria", 1), ("Goreti Bria", 1), ("mar bri", 1), ("bria maria", 0)] {
            assert_eq!(look(office, &head, QueueGroup::All, search).await.total, found, "{search}");
        }
    }

    async fn a_case_is_found_by_the_whole_phone_number_however_it_is_written(office: Office) {
        office.application().answer("wa", "0812-5001-4821").send().await;
        office.application().answer("wa", "081250014822").send().await;
        let head = office.in_arut(Role::Head).await;
        let found = async |search: &str| look(office, &head, QueueGroup::All, search).await.total;
        for written in ["081250014821", "+62 812 5001 4821", "0812.5001.4821", "812-5001-4821"] {
            assert_eq!(found(written).await, 1, "{written}");
        }
        // A part of a number finds nobody, and another's territory neither.
        assert_eq!(found("0812500148").await, 0);
        let stranger = office.officer(Role::Head, "62.01.01").await;
        assert_eq!(look(office, &stranger, QueueGroup::All, "081250014821").await.total, 0);
        assert_eq!(office.count("SELECT COUNT(*) FROM application WHERE phone_key LIKE '%4821%' OR phone_key = ''").await, 0);
        // A database of the version before learns it when the server starts.
        office.run("UPDATE application SET phone_key = NULL").await;
        let later = office.reopened().await;
        let filter = QueueFilter { group: QueueGroup::All, search: "081250014821".to_owned(), ..QueueFilter::default() };
        assert_eq!(later.queue(&head, filter).await.unwrap().total, 1);
        later.close().await;
    }

    async fn the_list_narrows_to_what_is_late_pressing_old_or_in_one_state(office: Office) {
        office.complete_application().await;
        office.clock.forward(60);
        office.application().answer("nama", "Baru").send().await;
        let narrowed = async |when: QueueWhen, state: Option<State>| {
            let head = office.in_arut(Role::Head).await;
            let filter = QueueFilter { group: QueueGroup::Open, when, state, ..QueueFilter::default() };
            office.backend.queue(&head, filter).await.unwrap().total
        };
        assert_eq!(narrowed(QueueWhen::Any, None).await, 2);
        assert_eq!(narrowed(QueueWhen::Any, Some(State::Processing)).await, 1);
        assert_eq!(narrowed(QueueWhen::Any, Some(State::HandedOver)).await, 0);
        // Due on Tuesday the 10th, the 9th is free.
        for (days, late, pressing, old) in [(0, 0, 0, 0), (4, 0, 1, 0), (4, 0, 1, 2), (1, 1, 1, 2)] {
            office.days_pass(days);
            let told = [
                narrowed(QueueWhen::Late, None).await,
                narrowed(QueueWhen::Pressing, None).await,
                narrowed(QueueWhen::Old, None).await,
            ];
            assert_eq!(told, [late, pressing, old], "{:?}", office.now());
        }
        // A burial counts by its hour: today at two, and it is nine.
        let mut death = office.application().death().answer("nama", "Mendesak").answer("pemakaman", "2026-11-11T14:00");
        death.submission.answers.insert("minta".to_owned(), domain::form::Answer::Many(vec!["Akta".to_owned()]));
        death.send().await;
        assert_eq!([narrowed(QueueWhen::Late, None).await, narrowed(QueueWhen::Pressing, None).await], [1, 2]);
        office.clock.forward(5 * 3600 + 60);
        assert_eq!(narrowed(QueueWhen::Late, None).await, 2);
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
        // Who may refuse at any time isn't waited for before it lies on the desk.
        assert_eq!(mine(Role::Camat).await, []);
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

    async fn more_than_anybody_reads_is_not_counted_but_can_be_turned_to(office: Office) {
        for _ in 0..2 * QUEUE_ROWS + 1 {
            office.application().burial().send().await;
        }
        let head = office.in_arut(Role::Head).await;
        let first = office.backend.queue(&head, QueueFilter::default()).await.unwrap().rows.remove(0);
        for search in ["", first.applicant.as_str()] {
            let look = async |page| {
                let filter = QueueFilter { page, search: search.to_owned(), ..QueueFilter::default() };
                let queue = office.backend.queue(&head, filter).await.unwrap();
                (queue.rows.len(), queue.total, queue.more)
            };
            assert_eq!(look(0).await, (25, 30, true), "{search}");
            assert_eq!(look(1).await, (25, 50, true), "{search}");
            assert_eq!(look(2).await, (1, 51, false), "{search}");
        }
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
        assert!(!first.more && !second.more);
        let codes: std::collections::BTreeSet<_> = first.rows.iter().chain(&second.rows).map(|row| row.code.clone()).collect();
        assert_eq!(codes.len(), 28);
    }
}
