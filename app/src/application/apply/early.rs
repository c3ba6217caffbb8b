//! What a person typed before the script woke, taken over into the draft.

use crate::application::form::FormPack;
use domain::form::{Answer, Answers, Kind};

/// Names and values of the boxes on the page become answers. Rows start empty: their boxes have no place yet.
pub fn take_over(form: &FormPack, typed: Vec<(String, String)>, answers: &mut Answers) {
    let value = |name: &str| {
        typed
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
            .unwrap_or_default()
    };
    for field in form.pages.iter().flat_map(|page| &page.fields) {
        let id = field.id.as_str();
        let answer = match field.kind {
            Kind::Rows { .. } => continue,
            Kind::MultiChoice(_) => {
                let many = typed
                    .iter()
                    .filter(|(name, _)| name == id)
                    .map(|(_, value)| value.clone())
                    .collect();
                Answer::Many(many)
            }
            Kind::Date(_) => Answer::Text(day(&value, id)),
            Kind::DateTime(_) => {
                let (day, time) = (day(&value, id), value(&format!("{id}-jam")));
                Answer::Text(if day.is_empty() && time.is_empty() {
                    String::new()
                } else {
                    format!("{day}T{time}")
                })
            }
            _ => Answer::Text(value(id).to_owned()),
        };
        if !answer.is_empty() {
            answers.insert(id.to_owned(), answer);
        }
    }
}

/// The three boxes of a date, as far as they are filled.
fn day<'a>(value: &impl Fn(&str) -> &'a str, id: &str) -> String {
    let [year, month, day] = ["tahun", "bulan", "hari"].map(|part| value(&format!("{id}-{part}")));
    if year.is_empty() && month.is_empty() && day.is_empty() {
        return String::new();
    }
    format!("{year}-{month:0>2}-{day:0>2}")
}
