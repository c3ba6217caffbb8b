//! Every server function with a call that is well-formed and yet changes nothing: where tests break things from.

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
    vec![
        call("/api/service/list", Query, Anybody, json!({}), &[]),
        call(
            "/api/service/form",
            Query,
            Anybody,
            json!({ "id": service }),
            &[],
        ),
        call("/api/region/list", Query, Anybody, json!({}), &[]),
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
            json!({ "service": service, "device_key": "0123456789abcdef", "assistance": "" }),
            &["assistance"],
        ),
        call("/api/code/lease", Json, Anybody, json!({}), &[]),
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
        call("/api/status/cancel", Form, Anybody, json!({}), &[]),
        call("/api/correction/form", Query, Resident, json!({}), &[]),
        call("/api/correction/open", Json, Anybody, json!({}), &[]),
        call(
            "/api/correction/send",
            Json,
            Resident,
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
        call("/api/officer/me", Query, Officer, json!({}), &[]),
        call(
            "/api/officer/search",
            Form,
            Officer,
            json!({ "cari": "x", "daftar": "semua" }),
            &["cari", "daftar"],
        ),
        call(
            "/api/officer/queue",
            Query,
            Officer,
            json!({ "filter": { "group": "all", "search": "", "page": 0 } }),
            &["filter", "group", "search", "page"],
        ),
        call(
            "/api/officer/case",
            Form,
            Officer,
            json!({ "code": "SKC7K3M9PXT4" }),
            &[],
        ),
        call(
            "/api/officer/judge",
            Form,
            Officer,
            json!({ "code": code, "version": -1, "item": "field:nik", "verdict": "accepted", "choice": "", "reason": "", "back": "" }),
            &[],
        ),
        call(
            "/api/assistance/clients",
            Query,
            Officer,
            json!({ "search": "x" }),
            &["search"],
        ),
        call(
            "/api/assistance/search",
            Form,
            Officer,
            json!({ "cari": "x" }),
            &["cari"],
        ),
        call(
            "/api/assistance/register",
            Form,
            Officer,
            json!({ "name": "x", "nik": "", "phone": "", "region": "62.01.02", "outreach": "" }),
            &[],
        ),
        call(
            "/api/assistance/client",
            Query,
            Officer,
            json!({ "id": "0123456789abcdef0123456789abcdef", "outreach": "" }),
            &[],
        ),
        call(
            "/api/assistance/agree",
            Form,
            Officer,
            json!({ "client": "0123456789abcdef0123456789abcdef", "version": "2026-11", "agreed": "ya", "consent_name": "x", "drawn": "", "outreach": "" }),
            &[],
        ),
        call(
            "/api/assistance/start",
            Form,
            Officer,
            json!({ "client": "0123456789abcdef0123456789abcdef", "service": service, "outreach": "" }),
            &[],
        ),
        call(
            "/api/assistance/help-on",
            Form,
            Officer,
            json!({ "client": "0123456789abcdef0123456789abcdef", "code": code }),
            &[],
        ),
        call("/api/assistance/end", Form, Officer, json!({}), &[]),
        call("/api/assistance/now", Query, Officer, json!({}), &[]),
        call("/api/assistance/cases", Query, Officer, json!({}), &[]),
        call(
            "/api/handover/case",
            Query,
            Officer,
            json!({ "code": code }),
            &[],
        ),
        call(
            "/api/handover/seen",
            Form,
            Officer,
            json!({ "code": code, "requirement": "none", "back": "" }),
            &[],
        ),
        call(
            "/api/handover/step",
            Form,
            Officer,
            json!({ "code": code, "product": "none", "step": "arrive", "receiver": "x", "drawn": "" }),
            &[],
        ),
        call("/api/outreach/list", Query, Officer, json!({}), &[]),
        call(
            "/api/outreach/one",
            Query,
            Officer,
            json!({ "id": "0123456789abcdef0123456789abcdef" }),
            &[],
        ),
        call(
            "/api/outreach/open",
            Form,
            Officer,
            json!({ "place": "x", "region": "62.01.02", "day": "x", "team": "", "equipment": "" }),
            &[],
        ),
        call(
            "/api/outreach/roster",
            Form,
            Officer,
            json!({ "id": "0123456789abcdef0123456789abcdef", "table": "x" }),
            &[],
        ),
        call(
            "/api/officer/act",
            Form,
            Officer,
            json!({ "code": code, "version": -1, "action": "refuse", "reason": "x" }),
            &[],
        ),
    ]
}

/// Arguments as a form or a query has them: `filter[group]=all`.
pub fn encoded(arguments: &Value) -> String {
    let mut pairs = Vec::new();
    flatten(String::new(), arguments, &mut pairs);
    pairs
        .iter()
        .map(|(key, value)| {
            format!(
                "{}={}",
                crate::office::percent(key),
                crate::office::percent(value)
            )
        })
        .collect::<Vec<_>>()
        .join("&")
}

fn flatten(key: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    let below = |name: &str| {
        if key.is_empty() {
            name.to_owned()
        } else {
            format!("{key}[{name}]")
        }
    };
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(name, value)| flatten(below(name), value, pairs)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(at, value)| flatten(below(&at.to_string()), value, pairs)),
        Value::String(text) => pairs.push((key, text.clone())),
        other => pairs.push((key, other.to_string())),
    }
}

/// Every place in the arguments, as JSON pointers: `/submission/answers/nik`.
pub fn places(arguments: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(String::new(), arguments, &mut found);
    found
}

fn walk(pointer: String, value: &Value, found: &mut Vec<String>) {
    if !pointer.is_empty() {
        found.push(pointer.clone());
    }
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(name, value)| walk(format!("{pointer}/{name}"), value, found)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(at, value)| walk(format!("{pointer}/{at}"), value, found)),
        _ => {}
    }
}

/// The arguments with another value in one place, or (`None`) without it.
pub fn changed(arguments: &Value, pointer: &str, value: Option<&Value>) -> Value {
    let mut arguments = arguments.clone();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    match (arguments.pointer_mut(parent).expect("a parent"), value) {
        (Value::Object(map), Some(value)) => {
            map.insert(name.to_owned(), value.clone());
        }
        (Value::Object(map), None) => {
            map.remove(name);
        }
        (Value::Array(list), Some(value)) => {
            list[name.parse::<usize>().expect("an index")] = value.clone()
        }
        (Value::Array(list), None) => {
            list.remove(name.parse().expect("an index"));
        }
        _ => {}
    }
    arguments
}
