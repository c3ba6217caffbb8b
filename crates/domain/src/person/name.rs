//! Names: single-word names are normal, so nothing here knows a surname.

/// "Siti Rahmawati" becomes "S*** R***": enough to recognise one's own, too little for a stranger.
pub fn mask_name(name: &str) -> String {
    name.split_whitespace()
        .take(6)
        .filter_map(|word| word.chars().next())
        .map(|first| format!("{}***", first.to_uppercase()))
        .collect::<Vec<_>>()
        .join(" ")
}
