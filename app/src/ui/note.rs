//! A notice that stands out, and the four tones that badges, notices and pictures share.

use super::Icon;
use leptos::prelude::*;

/// What a colour means. It never speaks alone: words and an icon say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Info,
    Ok,
    Warn,
    Bad,
}

impl Tone {
    /// The class that `style/pieces.css` knows; empty for a plain one.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Info => " is-info",
            Tone::Ok => " is-ok",
            Tone::Warn => " is-warn",
            Tone::Bad => " is-bad",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Tone::Plain | Tone::Info => "info",
            Tone::Ok => "ok",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
        }
    }
}

#[component]
pub fn Note(tone: Tone, children: Children) -> impl IntoView {
    view! {
        <div class=format!("note{}", tone.class())>
            <Icon name=tone.icon() />
            <div>{children()}</div>
        </div>
    }
}
