//! JSON that no type of this crate describes, kept as it came.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Any JSON value, as the text in which it came. So nothing is lost: not the digits of a number that is
/// larger or finer than any type, and not the order of an object's fields. Two values are equal when
/// they are written alike, white space included.
///
/// ```
/// use aftersale::wire::Json;
/// let json: Json = r#"{"b": 1.50, "a": 123456789012345678901234567890}"#.parse()?;
/// assert_eq!(json.text(), r#"{"b": 1.50, "a": 123456789012345678901234567890}"#);
/// # Ok::<(), aftersale::wire::WireError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Returns the JSON, as it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// Returns the text between the quotes, if the value is a text.
    #[must_use]
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        text_between_quotes(self.text())
    }

    /// Returns text that is JSON as JSON.
    pub(super) fn of_valid(json: String) -> Self {
        // It does not fail; and if it did, `null` would show the loss.
        RawValue::from_string(json).map_or_else(|_| Self(RawValue::NULL.to_owned()), Self)
    }

    /// Returns digits as JSON.
    pub(crate) fn of_number(digits: &str) -> Self {
        Self::of_valid(digits.to_owned())
    }

    /// Returns a text as JSON.
    pub(crate) fn of_text(text: &str) -> Self {
        // A text is always written as JSON, so neither step fails; and if one did, `null` would show it.
        let raw = serde_json::to_string(text).and_then(RawValue::from_string);
        raw.map_or_else(|_| Self(RawValue::NULL.to_owned()), Self)
    }
}

/// Returns the text that JSON is, without its quotes and escapes; `None` when it is no text.
pub(super) fn text_between_quotes(json: &str) -> Option<Cow<'_, str>> {
    let quoted = json.strip_prefix('"')?.strip_suffix('"')?;
    if quoted.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(quoted))
}

impl core::str::FromStr for Json {
    type Err = super::WireError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::decode(text)
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Json {}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Deserialize::deserialize(deserializer).map(Self)
    }
}

/// The fields of one object that its type does not describe, in the order in which they came.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Untyped(Vec<(String, Json)>);

impl Untyped {
    /// Returns the value of the field with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.iter().find_map(|(field, json)| (field == name).then_some(json))
    }

    /// Returns whether there is a field of any of these names.
    pub(crate) fn has_any(&self, names: &[&str]) -> bool {
        self.iter().any(|(name, _)| names.contains(&name))
    }

    /// Returns the fields with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, json)| (name.as_str(), json))
    }

    /// Adds a field that was read. [`doubled`](Self::doubled) checks all names at once.
    pub(crate) fn push(&mut self, name: String, json: Json) {
        self.0.push((name, json));
    }

    /// Returns a name that appears twice.
    pub(crate) fn doubled(&self) -> Option<&str> {
        if self.0.len() < 2 {
            return None;
        }
        let mut names: Vec<&str> = self.0.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let pairs = names.iter().zip(names.iter().skip(1));
        pairs.into_iter().find_map(|(one, next)| (one == next).then_some(*one))
    }

    /// Sets a field, or adds it, and returns the value before. A name that the type describes is not
    /// written: set the typed field.
    pub fn set(&mut self, name: &str, json: Json) -> Option<Json> {
        match self.0.iter_mut().find(|(field, _)| field == name) {
            Some((_, slot)) => Some(core::mem::replace(slot, json)),
            None => {
                self.0.push((name.to_owned(), json));
                None
            }
        }
    }

    /// Removes a field and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let index = self.0.iter().position(|(field, _)| field == name)?;
        Some(self.0.remove(index).1)
    }
}

/// A value to which the platform gives no meaning ("useless" in its documentation), kept as it came.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opaque(pub Json);

impl Opaque {
    /// Returns the number, if it is a whole one of up to 64 bits.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        self.0.text().parse().ok()
    }
}

impl From<u64> for Opaque {
    fn from(number: u64) -> Self {
        Self(Json::from(number))
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::of_number(&number.to_string())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self(if value { RawValue::TRUE } else { RawValue::FALSE }.to_owned())
    }
}

impl Serialize for Opaque {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Opaque {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(Self)
    }
}
