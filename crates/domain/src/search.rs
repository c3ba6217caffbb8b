//! Search that forgives typing mistakes, small enough to run on the phone.

/// Lower case, letters and digits only, words separated by one space.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if let Some(c) = letter(c) {
            out.push(c);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// `c` in lower case if words are made of it. Knows the capitals of Latin letters, marks included, and of no other
/// script: the tables of Unicode would be a quarter of what a reader downloads.
fn letter(c: char) -> Option<char> {
    let code = c as u32;
    match c {
        'a'..='z' | '0'..='9' => Some(c),
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(code + 32),
        // Pairs of a capital and its small letter; where pairs begin differs.
        'Ā'..='ķ' | 'Ŋ'..='ŷ' | 'Ḁ'..='ẕ' | 'Ạ'..='ỿ' => char::from_u32(code | 1),
        'Ĺ'..='ň' | 'Ź'..='ž' => char::from_u32((code + 1) & !1),
        // Signs and spaces among the rest: Latin-1's, general punctuation, CJK's.
        '\0'..='¿' | '×' | '÷' | '\u{1680}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' => {
            None
        }
        _ => Some(c),
    }
}

/// How well `query` fits `text`: `None` not at all, else lower is better.
/// Every word of the query must begin some word of the text, with one slip from 4 letters on and two from 8.
pub fn score(query: &str, text: &str) -> Option<u32> {
    let (query, text) = (fold(query), fold(text));
    let words: Vec<Vec<char>> = text.split(' ').map(|w| w.chars().collect()).collect();
    let mut total = 0;
    for wanted in query.split(' ').filter(|w| !w.is_empty()) {
        let wanted: Vec<char> = wanted.chars().collect();
        let slips = match wanted.len() {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        let best = words.iter().enumerate().filter_map(|(place, word)| {
            let distance = prefix_distance(&wanted, word);
            // A slip weighs more than standing late in the text.
            (distance <= slips).then_some(distance * 100 + place.min(50) as u32)
        });
        total += best.min()?;
    }
    Some(total)
}

/// How well `query` fits something called `name` that people also look for by `keywords`. Lower is better.
pub fn fit(query: &str, name: &str, keywords: &str) -> Option<u32> {
    score(query, &format!("{name} {keywords}"))
}

/// Edits (insert, delete, replace, swap of neighbours) from `wanted` to the nearest beginning of `word`.
pub(crate) fn prefix_distance(wanted: &[char], word: &[char]) -> u32 {
    let width = word.len();
    let mut two_ago: Vec<u32> = vec![0; width + 1];
    let mut ago: Vec<u32> = (0..=width as u32).collect();
    for (i, w) in wanted.iter().enumerate() {
        let mut row = vec![i as u32 + 1; width + 1];
        for (j, c) in word.iter().enumerate() {
            let same = u32::from(w != c);
            row[j + 1] = (ago[j] + same).min(ago[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && wanted[i - 1] == *c && *w == word[j - 1] {
                row[j + 1] = row[j + 1].min(two_ago[j - 1] + 1);
            }
        }
        two_ago = ago;
        ago = row;
    }
    // The rest of a longer word costs nothing: people type beginnings.
    ago.into_iter().min().unwrap_or(u32::MAX)
}
