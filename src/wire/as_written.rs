//! JSON that is looked at before it is known what of it is kept.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::value::RawValue;

use super::json::text_between_quotes;
use super::{Json, Name};

/// Any JSON value as it is written: a part of the document where a text is decoded, and a copy where the document is a
/// `serde_json::Value`. Most values are typed after a look at their letters, so that a copy of each would be made for
/// nothing.
pub(crate) struct AsWritten<'de>(Cow<'de, str>);

impl AsWritten<'_> {
    /// Returns the JSON.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// Returns the text between the quotes, if the value is a text.
    pub(crate) fn as_text(&self) -> Option<Cow<'_, str>> {
        text_between_quotes(&self.0)
    }

    /// Returns the value as one to keep.
    pub(crate) fn keep(self) -> Json {
        Json::of_valid(self.0.into_owned())
    }
}

impl<'de> Deserialize<'de> for AsWritten<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl<'de> Visitor<'de> for Written {
            type Value = AsWritten<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any valid JSON value")
            }

            /// Takes the JSON as serde_json gives it: as the value of a map whose only key is [`RAW_VALUE`] again. An
            /// object of a document, which some deserializers give whatever they are asked for, is none.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AsWritten<'de>, A::Error> {
                match map.next_key::<Name<'_>>()? {
                    Some(Name(name)) if name == RAW_VALUE => {
                        map.next_value().map(|Letters(letters)| AsWritten(letters))
                    }
                    _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
                }
            }

            /// Takes the JSON where the name is not known as that of a raw value.
            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<AsWritten<'de>, D::Error> {
                let raw = Box::<RawValue>::deserialize(deserializer)?;
                Ok(AsWritten(Cow::Owned(raw.get().to_owned())))
            }
        }

        // `&RawValue` is read from a text only, and `Box<RawValue>` always copies.
        deserializer.deserialize_newtype_struct(RAW_VALUE, Written)
    }
}

/// The name by which serde_json is asked for a value as it is written. If another version has another name, every value
/// is read as `Box<RawValue>`: it takes longer, and nothing else is different.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// A text that is borrowed where that is possible.
struct Letters<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Letters<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Letters<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Letters<'de>, E> {
                Ok(Letters(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Letters<'de>, E> {
                Ok(Letters(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Letters<'de>, E> {
                Ok(Letters(Cow::Owned(text)))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_borrowed_from_a_text_and_copied_from_a_value() {
        for json in ["1.50", "-0", "\"a\\n\"", "null", "[ 1, {\"a\" : 1e400} ]"] {
            let read: AsWritten<'_> = serde_json::from_str(json).unwrap();
            assert!(matches!(read.0, Cow::Borrowed(text) if text == json), "{json}");
        }
        let value = serde_json::json!({"a": [1, "b"]});
        let read = AsWritten::deserialize(value).unwrap();
        assert!(matches!(read.0, Cow::Owned(text) if text == r#"{"a":[1,"b"]}"#));
    }

    #[test]
    fn what_is_given_instead_of_json_is_refused() {
        use serde::de::value::{Error, MapDeserializer, U64Deserializer};

        let number = U64Deserializer::<Error>::new(1);
        assert!(AsWritten::deserialize(number).is_err());
        for object in [&[][..], &[("a", "1")][..]] {
            let object = MapDeserializer::<_, Error>::new(object.iter().copied());
            assert!(AsWritten::deserialize(object).is_err());
        }
    }
}
