//! Calls of residents: a draft, sending, status, mending. Each is: who calls, parse, one call into `backend`.

use crate::application::form::FormPack;
use crate::error::ApiError;
use domain::text::Lang;
use domain::view::{Correction, Receipt, StatusView, Submission, Ticket};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use serde::{Deserialize, Serialize};

/// Everything the form of a service says and asks.
#[server(input = GetUrl, endpoint = "application/form")]
pub async fn read_form(service: String) -> Result<FormPack, ApiError> {
    let backend = crate::context::backend()?;
    let service = backend
        .catalogue()
        .service(&service)
        .ok_or(domain::error::Error::NotFound)?;
    Ok(FormPack::new(backend.catalogue(), service, backend.now()))
}

/// The screens of a form besides the one that the page of `here` holds, as HTML: see [`super::paper`].
#[server(input = GetUrl, endpoint = "application/screens")]
pub async fn read_screens(service: String, here: String, lang: Lang) -> Result<String, ApiError> {
    use super::paper::{Paper, other_screens};
    let form = read_form(service).await?;
    let checks = form.checks(lang);
    if super::step::Step::parse(&here, &checks).slug() != here {
        return Err(domain::error::Error::NotFound.into());
    }
    let paper = Paper {
        form: &form,
        checks: &checks,
        lang,
    };
    Ok(other_screens(paper, &here).to_html())
}

/// Opens a draft, or the same one again for the same device key. With an `assistance` it is a resident's whom the
/// officer helps; `taken` is that resident's leave as a device keeps it, where it was taken without a network.
#[server(input = Json, endpoint = "draft/open")]
pub async fn open_draft(
    service: String,
    device_key: String,
    #[server(default)] assistance: String,
    #[server(default)] taken: String,
) -> Result<Ticket, ApiError> {
    use crate::context;
    if !taken.is_empty() {
        let leave =
            serde_json::from_str(&taken).map_err(|_| domain::error::Error::malformed("leave"))?;
        return Ok(context::backend()?
            .open_taken_draft(&context::officer_token()?, leave, &service, &device_key)
            .await?);
    }
    if !assistance.is_empty() {
        return Ok(context::backend()?
            .open_assisted_draft(
                &context::officer_token()?,
                &assistance,
                &service,
                &device_key,
            )
            .await?);
    }
    if let Ok(session) = context::officer_token() {
        // A page that a phone has kept knows nothing of who is being helped.
        context::backend()?.check_own_form(&session).await?;
    }
    Ok(context::backend()?
        .open_draft_from(&service, &device_key, &context::requester())
        .await?)
}

/// Code bodies for receipts that this device hands over before anything is sent.
#[server(input = Json, endpoint = "code/lease")]
pub async fn lease_codes() -> Result<Vec<String>, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .lease_codes(&context::requester())
        .await?)
}

#[server(input = Json, endpoint = "application/submit")]
pub async fn submit(token: String, submission: Submission) -> Result<Receipt, ApiError> {
    use crate::context;
    let submission = Submission {
        lang: context::lang(),
        ..submission
    };
    Ok(context::backend()?.submit(&token, submission).await?)
}

/// The receipt of what was sent with this key, if anything was: by this device, or as a file that the office took in.
#[server(input = Json, endpoint = "application/receipt")]
pub async fn read_receipt(token: String, key: String) -> Result<Receipt, ApiError> {
    Ok(crate::context::backend()?.receipt_of(&token, &key).await?)
}

/// The status form. A browser without script is sent on; what was typed as the code comes back on a mistake.
#[server(endpoint = "status/look-up")]
pub async fn look_up(kode: String, angka: String) -> Result<(), ApiError> {
    use crate::context;
    let found = context::backend()?
        .look_up(&kode, &angka, &context::requester())
        .await;
    let grant = match found {
        Ok(grant) => grant,
        Err(error) => {
            // The code comes back as it was typed, the digits never.
            let typed: String = kode
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
                .take(20)
                .collect();
            context::refuse_form(&format!("{}?kode={typed}", crate::routes::STATUS), &error);
            return Err(error.into());
        }
    };
    context::set_cookie(context::GRANT_COOKIE, grant.token.reveal(), 30 * 60);
    // Whoever shows code and digits follows that case, and helps nobody with another one.
    context::clear_cookie(context::HELPING_COOKIE);
    context::redirect(crate::routes::STATUS_CASE);
    Ok(())
}

/// The case that the resident's grant opens.
#[server(input = GetUrl, endpoint = "status/case")]
pub async fn read_status() -> Result<StatusView, ApiError> {
    use crate::context;
    Ok(context::backend()?.status(&context::grant_token()?).await?)
}

/// Ends the look at a case: on a borrowed phone the next person sees nothing.
#[server(endpoint = "status/close")]
pub async fn close_status() -> Result<(), ApiError> {
    use crate::context;
    context::clear_cookie(context::GRANT_COOKIE);
    context::redirect(crate::routes::STATUS);
    Ok(())
}

#[server(endpoint = "status/cancel")]
pub async fn cancel() -> Result<(), ApiError> {
    use crate::context;
    context::backend()?.cancel(&context::grant_token()?).await?;
    context::redirect(crate::routes::STATUS_CASE);
    Ok(())
}

/// What is to be mended, with the questions and a ticket for new photographs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorrectionForm {
    pub form: FormPack,
    pub status: StatusView,
}

#[server(input = GetUrl, endpoint = "correction/form")]
pub async fn read_correction() -> Result<CorrectionForm, ApiError> {
    use crate::context;
    let backend = context::backend()?;
    let status = backend.status(&context::grant_token()?).await?;
    let service = backend
        .catalogue()
        .service(&status.service)
        .ok_or(domain::error::Error::NotFound)?;
    let form = FormPack::new(backend.catalogue(), service, backend.now());
    Ok(CorrectionForm { form, status })
}

/// Leave to mend. `draft` is what the device calls its own: `correct:CODE:ROUND`, and perhaps whose it is. The browser may
/// have looked at another case since, and a ticket for that one would carry these photographs there.
#[server(input = Json, endpoint = "correction/open")]
pub async fn open_correction(draft: String) -> Result<Ticket, ApiError> {
    use crate::context;
    let mut parts = draft.split(':').skip(1);
    let (code, round) = (parts.next().unwrap_or_default(), parts.next());
    let round = round
        .and_then(|round| round.parse().ok())
        .ok_or_else(|| domain::error::Error::malformed("draft"))?;
    Ok(context::backend()?
        .open_correction(&context::grant_token()?, code, round)
        .await?)
}

/// Sends what was mended. The ticket is enough: the phone may find a network only when the grant is long over.
#[server(input = Json, endpoint = "correction/send")]
pub async fn resubmit(token: String, correction: Correction) -> Result<Receipt, ApiError> {
    let backend = crate::context::backend()?;
    Ok(backend.resubmit(&token, correction).await?)
}
