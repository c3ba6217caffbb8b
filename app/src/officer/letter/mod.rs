//! The letters of a case: where each stands, what it looks like, and the next thing to do with it.
//!
//! What a letter isn't, is said: a draft is no letter, and what no certificate has signed must be signed by hand.

pub mod api;
mod templates;
mod waiting;

pub use templates::TemplatesPage;
pub use waiting::AwaitingPage;
use waiting::waits;

use crate::routes;
use crate::ui::{Badge, Icon, Note, TextArea, Tone, day_words, tongue};
use api::{LetterStep as Step, SignLetter};
use domain::code::Code;
use domain::document::MAX_REASON;
use domain::letter::{LetterState, LetterStep, Means, Unprintable};
use domain::text::Lang;
use domain::view::{Asks, CaseView, LetterView};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

pub fn letters(case: &CaseView, lang: Lang) -> Option<AnyView> {
    (!case.letters.is_empty()).then(|| {
        let rows = case
            .letters
            .iter()
            .map(|one| letter(one, case, lang))
            .collect_view();
        view! {
            <h2 id="surat">{lang.pick("Surat", "Letter")}</h2>
            <ul class="plain">{rows}</ul>
        }
        .into_any()
    })
}

fn letter(one: &LetterView, case: &CaseView, lang: Lang) -> AnyView {
    let code = &case.code;
    let tone = match one.state {
        LetterState::Scanned | LetterState::Signed => Tone::Ok,
        LetterState::Numbered | LetterState::Printed => Tone::Warn,
        _ => Tone::Info,
    };
    let number = one.number.clone().map(|number| {
        let day = one.day.as_deref().map(|day| day_words(day, lang));
        view! {
            <p>
                {lang.pick("Nomor ", "Number ")}
                <b>{number}</b>
                {day.map(|day| format!(", {day}"))}
            </p>
        }
    });
    let name = one.name.get(lang).to_owned();
    let draft = one.draft.then(|| {
        view! {
            <p class="acts">
                <a class="btn second" href=routes::letter_draft(code, &one.product) target="_blank">
                    <Icon name="eye" />
                    <span>{lang.pick("Lihat konsep surat (PDF)", "Look at the draft (PDF)")}</span>
                </a>
            </p>
        }
    });
    let file = one.file.then(|| {
        view! {
            <p class="acts">
                <a class="btn second" href=routes::letter_file(code, &one.product) download=format!("surat-{}.pdf", code.compact())>
                    <Icon name="print" />
                    <span>{lang.pick("Ambil surat (PDF)", "Get the letter (PDF)")}</span>
                </a>
            </p>
        }
    });
    let stuck = case.unprintable.iter().find(|it| it.product == one.product);
    let forms = one
        .steps
        .iter()
        .map(|step| form(one, *step, stuck.is_some(), code, lang))
        .collect_view();
    let stuck = stuck.filter(|_| one.state == LetterState::Draft);
    let stuck = stuck.map(|it| unprintable(it, lang));
    let before = one
        .before
        .iter()
        .map(|old| {
            let reason = old.reason.clone().map(|reason| format!(": {reason}"));
            view! { <li>{old.number.clone()} " · " {old.state.name(lang)} {reason}</li> }
        })
        .collect_view();
    let (id, state) = (format!("surat-{}", one.product), one.state.name(lang));
    let tongue = tongue(&one.name, lang);
    let honest = honest(one, lang).map(|words| view! { <p class="hint">{words}</p> });
    let waits = one.waits.as_ref().map(|why| waits(why, case.zone, lang));
    let before = (!one.before.is_empty()).then(|| view! { <ul class="looks">{before}</ul> });
    view! {
        <li class="box" id=id>
            <h3>
                <span lang=tongue>{name}</span>
                " "
                <Badge tone=tone>{state}</Badge>
            </h3>
            {number}
            {honest}
            {waits}
            {stuck}
            {draft}
            {file}
            <div class="steps-list">{forms}</div>
            {before}
        </li>
    }
    .into_any()
}

/// What this letter is not, and what follows from it.
fn honest(one: &LetterView, lang: Lang) -> Option<&'static str> {
    Some(match (one.state, one.means) {
        (LetterState::Draft, Means::Pen) => lang.pick(
            "Surat ini tidak ditandatangani secara elektronik: nanti dicetak dan ditandatangani dengan pena. Nomor diberikan sekali dan tidak bisa dipakai lagi, jadi lihat dulu konsepnya.",
            "This letter isn't signed electronically: it will be printed and signed by hand. A number is given once and never again, so look at the draft first.",
        ),
        (LetterState::Draft, Means::Electronic) => lang.pick(
            "Nomor diberikan sekali dan tidak bisa dipakai lagi, jadi lihat dulu konsepnya.",
            "A number is given once and never again, so look at the draft first.",
        ),
        (LetterState::Numbered, Means::Pen) => lang.pick(
            "Cetak, lalu tanda tangani dengan pena dan beri cap. Tanpa itu surat belum sah.",
            "Print it, sign it by hand and stamp it. Without that it isn't valid.",
        ),
        (LetterState::Numbered, Means::Electronic) => lang.pick(
            "Belum ditandatangani. Surat ini belum bisa diambil siapa pun.",
            "Not signed yet. Nobody can have this letter yet.",
        ),
        (LetterState::Printed, _) => lang.pick(
            "Sesudah ditandatangani dan dicap, foto atau pindai surat itu menjadi PDF dan simpan di sini.",
            "When it is signed and stamped, scan it to a PDF and keep it here.",
        ),
        _ => return None,
    })
}

/// What can't be printed, and that a pen can write it.
fn unprintable(it: &Unprintable, lang: Lang) -> AnyView {
    let words = it.message(lang);
    view! {
        <Note tone=Tone::Warn>
            <p>{words}</p>
            <p>
                {lang.pick(
                    "Surat tetap bisa dibuat dengan pena: bagian itu dicetak sebagai titik-titik, ditulis tangan, lalu surat ditandatangani, dicap, dan pindaiannya disimpan di sini.",
                    "The letter can still be made by hand: that part is printed as dots and written with a pen; then it is signed, stamped, and its scan is kept here.",
                )}
            </p>
        </Note>
    }
    .into_any()
}

/// `stuck`: the letter can't be printed as a whole, so what is made is written into by hand.
fn form(one: &LetterView, step: LetterStep, stuck: bool, code: &Code, lang: Lang) -> AnyView {
    let id = format!("{}-{}", step.key(), one.product);
    let of = view! { <span class="vh">": " {one.name.get(lang).to_owned()}</span> };
    let makes = matches!(step, LetterStep::Number | LetterStep::Replace);
    let words = match step {
        LetterStep::Number if stuck => lang.pick(
            "Beri nomor, bagian itu ditulis tangan",
            "Number it, that part is written by hand",
        ),
        other => other.button(lang),
    };
    if step == LetterStep::Scan {
        return view! {
            <form method="post" action=routes::letter_file(code, &one.product) enctype="multipart/form-data">
                <div class="field">
                    <label for=id.clone()>{lang.pick("Pindaian surat yang sudah ditandatangani (PDF)", "Scan of the signed letter (PDF)")}</label>
                    <input id=id type="file" name="file" accept="application/pdf" required />
                </div>
                <button class="btn">
                    <Icon name="check" />
                    <span>{words} {of}</span>
                </button>
            </form>
        }
        .into_any();
    }
    let hidden = view! {
        <input type="hidden" name="code" value=code.compact().to_owned() />
        <input type="hidden" name="product" value=one.product.clone() />
        <input type="hidden" name="step" value=step.key() />
    };
    if step == LetterStep::Sign {
        let whose = match one.asks {
            Asks::Certificate => {
                lang.pick("Kata sandi sertifikat", "Passphrase of the certificate")
            }
            Asks::Bsre => lang.pick(
                "Kata sandi (passphrase) BSrE Anda",
                "Your passphrase at BSrE",
            ),
        };
        return view! {
            <form method="post" action=SignLetter::url()>
                <input type="hidden" name="code" value=code.compact().to_owned() />
                <input type="hidden" name="product" value=one.product.clone() />
                <div class="field">
                    <label for=id.clone()>{whose}</label>
                    <p class="hint" id=format!("{id}-h")>{lang.pick("Hanya dipakai untuk tanda tangan ini dan tidak disimpan.", "Used for this signature only, and kept nowhere.")}</p>
                    <input id=id.clone() type="password" name="passphrase" required autocomplete="off" aria-describedby=format!("{id}-h") />
                </div>
                <button class="btn">
                    <Icon name="check" />
                    <span>{words} {of}</span>
                </button>
            </form>
        }
        .into_any();
    }
    let by_hand = (makes && stuck).then(|| {
        view! {
            <input type="hidden" name="means" value=Means::Pen.key() />
            <input type="hidden" name="by_hand" value="ya" />
        }
    });
    let choice = (makes && !stuck && one.choices.len() > 1).then(|| {
        let way = format!("{id}-cara");
        let options = one
            .choices
            .iter()
            .map(|means| {
                let words = match means {
                    Means::Pen => lang.pick("Dengan pena (tanda tangan basah)", "By hand"),
                    Means::Electronic => lang.pick("Secara elektronik", "Electronically"),
                };
                view! { <option value=means.key()>{words}</option> }
            })
            .collect_view();
        view! {
            <div class="field">
                <label for=way.clone()>{lang.pick("Cara menandatangani", "How it is signed")}</label>
                <select id=way name="means">{options}</select>
            </div>
        }
    });
    if step.needs_reason() {
        return view! {
            <details class="give-back">
                <summary>{words} {of}</summary>
                <form method="post" action=Step::url()>
                    {hidden}
                    {(step == LetterStep::Replace)
                        .then(|| {
                            view! {
                                <p class="hint">
                                    {lang.pick(
                                        "Surat baru langsung mendapat nomor. Surat lama tetap berlaku sampai surat baru ditandatangani.",
                                        "The new letter gets its number at once. The old one stands until the new one is signed.",
                                    )}
                                </p>
                            }
                        })}
                    {by_hand}
                    {choice}
                    <div class="field">
                        <label for=id.clone()>{lang.pick("Alasan", "Reason")}</label>
                        <TextArea id=id name="reason".to_owned() max=MAX_REASON described=String::new() />
                    </div>
                    <button class="btn danger">
                        <span>{words}</span>
                    </button>
                </form>
            </details>
        }
        .into_any();
    }
    // What is most likely is filled, the other way is not.
    let class = if step == LetterStep::TakePen {
        "btn second"
    } else {
        "btn"
    };
    view! {
        <form method="post" action=Step::url()>
            {hidden}
            {by_hand}
            {choice}
            <button class=class>
                <Icon name="check" />
                <span>{words} {of}</span>
            </button>
        </form>
    }
    .into_any()
}
