//! The one `<textarea>`. Leptos 0.8 doesn't escape a textarea's children when it renders on the server,
//! so this one never has children: its text is set as a property in the browser, or not at all.

use leptos::prelude::*;

#[component]
pub fn TextArea(
    id: String,
    name: String,
    /// Longest text, in characters.
    max: usize,
    #[prop(optional, into)] described: Option<String>,
) -> impl IntoView {
    view! { <textarea id=id name=name maxlength=max.to_string() aria-describedby=described></textarea> }
}
