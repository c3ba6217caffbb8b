//! Appointments: who may, which half-days are offered, and the last place.

use crate::both_engines;
use crate::testing::{Office, Sent, catalogue};
use crate::{Backend, Catalogue};
use domain::application::{Action, Deed, IllegalStep};
use domain::error::{Error, Result};
use domain::officer::Role;
use domain::pickup::{Half, Rules};
use domain::view::PickupView;

const MONDAY: &str = "2026-11-02.afternoon";
const TUESDAY: &str = "2026-11-03.morning";
const FULL: Error = Error::Step {
    step: IllegalStep::PickupFull,
};
const NOT_NOW: Error = Error::Step {
    step: IllegalStep::Product,
};

/// The same office, with so many places in a half-day.
async fn with(office: &Office, places: u16) -> Backend {
    let mut wanted: Catalogue = catalogue();
    wanted.hours.pickup = Rules { places, days: 5 };
    office.reopened_among(wanted).await
}

/// A decided case of a thing to fetch, and its resident's grant.
async fn decided(office: &Office) -> (Sent, String) {
    let sent = office.application().send().await;
    office.decided(&sent).await;
    let grant = office.grant(&sent).await;
    (sent, grant)
}

fn keys(view: &PickupView) -> Vec<String> {
    view.offers.iter().map(|offer| offer.slot.key()).collect()
}

both_engines! {
    async fn a_resident_chooses_changes_and_cancels_and_the_office_sees_who_comes(office: Office) {
        let backend = with(office, 2).await;
        let (sent, grant) = decided(office).await;
        let counter = office.in_arut(Role::Counter).await;
        let view = backend.pickup(&grant).await.unwrap();
        assert!(view.needed && view.chosen.is_none(), "{view:?}");
        // Monday at nine: the morning has begun, and the ninth is a holiday.
        assert_eq!(keys(&view)[..2], [MONDAY, TUESDAY]);
        assert!(!keys(&view).iter().any(|key| key.starts_with("2026-11-09")), "{view:?}");
        assert_eq!(view.offers.len(), 11);

        backend.choose_pickup(&grant, Some(MONDAY)).await.unwrap();
        backend.choose_pickup(&grant, Some(TUESDAY)).await.unwrap();
        let chosen = backend.pickup(&grant).await.unwrap().chosen.unwrap();
        assert_eq!((chosen.day.as_str(), chosen.half), ("2026-11-03", Half::Morning));
        let days = backend.pickups(&counter).await.unwrap();
        assert_eq!((days.len(), days[0].slot.key().as_str(), days[0].today), (1, TUESDAY, false));
        assert_eq!(days[0].rows[0].code.to_string(), domain::code::Code::parse(&sent.code).unwrap().to_string());
        // The office changes it, and takes it away.
        backend.set_pickup(&counter, &sent.code, Some(MONDAY)).await.unwrap();
        assert!(backend.pickups(&counter).await.unwrap()[0].today);
        backend.set_pickup(&counter, &sent.code, None).await.unwrap();
        assert_eq!(backend.pickup(&grant).await.unwrap().chosen, None);
        assert_eq!(backend.pickups(&counter).await.unwrap(), []);
        let case = backend.open_case(&counter, &sent.code).await.unwrap();
        let notes: Vec<_> = case.events.iter().filter(|event| event.deed == Deed::Appointed).filter_map(|event| event.note.clone()).collect();
        assert_eq!(notes, ["Senin, 2 November 2026, siang", "diganti: Selasa, 3 November 2026, pagi", "diganti: Senin, 2 November 2026, siang", "dibatalkan"]);
        assert_eq!(backend.verify_audit().await.unwrap().flaws, []);
        // The resident reads it in its own place, not as a step of the case.
        assert!(backend.status(&grant).await.unwrap().timeline.iter().all(|entry| entry.action != Action::Letter));
        backend.close().await;
    }

    async fn of_two_who_want_the_last_place_one_gets_it(office: Office) {
        let backend = with(office, 1).await;
        let (_, one) = decided(office).await;
        let (_, other) = decided(office).await;
        let choose = async |grant: &str| -> Result<()> { backend.choose_pickup(grant, Some(TUESDAY)).await };
        let both = tokio::join!(choose(&one), choose(&other));
        assert!(both == (Ok(()), Err(FULL)) || both == (Err(FULL), Ok(())), "{both:?}");
        assert_eq!(office.count("SELECT COUNT(*) FROM pickup").await, 1);
        // What is full isn't offered; whoever has it can give it back to the other.
        let (has, wants) = if both.0.is_ok() { (&one, &other) } else { (&other, &one) };
        assert!(!keys(&backend.pickup(wants).await.unwrap()).contains(&TUESDAY.to_owned()));
        backend.choose_pickup(has, None).await.unwrap();
        choose(wants).await.unwrap();
        // A refused change leaves the old appointment as it was.
        backend.choose_pickup(has, Some(MONDAY)).await.unwrap();
        assert_eq!(backend.choose_pickup(has, Some(TUESDAY)).await, Err(FULL));
        assert_eq!(backend.pickup(has).await.unwrap().chosen.unwrap().key(), MONDAY);
        backend.close().await;
    }

    async fn nobody_else_chooses_and_nothing_that_has_passed(office: Office) {
        let backend = with(office, 3).await;
        let (sent, grant) = decided(office).await;
        for passed in ["2026-11-02.morning", "2026-11-01.morning", "2026-11-09.morning", "2027-03-01.morning"] {
            assert_eq!(backend.choose_pickup(&grant, Some(passed)).await, Err(FULL), "{passed}");
        }
        for nonsense in ["", "x", "2026-11-03", "2026-11-03.night", "2026-13-40.morning"] {
            assert!(matches!(backend.choose_pickup(&grant, Some(nonsense)).await, Err(Error::Malformed { .. })), "{nonsense}");
        }
        assert_eq!(backend.choose_pickup("nobody", Some(TUESDAY)).await.unwrap_err().status(), 401);
        let elsewhere = office.officer(Role::Counter, "62.01.01").await;
        assert_eq!(backend.set_pickup(&elsewhere, &sent.code, Some(TUESDAY)).await, Err(Error::NotFound));
        assert_eq!(backend.pickups(&elsewhere).await.unwrap(), []);
        for role in [Role::Helper, Role::Content] {
            let session = office.in_arut(role).await;
            assert_eq!(backend.set_pickup(&session, &sent.code, Some(TUESDAY)).await, Err(Error::Forbidden), "{role:?}");
            assert_eq!(backend.pickups(&session).await.unwrap_err(), Error::Forbidden);
        }
        let auditor = office.in_arut(Role::Auditor).await;
        assert_eq!(backend.set_pickup(&auditor, &sent.code, Some(TUESDAY)).await, Err(Error::Forbidden));
        // Before it is decided there is nothing to fetch, and an office may give no appointments.
        let fresh = office.application().send().await;
        let early = office.grant(&fresh).await;
        assert_eq!(backend.choose_pickup(&early, Some(TUESDAY)).await, Err(NOT_NOW));
        assert!(!backend.pickup(&early).await.unwrap().needed);
        let none = with(office, 0).await;
        assert!(!none.pickup(&grant).await.unwrap().needed);
        none.close().await;
        backend.close().await;
    }
}
