//! What a posted form says when it was refused. Leptos sends the browser back to the page with the error in the
//! address (`__err`: base64 of the JSON of [`ApiError`]); without script that is the only way it can travel.

use crate::error::ApiError;
use crate::ui::Icon;
use domain::error::Error;
use domain::text::Lang;
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnUrlError;
use leptos_router::hooks::use_query_map;

/// The error of the form that was posted last, if it was refused.
///
/// Anybody can write an address, so only the words of our own errors are ever shown.
pub fn flash() -> Option<Error> {
    let coded = use_query_map().read_untracked().get("__err")?;
    let ApiError(error) = ServerFnUrlError::decode_err(&coded);
    Some(error)
}

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
