//! Data that a page carries for its island, in a data block (HTML 4.12.1), which no browser runs.
//!
//! Written by postcard: its reader, which needs no names, weighs a third of one for JSON on the phone. Bytes that
//! are plain letters stand there as such, so compression finds them again in the page; all others stand 256 places
//! further on in Unicode, because a page may hold neither control characters nor, here, a `<`.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[component]
pub fn DataBlock<T: Serialize + 'static>(id: &'static str, data: T) -> impl IntoView {
    let bytes = postcard::to_allocvec(&data).unwrap_or_default();
    view! { <script type="text/plain" id=id inner_html=letters(&bytes)></script> }
}

/// The same for a script that is written by hand: JSON, in which no `<` can end the block.
#[component]
pub fn JsonBlock<T: Serialize + 'static>(id: &'static str, data: T) -> impl IntoView {
    let json = serde_json::to_string(&data).unwrap_or_default();
    view! { <script type="application/json" id=id inner_html=json.replace('<', "\\u003c")></script> }
}

/// Reads a block in the browser.
pub fn read_data<T: DeserializeOwned>(id: &str) -> Option<T> {
    let block = super::device::document()?.get_element_by_id(id)?;
    postcard::from_bytes(&bytes(&block.text_content()?)).ok()
}

fn letters(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        b' '..=b'~' if *byte != b'<' => char::from(*byte),
        _ => char::from_u32(0x100 + u32::from(*byte)).unwrap_or_default(),
    };
    bytes.iter().map(letter).collect()
}

fn bytes(letters: &str) -> Vec<u8> {
    letters
        .chars()
        .map(|letter| (letter as u32 & 0xff) as u8)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back_and_none_can_end_the_block() {
        let all: Vec<u8> = (0..=255).collect();
        let letters = letters(&all);
        assert_eq!(bytes(&letters), all);
        assert!(!letters.contains('<') && !letters.contains(|c: char| c.is_control()));
    }
}
