//! NIK, family card number, phone: forgiving about how they are typed, strict about what they are.

use domain::person::{BadNumber, Kk, Nik, NikDoubt, Phone, Sex, mask_name};
use proptest::prelude::*;
use time::{Date, Month};

/// Region, birth day, sex and serial, as an office writes a NIK.
fn any_nik() -> impl Strategy<Value = (String, Date, Sex)> {
    let province = proptest::sample::select(vec![11u8, 31, 35, 53, 62, 94, 96]);
    (province, 1..=99u8, 1..=99u8, 1..=28u8, 1..=12u8, 1930..=2026i32, any::<bool>(), 1..=9999u16).prop_map(
        |(province, regency, district, day, month, year, female, serial)| {
            let shown_day = if female { day + 40 } else { day };
            let nik = format!("{province:02}{regency:02}{district:02}{shown_day:02}{month:02}{:02}{serial:04}", year % 100);
            let birth = Date::from_calendar_date(year, Month::try_from(month).unwrap(), day).unwrap();
            (nik, birth, if female { Sex::Female } else { Sex::Male })
        },
    )
}

/// The separators that people put between digits.
fn sprinkled(digits: &str, separators: &[usize]) -> String {
    let kinds = ["", " ", ".", "-", "\u{a0}"];
    digits
        .chars()
        .zip(separators.iter().cycle())
        .map(|(digit, kind)| format!("{}{digit}", kinds[kind % 5]))
        .collect()
}

proptest! {
    #[test]
    fn a_right_nik_has_no_doubt(nik in any_nik()) {
        let (text, birth, sex) = nik;
        let nik = Nik::parse(&text).unwrap();
        prop_assert_eq!(nik.doubts(Some(birth), Some(sex)), vec![]);
        prop_assert_eq!(nik.doubts(None, None), vec![]);
    }

    #[test]
    fn separators_do_not_matter(nik in any_nik(), separators in proptest::collection::vec(0..5usize, 1..9)) {
        let typed = sprinkled(&nik.0, &separators);
        prop_assert_eq!(Nik::parse(&typed).unwrap().reveal().to_owned(), nik.0.clone());
        prop_assert_eq!(Kk::parse(&typed).unwrap().reveal().to_owned(), nik.0);
    }

    #[test]
    fn another_birth_day_or_sex_is_a_doubt_and_never_a_refusal(nik in any_nik(), days in 1..20_000i64) {
        let (text, birth, sex) = nik;
        let nik = Nik::parse(&text).unwrap();
        let other = birth + time::Duration::days(days);
        let same_digits = (other.day(), other.month(), other.year() % 100) == (birth.day(), birth.month(), birth.year() % 100);
        prop_assert_eq!(nik.doubts(Some(other), None).contains(&NikDoubt::BirthDate), !same_digits);
        let other = if sex == Sex::Male { Sex::Female } else { Sex::Male };
        prop_assert_eq!(nik.doubts(None, Some(other)), vec![NikDoubt::Sex]);
    }

    #[test]
    fn a_wrong_count_of_digits_is_told(digits in "[1-9][0-9]{0,40}") {
        let parsed = Nik::parse(&digits);
        if digits.len() == 16 {
            prop_assert!(!matches!(parsed, Err(BadNumber::Length(_) | BadNumber::NotDigits)));
        } else {
            prop_assert_eq!(parsed.unwrap_err(), BadNumber::Length(digits.len() as u32));
        }
    }

    #[test]
    fn letters_are_told(nik in any_nik(), place in 0..16usize, letter in "[a-zA-Z+/é]") {
        let typed = format!("{}{letter}{}", &nik.0[..place], &nik.0[place..]);
        prop_assert_eq!(Nik::parse(&typed).unwrap_err(), BadNumber::NotDigits);
    }

    #[test]
    fn no_text_makes_them_panic(text in any::<String>()) {
        if let Ok(nik) = Nik::parse(&text) {
            nik.doubts(None, None);
            nik.masked();
        }
        let _ = Kk::parse(&text);
        if let Some(phone) = Phone::parse(&text) {
            phone.spoken();
            phone.last4();
        }
        mask_name(&text);
    }

    #[test]
    fn printing_shows_no_digit(nik in any_nik()) {
        let (nik, kk) = (Nik::parse(&nik.0).unwrap(), Kk::parse(&nik.0).unwrap());
        let printed = format!("{nik:?}{kk:?}");
        prop_assert!(!printed.contains(|c: char| c.is_ascii_digit()));
        prop_assert_eq!(nik.masked().matches('*').count(), 12);
    }

    #[test]
    fn a_phone_is_the_same_however_it_is_written(national in "8[1-35-9][0-9]{7,10}", separators in proptest::collection::vec(0..5usize, 1..6)) {
        let wanted = format!("+62{national}");
        for typed in [format!("0{national}"), national.clone(), format!("62{national}"), wanted.clone(), format!("+62 0{national}")] {
            let phone = Phone::parse(&typed);
            prop_assert_eq!(phone.map(|phone| phone.e164()), Some(wanted.clone()), "{}", typed);
        }
        let phone = Phone::parse(&sprinkled(&format!("0{national}"), &separators)).unwrap();
        prop_assert_eq!(phone.last4(), &national[national.len() - 4..]);
        prop_assert_eq!(Phone::parse(&phone.spoken()), Some(phone.clone()));
        let printed = format!("{phone:?}");
        prop_assert!(!printed.contains(&national));
    }

    #[test]
    fn other_numbers_are_no_mobile_phone(text in prop_oneof!["0[2-7][0-9]{8}", "84[0-9]{8}", "08[1-9][0-9]{0,5}", "08[1-9][0-9]{11,20}", "\\+1[0-9]{10}"]) {
        prop_assert_eq!(Phone::parse(&text), None);
    }

    #[test]
    fn a_masked_name_gives_away_first_letters_only(words in proptest::collection::vec("[A-Z][a-z]{1,9}", 1..6)) {
        let masked = mask_name(&words.join(" "));
        let wanted: Vec<String> = words.iter().map(|word| format!("{}***", &word[..1])).collect();
        prop_assert_eq!(masked, wanted.join(" "));
    }
}

#[test]
fn impossible_numbers_block() {
    for text in ["1111111111111111", "0201025408900917", "6201025408900000"] {
        assert_eq!(
            Nik::parse(text).unwrap_err(),
            BadNumber::Impossible,
            "{text}"
        );
        assert_eq!(
            Kk::parse(text).unwrap_err(),
            BadNumber::Impossible,
            "{text}"
        );
    }
}
