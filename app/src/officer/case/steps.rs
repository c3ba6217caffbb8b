//! What this officer can do with the case now: one form per step of the state machine.

use super::super::api::Act;
use crate::ui::{Icon, TextArea, day_words};
use domain::application::Action;
use domain::document::{MAX_REASON, Verdict};
use domain::letter::LetterStep;
use domain::text::{Lang, plural};
use domain::view::CaseView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// How far the judging has come.
struct Judged {
    returned: usize,
    /// Required documents that nobody has accepted yet.
    open: usize,
}

impl Judged {
    fn of(case: &CaseView) -> Judged {
        let verdicts = case
            .fields
            .iter()
            .map(|f| &f.verdict)
            .chain(case.documents.iter().map(|d| &d.verdict));
        Judged {
            returned: verdicts
                .filter(|v| matches!(v, Verdict::Returned { .. }))
                .count(),
            open: case
                .documents
                .iter()
                .filter(|d| d.required && d.verdict != Verdict::Accepted)
                .count(),
        }
    }
}

/// Where on this page something waits for this officer while no step of the case as a whole does.
fn waiting(case: &CaseView, lang: Lang) -> Option<AnyView> {
    let open = |step: &LetterStep| {
        matches!(
            step,
            LetterStep::Number | LetterStep::Sign | LetterStep::Print | LetterStep::Scan
        )
    };
    let letter = case.letters.iter().find(|one| one.steps.iter().any(open));
    let letter = letter.map(|one| {
        let words = lang.pick("Suratnya belum selesai", "The letter isn't finished");
        (format!("#surat-{}", one.product), words)
    });
    let product = case.products.iter().find(|one| one.step.is_some());
    let product = product.map(|one| {
        let words = lang.pick(
            "Lanjutkan penyerahan hasilnya",
            "Go on with handing it over",
        );
        (format!("#hasil-{}", one.id), words)
    });
    let (place, words) = letter.or(product)?;
    Some(view! { <p><a class="tap" href=place>{words}</a></p> }.into_any())
}

pub fn steps(case: &CaseView, lang: Lang) -> AnyView {
    let judged = Judged::of(case);
    // Taking the decision back is no work that waits: what does is named first.
    let reopen = case.actions.contains(&Action::Reopen);
    let idle = case.actions.iter().all(|one| *one == Action::Reopen);
    let here = waiting(case, lang).filter(|_| idle && !case.reads_only);
    let reopen = (reopen && idle).then(|| {
        let form = form(case, Action::Reopen, false, &judged, lang);
        view! { <div class="steps-list">{form}</div> }
    });
    let body = if let Some(here) = here {
        here
    } else if idle {
        let words = if case.reads_only {
            lang.pick(
                "Anda hanya melihat. Setiap kali permohonan ini dibuka tercatat.",
                "You only look. Every opening of this application is recorded.",
            )
            .to_owned()
        } else if case.may_take || case.hold.as_ref().is_some_and(|hold| !hold.own) {
            lang.pick(
                "Petugas lain sedang mengerjakannya.",
                "Another officer is working on it.",
            )
            .to_owned()
        } else if case.state.is_final() {
            lang.pick(
                "Permohonan ini sudah selesai. Tidak ada langkah lagi.",
                "This application is closed. There is nothing left to do.",
            )
            .to_owned()
        } else {
            match lang {
                Lang::Id => format!(
                    "Bukan giliran Anda. Sekarang di tangan: {}.",
                    holder(case, lang)
                ),
                Lang::En => format!("Not your turn. Now with: {}.", holder(case, lang)),
            }
        };
        view! { <p>{words}</p> }.into_any()
    } else {
        let guide = guide(case, &judged, lang).map(|words| view! { <p class="hint">{words}</p> });
        let acting = case.acting.as_ref().map(|one| {
            let until = day_words(&one.until, lang);
            let words = match lang {
                Lang::Id => format!(
                    "Anda juga bertindak sebagai {} sampai {until} ({}).",
                    one.title(lang),
                    one.basis
                ),
                Lang::En => format!(
                    "You also act as {} until {until} ({}).",
                    one.title(lang),
                    one.basis
                ),
            };
            view! { <p class="hint">{words}</p> }
        });
        let main = main_step(case, &judged);
        // What is most likely first, what needs a reason last; otherwise the state machine's order.
        let mut actions = case.actions.clone();
        actions.sort_by_key(|action| (Some(*action) != main, action.needs_reason()));
        let forms = actions
            .into_iter()
            .map(|action| form(case, action, Some(action) == main, &judged, lang))
            .collect_view();
        view! {
            {acting}
            {guide}
            <div class="steps-list">{forms}</div>
        }
        .into_any()
    };
    view! {
        <section class="box" id="langkah" aria-labelledby="langkah-h">
            <h2 id="langkah-h">{lang.pick("Langkah berikut", "Next step")}</h2>
            {body}
            {reopen}
        </section>
    }
    .into_any()
}

/// [`domain::application::State::holder`] speaks to the resident ("you"); an officer reads "the resident".
fn holder(case: &CaseView, lang: Lang) -> &'static str {
    use domain::application::State;
    match (case.state, case.hand) {
        (State::NeedsFix | State::Draft, _) => lang.pick("pemohon", "the resident"),
        (_, Some(role)) => role.name(lang),
        (other, None) => other.holder(lang),
    }
}

/// What stands on the button of a step, with the desk that it leads to.
fn button(case: &CaseView, action: Action, lang: Lang) -> String {
    let words = action.button(lang);
    let desk = match action {
        Action::Forward => case.onward,
        Action::SendBack => case.backward,
        _ => None,
    };
    match (desk, lang) {
        (Some(role), Lang::Id) if action == Action::SendBack => {
            format!("Kembalikan ke {}", role.name(lang))
        }
        (Some(role), Lang::En) if action == Action::SendBack => {
            format!("Send back to {}", role.name(lang))
        }
        (Some(role), Lang::Id) => format!("{words} ke {}", role.name(lang)),
        (Some(role), Lang::En) => format!("{words} to {}", role.name(lang)),
        (None, _) => words.to_owned(),
    }
}

/// What giving back will mean for the resident.
fn guide(case: &CaseView, judged: &Judged, lang: Lang) -> Option<String> {
    (judged.returned > 0 && case.actions.contains(&Action::Return)).then(|| match lang {
        Lang::Id => format!(
            "{} bagian ditandai. Pemohon hanya mengirim ulang bagian itu.",
            judged.returned
        ),
        Lang::En => format!(
            "{} marked. The resident sends only those again.",
            plural(judged.returned, "item")
        ),
    })
}

/// The one button that is filled: what an officer most likely came for.
fn main_step(case: &CaseView, judged: &Judged) -> Option<Action> {
    let likely: &[Action] = if judged.returned > 0 {
        &[Action::Return]
    } else if judged.open > 0 {
        &[Action::StartChecking, Action::Forward, Action::Decide]
    } else {
        &[
            Action::StartChecking,
            Action::Complete,
            Action::Forward,
            Action::Decide,
            Action::MakeReady,
            Action::HandOver,
        ]
    };
    likely
        .iter()
        .copied()
        .find(|action| case.actions.contains(action))
}

fn form(case: &CaseView, action: Action, main: bool, judged: &Judged, lang: Lang) -> AnyView {
    let words = button(case, action, lang);
    let class = match action {
        Action::Refuse => "btn danger",
        _ if main => "btn",
        _ => "btn second",
    };
    let hidden = view! {
        <input type="hidden" name="code" value=case.code.compact().to_owned() />
        <input type="hidden" name="version" value=case.version.to_string() />
        <input type="hidden" name="action" value=action.key() />
    };
    if action.needs_reason() {
        let area = format!("alasan-{}", action.key());
        let hint = format!("{area}-h");
        let reader = if action == Action::Reopen {
            lang.pick(
                "Persetujuan ditarik, dan permohonan kembali ke meja Anda. Dari sana bisa dikembalikan untuk dibetulkan. Batas waktunya berjalan lagi dari sisa harinya. Petugas dan pemohon bisa membaca alasannya.",
                "The approval is taken back, and the case returns to your desk, from where it can be sent back for fixing. Its clock runs on with the days that were left. Officers and the resident can read the reason.",
            )
        } else if action == Action::SendBack {
            lang.pick(
                "Petugas di meja itu dan pemohon bisa membacanya.",
                "The officer at that desk and the resident can read it.",
            )
        } else {
            lang.pick(
                "Pemohon akan membacanya di halaman status.",
                "The resident will read it on the status page.",
            )
        };
        return view! {
            <details class="give-back">
                <summary>{words.clone()}</summary>
                <form method="post" action=Act::url()>
                    {hidden}
                    <div class="field">
                        <label for=area.clone()>{lang.pick("Alasan", "Reason")}</label>
                        <p class="hint" id=hint.clone()>{reader}</p>
                        <TextArea id=area name="reason".to_owned() max=MAX_REASON described=hint />
                    </div>
                    <button class=class>{words}</button>
                </form>
            </details>
        }
        .into_any();
    }
    // The state machine would refuse these; saying so before is kinder.
    let early = match action {
        Action::Return if judged.returned == 0 => Some(
            lang.pick(
                "Tandai dulu bagian yang harus diperbaiki.",
                "First mark what must be mended.",
            )
            .to_owned(),
        ),
        Action::Complete if judged.returned > 0 => Some(
            lang.pick(
                "Masih ada bagian yang dikembalikan.",
                "Something is still marked as given back.",
            )
            .to_owned(),
        ),
        Action::Complete if judged.open > 0 => Some(match lang {
            Lang::Id => format!("{} dokumen wajib belum diterima.", judged.open),
            Lang::En => format!(
                "{} not accepted yet.",
                plural(judged.open, "required document")
            ),
        }),
        _ => None,
    };
    if let Some(early) = early {
        return view! {
            <div>
                <button class=class type="button" aria-disabled="true" aria-describedby=format!("belum-{}", action.key())>
                    {words}
                </button>
                <p class="hint" id=format!("belum-{}", action.key())>{early}</p>
            </div>
        }
        .into_any();
    }
    view! {
        <form method="post" action=Act::url()>
            {hidden}
            <button class=class>
                {main.then(|| view! { <Icon name="check" /> })}
                {words}
            </button>
        </form>
    }
    .into_any()
}
