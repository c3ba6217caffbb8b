//! The island around the check list: it remembers ticks on this device, saves the list as a file and prints it.
//!
//! The boxes themselves come from the server and work without it. They are read from the page, never sent as props.

use crate::ui::Icon;
use domain::text::Lang;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, Storage};

#[island]
pub fn ChecklistIsland(
    service: String,
    name: String,
    lang: Lang,
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    let awake = RwSignal::new(false);
    let count = RwSignal::new((0, 0));
    let key = StoredValue::new(format!("siapkan:{service}"));
    let recount = move || {
        let ticked: Vec<bool> = boxes(root).iter().map(HtmlInputElement::checked).collect();
        count.set((
            ticked.iter().filter(|ticked| **ticked).count(),
            ticked.len(),
        ));
    };
    Effect::new(move |_| {
        let kept = storage()
            .and_then(|s| s.get_item(&key.get_value()).ok().flatten())
            .unwrap_or_default();
        for tick in boxes(root) {
            // What was ticked before the script came stays ticked.
            if kept.split(' ').any(|id| id == tick.value()) {
                tick.set_checked(true);
            }
        }
        recount();
        awake.set(true);
    });
    let keep = move |_| {
        let ids: Vec<String> = boxes(root)
            .iter()
            .filter(|tick| tick.checked())
            .map(HtmlInputElement::value)
            .collect();
        if let Some(storage) = storage() {
            // A full or forbidden store loses no more than these ticks.
            let _ = if ids.is_empty() {
                storage.remove_item(&key.get_value())
            } else {
                storage.set_item(&key.get_value(), &ids.join(" "))
            };
        }
        recount();
    };
    let save = {
        let file = format!("siapkan-{service}.txt");
        move |_| download(&file, &as_text(&name, &lines(root)))
    };
    let print = move |_| {
        if let Some(window) = web_sys::window() {
            let _ = window.print();
        }
    };
    view! {
        <div node_ref=root data-ready=move || awake.get().then_some("true") on:change=keep>
            {children()}
            <p class="hint no-print" role="status">
                {move || {
                    let (ticked, all) = count.get();
                    awake.get().then(|| progress_words(ticked, all, lang))
                }}
            </p>
            // Useless without script, so hidden until there is one.
            <p class="acts" hidden=move || !awake.get()>
                <button type="button" class="btn second" on:click=print>
                    <Icon name="print" />
                    {lang.pick("Cetak daftar ini", "Print this list")}
                </button>
                <button type="button" class="btn quiet" on:click=save>
                    <Icon name="save" />
                    {lang.pick("Simpan ke HP", "Save to the phone")}
                </button>
            </p>
        </div>
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

fn boxes(root: NodeRef<leptos::html::Div>) -> Vec<HtmlInputElement> {
    let list = root
        .get_untracked()
        .and_then(|root| root.query_selector_all("input").ok());
    list.map_or_else(Vec::new, |list| {
        (0..list.length())
            .filter_map(|at| list.get(at)?.dyn_into().ok())
            .collect()
    })
}

/// Each requirement: ticked, and its words as the page shows them, line by line.
fn lines(root: NodeRef<leptos::html::Div>) -> Vec<(bool, Vec<String>)> {
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
    boxes(root)
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
