//! Records: JSON objects with typed fields, and decoding and encoding a whole document.

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, Visitor};
use serde::ser::Serialize;
use serde_json::value::RawValue;

use super::{Field, OrEmpty, WireError, without_byte_order_mark};

/// A field of a document that no type describes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UntypedField {
    /// The path, such as `after_sale_order.unionid` or `list[3].extra`.
    pub path: String,
}

/// Only this crate's types are records: all of them can be written as JSON without failing, and
/// [`encode`] relies on that.
pub(crate) mod sealed {
    /// Implemented by the records of this crate only.
    pub trait Sealed {}
}

use sealed::Sealed;

/// A decoded part of a document that can list the fields that no type describes.
pub trait Record: Sealed {
    /// Adds the fields that no type describes, here and below, to `found`; `path` is the path of this
    /// record.
    fn find_untyped(&self, path: &str, found: &mut Vec<UntypedField>);

    /// Returns the fields that no type describes, with their paths.
    fn untyped_fields(&self) -> Vec<UntypedField> {
        let mut found = Vec::new();
        self.find_untyped("", &mut found);
        found
    }
}

/// Returns the path of a field below another.
pub(crate) fn below(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_string() } else { format!("{path}.{field}") }
}

impl<T: Record> Sealed for Field<T> {}

impl<T: Record> Record for Field<T> {
    fn find_untyped(&self, path: &str, found: &mut Vec<UntypedField>) {
        if let Self::Value(value) = self {
            value.find_untyped(path, found);
        }
    }
}

impl<T: Record> Sealed for OrEmpty<T> {}

impl<T: Record> Record for OrEmpty<T> {
    fn find_untyped(&self, path: &str, found: &mut Vec<UntypedField>) {
        if let Self::Value(value) = self {
            value.find_untyped(path, found);
        }
    }
}

impl<T: Record> Sealed for super::TextOr<T> {}

impl<T: Record> Record for super::TextOr<T> {
    fn find_untyped(&self, path: &str, found: &mut Vec<UntypedField>) {
        if let Self::Object(object) = self {
            object.find_untyped(path, found);
        }
    }
}

impl<T: Record> Sealed for Vec<T> {}

impl<T: Record> Record for Vec<T> {
    fn find_untyped(&self, path: &str, found: &mut Vec<UntypedField>) {
        for (index, item) in self.iter().enumerate() {
            item.find_untyped(&format!("{path}[{index}]"), found);
        }
    }
}

/// Values without fields of their own have no fields that a type could miss.
macro_rules! without_fields {
    ($($leaf:ty),+ $(,)?) => {
        $(impl Record for $leaf {
            fn find_untyped(&self, _: &str, _: &mut Vec<UntypedField>) {}
        }
        impl Sealed for $leaf {})+
    };
}

without_fields!(
    String,
    super::Id,
    super::Json,
    super::Opaque,
    super::DecimalText,
    super::ReturnCode,
    super::Written,
    super::PlatformId,
    super::YesNo,
    crate::money::Amount,
    crate::quantity::Quantity,
    crate::time::Timestamp,
);

impl<T> Sealed for super::Word<T> {}

impl<T> Record for super::Word<T> {
    fn find_untyped(&self, _: &str, _: &mut Vec<UntypedField>) {}
}

impl<T> Sealed for super::Loose<T> {}

impl<T> Record for super::Loose<T> {
    fn find_untyped(&self, _: &str, _: &mut Vec<UntypedField>) {}
}

impl<T: Record> Sealed for super::Lenient<T> {}

/// A value without the documented form is not typed.
impl<T: Record> Record for super::Lenient<T> {
    fn find_untyped(&self, path: &str, found: &mut Vec<UntypedField>) {
        match self {
            Self::Value(value) => value.find_untyped(path, found),
            Self::Other(_) => found.push(UntypedField { path: path.to_string() }),
        }
    }
}

/// The name of a field, copied only where it is written with escapes.
pub(crate) struct Name<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_identifier(Names)
    }
}

/// Declares a record: a struct with a [`Field`] for each documented field, plus `untyped` for all
/// others. `field: Type` is the JSON field of the same name; `field as "name": Type` one whose name
/// Rust does not allow or that reads better otherwise.
///
/// Written by hand, each would be the same forty lines of serde; derive cannot do it, because its way
/// of keeping other fields (`flatten`) reads their numbers as floats and drops duplicates.
macro_rules! record {
    (
        $(#[$attribute:meta])*
        pub struct $record:ident {
            $(
                $(#[$field_attribute:meta])*
                $field:ident $(as $wire:literal)?: $type:ty,
            )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $record {
            $(
                $(#[$field_attribute])*
                pub $field: $crate::wire::Field<$type>,
            )+
            /// The fields of this object that no type describes.
            pub untyped: $crate::wire::Untyped,
        }

        const _: () = {
            /// The names of the fields that the type describes.
            const TYPED: &[&str] = &[$($crate::wire::record!(@name $field $($wire)?)),+];

            use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
            use serde::ser::{Serialize, SerializeMap, Serializer};
            use $crate::wire::{ObjectOrList, Record, UntypedField};

            impl Serialize for $record {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let mut object = serializer.serialize_map(None)?;
                    $(
                        if !self.$field.is_missing() {
                            object.serialize_entry(
                                $crate::wire::record!(@name $field $($wire)?),
                                &self.$field,
                            )?;
                        }
                    )+
                    for (name, json) in self.untyped.iter() {
                        if !TYPED.contains(&name) {
                            object.serialize_entry(name, json)?;
                        }
                    }
                    object.end()
                }
            }

            impl<'de> Deserialize<'de> for $record {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Fields;

                    impl<'de> Visitor<'de> for Fields {
                        type Value = $record;

                        fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                            f.write_str("an object")
                        }

                        fn visit_map<A: MapAccess<'de>>(
                            self,
                            mut object: A,
                        ) -> Result<$record, A::Error> {
                            let mut record = $record::default();
                            while let Some($crate::wire::Name(name)) = object.next_key()? {
                                let is_first = match &*name {
                                    $(
                                        $crate::wire::record!(@name $field $($wire)?) => {
                                            let is_first = record.$field.is_missing();
                                            record.$field = object.next_value()?;
                                            is_first
                                        }
                                    )+
                                    _ => {
                                        let json = object.next_value()?;
                                        record.untyped.push(name.into_owned(), json);
                                        continue;
                                    }
                                };
                                if !is_first {
                                    return Err(A::Error::custom(format_args!(
                                        "field `{name}` appears twice in one object"
                                    )));
                                }
                            }
                            match record.untyped.doubled() {
                                Some(name) => Err(A::Error::custom(format_args!(
                                    "field `{name}` appears twice in one object"
                                ))),
                                None => Ok(record),
                            }
                        }
                    }

                    deserializer.deserialize_map(Fields)
                }
            }

            impl $crate::wire::Sealed for $record {}

            impl Record for $record {
                fn find_untyped(&self, path: &str, found: &mut alloc::vec::Vec<UntypedField>) {
                    $(
                        self.$field.find_untyped(
                            &$crate::wire::below(path, $crate::wire::record!(@name $field $($wire)?)),
                            found,
                        );
                    )+
                    for (name, _) in self.untyped.iter() {
                        found.push(UntypedField { path: $crate::wire::below(path, name) });
                    }
                }
            }

            impl ObjectOrList for $record {
                const IS_LIST: bool = false;
            }
        };
    };
    (@name $field:ident $wire:literal) => { $wire };
    (@name $field:ident) => { stringify!($field) };
}

pub(crate) use record;

/// Decodes a document whose interface is known. A byte order mark before it is skipped.
///
/// # Errors
///
/// When the text is not JSON, or when a field does not have the form that the interface documents. The
/// error names the path of the field and the place in the text.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, WireError> {
    let text = without_byte_order_mark(text);
    serde_json::from_str(text).map_err(|error| explained::<T>(text, &error))
}

/// Returns the error of a text that was not decoded, with the path of the field: the text is read once
/// more, and only now are the names on the way kept.
#[cold]
fn explained<T: DeserializeOwned>(text: &str, error: &serde_json::Error) -> WireError {
    let mut json = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(error) => {
            let is_json = serde_json::from_str::<&RawValue>(text).is_ok();
            WireError::new(&error.path().to_string(), error.inner(), is_json)
        }
        // The document itself was read, so the error is behind it.
        Ok(_) => WireError::new(".", error, false),
    }
}

/// Decodes a document that may be of another interface: `None` where it cannot be read as this one.
pub(crate) fn try_decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(without_byte_order_mark(text)).ok()
}

/// Encodes a record as JSON text: the same JSON value as the one it was decoded from, except for the
/// changes made in between.
#[must_use]
pub fn encode<T: Record + Serialize>(record: &T) -> String {
    // Every record is this crate's, with text keys and values that cannot fail to be written.
    serde_json::to_string(record).unwrap_or_default()
}
