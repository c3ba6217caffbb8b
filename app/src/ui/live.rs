//! Pieces for islands that are made once, whatever they show.
//!
//! Every closure in a view is a type of its own, and the compiler writes all of Leptos' machinery anew for each.
//! A `Signal` hides the closure, a component without type parameters is compiled once: that is half of a download.

use super::Icon;
use leptos::prelude::*;

/// Text that changes.
pub fn says(text: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(text)
}

/// A yes or no that changes.
pub fn flag(yes: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(yes)
}

/// An attribute that is there while something holds.
pub fn mark(there: impl Fn() -> bool + Send + Sync + 'static) -> Signal<Option<&'static str>> {
    Signal::derive(move || there().then_some("true"))
}

/// Shows its children while `on` holds.
#[component]
pub fn If(on: Signal<bool>, children: ChildrenFn) -> impl IntoView {
    let on = Memo::new(move |_| on.get());
    move || if on.get() { children() } else { ().into_any() }
}

/// A button that does something on the device.
#[component]
pub fn Press(
    /// Classes after `btn`.
    #[prop(default = "")]
    look: &'static str,
    #[prop(optional, into)] id: Option<String>,
    #[prop(default = "")] icon: &'static str,
    #[prop(into)] label: Signal<String>,
    /// Said to screen readers only, after the label.
    #[prop(optional, into)]
    about: Option<String>,
    #[prop(optional)] busy: Option<Signal<bool>>,
    press: Callback<()>,
) -> impl IntoView {
    let icon = if icon.is_empty() {
        ().into_any()
    } else {
        view! { <Icon name=icon /> }.into_any()
    };
    let busy = says(move || busy.is_some_and(|busy| busy.get()).to_string());
    view! {
        <button type="button" class=format!("btn {look}") id=id aria-busy=busy on:click=move |_| press.run(())>
            {icon}
            {label}
            {about.map(|about| view! { <span class="vh">" " {about}</span> })}
        </button>
    }
    .into_any()
}

/// A link that stays on the page when the script is awake.
#[component]
pub fn Go(
    class: &'static str,
    #[prop(optional, into)] id: Option<String>,
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] about: Option<String>,
    press: Callback<()>,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        press.run(());
    };
    view! {
        <a class=class id=id href=href on:click=press>
            {label}
            {about.map(|about| view! { <span class="vh">" " {about}</span> })}
        </a>
    }
    .into_any()
}

/// Words that appear when there are any, and are read out then.
#[component]
pub fn Alert(#[prop(into)] words: Signal<String>) -> impl IntoView {
    let hidden = flag(move || words.with(String::is_empty));
    view! {
        <div class="note is-warn" role="alert" hidden=hidden>
            <Icon name="warn" />
            <div><p>{words}</p></div>
        </div>
    }
    .into_any()
}
