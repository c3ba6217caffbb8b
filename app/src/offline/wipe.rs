//! Removing for good: everything at once, or what belongs to a person whose PIN is forgotten.
//!
//! A panel asks before everything goes, says how much the office hasn't got, and offers the rescue file first. It lies
//! where the finger has just been, so its buttons are deaf for a second.

use super::draft::{Draft, Standing};
use super::rescue::RESCUE;
use super::store::{DRAFTS, PHOTOS, all_drafts, names_in, put, wipe_draft};
use super::vault;
use crate::ui::device::{document, find, find_all, focus, say, set, show};
use crate::upload::sleep;
use domain::text::Lang;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

/// Milliseconds in which a double tap is over.
const DEAF: i32 = 1000;

/// These buttons do nothing for a second.
pub fn deafen(buttons: Vec<Element>) {
    for button in &buttons {
        set(button, "disabled", "");
    }
    spawn_local(async move {
        sleep(DEAF).await;
        for button in buttons {
            let _ = button.remove_attribute("disabled");
        }
    });
}

/// What can be read now, and whether the office lacks it. What is locked for others stays, whoever presses what.
async fn all() -> Vec<(String, bool)> {
    let found = all_drafts().await;
    let unsent = |one: &Draft| one.standing() != Standing::Received && !one.is_empty();
    let found = found.into_iter();
    found.map(|(name, one)| (name, unsent(&one))).collect()
}

/// A button of the panel, or the one that opens it. `true`: the list stays as it is.
pub async fn acted(root: &Element, act: &str) -> bool {
    match act {
        "wipe-all" => {
            ask(root).await;
        }
        "save-first" => {
            save_first();
        }
        "wipe-yes" => wipe_all().await,
        _ => {}
    }
    let stays = matches!(act, "wipe-all" | "save-first");
    if !stays {
        close(root);
    }
    stays
}

/// Shows the panel.
async fn ask(root: &Element) -> Option<()> {
    let panel = find(root, "[data-when=wipe]")?;
    let mut lost = crate::field::count_unsent().await;
    lost += all().await.iter().filter(|(_, unsent)| *unsent).count();
    say(&find(&panel, "[data-lost]")?, &lost.to_string());
    show(&find(&panel, "[data-part=lost]")?, lost > 0);
    let rescue = document()?.get_element_by_id(RESCUE);
    let offered = rescue.is_some_and(|rescue| !rescue.has_attribute("hidden"));
    show(&find(&panel, "[data-part=rescue]")?, offered);
    show(&panel, true);
    deafen(find_all(&panel, "button"));
    focus(&panel);
    Some(())
}

/// Back to where it was asked for.
fn close(root: &Element) -> Option<()> {
    let panel = find(root, "[data-when=wipe]")?;
    if !panel.has_attribute("hidden") {
        show(&panel, false);
        focus(&find(root, "[data-do=wipe-all]")?);
    }
    Some(())
}

/// Presses the button of the rescue file, which stands further up and says there how it went.
fn save_first() -> Option<()> {
    let rescue = document()?.get_element_by_id(RESCUE)?;
    let button = find(&rescue, "button")?;
    button.unchecked_ref::<HtmlElement>().click();
    rescue.scroll_into_view();
    Some(())
}

/// Removes everything that can be read now.
async fn wipe_all() {
    crate::field::wipe_all().await;
    for (name, _) in all().await {
        wipe_draft(&name).await;
    }
}

/// Removes a person with all that is theirs, without reading any of it: drafts, marks, photographs, days, and the PIN
/// itself. Whose something is stands at the end of its name, or in the middle.
pub async fn wipe_person(person: &str) {
    vault::lock().await;
    let part = format!(":{person}:");
    for store in [DRAFTS, PHOTOS] {
        for name in names_in(store, "").await {
            if format!("{name}:").contains(&part) {
                put(store, &name, None).await;
            }
        }
    }
}

/// The panel, before it is asked for.
pub fn panel(lang: Lang) -> AnyView {
    let button = |act: &'static str, look: &'static str, words: &'static str| {
        view! { <button type="button" class=format!("btn {look}") data-do=act>{words}</button> }
    };
    view! {
        <section class="note is-warn" role="alertdialog" aria-labelledby="hapus-semua" tabindex="-1" data-when="wipe" hidden>
            <div>
                <h2 id="hapus-semua">{lang.pick("Hapus semua dari HP ini?", "Remove everything from this phone?")}</h2>
                <p data-part="lost">
                    {lang.pick("Yang belum diterima kantor dan akan hilang: ", "Not yet received by the office, and lost: ")}
                    <b data-lost></b>
                    {lang.pick(". Tidak bisa dikembalikan.", ". It can't be brought back.")}
                </p>
                <p>{lang.pick("Isian orang lain yang terkunci PIN tetap ada.", "What others have locked with a PIN stays.")}</p>
                <p data-part="rescue">
                    {lang.pick(
                        "Yang sudah Anda tekan Kirim bisa disimpan dulu ke berkas titipan untuk kantor. ",
                        "What you have pressed Send for can be saved into a rescue file for the office first. ",
                    )}
                    {button("save-first", "second", lang.pick("Simpan dulu ke berkas titipan", "Save to a rescue file first"))}
                </p>
                <p class="acts">
                    {button("wipe-yes", "danger", lang.pick("Ya, hapus semua", "Yes, remove everything"))}
                    {button("wipe-no", "quiet", lang.pick("Batal", "Cancel"))}
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// Forgotten PIN: the truth, and the one way out. A browser sends the form only with the word in it.
pub fn forgotten(lang: Lang) -> AnyView {
    let word = lang.pick("HAPUS", "REMOVE");
    let same = lang.pick("HAPUS|Hapus|hapus", "REMOVE|Remove|remove");
    view! {
        <details class="box">
            <summary>{lang.pick("Lupa PIN?", "Forgotten the PIN?")}</summary>
            <form data-door="forgotten">
                <p>
                    {lang.pick(
                        "Tanpa PIN tidak ada yang bisa membaca isian itu: petugas lain tidak, kantor tidak, pembuat aplikasi ini pun tidak. Coba ingat dulu: yang terkunci tetap tersimpan.",
                        "Without the PIN nobody can read it: no other officer, not the office, not even the makers of this app. Try to remember it first: what is locked stays.",
                    )}
                </p>
                <p>
                    {lang.pick(
                        "Jalan lain hanya satu: hapus semua isian dan foto orang yang dipilih di atas, lalu buat PIN baru. Yang belum diterima kantor hilang dan harus diisi lagi. Isian orang lain tidak ikut terhapus.",
                        "There is only one other way: remove all answers and photos of the person chosen above, then make a new PIN. What the office has not received is lost and must be filled in again. Nobody else's is removed.",
                    )}
                </p>
                <div class="field">
                    <label for="kata-hapus">{lang.pick("Untuk menghapus, ketik: ", "To remove it, type: ")} <b>{word}</b></label>
                    <input id="kata-hapus" name="kata" required pattern=same title=word autocomplete="off" autocapitalize="characters" maxlength="10" />
                </div>
                <p class="acts"><button class="btn danger">{lang.pick("Hapus isian yang terkunci", "Remove what is locked")}</button></p>
            </form>
        </details>
    }
    .into_any()
}
