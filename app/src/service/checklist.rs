//! The island around the check list: it remembers ticks on this device, saves the list as a file and prints it.
//!
//! The boxes themselves come from the server and work without it. They are read from the page, never sent as props.

use crate::ui::{Icon, listen, page_lang};
use domain::text::Lang;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Storage};

/// Id of the list on the page.
const LIST: &str = "daftar-siapkan";

/// The list with its buttons, as the server renders it: the island is a mark in it.
#[component]
pub fn Checklist(service: String, lang: Lang, children: Children) -> impl IntoView {
    view! {
        <div id=LIST data-service=service>
            {children()}
            <p class="hint no-print" role="status"></p>
            // Useless without script, so hidden until there is one.
            <p class="acts" hidden>
                <button type="button" class="btn second">
                    <Icon name="print" />
                    {lang.pick("Cetak daftar ini", "Print this list")}
                </button>
                <button type="button" class="btn quiet">
                    <Icon name="save" />
                    {lang.pick("Simpan ke HP", "Save to the phone")}
                </button>
            </p>
            <ChecklistIsland />
        </div>
    }
}

/// Nothing to see: it wakes the list around it, and like the search it has neither a view nor props.
#[island]
pub fn ChecklistIsland() -> impl IntoView {
    if is_browser() {
        wake();
    }
}

fn wake() -> Option<()> {
    let document = web_sys::window()?.document()?;
    let list = document.get_element_by_id(LIST)?;
    let service = list.get_attribute("data-service")?;
    let name = document.query_selector("h1").ok()??.text_content()?;
    let lang = page_lang();
    let key = format!("siapkan:{service}");
    let kept = storage()
        .and_then(|s| s.get_item(&key).ok().flatten())
        .unwrap_or_default();
    for tick in boxes(&list) {
        // What was ticked before the script came stays ticked.
        if kept.split(' ').any(|id| id == tick.value()) {
            tick.set_checked(true);
        }
    }
    recount(&list, lang);
    let ticked = list.clone();
    listen(&list, "change", move |_| {
        let ids: Vec<String> = boxes(&ticked)
            .iter()
            .filter(|tick| tick.checked())
            .map(HtmlInputElement::value)
            .collect();
        if let Some(storage) = storage() {
            // A full or forbidden store loses no more than these ticks.
            let _ = if ids.is_empty() {
                storage.remove_item(&key)
            } else {
                storage.set_item(&key, &ids.join(" "))
            };
        }
        recount(&ticked, lang);
    });
    let acts = list.query_selector(".acts").ok()??;
    let (print, save) = (acts.first_element_child()?, acts.last_element_child()?);
    listen(&print, "click", |_| {
        if let Some(window) = web_sys::window() {
            let _ = window.print();
        }
    });
    let saved = list.clone();
    listen(&save, "click", move |_| {
        download(
            &format!("siapkan-{service}.txt"),
            &as_text(&name, &lines(&saved)),
        );
    });
    acts.remove_attribute("hidden").ok()?;
    list.set_attribute("data-ready", "true").ok()
}

/// Tells how many are ticked.
fn recount(list: &Element, lang: Lang) {
    let ticks = boxes(list);
    let ticked = ticks.iter().filter(|tick| tick.checked()).count();
    if let Ok(Some(status)) = list.query_selector("[role=status]") {
        status.set_text_content(Some(&progress_words(ticked, ticks.len(), lang)));
    }
}

fn progress_words(ticked: usize, all: usize, lang: Lang) -> String {
    match (ticked, lang) {
        (0, _) => lang
            .pick(
                "Centang tersimpan di HP ini saja.",
                "Ticks are kept on this phone only.",
            )
            .to_owned(),
        (_, Lang::Id) if ticked == all => "Semua sudah siap.".to_owned(),
        (_, Lang::En) if ticked == all => "Everything is ready.".to_owned(),
        (_, Lang::Id) => format!("{ticked} dari {all} sudah siap."),
        (_, Lang::En) => format!("{ticked} of {all} ready."),
    }
}

fn storage() -> Option<Storage> {
    web_sys::window().and_then(|w| w.local_storage().ok().flatten())
}

fn boxes(list: &Element) -> Vec<HtmlInputElement> {
    list.query_selector_all("input").map_or_else(
        |_| Vec::new(),
        |found| {
            (0..found.length())
                .filter_map(|at| found.get(at)?.dyn_into().ok())
                .collect()
        },
    )
}

/// Each requirement: ticked, and its words as the page shows them, line by line.
fn lines(list: &Element) -> Vec<(bool, Vec<String>)> {
    let words = |tick: &HtmlInputElement| -> Option<Vec<String>> {
        let list = tick
            .parent_element()?
            .query_selector_all("b, .badge, small")
            .ok()?;
        Some(
            (0..list.length())
                .filter_map(|at| list.get(at)?.text_content())
                .map(|words| words.trim().to_owned())
                .collect(),
        )
    };
    boxes(list)
        .iter()
        .map(|tick| (tick.checked(), words(tick).unwrap_or_default()))
        .collect()
}

fn as_text(name: &str, lines: &[(bool, Vec<String>)]) -> String {
    let mut out = format!("{name}\n\n");
    for (ticked, words) in lines {
        let mut words = words.iter();
        out.push_str(if *ticked { "[x] " } else { "[ ] " });
        out.push_str(words.next().map_or("", String::as_str));
        for more in words {
            out.push_str("\n    ");
            out.push_str(more);
        }
        out.push('\n');
    }
    out
}

/// Hands a text to the browser as a file.
fn download(file: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/plain;charset=utf-8");
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) else {
        return;
    };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else {
        return;
    };
    let link = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let _ = link.set_attribute("href", &address);
        let _ = link.set_attribute("download", file);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&address);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_saved_list_reads_like_the_page() {
        let lines = [
            (true, vec!["KTP-el".to_owned(), "Difoto".to_owned()]),
            (false, vec!["KK".to_owned()]),
        ];
        assert_eq!(
            as_text("SKCK", &lines),
            "SKCK\n\n[x] KTP-el\n    Difoto\n[ ] KK\n"
        );
    }

    #[test]
    fn progress_is_told_in_words() {
        assert_eq!(progress_words(2, 5, Lang::Id), "2 dari 5 sudah siap.");
        assert_eq!(progress_words(5, 5, Lang::En), "Everything is ready.");
    }
}
