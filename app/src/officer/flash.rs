//! What a posted form says when it was refused, on the officers' pages.

use crate::ui::Icon;
use domain::error::Error;
use domain::text::Lang;
use leptos::prelude::*;

/// The error on top of the page. It takes the focus, so that a screen reader begins there.
#[component]
pub fn Flash(lang: Lang, error: Option<Error>) -> impl IntoView {
    error.map(|error| {
        let words = match error {
            // The page that shows this has just been loaded.
            Error::Changed => lang
                .pick(
                    "Permohonan ini baru saja diubah orang lain, jadi langkah Anda belum tercatat. Yang tampil sekarang adalah yang terbaru.",
                    "Somebody has just changed this application, so your step wasn't recorded. What you see now is the newest.",
                )
                .to_owned(),
            error => error.message(lang),
        };
        view! {
            <div class="note is-bad" role="alert" tabindex="-1" autofocus>
                <Icon name="bad" />
                <div>
                    <p>
                        <b>{lang.pick("Belum berhasil.", "That didn't work.")}</b>
                        " "
                        {words}
                    </p>
                </div>
            </div>
        }
    })
}
