//! A case as those see it who took it in and hand its products over: names and states, no answers and no photos.

use super::sql;
use crate::Backend;
use crate::application::uploads;
use crate::assistance;
use crate::document;
use domain::application::State;
use domain::document::Item;
use domain::error::Result;
use domain::view::{HandoverView, SentDocument};

impl Backend {
    pub async fn handover(&self, session: &str, code: &str) -> Result<HandoverView> {
        let (officer, case) = self.case_with_products(session, code).await?;
        let service = self.service_of(&case.service_id)?;
        let answers = self.newest_answers(&case).await?;
        let mut read = self.db.read().await?;
        let rows = sql::of_case(&mut read, &case.id).await?;
        let items = document::items(&mut read, &case.id).await?;
        let pages = document::pages(&mut read, &case.id).await?;
        let seen = document::seen::of_case(&mut read, &case.id).await?;
        let client = match &case.assistance_id {
            Some(id) if officer.role.assists() => assistance::sql::client_of(&mut read, id).await?,
            _ => None,
        };
        drop(read);
        let document = |one: &domain::service::Requirement| {
            let newest = items.newest(&Item::Document(one.id.clone()))?;
            let of_round = pages
                .iter()
                .filter(|page| page.requirement == one.id && page.round == newest.round);
            Some(SentDocument {
                requirement: one.id.clone(),
                name: one.name.clone(),
                pages: of_round.count(),
                seen: seen.get(&one.id).cloned(),
            })
        };
        let mut wanted = self.later(&case, &answers, &items, &pages);
        if case.state == State::NeedsFix {
            wanted.extend(self.returned(&case, &items));
        }
        Ok(HandoverView {
            documents: uploads(service, &answers)
                .into_iter()
                .filter_map(document)
                .filter(|document| document.pages > 0)
                .collect(),
            products: self.product_views(&case, &answers, &rows, Some(&officer)),
            wanted,
            client: client
                .filter(|client| officer.helps(&client.region, client.partner_id.as_deref()))
                .map(|client| client.id),
            service_name: service.name.clone(),
            deadline: self.deadline(&case.service_id, case.deadline_at),
            zone: self.catalogue.zone(&case.region),
            applicant: case.applicant_name,
            code: case.code,
            state: case.state,
            version: case.version,
            sent: case.sent_at,
        })
    }
}
