//! Appointments, as residents and the office see them.

use crate::code::Code;
use crate::pickup::Half;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A half-day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupSlot {
    /// ISO 8601.
    pub day: String,
    pub half: Half,
}

impl PickupSlot {
    /// As forms send it.
    pub fn key(&self) -> String {
        format!("{}.{}", self.day, self.half.key())
    }
}

/// When somebody comes for a case, and when one may.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupView {
    /// Somebody has to come, and may choose when.
    pub needed: bool,
    pub chosen: Option<PickupSlot>,
    pub offers: Vec<PickupOffer>,
}

/// A half-day with places left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupOffer {
    pub slot: PickupSlot,
    pub free: u16,
}

/// Who comes in one half-day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupDay {
    pub slot: PickupSlot,
    pub today: bool,
    pub rows: Vec<PickupRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupRow {
    pub code: Code,
    pub applicant: String,
    pub service: Text,
}
