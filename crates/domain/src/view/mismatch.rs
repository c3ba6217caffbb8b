//! What documents say beside what the form says, for the officer who compares.

use crate::code::Code;
use crate::mismatch::{Advice, Paper, Reading, Trait};
use crate::text::Text;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MismatchView {
    pub code: Code,
    pub service_name: Text,
    pub applicant: String,
    pub office: String,
    /// ISO 8601: what a printed report bears.
    pub today: String,
    /// The form's answers: as it is kept, and as people read it.
    pub form: Vec<(Trait, String, Text)>,
    /// Documents that were read.
    pub read: Vec<Paper>,
    /// What differs on them.
    pub readings: Vec<Reading>,
    pub advice: Vec<Advice>,
    /// This officer may note something now.
    pub may_note: bool,
}
