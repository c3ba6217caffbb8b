//! Uploads from the first byte to the last: checksums, lengths said late, and completing once, whatever dies between.

use super::uploads::{at, begun, new, offset};
use crate::both_engines;
use crate::testing::{Office, On, jpeg, png, random_name};
use crate::upload::{Append, Checks, Checksum, NewUpload, WriteFault};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::error::Error;
use domain::upload::MAX_BYTES;
use sha2::{Digest, Sha256};
use std::sync::Arc;

fn sum(bytes: &[u8]) -> Option<Checksum> {
    Checksum::parse(&format!(
        "sha256 {}",
        STANDARD.encode(Sha256::digest(bytes))
    ))
}

fn summed(offset: u64, bytes: &[u8]) -> Append {
    Append {
        checksum: sum(bytes),
        ..at(offset)
    }
}

fn kept(office: &Office, id: &str) -> std::path::PathBuf {
    office.folder().join("archive").join(&id[..2]).join(id)
}

/// Sends the whole photo while no checker is free, as when the power fails before one is.
async fn arrived(office: &Office) -> (String, Vec<u8>, String) {
    let (token, photo, info) = begun(office).await;
    let slots = office.backend.checks.slots();
    let busy = slots
        .acquire_many(slots.available_permits() as u32)
        .await
        .unwrap();
    let mut writer = office
        .backend
        .upload_write(&token, &info.id, at(0))
        .await
        .unwrap();
    writer.push(photo.clone()).await.unwrap();
    let info = writer.finish().await.unwrap();
    // The bytes are safe, and whoever sent them doesn't wait for the rest.
    assert_eq!((info.offset, info.complete), (photo.len() as u64, false));
    assert_eq!(
        office
            .count("SELECT COUNT(*) FROM upload WHERE received = length AND state = 'receiving'")
            .await,
        1
    );
    // That server never comes to it.
    busy.forget();
    (token, photo, info.id)
}

both_engines! {
    async fn a_checksummed_piece_counts_whole_or_not_at_all(office: Office) {
        let (token, photo, info) = begun(office).await;
        let (backend, id) = (&office.backend, info.id.as_str());
        let mut writer = backend.upload_write(&token, id, summed(0, &photo[..200])).await.unwrap();
        writer.push(photo[..200].to_vec()).await.unwrap();
        assert_eq!(writer.finish().await.unwrap().offset, 200);
        // One flipped bit.
        let mut wrong = photo[200..400].to_vec();
        wrong[77] ^= 4;
        let mut writer = backend.upload_write(&token, id, summed(200, &photo[200..400])).await.unwrap();
        writer.push(wrong).await.unwrap();
        assert_eq!(writer.finish().await.unwrap_err(), WriteFault::Mismatch { offset: 200 });
        assert_eq!(offset(office, &token, id).await, 200);
        // Cut before its end: nothing of it counts, even where the bytes so far happen to add up.
        for end in [250, 400] {
            let mut writer = backend.upload_write(&token, id, summed(200, &photo[200..400])).await.unwrap();
            writer.push(photo[200..end].to_vec()).await.unwrap();
            drop(writer);
            assert_eq!(offset(office, &token, id).await, 200);
        }
        let mut writer = backend.upload_write(&token, id, summed(200, &photo[200..])).await.unwrap();
        writer.push(photo[200..].to_vec()).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }

    async fn a_length_may_be_said_late_and_only_once(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let photo = jpeg(5);
        let length = photo.len() as u64;
        let info = office.backend.upload_create(&ticket.token, NewUpload { length: None, ..new(1) }).await.unwrap();
        assert_eq!(info.length, None);
        let mut writer = office.backend.upload_write(&ticket.token, &info.id, at(0)).await.unwrap();
        writer.push(photo[..300].to_vec()).await.unwrap();
        assert_eq!(writer.finish().await.unwrap().length, None);
        let say = |length| Append { length: Some(length), ..at(300) };
        for (wrong, error) in [
            (299, Error::malformed("upload-length")),
            (MAX_BYTES + 1, Error::TooLarge { max_bytes: MAX_BYTES }),
        ] {
            let refused = office.backend.upload_write(&ticket.token, &info.id, say(wrong)).await.err().unwrap();
            assert_eq!(refused, WriteFault::Refused(error));
        }
        let writer = office.backend.upload_write(&ticket.token, &info.id, say(length)).await.unwrap();
        assert_eq!(writer.finish().await.unwrap().length, Some(length));
        let other = office.backend.upload_write(&ticket.token, &info.id, say(length + 1)).await.err().unwrap();
        assert_eq!(other, WriteFault::Refused(Error::malformed("upload-length")));
        let mut writer = office.backend.upload_write(&ticket.token, &info.id, say(length)).await.unwrap();
        writer.push(photo[300..].to_vec()).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }

    async fn an_unknown_length_ends_at_the_largest(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let info = office.backend.upload_create(&ticket.token, NewUpload { length: None, ..new(1) }).await.unwrap();
        let mut writer = office.backend.upload_write(&ticket.token, &info.id, at(0)).await.unwrap();
        let mut end = Ok(());
        for _ in 0..=MAX_BYTES / (1 << 20) {
            end = end.and(writer.push(vec![1; 1 << 20]).await);
        }
        let end = match end {
            Ok(()) => writer.finish().await.map(drop),
            end => end,
        };
        assert_eq!(end.unwrap_err(), WriteFault::Refused(Error::TooLarge { max_bytes: MAX_BYTES }));
        assert_eq!(offset(office, &ticket.token, &info.id).await, MAX_BYTES);
    }

    async fn a_whole_file_must_add_up_to_what_was_announced(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let photo = jpeg(6);
        for fits in [false, true] {
            let digest = Sha256::digest(if fits { &photo[..] } else { b"another photo" });
            let new = NewUpload {
                sha256: crate::upload::whole_sha256(&digest),
                idempotency_key: Some("photo-on-my-device-6".to_owned()),
                ..new(photo.len() as u64)
            };
            let info = office.backend.upload_create(&ticket.token, new).await.unwrap();
            let mut writer = office.backend.upload_write(&ticket.token, &info.id, at(0)).await.unwrap();
            writer.push(photo.clone()).await.unwrap();
            if fits {
                assert!(writer.finish().await.unwrap().complete);
            } else {
                assert_eq!(writer.finish().await.unwrap_err(), WriteFault::Spoilt);
                // Nothing is left of it, so the device may begin anew under the same key.
                assert_eq!(office.backend.upload_info(&ticket.token, &info.id).await.unwrap_err(), Error::NotFound);
                assert!(!office.folder().join("incoming").join(&info.id).exists());
            }
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 1);
    }

    async fn what_arrived_before_the_power_failed_is_completed_after_it(office: Office) {
        let (token, photo, id) = arrived(office).await;
        let restarted = office.reopened().await;
        let info = restarted.upload_info(&token, &id).await.unwrap();
        assert_eq!((info.complete, info.offset), (true, photo.len() as u64));
        assert!(kept(office, &id).exists());
        assert!(!office.folder().join("incoming").join(&id).exists());
        restarted.close().await;
    }

    async fn the_sweep_completes_what_nobody_asks_for(office: Office) {
        let (_, _, id) = arrived(office).await;
        let restarted = office.reopened().await;
        restarted.sweep().await.unwrap();
        for _ in 0..500 {
            if office.count("SELECT COUNT(*) FROM upload WHERE state = 'complete'").await == 1 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM upload WHERE state = 'complete'").await, 1);
        assert!(kept(office, &id).exists());
        restarted.close().await;
    }

    async fn a_crash_between_the_move_and_the_row_completes_once(office: Office) {
        let (token, _, id) = arrived(office).await;
        // The file was moved, the transaction never came: the row decides, and the file is written anew.
        office.backend.archive.keep(&id, b"half a truth").unwrap();
        let restarted = office.reopened().await;
        let (a, b) = tokio::join!(restarted.upload_info(&token, &id), restarted.upload_info(&token, &id));
        assert!(a.unwrap().complete && b.unwrap().complete);
        assert_eq!(&std::fs::read(kept(office, &id)).unwrap()[..2], [0xff, 0xd8]);
        assert_eq!(office.count("SELECT COUNT(*) FROM upload WHERE state = 'complete'").await, 1);
        restarted.close().await;
    }

    async fn a_crash_between_the_row_and_the_tidying_leaves_nothing_for_ever(office: Office) {
        let (token, photo, info) = begun(office).await;
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo.clone()).await.unwrap();
        writer.finish().await.unwrap();
        let growing = office.folder().join("incoming").join(&info.id);
        let half = growing.with_extension("part");
        for left in [&growing, &half] {
            std::fs::write(left, &photo).unwrap();
        }
        // What still grows stays.
        let other = office.begin(&token, "ktp", 1000).await.unwrap();
        let mut writer = office.backend.upload_write(&token, &other.id, at(0)).await.unwrap();
        writer.push(photo[..100].to_vec()).await.unwrap();
        writer.cut().await.unwrap();
        let restarted = office.reopened().await;
        assert!(!growing.exists() && !half.exists());
        assert_eq!(restarted.upload_info(&token, &other.id).await.unwrap().offset, 100);
        assert!(restarted.upload_info(&token, &info.id).await.unwrap().complete);
        office.days_pass(8);
        restarted.sweep().await.unwrap();
        assert!(!growing.exists() && !kept(office, &info.id).exists());
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 0);
        restarted.close().await;
    }

    async fn sending_waits_for_what_is_not_yet_checked(office: Office) {
        let mut ready = office.application().photos(&["ktp"]).prepare().await;
        let token = ready.ticket.clone().unwrap().token;
        let photo = jpeg(9);
        let info = office.begin(&token, "kk", photo.len() as u64).await.unwrap();
        let slots = office.backend.checks.slots();
        let busy = slots.acquire_many(slots.available_permits() as u32).await.unwrap();
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo).await.unwrap();
        assert!(!writer.finish().await.unwrap().complete);
        ready.submission.documents.push(domain::view::SubmittedDocument { requirement: "kk".to_owned(), pages: vec![info.id] });
        let sending = ready.try_send();
        let (sent, ()) = tokio::join!(sending, async {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            drop(busy);
        });
        sent.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM page").await, 2);
    }

    async fn a_draft_that_has_ended_keeps_nothing(office: Office) {
        let (token, _, id) = arrived(office).await;
        office.run("UPDATE draft SET ended_at = 1").await;
        let restarted = office.reopened().await;
        assert_eq!(restarted.upload_info(&token, &id).await.unwrap_err(), Error::DraftEnded);
        restarted.sweep().await.unwrap();
        for _ in 0..500 {
            if office.count("SELECT COUNT(*) FROM upload").await == 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM upload").await, 0);
        assert!(!kept(office, &id).exists() && !office.folder().join("incoming").join(&id).exists());
        restarted.close().await;
    }
}

/// No thread can be stopped: what takes too long keeps its checker, so that no more of them run than there are.
#[tokio::test]
async fn a_picture_that_takes_too_long_is_refused_and_does_not_pile_up() {
    let mut office = Office::open(On::Sqlite).await;
    office.backend.checks = Arc::new(Checks::hasty());
    let all = office.backend.checks.slots().available_permits();
    let ticket = office
        .backend
        .open_draft("surat", &random_name())
        .await
        .unwrap();
    let photo = png(3000, 2000);
    let info = office
        .backend
        .upload_create(&ticket.token, new(photo.len() as u64))
        .await
        .unwrap();
    let mut writer = office
        .backend
        .upload_write(&ticket.token, &info.id, at(0))
        .await
        .unwrap();
    writer.push(photo).await.unwrap();
    let told = writer.finish().await.unwrap_err();
    assert_eq!(told, WriteFault::Refused(Error::BadFile));
    assert!(office.backend.checks.slots().available_permits() < all);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while office.backend.checks.slots().available_permits() < all {
        assert!(std::time::Instant::now() < until, "it never ended");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    office.close().await;
}
