//! The merchant's calls of the Channels shop: their requests and answers are read as what they are and
//! written as they were read, whatever stands in them.

mod broken;
mod changes;
mod contradictions;
#[path = "../../crates/conformance/src/json.rs"]
mod json;
mod pages;
mod possible;
mod recognition;
mod values;

use std::path::PathBuf;

use aftersale::channels::wire::calls::CallDocument;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/wechat/channels/calls")
}

/// The documents of nothing but the number of a case, which three calls have.
const ALONE: [&str; 2] = ["acceptapply_request", "applyvirtualtelnum_request"];

/// A document of ours, by the name of its file.
fn document(name: &str) -> String {
    let path = folder().join(format!("{name}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All documents of ours that are of one form, with the names of their files.
fn documents() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
            let text = document(&name);
            (name, text)
        })
        .filter(|(name, _)| !ALONE.contains(&&**name))
        .collect();
    found.sort();
    assert!(found.len() > 40, "only {} documents", found.len());
    found
}

#[track_caller]
fn assert_same(left: &str, right: &str) {
    if let Some(difference) = json::first_difference(left, right) {
        panic!("{difference}");
    }
}

fn decode(text: &str) -> CallDocument {
    CallDocument::decode(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// All paths to a value, as JSON pointers.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut to_do = vec![(String::new(), value)];
    while let Some((pointer, value)) = to_do.pop() {
        match value {
            Value::Object(fields) => {
                to_do.extend(
                    fields.iter().map(|(name, value)| (format!("{pointer}/{name}"), value)),
                );
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                to_do.extend(items.map(|(index, value)| (format!("{pointer}/{index}"), value)));
            }
            _ => {}
        }
        found.push(pointer);
    }
    found
}
