//! The forms that judge one item: accept, give back with a reason, take the verdict back.
//! Plain forms to [`Judge`]; the page they stand on is shown again afterwards.

use super::api::Judge;
use crate::ui::{Icon, TextArea};
use domain::document::{Item, MAX_REASON, Verdict};
use domain::text::Lang;
use domain::view::CaseView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Where a form stands: what every one of them sends along.
#[derive(Clone)]
pub struct Desk {
    pub lang: Lang,
    pub code: String,
    /// Optimistic lock: a form of an outdated page is refused.
    pub version: i64,
    /// This officer may judge now.
    pub may_judge: bool,
    /// The page to show afterwards, without a place on it.
    pub back: String,
}

impl Desk {
    pub fn new(case: &CaseView, lang: Lang, back: String) -> Desk {
        Desk {
            lang,
            code: case.code.compact().to_owned(),
            version: case.version,
            may_judge: case.may_judge,
            back,
        }
    }

    fn form(&self, item: &Item, verdict: &'static str, place: &str, body: AnyView) -> AnyView {
        let back = if place.is_empty() {
            self.back.clone()
        } else {
            format!("{}#{place}", self.back)
        };
        view! {
            <form method="post" action=Judge::url()>
                <input type="hidden" name="code" value=self.code.clone() />
                <input type="hidden" name="version" value=self.version.to_string() />
                <input type="hidden" name="item" value=item.to_string() />
                <input type="hidden" name="verdict" value=verdict />
                <input type="hidden" name="back" value=back />
                {body}
            </form>
        }
        .into_any()
    }

    /// One button: good as it is.
    pub fn accept(&self, item: &Item, label: &str, place: &str) -> AnyView {
        let button = view! {
            <button class="btn second">
                <Icon name="check" />
                <span>{self.lang.pick("Terima", "Accept")} <span class="vh">" " {label.to_owned()}</span></span>
            </button>
        };
        self.form(item, "accepted", place, button.into_any())
    }

    /// One button: nobody has judged yet after all.
    pub fn undo(&self, item: &Item, label: &str, place: &str) -> AnyView {
        let button = view! {
            <button class="btn quiet">
                <span>{self.lang.pick("Batalkan", "Undo")} <span class="vh">": " {label.to_owned()}</span></span>
            </button>
        };
        self.form(item, "open", place, button.into_any())
    }

    /// Folded: give back, with words for the resident.
    pub fn give_back(&self, item: &Item, label: &str, place: &str) -> AnyView {
        let lang = self.lang;
        let (kind, id) = match item {
            Item::Field(id) => ("isian", id),
            Item::Document(id) => ("berkas", id),
        };
        let area = format!("alasan-{kind}-{id}");
        let quick = matches!(item, Item::Document(_)).then(|| quick_reasons(lang));
        let hint = format!("{area}-h");
        let body = view! {
            {quick}
            <div class="field">
                <label for=area.clone()>{lang.pick("Alasan untuk pemohon", "Reason for the applicant")}</label>
                <p class="hint" id=hint.clone()>
                    {match item {
                        Item::Document(_) => lang.pick("Boleh kosong bila pilihan di atas sudah cukup.", "May stay empty if the choice above says it all."),
                        Item::Field(_) => lang.pick("Tulis apa yang salah dan apa yang harus diisi.", "Say what is wrong and what to fill in."),
                    }}
                </p>
                <TextArea id=area name="reason".to_owned() max=MAX_REASON described=hint />
            </div>
            <button class="btn danger">
                <Icon name="retake" />
                <span>{lang.pick("Kembalikan", "Give back")} <span class="vh">" " {label.to_owned()}</span></span>
            </button>
        };
        view! {
            <details class="give-back">
                <summary>{lang.pick("Kembalikan", "Give back")} <span class="vh">" " {label.to_owned()}</span></summary>
                {self.form(item, "returned", place, body.into_any())}
            </details>
        }
        .into_any()
    }

    /// The buttons that make sense after `verdict`. Answers are accepted by silence, so only documents get "accept".
    pub fn buttons(&self, item: &Item, verdict: &Verdict, label: &str, place: &str) -> AnyView {
        if !self.may_judge {
            return ().into_any();
        }
        let document = matches!(item, Item::Document(_));
        match verdict {
            Verdict::Open => {
                let accept = document.then(|| self.accept(item, label, place));
                (accept, self.give_back(item, label, place)).into_any()
            }
            Verdict::Accepted => self.undo(item, label, place),
            Verdict::Returned { .. } => self.undo(item, label, place),
        }
    }
}

/// What is wrong with a photograph, most of the time. The words go to the resident as they stand, in Indonesian.
const QUICK: [(&str, &str, &str); 4] = [
    (
        "Buram atau gelap",
        "Blurred or dark",
        "Fotonya buram atau gelap. Foto ulang di tempat terang dan tahan HP dengan tenang.",
    ),
    (
        "Terpotong",
        "Cut off",
        "Fotonya terpotong. Pastikan keempat sudut dokumen terlihat.",
    ),
    (
        "Bukan dokumen yang diminta",
        "Not the document asked for",
        "Ini bukan dokumen yang diminta.",
    ),
    (
        "Kedaluwarsa",
        "Expired",
        "Dokumen ini sudah tidak berlaku. Kirim yang masih berlaku.",
    ),
];

fn quick_reasons(lang: Lang) -> impl IntoView {
    let tiles = QUICK
        .into_iter()
        .map(|(id, en, words)| {
            view! {
                <label class="tile">
                    <input type="radio" name="choice" value=words required />
                    <span>{lang.pick(id, en)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{lang.pick("Apa yang kurang?", "What is wrong?")}</legend>
            <div class="tiles">
                {tiles} <label class="tile">
                    <input type="radio" name="choice" value="" required />
                    <span>
                        {lang.pick("Lainnya", "Something else")}
                        <small>{lang.pick("tulis alasannya di bawah", "write the reason below")}</small>
                    </span>
                </label>
            </div>
        </fieldset>
    }
}

/// The verdict in words, with the reason if it was given back.
pub fn verdict_note(verdict: &Verdict, lang: Lang) -> Option<AnyView> {
    match verdict {
        Verdict::Returned { reason } => {
            let reason = reason.clone();
            Some(view! { <p class="reason"><b>{lang.pick("Alasan:", "Reason:")}</b> " " {reason}</p> }.into_any())
        }
        _ => None,
    }
}
