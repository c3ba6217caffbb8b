//! "Siapkan dulu": everything to have ready, as a check list that can be ticked, saved and printed.

use super::checklist::Checklist;
use super::words::{basis_words, condition_words, how_icon, how_words};
use crate::ui::{Badge, Icon, tongue};
use domain::form::Page;
use domain::service::{How, Requirement, Service};
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Prepare(service: Service, applicant: Vec<Page>, lang: Lang) -> impl IntoView {
    let (declared, tangible): (Vec<&Requirement>, Vec<&Requirement>) = service
        .requirements
        .iter()
        .partition(|r| r.how == How::Declare);
    let tiles = tangible
        .iter()
        .map(|r| tile(r, &service, &applicant, lang))
        .collect_view();
    let all = tangible.len();
    let none = all == 0;
    view! {
        <h2 id="siapkan">{lang.pick("Siapkan dulu", "Have these ready")}</h2>
        {none.then(|| view! { <p>{lang.pick("Tidak ada dokumen yang perlu disiapkan.", "You need no papers for this.")}</p> })}
        {(!none)
            .then(|| {
                view! {
                    <p class="hint">
                        {lang.pick("Centang yang sudah ada. Foto dari kertas asli, bukan fotokopi.", "Tick what you have. Photograph the originals, not copies.")}
                    </p>
                    <Checklist service=service.id.clone() name=service.name.get(lang).to_owned() all=all lang=lang>
                        <ul class="tiles">{tiles}</ul>
                    </Checklist>
                }
            })}
        {(!declared.is_empty())
            .then(|| {
                let list = declared
                    .iter()
                    .map(|r| {
                        view! {
                            <li>
                                <b lang=tongue(&r.name, lang)>{r.name.get(lang).to_owned()}</b>
                                {(!r.required).then(|| lang.pick(" (tidak wajib)", " (optional)"))}
                                ": "
                                <span lang=tongue(&r.why, lang)>{r.why.get(lang).to_owned()}</span>
                            </li>
                        }
                    })
                    .collect_view();
                view! {
                    <h3>{lang.pick("Cukup dinyatakan di formulir", "Only declared in the form")}</h3>
                    <p class="hint">{lang.pick("Tidak perlu surat. Anda mencentangnya saat mengisi.", "No paper needed. You tick these while you apply.")}</p>
                    <ul>{list}</ul>
                }
            })}
    }
}

fn tile(
    requirement: &Requirement,
    service: &Service,
    applicant: &[Page],
    lang: Lang,
) -> impl IntoView + use<> {
    let how = how_words(requirement.how, lang);
    let basis =
        (!service.confirmed).then(|| format!(" · {}", basis_words(requirement.basis, lang)));
    let only = requirement
        .show_if
        .as_ref()
        .map(|condition| condition_words(condition, service, applicant, lang));
    view! {
        <li>
            <label class="tile">
                // Browsers fill boxes in again after a reload, without telling anybody; the island remembers by itself.
                <input type="checkbox" value=requirement.id.clone() autocomplete="off" />
                <span>
                    <b lang=tongue(&requirement.name, lang)>{requirement.name.get(lang).to_owned()}</b>
                    {(!requirement.required).then(|| view! { " " <Badge>{lang.pick("Tidak wajib", "Optional")}</Badge> })}
                    <small>
                        <Icon name=how_icon(requirement.how) />
                        " "
                        {how}
                        {basis}
                    </small>
                    <small lang=tongue(&requirement.why, lang)>{requirement.why.get(lang).to_owned()}</small>
                    {only.map(|only| view! { <small>{only}</small> })}
                </span>
            </label>
        </li>
    }
}
