//! Calls of helping. Who may help whom is decided in `backend`.

use super::banner::Helping;
use crate::error::ApiError;
use domain::view::{AssistanceView, ClientView, Clients, HelpedCases};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// Residents whom this officer helps; `search` is a part of a name, a NIK or the end of a phone number.
#[server(input = GetUrl, endpoint = "assistance/clients")]
pub async fn read_clients(search: String) -> Result<Clients, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .clients(&context::officer_token()?, &search)
        .await?)
}

/// Searches residents. The words go into a cookie, because a name must not stand in an address.
#[server(endpoint = "assistance/search")]
pub async fn search_clients(cari: String) -> Result<(), ApiError> {
    use crate::context;
    context::backend()?
        .officer(&context::officer_token()?)
        .await?;
    crate::officer::session::keep_search(&cari);
    let found = if cari.trim().is_empty() {
        ""
    } else {
        "?cari=1"
    };
    context::redirect(&format!("{}{found}", crate::routes::CLIENTS));
    Ok(())
}

/// Registers a resident, and goes on to their page.
#[server(endpoint = "assistance/register")]
pub async fn register(
    name: String,
    nik: String,
    phone: String,
    region: String,
    #[server(default)] outreach: String,
) -> Result<(), ApiError> {
    use crate::context;
    let new = domain::view::NewClient {
        name,
        nik,
        phone,
        region,
    };
    let id = context::backend()?
        .register_client(&context::officer_token()?, new)
        .await?;
    let outreach = Some(outreach.as_str()).filter(|id| plain(id));
    context::redirect(&crate::routes::client(&id, outreach));
    Ok(())
}

/// One resident, perhaps in an outreach session.
#[server(input = GetUrl, endpoint = "assistance/client")]
pub async fn read_client(id: String, outreach: String) -> Result<ClientView, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .client(&context::officer_token()?, &id, context::some(&outreach))
        .await?)
}

/// The resident's leave: the version of the text, a tick, a name, and perhaps a drawing.
#[server(endpoint = "assistance/agree")]
pub async fn agree(
    client: String,
    version: String,
    #[server(default)] agreed: String,
    consent_name: String,
    #[server(default)] drawn: String,
    #[server(default)] outreach: String,
) -> Result<(), ApiError> {
    use crate::context;
    let given = backend::NewConsent {
        version,
        agreed: agreed == "ya",
        name: consent_name,
        drawn,
        outreach: context::some(&outreach).map(str::to_owned),
    };
    context::backend()?
        .begin_assistance(&context::officer_token()?, &client, given)
        .await?;
    context::redirect(&crate::routes::client(&client, context::some(&outreach)));
    Ok(())
}

/// Begins an application for the resident: from now on a banner names them.
#[server(endpoint = "assistance/start")]
pub async fn start(
    client: String,
    service: String,
    #[server(default)] outreach: String,
) -> Result<(), ApiError> {
    use crate::context;
    let leave = context::backend()?
        .resume_assistance(
            &context::officer_token()?,
            &client,
            context::some(&outreach),
            &service,
        )
        .await?;
    crate::officer::session::remember(&leave);
    context::redirect(&crate::routes::helped_form(&leave, &service));
    Ok(())
}

/// Opens a case of the resident as the resident sees it, to mend it or to send what follows.
#[server(endpoint = "assistance/help-on")]
pub async fn help_on(client: String, code: String) -> Result<(), ApiError> {
    use crate::context;
    let (leave, grant) = context::backend()?
        .help_on(&context::officer_token()?, &client, &code)
        .await?;
    crate::officer::session::remember(&leave);
    context::set_cookie(context::GRANT_COOKIE, grant.token.reveal(), 30 * 60);
    context::redirect(crate::routes::STATUS_CASE);
    Ok(())
}

/// Stops helping: under this leave, or the cookie's. In an outreach session the next resident comes at once; elsewhere one chooses whom to help.
#[server(endpoint = "assistance/end")]
pub async fn end(leave: String) -> Result<(), ApiError> {
    use crate::context;
    let leave = context::some(&leave).map(str::to_owned);
    let next = match (leave.or_else(context::helping), context::officer_token()) {
        (Some(id), Ok(token)) => {
            let next = context::backend()?.after_helping(&token, &id).await;
            next.unwrap_or_default()
        }
        _ => None,
    };
    context::clear_cookie(context::HELPING_COOKIE);
    context::clear_cookie(context::GRANT_COOKIE);
    context::redirect(&match next {
        Some((session, Some(resident))) => crate::routes::client(&resident, Some(&session)),
        Some((session, None)) => crate::routes::outreach(&session),
        None => crate::routes::CLIENTS.to_owned(),
    });
    Ok(())
}

/// Whom this officer helps under a leave.
#[server(input = GetUrl, endpoint = "assistance/one")]
pub async fn read_assistance(id: String) -> Result<AssistanceView, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .assistance(&context::officer_token()?, &id)
        .await?)
}

/// Whether somebody is being helped in this browser, and whom.
#[server(input = GetUrl, endpoint = "assistance/now")]
pub async fn read_helping() -> Result<Helping, ApiError> {
    use crate::context;
    use domain::error::Error;
    let Ok(token) = context::officer_token() else {
        return Ok(if context::helping().is_some() {
            Helping::LoggedOut
        } else {
            Helping::Nobody
        });
    };
    let backend = context::backend()?;
    let Some(id) = context::helping() else {
        let assists = backend
            .officer(&token)
            .await
            .is_ok_and(|session| session.officer.role.assists());
        return Ok(if assists {
            Helping::ChooseFirst
        } else {
            Helping::Nobody
        });
    };
    Ok(match backend.assistance(&token, &id).await {
        Ok(view) => Helping::Now(view),
        Err(Error::LoggedOut) => Helping::LoggedOut,
        Err(_) => Helping::ChooseFirst,
    })
}

/// Cases that came through this officer's help or institution.
#[server(input = GetUrl, endpoint = "assistance/cases")]
pub async fn read_helped() -> Result<HelpedCases, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .helped_cases(&context::officer_token()?)
        .await?)
}

/// An id of ours, fit for an address.
pub fn plain(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit())
}
