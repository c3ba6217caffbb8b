//! The arguments of a call: written as a form has them, taken apart, and broken in one place.

use serde_json::Value;

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
