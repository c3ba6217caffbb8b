//! Random walks through every service of the shipped catalogue: whoever tries whatever, no case leaves its chain of
//! hands, nothing is decided by somebody who may not, and there is always a way to an end.

use super::shipped::shipped;
use domain::application::{Action, Chain, Place, STEPS, Spot, State, Who, resident_may};
use domain::officer::Role;
use domain::product::{self, ProductState, ProductStep};
use domain::service::Service;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Who tries: a resident, or an officer of a role.
fn actor() -> impl Strategy<Value = Option<Role>> {
    prop_oneof![
        1 => Just(None),
        4 => prop::sample::select(Role::ALL.to_vec()).prop_map(Some),
    ]
}

#[derive(Clone, Debug)]
enum Try {
    Step(Option<Role>, Action),
    Product(Role, usize, ProductStep),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let step = (actor(), prop::sample::select(Action::ALL.to_vec()))
        .prop_map(|(who, action)| Try::Step(who, action));
    let product = (
        prop::sample::select(Role::ALL.to_vec()),
        0usize..4,
        prop::sample::select(ProductStep::ALL.to_vec()),
    )
        .prop_map(|(role, at, step)| Try::Product(role, at, step));
    prop::collection::vec(prop_oneof![6 => step, 1 => product], 0..400)
}

fn desk(spot: &Spot<'_>) -> (State, Role) {
    (spot.state, spot.hand)
}

/// Every place that can be reached from here.
fn reach(chain: &Chain, from: &Spot<'_>) -> BTreeSet<(State, Role)> {
    let mut seen = BTreeSet::from([desk(from)]);
    loop {
        let more: BTreeSet<(State, Role)> = seen
            .iter()
            .flat_map(|(state, hand)| {
                let spot = chain.spot(*state, Some(*hand));
                let steps = Action::ALL.map(|action| spot.next(action).ok());
                steps.into_iter().flatten().map(|spot| desk(&spot))
            })
            .chain(seen.iter().copied())
            .collect();
        if more.len() == seen.len() {
            return seen;
        }
        seen = more;
    }
}

/// What must hold wherever a case stands.
fn lawful(service: &Service, spot: &Spot<'_>, complete: bool, decided: Option<Role>) {
    let chain = &service.chain;
    let place = format!("{} {spot:?}", service.id);
    assert!(chain.hands.contains(&spot.hand), "{place}");
    match spot.state {
        State::AwaitingSignature => assert_eq!(spot.hand, chain.decider(), "{place}"),
        State::Processing => assert_ne!(spot.hand, chain.decider(), "{place}"),
        _ => {}
    }
    if matches!(spot.state, State::Processing | State::AwaitingSignature) {
        assert!(complete, "{place} before the file was complete");
    }
    if matches!(
        spot.state,
        State::Done | State::ReadyForPickup | State::HandedOver
    ) {
        let by = decided.unwrap_or_else(|| panic!("{place} and nobody has decided"));
        assert!(chain.signs(by) && complete, "{place} by {by:?}");
    }
    // Somebody can do something about it, or it is over.
    let office = Role::ALL
        .into_iter()
        .any(|role| !spot.actions(role).is_empty());
    let resident = Action::ALL
        .into_iter()
        .any(|action| resident_may(spot.state, action));
    assert_eq!(office || resident, !spot.state.is_final(), "{place}");
    for role in spot.turn() {
        assert!(
            !spot.actions(*role).is_empty(),
            "{place}: {role:?} waits for nothing"
        );
    }
}

fn walk(service: &Service, tries: &[Try]) -> BTreeSet<(State, Role)> {
    let chain = &service.chain;
    let mut spot = chain.spot(State::Draft, None);
    let (mut complete, mut decided) = (false, None);
    let mut products = vec![ProductState::Waiting; service.products.len()];
    let mut been = BTreeSet::new();
    for one in tries {
        match one {
            Try::Step(who, action) => {
                let allowed = match who {
                    None => resident_may(spot.state, *action),
                    Some(role) => spot.may(*role, *action),
                };
                let listed = STEPS.iter().any(|step| {
                    step.0 == spot.state
                        && step.1 == *action
                        && match (step.3, who) {
                            (Who::Resident, who) => who.is_none(),
                            (Who::Officer(Place::Sign), Some(role)) => chain.signs(*role),
                            (Who::Officer(Place::Hold | Place::Give), Some(role)) => {
                                *role == spot.hand
                            }
                            (Who::Officer(Place::Check), Some(role)) => chain.hands.contains(role),
                            (Who::Officer(_), None) => false,
                        }
                });
                assert!(
                    !allowed || listed,
                    "{}: {who:?} {action:?} {spot:?}",
                    service.id
                );
                if !allowed {
                    continue;
                }
                let next = spot.next(*action).expect("what is allowed exists");
                complete = complete && next.state != State::Checking || *action == Action::Complete;
                if *action == Action::Decide {
                    decided = *who;
                }
                spot = next;
            }
            Try::Product(role, at, step) => {
                let made = matches!(spot.state, State::Done | State::ReadyForPickup);
                let Some(state) = products.get_mut(*at).filter(|_| made) else {
                    continue;
                };
                if let Some((to, hand)) = product::next(*state, *step)
                    && product::may(*role, hand, false)
                {
                    assert!(to > *state, "a product never goes backward");
                    *state = to;
                }
            }
        }
        lawful(service, &spot, complete, decided);
        let given = products.contains(&ProductState::HandedOver);
        assert!(!given || decided.is_some());
        been.insert(desk(&spot));
    }
    assert!(
        reach(chain, &spot)
            .iter()
            .any(|(state, _)| state.is_final()),
        "{}: {spot:?} is a trap",
        service.id
    );
    been
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn no_walk_through_any_service_leaves_its_chain(tries in tries()) {
        for service in &shipped().services {
            walk(service, &tries);
        }
    }
}

#[test]
fn every_hand_of_every_chain_is_reached_and_can_bring_a_case_to_its_end() {
    for service in &shipped().services {
        let chain = &service.chain;
        assert_eq!(chain.flaw(), None, "{}", service.id);
        let all = reach(chain, &chain.spot(State::Draft, None));
        for hand in &chain.hands {
            assert!(
                all.iter().any(|(_, role)| role == hand),
                "{}: nobody comes to {hand:?}",
                service.id
            );
        }
        for (state, hand) in all {
            let from = reach(chain, &chain.spot(state, Some(hand)));
            assert!(
                from.iter().any(|(state, _)| state.is_final()),
                "{}: {state:?} at {hand:?}",
                service.id
            );
        }
    }
}

#[test]
fn the_shipped_chains_are_those_of_the_facts() {
    use Role::{Camat, Counter, Head, Operator, Secretary};
    let shipped = shipped();
    let chain = |id: &str| {
        shipped
            .service(id)
            .map(|one| one.chain.clone())
            .expect("a service")
    };
    let wedding = chain("dispensasi-nikah");
    assert_eq!(
        wedding.hands,
        [Counter, Head, Operator, Secretary, Camat, Counter]
    );
    assert_eq!(wedding.signs, [Camat, Secretary]);
    assert_eq!(
        chain("izin-keramaian").hands,
        [Counter, Head, Secretary, Camat, Counter]
    );
    assert_eq!(
        chain("pengantar-skck").hands,
        [Counter, Head, Camat, Counter]
    );
    assert_eq!(chain("akta-kematian").hands, [Counter, Camat, Counter]);
}
