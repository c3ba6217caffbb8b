//! What leaves the server about residents who are helped, and about what is handed over to them.

use crate::application::State;
use crate::assistance::Channel;
use crate::calendar::Moment;
use crate::clock::Pressure;
use crate::code::Code;
use crate::product::{ProductState, ProductStep, Way};
use crate::region::Zone;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A resident as typed by who helps.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    pub name: String,
    /// Empty where nobody knows it.
    pub nik: String,
    pub phone: String,
    /// Code of the desa or kelurahan.
    pub region: String,
}

impl std::fmt::Debug for NewClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewClient(***)")
    }
}

/// A resident in the list of who is helped. Numbers are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRow {
    /// Random; says nothing about the person.
    pub id: String,
    pub name: String,
    pub nik: Option<String>,
    pub region_name: String,
    pub cases: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clients {
    pub rows: Vec<ClientRow>,
    /// There are more than are shown: searching is quicker.
    pub more: bool,
    /// Desa and kelurahan that this officer may register residents of: group, then (code, name).
    pub regions: Vec<(String, Vec<(String, String)>)>,
}

/// One resident, chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClientView {
    pub id: String,
    pub name: String,
    pub nik: Option<String>,
    /// "0812-****-4821".
    pub phone: Option<String>,
    pub region_name: String,
    pub cases: Vec<HelpedCase>,
    /// Services that this officer may start for them: id and name.
    pub services: Vec<(String, Text)>,
    /// Consent has been given to this officer, for today.
    pub agreed: Option<Consent>,
    /// The outreach session in which it happens: id and place.
    pub outreach: Option<(String, String)>,
    pub zone: Zone,
}

/// A case of somebody who was helped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HelpedCase {
    pub code: Code,
    pub service_name: Text,
    pub applicant: String,
    pub state: State,
    pub sent: Moment,
    pub channel: Channel,
    pub deadline: Option<DeadlineView>,
}

/// Cases that came through a partner, a helper or the counter's help.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HelpedCases {
    pub rows: Vec<HelpedCase>,
    pub zone: Zone,
}

/// The resident's leave, as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub version: String,
    /// As typed.
    pub name: String,
    /// Id of the drawn signature.
    pub signature: Option<String>,
    pub at: Moment,
}

/// Who helped with a case, for officers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpedBy {
    pub channel: Channel,
    /// "Yuliana Sari (Pendamping desa), Desa Umpang".
    pub by: Text,
    pub consent: Consent,
}

/// Helping goes on: whom, and what is known of them already. Never kept, never in an address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistanceView {
    pub id: String,
    pub client: String,
    pub name: String,
    pub channel: Channel,
    /// The outreach session: id and place.
    pub outreach: Option<(String, String)>,
    /// Field id to what is known.
    pub known: Vec<(String, String)>,
}

impl std::fmt::Debug for AssistanceView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AssistanceView({}, ***)", self.id)
    }
}

/// The hour before which a case must be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineView {
    /// "Pemakaman".
    pub name: Text,
    pub at: Moment,
    /// Minutes from now; negative when it has passed.
    pub minutes: i64,
    pub pressure: Pressure,
}

/// Somebody has seen the original of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub by: String,
    pub at: Moment,
}

/// One step that a product has taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductMark {
    pub step: ProductStep,
    pub by: String,
    pub at: Moment,
}

/// One product of a case. Residents get it without names, file and signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductView {
    pub id: String,
    pub name: Text,
    pub way: Way,
    pub state: ProductState,
    /// What this officer may do with it now.
    pub step: Option<ProductStep>,
    pub marks: Vec<ProductMark>,
    /// Somebody elsewhere prints it, so its file must come with it.
    pub needs_file: bool,
    /// Bytes of the file to print, once it is there.
    pub file: Option<u64>,
    pub receiver: Option<String>,
    /// Id of the receiver's drawn signature.
    pub signature: Option<String>,
}

/// A case as those see it who took it in and hand its products over: no answers, no photos.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandoverView {
    pub code: Code,
    pub service_name: Text,
    pub applicant: String,
    pub state: State,
    pub version: i64,
    pub sent: Moment,
    pub zone: Zone,
    pub deadline: Option<DeadlineView>,
    pub documents: Vec<SentDocument>,
    pub products: Vec<ProductView>,
    /// What was given back and what may still follow, with the officer's words.
    pub wanted: Vec<super::ReturnedItem>,
    /// The resident who was helped, where this officer may go on helping.
    pub client: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentDocument {
    pub requirement: String,
    pub name: Text,
    pub pages: usize,
    pub seen: Option<Seen>,
}
