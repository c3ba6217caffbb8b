//! Every server function with a call that is well-formed and yet changes nothing: where tests break things from.

mod officers;

use serde_json::{Value, json};

/// How Leptos reads the arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    Query,
    Form,
    Json,
}

/// Whose cookies go with it, so that what is said gets as far as it can.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caller {
    Anybody,
    Resident,
    Officer,
}

pub struct Call {
    pub path: &'static str,
    pub codec: Codec,
    pub caller: Caller,
    pub arguments: Value,
    /// Arguments that may hold any short text, or may be missing: such a call may succeed.
    pub free: &'static [&'static str],
}

fn call(
    path: &'static str,
    codec: Codec,
    caller: Caller,
    arguments: Value,
    free: &'static [&'static str],
) -> Call {
    Call {
        path,
        codec,
        caller,
        arguments,
        free,
    }
}

/// `service` exists and `token` is a draft's.
pub fn all(service: &str, token: &str, code: &str) -> Vec<Call> {
    use Caller::*;
    use Codec::*;
    let documents =
        json!([{ "requirement": "ktp", "pages": ["0123456789abcdef0123456789abcdef"] }]);
    let submission = json!({
        "service": service, "key": "0123456789abcdef", "answers": { "nik": "6201021501900001" }, "documents": documents,
        "declared": ["x"], "consent": true
    });
    let correction = json!({ "key": "0123456789abcdef", "answers": { "nik": "6201021501900001" }, "documents": documents });
    let mut all = vec![
        call("/api/service/list", Query, Anybody, json!({}), &[]),
        call(
            "/api/service/form",
            Query,
            Anybody,
            json!({ "id": service }),
            &[],
        ),
        call("/api/region/list", Query, Anybody, json!({}), &[]),
        call("/api/rescue/key", Query, Anybody, json!({}), &[]),
        call(
            "/api/region/one",
            Query,
            Anybody,
            json!({ "code": "62.01.02" }),
            &[],
        ),
        call(
            "/api/application/form",
            Query,
            Anybody,
            json!({ "service": service }),
            &[],
        ),
        call(
            "/api/application/screens",
            Query,
            Anybody,
            json!({ "service": service, "here": "", "lang": "id" }),
            &[],
        ),
        call(
            "/api/draft/open",
            Json,
            Anybody,
            json!({ "service": service, "device_key": "0123456789abcdef", "assistance": "", "taken": "" }),
            &["assistance", "taken"],
        ),
        call("/api/code/lease", Json, Anybody, json!({}), &[]),
        call(
            "/api/application/receipt",
            Json,
            Anybody,
            json!({ "token": token, "key": "0123456789abcdef" }),
            &[],
        ),
        call(
            "/api/application/submit",
            Json,
            Anybody,
            json!({ "token": token, "submission": submission }),
            &[],
        ),
        call(
            "/api/status/look-up",
            Form,
            Anybody,
            json!({ "kode": code, "angka": "0000" }),
            &[],
        ),
        call("/api/status/case", Query, Resident, json!({}), &[]),
        call("/api/status/close", Form, Anybody, json!({}), &[]),
        call("/api/message/news", Query, Resident, json!({}), &[]),
        call(
            "/api/message/choose",
            Form,
            Resident,
            json!({ "channel": "email" }),
            &[],
        ),
        call(
            "/api/message/subscribe",
            Json,
            Resident,
            json!({ "subscription": { "endpoint": "https://push.example/1", "p256dh": "BA", "auth": "AA" } }),
            &[],
        ),
        call(
            "/api/message/unsubscribe",
            Json,
            Resident,
            json!({ "endpoint": "https://push.example/1" }),
            &["endpoint"],
        ),
        call("/api/message/calls", Query, Officer, json!({}), &[]),
        call(
            "/api/message/told",
            Form,
            Officer,
            json!({ "id": "0123456789abcdef0123456789abcdef", "reached": "ya" }),
            &[],
        ),
        call("/api/status/cancel", Form, Anybody, json!({}), &[]),
        call("/api/correction/form", Query, Resident, json!({}), &[]),
        call(
            "/api/correction/open",
            Json,
            Anybody,
            json!({ "draft": "correct:SKC7K3M9PXT4:1" }),
            &[],
        ),
        call(
            "/api/correction/send",
            Json,
            Anybody,
            json!({ "token": token, "correction": correction }),
            &[],
        ),
        call(
            "/api/officer/log-in",
            Form,
            Anybody,
            json!({ "username": "nobody", "password": "not this one" }),
            &[],
        ),
        call("/api/officer/log-out", Form, Anybody, json!({}), &[]),
    ];
    all.extend(officers::officers(service, code));
    all
}
