//! Applications: how one is sent, followed, mended and taken back by the resident.
//!
//! What officers do with it stands in `office`; which steps exist stands in `domain::application`;
//! how a step is recorded stands in `step`.

mod correct;
mod fill;
mod intake;
mod keys;
mod lease;
pub(crate) mod sql;
mod status;
mod step;
mod submit;
mod supplement;

pub(crate) use intake::{applies, uploads};
pub(crate) use status::lacks;
pub(crate) use step::Step;

use crate::Backend;
use crate::fault::Fault;
use domain::application::{Chain, Spot, State};
use domain::calendar::Moment;
use domain::clock::{self, Due};
use domain::code::Code;
use domain::error::{Error, Result};
use domain::form::Answers;
use domain::officer::Role;
use domain::region::RegionCode;
use domain::service::Service;
use domain::text::Text;

/// `due_day` while no clock runs: sorts behind every real day.
pub(crate) const NO_DUE_DAY: i64 = 9_999_999;

/// `deadline_at` where there is none: sorts behind every real moment.
pub(crate) const NO_DEADLINE: Moment = Moment(9_999_999_999_999);

/// A row of the table. Holds personal data: it has no `Debug` and no `Serialize`.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) code: Code,
    pub(crate) service_id: String,
    pub(crate) region: RegionCode,
    pub(crate) applicant_name: String,
    pub(crate) state: State,
    pub(crate) version: i64,
    pub(crate) round: i64,
    pub(crate) promise_days: u32,
    pub(crate) limit_days: u32,
    pub(crate) sent_at: Moment,
    /// The hour before which it must be done, while it is open.
    pub(crate) deadline_at: Moment,
    /// The partner that took it in.
    pub(crate) partner_id: Option<String>,
    /// Under which somebody helped to send it.
    pub(crate) assistance_id: Option<String>,
    /// In whose hands it was last, of its service's chain.
    pub(crate) hand: Option<Role>,
    /// Id of the case that it became one with.
    pub(crate) merged_into: Option<String>,
}

/// Of a service that the catalogue no longer has: nobody's turn.
static NOBODY: Chain = Chain {
    hands: Vec::new(),
    signs: Vec::new(),
};

impl Backend {
    /// The service's name; its id where an office has removed it from the catalogue since.
    pub(crate) fn service_name(&self, id: &str) -> Text {
        self.catalogue
            .service(id)
            .map_or_else(|| Text::from(id), |service| service.name.clone())
    }

    /// The service of a case that must still be in the catalogue to go on.
    pub(crate) fn service_of(&self, id: &str) -> Result<&Service> {
        self.catalogue.service(id).ok_or_else(|| {
            tracing::error!(
                service = id,
                "the catalogue no longer has a service that cases use"
            );
            Error::Unavailable
        })
    }

    pub(crate) fn chain(&self, service: &str) -> &Chain {
        let service = self.catalogue.service(service);
        service.map_or(&NOBODY, |service| &service.chain)
    }

    /// Where a case stands, and in whose hands.
    pub(crate) fn spot(&self, case: &Case) -> Spot<'_> {
        self.chain(&case.service_id).spot(case.state, case.hand)
    }

    /// When the decision is due by `days` working days.
    pub(crate) fn due(&self, region: &RegionCode, history: &[(Moment, State)], days: u32) -> Due {
        clock::due(history, days, &self.catalogue.office_time(region))
    }

    /// What is kept of the phone number to compare with: nobody can read it back without the server's secret.
    pub(crate) fn phone_proof(&self, code: &Code, digits: &str) -> String {
        self.secret.proof("phone", &[code.compact(), digits])
    }
}

/// Answers as they are kept.
pub(crate) fn to_json(answers: &Answers) -> std::result::Result<String, Fault> {
    serde_json::to_string(answers).map_err(|_| Fault::broken("answers"))
}

pub(crate) fn from_json(body: &str) -> std::result::Result<Answers, Fault> {
    serde_json::from_str(body).map_err(|_| Fault::broken("answers"))
}
