//! The log-in page. A plain form: name and password travel in the body, never in an address.

use super::api::{self, LogIn};
use super::flash::Flash;
use super::frame::still_bring;
use super::session::{beginning, send_to};
use crate::error::refused_form;
use crate::facts::{page_status, use_facts};
use crate::routes;
use crate::ui::Icon;
use domain::error::Error;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

#[component]
pub fn LoginPage() -> impl IntoView {
    let facts = use_facts();
    let lang = facts.lang;
    let error = refused_form();
    Suspend::new(async move {
        if let Ok(session) = api::read_session().await {
            send_to(beginning(&session.officer));
        }
        if let Some(error) = &error {
            page_status(error.status());
        }
        let wrong = error == Some(Error::WrongLogin);
        view! {
            <Title text=lang.pick("Masuk petugas", "Officers' log-in") />
            <main class="wrap" id="isi" tabindex="-1">
                <div class="note is-warn" id="terbuka" hidden>
                    <div>
                        <p>
                            {lang.pick("Isian warga yang terbuka di perangkat ini: ", "Residents' forms that lie open on this device: ")}
                            <b></b>
                            {lang.pick(
                                ". Tidak terkunci PIN, jadi siapa pun yang memegang perangkat ini bisa membacanya.",
                                ". No PIN locks them, so whoever holds this device can read them.",
                            )}
                        </p>
                        <p class="acts">
                            <a class="btn second" href=routes::DRAFTS>{lang.pick("Kunci dengan PIN, atau hapus", "Lock them with a PIN, or remove them")}</a>
                        </p>
                    </div>
                </div>
                <form class="box login" method="post" action=LogIn::url()>
                    <h1>{lang.pick("Masuk petugas", "Officers' log-in")}</h1>
                    <Flash lang=lang error=error.clone() />
                    {error.as_ref().and_then(|error| still_bring(error, lang))}
                    <div class="field">
                        <label for="username">{lang.pick("Nama pengguna", "User name")}</label>
                        <input
                            id="username"
                            name="username"
                            required
                            maxlength="64"
                            autocomplete="username"
                            autocapitalize="none"
                            spellcheck="false"
                            aria-invalid=wrong.then_some("true")
                        />
                    </div>
                    <div class="field">
                        <label for="password">{lang.pick("Kata sandi", "Password")}</label>
                        <input
                            id="password"
                            name="password"
                            type="password"
                            required
                            maxlength="200"
                            autocomplete="current-password"
                            aria-invalid=wrong.then_some("true")
                        />
                    </div>
                    <p class="acts">
                        <button class="btn">
                            <Icon name="lock" />
                            {lang.pick("Masuk", "Log in")}
                        </button>
                    </p>
                    <p class="hint">
                        {lang.pick("Lupa kata sandi? Hubungi admin kantor Anda.", "Forgotten your password? Ask your office's administrator.")}
                    </p>
                    <p class="hint">
                        {lang.pick("Warga tidak perlu masuk. ", "Residents need no log-in. ")}
                        <a class="tap" href=routes::SERVICES>{lang.pick("Ke daftar layanan", "To the services")}</a>
                    </p>
                </form>
            </main>
        }
    })
}
