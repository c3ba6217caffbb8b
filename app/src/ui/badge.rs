//! Small labels: what it costs, how far it is, what isn't certain.

use super::Tone;
use domain::application::State;
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Badge(#[prop(default = Tone::Plain)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class=format!("badge{}", tone.class())>{children()}</span> }
}

/// GRATIS in gold, or the amount.
#[component]
pub fn Fee(rupiah: u64, lang: Lang) -> impl IntoView {
    match rupiah {
        0 => view! { <span class="badge free">{lang.pick("Gratis", "Free")}</span> }.into_any(),
        amount => view! { <span class="badge">{domain::answer::rupiah(amount)}</span> }.into_any(),
    }
}

/// The office hasn't yet said that this is right.
#[component]
pub fn Unconfirmed(lang: Lang) -> impl IntoView {
    view! { <span class="badge draft">{lang.pick("Belum dikonfirmasi kantor", "Not yet confirmed by the office")}</span> }
}

/// How a state is coloured, on a badge and on the notice above a timeline.
pub fn state_tone(state: State) -> Tone {
    match state {
        State::Submitted | State::Checking | State::Processing | State::AwaitingSignature => {
            Tone::Info
        }
        State::NeedsFix => Tone::Warn,
        State::Done | State::ReadyForPickup | State::HandedOver => Tone::Ok,
        State::Refused => Tone::Bad,
        State::Draft | State::Cancelled | State::Merged => Tone::Plain,
    }
}

#[component]
pub fn StateBadge(state: State, lang: Lang) -> impl IntoView {
    view! { <Badge tone=state_tone(state)>{state.label(lang)}</Badge> }
}
