//! Chains of hands: who passes a case on to whom, and what a chain can get wrong.

use domain::application::{Action, Chain, ChainFlaw, Spot, State};
use domain::officer::Role;
use domain::officer::Role::{Auditor, Camat, Counter, Head, Operator, Secretary};

fn chain(hands: &[Role], signs: &[Role]) -> Chain {
    Chain {
        hands: hands.to_vec(),
        signs: signs.to_vec(),
    }
}

/// Complete, then on and on: every desk on the way.
fn way(chain: &Chain) -> Vec<(State, Role)> {
    let mut spot = chain
        .spot(State::Checking, None)
        .next(Action::Complete)
        .unwrap();
    let mut way = vec![(spot.state, spot.hand)];
    while let Ok(next) = spot.next(Action::Forward) {
        spot = next;
        way.push((spot.state, spot.hand));
    }
    way
}

#[test]
fn a_case_passes_every_hand_of_its_chain_in_order() {
    use State::{AwaitingSignature as Desk, Processing as Work};
    let whole = chain(
        &[Counter, Head, Operator, Secretary, Camat, Counter],
        &[Camat],
    );
    let wanted = [
        (Work, Head),
        (Work, Operator),
        (Work, Secretary),
        (Desk, Camat),
    ];
    assert_eq!(way(&whole), wanted);
    assert_eq!(
        way(&chain(&[Head, Operator, Secretary, Counter], &[Secretary])),
        [(Work, Operator), (Desk, Secretary)]
    );
    // The shortest: whoever decides gets it with the complete file.
    assert_eq!(
        way(&chain(&[Counter, Camat, Counter], &[Camat])),
        [(Desk, Camat)]
    );
}

#[test]
fn sending_back_goes_one_hand_back_and_never_past_who_checked() {
    let chain = chain(&[Counter, Head, Camat, Counter], &[Camat]);
    let mut spot = chain.spot(State::AwaitingSignature, None);
    for hand in [Head, Counter] {
        spot = spot.next(Action::SendBack).unwrap();
        assert_eq!((spot.state, spot.hand), (State::Processing, hand));
    }
    assert!(spot.next(Action::SendBack).is_err());
    // From there it goes on as before, or back to the resident.
    assert_eq!(spot.next(Action::Forward).map(|one| one.hand), Ok(Head));
    assert!(spot.may(Counter, Action::Return) && !spot.may(Head, Action::Return));
}

#[test]
fn a_step_is_of_one_hand_alone() {
    let chain = chain(&[Counter, Head, Secretary, Camat, Counter], &[Camat]);
    let at = |hand| chain.spot(State::Processing, Some(hand));
    for (hand, other) in [(Head, Secretary), (Secretary, Head), (Counter, Head)] {
        assert!(at(hand).may(hand, Action::Forward));
        assert!(
            !at(hand).may(other, Action::Forward),
            "{other:?} for {hand:?}"
        );
    }
    // The secretary initials, and doesn't decide where the file doesn't say so.
    let last = chain.spot(State::AwaitingSignature, None);
    assert!(last.may(Camat, Action::Decide) && !last.may(Secretary, Action::Decide));
}

#[test]
fn a_hand_that_an_edited_chain_no_longer_has_begins_again_behind_the_check() {
    let chain = chain(&[Counter, Head, Camat, Counter], &[Camat]);
    for kept in [None, Some(Secretary), Some(Camat), Some(Auditor)] {
        let spot = chain.spot(State::Processing, kept);
        assert_eq!(spot.hand, Head, "{kept:?}");
        assert!(spot.may(Head, Action::Forward));
    }
}

#[test]
fn what_a_chain_can_get_wrong_is_named() {
    let flaw = |hands: &[Role], signs: &[Role]| chain(hands, signs).flaw();
    assert_eq!(flaw(&[Counter, Camat, Counter], &[Camat, Secretary]), None);
    assert_eq!(flaw(&[Head, Secretary, Counter], &[Secretary]), None);
    for (hands, signs, wanted) in [
        (&[][..], &[Camat][..], ChainFlaw::NoCounter),
        (&[Counter, Camat], &[Camat], ChainFlaw::NoCounter),
        (&[Camat, Counter], &[Camat], ChainFlaw::TooShort),
        (&[Counter, Counter], &[Camat], ChainFlaw::TooShort),
        (
            &[Counter, Auditor, Camat, Counter],
            &[Camat],
            ChainFlaw::NoHand(Auditor),
        ),
        (
            &[Counter, Secretary, Head, Counter],
            &[Camat],
            ChainFlaw::Order(Head),
        ),
        (
            &[Counter, Head, Head, Camat, Counter],
            &[Camat],
            ChainFlaw::Order(Head),
        ),
        (
            &[Counter, Head, Counter],
            &[Camat],
            ChainFlaw::MayNotDecide(Head),
        ),
        (
            &[Counter, Camat, Counter],
            &[Camat, Head],
            ChainFlaw::MayNotSign(Head),
        ),
        (
            &[Counter, Camat, Counter],
            &[Secretary],
            ChainFlaw::OtherSigner,
        ),
        (&[Counter, Camat, Counter], &[], ChainFlaw::OtherSigner),
    ] {
        assert_eq!(flaw(hands, signs), Some(wanted), "{hands:?}");
    }
}

#[test]
fn whose_turn_it_is_is_whoever_a_step_waits_for() {
    let chain = chain(&[Counter, Head, Camat, Counter], &[Camat, Secretary]);
    let turn = |state| chain.spot(state, None).turn().to_vec();
    assert_eq!(turn(State::Submitted), [Counter, Head]);
    assert_eq!(turn(State::Processing), [Head]);
    assert_eq!(turn(State::AwaitingSignature), [Camat, Secretary]);
    assert_eq!(turn(State::Done), [Counter]);
    for state in State::ALL {
        let spot: Spot<'_> = chain.spot(state, None);
        for role in spot.turn() {
            assert!(
                !spot.actions(*role).is_empty(),
                "{role:?} waits in {state:?} for nothing"
            );
        }
        assert!(!state.is_final() || spot.turn().is_empty());
    }
}
