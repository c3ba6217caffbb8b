//! Orders by which officers decide in another's place, as the office sees them.

use crate::calendar::Moment;
use crate::delegation::Delegation;
use crate::officer::{Role, Standing};
use crate::region::Zone;
use crate::text::Text;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    /// The newest first.
    pub rows: Vec<OrderView>,
    /// User name, name and role of everybody who may be given one by whoever asks. Empty: they give none.
    pub officers: Vec<(String, String, Role)>,
    /// In whose place.
    pub roles: Vec<Role>,
    /// Ids and names.
    pub services: Vec<(String, Text)>,
    /// ISO 8601, at the office.
    pub today: String,
    pub zone: Zone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    pub order: Delegation,
    /// "Hendra (Kepala seksi)".
    pub officer: Text,
    pub standing: Standing,
    /// Names of its services; none for all of them.
    pub services: Vec<Text>,
    /// "Bambang (Camat)".
    pub given_by: Text,
    pub given: Moment,
    /// Who took it back, and when.
    pub ended: Option<(Text, Moment)>,
    /// Whoever asks may take it back.
    pub may_end: bool,
}
