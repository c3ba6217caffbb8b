//! What a form asks, by its words and by a print of each question: whoever comes back to a draft is told what has
//! changed since (`late.js` compares with what this device has seen before).

use super::form::{Checks, FormPack};
use domain::service::How;
use domain::text::Lang;
use serde::Serialize;

/// Id of the block that carries it.
pub const ASKS: &str = "pertanyaan";

/// Every question and every document that is asked for.
#[derive(Debug, Serialize)]
pub struct Asks {
    service: String,
    version: String,
    /// Id, words, print, and whether it must be answered.
    asks: Vec<(String, String, String, bool)>,
}

impl Asks {
    pub fn new(form: &FormPack, checks: &Checks, lang: Lang) -> Asks {
        let fields = checks.fields().map(|field| {
            let words = form.field(&field.id).map(|field| field.label.get(lang));
            (&field.id, words, print(field), field.required)
        });
        let needs = checks.needs.iter().filter(|need| need.how == How::Upload);
        let needs = needs.map(|need| {
            let words = form.requirement(&need.id).map(|one| one.name.get(lang));
            (&need.id, words, print(need), need.is_due_at_once())
        });
        Asks {
            service: checks.service.clone(),
            version: checks.version.clone(),
            asks: fields
                .chain(needs)
                .map(|(id, words, print, must)| {
                    (
                        id.clone(),
                        words.unwrap_or_default().to_owned(),
                        print,
                        must,
                    )
                })
                .collect(),
        }
    }
}

/// A short print of what is asked: the same for the same, in whichever language (FNV-1a, 64 bits). Nobody gains anything
/// by making two that are alike.
pub fn print(what: &impl Serialize) -> String {
    let bytes = postcard::to_allocvec(what).unwrap_or_default();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn a_print_tells_what_differs_and_nothing_else() {
        assert_eq!(print(&("nama", true)), print(&("nama", true)));
        assert_ne!(print(&("nama", true)), print(&("nama", false)));
        assert_eq!(print(&"").len(), 8);
    }
}
