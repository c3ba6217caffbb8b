//! Calls of officers. Every one hands the session to `backend`, which decides who may.

use crate::error::ApiError;
use domain::view::{CaseView, Queue, QueueFilter, Session};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[server(endpoint = "officer/log-in")]
pub async fn log_in(username: String, password: String) -> Result<(), ApiError> {
    use crate::context;
    let token = context::backend()?
        .log_in(&username, &password, &context::requester())
        .await?;
    context::set_cookie(context::OFFICER_COOKIE, token.reveal(), 12 * 60 * 60);
    let session = context::backend()?.officer(token.reveal()).await?;
    context::clear_cookie(context::HELPING_COOKIE);
    context::redirect(super::session::beginning(&session.officer));
    Ok(())
}

#[server(endpoint = "officer/log-out")]
pub async fn log_out() -> Result<(), ApiError> {
    use crate::context;
    if let Ok(token) = context::officer_token() {
        context::backend()?.log_out(&token).await?;
    }
    context::clear_cookie(context::OFFICER_COOKIE);
    context::clear_cookie(context::HELPING_COOKIE);
    context::clear_cookie(context::GRANT_COOKIE);
    super::session::keep_search("");
    context::redirect(crate::routes::OFFICER_LOGIN);
    Ok(())
}

/// Who is logged in.
#[server(input = GetUrl, endpoint = "officer/me")]
pub async fn read_session() -> Result<Session, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .officer(&context::officer_token()?)
        .await?)
}

#[server(input = GetUrl, endpoint = "officer/queue")]
pub async fn read_queue(filter: QueueFilter) -> Result<Queue, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .queue(&context::officer_token()?, filter)
        .await?)
}

/// Searches the queue. The words go into a cookie, because a name must not stand in an address; `daftar` is the list.
#[server(endpoint = "officer/search")]
pub async fn search(cari: String, #[server(default)] daftar: String) -> Result<(), ApiError> {
    use crate::context;
    context::backend()?
        .officer(&context::officer_token()?)
        .await?;
    super::session::keep_search(&cari);
    context::redirect(&super::session::searched(&daftar, &cari));
    Ok(())
}

/// Opens a case. That it was opened is recorded, so this is no plain reading: POST.
#[server(endpoint = "officer/case")]
pub async fn open_case(code: String) -> Result<CaseView, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .open_case(&context::officer_token()?, &code)
        .await?)
}

/// Accepts an item (`accepted`), gives it back (`returned`, with a reason) or takes a verdict back (`open`).
/// The reason is a ready-made `choice`, own words, or both. `back` is the page to show afterwards.
#[server(endpoint = "officer/judge")]
pub async fn judge(
    code: String,
    version: i64,
    item: String,
    verdict: String,
    #[server(default)] choice: String,
    #[server(default)] reason: String,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    use crate::context;
    use domain::document::{Item, Verdict};
    use domain::error::Error;
    let item = Item::parse(&item).ok_or_else(|| Error::malformed("item"))?;
    let verdict = match verdict.as_str() {
        "accepted" => Verdict::Accepted,
        "returned" => Verdict::Returned {
            reason: format!("{} {}", choice.trim(), reason.trim())
                .trim()
                .to_owned(),
        },
        "open" => Verdict::Open,
        _ => return Err(Error::malformed("verdict").into()),
    };
    let case = context::backend()?
        .judge(&context::officer_token()?, &code, version, item, verdict)
        .await?;
    context::redirect(&super::session::inside(
        crate::routes::case(&case.code),
        back,
    ));
    Ok(())
}

/// One step of the state machine.
#[server(endpoint = "officer/act")]
pub async fn act(
    code: String,
    version: i64,
    action: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    use crate::context;
    use domain::application::Action;
    use domain::error::Error;
    let action = Action::from_key(&action).ok_or_else(|| Error::malformed("action"))?;
    let reason = Some(reason).filter(|text| !text.trim().is_empty());
    let case = context::backend()?
        .act(&context::officer_token()?, &code, version, action, reason)
        .await?;
    context::redirect(&crate::routes::case(&case.code));
    Ok(())
}
