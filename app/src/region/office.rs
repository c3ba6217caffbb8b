//! The office: where, when, how to reach it, and who works there.

use crate::ui::{Fact, FactSheet, Icon, Nil, indonesian, shown_phone, tongue};
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
    let sheet = FactSheet::new(lang)
        .put_words(lang.pick("Alamat", "Address"), address)
        .put(lang.pick("Jam buka", "Open"), office.hours.map(|hours| view! { <span lang=tongue(&hours, lang)>{hours.get(lang).to_owned()}</span> }))
        .put(lang.pick("Telepon", "Phone"), office.phone.map(|phone| link(&format!("tel:{}", digits(&phone)), &shown_phone(&phone))))
        .put("WhatsApp", office.whatsapp.map(|phone| link(&whatsapp(&phone), &shown_phone(&phone))))
        .put("Email", office.email.map(|email| link(&format!("mailto:{email}"), &email)))
        .put("Instagram", office.instagram.map(|name| link(&instagram(&name), &name)))
        .put(lang.pick("Situs", "Website"), office.website.map(|url| link(&url, &url)));
    view! {
        <h2>{lang.pick("Kantor", "The office")}</h2>
        {sheet.view()}
        <h2>{lang.pick("Siapa di kantor", "Who works here")}</h2>
        {people(structure, lang)}
    }
}

fn people(structure: Vec<Position>, lang: Lang) -> AnyView {
    if structure.is_empty() {
        return view! { <p><Nil /></p> }.into_any();
    }
    if structure.iter().all(|position| position.holder.is_none()) {
        let titles = structure.iter().map(|position| view! { <li lang=tongue(&position.title, lang)>{position.title.get(lang).to_owned()}</li> });
        return view! {
            <ul>{titles.collect_view()}</ul>
            <p class="nil">{lang.pick("Nama pejabat belum diisi.", "Names are not yet filled in.")}</p>
        }
        .into_any();
    }
    let lines = structure.into_iter().map(|Position { title, holder }| {
        let label = title.get(lang).to_owned();
        match holder {
            Some(holder) => {
                view! { <Fact label=label><span lang=indonesian(lang)>{holder}</span></Fact> }
                    .into_any()
            }
            None => view! { <Fact label=label /> }.into_any(),
        }
    });
    view! { <dl class="facts">{lines.collect_view()}</dl> }.into_any()
}

/// A link out of here, on a line of its own. What an office writes may be no address at all: then it is only words.
pub fn link(href: &str, words: &str) -> AnyView {
    let words = words
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned();
    if !["https://", "http://", "tel:", "mailto:"]
        .iter()
        .any(|scheme| href.starts_with(scheme))
    {
        return words.into_any();
    }
    let icon = if href.starts_with("tel:") {
        "call"
    } else if href.starts_with("mailto:") {
        "send"
    } else {
        "out"
    };
    view! {
        <a class="tap" href=href.to_owned()>
            <Icon name=icon />
            {words}
        </a>
    }
    .into_any()
}

fn digits(phone: &str) -> String {
    phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect()
}

fn whatsapp(phone: &str) -> String {
    let number = Phone::parse(phone).map_or_else(|| digits(phone), |phone| phone.e164());
    format!("https://wa.me/{}", number.trim_start_matches('+'))
}

fn instagram(name: &str) -> String {
    if name.starts_with("https://") {
        name.to_owned()
    } else {
        format!("https://www.instagram.com/{}", name.trim_start_matches('@'))
    }
}
