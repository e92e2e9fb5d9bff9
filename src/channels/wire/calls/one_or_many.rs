//! A field that one source documents as a list and another as a single value.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::wire::{Record, Sealed, UntypedField};

/// A list, or one value without a list around it. It is written as it was read.
///
/// ```
/// use aftersale::channels::wire::calls::OneOrMany;
/// use aftersale::wire::decode;
/// let one: OneOrMany<String> = decode(r#""media-1""#)?;
/// let many: OneOrMany<String> = decode(r#"["media-1"]"#)?;
/// assert_eq!(one.as_slice(), many.as_slice());
/// assert_eq!(serde_json::to_string(&one).unwrap(), r#""media-1""#);
/// # Ok::<(), aftersale::wire::WireError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum OneOrMany<T> {
    /// One value, without a list around it.
    One(T),
    /// A list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// Returns the values, of which there may be none, one or more.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => core::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }

    /// Returns the values for changing them in place.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        match self {
            Self::One(value) => core::slice::from_mut(value),
            Self::Many(values) => values,
        }
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => value.serialize(serializer),
            Self::Many(values) => values.serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        /// A text or a number is read through a value, since types that keep JSON as it came cannot be read
        /// from a bare text.
        fn one<T: DeserializeOwned, E: Error>(value: Value) -> Result<OneOrMany<T>, E> {
            T::deserialize(value).map(OneOrMany::One).map_err(E::custom)
        }

        impl<'de, T: DeserializeOwned> Visitor<'de> for Either<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list, or one of its values")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                one(Value::String(String::from(text)))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                one(number.into())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(OneOrMany::Many)
            }

            fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(object)).map(OneOrMany::One)
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

impl<T: Record> Sealed for OneOrMany<T> {}

impl<T: Record> Record for OneOrMany<T> {
    fn find_untyped(&self, path: &str, found: &mut Vec<UntypedField>) {
        match self {
            Self::One(value) => value.find_untyped(path, found),
            Self::Many(values) => values.find_untyped(path, found),
        }
    }
}
