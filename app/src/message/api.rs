//! Calls about messages: who may write to whom, and who was called.

use crate::error::ApiError;
use domain::view::{CallList, NewsView, PushSubscription};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

/// How the resident whose case is open is told of news.
#[server(input = GetUrl, endpoint = "message/news")]
pub async fn read_news() -> Result<NewsView, ApiError> {
    use crate::context;
    Ok(context::backend()?.news(&context::grant_token()?).await?)
}

/// Agrees to be told by `channel`; the empty one takes the leave back.
#[server(endpoint = "message/choose")]
pub async fn choose_news(channel: String) -> Result<(), ApiError> {
    use crate::context;
    use domain::message::Channel;
    let channel = match channel.as_str() {
        "" => None,
        key => {
            Some(Channel::from_key(key).ok_or_else(|| domain::error::Error::malformed("channel"))?)
        }
    };
    context::backend()?
        .set_news(&context::grant_token()?, channel)
        .await?;
    context::redirect(crate::routes::STATUS_NEWS);
    Ok(())
}

/// This browser wants notices about the case.
#[server(input = Json, endpoint = "message/subscribe")]
pub async fn subscribe(subscription: PushSubscription) -> Result<(), ApiError> {
    use crate::context;
    Ok(context::backend()?
        .subscribe(&context::grant_token()?, subscription)
        .await?)
}

/// And no more.
#[server(input = Json, endpoint = "message/unsubscribe")]
pub async fn unsubscribe(endpoint: String) -> Result<(), ApiError> {
    use crate::context;
    Ok(context::backend()?
        .unsubscribe(&context::grant_token()?, &endpoint)
        .await?)
}

/// Residents whom no message reaches.
#[server(input = GetUrl, endpoint = "message/calls")]
pub async fn read_calls() -> Result<CallList, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .call_list(&context::officer_token()?)
        .await?)
}

/// Somebody was told what a message says (`reached` is `ya`), or the number leads to nobody (`tidak`).
#[server(endpoint = "message/told")]
pub async fn tell(id: String, reached: String) -> Result<(), ApiError> {
    use crate::context;
    let reached = match reached.as_str() {
        "ya" => true,
        "tidak" => false,
        _ => return Err(domain::error::Error::malformed("reached").into()),
    };
    context::backend()?
        .told(&context::officer_token()?, &id, reached)
        .await?;
    context::redirect(crate::routes::CALLS);
    Ok(())
}
