//! Fields that keep the form in which they came: missing, `null`, empty in PHP's way, or with a value.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::{AsWritten, Json, Loose};

/// A field of a record: missing, `null`, or with a value. Each is written as it was read.
///
/// ```
/// use aftersale::wire::Field;
/// let mut reason: Field<String> = Field::Missing;
/// assert_eq!(reason.value(), None);
/// reason = String::from("too large").into();
/// assert_eq!(reason.value().map(String::as_str), Some("too large"));
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Field<T> {
    /// The object has no such field.
    #[default]
    Missing,
    /// The field is there and is `null`.
    Null,
    /// The field is there with this value.
    Value(T),
}

impl<T> Field<T> {
    /// Returns the value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing | Self::Null => None,
        }
    }

    /// Returns the value for changing it in place, if there is one.
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing | Self::Null => None,
        }
    }

    /// Returns whether the object has no such field.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

impl<T> Field<OrEmpty<T>> {
    /// Returns the object or list, if there is one.
    pub const fn present(&self) -> Option<&T> {
        match self {
            Self::Value(OrEmpty::Value(value)) => Some(value),
            _ => None,
        }
    }

    /// Returns the object or list for changing it in place, if there is one.
    pub const fn present_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(OrEmpty::Value(value)) => Some(value),
            _ => None,
        }
    }
}

impl<T> Field<Loose<T>> {
    /// Changes the number. It stays in quotes if it was; where there was none, it is written plain.
    pub fn set(&mut self, value: impl Into<T>) {
        match self {
            Self::Value(loose) => loose.set(value),
            Self::Missing | Self::Null => *self = Self::Value(Loose::plain(value.into())),
        }
    }

    /// Returns the number, if there is one.
    pub const fn number(&self) -> Option<&T> {
        match self {
            Self::Value(loose) => loose.get(),
            Self::Missing | Self::Null => None,
        }
    }
}

impl<T> Field<Lenient<Loose<T>>> {
    /// Changes the number. It stays in quotes if it was; where there was none, it is written plain.
    pub fn set(&mut self, value: impl Into<T>) {
        match self {
            Self::Value(Lenient::Value(loose)) => loose.set(value),
            _ => *self = Self::Value(Lenient::Value(Loose::plain(value.into()))),
        }
    }

    /// Returns the number, if there is one.
    pub const fn number(&self) -> Option<&T> {
        match self {
            Self::Value(Lenient::Value(loose)) => loose.get(),
            _ => None,
        }
    }
}

impl Field<super::DecimalText> {
    /// Changes the amount. It stays in quotes if it was; where there was none, it is put in quotes.
    pub fn set(&mut self, amount: crate::money::Amount, places: u8) {
        match self {
            Self::Value(text) => text.set(amount, places),
            Self::Missing | Self::Null => {
                *self = Self::Value(super::DecimalText::from_amount(amount, places));
            }
        }
    }
}

impl From<&str> for Field<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing | Self::Null => serializer.serialize_unit(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NullOrValue<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for NullOrValue<T> {
            type Value = Field<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("null or a value")
            }

            fn visit_none<E: Error>(self) -> Result<Field<T>, E> {
                Ok(Field::Null)
            }

            fn visit_unit<E: Error>(self) -> Result<Field<T>, E> {
                Ok(Field::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Field<T>, D::Error> {
                T::deserialize(value).map(Field::Value)
            }
        }

        deserializer.deserialize_option(NullOrValue(PhantomData))
    }
}

/// An object or a list that PHP writes as `[]` or as `""` when there is none.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OrEmpty<T> {
    /// `[]`, where an object would be. (An empty list where a list would be is a value.)
    EmptyList,
    /// `""`.
    EmptyText,
    /// An object or a list.
    Value(T),
}

impl<T: Serialize> Serialize for OrEmpty<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::EmptyList => serializer.serialize_seq(Some(0))?.end(),
            Self::EmptyText => serializer.serialize_str(""),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de> + ObjectOrList> Deserialize<'de> for OrEmpty<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whatever<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de> + ObjectOrList> Visitor<'de> for Whatever<T> {
            type Value = OrEmpty<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(if T::IS_LIST { "a list or \"\"" } else { "an object, [] or \"\"" })
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                if text.is_empty() {
                    Ok(OrEmpty::EmptyText)
                } else {
                    Err(E::invalid_type(serde::de::Unexpected::Str(text), &self))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                if T::IS_LIST {
                    return T::deserialize(SeqAccessDeserializer::new(list)).map(OrEmpty::Value);
                }
                match list.next_element::<IgnoredAny>()? {
                    None => Ok(OrEmpty::EmptyList),
                    Some(_) => Err(A::Error::invalid_type(serde::de::Unexpected::Seq, &self)),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
                if T::IS_LIST {
                    return Err(A::Error::invalid_type(serde::de::Unexpected::Map, &self));
                }
                T::deserialize(MapAccessDeserializer::new(object)).map(OrEmpty::Value)
            }
        }

        deserializer.deserialize_any(Whatever(PhantomData))
    }
}

/// A type that is written as an object or as a list.
pub trait ObjectOrList {
    /// Whether the type is written as a list.
    const IS_LIST: bool;
}

impl<T> ObjectOrList for alloc::vec::Vec<T> {
    const IS_LIST: bool = true;
}

/// A text in one version of a platform and an object in another.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum TextOr<T> {
    /// The text.
    Text(String),
    /// The object.
    Object(T),
}

impl<T: Serialize> Serialize for TextOr<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = TextOr<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or an object")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(TextOr::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(object)).map(TextOr::Object)
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// A value that a page only shows: typed where it has the documented form, and otherwise kept as it
/// came, so that it never prevents reading the rest.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Lenient<T> {
    /// The value in the documented form.
    Value(T),
    /// Anything else.
    Other(Json),
}

impl<T> Lenient<T> {
    /// Returns the value, if it has the documented form.
    pub const fn get(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Other(_) => None,
        }
    }
}

impl<T> From<T> for Lenient<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Serialize> Serialize for Lenient<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Other(json) => json.serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = AsWritten::deserialize(deserializer)?;
        Ok(serde_json::from_str(json.text()).map_or_else(|_| Self::Other(json.keep()), Self::Value))
    }
}
