//! The life of a letter and the shape of its number.

use domain::letter::{LetterState, LetterStep, Means, Numbered, Pattern, STEPS, may, next};
use domain::officer::Role;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn only_a_verified_signature_or_a_scan_makes_a_letter_valid() {
    for (from, step, to, means, _) in STEPS {
        if to.is_valid() && !from.is_valid() {
            let by = (*step, *means);
            assert!(
                by == (LetterStep::Sign, Some(Means::Electronic))
                    || by == (LetterStep::Scan, Some(Means::Pen)),
                "{from:?} {step:?} {to:?}"
            );
        }
        assert!(!from.is_over(), "what is over stays over");
        assert_ne!(*to, LetterState::Draft, "a number is never taken back");
    }
}

#[test]
fn only_who_answers_for_it_numbers_signs_or_takes_back_a_letter() {
    use LetterStep::*;
    for step in [Number, Sign, TakePen, Replace, Revoke] {
        for state in LetterState::ALL {
            for means in Means::ALL {
                for role in Role::ALL {
                    assert!(!may(role, false, state, step, means), "{role:?} {step:?}");
                }
            }
        }
    }
}

#[test]
fn every_state_of_a_letter_is_reached_by_some_steps() {
    let mut seen = BTreeSet::from([LetterState::Draft]);
    for _ in 0..STEPS.len() {
        for (from, _, to, _, _) in STEPS {
            if seen.contains(from) {
                seen.insert(*to);
            }
        }
    }
    assert_eq!(seen.len(), LetterState::ALL.len());
}

#[test]
fn keys_of_letters_come_back() {
    for state in LetterState::ALL {
        assert_eq!(LetterState::from_key(state.key()), Some(state));
    }
    for step in LetterStep::ALL {
        assert_eq!(LetterStep::from_key(step.key()), Some(step));
    }
    for means in Means::ALL {
        assert_eq!(Means::from_key(means.key()), Some(means));
        assert_eq!(next(LetterState::Signed, LetterStep::Sign, means), None);
    }
}

#[test]
fn a_number_is_written_as_offices_write_it() {
    let pattern = Pattern::parse("{klasifikasi}/{urut}/{unit}/{bulan_romawi}/{tahun}").unwrap();
    let number = pattern.fill(Numbered {
        classification: "400.12.3",
        number: 7,
        unit: "KEC-ARSEL",
        month: 11,
        year: 2026,
    });
    assert_eq!(number, "400.12.3/007/KEC-ARSEL/XI/2026");
}

#[test]
fn a_pattern_that_could_give_one_number_twice_is_refused() {
    for bad in [
        "{klasifikasi}/{tahun}",
        "{urut}/{unit}",
        "{urut}/{tahun}/{apa}",
        "{urut}/{tahun",
        "",
    ] {
        assert!(Pattern::parse(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn two_places_in_a_register_never_read_the_same(a in 1i64..100_000, b in 1i64..100_000, year in 2020i32..2100, other in 2020i32..2100) {
        let pattern = Pattern::parse("{klasifikasi}/{urut}/{unit}/{bulan_romawi}/{tahun}").unwrap();
        let fill = |number, year| pattern.fill(Numbered { classification: "400", number, unit: "K", month: 1, year });
        prop_assert_eq!(fill(a, year) == fill(b, other), (a, year) == (b, other));
    }
}
