//! What was told to the resident of this case, by which way, and how far it got. Neither address nor number.

use super::super::words::short_moment;
use domain::text::Lang;
use domain::view::{CaseView, MessageView, why_words};
use leptos::prelude::*;

pub fn messages(case: &CaseView, lang: Lang) -> AnyView {
    let list = if case.messages.is_empty() {
        let words = lang.pick(
            "Belum ada. Kabar hanya dikirim kepada warga yang mau dikabari.",
            "None yet. News goes only to residents who want it.",
        );
        view! { <p class="hint">{words}</p> }.into_any()
    } else {
        let rows = case.messages.iter().map(|one| row(case, one, lang));
        view! { <ul class="plain">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <h2 id="kabar">{lang.pick("Kabar ke warga", "News to the resident")}</h2>
        {list}
    }
    .into_any()
}

fn row(case: &CaseView, one: &MessageView, lang: Lang) -> AnyView {
    let how = format!(
        "{} · {} · {}",
        one.channel.name(lang),
        one.state.name(one.channel, lang),
        short_moment(one.at, case.zone, lang)
    );
    let why = one
        .why
        .as_deref()
        .map(|why| view! { <small class="hint">{why_words(why).get(lang).to_owned()}</small> });
    view! {
        <li>
            <p>
                <b>{one.kind.name(lang)}</b>
                <br />
                <small>{how}</small>
                {why.map(|why| view! { <br /> {why} })}
            </p>
        </li>
    }
    .into_any()
}
