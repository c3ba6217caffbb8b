//! `/status`: code and last four digits. A plain form, so it works without script.

use crate::application::api::LookUp;
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{ErrorSummary, Icon};
use domain::code::Code;
use domain::error::Error;
use domain::text::Lang;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_query_map;

/// Ids of the boxes, and their names in the form.
const CODE: &str = "kode";
const DIGITS: &str = "angka";

#[component]
pub fn StatusPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_query_map();
    let asked = asked.read_untracked();
    let code = shown_code(&asked.get(CODE).unwrap_or_default());
    let error = refused_form();
    // Which of the two was wrong is never told: the reader begins again with the first.
    let problems: Vec<(String, String)> = error
        .iter()
        .map(|error| (CODE.to_owned(), error.message(lang)))
        .collect();
    let title = lang.pick("Cek status permohonan", "Check your application");
    // Titles are read first: whoever listens knows at once that something is wrong.
    let full_title = if error.is_some() {
        format!("{}: {title}", lang.pick("Perlu diperbaiki", "Please fix"))
    } else {
        title.to_owned()
    };
    view! {
        <Title text=full_title />
        <Meta
            name="description"
            content=lang.pick("Lihat sampai mana permohonan Anda, dengan kode di tanda terima.", "See how far your application is, with the code on your receipt.")
        />
        <main class="wrap" id="isi" tabindex="-1">
            <ErrorSummary problems=problems lang=lang />
            <h1>{title}</h1>
            <p class="lead">
                {lang.pick("Lihat surat Anda sudah sampai mana. Tidak perlu masuk atau mendaftar.", "See how far your letter is. No log-in, no account.")}
            </p>
            <form method="post" action=LookUp::url()>
                <CodeField code=code error=error lang=lang />
                <DigitsField lang=lang />
                <p class="acts">
                    <button class="btn">
                        <Icon name="eye" />
                        {lang.pick("Lihat status", "Show status")}
                    </button>
                </p>
            </form>
            <details>
                <summary>{lang.pick("Kodenya hilang?", "Lost your code?")}</summary>
                <p>
                    {lang.pick(
                        "Kalau dulu mengirim dari HP ini, tanda terimanya masih tersimpan di halaman layanan itu. Kalau tidak, datanglah ke loket dengan KTP. Petugas bisa mencarikan.",
                        "If you sent it from this phone, the receipt is still kept with that service. If not, come to the counter with your ID card. An officer can look it up.",
                    )}
                </p>
            </details>
        </main>
    }
}

#[component]
fn CodeField(code: String, error: Option<Error>, lang: Lang) -> impl IntoView {
    let bad = error.is_some();
    // A receipt that the phone has made opens nothing before it was sent.
    let unsent = (error == Some(Error::NoMatch)).then(|| {
        view! {
            <p class="hint">
                {lang.pick(
                    "Di tanda terima tertulis “belum terkirim”? Buka dulu di HP yang dipakai mengisi, supaya terkirim: ",
                    "Does the receipt say “not sent yet”? Then open this on the phone that was used, so that it goes: ",
                )}
                <a href=routes::DRAFTS>{lang.pick("Isian di HP ini", "What this phone keeps")}</a>
            </p>
        }
    });
    let problem = error.map(|error| {
        view! {
            <p class="err" id="kode-salah">
                <Icon name="bad" />
                " "
                {error.message(lang)}
            </p>
            {unsent}
        }
    });
    view! {
        <div class=if bad { "field is-bad" } else { "field" }>
            <label for=CODE>{lang.pick("Kode permohonan", "Application code")}</label>
            <p class="hint" id="kode-petunjuk">
                {lang.pick("Ada di tanda terima, seperti SKC-7K3M-9PXT-4. Huruf kecil juga boleh.", "On your receipt, like SKC-7K3M-9PXT-4. Small letters are fine.")}
            </p>
            {problem}
            <input
                id=CODE
                name=CODE
                value=code
                size="18"
                required
                maxlength="40"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                aria-describedby=if bad { "kode-petunjuk kode-salah" } else { "kode-petunjuk" }
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
}

#[component]
fn DigitsField(lang: Lang) -> impl IntoView {
    view! {
        <div class="field">
            <label for=DIGITS>{lang.pick("4 angka terakhir nomor HP", "Last 4 digits of your phone number")}</label>
            <p class="hint" id="angka-petunjuk">
                {lang.pick("Nomor yang Anda tulis di formulir. Contoh: 0812-3456-7890, tulis 7890.", "The number you gave in the form. For 0812-3456-7890 write 7890.")}
            </p>
            <input
                id=DIGITS
                name=DIGITS
                size="6"
                required
                inputmode="numeric"
                pattern="[0-9]{4}"
                title=lang.pick("Tulis 4 angka.", "Write 4 digits.")
                maxlength="4"
                autocomplete="off"
                aria-describedby="angka-petunjuk"
            />
        </div>
    }
}

/// A code in the address as people read it; anything else as it stands there, but no longer than a code can be.
fn shown_code(asked: &str) -> String {
    Code::parse(asked).map_or_else(
        |_| asked.chars().take(40).collect(),
        |code| code.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::shown_code;

    #[test]
    fn a_code_from_a_receipt_is_shown_in_groups() {
        let code = domain::code::Code::new("SKC", [1, 2, 3, 4, 5, 6, 7, 8]).expect("a code");
        assert_eq!(shown_code(code.compact()), code.to_string());
        assert_eq!(shown_code("skc7"), "skc7");
        assert_eq!(shown_code(&"x".repeat(400)).len(), 40);
    }
}
