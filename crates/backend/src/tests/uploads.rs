//! Resumable uploads: what arrives is kept.

use crate::both_engines;
use crate::testing::{Office, jpeg, random_name};
use crate::upload::{NewUpload, QUOTA_FILES, UploadInfo, WriteFault};
use domain::error::Error;
use domain::upload::MAX_BYTES;
use std::time::Duration;

/// A draft, a photo, and an upload begun for it.
async fn begun(office: &Office) -> (String, Vec<u8>, UploadInfo) {
    let ticket = office
        .backend
        .open_draft("surat", &random_name())
        .await
        .unwrap();
    let photo = jpeg(1);
    let info = office
        .begin(&ticket.token, "ktp", photo.len() as u64)
        .await
        .unwrap();
    (ticket.token, photo, info)
}

/// Waits until the owner of a dropped writer has flushed: asking for the offset sends it away and waits.
async fn offset(office: &Office, token: &str, id: &str) -> u64 {
    office.backend.upload_info(token, id).await.unwrap().offset
}

both_engines! {
    async fn a_photo_in_one_piece_is_complete(office: Office) {
        let (token, photo, info) = begun(office).await;
        assert_eq!((info.offset, info.complete), (0, false));
        let mut writer = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        writer.push(photo.clone()).await.unwrap();
        let done = writer.finish().await.unwrap();
        assert_eq!((done.offset, done.complete), (photo.len() as u64, true));
        assert!(!office.folder().join("incoming").join(&info.id).exists());
        assert!(office.folder().join("archive").join(&info.id[..2]).join(&info.id).exists());
    }

    async fn a_lost_connection_keeps_every_byte_that_arrived(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        writer.push(&photo[..100]).await.unwrap();
        writer.push(&photo[100..301]).await.unwrap();
        drop(writer);
        assert_eq!(offset(office, &token, &info.id).await, 301);
        let mut writer = office.backend.upload_write(&token, &info.id, 301).await.unwrap();
        writer.push(&photo[301..]).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }

    async fn a_photo_cut_at_every_tenth_byte_arrives_whole(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut at = 0;
        for end in (0..photo.len()).step_by(photo.len() / 10).skip(1).chain([photo.len()]) {
            let mut writer = office.backend.upload_write(&token, &info.id, at as u64).await.unwrap();
            writer.push(&photo[at..end]).await.unwrap();
            drop(writer);
            at = end;
            assert_eq!(offset(office, &token, &info.id).await, at as u64);
        }
        assert!(office.backend.upload_info(&token, &info.id).await.unwrap().complete);
    }

    async fn the_handlers_death_after_the_last_byte_still_completes_the_upload(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        writer.push(photo.clone()).await.unwrap();
        drop(writer);
        // The answer was lost: HEAD says complete, and an empty PATCH at the end is fine.
        let info = office.backend.upload_info(&token, &info.id).await.unwrap();
        assert_eq!((info.complete, info.offset), (true, photo.len() as u64));
        let writer = office.backend.upload_write(&token, &info.id, info.offset).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }

    async fn a_wrong_offset_is_told_the_true_one_and_changes_nothing(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        writer.push(&photo[..50]).await.unwrap();
        writer.finish().await.unwrap();
        for wrong in [0, 49, 51, u64::MAX] {
            let refused = office.backend.upload_write(&token, &info.id, wrong).await.err().unwrap();
            assert_eq!(refused, WriteFault::WrongOffset { offset: 50 });
        }
        assert_eq!(offset(office, &token, &info.id).await, 50);
    }

    async fn a_newer_request_takes_over_from_one_that_hangs(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut hanging = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        hanging.push(&photo[..200]).await.unwrap();
        // The old connection looks alive and says nothing. The newcomer doesn't wait for it.
        let asked = office.backend.upload_info(&token, &info.id);
        let told = tokio::time::timeout(Duration::from_secs(5), asked).await.expect("no waiting").unwrap();
        assert_eq!(told.offset, 200);
        assert_eq!(hanging.push(&photo[200..]).await.unwrap_err(), WriteFault::Evicted { offset: 200 });
        let mut writer = office.backend.upload_write(&token, &info.id, 200).await.unwrap();
        writer.push(&photo[200..]).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }

    async fn two_writers_at_once_never_mix_their_bytes(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut tasks = Vec::new();
        for _ in 0..8 {
            let (backend, token, id, photo) = (office.backend.clone(), token.clone(), info.id.clone(), photo.clone());
            tasks.push(tokio::spawn(async move {
                let mut at = 0;
                for _ in 0..400 {
                    match backend.upload_write(&token, &id, at as u64).await {
                        Ok(mut writer) => {
                            for chunk in photo[at..].chunks(97) {
                                if writer.push(chunk).await.is_err() {
                                    break;
                                }
                            }
                            match writer.finish().await {
                                Ok(info) if info.complete => return true,
                                Ok(info) => at = usize::try_from(info.offset).unwrap(),
                                Err(WriteFault::Evicted { offset } | WriteFault::WrongOffset { offset }) => at = usize::try_from(offset).unwrap(),
                                // `push` has told the reason already.
                                Err(_) => {}
                            }
                        }
                        Err(WriteFault::WrongOffset { offset }) => at = usize::try_from(offset).unwrap(),
                        Err(other) => panic!("{other:?}"),
                    }
                }
                false
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert!(office.backend.upload_info(&token, &info.id).await.unwrap().complete);
    }

    async fn the_offset_told_is_on_the_disk_after_a_restart(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        writer.push(&photo[..300]).await.unwrap();
        writer.finish().await.unwrap();
        // The server was killed while more was on its way: the file is longer than what was acknowledged.
        let path = office.folder().join("incoming").join(&info.id);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend_from_slice(b"never acknowledged");
        std::fs::write(&path, &bytes).unwrap();
        let restarted = office.reopened().await;
        assert_eq!(restarted.upload_info(&token, &info.id).await.unwrap().offset, 300);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 300);
        // A backup brought back an older file: go on from where it really ends.
        std::fs::write(&path, &bytes[..120]).unwrap();
        assert_eq!(restarted.upload_info(&token, &info.id).await.unwrap().offset, 120);
        let mut writer = restarted.upload_write(&token, &info.id, 120).await.unwrap();
        writer.push(&photo[120..]).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
        restarted.close().await;
    }

    async fn closing_the_server_flushes_what_hangs(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut hanging = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        hanging.push(&photo[..150]).await.unwrap();
        office.backend.writers.close().await;
        assert_eq!(offset(office, &token, &info.id).await, 150);
    }

    async fn half_a_megabyte_is_saved_while_the_request_still_runs(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let info = office.begin(&ticket.token, "ktp", 1_000_000).await.unwrap();
        let mut writer = office.backend.upload_write(&ticket.token, &info.id, 0).await.unwrap();
        for _ in 0..9 {
            writer.push(vec![7; 64 * 1024]).await.unwrap();
        }
        let mut saved = 0;
        for _ in 0..200 {
            saved = office.count("SELECT received FROM upload").await;
            if saved >= 512 * 1024 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(saved >= 512 * 1024, "{saved} saved");
        drop(writer);
    }

    async fn more_bytes_than_announced_are_refused_and_the_announced_ones_kept(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let info = office.begin(&ticket.token, "ktp", 100).await.unwrap();
        let mut writer = office.backend.upload_write(&ticket.token, &info.id, 0).await.unwrap();
        writer.push(vec![1; 60]).await.unwrap();
        let _ = writer.push(vec![1; 60]).await;
        // One hundred bytes that are no photo: refused for what they are.
        assert_eq!(writer.finish().await.unwrap_err(), WriteFault::Refused(Error::BadFile));
    }

    async fn the_same_idempotency_key_gives_the_same_upload(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let new = |length| NewUpload {
            requirement: "ktp".to_owned(),
            length,
            idempotency_key: Some("photo-on-my-device-1".to_owned()),
            metadata: Some("filename a3RwLmpwZw==".to_owned()),
        };
        let first = office.backend.upload_create(&ticket.token, new(500)).await.unwrap();
        let again = office.backend.upload_create(&ticket.token, new(500)).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(again.metadata.as_deref(), Some("filename a3RwLmpwZw=="));
        let other = office.backend.upload_create(&ticket.token, new(501)).await.unwrap_err();
        assert_eq!(other, Error::malformed("Idempotency-Key"));
        let (a, b) = tokio::join!(
            office.backend.upload_create(&ticket.token, new(500)),
            office.backend.upload_create(&ticket.token, new(500)),
        );
        assert_eq!(a.unwrap().id, b.unwrap().id);
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 1);
    }

    async fn too_large_and_empty_files_are_refused_before_a_byte(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let refused = office.begin(&ticket.token, "ktp", MAX_BYTES + 1).await.unwrap_err();
        assert_eq!(refused, Error::TooLarge { max_bytes: MAX_BYTES });
        assert_eq!(office.begin(&ticket.token, "ktp", 0).await.unwrap_err(), Error::BadFile);
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 0);
    }

    async fn a_draft_has_a_quota_of_bytes(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let mut ids = Vec::new();
        for _ in 0..8 {
            ids.push(office.begin(&ticket.token, "ktp", MAX_BYTES).await.unwrap().id);
        }
        assert_eq!(office.begin(&ticket.token, "ktp", 1).await.unwrap_err(), Error::Full);
        // Removing one makes room.
        office.backend.upload_delete(&ticket.token, &ids[0]).await.unwrap();
        office.begin(&ticket.token, "ktp", 1).await.unwrap();
    }

    async fn a_draft_has_a_quota_of_files_even_for_many_at_once(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        for _ in 0..QUOTA_FILES - 2 {
            office.begin(&ticket.token, "ktp", 10).await.unwrap();
        }
        let begins = (0..6).map(|_| {
            let (backend, token) = (office.backend.clone(), ticket.token.clone());
            let new = NewUpload { requirement: "kk".to_owned(), length: 10, idempotency_key: None, metadata: None };
            tokio::spawn(async move { backend.upload_create(&token, new).await })
        });
        let mut taken = 0;
        for begin in begins.collect::<Vec<_>>() {
            match begin.await.unwrap() {
                Ok(_) => taken += 1,
                Err(error) => assert_eq!(error, Error::Full),
            }
        }
        assert_eq!(taken, 2);
    }

    async fn only_what_the_service_asks_to_photograph_may_come(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        for requirement in ["tidak-ada", "pernyataan", "asli", "", "../../etc/passwd"] {
            let refused = office.begin(&ticket.token, requirement, 10).await.unwrap_err();
            assert_eq!(refused, Error::malformed("requirement"));
        }
    }

    async fn another_drafts_upload_does_not_exist(office: Office) {
        let (_, photo, info) = begun(office).await;
        let other = office.backend.open_draft("surat", &random_name()).await.unwrap();
        assert_eq!(office.backend.upload_info(&other.token, &info.id).await.unwrap_err(), Error::NotFound);
        assert_eq!(office.backend.upload_delete(&other.token, &info.id).await.unwrap_err(), Error::NotFound);
        let write = office.backend.upload_write(&other.token, &info.id, 0).await.err().unwrap();
        assert_eq!(write, WriteFault::Refused(Error::NotFound));
        drop(photo);
    }

    async fn a_deleted_upload_is_gone_with_its_bytes(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        writer.push(photo).await.unwrap();
        writer.finish().await.unwrap();
        office.backend.upload_delete(&token, &info.id).await.unwrap();
        assert_eq!(office.backend.upload_info(&token, &info.id).await.unwrap_err(), Error::NotFound);
        assert!(!office.folder().join("archive").join(&info.id[..2]).join(&info.id).exists());
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 0);
    }

    async fn deleting_while_somebody_writes_ends_both(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, 0).await.unwrap();
        writer.push(&photo[..100]).await.unwrap();
        office.backend.upload_delete(&token, &info.id).await.unwrap();
        assert!(writer.push(&photo[100..]).await.is_err());
        assert!(!office.folder().join("incoming").join(&info.id).exists());
    }

    async fn abandoned_uploads_are_swept_after_seven_days_and_touched_ones_are_not(office: Office) {
        let (token, photo, old) = begun(office).await;
        office.days_pass(4);
        let young = office.begin(&token, "kk", photo.len() as u64).await.unwrap();
        let mut writer = office.backend.upload_write(&token, &young.id, 0).await.unwrap();
        writer.push(&photo[..10]).await.unwrap();
        writer.finish().await.unwrap();
        office.days_pass(3);
        assert_eq!(office.backend.sweep().await.unwrap().uploads, 1);
        assert_eq!(office.backend.upload_info(&token, &old.id).await.unwrap_err(), Error::NotFound);
        assert_eq!(offset(office, &token, &young.id).await, 10);
        // The bytes of day 4 gave it seven days more.
        office.days_pass(4);
        assert_eq!(office.backend.sweep().await.unwrap().uploads, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 0);
    }

    async fn odd_headers_are_refused(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let create = async |key: Option<&str>, metadata: Option<&str>| {
            let (key, metadata) = (key.map(str::to_owned), metadata.map(str::to_owned));
            let new = NewUpload { requirement: "ktp".to_owned(), length: 10, idempotency_key: key, metadata };
            office.backend.upload_create(&ticket.token, new).await
        };
        assert_eq!(create(Some("\0"), None).await.unwrap_err(), Error::malformed("Idempotency-Key"));
        for metadata in ["\r\nSet-Cookie: x", "\0", &"x".repeat(1_000_000)] {
            assert_eq!(create(None, Some(metadata)).await.unwrap_err(), Error::malformed("Upload-Metadata"));
        }
        for id in ["", "x", "../secret.key", "\0", "' OR 1=1 --"] {
            assert_eq!(office.backend.upload_info(&ticket.token, id).await.unwrap_err(), Error::NotFound);
        }
    }
}
