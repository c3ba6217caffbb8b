//! Signs that a letter can't print, found before anybody gives it a number.
//!
//! The case's page tells which answer holds them. The way out is a pen: the letter is printed with that part left open,
//! written into by hand, signed, stamped and scanned. An electronic signature can't cover what somebody writes later.

use super::contents::Face;
use super::sql::Row;
use super::{LetterState, Means, newest, state_of};
use crate::Backend;
use crate::application::Case;
use crate::fault::Fault;
use domain::form::Answers;
use domain::letter::Unprintable;
use domain::service::Service;
use domain::text::Text;
use letters::Press;
use serde_json::Value;
use tokio::task::spawn_blocking;

/// Stands where somebody will write by hand.
const OPEN: &str = "........................";

impl Backend {
    /// Of every letter of a case that somebody may still make, or make anew: its first sign that can't be printed.
    pub(crate) async fn unprintable(
        &self,
        case: &Case,
        answers: &Answers,
        rows: &[Row],
    ) -> Result<Vec<Unprintable>, Fault> {
        let (Some(press), Some(service)) = (
            self.catalogue.press.clone(),
            self.catalogue.service(&case.service_id),
        ) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        if case.state.is_final() {
            return Ok(found);
        }
        let face = Face::draft(self.today(&case.region), Means::Pen);
        let contents = self.catalogue.contents(case, service, answers, None, &face);
        // Setting a letter takes a moment, and nearly none needs it.
        if !any(&contents, &|text| press.missing(text).is_some()) {
            return Ok(found);
        }
        for product in service.products_for(answers) {
            let state = state_of(newest(rows, product.key()).as_ref());
            let waits = matches!(state, LetterState::Numbered | LetterState::Printed);
            let Some(letter) = product.letter.as_ref().filter(|_| !waits) else {
                continue;
            };
            let (press, template) = (press.clone(), letter.template.clone());
            let (contents, day) = (contents.clone(), face.day());
            let (set, contents) =
                spawn_blocking(move || (press.set(&template, &contents, None, day), contents))
                    .await?;
            let signs = set.err().into_iter().flatten().find_map(|flaw| flaw.sign);
            if let Some(sign) = signs {
                let (field, place) = self.place_of(service, &contents, sign);
                found.push(Unprintable {
                    product: product.key().to_owned(),
                    field,
                    place,
                    sign,
                });
            }
        }
        Ok(found)
    }

    /// The first answer that holds a sign, or what else of the letter does.
    fn place_of(&self, service: &Service, contents: &Value, sign: char) -> (Option<String>, Text) {
        let holds = |value: &Value| any(value, &|text| text.contains(sign));
        let pages = self.catalogue.form(service);
        let mut fields = pages.into_iter().flat_map(|page| &page.fields);
        if let Some(field) = fields.find(|field| holds(&contents["isian"][&field.id])) {
            return (Some(field.id.clone()), field.label.clone());
        }
        let elsewhere = if holds(&contents["penanda_tangan"]) {
            Text::new(
                "Nama atau jabatan penanda tangan",
                "Name or title of who signs",
            )
        } else if holds(&contents["kantor"]) {
            Text::new("Data kantor", "Facts of the office")
        } else {
            Text::new("Contoh surat", "The template of the letter")
        };
        (None, elsewhere)
    }
}

/// Leaves every answer open that can't be printed.
pub(super) fn leave_open(press: &Press, contents: &mut Value) {
    fn walk(press: &Press, value: &mut Value) {
        match value {
            Value::String(text) if press.missing(text).is_some() => OPEN.clone_into(text),
            Value::Array(all) => all.iter_mut().for_each(|one| walk(press, one)),
            Value::Object(all) => all.values_mut().for_each(|one| walk(press, one)),
            _ => {}
        }
    }
    walk(press, &mut contents["isian"]);
}

/// Whether any text in it is so.
fn any(value: &Value, is: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is(text),
        Value::Array(all) => all.iter().any(|one| any(one, is)),
        Value::Object(all) => all.values().any(|one| any(one, is)),
        _ => false,
    }
}
