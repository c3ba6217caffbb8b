//! Names: single-word names are normal, so nothing here knows a surname.

use crate::search::{fold, prefix_distance};

/// "Siti Rahmawati" becomes "S*** R***": enough to recognise one's own, too little for a stranger.
pub fn mask_name(name: &str) -> String {
    name.split_whitespace()
        .take(6)
        .filter_map(|word| word.chars().next())
        .map(|first| format!("{}***", first.to_uppercase()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Titles that one paper has and another hasn't.
const TITLES: [&str; 9] = ["h", "hj", "haji", "hajjah", "dr", "drs", "dra", "ir", "alm"];
/// What stands inside a word, or is left out.
const APOSTROPHES: [char; 4] = ['\'', '’', '‘', '`'];
/// How one name is written on this paper and on that.
const MUHAMMAD: [&str; 10] = [
    "m",
    "md",
    "mhd",
    "moh",
    "muh",
    "mohd",
    "mohammad",
    "mohamad",
    "muhamad",
    "mochammad",
];

/// The words of a name as papers agree on them: folded, without titles, "Moh." as Muhammad.
fn words(name: &str) -> Vec<Vec<char>> {
    // The spelling of before 1972.
    let name = fold(&name.replace(APOSTROPHES, "")).replace("oe", "u");
    let words = name.split(' ').filter(|word| !TITLES.contains(word));
    let words = words.map(|word| {
        if MUHAMMAD.contains(&word) {
            "muhammad"
        } else {
            word
        }
    });
    words
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().collect())
        .collect()
}

/// "Siti Rahmawati, S.Pd." without what a university gave her.
fn without_degrees(name: &str) -> &str {
    match name.split_once(',') {
        Some((name, rest)) if rest.contains('.') => name,
        _ => name,
    }
}

/// Whether two ways of writing are one name on paper: spaces, capitals, apostrophes, titles, a shortened "Muhammad" and
/// initials don't matter; a letter more or less does, because an office would ask.
pub fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (words(without_degrees(a)), words(without_degrees(b)));
    let joined = |words: &[Vec<char>]| words.concat();
    let initial = |a: &Vec<char>, b: &Vec<char>| {
        a == b || (a.len() == 1 || b.len() == 1) && a.first() == b.first()
    };
    joined(&a) == joined(&b)
        || a.len() == b.len() && a.len() > 1 && a.iter().zip(&b).all(|(a, b)| initial(a, b))
}

/// Whether two names may be one person's: the same words but for a slip each, a title, a second name that is left out,
/// or a shortened "Muhammad". Says nothing without the same birth date beside it.
pub fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let twin = |word: &Vec<char>| long.iter().any(|other| is_slip(word, other));
    // One word out of several is no person.
    !short.is_empty() && (short.len() > 1 || long.len() == 1) && short.iter().all(twin)
}

/// The same word, with one slip from 4 letters on and two from 8.
fn is_slip(a: &[char], b: &[char]) -> bool {
    let slips = match a.len().min(b.len()) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    prefix_distance(a, b).max(prefix_distance(b, a)) <= slips
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn papers_write_one_name_in_many_ways() {
        for (a, b) in [
            ("Siti Rahmawati", "SITI RAHMAWATI"),
            ("Siti Rahmawati", "Siti Rachmawati"),
            ("Siti Rahmawati", "Rahmawati, Siti"),
            ("Muhammad Ilham Ramadhan", "Moh. Ilham Ramadhan"),
            ("M. Ilham", "Muhammad Ilham"),
            ("H. Slamet Riyadi", "Slamet Riyadi"),
            ("Yohanes Bani Taek", "Yohanes Taek"),
            ("Suharto", "Soeharto"),
            ("Ni'matul Hasanah", "Nimatul Hasanah"),
        ] {
            assert!(alike(a, b) && alike(b, a), "{a} / {b}");
        }
        for (a, b) in [
            ("Siti Rahmawati", "Siti Aminah"),
            ("Siti Rahmawati", "Siti"),
            ("Budi", "Rudi Hartono"),
            ("Ani", "Ina"),
            ("", "Siti"),
            ("H.", "Hj."),
            ("Slamet", "Selamat Riyadi"),
        ] {
            assert!(!alike(a, b) && !alike(b, a), "{a} / {b}");
        }
    }
}
