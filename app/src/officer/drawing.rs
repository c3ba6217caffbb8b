//! A drawn signature as officers see it: a picture, or where data is saved a link that says how much it may be.

use super::sign::{HEIGHT, WIDTH};
use crate::facts::use_facts;
use crate::routes;
use crate::ui::kilobytes;
use domain::assistance::MAX_SIGNATURE;
use domain::text::Lang;
use leptos::prelude::*;

pub fn drawing(id: &str, whose: &'static str, lang: Lang) -> AnyView {
    let address = routes::signature(id);
    if !use_facts().saving {
        // With its size, so that nothing below it moves when it comes.
        return view! { <img class="signature" src=address alt=whose width=WIDTH height=HEIGHT /> }
            .into_any();
    }
    let size = kilobytes(MAX_SIGNATURE as u64, lang);
    view! {
        <a class="btn quiet" href=address>
            {whose}
            " ("
            {lang.pick("paling banyak ", "at most ")}
            {size}
            ")"
        </a>
    }
    .into_any()
}
