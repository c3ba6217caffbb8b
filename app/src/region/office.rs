//! The office: where, when, how to reach it, and who works there.

use super::figures::known;
use crate::ui::{Fact, Icon, Nil, indonesian, shown_phone, tongue};
use domain::person::Phone;
use domain::profile::{Office, Position};
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn OfficePart(office: Office, structure: Vec<Position>, lang: Lang) -> impl IntoView {
    let address = match (office.address, office.postcode) {
        (Some(address), Some(postcode)) => Some(format!("{address}, {postcode}")),
        (address, postcode) => address.or(postcode),
    };
    view! {
        <h2>{lang.pick("Kantor", "The office")}</h2>
        <dl class="facts">
            {known(lang.pick("Alamat", "Address"), address, indonesian(lang))}
            {match office.hours {
                Some(hours) => {
                    view! {
                        <Fact label=lang.pick("Jam buka", "Open")>
                            <span lang=tongue(&hours, lang)>{hours.get(lang).to_owned()}</span>
                        </Fact>
                    }
                        .into_any()
                }
                None => view! { <Fact label=lang.pick("Jam buka", "Open") /> }.into_any(),
            }}
            {linked(lang.pick("Telepon", "Phone"), office.phone.map(|phone| (format!("tel:{}", digits(&phone)), shown_phone(&phone))))}
            {linked("WhatsApp", office.whatsapp.map(|phone| (whatsapp(&phone), shown_phone(&phone))))}
            {linked("Email", office.email.map(|email| (format!("mailto:{email}"), email)))}
            {linked("Instagram", office.instagram.map(|name| (instagram(&name), name)))}
            {linked(lang.pick("Situs", "Website"), office.website.map(|url| (url.clone(), url)))}
        </dl>
        <h2>{lang.pick("Siapa di kantor", "Who works here")}</h2>
        {people(structure, lang)}
    }
}

fn people(structure: Vec<Position>, lang: Lang) -> AnyView {
    if structure.is_empty() {
        return view! { <p><Nil /></p> }.into_any();
    }
    let lines = structure
        .into_iter()
        .map(|position| {
            view! {
                <div>
                    <dt lang=tongue(&position.title, lang)>{position.title.get(lang).to_owned()}</dt>
                    <dd>{position.holder.map_or_else(|| view! { <Nil /> }.into_any(), |holder| holder.into_any())}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="facts">{lines}</dl> }.into_any()
}

fn linked(label: &'static str, target: Option<(String, String)>) -> AnyView {
    match target {
        Some((href, words)) => view! { <Fact label=label>{link(&href, &words)}</Fact> }.into_any(),
        None => view! { <Fact label=label /> }.into_any(),
    }
}

/// A link out of here, on a line of its own. What an office writes may be no address at all: then it is only words.
pub fn link(href: &str, words: &str) -> AnyView {
    let words = words.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned();
    if !["https://", "http://", "tel:", "mailto:"].iter().any(|scheme| href.starts_with(scheme)) {
        return words.into_any();
    }
    let icon = if href.starts_with("tel:") { "call" } else if href.starts_with("mailto:") { "send" } else { "out" };
    view! {
        <a class="tap" href=href.to_owned()>
            <Icon name=icon />
            " "
            {words}
        </a>
    }
    .into_any()
}

fn digits(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

fn whatsapp(phone: &str) -> String {
    let number = Phone::parse(phone).map_or_else(|| digits(phone), |phone| phone.e164());
    format!("https://wa.me/{}", number.trim_start_matches('+'))
}

fn instagram(name: &str) -> String {
    if name.starts_with("https://") { name.to_owned() } else { format!("https://www.instagram.com/{}", name.trim_start_matches('@')) }
}
