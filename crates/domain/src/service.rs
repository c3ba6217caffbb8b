//! A service of an office, as its file in `catalogue/services` says it.
//!
//! The files are written by people, so unknown keys are refused: a misspelt key would lose a requirement silently.

use crate::application::Chain;
use crate::form::{Answers, Condition, Field, Page, text_of};
use crate::letter::ProductLetter;
use crate::region::RegionCode;
use crate::rule::Rule;
use crate::text::Text;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Equal to the file's name. Part of addresses.
    pub id: String,
    /// Three symbols of the code alphabet that begin every receipt code of this service. Unique.
    pub prefix: String,
    pub name: Text,
    /// One or two plain sentences.
    pub summary: Text,
    pub group: Group,
    /// Words people may search by that the name doesn't hold ("nikah cepat", "KUA").
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Who handles it, in words.
    pub agency: Text,
    /// Where it is offered: every region inside this one.
    pub region: RegionCode,
    pub who_may_apply: Text,
    /// Whether the office has confirmed this file. `false` shows "daftar ini belum dikonfirmasi kantor".
    pub confirmed: bool,
    /// Where the facts come from, shown at the foot of the page.
    pub sources: Vec<String>,
    pub time: WorkingDays,
    pub fee: Fee,
    pub requirements: Vec<Requirement>,
    /// Questions of this service; those about the applicant (`catalogue/applicant.toml`) come before.
    pub pages: Vec<Page>,
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// What happens, in order, in words.
    pub steps: Vec<Text>,
    pub products: Vec<Product>,
    /// Through whose hands it goes, and who decides and signs.
    pub chain: Chain,
    /// Who signs, in words.
    pub signer: Text,
    pub signature: Signature,
    pub legal_basis: Vec<String>,
    /// Things people often get wrong.
    #[serde(default)]
    pub warnings: Vec<Text>,
    pub standard: Standard,
    /// A burial can't wait: such cases stand on top of every list.
    #[serde(default)]
    pub urgent: bool,
    /// A moment that the person names, before which it must be done.
    #[serde(default)]
    pub deadline: Option<Deadline>,
    /// Partners (hospital, health centre) may send it for those they serve.
    #[serde(default)]
    pub partner: bool,
}

/// "Before the burial": a moment in hours, not in working days, that stands in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Id of a question of kind `date-time`.
    pub field: String,
    /// What happens then, in one word: "Pemakaman".
    pub name: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Letters and recommendations of a kecamatan.
    Kecamatan,
    /// Civil registration.
    Dukcapil,
    /// Recommendations for business and land (Alekot).
    Usaha,
}

/// Working days, counted from the moment the file is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingDays {
    /// What the office promises.
    pub promise: u32,
    /// What the law allows: 5 unless a sector rule says otherwise (UU 30/2014 art. 53 as changed by UU 6/2023).
    pub limit: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Whole rupiah. 0 is shown as GRATIS.
    pub rupiah: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Unique in the service.
    pub id: String,
    pub name: Text,
    pub how: How,
    #[serde(default = "yes")]
    pub required: bool,
    /// Why it is needed or what to look out for.
    pub why: Text,
    /// How sure we are that an office asks for it.
    pub basis: Basis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// May follow after sending. Nothing is found complete without it all the same.
    #[serde(default)]
    pub later: bool,
}

impl Requirement {
    /// Must be there when it is sent.
    pub fn is_due_at_once(&self) -> bool {
        self.required && !self.later
    }
}

fn yes() -> bool {
    true
}

/// How a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Photograph or file, sent through the app.
    Upload,
    /// The original is brought along.
    BringOriginal,
    /// Signed by hand in front of an officer.
    SignBeforeOfficer,
    /// Declared in the app with a tick.
    Declare,
    /// The person must come.
    Attend,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Written in the documents Genggam grew from.
    Seed,
    /// Found in the service standard of a comparable office.
    Source,
    /// General knowledge: to be confirmed before use.
    General,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Names it in the books of a case. Where there are several, one without an id is given by somebody else and isn't
    /// followed; where there is only one, it needs none.
    #[serde(default)]
    pub id: String,
    pub name: Text,
    /// Every way the product may reach the person, best first.
    pub handover: Vec<Handover>,
    /// Made only when an answer asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// Set where the office writes it itself, here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<ProductLetter>,
}

impl Product {
    /// How it is called in the books.
    pub fn key(&self) -> &str {
        if self.id.is_empty() {
            "hasil"
        } else {
            &self.id
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Handover {
    /// A file to download or by message.
    File,
    /// Fetched at the office.
    PickUp,
    /// Printed and handed over by a partner (hospital, kecamatan).
    PrintedByPartner,
    /// Brought to the village or partner.
    Delivered,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    Electronic,
    WetInk,
    Either,
    None,
}

/// Components of a service standard that the rest of the file doesn't already say
/// (UU 25/2009 art. 21, PermenPANRB 15/2014). Empty means not yet known, and is shown so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Standard {
    pub complaints: Option<Text>,
    pub facilities: Option<Text>,
    pub competence: Option<Text>,
    pub supervision: Option<Text>,
    pub staff_count: Option<Text>,
    pub guarantee: Option<Text>,
    pub safety: Option<Text>,
    pub evaluation: Option<Text>,
}

impl Service {
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|r| r.id == id)
    }

    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.pages.iter().flat_map(|page| &page.fields)
    }

    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|f| f.id == id)
    }

    /// What this case will be given, by its answers: each followed until it is in somebody's hands.
    pub fn products_for<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'a Product> {
        let only = self.products.len() == 1;
        let followed = self
            .products
            .iter()
            .filter(move |product| only || !product.id.is_empty());
        followed.filter(|product| {
            product
                .show_if
                .as_ref()
                .is_none_or(|condition| condition.holds(answers))
        })
    }

    /// The moment before which it must be done, as answered: `YYYY-MM-DDTHH:MM` at the office's clock.
    pub fn deadline_of<'a>(&self, answers: &'a Answers) -> Option<&'a str> {
        let deadline = self.deadline.as_ref()?;
        Some(text_of(answers, &deadline.field)).filter(|answer| !answer.is_empty())
    }

    /// Whether anything must be fetched at a counter.
    pub fn needs_pick_up(&self) -> bool {
        self.products
            .iter()
            .any(|p| !p.handover.contains(&Handover::File))
    }
}
