//! The one `<textarea>`. Leptos 0.8 doesn't escape a textarea's children when it renders on the server,
//! so this one never has children: its text is set as a property in the browser, or not at all.

use leptos::prelude::*;

#[component]
pub fn TextArea(
    id: String,
    name: String,
    /// Longest text, in characters.
    max: usize,
    #[prop(optional)] value: Option<Signal<String>>,
    #[prop(optional)] set: Option<Callback<String>>,
    #[prop(optional, into)] described: Option<String>,
) -> impl IntoView {
    view! {
        <textarea
            id=id
            name=name
            maxlength=max.to_string()
            aria-describedby=described
            prop:value=move || value.map(|v| v.get()).unwrap_or_default()
            on:input=move |ev| {
                if let Some(set) = set {
                    set.run(event_target_value(&ev));
                }
            }
        ></textarea>
    }
}
