//! What every stored form says about itself, and reading one that may be another.

use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Error as _, Serialize, SerializeStruct, Serializer};

use super::Snapshot;
use crate::lifecycle::{Fingerprint, Status};
use crate::order::{Event, Policy};
use crate::words::terms;

use fingerprint::Table;

/// The number of a format.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize,
)]
#[serde(transparent)]
pub struct Format(pub u16);

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The format that is written. It and all before it are read.
pub const FORMAT: Format = Format(1);

terms! {
    /// What is stored.
    pub enum Kind {
        /// One event.
        Event, "event";
        /// All that the events so far have left.
        Snapshot, "snapshot";
    }
}

/// What a stored form says about itself.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct About {
    /// In which format it is. Whoever does not know that one looks no further.
    pub format: Format,
    /// What it is.
    pub kind: Kind,
    /// Of which platform.
    pub platform: String,
    /// The table by which it came about.
    #[serde(serialize_with = "fingerprint::serialize")]
    pub table: Fingerprint,
}

pub(super) mod fingerprint {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::super::bits;
    use crate::lifecycle::Fingerprint;

    pub(in super::super) fn serialize<W: Serializer>(
        table: &Fingerprint,
        writer: W,
    ) -> Result<W::Ok, W::Error> {
        bits::serialize(&table.0, writer)
    }

    /// A fingerprint that is read.
    #[derive(Deserialize)]
    #[serde(transparent)]
    pub(super) struct Table(#[serde(deserialize_with = "deserialize")] pub(super) Fingerprint);

    pub(in super::super) fn deserialize<'de, R: Deserializer<'de>>(
        reader: R,
    ) -> Result<Fingerprint, R::Error> {
        bits::deserialize(reader).map(Fingerprint)
    }
}

impl About {
    fn of<P: Policy>(kind: Kind) -> Self {
        let platform = P::LIFECYCLE.platform().into();
        Self { kind, format: FORMAT, platform, table: P::LIFECYCLE.fingerprint() }
    }

    /// This, if it is what is wanted.
    fn of_this<P: Policy>(self, wanted: Kind) -> Result<Self, NotRead> {
        let here = P::LIFECYCLE.platform();
        if self.kind != wanted {
            Err(NotRead::OtherKind { found: self.kind, wanted })
        } else if self.platform != here {
            Err(NotRead::OtherPlatform { found: self.platform, here })
        } else {
            Ok(self)
        }
    }
}

/// What can be stored: an [`Event`] or a [`Snapshot`].
pub trait Storable: Sized {
    /// What it is.
    const KIND: Kind;
}

impl<S: Status> Storable for Event<S> {
    const KIND: Kind = Kind::Event;
}

impl<S: Status> Storable for Snapshot<S> {
    const KIND: Kind = Kind::Snapshot;
}

/// Something as it is stored: what it says about itself, and itself.
///
/// What turns out to be of another kind, format or platform is not read any further, and
/// [`content`](Self::content) says so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stored<P, T> {
    read: Result<(About, T), NotRead>,
    policy: PhantomData<fn() -> P>,
}

/// Why what is stored was not read. Nothing was lost: it is as it was.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotRead {
    /// It is something else.
    #[error("this is a stored {found}, and a stored {wanted} was expected")]
    OtherKind {
        /// What it is.
        found: Kind,
        /// What was expected.
        wanted: Kind,
    },
    /// A newer version of this crate has written it. Read it with that one.
    #[error("it is of format {found}, and this version reads formats 1 to {newest}")]
    OtherFormat {
        /// Its format.
        found: Format,
        /// The newest that is read here.
        newest: Format,
    },
    /// It is another platform's.
    #[error("it is of {found}, and {here} was expected")]
    OtherPlatform {
        /// Of which.
        found: String,
        /// Which was expected.
        here: &'static str,
    },
}

impl<P: Policy, T: Storable> Stored<P, T> {
    /// The stored form of this event or snapshot.
    #[must_use]
    pub fn of(content: T) -> Self {
        Self::read(Ok((About::of::<P>(T::KIND), content)))
    }

    const fn read(read: Result<(About, T), NotRead>) -> Self {
        Self { read, policy: PhantomData }
    }

    /// What it says about itself.
    ///
    /// # Errors
    ///
    /// When it is of another kind or platform, or of a format that is not read here.
    pub const fn about(&self) -> Result<&About, &NotRead> {
        match &self.read {
            Ok((about, _)) => Ok(about),
            Err(not_read) => Err(not_read),
        }
    }

    /// The event or the snapshot.
    ///
    /// # Errors
    ///
    /// When it is of another kind or platform, or of a format that is not read here.
    pub fn content(self) -> Result<T, NotRead> {
        self.read.map(|(_, content)| content)
    }

    pub(super) fn into_parts(self) -> Result<(About, T), NotRead> {
        self.read
    }
}

impl<P: Policy, T: Storable + Serialize> Serialize for Stored<P, T> {
    fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        let Ok((about, content)) = &self.read else {
            return Err(W::Error::custom("it was not read, so it cannot be written"));
        };
        let mut fields = writer.serialize_struct("Stored", 2)?;
        fields.serialize_field("about", about)?;
        fields.serialize_field(T::KIND.text(), content)?;
        fields.end()
    }
}

impl<'de, P: Policy, T: Storable + Deserialize<'de>> Deserialize<'de> for Stored<P, T> {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        let fields = match T::KIND {
            Kind::Event => &["about", "event"],
            Kind::Snapshot => &["about", "snapshot"],
        };
        reader.deserialize_struct("Stored", fields, Fields(PhantomData))
    }
}

/// Reads a content as its format has written it, and brings it up to the newest one step at a time: 1 to 2,
/// 2 to 3, and so on. `CONTRIBUTING.md` says how a step is added.
struct OfFormat<T> {
    format: Format,
    content: PhantomData<fn() -> T>,
}

impl<T> OfFormat<T> {
    const fn new(format: Format) -> Self {
        Self { format, content: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for OfFormat<T> {
    type Value = T;

    fn deserialize<R: Deserializer<'de>>(self, reader: R) -> Result<T, R::Error> {
        match self.format {
            // The newest, so there is no step to take.
            Format(1) => T::deserialize(reader),
            Format(other) => {
                Err(de::Error::custom(format_args!("nobody here reads format {other}")))
            }
        }
    }
}

/// What it says about itself, as far as that is understood: of a format that is not read here, nothing
/// but the format.
struct Heading(Result<About, NotRead>);

impl<'de> Deserialize<'de> for Heading {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        const FIELDS: &[&str] = &["format", "kind", "platform", "table"];
        reader.deserialize_struct("About", FIELDS, HeadingFields)
    }
}

impl Format {
    /// The error of a format that is not read here.
    const fn not_read(self) -> Option<NotRead> {
        if 1 <= self.0 && self.0 <= FORMAT.0 {
            None
        } else {
            Some(NotRead::OtherFormat { found: self, newest: FORMAT })
        }
    }
}

struct HeadingFields;

impl<'de> Visitor<'de> for HeadingFields {
    type Value = Heading;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what a stored form says about itself")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Heading, A::Error> {
        let format: Format = next(&mut fields, 0, &self)?;
        if let Some(not_read) = format.not_read() {
            leave(fields);
            return Ok(Heading(Err(not_read)));
        }
        let kind = next(&mut fields, 1, &self)?;
        let platform = next(&mut fields, 2, &self)?;
        let Table(table) = next(&mut fields, 3, &self)?;
        Ok(Heading(Ok(About { format, kind, platform, table })))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Heading, A::Error> {
        let mut format: Option<Format> = None;
        let mut kind: Option<String> = None;
        let mut platform: Option<String> = None;
        let mut table: Option<Table> = None;
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
        // A newer format may say more than this version understands, and in other words.
        let format = format.ok_or_else(|| de::Error::missing_field("format"))?;
        if let Some(not_read) = format.not_read() {
            return Ok(Heading(Err(not_read)));
        }
        nobody_knows(unknown)?;
        let kind = kind.ok_or_else(|| de::Error::missing_field("kind"))?;
        let kind = kind.parse().map_err(|_| {
            de::Error::invalid_value(de::Unexpected::Str(&kind), &"event or snapshot")
        })?;
        let platform = platform.ok_or_else(|| de::Error::missing_field("platform"))?;
        let Table(table) = table.ok_or_else(|| de::Error::missing_field("table"))?;
        Ok(Heading(Ok(About { format, kind, platform, table })))
    }
}

/// The next field by its place.
fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(
    fields: &mut A,
    place: usize,
    expected: &impl de::Expected,
) -> Result<T, A::Error> {
    fields.next_element()?.ok_or_else(|| de::Error::invalid_length(place, expected))
}

/// Leaves the rest unread, which a form that counts its fields has to be told. One that does not count
/// them does not know where they would end, so it stays where it is.
fn leave<'de, A: SeqAccess<'de>>(mut fields: A) {
    while let Ok(Some(IgnoredAny)) = fields.next_element() {}
}

/// Puts a field where it belongs, once.
fn once<T, E: de::Error>(name: &'static str, place: &mut Option<T>, value: T) -> Result<(), E> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::duplicate_field(name)),
    }
}

fn nobody_knows<E: de::Error>(field: Option<String>) -> Result<(), E> {
    match field {
        None => Ok(()),
        Some(name) => Err(E::custom(format_args!("nobody knows the field {name}"))),
    }
}

/// Reads the two fields of a stored form, by their places or by their names.
struct Fields<P, T>(PhantomData<fn() -> (P, T)>);

impl<P: Policy, T: Storable> Fields<P, T> {
    /// What was read has been brought up to the newest format, and is written as such.
    fn up_to_date(about: About, content: T) -> Stored<P, T> {
        Stored::read(Ok((About { format: FORMAT, ..about }, content)))
    }
}

impl<'de, P: Policy, T: Storable + Deserialize<'de>> Visitor<'de> for Fields<P, T> {
    type Value = Stored<P, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a stored {}", T::KIND)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let Heading(heading) = next(&mut fields, 0, &self)?;
        match heading.and_then(|about| about.of_this::<P>(T::KIND)) {
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
        let mut about: Option<Result<About, NotRead>> = None;
        // The content, and the format that it was read in.
        let mut content: Option<(Format, T)> = None;
        let mut unknown: Option<String> = None;
        while let Some(name) = fields.next_key::<String>()? {
            if name == "about" {
                let Heading(heading) = fields.next_value()?;
                let wanted = heading.and_then(|about| about.of_this::<P>(T::KIND));
                once("about", &mut about, wanted)?;
            } else if name == T::KIND.text() && !matches!(about, Some(Err(_))) {
                // What comes before it is said in which format it is, is read in the newest.
                let said = about.as_ref().and_then(|about| about.as_ref().ok());
                let format = said.map_or(FORMAT, |about| about.format);
                let value = fields.next_value_seed(OfFormat::new(format))?;
                once(T::KIND.text(), &mut content, (format, value))?;
            } else {
                fields.next_value::<IgnoredAny>()?;
                unknown.get_or_insert(name);
            }
        }
        match about.ok_or_else(|| de::Error::missing_field("about"))? {
            Ok(about) => {
                nobody_knows(unknown)?;
                let content = content.ok_or_else(|| de::Error::missing_field(T::KIND.text()))?;
                match content {
                    (format, content) if format == about.format => {
                        Ok(Self::up_to_date(about, content))
                    }
                    _ => Err(de::Error::custom("it says its format only after its content")),
                }
            }
            Err(not_read) => Ok(Stored::read(Err(not_read))),
        }
    }
}
