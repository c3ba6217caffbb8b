//! The last look: every answer and document with a way to change it, then consent and sending.

use super::desk::{Desk, use_desk};
use super::history;
use super::obstacles::obstacles;
use super::pick::Tile;
use super::step::Step;
use crate::ui::{Go, If, flag};
use domain::form::Kind;
use domain::service::How;
use domain::text::Lang;
use domain::validate::is_asked;
use leptos::prelude::*;

/// An answer as people read it.
fn shown(desk: Desk, id: &str, kind: &Kind) -> Vec<String> {
    let lang = desk.lang;
    let Some(answer) = desk.draft.with(|draft| draft.answers.get(id).cloned()) else {
        return Vec::new();
    };
    desk.form.with_value(|form| {
        domain::answer::lines(kind, &answer, lang, &|code| form.region_name(code))
    })
}

#[component]
pub fn CheckPage() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let answers = desk.answers();
    let pages = desk
        .form
        .with_value(|form| form.asked_pages(&answers).cloned().collect::<Vec<_>>());
    let documents = desk.form.with_value(|form| {
        form.required(How::Upload, &answers)
            .cloned()
            .collect::<Vec<_>>()
    });
    let change = move |step: Step, what: String| {
        view! { <dd class="do">{link_to(desk, step, lang.pick("Ubah", "Change").to_owned(), what)}</dd> }
    };
    view! {
        <h1 tabindex="-1">{lang.pick("Periksa lagi isian Anda", "Check your answers")}</h1>
        <Obstacles />
        {pages
            .into_iter()
            .map(|page| {
                let step = Step::Questions(page.id.clone());
                let row = |field: &domain::form::Field| {
                    let label = field.label.get(lang).to_owned();
                    fact(label.clone(), shown(desk, &field.id, &field.kind), lang, change(step.clone(), label).into_any())
                };
                view! {
                    <h2>{page.title.get(lang).to_owned()}</h2>
                    <dl class="facts">
                        {page
                            .fields
                            .iter()
                            .filter(|field| is_asked(field, &answers))
                            .map(row)
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
                        _ if pages == 0 => Vec::new(),
                        Lang::Id => vec![format!("{pages} halaman")],
                        Lang::En => vec![format!("{pages} page(s)")],
                    };
                    fact(name.clone(), words, lang, change(Step::Document(requirement.id.clone()), name).into_any())
                })
                .collect_view()}
        </dl>
    }
}

/// One line of the last look.
fn fact(label: String, lines: Vec<String>, lang: Lang, change: AnyView) -> AnyView {
    let value = if lines.is_empty() {
        view! { <dd class="nil">{lang.pick("tidak diisi", "not filled in")}</dd> }.into_any()
    } else {
        view! { <dd>{lines.into_iter().map(|line| view! { <div>{line}</div> }).collect_view()}</dd> }.into_any()
    };
    view! { <div><dt>{label}</dt> {value} {change}</div> }.into_any()
}

/// A link to a step, to change something there and come back.
fn link_to(desk: Desk, step: Step, label: String, about: String) -> AnyView {
    let address = desk
        .form
        .with_value(|form| crate::routes::apply_step(&form.service, &step.slug()));
    let press = Callback::new(move |()| history::go(desk, step.clone(), true));
    view! { <Go class="tap" href=format!("{address}?ubah") label=label about=about press=press /> }
        .into_any()
}

/// What is still missing, as links. Shown on the last look and before sending.
#[component]
pub fn Obstacles() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let list = Memo::new(move |_| {
        if desk.ready.get() {
            obstacles(desk)
        } else {
            Vec::new()
        }
    });
    view! {
        <If on=flag(move || !list.get().is_empty())>
            <div class="errs" tabindex="-1">
                <h2>{lang.pick("Sebelum dikirim, lengkapi dulu", "Before sending, please complete")}</h2>
                <ul>
                    {move || {
                        list.get()
                            .into_iter()
                            .map(|(step, words)| view! { <li>{link_to(desk, step, words, String::new())}</li> })
                            .collect_view()
                    }}
                </ul>
            </div>
        </If>
    }
}

#[component]
pub fn DeclarePage() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let answers = desk.answers();
    let list = desk.form.with_value(|form| {
        form.required(How::Declare, &answers)
            .cloned()
            .collect::<Vec<_>>()
    });
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
                    let ticked = flag(move || desk.draft.with(|d| d.declared.contains(&read)));
                    let tick = Callback::new(move |on| {
                        let id = write.clone();
                        desk.change(move |draft| {
                            draft.declared.retain(|one| *one != id);
                            if on {
                                draft.declared.push(id);
                            }
                        });
                    });
                    let (words, more) = (requirement.name.get(lang).to_owned(), requirement.why.get(lang).to_owned());
                    view! { <li><Tile name=requirement.id words=words more=more checked=ticked set=tick /></li> }
                })
                .collect_view()}
        </ul>
    }
}
