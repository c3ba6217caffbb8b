//! Calls of officers. Every one hands the session to `backend`, which decides who may.

use crate::error::ApiError;
use domain::view::{CaseView, Queue, QueueFilter, Session};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use std::collections::BTreeMap;

#[server(endpoint = "officer/log-in")]
pub async fn log_in(username: String, password: String) -> Result<(), ApiError> {
    use crate::context;
    let token = context::backend()?
        .log_in(&username, &password, &context::requester())
        .await?;
    context::set_cookie(context::OFFICER_COOKIE, token.reveal(), 12 * 60 * 60);
    let session = context::backend()?.officer(token.reveal()).await?;
    context::set_account(&session.officer.id, 12 * 60 * 60);
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
    context::set_account("", 0);
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

/// Searches all that this officer may see. The words go into a cookie, because a name must not stand in an address.
#[server(endpoint = "officer/search")]
pub async fn search(cari: String) -> Result<(), ApiError> {
    use crate::context;
    context::backend()?
        .officer(&context::officer_token()?)
        .await?;
    super::session::keep_search(&cari);
    context::redirect(&super::session::searched(&cari));
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

/// Takes a case up; `over` says "ya" to take it out of another's hands.
#[server(endpoint = "officer/take")]
pub async fn take(
    code: String,
    version: i64,
    #[server(default)] over: String,
) -> Result<(), ApiError> {
    use crate::context;
    let case = context::backend()?
        .take_case(&context::officer_token()?, &code, version, over == "ya")
        .await?;
    context::redirect(&crate::routes::case(&case.code));
    Ok(())
}

/// The same step on several cases: `cases` has the version that the list showed, by code. What became of each is told
/// on the list, `back`, once.
#[server(endpoint = "officer/bulk")]
pub async fn bulk(
    step: String,
    #[server(default)] cases: BTreeMap<String, i64>,
    #[server(default)] to: String,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    use crate::context;
    use domain::error::Error;
    use domain::view::BulkStep;
    let step = BulkStep::from_key(&step).ok_or_else(|| Error::malformed("step"))?;
    let cases = cases.into_iter().collect();
    let told = context::backend()?
        .bulk(&context::officer_token()?, step, cases, &to)
        .await?;
    super::session::keep_told(&told.written());
    context::redirect(&super::session::inside(
        crate::routes::OFFICER.to_owned(),
        back,
    ));
    Ok(())
}

/// Lays a case down again.
#[server(endpoint = "officer/put-back")]
pub async fn put_back(code: String) -> Result<(), ApiError> {
    use crate::context;
    let case = context::backend()?
        .put_back_case(&context::officer_token()?, &code)
        .await?;
    context::redirect(&crate::routes::case(&case.code));
    Ok(())
}

/// Two cases look alike and aren't the same.
#[server(endpoint = "officer/not-double")]
pub async fn not_double(
    code: String,
    other: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    use crate::context;
    context::backend()?
        .not_double(&context::officer_token()?, &code, &other, &reason)
        .await?;
    let code = domain::code::Code::parse(&code).map_err(domain::error::Error::from)?;
    context::redirect(&crate::routes::case(&code));
    Ok(())
}

/// Two cases become one: the younger ends, the older goes on.
#[server(endpoint = "officer/merge")]
pub async fn merge(
    code: String,
    other: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    use crate::context;
    let kept = context::backend()?
        .merge_cases(&context::officer_token()?, &code, &other, &reason)
        .await?;
    context::redirect(&crate::routes::case(&kept.code));
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
