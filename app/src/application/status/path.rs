//! What still lies ahead of an application, told from the state it is in.

use domain::application::State;
use domain::text::Lang;

/// The usual way. What is returned goes back to the check and on from there.
const WAY: [State; 5] = [
    State::Submitted,
    State::Checking,
    State::Processing,
    State::AwaitingSignature,
    State::Done,
];

/// The steps to come, in order. `pick_up`: the product must be fetched.
pub fn ahead(state: State, pick_up: bool) -> Vec<State> {
    let rest: &[State] = match state {
        State::Refused
        | State::Cancelled
        | State::Merged
        | State::HandedOver
        | State::ReadyForPickup => {
            return Vec::new();
        }
        // Mended items are checked again.
        State::Draft | State::NeedsFix => &WAY[1..],
        _ => WAY
            .iter()
            .position(|step| *step == state)
            .map_or(&[], |here| &WAY[here + 1..]),
    };
    let last = (pick_up || rest.is_empty()).then_some(if pick_up {
        State::ReadyForPickup
    } else {
        State::HandedOver
    });
    rest.iter().copied().chain(last).collect()
}

/// A step to come, in a few words.
pub fn step_words(state: State, lang: Lang) -> &'static str {
    match state {
        State::Checking => lang.pick(
            "Petugas memeriksa isian dan foto",
            "An officer checks answers and photos",
        ),
        State::Processing => lang.pick("Surat disiapkan", "The letter is prepared"),
        State::AwaitingSignature => {
            lang.pick("Pimpinan menandatangani", "The head of the office signs")
        }
        State::Done => lang.pick("Surat jadi", "The letter is ready"),
        State::ReadyForPickup => lang.pick(
            "Anda mengambil hasilnya di kantor",
            "You collect it at the office",
        ),
        State::HandedOver => lang.pick("Surat sampai kepada Anda", "The letter reaches you"),
        other => other.label(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_gets_shorter_step_by_step() {
        let steps = [
            State::Submitted,
            State::Checking,
            State::Processing,
            State::AwaitingSignature,
            State::Done,
        ];
        let lengths: Vec<usize> = steps
            .iter()
            .map(|state| ahead(*state, true).len())
            .collect();
        assert_eq!(lengths, [5, 4, 3, 2, 1]);
        assert_eq!(ahead(State::Done, false), [State::HandedOver]);
        assert_eq!(ahead(State::AwaitingSignature, false), [State::Done]);
    }

    #[test]
    fn what_is_returned_is_checked_again() {
        assert_eq!(
            ahead(State::NeedsFix, false),
            [
                State::Checking,
                State::Processing,
                State::AwaitingSignature,
                State::Done
            ]
        );
    }

    #[test]
    fn nothing_comes_after_an_end() {
        for state in State::ALL.into_iter().filter(|state| state.is_final()) {
            assert_eq!(ahead(state, true), []);
        }
    }

    #[test]
    fn every_step_ahead_can_be_reached_in_the_state_machine() {
        use domain::application::STEPS;
        for state in State::ALL {
            let mut here = state;
            for step in ahead(state, true) {
                let possible = STEPS
                    .iter()
                    .any(|(from, _, to, _)| *from == here && *to == step);
                assert!(possible || state == State::Draft, "{here:?} -> {step:?}");
                here = step;
            }
        }
    }
}
