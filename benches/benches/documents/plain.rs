//! Visitors as one writes them by hand for one's own program: plain types, and the fields that no type
//! describes in a list, at every level. It is the least that reading without loss can cost.

/// Declares a struct with a visitor: a key becomes a variant without being copied, a known value is read
/// as its type, and an unknown one is kept with its name.
macro_rules! plain {
    ($(pub(crate) struct $name:ident { $($field:ident = $wire:literal: $type:ty,)+ })+) => {$(
        #[derive(Debug, Default)]
        pub(crate) struct $name {
            $(pub(crate) $field: Option<$type>,)+
            pub(crate) rest: Vec<(String, Box<serde_json::value::RawValue>)>,
        }

        const _: () = {
            use std::fmt;

            use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
            use serde::ser::{Serialize, SerializeMap, Serializer};

            #[allow(non_camel_case_types, reason = "they are named as the fields")]
            enum Key {
                $($field,)+
                Other(String),
            }

            impl<'de> Deserialize<'de> for Key {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Keys;

                    impl Visitor<'_> for Keys {
                        type Value = Key;

                        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                            f.write_str("a field")
                        }

                        fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
                            Ok(match name {
                                $($wire => Key::$field,)+
                                other => Key::Other(other.to_owned()),
                            })
                        }
                    }

                    deserializer.deserialize_identifier(Keys)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Fields;

                    impl<'de> Visitor<'de> for Fields {
                        type Value = $name;

                        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                            f.write_str("an object")
                        }

                        fn visit_map<A: MapAccess<'de>>(
                            self,
                            mut object: A,
                        ) -> Result<$name, A::Error> {
                            let mut read = $name::default();
                            while let Some(key) = object.next_key()? {
                                match key {
                                    $(Key::$field => read.$field = Some(object.next_value()?),)+
                                    Key::Other(name) => {
                                        read.rest.push((name, object.next_value()?));
                                    }
                                }
                            }
                            Ok(read)
                        }
                    }

                    deserializer.deserialize_map(Fields)
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let mut object = serializer.serialize_map(None)?;
                    $(
                        if let Some(value) = &self.$field {
                            object.serialize_entry($wire, value)?;
                        }
                    )+
                    for (name, json) in &self.rest {
                        object.serialize_entry(name, json)?;
                    }
                    object.end()
                }
            }
        };
    )+};
}

pub(crate) use plain;
