//! Random walks: whatever anybody tries, in whatever order, no case ends up where the tables don't lead.

use crate::both_engines;
use crate::testing::{Office, Sent};
use domain::application::{Action, Chain, Deed, Spot, State, resident_may};
use domain::document::{Item, Verdict};
use domain::form::Answer;
use domain::officer::Role;
use domain::product::{ProductState, ProductStep};
use domain::view::CaseView;

const TRIES: usize = 100;

/// The same dice for the same seed (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// One of each kind that the test catalogue has: one product, urgent, two products that each go their way.
async fn send(office: &Office, service: usize) -> Sent {
    match service {
        0 => office.application().send().await,
        1 => office.application().burial().send().await,
        _ => {
            let mut death = office
                .application()
                .death()
                .answer("pemakaman", "2026-11-03T10:00");
            let all = ["Akta", "KTP"].map(str::to_owned).to_vec();
            death
                .submission
                .answers
                .insert("minta".to_owned(), Answer::Many(all));
            death.send().await
        }
    }
}

/// Somebody tries something. Most of it is refused, which is the point.
async fn attempt(office: &Office, dice: &mut Dice, session: &str, case: &CaseView) {
    let (backend, code) = (&office.backend, case.code.compact());
    let reason = || Some("Alasan".to_owned());
    match dice.below(10) {
        0 => drop(
            backend
                .take_case(session, code, case.version, dice.below(2) == 0)
                .await,
        ),
        1 => drop(backend.put_back_case(session, code).await),
        2 | 3 if !case.documents.is_empty() => {
            let one = dice.below(case.documents.len());
            let item = Item::Document(case.documents[one].requirement.clone());
            let verdict = match dice.below(5) {
                0 => Verdict::Returned {
                    reason: "Buram".to_owned(),
                },
                _ => Verdict::Accepted,
            };
            drop(
                backend
                    .judge(session, code, case.version, item, verdict)
                    .await,
            );
        }
        4 | 5 if !case.products.is_empty() => {
            let one = dice.below(case.products.len());
            drop(
                office
                    .deliver(
                        session,
                        code,
                        &case.products[one].id,
                        dice.of(&ProductStep::ALL),
                    )
                    .await,
            );
        }
        // Mostly what the table allows, and of that mostly what leads on; anything at all otherwise.
        _ if dice.below(4) > 0 && !case.actions.is_empty() => {
            let mut some = case.actions.clone();
            if dice.below(8) > 0 {
                some.retain(|one| *one != Action::Refuse);
            }
            if !some.is_empty() {
                let action = dice.of(&some);
                drop(
                    backend
                        .act(session, code, case.version, action, reason())
                        .await,
                );
            }
        }
        _ => drop(
            backend
                .act(session, code, case.version, dice.of(&Action::ALL), reason())
                .await,
        ),
    }
}

/// Where the case has come, step by step, is what table and chain say.
fn check(case: &CaseView, chain: &Chain, what: &str) {
    let mut spot: Spot<'_> = chain.spot(State::Draft, None);
    for event in &case.events {
        assert_eq!(event.from, spot.state, "{what}: {event:?}");
        let Deed::Step(action) = event.deed else {
            assert_eq!(event.to, event.from, "{what}");
            continue;
        };
        let by = &event.by.id;
        let may = if by == "Pemohon" {
            resident_may(spot.state, action)
        } else {
            let mut roles = Role::ALL.into_iter().filter(|role| spot.may(*role, action));
            roles.any(|role| by.ends_with(&format!("({})", role.name(domain::text::Lang::Id))))
        };
        assert!(may, "{what}: {by} did {action:?} at {spot:?}");
        spot = spot
            .next(action)
            .unwrap_or_else(|_| panic!("{what}: no such step {event:?}"));
        assert_eq!(event.to, spot.state, "{what}");
    }
    let state = spot.state;
    assert_eq!(case.hand, spot.hand_now(), "{what}");
    assert_eq!(case.state, state, "{what}");
    let given = case
        .products
        .iter()
        .filter(|one| one.state == ProductState::HandedOver)
        .count();
    let decided = matches!(
        state,
        State::Done | State::ReadyForPickup | State::HandedOver
    );
    assert!(given == 0 || decided, "{what}: {given} given in {state:?}");
    assert!(
        case.products
            .iter()
            .all(|one| one.state == ProductState::Waiting)
            || decided,
        "{what}"
    );
    if state == State::Processing || decided && state != State::HandedOver {
        let open = case
            .documents
            .iter()
            .filter(|one| one.required && !one.later);
        assert!(
            open.clone().all(|one| one.verdict != Verdict::Open),
            "{what}: complete without a look"
        );
    }
    if state.is_final() {
        assert!(case.actions.is_empty() && !case.may_take, "{what}");
    }
}

both_engines! {
    async fn whatever_anybody_tries_a_case_stays_inside_the_tables(office: Office) {
        let mut reached = std::collections::BTreeSet::new();
        for service in 0..3 {
            for seed in 0..4 {
                let mut sessions = Vec::new();
                // Those who work twice as often as those who can't.
                for role in [Role::Counter, Role::Head, Role::Secretary, Role::Camat, Role::Counter, Role::Head, Role::Auditor, Role::Helper, Role::Content] {
                    sessions.push(office.officer(role, "62.01").await);
                }
                let auditor = sessions[6].clone();
                let sent = send(office, service).await;
                let mut dice = Dice(seed * 7919 + service as u64);
                for turn in 0..TRIES {
                    let session = dice.of(&sessions.iter().map(String::as_str).collect::<Vec<_>>()).to_owned();
                    // As this officer sees it; whoever sees nothing tries with what the auditor sees.
                    let case = match office.backend.open_case(&session, &sent.code).await {
                        Ok(case) => case,
                        Err(_) => office.case(&auditor, &sent.code).await,
                    };
                    attempt(office, &mut dice, &session, &case).await;
                    if dice.below(20) == 0 {
                        office.clock.forward(600);
                    }
                    let case = office.case(&auditor, &sent.code).await;
                    check(&case, office.backend.chain(&case.service), &format!("service {service}, seed {seed}, turn {turn}"));
                    reached.insert(case.state);
                }
            }
        }
        assert_eq!(office.backend.verify_audit().await.unwrap().flawed, 0);
        // The walks got somewhere.
        for state in [State::Checking, State::NeedsFix, State::Processing, State::AwaitingSignature, State::Done, State::Refused] {
            assert!(reached.contains(&state), "no walk reached {state:?}, only {reached:?}");
        }
    }
}
