//! The fields of a document that has no case to show, each with its value as it is written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::page::entry;

const LABEL: usize = 24;

/// The indent from which on JSON is shown as it is written.
const DEEPEST: usize = 12;

/// The fields of an object, in their order.
struct Fields(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = object.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// Shows the fields of an encoded document, except for those that every answer has. Returns whether there were any.
pub(crate) fn show(encoded: &str) -> bool {
    let Ok(Fields(mut fields)) = serde_json::from_str(encoded) else { return false };
    fields.retain(|(name, _)| name != "errcode" && name != "errmsg");
    for (name, value) in &fields {
        show_value(2, name, value);
    }
    !fields.is_empty()
}

/// Shows a value, and under it what is in it.
fn show_value(indent: usize, name: &str, value: &RawValue) {
    let json = value.get();
    let label = |text: &str| entry(indent, &format!("{name} "), LABEL.max(name.len() + 1), text);
    let inner = indent + 2;
    if inner <= DEEPEST {
        if let Ok(Fields(fields)) = serde_json::from_str(json) {
            label("");
            fields.iter().for_each(|(name, value)| show_value(inner, name, value));
            return;
        }
        let items: Vec<Box<RawValue>> = serde_json::from_str(json).unwrap_or_default();
        if items.iter().any(|item| item.get().starts_with(['{', '['])) {
            for (index, item) in items.iter().enumerate() {
                show_value(indent, &format!("{name}[{index}]"), item);
            }
            return;
        }
    }
    // A text is shown without its quotes and escapes.
    label(&serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()));
}
