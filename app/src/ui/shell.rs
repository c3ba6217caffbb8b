//! The frame of every page: head, header, footer, and the one small script that wakes islands.

use super::footer::Footer;
use super::header::Header;
use super::sheet;
use crate::facts::{Facts, use_facts};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title};

const LOADER: &str = include_str!("loader.js");
/// Only on officers' pages.
const LEAVE: &str = include_str!("leave.js");

fn loader(facts: &Facts) -> String {
    let quote = |files: &[&String]| serde_json::to_string(files).unwrap_or_default();
    let [script, module] = &facts.reader;
    squeeze_script(LOADER)
        .replace("LATE", &format!("{:?}", routes::OFFLINE_SCRIPT))
        .replace("READER", &quote(&[script, module]))
        .replace(
            "LEPTOS",
            &quote(&[&facts.script, &facts.module, &facts.helper]),
        )
}

/// Drops whole-line comments and indents.
fn squeeze_script(js: &str) -> String {
    js.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Browsers that know how may fetch the next reading page while the finger is still on the link. Only pages that are
/// the same for everybody: never a status, never an officer's page.
fn speculation() -> String {
    let (services, regions) = (routes::SERVICES, routes::REGIONS);
    format!(
        r#"{{"prefetch":[{{"where":{{"href_matches":["{services}*","{regions}*"]}},"eagerness":"moderate"}}]}}"#
    )
}

/// Which rules the body takes: officers' tables need room, a document needs the whole screen.
fn body_class(path: &str) -> Option<&'static str> {
    let below = path.strip_prefix(routes::OFFICER)?;
    Some(if below.contains("/berkas/") {
        "viewer"
    } else {
        "wide"
    })
}

#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let facts = use_facts();
    let lang = facts.lang;
    let class = body_class(&facts.path);
    let nonce = facts.nonce.clone();
    let body = children();
    let framed = class != Some("viewer");
    let reading = class.is_none();
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#0a4237" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#082f27" media="(prefers-color-scheme: dark)" />
                <link rel="icon" href="/favicon.svg" />
                <link rel="manifest" href=routes::MANIFEST />
                <style nonce=nonce.clone() inner_html=sheet::css(&facts.path)></style>
                <Title formatter=|text: String| if text.is_empty() { "Genggam".to_owned() } else { format!("{text} · Genggam") } />
                <MetaTags />
            </head>
            <body class=class>
                {framed.then(|| view! { <Header facts=facts.clone() /> })}
                {body}
                {framed.then(|| view! { <Footer facts=facts.clone() /> })}
                {reading.then(|| view! { <script type="speculationrules" nonce=nonce.clone() inner_html=speculation()></script> })}
                {(class == Some("wide"))
                    .then(|| view! { <script type="module" nonce=nonce.clone() inner_html=squeeze_script(LEAVE)></script> })}
                {(!facts.script.is_empty())
                    .then(|| view! { <script type="module" nonce=nonce inner_html=loader(&facts)></script> })}
            </body>
        </html>
    }
}

#[cfg(test)]
mod tests {
    use super::{body_class, speculation};

    #[test]
    fn bodies_differ_by_what_they_show() {
        assert_eq!(body_class("/layanan/berkas/x"), None);
        assert_eq!(body_class("/petugas"), Some("wide"));
        assert_eq!(
            body_class("/petugas/permohonan/SKC7K3M9PXT4/berkas/ktp"),
            Some("viewer")
        );
    }

    #[test]
    fn only_reading_pages_are_fetched_ahead() {
        let rules: serde_json::Value = serde_json::from_str(&speculation()).expect("JSON");
        assert_eq!(
            rules["prefetch"][0]["where"]["href_matches"],
            serde_json::json!(["/layanan*", "/kecamatan*"])
        );
    }
}
