//! Resumable uploads: what arrives is kept.

use crate::both_engines;
use crate::testing::{Office, jpeg, random_name};
use crate::upload::{Append, NewUpload, Quota, UploadInfo, WriteFault};
use domain::error::Error;
use domain::upload::MAX_BYTES;
use std::time::Duration;

pub(super) fn at(offset: u64) -> Append {
    Append {
        offset,
        ..Append::default()
    }
}

/// A new upload of so many bytes.
pub(super) fn new(length: u64) -> NewUpload {
    NewUpload {
        requirement: "ktp".to_owned(),
        length: Some(length),
        idempotency_key: None,
        metadata: None,
        sha256: None,
        from: None,
    }
}

/// A draft, a photo, and an upload begun for it.
pub(super) async fn begun(office: &Office) -> (String, Vec<u8>, UploadInfo) {
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
pub(super) async fn offset(office: &Office, token: &str, id: &str) -> u64 {
    office.backend.upload_info(token, id).await.unwrap().offset
}

both_engines! {
    async fn a_photo_in_one_piece_is_complete(office: Office) {
        let (token, photo, info) = begun(office).await;
        assert_eq!((info.offset, info.complete), (0, false));
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo.clone()).await.unwrap();
        let done = writer.finish().await.unwrap();
        assert_eq!((done.offset, done.complete), (photo.len() as u64, true));
        assert!(!office.folder().join("incoming").join(&info.id).exists());
        assert!(office.folder().join("archive").join(&info.id[..2]).join(&info.id).exists());
    }

    async fn a_lost_connection_keeps_every_byte_that_arrived(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo[..100].to_vec()).await.unwrap();
        writer.push(photo[100..301].to_vec()).await.unwrap();
        drop(writer);
        assert_eq!(offset(office, &token, &info.id).await, 301);
        let mut writer = office.backend.upload_write(&token, &info.id, at(301)).await.unwrap();
        writer.push(photo[301..].to_vec()).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }

    async fn a_photo_cut_at_every_tenth_byte_arrives_whole(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut begin = 0;
        for end in (0..photo.len()).step_by(photo.len() / 10).skip(1).chain([photo.len()]) {
            let mut writer = office.backend.upload_write(&token, &info.id, at(begin as u64)).await.unwrap();
            writer.push(photo[begin..end].to_vec()).await.unwrap();
            drop(writer);
            begin = end;
            assert_eq!(offset(office, &token, &info.id).await, begin as u64);
        }
        assert!(office.backend.upload_info(&token, &info.id).await.unwrap().complete);
    }

    async fn the_handlers_death_after_the_last_byte_still_completes_the_upload(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo.clone()).await.unwrap();
        drop(writer);
        // The answer was lost: HEAD says complete, and an empty PATCH at the end is fine.
        let info = office.backend.upload_info(&token, &info.id).await.unwrap();
        assert_eq!((info.complete, info.offset), (true, photo.len() as u64));
        let writer = office.backend.upload_write(&token, &info.id, at(info.offset)).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }

    async fn the_only_checker_is_waited_for_when_it_has_this_photo(office: Office) {
        let slots = office.backend.checks.slots();
        let others = slots.available_permits() as u32 - 1;
        slots.acquire_many(others).await.unwrap().forget();
        for _ in 0..5 {
            let (token, photo, info) = begun(office).await;
            let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
            writer.push(photo).await.unwrap();
            drop(writer);
            assert!(office.backend.upload_info(&token, &info.id).await.unwrap().complete);
        }
    }

    async fn a_wrong_offset_is_told_the_true_one_and_changes_nothing(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo[..50].to_vec()).await.unwrap();
        writer.finish().await.unwrap();
        for wrong in [0, 49, 51, u64::MAX] {
            let refused = office.backend.upload_write(&token, &info.id, at(wrong)).await.err().unwrap();
            assert_eq!(refused, WriteFault::WrongOffset { offset: 50 });
        }
        assert_eq!(offset(office, &token, &info.id).await, 50);
    }

    async fn a_newer_request_takes_over_from_one_that_hangs(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut hanging = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        hanging.push(photo[..200].to_vec()).await.unwrap();
        // The old connection looks alive and says nothing. The newcomer doesn't wait for it.
        let asked = office.backend.upload_info(&token, &info.id);
        let told = tokio::time::timeout(Duration::from_secs(5), asked).await.expect("no waiting").unwrap();
        assert_eq!(told.offset, 200);
        assert_eq!(hanging.push(photo[200..].to_vec()).await.unwrap_err(), WriteFault::Evicted { offset: 200 });
        let mut writer = office.backend.upload_write(&token, &info.id, at(200)).await.unwrap();
        writer.push(photo[200..].to_vec()).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }

    async fn two_writers_at_once_never_mix_their_bytes(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut tasks = Vec::new();
        for _ in 0..8 {
            let (backend, token, id, photo) = (office.backend.clone(), token.clone(), info.id.clone(), photo.clone());
            tasks.push(tokio::spawn(async move {
                let mut begin = 0;
                for _ in 0..400 {
                    match backend.upload_write(&token, &id, at(begin as u64)).await {
                        Ok(mut writer) => {
                            for chunk in photo[begin..].chunks(97) {
                                if writer.push(chunk.to_vec()).await.is_err() {
                                    break;
                                }
                            }
                            match writer.finish().await {
                                Ok(info) if info.complete => return true,
                                Ok(info) => begin = usize::try_from(info.offset).unwrap(),
                                Err(WriteFault::Evicted { offset } | WriteFault::WrongOffset { offset }) => begin = usize::try_from(offset).unwrap(),
                                // `push` has told the reason already.
                                Err(_) => {}
                            }
                        }
                        Err(WriteFault::WrongOffset { offset }) => begin = usize::try_from(offset).unwrap(),
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
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo[..300].to_vec()).await.unwrap();
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
        let mut writer = restarted.upload_write(&token, &info.id, at(120)).await.unwrap();
        writer.push(photo[120..].to_vec()).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
        restarted.close().await;
    }

    async fn closing_the_server_flushes_what_hangs(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut hanging = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        hanging.push(photo[..150].to_vec()).await.unwrap();
        office.backend.writers.close().await;
        assert_eq!(offset(office, &token, &info.id).await, 150);
    }

    async fn bytes_are_saved_while_the_request_still_runs(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let info = office.begin(&ticket.token, "ktp", 2_000_000).await.unwrap();
        let mut writer = office.backend.upload_write(&ticket.token, &info.id, at(0)).await.unwrap();
        // Less than a megabyte, and then silence: saved a moment later all the same.
        for expected in [100_000, 200_000, 1_700_000_i64] {
            let saved = office.count("SELECT received FROM upload").await;
            writer.push(vec![7; usize::try_from(expected - saved).unwrap()]).await.unwrap();
            let mut saved = 0;
            for _ in 0..500 {
                saved = office.count("SELECT received FROM upload").await;
                if saved == expected {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            assert_eq!(saved, expected);
        }
        drop(writer);
    }

    async fn more_bytes_than_announced_are_refused_and_the_announced_ones_kept(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let info = office.begin(&ticket.token, "ktp", 100).await.unwrap();
        let mut writer = office.backend.upload_write(&ticket.token, &info.id, at(0)).await.unwrap();
        writer.push(vec![1; 60]).await.unwrap();
        let _ = writer.push(vec![1; 60]).await;
        // One hundred bytes that are no photo: refused for what they are.
        assert_eq!(writer.finish().await.unwrap_err(), WriteFault::Refused(Error::BadFile));
    }

    async fn a_request_that_says_it_brings_too_much_is_refused_before_its_first_byte(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let write = async |id: &str, append| office.backend.upload_write(&ticket.token, id, append).await.map(drop);
        let bringing = |announced, length| Append { announced: Some(announced), length, ..at(0) };
        let known = office.begin(&ticket.token, "ktp", 100).await.unwrap().id;
        let told = write(&known, bringing(101, None)).await.unwrap_err();
        assert_eq!(told, WriteFault::Refused(Error::malformed("content-length")));
        write(&known, bringing(100, None)).await.unwrap();
        // A length that comes along counts, too; without any it is the largest.
        let open = office.backend.upload_create(&ticket.token, NewUpload { length: None, ..new(1) }).await.unwrap().id;
        let told = write(&open, bringing(101, Some(100))).await.unwrap_err();
        assert_eq!(told, WriteFault::Refused(Error::malformed("content-length")));
        let told = write(&open, bringing(MAX_BYTES + 1, None)).await.unwrap_err();
        assert_eq!(told, WriteFault::Refused(Error::TooLarge { max_bytes: MAX_BYTES }));
        write(&open, bringing(100, Some(100))).await.unwrap();
    }

    async fn the_same_idempotency_key_gives_the_same_upload(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let new = |length| NewUpload {
            idempotency_key: Some("photo-on-my-device-1".to_owned()),
            metadata: Some("filename a3RwLmpwZw==".to_owned()),
            ..new(length)
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
        for _ in 0..Quota::default().draft_files - 2 {
            office.begin(&ticket.token, "ktp", 10).await.unwrap();
        }
        let begins = (0..6).map(|_| {
            let (backend, token) = (office.backend.clone(), ticket.token.clone());
            let new = NewUpload { requirement: "kk".to_owned(), ..new(10) };
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
        let write = office.backend.upload_write(&other.token, &info.id, at(0)).await.err().unwrap();
        assert_eq!(write, WriteFault::Refused(Error::NotFound));
        drop(photo);
    }

    async fn a_deleted_upload_is_gone_with_its_bytes(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo).await.unwrap();
        writer.finish().await.unwrap();
        office.backend.upload_delete(&token, &info.id).await.unwrap();
        assert_eq!(office.backend.upload_info(&token, &info.id).await.unwrap_err(), Error::NotFound);
        assert!(!office.folder().join("archive").join(&info.id[..2]).join(&info.id).exists());
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 0);
    }

    async fn deleting_while_somebody_writes_ends_both(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo[..100].to_vec()).await.unwrap();
        office.backend.upload_delete(&token, &info.id).await.unwrap();
        assert!(writer.push(photo[100..].to_vec()).await.is_err());
        assert!(!office.folder().join("incoming").join(&info.id).exists());
    }

    async fn abandoned_uploads_are_swept_after_seven_days_and_touched_ones_are_not(office: Office) {
        let (token, photo, old) = begun(office).await;
        office.days_pass(4);
        let young = office.begin(&token, "kk", photo.len() as u64).await.unwrap();
        let mut writer = office.backend.upload_write(&token, &young.id, at(0)).await.unwrap();
        writer.push(photo[..10].to_vec()).await.unwrap();
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
            let new = NewUpload { idempotency_key: key, metadata, ..new(10) };
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
