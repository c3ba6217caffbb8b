//! The beginning: what lies ahead, and where a draft goes on.

use super::desk::use_desk;
use super::history;
use super::step::Step;
use crate::offline;
use crate::routes;
use crate::ui::{Go, Icon, If, Press, flag};
use domain::service::How;
use domain::text::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub fn StartPage() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let (name, requirements) = desk
        .form
        .with_value(|form| (form.name.clone(), form.requirements.clone()));
    let begun = Memo::new(move |_| desk.ready.get() && desk.draft.with(|draft| !draft.is_empty()));
    let sent = Memo::new(move |_| desk.draft.with(|draft| draft.receipt.is_some()));
    let going_on = flag(move || begun.get() && !sent.get());
    let first = move || {
        desk.form
            .with_value(|form| Step::Start.next(form, &desk.answers()))
    };
    let goes_on = move || {
        desk.form.with_value(|form| {
            // The first step with something missing.
            let missing = super::obstacles::obstacles(desk);
            missing
                .first()
                .map(|(step, _)| step.clone())
                .unwrap_or_else(|| Step::Start.next(form, &desk.answers()))
        })
    };
    let wipe = Callback::new(move |()| {
        spawn_local(async move {
            offline::wipe_draft(&desk.name.get_value()).await;
            desk.draft.set(offline::Draft::new());
            desk.save();
        });
    });
    view! {
        <h1 tabindex="-1">{name.get(lang).to_owned()}</h1>
        <p class="lead">
            {lang.pick(
                "Isi di HP, sedikit demi sedikit. Semua tersimpan di HP ini walau sinyal hilang.",
                "Fill it in on your phone, bit by bit. Everything stays on this phone even when the signal is gone.",
            )}
        </p>
        <If on=sent.into()>
            <div class="note is-ok">
                <Icon name="ok" />
                <div>
                    <p>{lang.pick("Permohonan ini sudah terkirim.", "This application has been sent.")}</p>
                    <p>
                        <Go
                            class="tap"
                            href=desk.form.with_value(|form| routes::apply_step(&form.service, &Step::Receipt.slug()))
                            label=lang.pick("Lihat tanda terima", "Show the receipt").to_owned()
                            press=Callback::new(move |()| history::go(desk, Step::Receipt, false))
                        />
                    </p>
                </div>
            </div>
        </If>
        <h2>{lang.pick("Siapkan dulu", "Have these ready")}</h2>
        <ul>
            {requirements
                .iter()
                .filter(|r| r.required && matches!(r.how, How::Upload | How::BringOriginal))
                .map(|r| {
                    let bring = (r.how == How::BringOriginal)
                        .then(|| view! { " " <span class="badge">{lang.pick("dibawa ke kantor", "bring to the office")}</span> });
                    view! { <li>{r.name.get(lang).to_owned()} {bring}</li> }
                })
                .collect_view()}
        </ul>
        <p class="acts">
            <If on=flag(move || !going_on.get())>
                <Go
                    class="btn"
                    id="mulai"
                    href=desk.form.with_value(|form| routes::apply_step(&form.service, &first().slug()))
                    label=lang.pick("Mulai isi", "Start").to_owned()
                    press=Callback::new(move |()| history::go(desk, first(), false))
                />
            </If>
            <If on=going_on>
                <Press
                    id="lanjut-draf"
                    label=lang.pick("Lanjutkan isian saya", "Continue my answers").to_owned()
                    press=Callback::new(move |()| history::go(desk, goes_on(), false))
                />
                <Press
                    look="quiet danger"
                    icon="trash"
                    label=lang.pick("Hapus isian ini dari HP", "Remove these answers from the phone").to_owned()
                    press=wipe
                />
            </If>
        </p>
        <p class="hint">
            {match lang {
                Lang::Id => "Dikerjakan di HP orang lain? Hapus isian setelah selesai.",
                Lang::En => "On somebody else's phone? Remove your answers afterwards.",
            }}
        </p>
    }
}
