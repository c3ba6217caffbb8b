//! The banner that names the resident who is being helped, on every screen of theirs. Helper and resident must never
//! blur: who looks over the shoulder sees whose form this is.

use super::api::{self, End};
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

#[component]
pub fn HelpingBanner(lang: Lang) -> impl IntoView {
    Suspend::new(async move {
        let Helping::Now(view) = helping().await else {
            return ().into_any();
        };
        let way = match &view.outreach {
            Some((_, place)) => format!("{} · {place}", view.channel.name(lang)),
            None => view.channel.name(lang).to_owned(),
        };
        view! {
            <aside class="helping" aria-label=lang.pick("Sedang membantu", "Helping")>
                <div class="wrap">
                    <p>
                        <Icon name="person" />
                        " "
                        {lang.pick("Anda membantu: ", "You are helping: ")}
                        <b>{view.name}</b>
                        " "
                        <small>{way}</small>
                    </p>
                    <form method="post" action=End::url()>
                        <button class="btn quiet">
                            {if view.outreach.is_some() {
                                lang.pick("Warga berikutnya", "Next resident")
                            } else {
                                lang.pick("Selesai membantu", "Done helping")
                            }}
                            <Icon name="next" />
                        </button>
                    </form>
                </div>
            </aside>
        }
        .into_any()
    })
}
