//! What documents and form say, and what to mend first.

use domain::mismatch::{Mend, Paper, Reading, Trait, advice};
use domain::person::same_name;
use domain::text::Lang;

fn reading(paper: Paper, about: Trait, text: &str) -> Reading {
    Reading {
        paper,
        about,
        text: text.to_owned(),
    }
}

/// What is to be mended of the name, where the documents say this and the form "Siti Rahmawati".
fn names(papers: &[(Paper, &str)]) -> Vec<(Mend, Option<Paper>)> {
    let readings: Vec<_> = papers
        .iter()
        .map(|(paper, text)| reading(*paper, Trait::Name, text))
        .collect();
    let all = advice(&readings, |_| "Siti Rahmawati".to_owned());
    all.iter().map(|one| (one.mend, one.after)).collect()
}

#[test]
fn papers_that_write_a_name_another_way_still_say_the_same() {
    for (a, b) in [
        ("Siti Rahmawati", "SITI  RAHMAWATI"),
        ("Siti Rahmawati", "Siti Rahma Wati"),
        ("Muhammad Ilham", "Muh. Ilham"),
        ("Muhammad Ilham", "M. Ilham"),
        ("Muhammad Ilham", "MOHAMMAD ILHAM"),
        ("Ahmad Slamet Riyadi", "Ahmad S. Riyadi"),
        ("H. Slamet Riyadi", "Slamet Riyadi"),
        ("Siti Rahmawati, S.Pd.", "Siti Rahmawati"),
        ("Ni'matul Hasanah", "Nimatul Hasanah"),
    ] {
        assert!(same_name(a, b) && same_name(b, a), "{a} / {b}");
    }
    for (a, b) in [
        ("Siti Rahmawati", "Siti Rachmawati"),
        ("Siti Rahmawati", "Siti"),
        ("Siti Rahmawati", "Rahmawati"),
        ("Ahmad Riyadi", "Ahmad Slamet Riyadi"),
        ("S.", "R."),
        ("", "Siti"),
    ] {
        assert!(!same_name(a, b) && !same_name(b, a), "{a} / {b}");
    }
}

#[test]
fn dates_sexes_and_addresses_are_compared_by_what_they_say() {
    assert!(
        Trait::Birth.same("1990-08-14", "1990-08-14")
            && !Trait::Birth.same("1990-08-14", "1990-04-18")
    );
    assert!(
        Trait::Sex.same("Perempuan", "PEREMPUAN") && !Trait::Sex.same("Perempuan", "Laki-laki")
    );
    assert!(Trait::Address.same("Jl. Kenanga No. 5, RT 02", "jalan kenanga 5 rt 2"));
    assert!(!Trait::Address.same("Jl. Kenanga 5", "Jl. Kenanga 15"));
}

#[test]
fn the_deed_is_the_ground_the_family_card_follows_and_then_the_id_card() {
    use Paper::{Deed, FamilyCard, IdCard};
    let (good, bad) = ("Siti Rahmawati", "Siti Rachmawati");
    assert_eq!(names(&[]), []);
    assert_eq!(
        names(&[(Deed, good), (FamilyCard, "SITI RAHMAWATI"), (IdCard, good)]),
        []
    );
    assert_eq!(
        names(&[(Deed, good), (FamilyCard, bad), (IdCard, bad)]),
        [(Mend::FamilyCard, Some(Deed)), (Mend::IdCard, Some(Deed))]
    );
    assert_eq!(
        names(&[(FamilyCard, good), (IdCard, bad)]),
        [(Mend::IdCard, Some(FamilyCard))]
    );
    // All documents agree against the form: the form is wrong, not three offices.
    assert_eq!(
        names(&[(Deed, bad), (FamilyCard, bad), (IdCard, bad)]),
        [(Mend::Form, Some(Deed))]
    );
    assert_eq!(names(&[(IdCard, bad)]), [(Mend::Form, Some(IdCard))]);
    // The form was copied from a wrong card: first the card, last the form.
    assert_eq!(
        names(&[(Deed, bad), (FamilyCard, good)]),
        [(Mend::FamilyCard, Some(Deed)), (Mend::Form, Some(Deed))]
    );
}

#[test]
fn no_deed_says_an_address() {
    let readings = [
        reading(Paper::Deed, Trait::Address, "Jalan Lama 1"),
        reading(Paper::FamilyCard, Trait::Address, "Jalan Baru 2"),
    ];
    let all = advice(&readings, |_| "Jalan Baru 2".to_owned());
    assert_eq!(all, []);
}

#[test]
fn advice_names_the_place_and_no_value() {
    let readings = [
        reading(Paper::Deed, Trait::Birth, "1990-08-14"),
        reading(Paper::FamilyCard, Trait::Birth, "1990-04-18"),
    ];
    let all = advice(&readings, |_| "1990-08-14".to_owned());
    let words = all[0].words(Lang::Id);
    assert_eq!(
        words,
        "Perbaiki tanggal lahir di Kartu Keluarga (KK) mengikuti Akta kelahiran. Di Dinas Dukcapil, dengan formulir F-1.06. Gratis."
    );
    for lang in [Lang::Id, Lang::En] {
        assert!(!all[0].words(lang).contains("1990"));
    }
    assert!(!format!("{readings:?}").contains("1990"));
}

#[test]
fn keys_are_read_back() {
    for paper in Paper::ALL {
        assert_eq!(Paper::from_key(paper.key()), Some(paper));
    }
    for about in Trait::ALL {
        assert_eq!(Trait::from_key(about.key()), Some(about));
    }
}
