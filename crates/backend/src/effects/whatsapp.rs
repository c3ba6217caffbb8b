//! WhatsApp Business Cloud API: `POST /{version}/{phone-id}/messages` with a bearer token.
//!
//! Outside the 24 hours after a resident's own message only templates that Meta has approved may be sent; inside them
//! any text. What a call is answered with is sorted by Meta's error codes into "later" and "never".

use super::Outcome;
use super::web::{Answer, Web};
use bytes::Bytes;
use domain::private::Private;
use domain::text::Lang;
use http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{Method, Request};
use http_body_util::Full;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt;

/// What an office tells of its number.
#[derive(Clone, Debug)]
pub struct WhatsAppSettings {
    /// `https://graph.facebook.com`.
    pub base: String,
    /// `v23.0`.
    pub version: String,
    /// Meta's id of the office's number.
    pub phone_id: String,
    pub token: Private<String>,
    /// Signs webhooks.
    pub app_secret: Private<String>,
    /// What Meta says when it asks whether a webhook is ours.
    pub verify_token: Private<String>,
    /// What the names of templates begin with.
    pub prefix: String,
}

#[derive(Clone)]
pub struct WhatsApp {
    settings: WhatsAppSettings,
    web: Web,
}

impl fmt::Debug for WhatsApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WhatsApp")
    }
}

/// What is sent.
pub(crate) enum Body {
    /// Only within 24 hours after the resident wrote.
    Text(String),
    Template {
        kind: &'static str,
        lang: Lang,
        fillings: Vec<String>,
    },
}

#[derive(Deserialize)]
struct Sent {
    messages: Vec<SentMessage>,
}

#[derive(Deserialize)]
struct SentMessage {
    id: String,
}

#[derive(Deserialize)]
struct Refused {
    error: RefusedError,
}

#[derive(Deserialize)]
struct RefusedError {
    code: i64,
}

impl WhatsApp {
    /// # Errors
    /// What is wrong with the settings, in words for whoever runs the server.
    pub fn new(settings: WhatsAppSettings) -> Result<WhatsApp, String> {
        let plain = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        };
        if !settings.base.starts_with("https://") && !settings.base.starts_with("http://127.0.0.1:")
        {
            return Err(format!("`{}` is no https:// address", settings.base));
        }
        if !plain(&settings.version) || !plain(&settings.phone_id) || !plain(&settings.prefix) {
            return Err(
                "version, phone_id and prefix are letters, digits, dots and underscores".to_owned(),
            );
        }
        Ok(WhatsApp {
            settings,
            web: Web::new(),
        })
    }

    pub(crate) fn phone_id(&self) -> &str {
        &self.settings.phone_id
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.settings.prefix
    }

    pub fn app_secret(&self) -> &Private<String> {
        &self.settings.app_secret
    }

    pub fn verify_token(&self) -> &Private<String> {
        &self.settings.verify_token
    }

    /// `to` is digits only, with the country: `6281234567890`. `id` comes back in what is told of the message later.
    pub(crate) async fn send(&self, id: &str, to: &str, body: Body) -> Outcome {
        let mut message = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": to,
            "biz_opaque_callback_data": id,
        });
        match body {
            Body::Text(text) => {
                message["type"] = "text".into();
                message["text"] = json!({ "preview_url": false, "body": text });
            }
            Body::Template {
                kind,
                lang,
                fillings,
            } => {
                let fillings: Vec<Value> = fillings
                    .into_iter()
                    .map(|text| json!({ "type": "text", "text": text }))
                    .collect();
                message["type"] = "template".into();
                message["template"] = json!({
                    "name": format!("{}_{kind}", self.settings.prefix),
                    "language": { "code": lang.tag() },
                    "components": [{ "type": "body", "parameters": fillings }],
                });
            }
        }
        let WhatsAppSettings {
            base,
            version,
            phone_id,
            token,
            ..
        } = &self.settings;
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!(
                "{}/{version}/{phone_id}/messages",
                base.trim_end_matches('/')
            ))
            .header(AUTHORIZATION, format!("Bearer {}", token.reveal()))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(message.to_string())));
        let Ok(request) = request else {
            tracing::error!("WhatsApp's settings make no request");
            return Outcome::Later("account", None);
        };
        match self.web.ask(request).await {
            Some(answer) => told(&answer),
            None => {
                tracing::warn!("WhatsApp can't be reached");
                Outcome::Later("unreachable", None)
            }
        }
    }
}

fn told(answer: &Answer) -> Outcome {
    if answer.status.is_success() {
        let sent: Option<Sent> = serde_json::from_slice(&answer.body).ok();
        let id = sent.and_then(|sent| sent.messages.into_iter().next());
        return Outcome::Taken(id.map(|message| message.id));
    }
    let wait = answer.headers.get(RETRY_AFTER);
    let wait = wait.and_then(|value| value.to_str().ok()?.parse().ok());
    let wait = wait.map(|seconds: i64| seconds.clamp(1, 24 * 3600));
    let code = serde_json::from_slice(&answer.body).map(|refused: Refused| refused.error.code);
    let status = answer.status.as_u16();
    match code {
        Ok(code) => by_code(code, status, wait),
        Err(_) => {
            tracing::warn!(status, "WhatsApp gave an answer without a reason");
            Outcome::Later("busy", wait)
        }
    }
}

/// Meta's codes, as its documentation lists them ("Error Codes", Cloud API).
pub(crate) fn by_code(code: i64, status: u16, wait: Option<i64>) -> Outcome {
    match code {
        // Too much at once: of the app, of the number, to one person; or Meta is unwell.
        1 | 2 | 4 | 80007 | 130429 | 131000 | 131016 | 131048 | 131056 | 131057 | 133004 => {
            tracing::info!(code, status, "WhatsApp wants a message later");
            Outcome::Later("busy", wait)
        }
        // Token, permission, payment, account: for whoever runs the server.
        0 | 3 | 10 | 190 | 200..=299 | 368 | 131005 | 131031 | 131042 | 131045 | 133010 => {
            tracing::error!(code, status, "WhatsApp refuses the office's account");
            Outcome::Later("account", wait)
        }
        // Missing, paused, disabled, other words than were approved.
        132000 | 132001 | 132005 | 132007 | 132012 | 132015 | 132016 | 132068 | 132069 => {
            tracing::error!(
                code,
                status,
                "WhatsApp refuses a template: compare it with `genggam message templates`"
            );
            Outcome::Never("template")
        }
        // The window closed meanwhile.
        131047 => Outcome::Later("window", Some(1)),
        // No such number, or one that takes no such messages.
        _ => {
            tracing::warn!(code, status, "WhatsApp refused a message");
            Outcome::Never("number")
        }
    }
}
