//! Templates of letters as whoever keeps the content sees them, and what a QR code carries.

use crate::both_engines;
use crate::document::{Probe, probe};
use crate::letter::LetterWith;
use crate::testing::catalogue;
use domain::application::IllegalStep;
use domain::error::Error;
use domain::letter::LetterStep;
use domain::officer::Role;
use letters::Press;
use std::path::Path;
use std::sync::Arc;

both_engines! {
    async fn a_mistake_in_a_template_is_shown_with_its_line_until_its_file_is_mended(office: Office) {
        let at = tempfile::tempdir().unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/letters");
        for name in ["kop.typ", "sktm.typ", "pengantar-skck.typ"] {
            std::fs::copy(shipped.join(name), at.path().join(name)).unwrap();
        }
        let press = Some(Arc::new(Press::open(at.path()).unwrap()));
        let backend = office.reopened_among(crate::Catalogue { press, ..catalogue() }).await;
        let content = office.in_arut(Role::Content).await;
        let fine = backend.letter_templates(&content).await.unwrap();
        assert!(fine.len() >= 2 && fine.iter().all(|one| one.flaws.is_empty()), "{fine:?}");
        let one = fine.iter().find(|one| one.file.ends_with("sktm.typ")).unwrap();
        for answered in [true, false] {
            let pdf = backend.letter_sample(&content, &one.service, &one.product, answered).await.unwrap();
            assert!(pdf.starts_with(b"%PDF"));
            assert_eq!(probe(&pdf), Probe::Pdf, "we take what we write");
        }

        let file = at.path().join("sktm.typ");
        let right = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, right.replace("#penutup()", "#penutupan()")).unwrap();
        let now = backend.letter_templates(&content).await.unwrap();
        let flawed = now.iter().find(|now| now.product == one.product && now.service == one.service).unwrap();
        let flaw = &flawed.flaws[0];
        let line = right.lines().position(|line| line == "#penutup()").unwrap() + 1;
        assert_eq!((flaw.file.as_str(), flaw.line), ("catalogue/letters/sktm.typ", Some(line)));
        assert!(flaw.message.contains("penutupan") && !flaw.fix.is_empty(), "{flaw:?}");
        let sample = backend.letter_sample(&content, &one.service, &one.product, true).await;
        assert_eq!(sample.unwrap_err(), Error::Step { step: IllegalStep::Template });
        std::fs::write(&file, right).unwrap();
        let mended = backend.letter_templates(&content).await.unwrap();
        assert!(mended.iter().all(|one| one.flaws.is_empty()), "{mended:?}");

        assert_eq!(backend.letter_sample(&content, &one.service, "lain", true).await.unwrap_err(), Error::NotFound);
        assert_eq!(backend.letter_sample(&content, "lain", &one.product, true).await.unwrap_err(), Error::NotFound);
        for role in [Role::Camat, Role::Counter, Role::Helper, Role::Auditor] {
            let session = office.in_arut(role).await;
            assert_eq!(backend.letter_templates(&session).await.unwrap_err(), Error::Forbidden, "{role:?}");
            assert_eq!(backend.letter_sample(&session, &one.service, &one.product, true).await.unwrap_err(), Error::Forbidden);
        }
        backend.close().await;
    }

    async fn the_seal_of_qr_codes_is_as_old_as_the_servers_secret(office: Office) {
        let key = office.backend.letter_key();
        assert_eq!(key.len(), 43, "32 bytes in base64");
        assert_eq!(office.reopened().await.letter_key(), key);
        // With no address of its own a server puts no QR code on letters, and still makes them.
        let sent = office.application().send().await;
        office.decided(&sent).await;
        let camat = office.in_arut(Role::Camat).await;
        let done = office.backend.letter_step(&camat, &sent.code, "hasil", LetterStep::Number, LetterWith::default()).await;
        assert_eq!(done, Ok(()));
    }
}
