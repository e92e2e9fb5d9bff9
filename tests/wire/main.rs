//! Decoding and encoding the platforms' JSON: nothing is lost, nothing is guessed, and nothing that
//! is broken gets through.

mod broken;
mod changes;
#[path = "../../crates/conformance/src/json.rs"]
mod json;
mod reading;
mod shape;
mod values;
mod words;

use aftersale::wechat::wire::{AfterSaleOrder, GetAnswer};
use aftersale::wire::decode;
use serde_json::Value;

const WECHAT: &str = include_str!("../../examples/data/wechat_seed.json");
const SHOPXO: &str = include_str!("../../examples/data/shopxo_seed.json");
const SHOPXO_2_2_1: &str = include_str!("../data/shopxo/http/v221_life.json");
const SHOPXO_6_9_0: &str = include_str!("../data/shopxo/http/head_life.json");

#[track_caller]
fn assert_same(left: &str, right: &str) {
    if let Some(difference) = json::first_difference(left, right) {
        panic!("{difference}");
    }
}

fn wechat_order(text: &str) -> AfterSaleOrder {
    let answer: GetAnswer = decode(text).unwrap();
    answer.after_sale_order.value().unwrap().clone()
}

/// The recorded answers of a file, as values.
fn answers(file: &str) -> Vec<Value> {
    let steps: Vec<Value> = serde_json::from_str(file).unwrap();
    steps.into_iter().map(|step| step["response"].clone()).collect()
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
