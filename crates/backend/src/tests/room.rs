//! Room: quotas that hold however many come at once, full disks, locked databases.

use super::uploads::{at, begun, new, offset};
use crate::attempt::Requester;
use crate::both_engines;
use crate::testing::{Office, On, random_name};
use crate::upload::{Append, Checksum, LIFE_SECONDS, NewUpload, Quota, WriteFault};
use domain::error::Error;
use sqlx::Connection;
use std::net::IpAddr;
use std::time::Duration;

/// The office with less room.
async fn with(office: &Office, change: impl Fn(&mut Quota)) -> crate::Backend {
    let mut settings = office.settings.clone();
    change(&mut settings.quota);
    office.reopened_with(settings).await
}

/// Begins `count` uploads of 1,000 bytes at the same moment, each in a draft of its own; how many were let in.
async fn begin_at_once(backend: &crate::Backend, count: u8, from: impl Fn(u8) -> IpAddr) -> usize {
    let mut tasks = Vec::new();
    for n in 0..count {
        let ticket = backend.open_draft("surat", &random_name()).await.unwrap();
        let new = NewUpload {
            from: Some(Requester::from(from(n))),
            ..new(1_000)
        };
        let backend = backend.clone();
        tasks.push(tokio::spawn(async move {
            backend.upload_create(&ticket.token, new).await
        }));
    }
    let mut taken = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => taken += 1,
            Err(error) => assert_eq!(error, Error::NoRoom),
        }
    }
    taken
}

both_engines! {
    async fn an_address_has_only_so_much_room_even_for_many_at_once(office: Office) {
        let backend = with(office, |quota| quota.person_bytes = 7_500).await;
        assert_eq!(begin_at_once(&backend, 24, |_| IpAddr::from([10, 0, 0, 1])).await, 7);
        // Others are not concerned.
        assert_eq!(begin_at_once(&backend, 3, |n| IpAddr::from([10, 0, 1, n])).await, 3);
        backend.close().await;
    }

    async fn the_office_has_only_so_much_room_even_for_many_at_once(office: Office) {
        let backend = with(office, |quota| quota.office_bytes = 10_000).await;
        assert_eq!(begin_at_once(&backend, 24, |n| IpAddr::from([10, 0, 0, n])).await, 10);
        // What is given up makes room again.
        office.run("UPDATE upload SET expires_at = 0").await;
        backend.sweep().await.unwrap();
        assert_eq!(begin_at_once(&backend, 1, |n| IpAddr::from([10, 0, 0, n])).await, 1);
        backend.close().await;
    }

    async fn room_that_is_held_for_nothing_lapses_after_five_minutes(office: Office) {
        let backend = with(office, |quota| (quota.draft_files, quota.office_bytes) = (3, 10_000)).await;
        let ticket = backend.open_draft("surat", &random_name()).await.unwrap();
        let begin = async || backend.upload_create(&ticket.token, new(1_000)).await;
        let mut begun = Vec::new();
        for _ in 0..3 {
            begun.push(begin().await.unwrap().id);
        }
        let begun_with_bytes = &begun[2];
        let mut writer = backend.upload_write(&ticket.token, begun_with_bytes, at(0)).await.unwrap();
        writer.push(vec![1; 100]).await.unwrap();
        writer.cut().await.unwrap();
        office.clock.forward(5 * 60 - 1);
        assert_eq!(begin().await.unwrap_err(), Error::Full);
        office.clock.forward(1);
        // The two of which nothing came; what came of the third is never lost.
        for _ in 0..2 {
            begin().await.unwrap();
        }
        assert_eq!(begin().await.unwrap_err(), Error::Full);
        // Whoever comes after all asks as if they began, and may lose nothing by being told no.
        let write = async |id: &str| backend.upload_write(&ticket.token, id, at(0)).await.map(drop);
        assert_eq!(write(&begun[0]).await.unwrap_err(), WriteFault::Refused(Error::Full));
        backend.upload_delete(&ticket.token, begun_with_bytes).await.unwrap();
        write(&begun[0]).await.unwrap();
        assert_eq!(write(&begun[1]).await.unwrap_err(), WriteFault::Refused(Error::Full));
        assert_eq!(begin().await.unwrap_err(), Error::Full);
        backend.close().await;
    }

    async fn room_that_has_lapsed_is_given_out_once_even_to_many_at_once(office: Office) {
        let backend = with(office, |quota| quota.person_bytes = 7_500).await;
        let from = Requester::from(IpAddr::from([10, 0, 0, 1]));
        let mut late = Vec::new();
        for _ in 0..21 {
            if late.len() % 7 == 0 {
                office.clock.forward(5 * 60);
            }
            let ticket = backend.open_draft("surat", &random_name()).await.unwrap();
            let new = NewUpload { from: Some(from.clone()), ..new(1_000) };
            let info = backend.upload_create(&ticket.token, new).await.unwrap();
            late.push((ticket.token, info.id));
        }
        office.clock.forward(5 * 60);
        let asked: Vec<_> = late.into_iter().map(|(token, id)| {
            let backend = backend.clone();
            tokio::spawn(async move { backend.upload_write(&token, &id, at(0)).await.map(drop) })
        }).collect();
        let mut taken = 0;
        for asked in asked {
            match asked.await.unwrap() {
                Ok(()) => taken += 1,
                Err(fault) => assert_eq!(fault, WriteFault::Refused(Error::NoRoom)),
            }
        }
        assert_eq!(taken, 7);
        assert_eq!(begin_at_once(&backend, 2, |_| IpAddr::from([10, 0, 0, 1])).await, 0);
        backend.close().await;
    }

    async fn bytes_that_count_as_a_whole_hold_their_room_however_slowly_they_come(office: Office) {
        let backend = with(office, |quota| quota.draft_files = 1).await;
        let ticket = backend.open_draft("surat", &random_name()).await.unwrap();
        let info = backend.upload_create(&ticket.token, new(1_000)).await.unwrap();
        let checksum = Checksum::parse("sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        let append = Append { checksum: Some(checksum.unwrap()), ..at(0) };
        let mut writer = backend.upload_write(&ticket.token, &info.id, append).await.unwrap();
        writer.push(vec![1; 100]).await.unwrap();
        for _ in 0..2 {
            office.clock.forward(4 * 60);
            let held = backend.now().plus_seconds(LIFE_SECONDS).0;
            while office.count("SELECT expires_at FROM upload").await < held {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        assert_eq!(backend.upload_create(&ticket.token, new(1_000)).await.unwrap_err(), Error::Full);
        drop(writer);
        backend.close().await;
    }

    async fn an_unknown_length_takes_the_room_of_the_largest(office: Office) {
        let backend = with(office, |quota| quota.draft_bytes = 25 << 20).await;
        let ticket = backend.open_draft("surat", &random_name()).await.unwrap();
        for expected in [Ok(()), Ok(()), Err(Error::Full)] {
            let begun = backend.upload_create(&ticket.token, NewUpload { length: None, ..new(1) }).await;
            assert_eq!(begun.map(drop), expected);
        }
        backend.close().await;
    }

    async fn a_full_disk_keeps_what_was_there_and_recovers(office: Office) {
        let (token, photo, info) = begun(office).await;
        let growing = office.folder().join("incoming").join(&info.id);
        // The system's own full disk: every write to it finds no room.
        std::os::unix::fs::symlink("/dev/full", &growing).unwrap();
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo.clone()).await.unwrap();
        assert_eq!(writer.finish().await.unwrap_err(), WriteFault::Refused(Error::NoRoom));
        assert_eq!(offset(office, &token, &info.id).await, 0);
        std::fs::remove_file(&growing).unwrap();
        let mut writer = office.backend.upload_write(&token, &info.id, at(0)).await.unwrap();
        writer.push(photo).await.unwrap();
        assert!(writer.finish().await.unwrap().complete);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_database_is_said_to_be_unavailable_and_recovers() {
    let office = Office::open(On::Sqlite).await;
    let (token, photo, info) = begun(&office).await;
    let mut other = sqlx::AnyConnection::connect(&office.settings.database)
        .await
        .unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    let mut writer = office
        .backend
        .upload_write(&token, &info.id, at(0))
        .await
        .unwrap();
    writer.push(photo[..200].to_vec()).await.unwrap();
    let refused = tokio::time::timeout(Duration::from_secs(25), writer.finish())
        .await
        .expect("an end");
    assert_eq!(
        refused.unwrap_err(),
        WriteFault::Refused(Error::Unavailable)
    );
    assert_eq!(
        office.begin(&token, "kk", 10).await.unwrap_err(),
        Error::Unavailable
    );
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    // Nothing was acknowledged, and nothing is in the way.
    let from = offset(&office, &token, &info.id).await;
    assert_eq!(from, 0);
    let mut writer = office
        .backend
        .upload_write(&token, &info.id, at(from))
        .await
        .unwrap();
    writer.push(photo).await.unwrap();
    assert!(writer.finish().await.unwrap().complete);
    office.close().await;
}
