//! The beginning: what lies ahead, and where a draft goes on.

use super::{Paper, button};
use crate::application::step::Step;
use crate::ui::Icon;
use domain::form::Answers;
use domain::service::How;
use leptos::prelude::*;

pub fn view(paper: Paper<'_>) -> AnyView {
    let lang = paper.lang;
    let first = Step::Start.next(paper.checks, &Answers::new());
    let ready = paper
        .form
        .requirements
        .iter()
        .filter(|r| r.required && matches!(r.how, How::Upload | How::BringOriginal))
        .map(|r| {
            let bring = (r.how == How::BringOriginal)
                .then(|| view! { " " <span class="badge">{lang.pick("dibawa ke kantor", "bring to the office")}</span> });
            view! { <li>{r.name.get(lang).to_owned()} {bring}</li> }
        })
        .collect_view();
    view! {
        <h1 tabindex="-1">{paper.form.name.get(lang).to_owned()}</h1>
        <p class="lead">
            {lang.pick(
                "Isi di HP, sedikit demi sedikit. Semua tersimpan di HP ini walau sinyal hilang.",
                "Fill it in on your phone, bit by bit. Everything stays on this phone even when the signal is gone.",
            )}
        </p>
        <div class="note is-ok" data-when="sent" hidden>
            <Icon name="ok" />
            <div>
                <p>{lang.pick("Permohonan ini sudah terkirim.", "This application has been sent.")}</p>
                <p>
                    <a class="tap" href=paper.address(&Step::Receipt)>
                        {lang.pick("Lihat tanda terima", "Show the receipt")}
                    </a>
                </p>
            </div>
        </div>
        <h2>{lang.pick("Siapkan dulu", "Have these ready")}</h2>
        <ul>{ready}</ul>
        <p class="acts" data-when="new">
            <a class="btn" id="mulai" href=paper.address(&first)>{lang.pick("Mulai isi", "Start")}</a>
        </p>
        <p class="acts" data-when="begun" hidden>
            <button type="button" class="btn" id="lanjut-draf" data-do="resume">
                {lang.pick("Lanjutkan isian saya", "Continue my answers")}
            </button>
            {button("fresh", "second", "", lang.pick("Isi baru untuk orang lain", "Start anew for somebody else"))}
            {button("wipe", "quiet danger", "trash", lang.pick("Hapus isian ini dari HP", "Remove these answers from the phone"))}
        </p>
        <p data-when="begun" hidden>
            <a class="tap" href=crate::routes::DRAFTS>{lang.pick("Semua isian di HP ini", "Everything this phone keeps")}</a>
        </p>
        <p class="hint">
            {lang.pick(
                "Dikerjakan di HP orang lain? Hapus isian setelah selesai.",
                "On somebody else's phone? Remove your answers afterwards.",
            )}
        </p>
    }
    .into_any()
}
