//! WhatsApp's interface as its documentation has it, on a socket of this machine: it takes messages, keeps them, and
//! answers as it is told to.

use crate::effects::{WhatsApp, WhatsAppSettings};
use crate::message::Channels;
use domain::private::Private;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub const TOKEN: &str = "a-token-of-the-office";
pub const APP_SECRET: &str = "the-secret-of-the-app";

/// How one call is answered.
#[derive(Clone)]
pub enum Reply {
    /// One of Meta's error codes.
    Code(u16, i64),
    /// The line is cut without a word.
    Cut,
}

#[derive(Default)]
pub struct Heard {
    /// What came in, taken or not.
    pub messages: Vec<Value>,
    pub replies: VecDeque<Reply>,
}

pub struct Provider {
    pub heard: Arc<Mutex<Heard>>,
    address: String,
    task: JoinHandle<()>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Provider {
    pub async fn open() -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heard: Arc<Mutex<Heard>> = Arc::default();
        let shared = heard.clone();
        let task = tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                tokio::spawn(serve(line, shared.clone()));
            }
        });
        Provider {
            heard,
            address,
            task,
        }
    }

    /// The office's settings.
    pub fn whatsapp(&self) -> WhatsApp {
        WhatsApp::new(WhatsAppSettings {
            base: self.address.clone(),
            version: "v23.0".to_owned(),
            phone_id: "106540352242922".to_owned(),
            token: Private::new(TOKEN.to_owned()),
            app_secret: Private::new(APP_SECRET.to_owned()),
            verify_token: Private::new("asked-and-known".to_owned()),
            prefix: "genggam".to_owned(),
        })
        .unwrap()
    }

    pub fn channels(&self) -> Channels {
        Channels {
            whatsapp: Some(self.whatsapp()),
            ..Channels::default()
        }
    }

    /// The next calls are answered so.
    pub fn will(&self, replies: &[Reply]) {
        self.heard
            .lock()
            .unwrap()
            .replies
            .extend(replies.iter().cloned());
    }

    pub fn messages(&self) -> Vec<Value> {
        self.heard.lock().unwrap().messages.clone()
    }
}

async fn serve(line: TcpStream, heard: Arc<Mutex<Heard>>) {
    let mut line = BufReader::new(line);
    while let Some((head, body)) = request(&mut line).await {
        let (answer, cut) = {
            let mut heard = heard.lock().unwrap();
            answer(&head, &body, &mut heard)
        };
        if cut {
            return;
        }
        if line.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn request(line: &mut BufReader<TcpStream>) -> Option<(Vec<String>, Vec<u8>)> {
    let mut head = Vec::new();
    loop {
        let mut text = String::new();
        if line.read_line(&mut text).await.ok()? == 0 {
            return None;
        }
        match text.trim_end() {
            "" => break,
            text => head.push(text.to_owned()),
        }
    }
    let length = header(&head, "content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    line.read_exact(&mut body).await.ok()?;
    Some((head, body))
}

fn header<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    head.iter()
        .filter_map(|line| line.split_once(": "))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn answer(head: &[String], body: &[u8], heard: &mut Heard) -> (String, bool) {
    if header(head, "authorization") != Some(&format!("Bearer {TOKEN}")) {
        return (refused(401, 190), false);
    }
    if head[0] != "POST /v23.0/106540352242922/messages HTTP/1.1"
        || header(head, "content-type") != Some("application/json")
    {
        return (refused(400, 100), false);
    }
    let message: Value = serde_json::from_slice(body).unwrap();
    let to = message["to"].as_str().unwrap_or_default();
    let shaped = message["messaging_product"] == "whatsapp"
        && to.starts_with("628")
        && to.bytes().all(|byte| byte.is_ascii_digit());
    if !shaped {
        return (refused(400, 100), false);
    }
    heard.messages.push(message);
    match heard.replies.pop_front() {
        Some(Reply::Code(status, code)) => (refused(status, code), false),
        Some(Reply::Cut) => (String::new(), true),
        None => {
            let id = format!("wamid.{}", heard.messages.len());
            let taken = json!({
                "messaging_product": "whatsapp",
                "contacts": [],
                "messages": [{ "id": id, "message_status": "accepted" }],
            });
            (whole(200, &taken), false)
        }
    }
}

fn refused(status: u16, code: i64) -> String {
    let error = json!({ "error": {
        "message": "(#x) refused", "type": "OAuthException", "code": code,
        "error_data": { "messaging_product": "whatsapp", "details": "details" }, "fbtrace_id": "x",
    } });
    whole(status, &error)
}

fn whole(status: u16, body: &Value) -> String {
    let body = body.to_string();
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}
