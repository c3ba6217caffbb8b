//! The office's work on a case: who may, from where, and with what.

use crate::both_engines;
use crate::testing::{Office, said};
use domain::application::{Action, Deed, IllegalStep, State};
use domain::document::{Item, Verdict};
use domain::error::Error;
use domain::form::Answer;
use domain::officer::Role;
use domain::product::ProductStep;
use std::collections::BTreeMap;

fn step(step: IllegalStep) -> Error {
    Error::Step { step }
}

async fn act(
    office: &Office,
    session: &str,
    code: &str,
    action: Action,
    reason: Option<&str>,
) -> Result<State, Error> {
    let version = office.count_version(code).await;
    office
        .backend
        .act(session, code, version, action, reason.map(str::to_owned))
        .await
        .map(|case| case.state)
}

impl Office {
    /// The newest version of a case, whoever may see it.
    async fn count_version(&self, code: &str) -> i64 {
        let compact = domain::code::Code::parse(code).unwrap();
        let mut read = self.backend.db.read().await.unwrap();
        crate::application::sql::by_code(&mut read, &compact)
            .await
            .unwrap()
            .unwrap()
            .version
    }
}

both_engines! {
    async fn a_case_goes_all_the_way_and_every_step_is_written_down(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        let head = office.in_arut(Role::Head).await;
        let camat = office.in_arut(Role::Camat).await;
        let case = office.step(&counter, &sent.code, Action::StartChecking, None).await;
        office.accept_all(&counter, case).await;
        office.step(&counter, &sent.code, Action::Complete, None).await;
        office.step(&head, &sent.code, Action::Forward, None).await;
        office.step(&camat, &sent.code, Action::SendBack, Some("Nama salah ketik")).await;
        office.step(&head, &sent.code, Action::Forward, None).await;
        office.step(&camat, &sent.code, Action::Decide, None).await;
        office.letter_by_pen(&sent.code).await;
        office.step(&counter, &sent.code, Action::MakeReady, None).await;
        office.deliver(&counter, &sent.code, "hasil", ProductStep::HandOver).await.unwrap();
        let case = office.case(&counter, &sent.code).await;
        assert_eq!(case.state, State::HandedOver);
        assert!(case.actions.is_empty());
        let steps: Vec<Action> = case.events.iter().filter_map(|event| event.deed.step()).collect();
        assert_eq!(steps, [
            Action::Submit, Action::StartChecking, Action::Complete, Action::Forward, Action::SendBack,
            Action::Forward, Action::Decide, Action::Letter, Action::Letter, Action::Letter, Action::MakeReady, Action::HandOver,
        ]);
        let back = case.events.iter().find(|event| event.deed.step() == Some(Action::SendBack)).unwrap();
        assert_eq!((back.by.id.as_str(), back.note.as_deref()), ("Dewi (Camat)", Some("Nama salah ketik")));
        assert_eq!((back.from, back.to), (State::AwaitingSignature, State::Processing));
        // Events are numbered without a gap.
        assert_eq!(office.count("SELECT COUNT(*) FROM event").await, office.count("SELECT MAX(seq) FROM event").await);
    }

    async fn opening_a_case_is_written_down_once_per_sitting(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        let head = office.in_arut(Role::Head).await;
        let opened = async || office.count("SELECT COUNT(*) FROM event WHERE action = 'opened'").await;
        office.case(&counter, &sent.code).await;
        office.case(&counter, &sent.code).await;
        assert_eq!(opened().await, 1);
        let case = office.case(&head, &sent.code).await;
        assert_eq!(opened().await, 2);
        assert_eq!(case.events.last().unwrap().deed, Deed::Opened);
        office.clock.forward(11 * 60);
        office.case(&head, &sent.code).await;
        assert_eq!(opened().await, 3);
        // Opening doesn't take the case out of somebody's hands.
        let version = case.version;
        office.backend.act(&counter, &sent.code, version, Action::StartChecking, None).await.unwrap();
    }

    async fn opening_at_the_same_moment_works_for_all(office: Office) {
        let sent = office.application().send().await;
        let mut opens = Vec::new();
        for _ in 0..6 {
            let session = office.in_arut(Role::Counter).await;
            let (backend, code) = (office.backend.clone(), sent.code.clone());
            opens.push(tokio::spawn(async move { backend.open_case(&session, &code).await }));
        }
        for open in opens {
            open.await.unwrap().unwrap();
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'opened'").await, 6);
    }

    async fn every_role_stays_in_its_territory(office: Office) {
        let sent = office.application().send().await;
        for role in Role::ALL {
            for (territory, inside) in [("62.01.02", true), ("62.01.02.2013", true), ("62.01", true), ("62.01.02.1009", false), ("62.01.01", false)] {
                let session = office.officer(role, territory).await;
                let opened = office.backend.open_case(&session, &sent.code).await.map(drop);
                let wanted = match (role.sees_documents(), inside) {
                    (false, _) => Err(Error::Forbidden),
                    (true, false) => Err(Error::NotFound),
                    (true, true) => Ok(()),
                };
                assert_eq!(opened, wanted, "{role:?} in {territory}");
            }
        }
    }

    async fn a_page_is_shown_to_those_who_may_see_the_case_and_to_nobody_else(office: Office) {
        let sent = office.application().send().await;
        let head = office.in_arut(Role::Head).await;
        let page = office.case(&head, &sent.code).await.documents[0].pages[0].clone();
        let file = office.backend.page_file(&head, &page.id).await.unwrap();
        let bytes = std::fs::read(&file.path).unwrap();
        assert_eq!((bytes.len() as u64, file.bytes), (page.bytes, page.bytes));
        assert_eq!(crate::secret::hash_bytes(&bytes), file.sha256);
        for (role, territory, refusal) in [
            (Role::Helper, "62.01.02.2013", Error::Forbidden),
            (Role::Content, "62.01.02", Error::Forbidden),
            (Role::Counter, "62.01.01", Error::NotFound),
            (Role::Camat, "62.01.02.1009", Error::NotFound),
        ] {
            let session = office.officer(role, territory).await;
            assert_eq!(office.backend.page_file(&session, &page.id).await.unwrap_err(), refusal, "{role:?}");
        }
        assert_eq!(office.backend.page_file("no session", &page.id).await.unwrap_err(), Error::LoggedOut);
        let unknown = "0".repeat(32);
        assert_eq!(office.backend.page_file(&head, &unknown).await.unwrap_err(), Error::NotFound);
    }

    async fn every_role_and_action_in_every_state_is_as_the_table_says(office: Office) {
        let sent = office.application().burial().send().await;
        let mut sessions = BTreeMap::new();
        for role in Role::ALL {
            sessions.insert(role, office.in_arut(role).await);
        }
        for state in State::ALL {
            for (role, session) in &sessions {
                for action in Action::ALL {
                    office.put_in_state(state).await;
                    let did = act(office, session, &sent.code, action, Some("Alasan")).await;
                    let spot = office.backend.chain("pemakaman").spot(state, None);
                    let wanted = match spot.next(action) {
                        _ if !role.works_on_cases() => Err(Error::Forbidden),
                        _ if action == Action::Merge => Err(step(IllegalStep::NotOne)),
                        // Nothing was given back, so there is nothing to return.
                        Ok(_) if spot.may(*role, action) && action == Action::Return => Err(step(IllegalStep::NothingReturned)),
                        // Nobody has made its letter.
                        Ok(_) if spot.may(*role, action) && matches!(action, Action::MakeReady | Action::HandOver) => Err(step(IllegalStep::LetterOpen)),
                        Ok(to) if spot.may(*role, action) => Ok(to.state),
                        Ok(_) => Err(Error::Forbidden),
                        Err(illegal) => Err(step(illegal)),
                    };
                    assert_eq!(did, wanted, "{role:?} {action:?} in {state:?}");
                }
            }
        }
    }

    async fn complete_needs_every_required_document_accepted_and_nothing_given_back(office: Office) {
        let sent = office.application().photos(&["ktp", "kk", "ijazah"]).send().await;
        let counter = office.in_arut(Role::Counter).await;
        office.step(&counter, &sent.code, Action::StartChecking, None).await;
        let judge = async |item: &str, verdict: Verdict| {
            let version = office.count_version(&sent.code).await;
            office.backend.judge(&counter, &sent.code, version, Item::parse(item).unwrap(), verdict).await.unwrap()
        };
        let complete = async || act(office, &counter, &sent.code, Action::Complete, None).await;
        let open = Err(step(IllegalStep::ItemsOpen));
        assert_eq!(complete().await, open);
        judge("document:ktp", Verdict::Accepted).await;
        assert_eq!(complete().await, open);
        judge("document:kk", Verdict::Accepted).await;
        // An answer given back is enough to stop it, and so is an optional photo.
        judge("field:nik", Verdict::Returned { reason: "Salah".to_owned() }).await;
        assert_eq!(complete().await, open);
        judge("field:nik", Verdict::Open).await;
        judge("document:ijazah", Verdict::Returned { reason: "Buram".to_owned() }).await;
        assert_eq!(complete().await, open);
        judge("document:ijazah", Verdict::Open).await;
        assert_eq!(complete().await, Ok(State::Processing));
    }

    async fn return_needs_something_given_back(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        office.step(&counter, &sent.code, Action::StartChecking, None).await;
        let nothing = act(office, &counter, &sent.code, Action::Return, None).await;
        assert_eq!(nothing, Err(step(IllegalStep::NothingReturned)));
    }

    async fn refusing_and_sending_back_need_a_reason(office: Office) {
        let sent = office.complete_application().await;
        let (head, secretary) = (office.in_arut(Role::Head).await, office.in_arut(Role::Secretary).await);
        for reason in [None, Some(""), Some(" \u{202e}\n ")] {
            let refused = act(office, &secretary, &sent.code, Action::Refuse, reason).await;
            assert_eq!(refused, Err(step(IllegalStep::NoReason)), "{reason:?}");
        }
        office.step(&head, &sent.code, Action::Forward, None).await;
        assert_eq!(act(office, &secretary, &sent.code, Action::SendBack, None).await, Err(step(IllegalStep::NoReason)));
    }

    async fn whoever_saw_an_older_version_must_look_again(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        let head = office.in_arut(Role::Head).await;
        let seen = office.case(&counter, &sent.code).await;
        office.step(&head, &sent.code, Action::StartChecking, None).await;
        let late = office.backend.act(&counter, &sent.code, seen.version, Action::StartChecking, None).await;
        assert_eq!(late.unwrap_err(), Error::Changed);
        office.backend.put_back_case(&head, &sent.code).await.unwrap();
        let item = || Item::Document("ktp".to_owned());
        let late = office.backend.judge(&counter, &sent.code, seen.version, item(), Verdict::Accepted).await;
        assert_eq!(late.unwrap_err(), Error::Changed);
        // A verdict makes others look again as well.
        let seen = office.case(&head, &sent.code).await;
        office.backend.judge(&counter, &sent.code, seen.version, item(), Verdict::Accepted).await.unwrap();
        let late = office.backend.judge(&head, &sent.code, seen.version, item(), Verdict::Open).await;
        assert_eq!(late.unwrap_err(), Error::Changed);
    }

    async fn of_many_at_once_one_wins_and_the_others_are_told(office: Office) {
        let sent = office.application().send().await;
        let mut tries = Vec::new();
        for _ in 0..6 {
            let session = office.in_arut(Role::Counter).await;
            let (backend, code) = (office.backend.clone(), sent.code.clone());
            tries.push(tokio::spawn(async move { backend.act(&session, &code, 1, Action::StartChecking, None).await }));
        }
        let mut won = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(_) => won += 1,
                Err(error) => assert!(matches!(error, Error::Changed | Error::Taken), "{error:?}"),
            }
        }
        assert_eq!(won, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM event WHERE action = 'start_checking'").await, 1);
    }

    async fn only_who_may_give_back_may_judge_and_only_then(office: Office) {
        let sent = office.application().send().await;
        let judge = async |role: Role| {
            let session = office.in_arut(role).await;
            let version = office.count_version(&sent.code).await;
            office.backend.judge(&session, &sent.code, version, Item::Document("ktp".to_owned()), Verdict::Accepted).await.map(drop)
        };
        let too_early = Err(step(IllegalStep::FromHere { from: State::Submitted, action: Action::Return }));
        assert_eq!(judge(Role::Counter).await, too_early);
        let counter = office.in_arut(Role::Counter).await;
        office.step(&counter, &sent.code, Action::StartChecking, None).await;
        assert_eq!(judge(Role::Counter).await, Err(Error::Taken));
        office.backend.put_back_case(&counter, &sent.code).await.unwrap();
        for (role, wanted) in [
            (Role::Helper, Err(Error::Forbidden)),
            (Role::Content, Err(Error::Forbidden)),
            (Role::Camat, Err(Error::Forbidden)),
            (Role::Counter, Ok(())),
            (Role::Head, Ok(())),
            // Not in this service's chain before the decision.
            (Role::Secretary, Err(Error::Forbidden)),
        ] {
            assert_eq!(judge(role).await, wanted, "{role:?}");
        }
    }

    async fn an_item_that_is_not_there_can_not_be_judged(office: Office) {
        let sent = office.application().send().await;
        let counter = office.in_arut(Role::Counter).await;
        let case = office.step(&counter, &sent.code, Action::StartChecking, None).await;
        for item in ["field:nama_lain", "document:surat-kuasa", "document:pernyataan", "field:ktp"] {
            let item = Item::parse(item).unwrap();
            let judged = office.backend.judge(&counter, &sent.code, case.version, item, Verdict::Accepted).await;
            assert_eq!(judged.unwrap_err(), Error::NotFound);
        }
        assert_eq!(office.count_version(&sent.code).await, case.version);
    }

    async fn a_case_shows_answers_as_people_read_them_with_doubts(office: Office) {
        // The NIK says a woman born on 14 August 1990; the form says a man.
        let mut ready = office.application().answer("jenis_kelamin", "Laki-laki").prepare().await;
        let row = BTreeMap::from([("nama".to_owned(), "Budi".to_owned()), ("nik".to_owned(), "6201020312850926".to_owned())]);
        ready.submission.answers.insert("keluarga".to_owned(), Answer::Rows(vec![row]));
        let sent = ready.send().await;
        let head = office.in_arut(Role::Head).await;
        let case = office.case(&head, &sent.code).await;
        let shown = |id: &str| case.fields.iter().find(|field| field.id == id).unwrap();
        let indonesian = |id: &str| said(&shown(id).shown);
        assert_eq!(indonesian("tanggal_lahir"), ["14 Agustus 1990"]);
        assert_eq!(indonesian("desa"), ["Desa Umpang, Kecamatan Arut Selatan"]);
        assert_eq!(indonesian("wa"), ["0812-5001-4821"]);
        assert_eq!(indonesian("keluarga"), ["1. Nama: Budi; NIK: 6201020312850926"]);
        assert_eq!(shown("nik").warnings.len(), 1);
        assert!(shown("nik").warnings[0].id.contains("Jenis kelamin"));
        let others: Vec<&str> = case.other_requirements.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(others, ["Pernyataan", "KTP asli"]);
        assert_eq!(case.region_name, "Desa Umpang, Kecamatan Arut Selatan");
    }

    async fn a_service_that_left_the_catalogue_shows_its_id_and_can_not_go_on(office: Office) {
        let sent = office.application().send().await;
        let head = office.in_arut(Role::Head).await;
        let mut catalogue = office.backend.catalogue().clone();
        catalogue.services.retain(|service| service.id != "surat");
        let mut backend = office.backend.clone();
        backend.catalogue = std::sync::Arc::new(catalogue);
        let status = backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!(status.service_name.id, "surat");
        assert_eq!(backend.queue(&head, Default::default()).await.unwrap().rows[0].service_name.id, "surat");
        assert_eq!(backend.open_case(&head, &sent.code).await.unwrap_err(), Error::Unavailable);
    }
}

impl Office {
    /// Past every rule, for the one test that tries every state.
    async fn put_in_state(&self, state: State) {
        sqlx::query("UPDATE application SET state = $1, hand = '', taken_by = NULL")
            .bind(state.key())
            .execute(self.backend.db.pool())
            .await
            .unwrap();
    }
}
