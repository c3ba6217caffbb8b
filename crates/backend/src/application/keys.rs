//! By what a case is found whose plain text nobody may search: HMACs of phone, NIK and birth date.

use super::intake::PHONE;
use crate::Backend;
use domain::form::{Answers, text_of};
use domain::person::Phone;

const NIK: &str = "nik";
const BIRTH: &str = "tanggal_lahir";

/// Empty where there is nothing to find it by.
pub(crate) struct Keys {
    pub(super) phone: String,
    pub(super) nik: String,
    pub(super) birth: String,
}

impl Backend {
    pub(super) fn keys(&self, answers: &Answers) -> Keys {
        let key = |what: &str, text: &str| match text {
            "" => String::new(),
            text => self.secret.proof(what, &[text]),
        };
        Keys {
            phone: self.phone_key(text_of(answers, PHONE)),
            nik: key("nik search", text_of(answers, NIK)),
            birth: key("birth search", text_of(answers, BIRTH)),
        }
    }

    /// By what a case is found by its whole phone number; empty for what is no number.
    pub(crate) fn phone_key(&self, text: &str) -> String {
        Phone::parse(text).map_or_else(String::new, |phone| {
            self.secret.proof("phone search", &[&phone.e164()])
        })
    }
}
