//! Facts: what, how much, from when and where. What nobody knows is named as not yet filled in, never left out.

use crate::facts::use_lang;
use domain::text::Lang;
use leptos::prelude::*;

/// One line of a `<dl class="facts">`. Without a child the fact is unknown.
#[component]
pub fn Fact(
    #[prop(into)] label: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let value = match children {
        Some(children) => view! { <dd>{children()}</dd> }.into_any(),
        None => view! { <dd><Nil /></dd> }.into_any(),
    };
    view! {
        <div>
            <dt>{label}</dt>
            {value}
        </div>
    }
}

/// "belum diisi".
#[component]
pub fn Nil() -> impl IntoView {
    view! { <span class="nil">{use_lang().pick("belum diisi", "not yet filled in")}</span> }
}

/// A list of facts that gathers the unknown ones in one line at its end: seven lines of "belum diisi" hide the eighth
/// that says something.
pub struct FactSheet {
    lang: Lang,
    known: Vec<AnyView>,
    unknown: Vec<&'static str>,
}

impl FactSheet {
    pub fn new(lang: Lang) -> FactSheet {
        FactSheet {
            lang,
            known: Vec::new(),
            unknown: Vec::new(),
        }
    }

    pub fn put(mut self, label: &'static str, value: Option<impl IntoView + 'static>) -> FactSheet {
        match value {
            Some(value) => self
                .known
                .push(view! { <Fact label=label>{value.into_any()}</Fact> }.into_any()),
            None => self.unknown.push(label),
        }
        self
    }

    /// Words that exist in Indonesian only.
    pub fn put_words(self, label: &'static str, words: Option<String>) -> FactSheet {
        let tongue = super::indonesian(self.lang);
        self.put(
            label,
            words.map(|words| view! { <span lang=tongue>{words}</span> }),
        )
    }

    pub fn view(self) -> AnyView {
        let FactSheet {
            lang,
            known,
            unknown,
        } = self;
        view! {
            {(!known.is_empty()).then(|| view! { <dl class="facts">{known}</dl> })}
            {(!unknown.is_empty())
                .then(|| {
                    let names = unknown.join(", ").to_lowercase().replace("whatsapp", "WhatsApp").replace("instagram", "Instagram");
                    view! { <p class="nil">{format!("{}: {names}.", lang.pick("Belum diisi", "Not yet filled in"))}</p> }
                })}
        }
        .into_any()
    }
}
