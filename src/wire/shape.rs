//! The shape of a document: the names and kinds of its fields, one level deep. Nothing else is used to
//! find the interface that a document is from.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::{Json, WireError, decode};

/// The fields by which an event of WeChat is known: its name, or what is encrypted.
pub(crate) const EVENT_FIELDS: &[&str] = &["Event", "Encrypt"];

/// The fields of a JSON object.
pub(crate) struct Shape {
    fields: BTreeMap<String, Json>,
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Shape;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Shape, A::Error> {
                let mut fields = BTreeMap::new();
                while let Some((name, json)) = object.next_entry()? {
                    fields.insert(name, json);
                }
                Ok(Shape { fields })
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

impl Shape {
    /// Returns the shape of a document.
    pub(crate) fn of(text: &str) -> Result<Self, WireError> {
        decode(text)
    }

    /// Returns whether all fields are among these.
    pub(crate) fn has_only(&self, names: &[&str]) -> bool {
        self.fields.keys().all(|name| names.contains(&name.as_str()))
    }

    /// Returns whether there is a field of any of these names.
    pub(crate) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// Returns whether this is an event of WeChat, whatever else is in it.
    pub(crate) fn is_event(&self) -> bool {
        self.has_any(EVENT_FIELDS)
    }

    /// Returns whether there is a field of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Returns whether there is a field of this name that is a plain number.
    pub(crate) fn has_number(&self, name: &str) -> bool {
        self.starts_with(name, |first| first == b'-' || first.is_ascii_digit())
    }

    /// Returns whether there is a field of this name that is a text.
    pub(crate) fn has_text(&self, name: &str) -> bool {
        self.starts_with(name, |first| first == b'"')
    }

    fn starts_with(&self, name: &str, is: impl Fn(u8) -> bool) -> bool {
        self.fields.get(name).and_then(|json| json.text().bytes().next()).is_some_and(is)
    }

    /// Returns the shape of the object in this field; `None` when there is none or it is not an object.
    pub(crate) fn object(&self, name: &str) -> Option<Self> {
        self.fields.get(name).and_then(|json| Self::of(json.text()).ok())
    }

    /// Returns the values of the list in this field; `None` when there is none or it is not a list.
    pub(crate) fn list(&self, name: &str) -> Option<alloc::vec::Vec<Json>> {
        self.fields.get(name).and_then(|json| decode(json.text()).ok())
    }
}

/// Returns the text of a document that came as bytes.
pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, WireError> {
    core::str::from_utf8(bytes).map_err(|error| WireError::NotUtf8 { after: error.valid_up_to() })
}

/// Returns the text without the byte order mark that some tools put before it.
pub(crate) fn without_byte_order_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
