//! Where a fact comes from: words, and perhaps an address that leads there.

use leptos::prelude::*;

/// "Kecamatan Bangilan: https://…" with the address as a link.
#[component]
pub fn Source(text: String) -> impl IntoView {
    let (words, address) = split(&text);
    view! {
        {words.to_owned()}
        {address
            .map(|address| {
                // The whole address is noise to read and to hear; its host says whose it is.
                let host = address.trim_start_matches("https://").trim_start_matches("http://").split('/').next().unwrap_or(address).to_owned();
                view! { <a href=address.to_owned()>{host}</a> }
            })}
    }
}

/// The words before an address that ends the text, and the address.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.find("https://").or_else(|| text.find("http://")) {
        Some(at) if !text[at..].contains(char::is_whitespace) => (&text[..at], Some(&text[at..])),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn only_an_address_at_the_end_is_a_link() {
        assert_eq!(
            split("Desa Patalan: https://a.id/x"),
            ("Desa Patalan: ", Some("https://a.id/x"))
        );
        assert_eq!(
            split("https://a.id (sejarah)"),
            ("https://a.id (sejarah)", None)
        );
        assert_eq!(split("UU 25/2009"), ("UU 25/2009", None));
    }
}
