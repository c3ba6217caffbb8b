//! "Original seen": who has held the paper itself.

use super::super::words::short_moment;
use super::api::Seen;
use crate::ui::Icon;
use domain::region::Zone;
use domain::text::Lang;
use domain::view;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Says who has seen the original, or offers to say so while the case is `open`. `back` is the page on which it stands.
pub fn original(
    (seen, open): (Option<&view::Seen>, bool),
    code: &str,
    (requirement, name): (&str, &str),
    back: String,
    (zone, lang): (Zone, Lang),
) -> AnyView {
    if let Some(seen) = seen {
        let when = short_moment(seen.at, zone, lang);
        return view! {
            <p class="seen">
                <Icon name="ok" />
                " "
                {lang.pick("Asli dilihat: ", "Original seen: ")}
                {seen.by.clone()}
                ", "
                {when}
            </p>
        }
        .into_any();
    }
    if !open {
        return ().into_any();
    }
    view! {
        <form method="post" action=Seen::url()>
            <input type="hidden" name="code" value=code.to_owned() />
            <input type="hidden" name="requirement" value=requirement.to_owned() />
            <input type="hidden" name="back" value=back />
            <button class="btn quiet">
                <Icon name="eye" />
                <span>{lang.pick("Asli sudah dilihat", "Original seen")} <span class="vh">": " {name.to_owned()}</span></span>
            </button>
        </form>
    }
    .into_any()
}
