//! The banner that names the resident who is being helped, on every screen of theirs. Helper and resident must never
//! blur: who looks over the shoulder sees whose form this is.

use super::api::{self, End};
use crate::routes;
use crate::ui::Icon;
use domain::text::Lang;
use domain::view::AssistanceView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

/// What this browser is doing for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Helping {
    /// A resident at their own phone, or an officer who doesn't help.
    Nobody,
    /// An officer who helps, and hasn't chosen whom.
    ChooseFirst,
    /// Somebody was being helped, and the officer's session has ended.
    LoggedOut,
    Now(AssistanceView),
}

/// Without an answer nobody is helped: then the page is the resident's own.
pub async fn helping() -> Helping {
    api::read_helping().await.unwrap_or(Helping::Nobody)
}

/// Above pages that a cookie opens: status and mending.
#[component]
pub fn HelpingBanner(lang: Lang) -> impl IntoView {
    Suspend::new(async move {
        match helping().await {
            Helping::Now(view) => banner(view, lang),
            _ => ().into_any(),
        }
    })
}

/// Above everything that is done for this resident.
pub fn banner(view: AssistanceView, lang: Lang) -> AnyView {
    let way = match &view.outreach {
        Some((_, place)) => format!("{} · {place}", view.channel.name(lang)),
        None => view.channel.name(lang).to_owned(),
    };
    let done = match view.outreach {
        Some(_) => lang.pick("Warga berikutnya", "Next resident"),
        None => lang.pick("Selesai membantu", "Done helping"),
    };
    let name = view! { <b>{view.name}</b> };
    let way = view! { " " <small>{way}</small> };
    let end = view! {
        <form method="post" action=End::url()>
            <input type="hidden" name="leave" value=view.id />
            <button class="btn quiet">{done} <Icon name="next" /></button>
        </form>
    };
    aside((name, way).into_any(), end.into_any(), lang)
}

/// The same, for a form that the server wrote without knowing whose it is: the device fills in the name.
pub fn empty_banner(lang: Lang) -> AnyView {
    let end = view! {
        <a class="btn quiet" href=routes::FIELD_NEXT>
            {lang.pick("Warga berikutnya", "Next resident")}
            <Icon name="next" />
        </a>
    };
    aside(
        view! { <b data-helped></b> }.into_any(),
        end.into_any(),
        lang,
    )
}

fn aside(name: AnyView, end: AnyView, lang: Lang) -> AnyView {
    view! {
        <aside class="helping" aria-label=lang.pick("Sedang membantu", "Helping")>
            <div class="wrap">
                <p>
                    <Icon name="person" />
                    " "
                    {lang.pick("Membantu: ", "Helping: ")}
                    {name}
                    {lang.pick("", " (\u{201c}you\u{201d} below means this resident)")}
                </p>
                {end}
            </div>
        </aside>
    }
    .into_any()
}
