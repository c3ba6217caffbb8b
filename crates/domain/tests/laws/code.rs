//! The receipt code: read over the phone, written with a thumb.

use domain::code::{ALPHABET, BODIES, Code, body_text, parse_body, shuffle, unshuffle};
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

/// Not secret at all, and not even good: the order must hold for any.
fn order(round: u8, half: u64) -> u64 {
    half.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(13)
        ^ u64::from(round).wrapping_mul(0x1234_5678_9abc)
}

proptest! {
    #[test]
    fn a_body_gives_its_number_back(number in 0..BODIES) {
        let body = shuffle(number, order);
        prop_assert_eq!(unshuffle(body, order), number);
        prop_assert_eq!(parse_body(&body_text(body)), Some(body));
    }
}

/// Fifty tablets, a hundred thousand receipts each, all without a network.
#[test]
fn no_two_devices_ever_hold_the_same_code() {
    let (devices, each, block) = (50u64, 100_000u64, 16u64);
    let mut bodies = Vec::new();
    // Blocks are lent in turn, so a device's codes lie scattered among those of the others.
    for taken in 0..each / block {
        for device in 0..devices {
            let first = (taken * devices + device) * block;
            bodies.extend((first..first + block).map(|number| shuffle(number, order)));
        }
    }
    assert_eq!(bodies.len() as u64, devices * each);
    bodies.sort_unstable();
    assert!(bodies.windows(2).all(|two| two[0] != two[1]));
}
