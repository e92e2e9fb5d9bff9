//! A look at JSON without the decoders under test, and the properties of each of them.

use core::fmt::{self, Debug};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use aftersale::wire::WireError;

/// The fields of an object as they are written, doubled ones included.
#[derive(Default)]
pub(super) struct Object(Vec<(String, Box<RawValue>)>);

impl Object {
    /// Returns the fields of this text; none when it is no object.
    pub(super) fn of(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Returns the content of this field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|(field, json)| (field == name).then_some(json.get()))
    }

    /// Returns the fields of the object in this field; none when there is none.
    pub(super) fn below(&self, name: &str) -> Self {
        self.get(name).map(Self::of).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Object, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = object.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

/// Returns the items of a list as they are written; none when it is no list.
pub(super) fn items(text: &str) -> Vec<Box<RawValue>> {
    serde_json::from_str(text).unwrap_or_default()
}

/// Returns the content between the quotes, if it is a text.
pub(super) fn text(json: &str) -> Option<String> {
    serde_json::from_str(json).ok()
}

/// Returns the first difference between two JSON texts; `None` when they are the same value. Only the order of
/// fields, white space and the spelling of texts do not count; numbers are compared as they are written.
fn difference(left: &str, right: &str) -> Option<String> {
    let mut to_do = Vec::from([(String::from("."), left.to_owned(), right.to_owned())]);
    while let Some((path, left, right)) = to_do.pop() {
        let (left, right) = (left.trim(), right.trim());
        if left == right {
            continue;
        }
        let same = match (left.chars().next(), right.chars().next()) {
            (Some('{'), Some('{')) => {
                let (mut left, mut right) = (Object::of(left).0, Object::of(right).0);
                left.sort_by(|(a, _), (b, _)| a.cmp(b));
                right.sort_by(|(a, _), (b, _)| a.cmp(b));
                let names = |fields: &[(String, _)]| -> Vec<String> {
                    fields.iter().map(|(name, _)| name.clone()).collect()
                };
                let (before, after) = (names(&left), names(&right));
                if before != after {
                    return Some(format!("{path}: the fields {before:?} became {after:?}"));
                }
                for ((name, left), (_, right)) in left.into_iter().zip(right) {
                    let path = format!("{path}{name}.");
                    to_do.push((path, left.get().to_owned(), right.get().to_owned()));
                }
                true
            }
            (Some('['), Some('[')) => {
                let (left, right) = (items(left), items(right));
                let is_same_length = left.len() == right.len();
                for (index, (left, right)) in left.into_iter().zip(right).enumerate() {
                    let path = format!("{path}[{index}].");
                    to_do.push((path, left.get().to_owned(), right.get().to_owned()));
                }
                is_same_length
            }
            (Some('"'), Some('"')) => text(left).is_some() && text(left) == text(right),
            _ => false,
        };
        if !same {
            return Some(format!("{path}: {left} became {right}"));
        }
    }
    None
}

/// Returns the document and its text, where there is one. An error is one line of a moderate length.
pub(super) fn decoded<'a, D: Debug>(
    bytes: &'a [u8],
    decode: &impl Fn(&[u8]) -> Result<D, WireError>,
) -> Option<(&'a str, D)> {
    let document = match decode(bytes) {
        Ok(document) => document,
        Err(error) => {
            let message = error.to_string();
            assert!(!message.contains('\n'), "an error of more than one line: {message:?}");
            assert!(message.chars().count() < 600, "an endless error: {message}");
            return None;
        }
    };
    let text = core::str::from_utf8(bytes);
    assert!(text.is_ok(), "what is not text was decoded as {document:?}");
    let text = text.unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_json = serde_json::from_str::<&RawValue>(text).is_ok();
    assert!(is_json, "what is not JSON was decoded as {document:?}: {text}");
    Some((text, document))
}

/// Checks that a decoded document is encoded as it came in, and decoded again as it was.
pub(super) fn check_round_trip<D: Debug + PartialEq>(
    text: &str,
    document: &D,
    decode: &impl Fn(&[u8]) -> Result<D, WireError>,
    encode: impl Fn(&D) -> String,
) {
    let written = encode(document);
    if let Some(difference) = difference(text, &written) {
        assert_eq!(text, written, "it went out otherwise than it came in, at {difference}");
    }
    match decode(written.as_bytes()) {
        Ok(again) => {
            assert_eq!(again, *document, "it was decoded otherwise the second time: {written}");
            assert_eq!(encode(&again), written, "it was encoded otherwise the second time");
        }
        Err(error) => {
            assert_eq!(error.to_string(), "", "it was refused the second time: {written}");
        }
    }
}
