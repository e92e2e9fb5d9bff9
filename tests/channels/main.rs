//! The Channels shop's documents: nothing is lost, nothing is guessed, and nothing that is broken gets
//! through.

mod changes;
#[path = "../../crates/conformance/src/json.rs"]
mod json;
mod questions;
mod reading;
mod values;
mod words;

use std::fs;
use std::path::PathBuf;

use aftersale::channels::wire::{AfterSaleOrder, Document, GetAnswer};
use aftersale::wire::decode;
use serde_json::Value;

const EVERYTHING: &str = include_str!("../data/wechat/channels/get_exchange_with_every_field.json");

#[track_caller]
fn assert_same(left: &str, right: &str) {
    if let Some(difference) = json::first_difference(left, right) {
        panic!("{difference}");
    }
}

/// The example documents of a folder, with their names, in the order of those.
fn documents(folder: &str) -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/wechat/channels");
    let mut found: Vec<(String, String)> = fs::read_dir(root.join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

fn document(name: &str) -> String {
    let mut all = documents("").into_iter();
    all.find(|(found, _)| found == name).unwrap_or_else(|| panic!("no {name}")).1
}

fn order(name: &str) -> AfterSaleOrder {
    let answer: GetAnswer = decode(&document(name)).unwrap();
    answer.after_sale_order.value().unwrap().clone()
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

fn decoded(text: &str) -> Document {
    Document::decode(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
