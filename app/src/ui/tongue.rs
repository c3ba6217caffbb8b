//! The office writes in Indonesian, and not everything in English too. A screen reader must know which it reads
//! (WCAG 3.1.2), so Indonesian words on an English page say so.

use domain::text::{Lang, Text};
use leptos::prelude::*;

/// Value of a `lang` attribute around `text` on a page in `lang`; nothing where the page says it already.
pub fn tongue(text: &Text, lang: Lang) -> Option<&'static str> {
    (text.lang(lang) != lang).then(|| text.lang(lang).tag())
}

/// The same for words that exist in Indonesian only: addresses, laws, names of offices.
pub fn indonesian(lang: Lang) -> Option<&'static str> {
    (lang != Lang::Id).then(|| Lang::Id.tag())
}

/// Catalogue text inside other words. Where a whole element holds nothing else, give that element the attribute.
#[component]
pub fn Words(text: Text, lang: Lang) -> impl IntoView {
    let words = text.get(lang).to_owned();
    match tongue(&text, lang) {
        None => words.into_any(),
        Some(tag) => view! { <span lang=tag>{words}</span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_language_that_the_page_does_not_speak_is_named() {
        let (both, one) = (Text::new("Camat", "Head"), Text::from("Camat"));
        assert_eq!(
            [
                tongue(&both, Lang::Id),
                tongue(&both, Lang::En),
                tongue(&one, Lang::Id)
            ],
            [None; 3]
        );
        assert_eq!(tongue(&one, Lang::En), Some("id"));
    }
}
