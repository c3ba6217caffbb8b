//! The life of an application: all states, all actions, all roles.

use domain::application::{
    Action, Chain, IllegalStep, Place, STEPS, State, Who, next, resident_may,
};
use domain::officer::Role;
use domain::text::Lang;
use std::collections::BTreeSet;

#[test]
fn exactly_the_steps_of_the_table_exist() {
    for from in State::ALL {
        for action in Action::ALL {
            let listed: Vec<_> = STEPS
                .iter()
                .filter(|step| step.0 == from && step.1 == action)
                .collect();
            assert!(
                listed.len() <= 1,
                "{action:?} from {from:?} leads to two places"
            );
            match listed.first() {
                Some((_, _, to, _)) => assert_eq!(next(from, action), Ok(*to)),
                None => assert_eq!(
                    next(from, action),
                    Err(IllegalStep::FromHere { from, action })
                ),
            }
        }
    }
}

fn chain() -> Chain {
    Chain {
        hands: vec![
            Role::Counter,
            Role::Head,
            Role::Operator,
            Role::Secretary,
            Role::Camat,
            Role::Counter,
        ],
        signs: vec![Role::Camat, Role::Secretary],
    }
}

#[test]
fn who_may_is_what_the_table_says_of_the_chain_and_nobody_else() {
    let chain = chain();
    for from in State::ALL {
        for action in Action::ALL {
            let who = STEPS
                .iter()
                .find(|step| step.0 == from && step.1 == action)
                .map(|step| step.3);
            assert_eq!(resident_may(from, action), who == Some(Who::Resident));
            for role in Role::ALL {
                let spot = chain.spot(from, Some(Role::Operator));
                let listed = match who {
                    Some(Who::Officer(Place::Check)) => matches!(
                        role,
                        Role::Counter | Role::Head | Role::Operator | Role::Secretary
                    ),
                    Some(Who::Officer(Place::Hold)) => role == Role::Operator,
                    Some(Who::Officer(Place::Sign)) => {
                        matches!(role, Role::Camat | Role::Secretary)
                    }
                    Some(Who::Officer(Place::Give)) => role == Role::Counter,
                    _ => false,
                };
                assert_eq!(
                    spot.may(role, action),
                    listed,
                    "{role:?} {action:?} {from:?}"
                );
                assert_eq!(spot.actions(role).contains(&action), listed);
            }
        }
    }
}

#[test]
fn a_final_state_has_no_way_out_and_every_other_one_has() {
    for state in State::ALL {
        let leaves = Action::ALL
            .into_iter()
            .any(|action| next(state, action).is_ok());
        assert_eq!(leaves, !state.is_final(), "{state:?}");
    }
}

#[test]
fn every_state_can_be_reached_and_every_way_can_end() {
    let reach = |from: State| {
        let mut seen = BTreeSet::from([from]);
        loop {
            let more: BTreeSet<State> = STEPS
                .iter()
                .filter(|step| seen.contains(&step.0))
                .map(|step| step.2)
                .chain(seen.iter().copied())
                .collect();
            if more == seen {
                return seen;
            }
            seen = more;
        }
    };
    assert_eq!(reach(State::Draft).len(), State::ALL.len());
    for state in State::ALL {
        assert!(
            reach(state).iter().any(|end| end.is_final()),
            "{state:?} is a trap"
        );
    }
}

#[test]
fn nobody_leads_back_to_a_draft_and_only_residents_send() {
    for (_, action, to, who) in STEPS {
        assert_ne!(*to, State::Draft);
        let residents = matches!(
            action,
            Action::Submit | Action::Resubmit | Action::Supplement | Action::Cancel
        );
        assert_eq!(*who == Who::Resident, residents, "{action:?}");
    }
}

#[test]
fn a_decision_in_favour_never_comes_before_a_complete_file() {
    // Without "complete", nothing but the resident's own side can be reached.
    let mut seen = BTreeSet::from([State::Draft]);
    for _ in State::ALL {
        let steps = STEPS
            .iter()
            .filter(|step| step.1 != Action::Complete && seen.contains(&step.0));
        let more: Vec<State> = steps.map(|step| step.2).collect();
        seen.extend(more);
    }
    let wanted = [
        State::Draft,
        State::Submitted,
        State::Checking,
        State::NeedsFix,
        State::Cancelled,
        State::Merged,
    ];
    assert_eq!(seen, BTreeSet::from(wanted));
}

#[test]
fn helpers_partners_and_content_admins_take_no_step() {
    for role in [Role::Helper, Role::Partner, Role::Content] {
        assert!(
            State::ALL
                .into_iter()
                .all(|state| chain().spot(state, None).actions(role).is_empty())
        );
    }
}

#[test]
fn keys_are_read_back_and_words_are_never_empty() {
    for state in State::ALL {
        assert_eq!(State::from_key(state.key()), Some(state));
        assert_eq!(
            serde_json::to_string(&state).unwrap(),
            format!("\"{}\"", state.key())
        );
        for lang in [Lang::Id, Lang::En] {
            assert!(
                [state.label(lang), state.sentence(lang), state.holder(lang)]
                    .iter()
                    .all(|words| !words.is_empty())
            );
        }
    }
    for action in Action::ALL {
        assert_eq!(Action::from_key(action.key()), Some(action));
        assert_eq!(
            serde_json::to_string(&action).unwrap(),
            format!("\"{}\"", action.key())
        );
    }
    for role in Role::ALL {
        assert_eq!(Role::from_key(role.key()), Some(role));
    }
    assert_eq!(State::from_key("nothing"), None);
}
