//! Who may apply, how it goes, what is asked, and the terms: time, cost, product, signer.

use super::words::{either, handover_words, signature_words};
use crate::ui::{Fact, Words, tongue, working_days};
use domain::answer::rupiah;
use domain::form::Page;
use domain::service::Service;
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Who(service: Service, lang: Lang) -> impl IntoView {
    view! {
        <h2>{lang.pick("Siapa yang boleh", "Who may apply")}</h2>
        <p lang=tongue(&service.who_may_apply, lang)>{service.who_may_apply.get(lang).to_owned()}</p>
    }
}

/// The steps, and every question of the form for people who fill it in elsewhere or not at all.
#[component]
pub fn Steps(service: Service, applicant: Vec<Page>, lang: Lang) -> impl IntoView {
    let steps = service
        .steps
        .iter()
        .map(|step| view! { <li lang=tongue(step, lang)>{step.get(lang).to_owned()}</li> })
        .collect_view();
    let pages = applicant
        .iter()
        .chain(&service.pages)
        .map(|page| {
            let fields = page.fields.iter().map(|field| {
                view! {
                    <li>
                        <Words text=field.label.clone() lang=lang />
                        {field.may_be_empty().then(|| lang.pick(" (boleh kosong)", " (optional)"))}
                    </li>
                }
            });
            view! {
                <li>
                    <Words text=page.title.clone() lang=lang />
                    <ul>{fields.collect_view()}</ul>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2 id="langkah">{lang.pick("Langkahnya", "How it goes")}</h2>
        <ol>{steps}</ol>
        <details>
            <summary>{lang.pick("Apa saja yang ditanyakan", "What you will be asked")}</summary>
            <ol>{pages}</ol>
        </details>
    }
}

#[component]
pub fn Terms(service: Service, lang: Lang) -> impl IntoView {
    let Service {
        time,
        fee,
        products,
        signer,
        signature,
        agency,
        ..
    } = service;
    let limit = match lang {
        Lang::Id => format!(
            "Paling lama {} sejak berkas lengkap.",
            working_days(time.limit, lang)
        ),
        Lang::En => format!(
            "At most {} once the file is complete.",
            working_days(time.limit, lang)
        ),
    };
    let cost = if fee.rupiah == 0 {
        lang.pick("Gratis", "Free").to_owned()
    } else {
        rupiah(fee.rupiah)
    };
    // "Gratis. Gratis." helps nobody.
    let cost_note = fee
        .note
        .filter(|note| note.get(lang).trim_end_matches('.') != cost);
    let products = products
        .into_iter()
        .map(|product| {
            let ways: Vec<&str> = product
                .handover
                .iter()
                .map(|way| handover_words(*way, lang))
                .collect();
            view! {
                <div>
                    <Words text=product.name lang=lang />
                    <small>{either(&ways, lang)}</small>
                </div>
            }
        })
        .collect_view();
    view! {
        <h2 id="janji">{lang.pick("Janji layanan", "What the office promises")}</h2>
        <dl class="facts">
            <Fact label=lang.pick("Lama", "Time")>
                {working_days(time.promise, lang)}
                <small>{limit}</small>
                {time.note.map(|note| view! { <small lang=tongue(&note, lang)>{note.get(lang).to_owned()}</small> })}
            </Fact>
            <Fact label=lang.pick("Biaya", "Cost")>
                {cost}
                {cost_note.map(|note| view! { <small lang=tongue(&note, lang)>{note.get(lang).to_owned()}</small> })}
            </Fact>
            <Fact label=lang.pick("Hasil", "You get")>{products}</Fact>
            <Fact label=lang.pick("Yang menandatangani", "Signed by")>
                <Words text=signer lang=lang />
                {signature_words(signature, lang).map(|words| view! { <small>{words}</small> })}
            </Fact>
            <Fact label=lang.pick("Yang mengurus", "Handled by")>
                <Words text=agency lang=lang />
            </Fact>
        </dl>
    }
}
