//! Calls of orders by which officers decide in another's place. Who may give one is decided in `backend`.

use crate::error::ApiError;
use domain::view::Orders;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// Orders inside this officer's territory, and what a new one may say.
#[server(input = GetUrl, endpoint = "order/list")]
pub async fn read_orders() -> Result<Orders, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .orders(&context::officer_token()?)
        .await?)
}

/// Gives an order; `service` is an id, or nothing for all of them.
#[server(endpoint = "order/give")]
pub async fn give_order(
    username: String,
    capacity: String,
    role: String,
    #[server(default)] service: String,
    from: String,
    until: String,
    basis: String,
) -> Result<(), ApiError> {
    use crate::context;
    use domain::delegation::Capacity;
    use domain::error::Error;
    use domain::officer::Role;
    let new = backend::NewDelegation {
        username,
        capacity: Capacity::from_key(&capacity).ok_or_else(|| Error::malformed("capacity"))?,
        role: Role::from_key(&role).ok_or_else(|| Error::malformed("role"))?,
        services: Some(service)
            .filter(|id| !id.is_empty())
            .into_iter()
            .collect(),
        from,
        until,
        basis,
    };
    context::backend()?
        .give_order(&context::officer_token()?, new)
        .await?;
    context::redirect(crate::routes::ORDERS);
    Ok(())
}

/// Takes an order back.
#[server(endpoint = "order/end")]
pub async fn end_order(id: String) -> Result<(), ApiError> {
    use crate::context;
    context::backend()?
        .end_order(&context::officer_token()?, &id)
        .await?;
    context::redirect(crate::routes::ORDERS);
    Ok(())
}
