//! The last look: every answer and document with a way to change it, then consent and sending.

use super::desk::{Desk, use_desk};
use super::history;
use super::step::Step;
use crate::ui::{shown_answer, shown_phone};
use domain::form::Kind;
use domain::service::How;
use domain::text::Lang;
use domain::validate::is_asked;
use leptos::prelude::*;

/// What keeps the form from being sent: a step to go to, and words.
pub fn obstacles(desk: Desk) -> Vec<(Step, String)> {
    let lang = desk.lang;
    let answers = desk.answers();
    let report = desk.check_all();
    let mut found = Vec::new();
    desk.form.with_value(|form| {
        for problem in &report.errors {
            let place = form.pages.iter().find_map(|page| page.fields.iter().find(|f| f.id == problem.field).map(|f| (page, f)));
            if let Some((page, field)) = place {
                found.push((Step::Questions(page.id.clone()), format!("{}: {}", field.label.get(lang), problem.what.message(lang))));
            }
        }
        for requirement in form.required(How::Upload, &answers).filter(|r| r.required) {
            if desk.photos(&requirement.id).iter().all(|p| p.refused.is_some()) {
                found.push((
                    Step::Document(requirement.id.clone()),
                    format!("{}: {}", requirement.name.get(lang), lang.pick("fotonya belum ada", "the photo is missing")),
                ));
            }
        }
        let declared = desk.draft.with(|draft| draft.declared.clone());
        if form.required(How::Declare, &answers).any(|r| r.required && !declared.contains(&r.id)) {
            found.push((Step::Declare, lang.pick("Pernyataan belum dicentang", "A declaration isn't ticked").to_owned()));
        }
    });
    found
}

/// An answer as people read it.
fn shown(desk: Desk, id: &str, kind: &Kind) -> Vec<String> {
    let lang = desk.lang;
    let Some(answer) = desk.draft.with(|draft| draft.answers.get(id).cloned()) else { return Vec::new() };
    match kind {
        Kind::Region { .. } => {
            let name = desk.form.with_value(|form| form.region_name(answer.text()));
            vec![name.unwrap_or_else(|| answer.text().to_owned())]
        }
        Kind::Phone => vec![shown_phone(answer.text())],
        _ => shown_answer(kind, &answer, lang),
    }
}

#[component]
pub fn CheckPage() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let answers = desk.answers();
    let pages = desk.form.with_value(|form| form.asked_pages(&answers).cloned().collect::<Vec<_>>());
    let documents = desk.form.with_value(|form| form.required(How::Upload, &answers).cloned().collect::<Vec<_>>());
    let change = move |step: Step, what: String| {
        let address = desk.form.with_value(|form| crate::routes::apply_step(&form.service, &step.slug()));
        view! {
            <dd class="do">
                <a
                    class="tap"
                    href=format!("{address}?ubah")
                    on:click=move |ev| {
                        ev.prevent_default();
                        history::go(desk, step.clone(), true);
                    }
                >
                    {lang.pick("Ubah", "Change")}
                    <span class="vh">" " {what}</span>
                </a>
            </dd>
        }
    };
    view! {
        <h1 tabindex="-1">{lang.pick("Periksa lagi isian Anda", "Check your answers")}</h1>
        <Obstacles />
        {pages
            .into_iter()
            .map(|page| {
                let step = Step::Questions(page.id.clone());
                view! {
                    <h2>{page.title.get(lang).to_owned()}</h2>
                    <dl class="facts">
                        {page
                            .fields
                            .iter()
                            .filter(|field| is_asked(field, &answers))
                            .map(|field| {
                                let lines = shown(desk, &field.id, &field.kind);
                                let label = field.label.get(lang).to_owned();
                                let value = if lines.is_empty() {
                                    view! { <dd class="nil">{lang.pick("tidak diisi", "not filled in")}</dd> }.into_any()
                                } else {
                                    view! { <dd>{lines.into_iter().map(|line| view! { <div>{line}</div> }).collect_view()}</dd> }
                                        .into_any()
                                };
                                view! { <div><dt>{label.clone()}</dt> {value} {change(step.clone(), label)}</div> }
                            })
                            .collect_view()}
                    </dl>
                }
            })
            .collect_view()}
        <h2>{lang.pick("Dokumen", "Documents")}</h2>
        <dl class="facts">
            {documents
                .into_iter()
                .map(|requirement| {
                    let pages = desk.photos(&requirement.id).len();
                    let name = requirement.name.get(lang).to_owned();
                    let words = match lang {
                        _ if pages == 0 => lang.pick("tidak ada", "none").to_owned(),
                        Lang::Id => format!("{pages} halaman"),
                        Lang::En => format!("{pages} page(s)"),
                    };
                    view! {
                        <div>
                            <dt>{name.clone()}</dt>
                            <dd>{words}</dd>
                            {change(Step::Document(requirement.id.clone()), name)}
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
}

/// What is still missing, as links. Shown on the last look and before sending.
#[component]
pub fn Obstacles() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let list = Memo::new(move |_| if desk.ready.get() { obstacles(desk) } else { Vec::new() });
    view! {
        <Show when=move || !list.get().is_empty()>
            <div class="errs" tabindex="-1">
                <h2>{lang.pick("Sebelum dikirim, lengkapi dulu", "Before sending, please complete")}</h2>
                <ul>
                    {move || {
                        list.get()
                            .into_iter()
                            .map(|(step, words)| {
                                let address = desk
                                    .form
                                    .with_value(|form| crate::routes::apply_step(&form.service, &step.slug()));
                                view! {
                                    <li>
                                        <a
                                            href=format!("{address}?ubah")
                                            on:click=move |ev| {
                                                ev.prevent_default();
                                                history::go(desk, step.clone(), true);
                                            }
                                        >
                                            {words}
                                        </a>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </div>
        </Show>
    }
}

#[component]
pub fn DeclarePage() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let answers = desk.answers();
    let list = desk.form.with_value(|form| form.required(How::Declare, &answers).cloned().collect::<Vec<_>>());
    view! {
        <h1 tabindex="-1">{lang.pick("Pernyataan", "Declarations")}</h1>
        <p class="lead">
            {lang.pick("Baca satu per satu. Beri tanda centang bila benar.", "Read each one. Tick it if it is true.")}
        </p>
        <ul class="tiles" id="pernyataan">
            {list
                .into_iter()
                .map(|requirement| {
                    let (read, write) = (requirement.id.clone(), requirement.id.clone());
                    view! {
                        <li>
                            <label class="tile">
                                <input
                                    type="checkbox"
                                    name=requirement.id.clone()
                                    prop:checked=move || desk.draft.with(|d| d.declared.contains(&read))
                                    on:change=move |ev| {
                                        let (on, id) = (event_target_checked(&ev), write.clone());
                                        desk.change(move |draft| {
                                            if on {
                                                draft.declared.push(id);
                                            } else {
                                                draft.declared.retain(|one| *one != id);
                                            }
                                        });
                                    }
                                />
                                <span>
                                    {requirement.name.get(lang).to_owned()} <small>{requirement.why.get(lang).to_owned()}</small>
                                </span>
                            </label>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
