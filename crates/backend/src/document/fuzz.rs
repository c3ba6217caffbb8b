//! The door of `fuzz/`: whatever bytes claim to be a photo or a PDF are refused or made clean, and what is kept is clean.
//! The corpus that the fuzzer left is tried again by the ordinary tests.

use super::image::measure;
use super::{Probe, jpeg, pdf, probe, re_encode};
use domain::flaw::Flaw;
use domain::photo::strip;
use domain::upload::Media;

/// Pictures up to here are decoded: larger ones only take time.
const SMALL: u64 = 1 << 20;

/// A file as it comes from a phone.
pub fn content(bytes: &[u8]) {
    match probe(bytes) {
        Probe::Pdf => paper(bytes),
        // The fuzzer's own are small: they are made clean as well.
        Probe::Bad(Some(Flaw::Tiny)) | Probe::Image { .. } => picture(bytes),
        Probe::Bad(_) => {}
    }
    if let Some(bare) = strip(bytes) {
        assert_eq!(Media::sniff(&bare), Some(Media::Jpeg));
        assert_eq!(strip(&bare).as_ref(), Some(&bare), "stripped is stripped");
    }
}

fn picture(bytes: &[u8]) {
    if measure(bytes).is_some_and(|seen| seen.decoded_bytes <= SMALL)
        && let Some(checked) = re_encode(bytes)
    {
        let clean = checked.rewritten.unwrap_or_default();
        assert!(jpeg::is_whole(&clean));
        // Nothing but pixels: no application's block but JFIF's own, and no comment.
        assert_eq!(strip(&clean).map(|bare| bare.len()), Some(clean.len()));
    }
}

fn paper(bytes: &[u8]) {
    if let Ok(Some(bare)) = pdf::without_places(bytes) {
        assert_eq!(bare.len(), bytes.len(), "every place in it holds");
        assert_eq!(pdf::without_places(&bare), Ok(None), "bare is bare");
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
