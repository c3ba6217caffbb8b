//! One client for what is called over HTTP: short requests, short answers, and an end to every wait.

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::time::Duration;

/// A worker's lease is longer.
const TIME: Duration = Duration::from_secs(30);
const LONGEST_ANSWER: usize = 64 * 1024;

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Cheap to clone; keeps connections.
#[derive(Clone)]
pub(super) struct Web(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Web {
    pub(super) fn new() -> Web {
        let connector = HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .build();
        Web(Client::builder(TokioExecutor::new()).build(connector))
    }

    /// `None`: nobody answered in time, or what came was no answer.
    pub(super) async fn ask(&self, request: Request<Full<Bytes>>) -> Option<Answer> {
        let asked = async {
            let (head, body) = self.0.request(request).await.ok()?.into_parts();
            let body = Limited::new(body, LONGEST_ANSWER).collect().await.ok()?;
            Some(Answer {
                status: head.status,
                headers: head.headers,
                body: body.to_bytes(),
            })
        };
        tokio::time::timeout(TIME, asked).await.ok().flatten()
    }
}
