//! What a session has done, counted in the database and nowhere else.

use super::sql;
use crate::Backend;
use domain::error::Result;
use domain::text::Text;
use domain::view::{Handed, OutreachReport};

impl Backend {
    pub(super) async fn outreach_report(&self, id: &str) -> Result<OutreachReport> {
        let mut read = self.db.read().await?;
        let mut report = sql::counts(&mut read, id).await?;
        let services = sql::services(&mut read, id).await?;
        let handed = sql::handed(&mut read, id).await?;
        drop(read);
        report.services = services
            .into_iter()
            .map(|(service, count)| (self.service_name(&service), count))
            .collect();
        report.handovers = handed
            .into_iter()
            .map(|one| Handed {
                product: self.product_name(&one.service, &one.product),
                code: one.code,
                receiver: one.receiver,
                at: one.at,
                signature: one.signature,
            })
            .collect();
        Ok(report)
    }

    /// What a product is called; its id where an office has removed it from the catalogue since.
    pub(crate) fn product_name(&self, service: &str, product: &str) -> Text {
        let service = self.catalogue.service(service);
        let known = service.and_then(|one| one.products.iter().find(|one| one.key() == product));
        known.map_or_else(|| Text::from(product), |one| one.name.clone())
    }
}
