//! Search that forgives a thumb.

use domain::search::{fit, fold, score};
use proptest::prelude::*;

proptest! {
    #[test]
    fn folding_is_done_once(text in any::<String>()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert!(!folded.contains("  ") && folded.trim() == folded);
    }

    #[test]
    fn no_text_makes_it_panic(query in any::<String>(), text in any::<String>()) {
        score(&query, &text);
    }

    #[test]
    fn every_beginning_of_every_word_finds_its_text(words in proptest::collection::vec("[a-z]{1,12}", 1..6), which in any::<prop::sample::Index>(), length in any::<prop::sample::Index>()) {
        let word = which.get(&words);
        let query = &word[..=length.index(word.len())];
        prop_assert!(score(query, &words.join(" ")).is_some_and(|score| score < 100), "{} in {:?}", query, words);
    }

    #[test]
    fn one_slip_in_a_long_word_is_forgiven(word in "[a-z]{4,12}", place in any::<prop::sample::Index>(), letter in "[a-z]", kind in 0..4u8) {
        let at = place.index(word.len());
        let mut letters: Vec<char> = word.chars().collect();
        match kind {
            0 => letters[at] = letter.chars().next().unwrap(),
            1 => letters.insert(at, letter.chars().next().unwrap()),
            2 if letters.len() > 4 => drop(letters.remove(at)),
            _ if at > 0 => letters.swap(at - 1, at),
            _ => {}
        }
        let typed: String = letters.into_iter().collect();
        prop_assert!(score(&typed, &word).is_some(), "{} for {}", typed, word);
        // An exact hit is never worse.
        prop_assert!(score(&word, &word) <= score(&typed, &word));
    }

    #[test]
    fn order_of_words_does_not_decide(words in proptest::collection::vec("[a-z]{1,8}", 1..5)) {
        let mut turned = words.clone();
        turned.reverse();
        prop_assert_eq!(score(&turned.join(" "), &words.join(" ")), score(&words.join(" "), &words.join(" ")));
    }
}

#[test]
fn what_is_far_is_not_found() {
    assert_eq!(score("akta", "Kartu Keluarga"), None);
    assert_eq!(score("kk", "Akta Kelahiran"), None);
    assert!(score("kelahirn", "Akta Kelahiran").is_some());
    assert!(score("", "Akta Kelahiran").is_some_and(|score| score == 0));
}

#[test]
fn capitals_and_signs_make_no_difference() {
    assert_eq!(fold(" KTP-el, (Élan) … №7 "), "ktp el élan №7");
    let capitals: String = ('\0'..='\u{17e}').chain('\u{1e00}'..='\u{1eff}').collect();
    for c in capitals.chars().filter(|c| c.is_uppercase()) {
        // Three whose small letter stands elsewhere.
        if !['İ', 'Ÿ', 'ẞ'].contains(&c) {
            assert_eq!(fold(&c.to_string()), c.to_lowercase().to_string());
        }
    }
}

#[test]
fn slips_and_other_names_are_forgiven() {
    let (name, keywords) = ("Surat Pengantar SKCK", "polisi kelakuan baik melamar kerja");
    for query in [
        "skck",
        "SKCK polisi",
        "pengantr",
        "kelakuan baik",
        "melmar kerja",
    ] {
        assert!(fit(query, name, keywords).is_some(), "{query}");
    }
    assert_eq!(fit("nikah", name, keywords), None);
}

#[test]
fn a_name_fits_better_than_a_keyword() {
    assert!(fit("kartu", "Kartu Keluarga", "") < fit("kartu", "Surat Pindah", "kartu"));
}
