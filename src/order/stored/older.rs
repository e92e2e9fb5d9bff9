//! Reads what an older format has stored of structs that have only got fields since. The reader is asked for the fields that
//! there were, and a new one is read as empty: as no elements, as nothing, as zero, or as
//! false.
//!
//! A struct that has changed in another way is not read by this. Its old type is copied into the module of its format.

use core::fmt;
use core::marker::PhantomData;

use serde::de::value::SeqDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// The structs that have got fields since a format, each with these fields.
pub(super) type NewFields = &'static [(&'static str, &'static [&'static str])];

/// Reads a value that was stored before its structs had these fields.
pub(super) fn read<'de, T, R>(new: NewFields, reader: R) -> Result<T, R::Error>
where
    T: Deserialize<'de>,
    R: Deserializer<'de>,
{
    T::deserialize(Older { inner: reader, new })
}

/// A part of a reader, or of what it reads into, that knows which fields are missing.
struct Older<T> {
    inner: T,
    new: NewFields,
}

impl<T> Older<T> {
    fn of<U>(&self, inner: U) -> Older<U> {
        Older { inner, new: self.new }
    }
}

/// Returns those of the fields of a struct that it has got since.
fn new_of(new: NewFields, name: &str) -> &'static [&'static str] {
    new.iter().find(|(grown, _)| *grown == name).map_or(&[], |(_, fields)| fields)
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Older<T> {
    type Value = T::Value;

    fn deserialize<R: Deserializer<'de>>(self, reader: R) -> Result<T::Value, R::Error> {
        self.inner.deserialize(Older { inner: reader, new: self.new })
    }
}

/// Hands a request on to the reader that is asked for an older form.
macro_rules! hand_on {
    ($($method:ident($($argument:ident: $kind:ty),*);)*) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $kind,)* visitor: V) -> Result<V::Value, R::Error> {
            let visitor = self.of(visitor);
            self.inner.$method($($argument,)* visitor)
        })*
    };
}

impl<'de, R: Deserializer<'de>> Deserializer<'de> for Older<R> {
    type Error = R::Error;

    hand_on! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(length: usize);
        deserialize_tuple_struct(name: &'static str, length: usize);
        deserialize_map();
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, R::Error> {
        let missing = new_of(self.new, name);
        let visitor = self.of(visitor);
        if missing.is_empty() {
            return self.inner.deserialize_struct(name, fields, visitor);
        }
        // A reader that goes by names asks the visitor for them, and one that goes by positions needs their number.
        let stored = fields.get(missing.len()..).unwrap_or_default();
        let visitor = FilledUp { visitor, fields, missing };
        self.inner.deserialize_struct(name, stored, visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// Hands a value that has no parts on to the visitor.
macro_rules! take {
    ($($method:ident: $kind:ty;)*) => {
        $(fn $method<E: Error>(self, value: $kind) -> Result<V::Value, E> {
            self.inner.$method(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Older<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    take! {
        visit_bool: bool;
        visit_i8: i8;
        visit_i16: i16;
        visit_i32: i32;
        visit_i64: i64;
        visit_i128: i128;
        visit_u8: u8;
        visit_u16: u16;
        visit_u32: u32;
        visit_u64: u64;
        visit_u128: u128;
        visit_f32: f32;
        visit_f64: f64;
        visit_char: char;
        visit_str: &str;
        visit_borrowed_str: &'de str;
        visit_string: alloc::string::String;
        visit_bytes: &[u8];
        visit_borrowed_bytes: &'de [u8];
        visit_byte_buf: alloc::vec::Vec<u8>;
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<R: Deserializer<'de>>(self, reader: R) -> Result<V::Value, R::Error> {
        let reader = self.of(reader);
        self.inner.visit_some(reader)
    }

    fn visit_newtype_struct<R: Deserializer<'de>>(self, reader: R) -> Result<V::Value, R::Error> {
        let reader = self.of(reader);
        self.inner.visit_newtype_struct(reader)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<V::Value, A::Error> {
        let elements = self.of(elements);
        self.inner.visit_seq(elements)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        let entries = self.of(entries);
        self.inner.visit_map(entries)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        let variant = self.of(variant);
        self.inner.visit_enum(variant)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Older<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        let seed = self.of(seed);
        self.inner.next_element_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Older<A> {
    type Error = A::Error;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        self.inner.next_key_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        let seed = self.of(seed);
        self.inner.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Older<A> {
    type Error = A::Error;
    type Variant = Older<A::Variant>;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Self::Variant), A::Error> {
        let (value, variant) = self.inner.variant_seed(seed)?;
        Ok((value, Older { inner: variant, new: self.new }))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Older<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        let seed = self.of(seed);
        self.inner.newtype_variant_seed(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        let visitor = self.of(visitor);
        self.inner.tuple_variant(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        let visitor = self.of(visitor);
        self.inner.struct_variant(fields, visitor)
    }
}

/// A visitor of a struct that gives it the missing fields.
struct FilledUp<V> {
    visitor: Older<V>,
    fields: &'static [&'static str],
    missing: &'static [&'static str],
}

impl<'de, V: Visitor<'de>> Visitor<'de> for FilledUp<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<V::Value, A::Error> {
        let Self { visitor, fields, missing } = self;
        visitor.visit_seq(InPlace { elements, left: fields, missing })
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        let missing = self.missing;
        self.visitor.visit_map(AtTheEnd { entries, missing, is_missing: false })
    }
}

/// The fields of a struct by their positions, with a missing one in its place.
struct InPlace<A> {
    elements: A,
    left: &'static [&'static str],
    missing: &'static [&'static str],
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for InPlace<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        let Some((field, left)) = self.left.split_first() else { return Ok(None) };
        self.left = left;
        if self.missing.contains(field) {
            seed.deserialize(Empty(PhantomData)).map(Some)
        } else {
            self.elements.next_element_seed(seed)
        }
    }
}

/// The fields of a struct by their names, and then the missing ones.
struct AtTheEnd<A> {
    entries: A,
    missing: &'static [&'static str],
    is_missing: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for AtTheEnd<A> {
    type Error = A::Error;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        let mut seed = Some(seed);
        if !self.is_missing {
            let key = self.entries.next_key_seed(Once(&mut seed))?;
            if key.is_some() {
                return Ok(key);
            }
        }
        let Some((field, missing)) = self.missing.split_first() else { return Ok(None) };
        (self.missing, self.is_missing) = (missing, true);
        seed.map(|seed| seed.deserialize((*field).into_deserializer())).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        if self.is_missing {
            seed.deserialize(Empty(PhantomData))
        } else {
            self.entries.next_value_seed(seed)
        }
    }
}

/// A seed that is used up only where there is something to read.
struct Once<'s, T>(&'s mut Option<T>);

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Once<'_, T> {
    type Value = T::Value;

    fn deserialize<R: Deserializer<'de>>(self, reader: R) -> Result<T::Value, R::Error> {
        let seed = self.0.take().ok_or_else(|| R::Error::custom("a field is read twice"))?;
        seed.deserialize(reader)
    }
}

/// The value of a field that there was not.
struct Empty<E>(PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Empty<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_seq(SeqDeserializer::<_, E>::new(core::iter::empty::<()>()))
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_i64(0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_bool(false)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct tuple
        tuple_struct map struct enum identifier ignored_any
    }
}
