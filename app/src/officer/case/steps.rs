//! What this officer can do with the case now: one form per step of the state machine.

use super::super::api::Act;
use crate::ui::{Icon, TextArea};
use domain::application::Action;
use domain::document::{MAX_REASON, Verdict};
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

pub fn steps(case: &CaseView, lang: Lang) -> AnyView {
    let judged = Judged::of(case);
    let body = if case.actions.is_empty() {
        let words = if case.state.is_final() {
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
        let main = main_step(case, &judged);
        // What is most likely first, what needs a reason last; otherwise the state machine's order.
        let mut actions = case.actions.clone();
        actions.sort_by_key(|action| (Some(*action) != main, action.needs_reason()));
        let forms = actions
            .into_iter()
            .map(|action| form(case, action, Some(action) == main, &judged, lang))
            .collect_view();
        view! {
            {guide}
            <div class="steps-list">{forms}</div>
        }
        .into_any()
    };
    view! {
        <section class="box" id="langkah" aria-labelledby="langkah-h">
            <h2 id="langkah-h">{lang.pick("Langkah berikut", "Next step")}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// [`domain::application::State::holder`] speaks to the resident ("you"); an officer reads "the resident".
fn holder(case: &CaseView, lang: Lang) -> &'static str {
    use domain::application::State;
    match case.state {
        State::NeedsFix | State::Draft => lang.pick("pemohon", "the resident"),
        other => other.holder(lang),
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
    let words = action.button(lang);
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
        let reader = if action == Action::SendBack {
            lang.pick(
                "Kepala seksi dan pemohon bisa membacanya.",
                "The head of section and the resident can read it.",
            )
        } else {
            lang.pick(
                "Pemohon akan membacanya di halaman status.",
                "The resident will read it on the status page.",
            )
        };
        return view! {
            <details class="give-back">
                <summary>{words}</summary>
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
