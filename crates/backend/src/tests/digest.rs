//! The digest, and telling the superior of what is past its promise.

use crate::both_engines;
use crate::testing::Office;
use domain::application::{Action, Deed};
use domain::error::Error;
use domain::officer::Role;
use domain::text::Lang;
use domain::view::{Digest, Nearness};

async fn digest(office: &Office, role: Role) -> Digest {
    let session = office.in_arut(role).await;
    office.backend.digest(&session).await.unwrap()
}

/// What a digest says of its only row.
fn told(digest: &Digest) -> Option<(Nearness, bool, bool)> {
    assert!(digest.rows.len() <= 1);
    digest
        .rows
        .first()
        .map(|row| (row.near, row.mine, row.escalated))
}

both_engines! {
    async fn a_case_climbs_the_digest_as_its_day_comes_and_reaches_the_superior(office: Office) {
        // Complete on Monday the 2nd: promised by the 4th, by law due on the 10th; the 9th is free.
        let sent = office.complete_application().await;
        for (days, wanted) in [
            (0, None),
            (1, Some((Nearness::Next, true, false))),
            (1, Some((Nearness::Today, true, false))),
            (1, Some((Nearness::PastPromise, true, false))),
            (6, Some((Nearness::PastLimit, true, false))),
        ] {
            office.days_pass(days);
            assert_eq!(told(&digest(office, Role::Head).await), wanted, "{:?}", office.now());
            let late = wanted.is_some_and(|(near, _, _)| near <= Nearness::PastPromise);
            // It lies with the head of section: late, it is on the camat's list, and on nobody else's.
            assert_eq!(told(&digest(office, Role::Camat).await).map(|one| (one.1, one.2)), wanted.map(|_| (false, late)));
            assert_eq!(told(&digest(office, Role::Counter).await).map(|one| (one.1, one.2)), wanted.map(|_| (false, false)));
        }
        let desks = digest(office, Role::Camat).await.desks;
        assert_eq!(desks.iter().map(|one| (one.hand, one.open, one.late)).collect::<Vec<_>>(), [(Role::Head, 1, 1)]);
        let camat = digest(office, Role::Camat).await;
        assert_eq!(camat.words(Lang::Id).unwrap(), "Lewat batas hukum: 1. Terlambat di meja bawahan Anda: 1.");
        assert!(!camat.words(Lang::En).unwrap().contains("Siti"));
        // On the camat's own desk nobody stands above.
        office.step(&office.in_arut(Role::Head).await, &sent.code, Action::Forward, None).await;
        assert_eq!(told(&digest(office, Role::Camat).await), Some((Nearness::PastLimit, true, false)));
        office.step(&office.in_arut(Role::Camat).await, &sent.code, Action::Decide, None).await;
        assert_eq!(told(&digest(office, Role::Camat).await), None);
        assert_eq!(digest(office, Role::Camat).await.words(Lang::Id), None);
    }

    async fn the_superior_is_told_once_for_each_promise(office: Office) {
        let sent = office.complete_application().await;
        let escalations = async || office.count("SELECT COUNT(*) FROM event WHERE action = 'escalated'").await;
        office.days_pass(2);
        office.backend.sweep().await.unwrap();
        assert_eq!(escalations().await, 0, "the last promised day isn't over");
        office.days_pass(1);
        for _ in 0..3 {
            office.backend.sweep().await.unwrap();
        }
        assert_eq!(escalations().await, 1);
        let head = office.in_arut(Role::Head).await;
        let case = office.case(&head, &sent.code).await;
        let event = case.events.iter().find(|event| event.deed == Deed::Escalated).unwrap();
        assert_eq!((event.by.id.as_str(), event.note.as_deref()), ("Aplikasi", Some("Camat")));
        // It disturbs nobody's work, and the resident's page says nothing of it.
        office.step(&head, &sent.code, Action::Forward, None).await;
        let status = office.backend.status(&office.grant(&sent).await).await.unwrap();
        assert_eq!(status.timeline.len(), 4);
        office.backend.sweep().await.unwrap();
        assert_eq!(escalations().await, 1);
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
    }

    async fn the_digest_ends_at_the_border_and_is_for_the_office(office: Office) {
        office.complete_application().await;
        office.days_pass(3);
        for (role, territory, rows) in [(Role::Head, "62.01.02.2013", 1), (Role::Head, "62.01.02.1009", 0), (Role::Camat, "62.01.01", 0), (Role::Auditor, "62.01", 1)] {
            let session = office.officer(role, territory).await;
            let digest = office.backend.digest(&session).await.unwrap();
            assert_eq!((digest.rows.len(), digest.desks.len()), (rows, rows), "{role:?} in {territory}");
        }
        for role in [Role::Helper, Role::Partner, Role::Content] {
            let session = office.officer(role, "62.01.02").await;
            assert_eq!(office.backend.digest(&session).await.unwrap_err(), Error::Forbidden);
        }
    }
}
