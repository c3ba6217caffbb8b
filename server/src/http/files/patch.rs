//! PATCH: bytes are stored as they arrive, and stay stored whatever ends the request.

use super::{Answer, Failure, UPLOAD_OFFSET, admit, header, number, progress};
use crate::http::answer::Refusal;
use crate::state::State;
use axum::body::Body;
use axum::response::IntoResponse;
use backend::{WriteFault, Writer};
use domain::error::Error;
use futures::StreamExt;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use std::time::Duration;

/// A phone that sends nothing for so long has lost its network; it will come again.
const SILENCE: Duration = Duration::from_secs(60);

/// Everything that can be refused before a byte is read.
pub(super) async fn begin(state: &State, parts: &Parts, id: &str) -> Result<Writer, Failure> {
    let token = admit(parts)?;
    if header(&parts.headers, CONTENT_TYPE.as_str()) != Some("application/offset+octet-stream") {
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::malformed("content-type"),
        )
        .into());
    }
    let offset = number(&parts.headers, &UPLOAD_OFFSET)?;
    Ok(state.backend.upload_write(token, id, offset).await?)
}

/// Returns what of the body was left unread, too. When the connection dies the server drops this future, and with it the
/// writer, which keeps what it was given.
pub(super) async fn run(mut writer: Writer, body: Body) -> (Answer, Option<Body>) {
    let mut stream = body.into_data_stream();
    let failure: Failure = loop {
        match tokio::time::timeout(SILENCE, stream.next()).await {
            Ok(Some(Ok(bytes))) => match writer.push(bytes).await {
                Ok(()) => {}
                Err(fault) => break fault.into(),
            },
            Ok(None) => return (finish(writer).await, None),
            // Silence, or a broken line: the bytes are safe, and most likely nobody hears the answer.
            Ok(Some(Err(_))) | Err(_) => {
                break Refusal::new(StatusCode::REQUEST_TIMEOUT, Error::Network).into();
            }
        }
    };
    (Err(failure), Some(Body::from_stream(stream)))
}

async fn finish(writer: Writer) -> Answer {
    let info = writer.finish().await?;
    Ok((StatusCode::NO_CONTENT, progress(&info)).into_response())
}

impl From<WriteFault> for Failure {
    fn from(fault: WriteFault) -> Failure {
        match fault {
            // The true offset goes with it: the client continues there, without asking again.
            WriteFault::WrongOffset { offset } | WriteFault::Evicted { offset } => {
                Failure::from(Error::Changed).with(UPLOAD_OFFSET, offset)
            }
            WriteFault::Refused(error) => error.into(),
        }
    }
}
