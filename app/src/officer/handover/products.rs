//! The products of a case: where each one is, and the one thing to do with it.

use super::super::drawing::drawing;
use super::super::sign::SignatureIsland;
use super::super::words::short_moment;
use super::api::Deliver;
use crate::routes;
use crate::ui::{Badge, Icon, Tone, kilobytes, tongue};
use domain::code::Code;
use domain::form::MAX_TEXT;
use domain::product::{ProductState, ProductStep, Way};
use domain::region::Zone;
use domain::text::Lang;
use domain::view::{ProductMark, ProductView};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

pub fn products(products: &[ProductView], code: &Code, zone: Zone, lang: Lang) -> AnyView {
    let rows = products
        .iter()
        .map(|one| row(one, code, zone, lang))
        .collect_view();
    view! { <ul class="plain products">{rows}</ul> }.into_any()
}

fn row(one: &ProductView, code: &Code, zone: Zone, lang: Lang) -> AnyView {
    let tone = match one.state {
        ProductState::Waiting => Tone::Plain,
        ProductState::Issued | ProductState::AtHand => Tone::Info,
        ProductState::HandedOver => Tone::Ok,
    };
    let marks = one
        .marks
        .iter()
        .map(|mark| mark_view(mark, one, zone, lang))
        .collect_view();
    let print = one.file.map(|bytes| {
        view! {
            <a class="btn second" href=routes::product_file(code, &one.id) download=format!("{}-{}.pdf", one.id, code.compact())>
                <Icon name="print" />
                <span>{lang.pick("Buka berkas untuk dicetak", "Open the file to print")} " (" {kilobytes(bytes, lang)} ")" <span class="vh">": " {one.name.get(lang).to_owned()}</span></span>
            </a>
        }
    });
    let (words, tone_words) = (one.name.get(lang).to_owned(), one.state.name(one.way, lang));
    view! {
        <li class="box" id=format!("hasil-{}", one.id)>
            <h3>
                <span lang=tongue(&one.name, lang)>{words}</span>
                " "
                <Badge tone=tone>{tone_words}</Badge>
            </h3>
            <ul class="looks">{marks}</ul>
            {one.signature.as_ref().map(|id| drawing(id, lang.pick("Tanda tangan penerima", "The receiver's signature"), lang))}
            {print}
            {one.step.map(|step| form(one, step, code, lang))}
        </li>
    }
    .into_any()
}

fn mark_view(mark: &ProductMark, one: &ProductView, zone: Zone, lang: Lang) -> AnyView {
    let what = match (mark.step, one.way) {
        (ProductStep::Issue, _) => lang.pick("Jadi", "Made"),
        (ProductStep::Arrive, Way::Print) => lang.pick("Dicetak", "Printed"),
        (ProductStep::Arrive, Way::Card) => lang.pick("Tiba", "Arrived"),
        (ProductStep::HandOver, _) => lang.pick("Diserahkan", "Handed over"),
    };
    let receiver = one
        .receiver
        .clone()
        .filter(|_| mark.step == ProductStep::HandOver)
        .map(|name| format!("{} {name}", lang.pick(", diterima", ", received by")));
    let words = format!(
        "{what} · {} · {}",
        short_moment(mark.at, zone, lang),
        mark.by
    );
    view! { <li>{words} {receiver}</li> }.into_any()
}

/// The one thing to do now.
fn form(one: &ProductView, step: ProductStep, code: &Code, lang: Lang) -> AnyView {
    let words = step.button(one.way, lang);
    let of = view! { <span class="vh">": " {one.name.get(lang).to_owned()}</span> };
    if step == ProductStep::Issue && one.way == Way::Print {
        let id = format!("berkas-{}", one.id);
        return view! {
            <form method="post" action=routes::product_file(code, &one.id) enctype="multipart/form-data">
                <div class="field">
                    <label for=id.clone()>
                        {if one.needs_file {
                            lang.pick("Berkas PDF yang akan dicetak", "The PDF to print")
                        } else {
                            lang.pick("Berkas PDF (boleh dilewati)", "The PDF (may be skipped)")
                        }}
                    </label>
                    <input id=id type="file" name="file" accept="application/pdf" required=one.needs_file />
                </div>
                <button class="btn">
                    <Icon name="send" />
                    <span>{words} {of}</span>
                </button>
            </form>
        }
        .into_any();
    }
    let hidden = view! {
        <input type="hidden" name="code" value=code.compact().to_owned() />
        <input type="hidden" name="product" value=one.id.clone() />
        <input type="hidden" name="step" value=step.key() />
    };
    if step != ProductStep::HandOver {
        return view! {
            <form method="post" action=Deliver::url()>
                {hidden}
                <button class="btn">
                    <Icon name="check" />
                    <span>{words} {of}</span>
                </button>
            </form>
        }
        .into_any();
    }
    let id = format!("penerima-{}", one.id);
    view! {
        <form method="post" action=Deliver::url()>
            {hidden}
            <div class="field">
                <label for=id.clone()>{lang.pick("Nama penerima", "Who receives it")}</label>
                <input id=id name="receiver" required maxlength=MAX_TEXT.to_string() autocomplete="off" />
            </div>
            <SignatureIsland lang=lang name="drawn".to_owned() label=lang.pick("Tanda tangan penerima", "The receiver's signature").to_owned() />
            <button class="btn">
                <Icon name="check" />
                <span>{words} {of}</span>
            </button>
        </form>
    }
    .into_any()
}
