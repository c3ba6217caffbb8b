//! The check list: it remembers ticks on this device, is saved as a file, and printed.

use crate::{listen, words};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Storage};

pub fn wake(list: Element) -> Option<()> {
    let service = list.get_attribute("data-service")?;
    let name = list.get_attribute("data-name")?;
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
    recount(&list);
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
        recount(&ticked);
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
fn recount(list: &Element) {
    let ticks = boxes(list);
    let ticked = ticks.iter().filter(|tick| tick.checked()).count();
    if let Ok(Some(status)) = list.query_selector("[role=status]") {
        let name = match ticked {
            0 => "data-none",
            all if all == ticks.len() => "data-all",
            _ => "data-some",
        };
        status.set_text_content(Some(&words(&status, name, ticked)));
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
    let told = |tick: &HtmlInputElement| -> Option<Vec<String>> {
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
        .map(|tick| (tick.checked(), told(tick).unwrap_or_default()))
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
    use super::as_text;

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
}
