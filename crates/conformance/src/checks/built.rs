//! Recorded answers of ShopXO, built again: all of them, and every field that is built is compared.

use std::ops::RangeInclusive;
use std::path::Path;

use serde_json::Value;

use super::{as_paths, assert_clean, collections, files, scratch};
use crate::build;

#[test]
fn every_recorded_shopxo_answer_about_an_order_is_built_again() {
    for folder in collections("shopxo/http", "shopxo/http") {
        let report = build::check(&as_paths(&files(&folder, ""))).unwrap();
        assert_clean(&report);
        let not_built = report.lines.iter().filter(|line| line.starts_with("not built "));
        let not_built: Vec<&str> = not_built.filter_map(|line| line.split(' ').nth(4)).collect();
        let of_no_order = ["create-bad-detail:", "view-missing:", "no-login:"];
        assert_eq!(not_built, of_no_order.repeat(2), "{report}");
        assert!(report.to_string().contains("answers=55 built=49 not-built=6"), "{report}");
    }
}

#[test]
fn the_documented_shopxo_answer_is_built_again() {
    let seed = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .join("examples/data/shopxo_seed.json");
    let report = build::check(&[&seed]).unwrap();
    assert!(report.to_string().contains("answers=1 built=1 not-built=0"), "{report}");
    assert_clean(&report);
}

/// Alters, in these steps of a file, every field of the last answer that is not listed as handed in, one at a
/// time: each has to be found.
fn assert_every_built_field_is_compared(file: &str, range: RangeInclusive<usize>) {
    let recorded = files(&collections("shopxo/http", "")[0], file);
    let mut steps: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(&recorded[0]).unwrap()).unwrap();
    let name = format!("altered_{}_{file}", range.end());
    let mut steps: Vec<Value> = steps.drain(range).collect();
    let step = steps.len() - 1;
    let path = scratch().join(name);
    let check = |steps: &[Value]| {
        std::fs::write(&path, serde_json::to_string(steps).unwrap()).unwrap();
        build::check(&[&path]).unwrap()
    };
    let report = check(&steps);
    assert_clean(&report);
    let handed_in = report.lines.iter().filter_map(|line| line.strip_prefix("handed in: "));
    let handed_in = handed_in.filter(|path| !path.contains("(once, "));
    let handed_in: Vec<&str> = handed_in.filter_map(|path| path.split(' ').next()).collect();

    let mut compared = 0;
    let answer = steps[step]["response"].clone();
    for (pointer, altered) in leaves(&answer) {
        let names = pointer.split('/').skip(1);
        let names = names.map(|name| if name.parse::<u8>().is_ok() { "[]" } else { name });
        let name = names.collect::<Vec<_>>().join(".").replace(".[]", "[]");
        // The status of a payment is handed in only until an audit changes it.
        if handed_in.contains(&name.trim_end_matches("[]")) && !name.ends_with(".pay_status") {
            continue;
        }
        compared += 1;
        *steps[step]["response"].pointer_mut(&pointer).unwrap() = altered;
        let report = check(&steps);
        assert!(!report.is_clean(), "{name} is another, and no difference is reported: {report}");
        steps[step]["response"] = answer.clone();
    }
    assert!(compared > 100, "only {compared} fields are built");
}

/// Returns every value that has none below it, with another in its place.
fn leaves(answer: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let mut to_do = vec![(String::new(), answer)];
    while let Some((pointer, value)) = to_do.pop() {
        let altered = match value {
            Value::Object(fields) if !fields.is_empty() => {
                let fields = fields.iter();
                to_do.extend(fields.map(|(name, value)| (format!("{pointer}/{name}"), value)));
                continue;
            }
            Value::Array(items) if !items.is_empty() => {
                let items = items.iter().enumerate();
                to_do.extend(items.map(|(index, value)| (format!("{pointer}/{index}"), value)));
                continue;
            }
            Value::Number(number) if number.as_i64() == Some(1) => 0.into(),
            Value::Number(_) => 1.into(),
            Value::String(text) => format!("{text}1").into(),
            _ => "1".into(),
        };
        found.push((pointer, altered));
    }
    found
}

#[test]
fn no_field_of_2_2_1_is_built_that_is_not_compared() {
    assert_every_built_field_is_compared("v221_life.json", 0..=15);
}

#[test]
fn no_field_of_6_9_0_is_built_that_is_not_compared() {
    assert_every_built_field_is_compared("head_life.json", 0..=15);
}

#[test]
fn no_field_of_a_refused_and_cancelled_case_is_built_that_is_not_compared() {
    assert_every_built_field_is_compared("v221_life.json", 16..=21);
    assert_every_built_field_is_compared("head_life.json", 16..=21);
}

#[test]
fn what_an_operation_answered_and_what_a_list_shows_is_compared() {
    let answered = [
        (3, "/msg"),
        (3, "/code"),
        (8, "/data"),
        (14, "/msg"),
        (22, "/msg"),
        (23, "/code"),
        (4, "/data/total"),
        (4, "/data/data/0/id"),
        (4, "/data/data/0/status_text"),
        (4, "/data/data/0/order_data/status"),
    ];
    let recorded = files(&collections("shopxo/http", "")[0], "head_life.json");
    let recorded = std::fs::read_to_string(&recorded[0]).unwrap();
    for (step, pointer) in answered {
        let mut steps: Value = serde_json::from_str(&recorded).unwrap();
        let value = steps[step]["response"].pointer_mut(pointer).unwrap();
        *value = if value.is_string() { "other".into() } else { 7.into() };
        let path = scratch().join("altered_answers.json");
        std::fs::write(&path, steps.to_string()).unwrap();
        let report = build::check(&[&path]).unwrap();
        assert!(!report.is_clean(), "{step} {pointer}: {report}");
    }
}
