//! Hiding and ordering what the server has rendered. Reads the page once, when the search wakes.

use domain::search::fit;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

/// Something that can be found, or a group of such.
struct Entry {
    element: HtmlElement,
    /// Name and keywords; a group has none and is found only by what is in it.
    words: Option<(String, String)>,
    /// The entry around, by its place in the list: outer ones stand before inner ones.
    parent: Option<usize>,
    /// Opened while something inside is found.
    fold: Option<Element>,
    folded: bool,
}

pub struct Sift {
    entries: Vec<Entry>,
}

impl Sift {
    pub fn new() -> Sift {
        let found = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| d.query_selector_all("[data-search],[data-group]").ok());
        let mut entries: Vec<Entry> = Vec::new();
        for place in 0..found.as_ref().map_or(0, |list| list.length()) {
            let node = found.as_ref().and_then(|list| list.get(place));
            let Some(element) = node.and_then(|node| node.dyn_into::<HtmlElement>().ok()) else {
                continue;
            };
            let name = || {
                element
                    .query_selector("b,a")
                    .ok()
                    .flatten()
                    .and_then(|name| name.text_content())
                    .unwrap_or_default()
            };
            let words = element
                .get_attribute("data-search")
                .map(|keywords| (name(), keywords));
            // The nearest entry before this one that it lies in.
            let mut parent = entries.len().checked_sub(1);
            while let Some(at) = parent {
                if entries[at]
                    .element
                    .contains(Some(element.unchecked_ref::<Node>()))
                {
                    break;
                }
                parent = entries[at].parent;
            }
            let fold = match element.tag_name().as_str() {
                "DETAILS" => Some(element.clone().unchecked_into::<Element>()),
                _ => element.query_selector(":scope > details").ok().flatten(),
            };
            let folded = fold
                .as_ref()
                .is_some_and(|fold| !fold.has_attribute("open"));
            entries.push(Entry {
                element,
                words,
                parent,
                fold,
                folded,
            });
        }
        Sift { entries }
    }

    /// Shows what fits, best first, and tells how many that are. An empty query shows everything as it was.
    pub fn show(&self, query: &str) -> usize {
        let all = query.trim().is_empty();
        let own: Vec<Option<u32>> = self
            .entries
            .iter()
            .map(|entry| {
                entry
                    .words
                    .as_ref()
                    .filter(|_| !all)
                    .and_then(|(name, keywords)| fit(query, name, keywords))
            })
            .collect();
        let mut best = own.clone();
        for at in (0..best.len()).rev() {
            if let (Some(score), Some(parent)) = (best[at], self.entries[at].parent) {
                best[parent] = Some(best[parent].map_or(score, |other| other.min(score)));
            }
        }
        // What lies in something found by its own name stays, too.
        let mut inside = vec![false; own.len()];
        for (at, entry) in self.entries.iter().enumerate() {
            inside[at] = entry
                .parent
                .is_some_and(|parent| inside[parent] || own[parent].is_some());
            let _ = entry
                .element
                .toggle_attribute_with_force("hidden", !(all || best[at].is_some() || inside[at]));
            if let Some(fold) = &entry.fold {
                let open = if all {
                    !entry.folded
                } else {
                    best[at].is_some() && own[at].is_none()
                };
                let _ = fold.toggle_attribute_with_force("open", open);
            }
        }
        // Best first. A sort of the standard library would be an eighth of the module.
        let mut order: Vec<usize> = Vec::new();
        for at in (0..best.len()).filter(|at| all || best[*at].is_some()) {
            let place = order.partition_point(|other| best[*other] <= best[at]);
            order.insert(place, at);
        }
        for at in order {
            let element = &self.entries[at].element;
            if let Some(around) = element.parent_element() {
                let _ = around.append_child(element);
            }
        }
        own.iter().flatten().count()
    }
}

/// Puts the search into the address of this page.
pub fn remember(path: &str, field: &str, query: &str) {
    let coded = String::from(js_sys::encode_uri_component(query.trim()));
    let address = if coded.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{field}={coded}")
    };
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
    }
}
