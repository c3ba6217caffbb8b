//! Readiness, starting, sweeping.

use crate::both_engines;
use crate::{Backend, OpenError, Settings};
use domain::private::Private;
use std::sync::Arc;

both_engines! {
    async fn a_healthy_office_is_ready(office: Office) {
        let health = office.backend.health().await;
        assert!(health.database && health.archive && health.free_bytes.is_some());
        assert_eq!(health.is_ready(), health.free_bytes.unwrap() >= 256 * 1024 * 1024);
    }

    async fn without_its_archive_an_office_is_not_ready(office: Office) {
        std::fs::remove_dir_all(office.folder().join("incoming")).unwrap();
        let health = office.backend.health().await;
        assert!(health.database && !health.archive && !health.is_ready());
    }

    async fn without_its_database_an_office_is_not_ready(office: Office) {
        let again = office.reopened().await;
        again.close().await;
        assert!(!again.health().await.database);
        assert_eq!(again.open_draft("surat", "abcdefghijklmnop").await.unwrap_err(), domain::error::Error::Unavailable);
    }

    async fn a_database_with_another_secret_is_refused(office: Office) {
        let settings = Settings { secret: Some(Private::new("another secret of 32 characters!".to_owned())), ..office.settings.clone() };
        let refused = Backend::open(settings, Arc::new(office.backend.catalogue().clone())).await;
        assert!(matches!(refused.unwrap_err(), OpenError::OtherSecret));
    }

    async fn opening_twice_changes_nothing(office: Office) {
        let sent = office.application().send().await;
        let again = office.reopened().await;
        assert_eq!(again.schema_version().await.unwrap(), office.backend.schema_version().await.unwrap());
        again.look_up(&sent.code, &sent.digits, &office.requester()).await.unwrap();
        again.close().await;
    }

    async fn an_ended_drafts_leftover_photos_are_swept_and_the_sent_ones_stay(office: Office) {
        let ready = office.application().prepare().await;
        let token = ready.ticket.clone().unwrap().token;
        // A second try of the same photo that the resident didn't send.
        let spare = office.photo(&token, "ktp", crate::testing::jpeg(30)).await;
        let sent = ready.send().await;
        assert_eq!(office.backend.sweep().await.unwrap().uploads, 1);
        let kept = |id: &str| office.folder().join("archive").join(&id[..2]).join(id).exists();
        assert!(!kept(&spare));
        for document in &sent.submission.documents {
            assert!(kept(&document.pages[0]));
        }
        // Long after, the draft itself is forgotten.
        office.days_pass(57);
        assert_eq!(office.backend.sweep().await.unwrap().drafts, 1);
        assert_eq!(office.backend.sweep().await.unwrap(), crate::Swept::default());
    }

    async fn a_growing_file_that_no_upload_knows_is_swept_and_a_kept_one_is_not(office: Office) {
        let sent = office.application().send().await;
        let page = sent.submission.documents[0].pages[0].clone();
        // A crash left the growing file behind; the clock of the disk is far behind ours or not.
        std::fs::write(office.folder().join("incoming").join(&page), "left over").unwrap();
        office.clock.set(domain::calendar::Moment(i64::MAX / 4));
        assert_eq!(office.backend.sweep().await.unwrap().strays, 1);
        assert!(office.folder().join("archive").join(&page[..2]).join(&page).exists());
        assert!(!office.folder().join("incoming").join(&page).exists());
    }
}

#[tokio::test]
async fn sqlite_writes_ahead_and_flushes_fully() {
    let office = crate::testing::Office::open(crate::testing::On::Sqlite).await;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(office.backend.db.pool())
        .await
        .unwrap();
    assert_eq!(mode, "wal");
    assert_eq!(office.count("PRAGMA synchronous").await, 2);
    assert_eq!(office.count("PRAGMA foreign_keys").await, 1);
    office.close().await;
}

#[tokio::test]
async fn odd_settings_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let open = async |settings: Settings| {
        Backend::open(settings, Arc::new(crate::testing::catalogue()))
            .await
            .unwrap_err()
            .to_string()
    };
    let base = Settings::embedded(folder.path());
    assert!(
        open(Settings {
            database: "mysql://x".to_owned(),
            ..base.clone()
        })
        .await
        .contains("sqlite: or postgres:")
    );
    assert!(
        open(Settings {
            secret: Some(Private::new("short".to_owned())),
            ..base.clone()
        })
        .await
        .contains("32")
    );
    let message = open(Settings {
        database: "postgres://user:geheim@127.0.0.1:1/none".to_owned(),
        ..base
    })
    .await;
    assert!(!message.contains("geheim"), "{message}");
}
