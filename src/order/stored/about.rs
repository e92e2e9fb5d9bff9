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
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What it is.
    pub kind: Kind,
    /// In which format.
    pub format: Format,
    /// Of which platform.
    pub platform: String,
    /// The table by which it came about.
    #[serde(with = "fingerprint")]
    pub table: Fingerprint,
}

mod fingerprint {
    use serde::{Deserializer, Serializer};

    use super::super::bits;
    use crate::lifecycle::Fingerprint;

    pub(super) fn serialize<W: Serializer>(
        table: &Fingerprint,
        writer: W,
    ) -> Result<W::Ok, W::Error> {
        bits::serialize(&table.0, writer)
    }

    pub(super) fn deserialize<'de, R: Deserializer<'de>>(
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

    /// Why what is stored is not what is wanted.
    fn not_read<P: Policy>(&self, wanted: Kind) -> Option<NotRead> {
        let here = P::LIFECYCLE.platform();
        if self.kind != wanted {
            Some(NotRead::OtherKind { found: self.kind, wanted })
        } else if self.format < Format(1) || self.format > FORMAT {
            Some(NotRead::OtherFormat { found: self.format, newest: FORMAT })
        } else if self.platform != here {
            Some(NotRead::OtherPlatform { found: self.platform.clone(), here })
        } else {
            None
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
    about: About,
    content: Option<T>,
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
        Self { about: About::of::<P>(T::KIND), content: Some(content), policy: PhantomData }
    }

    /// What it says about itself.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// Why its content was not read, if it was not.
    #[must_use]
    pub fn not_read(&self) -> Option<NotRead> {
        self.about.not_read::<P>(T::KIND)
    }

    /// The event or the snapshot.
    ///
    /// # Errors
    ///
    /// When it is of another kind or platform, or of a format that is newer than this version.
    pub fn content(self) -> Result<T, NotRead> {
        match (self.not_read(), self.content) {
            (Some(not_read), _) => Err(not_read),
            (None, Some(content)) => Ok(content),
            // What is right about itself was read, or there was an error when it was.
            (None, None) => Err(NotRead::OtherKind { found: self.about.kind, wanted: T::KIND }),
        }
    }
}

impl<P: Policy, T: Storable + Serialize> Serialize for Stored<P, T> {
    fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        let Some(content) = &self.content else {
            return Err(W::Error::custom("it was not read, so it cannot be written"));
        };
        let mut fields = writer.serialize_struct("Stored", 2)?;
        fields.serialize_field("about", &self.about)?;
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

/// What was read has been brought up to the newest format, and is written as such.
fn up_to_date(about: About, is_read: bool) -> About {
    if is_read { About { format: FORMAT, ..about } } else { about }
}

/// Reads the two fields of a stored form, by their places or by their names.
struct Fields<P, T>(PhantomData<fn() -> (P, T)>);

impl<'de, P: Policy, T: Storable + Deserialize<'de>> Visitor<'de> for Fields<P, T> {
    type Value = Stored<P, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a stored {}", T::KIND)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let about: About =
            fields.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
        // Without names nobody knows where something else would end, so it is left where it is.
        let content = match about.not_read::<P>(T::KIND) {
            Some(_) => None,
            None => {
                let content = fields.next_element_seed(OfFormat::new(about.format))?;
                Some(content.ok_or_else(|| de::Error::invalid_length(1, &self))?)
            }
        };
        Ok(Stored { about: up_to_date(about, content.is_some()), content, policy: PhantomData })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut about: Option<About> = None;
        let mut content: Option<T> = None;
        let is_read = |about: &Option<About>| {
            about.as_ref().is_none_or(|about| about.not_read::<P>(T::KIND).is_none())
        };
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "about" if about.is_some() => return Err(de::Error::duplicate_field("about")),
                "about" => about = Some(fields.next_value()?),
                _ if !is_read(&about) => {
                    fields.next_value::<IgnoredAny>()?;
                }
                other if other == T::KIND.text() && content.is_some() => {
                    return Err(de::Error::custom(format_args!("{other} is there twice")));
                }
                other if other == T::KIND.text() => {
                    // What comes before it is said in which format it is, is of the newest.
                    let format = about.as_ref().map_or(FORMAT, |about| about.format);
                    content = Some(fields.next_value_seed(OfFormat::new(format))?);
                }
                other => {
                    return Err(de::Error::custom(format_args!("nobody knows the field {other}")));
                }
            }
        }
        let about = about.ok_or_else(|| de::Error::missing_field("about"))?;
        if content.is_none() && about.not_read::<P>(T::KIND).is_none() {
            return Err(de::Error::missing_field(T::KIND.text()));
        }
        Ok(Stored { about: up_to_date(about, content.is_some()), content, policy: PhantomData })
    }
}
