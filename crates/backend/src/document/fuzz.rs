//! The door of `fuzz/`: whatever bytes claim to be a photo or a PDF are refused or made clean, and what is kept is clean.
//! The corpus that the fuzzer left is tried again by the ordinary tests.

use super::{Probe, jpeg, pdf, probe, re_encode};
use domain::photo::strip;
use domain::upload::Media;

/// Pictures up to here are decoded: larger ones only take time.
const SMALL: u64 = 1 << 20;

/// A file as it comes from a phone.
pub fn content(bytes: &[u8]) {
    match probe(bytes) {
        Probe::Bad => {}
        Probe::Pdf => assert!(pdf::is_harmless(bytes)),
        Probe::Image { decoded_bytes } => {
            if decoded_bytes <= SMALL
                && let Some(checked) = re_encode(bytes)
            {
                let clean = checked.rewritten.unwrap_or_default();
                assert!(jpeg::is_whole(&clean));
                // Nothing but pixels: no application's block but JFIF's own, and no comment.
                assert_eq!(strip(&clean).map(|bare| bare.len()), Some(clean.len()));
            }
        }
    }
    if let Some(bare) = strip(bytes) {
        assert_eq!(Media::sniff(&bare), Some(Media::Jpeg));
        assert_eq!(strip(&bare).as_ref(), Some(&bare), "stripped is stripped");
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_file_that_the_fuzzer_kept_is_refused_or_made_clean() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/content");
        let mut tried = 0;
        for file in fs::read_dir(corpus).unwrap() {
            super::content(&fs::read(file.unwrap().path()).unwrap());
            tried += 1;
        }
        assert!(tried > 10, "the corpus is here: {tried}");
    }
}
