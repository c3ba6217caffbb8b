//! What goes to a device before a day without a network, and the leaves that come back from it.

use super::NewClient;
use super::outreach::OutreachRow;
use crate::calendar::Moment;
use crate::region::{RegionCode, Zone};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Everything of a day in a village that isn't the same for everybody. On the device it lies under a PIN.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldKit {
    /// Id and name of who prepares: only this account can bring back what was taken with it.
    pub officer: (String, String),
    /// The outreach session, where there is one.
    pub session: Option<OutreachRow>,
    pub zone: Zone,
    /// The server's clock.
    pub now: Moment,
    /// Id, name and territory of what this officer may start for somebody.
    pub services: Vec<(String, Text, RegionCode)>,
    /// What comes of them, to note that it was handed over: service, product and its name. Empty in kits of older builds.
    #[serde(default)]
    pub products: Vec<(String, String, Text)>,
    /// Desa and kelurahan that this officer may register residents of: group, then (code, name).
    pub regions: Vec<(String, Vec<(String, String)>)>,
    /// Who is expected, in the order of the roster.
    pub roster: Vec<FieldClient>,
    /// Code bodies for receipts, lent to this device.
    pub codes: Vec<String>,
}

/// A resident as a helper's device knows one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldClient {
    pub id: String,
    pub name: String,
    /// Masked.
    pub nik: Option<String>,
    pub region: String,
    pub region_name: String,
    /// Field id to what is known, to fill in a form.
    pub known: Vec<(String, String)>,
    /// Cases sent for them in this session, as far as the server knew.
    pub cases: i64,
}

/// A resident's leave that was taken without a network. All ids are the device's, so bringing it twice brings it once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenLeave {
    pub id: String,
    /// Who took it.
    pub officer: String,
    pub client: String,
    /// The resident, where the device registered them.
    #[serde(default)]
    pub new: Option<NewClient>,
    /// The outreach session; empty where there is none.
    #[serde(default)]
    pub outreach: String,
    /// Of the text that was read out.
    pub version: String,
    /// As typed.
    pub name: String,
    /// A drawing as a data URL; empty where nothing was drawn.
    #[serde(default)]
    pub drawn: String,
    /// When it was given, by the device's clock as far as that was set right.
    pub at: Moment,
}

/// Something that was printed and handed over where there was no network. The id is the device's, so bringing it twice
/// stores it once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenHandover {
    pub id: String,
    /// Who handed it over.
    pub officer: String,
    pub client: String,
    /// The resident, where the device registered them.
    #[serde(default)]
    pub new: Option<NewClient>,
    /// The outreach session; empty where there is none.
    #[serde(default)]
    pub outreach: String,
    pub service: String,
    /// Names it within the service.
    pub product: String,
    /// Who received it, as typed.
    pub receiver: String,
    /// The receiver's signature as a data URL; empty where nothing was drawn.
    #[serde(default)]
    pub drawn: String,
    /// When, by the device's clock as far as that was set right.
    pub at: Moment,
}

macro_rules! silent {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    )*};
}
silent!(FieldKit, FieldClient, TakenLeave, TakenHandover);
