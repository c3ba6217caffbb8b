//! The receipt code: read over the phone, written with a thumb.

use domain::code::{ALPHABET, Code, symbol_from_byte};
use proptest::prelude::*;

fn any_code() -> impl Strategy<Value = Code> {
    (
        proptest::collection::vec(0..31u8, 3),
        proptest::array::uniform8(0..31u8),
    )
        .prop_map(|(prefix, body)| {
            let prefix: String = prefix
                .iter()
                .map(|n| char::from(ALPHABET[usize::from(*n)]))
                .collect();
            Code::new(&prefix, body).expect("the prefix is of the alphabet")
        })
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(code in any_code()) {
        prop_assert_eq!(&Code::parse(&code.to_string()).unwrap(), &code);
        prop_assert_eq!(&Code::parse(&code.to_string().to_lowercase().replace('-', " ")).unwrap(), &code);
        prop_assert_eq!(&Code::parse(code.compact()).unwrap(), &code);
    }

    /// All of them, not a sample: 12 places, 30 other symbols.
    #[test]
    fn every_single_wrong_symbol_is_noticed(code in any_code()) {
        for place in 0..12 {
            for symbol in ALPHABET {
                let mut wrong = code.compact().as_bytes().to_vec();
                if wrong[place] == *symbol {
                    continue;
                }
                wrong[place] = *symbol;
                let wrong = String::from_utf8(wrong).unwrap();
                prop_assert!(Code::parse(&wrong).is_err(), "{} passes for {}", wrong, code);
            }
        }
    }

    #[test]
    fn every_swap_of_neighbours_is_noticed(code in any_code()) {
        for place in 0..11 {
            let mut swapped = code.compact().as_bytes().to_vec();
            if swapped[place] == swapped[place + 1] {
                continue;
            }
            swapped.swap(place, place + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            prop_assert!(Code::parse(&swapped).is_err(), "{} passes for {}", swapped, code);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = Code::parse(&text);
    }

    #[test]
    fn odd_symbols_never_pass(code in any_code(), place in 0..12usize, odd in "[01ILO!é]") {
        let mut text: Vec<String> = code.compact().chars().map(String::from).collect();
        text[place] = odd;
        prop_assert!(Code::parse(&text.concat()).is_err());
    }

    #[test]
    fn json_carries_only_right_codes(code in any_code()) {
        let json = serde_json::to_string(&code).unwrap();
        prop_assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code.clone());
        let wrong = json.replacen(&code.compact()[..1], "0", 1);
        prop_assert!(serde_json::from_str::<Code>(&wrong).is_err());
    }
}

#[test]
fn random_bytes_become_symbols_evenly() {
    let mut counts = [0; 31];
    for symbol in (0..=u8::MAX).filter_map(symbol_from_byte) {
        counts[usize::from(symbol)] += 1;
    }
    assert_eq!(counts, [8; 31]);
}
