//! Rescue files: what a device couldn't send arrives whole, under its own code, and once.

use crate::attempt::Requester;
use crate::both_engines;
use crate::testing::{Office, Stuck, jpeg, random_name};
use crate::upload::{Append, NewUpload};
use crate::{RescueFault, Settings};
use domain::code::{Code, parse_body};
use domain::error::Error;
use domain::officer::Role;
use domain::rescue::{BadRescue, Came, RescueLine};

async fn import(office: &Office, file: &[u8]) -> Result<Vec<RescueLine>, RescueFault> {
    let counter = office.in_arut(Role::Counter).await;
    office.backend.import_rescue(&counter, file).await
}

async fn came(office: &Office, file: &[u8]) -> Vec<Came> {
    let lines = import(office, file).await.expect("a good file");
    lines.into_iter().map(|line| line.came).collect()
}

fn code(came: &Came) -> &Code {
    match came {
        Came::New(code) | Came::Before(code) => code,
        Came::Refused(error) => panic!("{error:?}"),
    }
}

/// A case with a code that was handed over already.
async fn handed(office: &Office) -> (Stuck, Code) {
    let address = std::net::IpAddr::from([198, 51, 100, 9]);
    let lent = office
        .backend
        .lease_codes(&Requester::from(address))
        .await
        .unwrap();
    let code = Code::new("SRT", parse_body(&lent[0]).unwrap()).unwrap();
    let mut stuck = office.application().stuck();
    stuck.case.submission.code = Some(code.clone());
    (stuck, code)
}

/// Rows of everything that an import may write.
async fn rows(office: &Office) -> [i64; 6] {
    [
        office.count("SELECT COUNT(*) FROM application").await,
        office.count("SELECT COUNT(*) FROM page").await,
        office.count("SELECT COUNT(*) FROM event").await,
        office.count("SELECT COUNT(*) FROM answers").await,
        office.count("SELECT COUNT(*) FROM upload").await,
        office.count("SELECT COUNT(*) FROM draft").await,
    ]
}

both_engines! {
    async fn a_file_is_taken_in_once_and_only_once(office: Office) {
        let (first, code_handed) = handed(office).await;
        let stuck = [first, office.application().stuck(), office.application().burial().stuck()];
        let file = office.rescue_file(&stuck);
        let lines = import(office, &file).await.unwrap();
        assert_eq!(lines[0].applicant, "S*** R***");
        assert_eq!(lines[0].came, Came::New(code_handed.clone()));
        assert!(lines.iter().all(|line| matches!(line.came, Came::New(_))), "{lines:?}");
        let before = rows(office).await;
        assert_eq!(before, [3, 4, 3, 3, 0, 3]);
        // The same file, and another one that the same device made of the same cases.
        for file in [file, office.rescue_file(&stuck)] {
            let again = came(office, &file).await;
            assert!(again.iter().all(|came| matches!(came, Came::Before(_))), "{again:?}");
            assert_eq!(again.iter().map(code).collect::<Vec<_>>(), lines.iter().map(|line| code(&line.came)).collect::<Vec<_>>());
            assert_eq!(rows(office).await, before);
        }
        // Two officers at the same moment.
        let fresh = office.rescue_file(&[office.application().stuck()]);
        let (one, other) = tokio::join!(came(office, &fresh), came(office, &fresh));
        assert_eq!(code(&one[0]), code(&other[0]));
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 4);
    }

    async fn the_device_that_comes_back_hears_of_it_and_sends_nothing_twice(office: Office) {
        let (stuck, code_handed) = handed(office).await;
        let key = stuck.case.submission.key.clone();
        let ticket = office.backend.open_draft("surat", &stuck.case.device_key).await.unwrap();
        assert_eq!(office.backend.receipt_of(&ticket.token, &key).await.unwrap_err(), Error::NotFound);
        // Half of a photograph had arrived.
        let new = NewUpload {
            requirement: "ktp".to_owned(),
            length: Some(stuck.photos[0].len() as u64),
            idempotency_key: Some(stuck.case.photos[0].upload_key.clone()),
            metadata: None,
            sha256: None,
            from: None,
        };
        let begun = office.backend.upload_create(&ticket.token, new).await.unwrap();
        let mut writer = office.backend.upload_write(&ticket.token, &begun.id, Append::default()).await.unwrap();
        writer.push(stuck.photos[0][..100].to_vec()).await.unwrap();
        writer.cut().await.unwrap();
        assert_eq!(came(office, &office.rescue_file(std::slice::from_ref(&stuck))).await, [Came::New(code_handed.clone())]);
        assert_eq!(office.count("SELECT COUNT(*) FROM page").await, 2);
        let receipt = office.backend.receipt_of(&ticket.token, &key).await.unwrap();
        assert_eq!(receipt.code, code_handed);
        // Sent as it would have been without a file, even by a draft that was begun anew.
        let again = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let mut submission = stuck.case.submission.clone();
        submission.code = None;
        assert_eq!(office.backend.submit(&again.token, submission).await.unwrap(), receipt);
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 1);
        // Whoever knows a draft and guesses a key hears nothing; whoever has no draft may not even ask.
        for (token, key) in [(ticket.token.as_str(), random_name()), ("none", key)] {
            assert_eq!(office.backend.receipt_of(token, &key).await.unwrap_err(), Error::NotFound);
        }
    }

    async fn what_the_device_has_sent_meanwhile_was_here_before(office: Office) {
        let ready = office.application().prepare().await;
        let mut stuck = office.application().stuck();
        stuck.case.submission.key = ready.submission.key.clone();
        let sent = ready.try_send().await.unwrap();
        assert_eq!(came(office, &office.rescue_file(&[stuck])).await, [Came::Before(sent.receipt.code)]);
    }

    async fn a_file_that_was_changed_cut_or_put_in_another_order_brings_nothing(office: Office) {
        let stuck = [office.application().burial().stuck(), office.application().stuck()];
        let file = office.rescue_file(&stuck);
        let parts = domain::rescue::take_apart(&file).unwrap();
        let (ends, _): (Vec<usize>, usize) = parts.frames.iter().fold((vec![88], 88), |(mut ends, at), frame| {
            ends.push(at + 4 + frame.len());
            (ends, at + 4 + frame.len())
        });
        let mut odd: Vec<Vec<u8>> = Vec::new();
        // Cut after every frame but the last, and in the middle of things.
        for end in ends[..ends.len() - 1].iter().chain(&[0, 5, 15, 40, 90, file.len() - 1]) {
            odd.push(file[..*end].to_vec());
        }
        // Any byte turned: in the head, the point, a length, each frame.
        for at in [0, 14, 20, 30, 80].into_iter().chain(ends.iter().map(|end| (end + 6).min(file.len() - 1))) {
            let mut turned = file.clone();
            turned[at] ^= 1;
            odd.push(turned);
        }
        // Something behind the end; a frame left out; two that changed places.
        odd.push([file.as_slice(), b"x"].concat());
        odd.push([&file[..ends[0]], &file[ends[1]..]].concat());
        odd.push([&file[..ends[2]], &file[ends[3]..ends[4]], &file[ends[2]..ends[3]], &file[ends[4]..]].concat());
        odd.push(b"%PDF-1.7".to_vec());
        for file in &odd {
            let refused = import(office, file).await.unwrap_err();
            assert!(matches!(refused, RescueFault::File(_)), "{refused:?}");
        }
        assert_eq!(rows(office).await, [0; 6]);
        assert!(import(office, &file).await.is_ok());
    }

    async fn a_file_for_another_office_says_so_and_ours_opens_after_a_restart(office: Office) {
        let stuck = [office.application().burial().stuck()];
        let folder = tempfile::tempdir().unwrap();
        let theirs = office.reopened_with(Settings::embedded(folder.path())).await;
        assert_ne!(theirs.rescue_key(), office.backend.rescue_key());
        let ours = office.rescue_file(&stuck);
        assert_eq!(theirs.import_rescue_here(&ours).await.unwrap_err(), RescueFault::File(BadRescue::OtherOffice));
        assert_eq!(office.reopened().await.rescue_key(), office.backend.rescue_key());
    }

    async fn one_case_that_is_refused_stops_none_of_the_others(office: Office) {
        let good = office.application().stuck();
        let wrong = office.application().answer("nik", "123").stuck();
        let mut gone = office.application().stuck();
        gone.case.submission.service = "tidak-ada".to_owned();
        let mut broken = office.application().stuck();
        broken.photos[1] = b"<script>".to_vec();
        let mut lacks = office.application().stuck();
        lacks.case.photos.pop();
        lacks.photos.pop();
        let last = office.application().stuck();
        let file = office.rescue_file(&[wrong, gone, good, broken, lacks, last]);
        for again in [false, true] {
            let lines = came(office, &file).await;
            assert!(matches!(&lines[0], Came::Refused(Error::Invalid { .. })), "{lines:?}");
            assert_eq!(lines[1], Came::Refused(Error::NotFound));
            assert_eq!(lines[3], Came::Refused(Error::BadFile));
            assert!(matches!(&lines[4], Came::Refused(Error::Invalid { .. })), "{lines:?}");
            for at in [2, 5] {
                assert_eq!(matches!(lines[at], Came::Before(_)), again, "{lines:?}");
                code(&lines[at]);
            }
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 2);
    }

    async fn a_case_that_lay_in_a_drawer_begins_anew_and_is_still_one(office: Office) {
        let stuck = office.application().stuck();
        let ticket = office.backend.open_draft("surat", &stuck.case.device_key).await.unwrap();
        office.photo(&ticket.token, "ktp", jpeg(1)).await;
        // Longer than a draft lives.
        office.days_pass(40);
        let file = office.rescue_file(&[stuck]);
        assert!(matches!(came(office, &file).await[..], [Came::New(_)]));
        assert!(matches!(came(office, &file).await[..], [Came::Before(_)]));
        assert_eq!(office.count("SELECT COUNT(*) FROM application").await, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM page").await, 2);
    }

    async fn whoever_helped_stays_the_helper_and_must_still_be_one(office: Office) {
        let helper = office.officer(Role::Helper, "62.01.02.2013").await;
        let client = office.client(&helper, "Siti Rahmawati").await;
        let assistance = office.agreed(&helper, &client, None).await;
        let mut stuck = office.application().stuck();
        stuck.case.assistance = assistance;
        let mut invented = office.application().stuck();
        invented.case.assistance = random_name();
        // The leave has grown old meanwhile: nobody could have sent it from the village.
        office.days_pass(3);
        let lines = came(office, &office.rescue_file(&[stuck, invented])).await;
        let case = office.case(&office.in_arut(Role::Head).await, &code(&lines[0]).to_string()).await;
        assert_eq!(case.events[0].by.id, "Dewi (Pendamping desa), untuk pemohon · dibantu");
        assert_eq!(lines[1], Came::Refused(Error::NotFound));
    }

    async fn who_works_at_the_office_takes_files_in_and_nobody_else(office: Office) {
        let file = office.rescue_file(&[office.application().stuck()]);
        for role in Role::ALL {
            let session = office.officer(role, "62.01").await;
            let may = [Role::Counter, Role::Head, Role::Secretary].contains(&role);
            assert_eq!(office.backend.check_rescuer(&session).await.is_ok(), may, "{role:?}");
            if !may {
                let refused = office.backend.import_rescue(&session, &file).await.unwrap_err();
                assert_eq!(refused, RescueFault::Told(Error::Forbidden), "{role:?}");
            }
        }
        let refused = office.backend.import_rescue("none", &file).await.unwrap_err();
        assert_eq!(refused, RescueFault::Told(Error::LoggedOut));
        assert_eq!(rows(office).await, [0; 6]);
    }
}
