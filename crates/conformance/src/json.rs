//! Compares two JSON texts as values, to the last digit of every number.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Returns the path of the first difference between two JSON texts; `None` when they are the same value.
///
/// Order of fields, white space and the spelling of texts do not count. Numbers are compared as they
/// are written, so nothing is lost in a float.
pub(crate) fn first_difference(left: &str, right: &str) -> Option<String> {
    let mut to_do = vec![(String::from("."), left.to_string(), right.to_string())];
    while let Some((path, left, right)) = to_do.pop() {
        let (left, right) = (left.trim(), right.trim());
        if left == right {
            continue;
        }
        let same = match (left.chars().next(), right.chars().next()) {
            (Some('{'), Some('{')) => match (object(left), object(right)) {
                (Some(left), Some(mut right)) => {
                    for (name, value) in left {
                        let Some(other) = right.remove(&name) else {
                            return Some(format!("{path}: `{name}` is gone"));
                        };
                        to_do.push((format!("{path}{name}."), value, other));
                    }
                    if let Some(name) = right.keys().next() {
                        return Some(format!("{path}: `{name}` is new"));
                    }
                    true
                }
                _ => false,
            },
            (Some('['), Some('[')) => match (list(left), list(right)) {
                (Some(left), Some(right)) if left.len() == right.len() => {
                    for (index, (value, other)) in left.into_iter().zip(right).enumerate() {
                        to_do.push((format!("{path}[{index}]."), value, other));
                    }
                    true
                }
                _ => false,
            },
            (Some('"'), Some('"')) => {
                let left: Option<String> = serde_json::from_str(left).ok();
                left.is_some() && left == serde_json::from_str(right).ok()
            }
            _ => false,
        };
        if !same {
            return Some(format!("{path}: {left} became {right}"));
        }
    }
    None
}

fn object(text: &str) -> Option<BTreeMap<String, String>> {
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).ok()?;
    Some(fields.into_iter().map(|(name, value)| (name, value.get().to_string())).collect())
}

fn list(text: &str) -> Option<Vec<String>> {
    let values: Vec<Box<RawValue>> = serde_json::from_str(text).ok()?;
    Some(values.into_iter().map(|value| value.get().to_string()).collect())
}
