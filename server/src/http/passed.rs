//! What every request passes on its way in and out: the log, the headers of every answer, panics, the door against other
//! sites. One layer for all four: each layer of its own boxes its future and a copy of the router for as long as the
//! request lasts, 1.6 KB for every phone that sends slowly.

use super::{api, files, guard, headers, log::Line, panic};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

pub async fn passed(request: Request, next: Next) -> Response {
    let line = Line::of(&request);
    let path = request.uri().path();
    let upload = files::is_upload(path);
    let for_machine = upload || path.starts_with(api::PREFIX);
    let mut response = if guard::is_too_long(&request) {
        guard::too_long(request)
    } else if guard::lets_in(&request) {
        panic::caught(for_machine, next.run(request)).await
    } else {
        guard::refuse(request)
    };
    headers::seal(upload, response.headers_mut());
    line.tell(response.status());
    response
}
