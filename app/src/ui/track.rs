//! The way of an application as a list of steps: walked, now, and still to come.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Done,
    Now,
    Next,
}

#[component]
pub fn Track(children: Children) -> impl IntoView {
    view! { <ol class="track">{children()}</ol> }
}

/// One step. `when_words` is its day, if there is one; the children say more.
#[component]
pub fn Stop(
    when: When,
    #[prop(into)] title: String,
    #[prop(optional, into)] when_words: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class=(when == When::Done).then_some("done") aria-current=(when == When::Now).then_some("step")>
            <b>{title}</b>
            {(!when_words.is_empty()).then(|| view! { <small>{when_words}</small> })}
            {children.map(|children| children())}
        </li>
    }
}
