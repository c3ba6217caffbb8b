//! The frame of every page: head, header, footer, and the one small script that wakes islands.

use crate::facts::{Facts, use_facts};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title};

const LOADER: &str = include_str!("loader.js");

/// All of the residents' CSS, inlined: one request less is worth more than a cache entry on a 400 ms link.
const CSS: &[&str] = &[
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("../../../style/shell.css"),
    include_str!("../../../style/pieces.css"),
    include_str!("../../../style/forms.css"),
    include_str!("../../../style/print.css"),
];
const OFFICER_CSS: &str = include_str!("../../../style/officer.css");

/// Takes comments and the white space around lines away. Every style sheet of ours has comments only between rules.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn css(officer: bool) -> String {
    use std::sync::OnceLock;
    static RESIDENT: OnceLock<String> = OnceLock::new();
    static OFFICER: OnceLock<String> = OnceLock::new();
    let resident = RESIDENT.get_or_init(|| squeeze(&CSS.concat()));
    if officer { OFFICER.get_or_init(|| format!("{resident}\n{}", squeeze(OFFICER_CSS))).clone() } else { resident.clone() }
}

fn loader(facts: &Facts) -> String {
    let quote = |text: &str| serde_json::to_string(text).unwrap_or_default();
    squeeze_script(LOADER).replace("SCRIPT", &quote(&facts.script)).replace("MODULE", &quote(&facts.module))
}

/// Drops whole-line comments and indents.
fn squeeze_script(js: &str) -> String {
    js.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let facts = use_facts();
    let lang = facts.lang;
    let officer = facts.path.starts_with(routes::OFFICER);
    let nonce = facts.nonce.clone();
    let body = children();
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" />
                <style nonce=nonce.clone() inner_html=css(officer)></style>
                <MetaTags />
            </head>
            <body>
                {body}
                {(!facts.script.is_empty())
                    .then(|| view! { <script type="module" nonce=nonce inner_html=loader(&facts)></script> })}
            </body>
        </html>
    }
}

#[component]
pub fn NotFound() -> impl IntoView {
    let lang = crate::facts::use_lang();
    view! {
        <Title text=lang.pick("Halaman tidak ada", "Page not found") />
        <main class="main" id="isi">
            <h1>{lang.pick("Halaman ini tidak ada", "This page does not exist")}</h1>
            <p><a href=routes::HOME>{lang.pick("Ke halaman depan", "To the front page")}</a></p>
        </main>
    }
}
