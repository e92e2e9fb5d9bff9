//! Reads stored forms: the description comes first, and a form that is not the wanted one is not read any further.

use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::about::{Table, Upcast};
use super::{About, Format, ReadError, Storable, Stored, StoredKind, bits};
use crate::lifecycle::Fingerprint;
use crate::order::Policy;

impl<'de, P: Policy, T: Storable> Deserialize<'de> for Stored<P, T> {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        let fields = match T::KIND {
            StoredKind::Event => &["about", "event"],
            StoredKind::Snapshot => &["about", "snapshot"],
        };
        reader.deserialize_struct("Stored", fields, Fields(PhantomData))
    }
}

/// Reads the content in the format in which it was written.
struct OfFormat<T> {
    format: Format,
    content: PhantomData<fn() -> T>,
}

impl<T> OfFormat<T> {
    const fn new(format: Format) -> Self {
        Self { format, content: PhantomData }
    }
}

impl<'de, T: Upcast> DeserializeSeed<'de> for OfFormat<T> {
    type Value = T;

    fn deserialize<R: Deserializer<'de>>(self, reader: R) -> Result<T, R::Error> {
        T::read(self.format, reader)
    }
}

/// The description as far as it is understood: of a format that this version does not read, only the format.
struct Heading<T> {
    read: Result<About, ReadError>,
    of: PhantomData<fn() -> T>,
}

impl<T> Heading<T> {
    const fn new(read: Result<About, ReadError>) -> Self {
        Self { read, of: PhantomData }
    }
}

impl<'de, T: Upcast> Deserialize<'de> for Heading<T> {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        const FIELDS: &[&str] = &["format", "kind", "platform", "table"];
        reader.deserialize_struct("About", FIELDS, HeadingFields(PhantomData))
    }
}

/// Returns the error of a format that this version does not read.
fn not_read<T: Upcast>(format: Format) -> Option<ReadError> {
    let is_read = Format(1) <= format && format <= T::NEWEST;
    (!is_read).then_some(ReadError::OtherFormat { found: format, newest: T::NEWEST })
}

struct HeadingFields<T>(PhantomData<fn() -> T>);

impl<'de, T: Upcast> Visitor<'de> for HeadingFields<T> {
    type Value = Heading<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the description of a stored form")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Heading<T>, A::Error> {
        let format: Format = next(&mut fields, 0, &self)?;
        if let Some(not_read) = not_read::<T>(format) {
            leave(fields);
            return Ok(Heading::new(Err(not_read)));
        }
        let kind = next(&mut fields, 1, &self)?;
        let platform = next(&mut fields, 2, &self)?;
        let Table(table) = next(&mut fields, 3, &self)?;
        Ok(Heading::new(Ok(About { format, kind, platform, table })))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Heading<T>, A::Error> {
        let mut format: Option<Format> = None;
        let mut kind: Option<Loose> = None;
        let mut platform: Option<Loose> = None;
        let mut table: Option<Loose> = None;
        let mut unknown: Option<String> = None;
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "format" => once("format", &mut format, fields.next_value()?)?,
                "kind" => once("kind", &mut kind, fields.next_value()?)?,
                "platform" => once("platform", &mut platform, fields.next_value()?)?,
                "table" => once("table", &mut table, fields.next_value()?)?,
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                    unknown.get_or_insert(name);
                }
            }
        }
        // A newer format may have more fields than this version understands, or others.
        let format = format.ok_or_else(|| de::Error::missing_field("format"))?;
        if let Some(not_read) = not_read::<T>(format) {
            return Ok(Heading::new(Err(not_read)));
        }
        refuse_unknown(unknown)?;
        let kind = text("kind", kind)?;
        let kind = kind.parse().map_err(|_| {
            de::Error::invalid_value(de::Unexpected::Str(&kind), &"event or snapshot")
        })?;
        let platform = text("platform", platform)?;
        let table = match table.ok_or_else(|| de::Error::missing_field("table"))? {
            Loose::Text(digits) => bits::parse(&digits),
            Loose::Number(number) => Some(number),
            Loose::Other => None,
        };
        let table = table.ok_or_else(|| de::Error::custom("`table` is not a fingerprint"))?;
        Ok(Heading::new(Ok(About { format, kind, platform, table: Fingerprint(table) })))
    }
}

/// A value of any kind, read before it is known which kind it has to be. Only forms that name their fields need
/// this, and they describe the kinds of their values.
enum Loose {
    Text(String),
    Number(u64),
    Other,
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        reader.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<Loose, E> {
        Ok(Loose::Text(text.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Loose, E> {
        Ok(Loose::Number(number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Loose, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Loose, A::Error> {
        while values.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Other)
    }
}

fn text<E: de::Error>(name: &'static str, value: Option<Loose>) -> Result<String, E> {
    match value {
        Some(Loose::Text(text)) => Ok(text),
        Some(_) => Err(E::custom(format_args!("`{name}` is not a text"))),
        None => Err(E::missing_field(name)),
    }
}

/// Reads the next field by its position.
fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(
    fields: &mut A,
    place: usize,
    expected: &impl de::Expected,
) -> Result<T, A::Error> {
    fields.next_element()?.ok_or_else(|| de::Error::invalid_length(place, expected))
}

/// Skips the rest in a form that counts its fields. A form that does not count them cannot tell where they end, so
/// nothing is skipped there.
fn leave<'de, A: SeqAccess<'de>>(mut fields: A) {
    while let Ok(Some(IgnoredAny)) = fields.next_element() {}
}

/// Reads a field into its variable, once.
fn once<T, E: de::Error>(name: &'static str, place: &mut Option<T>, value: T) -> Result<(), E> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::duplicate_field(name)),
    }
}

fn refuse_unknown<E: de::Error>(field: Option<String>) -> Result<(), E> {
    match field {
        None => Ok(()),
        Some(name) => Err(E::custom(format_args!("unknown field `{name}`"))),
    }
}

/// Reads the two fields of a stored form, by their positions or by their names.
struct Fields<P, T>(PhantomData<fn() -> (P, T)>);

impl<P: Policy, T: Storable> Fields<P, T> {
    /// Returns the stored form of a content that has been brought up to the newest format.
    fn up_to_date(about: About, content: T) -> Stored<P, T> {
        Stored::read(Ok((About { format: T::NEWEST, ..about }, content)))
    }
}

impl<'de, P: Policy, T: Storable> Visitor<'de> for Fields<P, T> {
    type Value = Stored<P, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a stored {}", T::KIND)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let heading: Heading<T> = next(&mut fields, 0, &self)?;
        match heading.read.and_then(|about| about.of_this::<P>(T::KIND)) {
            Ok(about) => {
                let content = fields.next_element_seed(OfFormat::new(about.format))?;
                let content = content.ok_or_else(|| de::Error::invalid_length(1, &self))?;
                Ok(Self::up_to_date(about, content))
            }
            Err(not_read) => {
                leave(fields);
                Ok(Stored::read(Err(not_read)))
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut about: Option<Result<About, ReadError>> = None;
        // The content, and the format in which it was read.
        let mut content: Option<(Format, T)> = None;
        let mut unknown: Option<String> = None;
        while let Some(name) = fields.next_key::<String>()? {
            if name == "about" {
                let heading: Heading<T> = fields.next_value()?;
                let wanted = heading.read.and_then(|about| about.of_this::<P>(T::KIND));
                once("about", &mut about, wanted)?;
            } else if name == T::KIND.text() && !matches!(about, Some(Err(_))) {
                // A content that comes before its description is read in the newest format.
                let correspondence = about.as_ref().and_then(|about| about.as_ref().ok());
                let format = correspondence.map_or(T::NEWEST, |about| about.format);
                let value = fields.next_value_seed(OfFormat::new(format))?;
                once(T::KIND.text(), &mut content, (format, value))?;
            } else {
                fields.next_value::<IgnoredAny>()?;
                unknown.get_or_insert(name);
            }
        }
        match about.ok_or_else(|| de::Error::missing_field("about"))? {
            Ok(about) => {
                refuse_unknown(unknown)?;
                let content = content.ok_or_else(|| de::Error::missing_field(T::KIND.text()))?;
                match content {
                    (format, content) if format == about.format => {
                        Ok(Self::up_to_date(about, content))
                    }
                    _ => Err(de::Error::custom(
                        "`about` comes after the content, and names another format",
                    )),
                }
            }
            Err(not_read) => Ok(Stored::read(Err(not_read))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shopxo::HardenedShop;
    use serde_json::{Value, json};
    use std::string::ToString;

    /// A stored type with two formats: a number, and later a number with a name.
    #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    #[serde(deny_unknown_fields)]
    struct Toy {
        number: u8,
        name: Option<String>,
    }

    impl From<u8> for Toy {
        fn from(number: u8) -> Self {
            Self { number, name: None }
        }
    }

    impl Storable for Toy {}

    impl Upcast for Toy {
        const KIND: StoredKind = StoredKind::Event;
        const NEWEST: Format = Format(2);

        fn read<'de, R: Deserializer<'de>>(format: Format, reader: R) -> Result<Self, R::Error> {
            match format {
                Format(1) => u8::deserialize(reader).map(Self::from),
                _ => Self::deserialize(reader),
            }
        }
    }

    type StoredToy = Stored<HardenedShop, Toy>;

    fn about(format: u16) -> Value {
        json!({"format": format, "kind": "event", "platform": "ShopXO", "table": "00000000deadbeef"})
    }

    #[test]
    fn an_older_format_is_read_and_brought_up_to_the_newest() {
        let old = json!({"about": about(1), "event": 7}).to_string();
        let stored: StoredToy = serde_json::from_str(&old).unwrap();
        assert_eq!(stored.about().map(|about| about.format), Ok(Format(2)));
        let newer = serde_json::to_value(&stored).unwrap();
        assert_eq!(newer, json!({"about": about(2), "event": {"number": 7, "name": null}}));
        assert_eq!(stored.content(), Ok(Toy::from(7)));
        // By their positions.
        let old = r#"[[1,"event","ShopXO","00000000deadbeef"],7]"#;
        let stored: StoredToy = serde_json::from_str(old).unwrap();
        assert_eq!(stored.content(), Ok(Toy::from(7)));
        let newer: StoredToy = serde_json::from_value(newer).unwrap();
        assert_eq!(newer.content(), Ok(Toy::from(7)));
    }

    #[test]
    fn content_that_comes_before_its_format_is_read_as_the_newest_or_not_at_all() {
        let turned = |format, event: &str| {
            let text = std::format!(r#"{{"event":{event},"about":{}}}"#, about(format));
            serde_json::from_str::<StoredToy>(&text)
        };
        let whole = r#"{"number":7,"name":null}"#;
        assert_eq!(turned(2, whole).unwrap().content(), Ok(Toy::from(7)));
        let error = turned(1, whole).unwrap_err().to_string();
        assert!(error.contains("`about` comes after the content"), "{error}");
        assert!(turned(1, "7").is_err());
        let newer = ReadError::OtherFormat { found: Format(3), newest: Format(2) };
        assert_eq!(turned(3, whole).unwrap().about(), Err(&newer));
    }
}
