//! What every stored form says about itself.

use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, SerializeStruct, Serializer};

use super::Snapshot;
use crate::lifecycle::{Fingerprint, Status};
use crate::order::{Event, Policy};
use crate::words::terms;

pub(super) use fingerprint::Table;

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
    pub enum StoredKind {
        /// One event.
        Event, "event";
        /// All that the events so far have left.
        Snapshot, "snapshot";
    }
}

/// What a stored form says about itself.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct About {
    /// In which format it is. A reader that does not know it looks no further.
    pub format: Format,
    /// What it is.
    pub kind: StoredKind,
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
    pub(in super::super) struct Table(
        #[serde(deserialize_with = "deserialize")] pub(in super::super) Fingerprint,
    );

    pub(in super::super) fn deserialize<'de, R: Deserializer<'de>>(
        reader: R,
    ) -> Result<Fingerprint, R::Error> {
        bits::deserialize(reader).map(Fingerprint)
    }
}

impl About {
    fn of<P: Policy, T: Upcast>() -> Self {
        let platform = P::LIFECYCLE.platform().into();
        Self { format: T::NEWEST, kind: T::KIND, platform, table: P::LIFECYCLE.fingerprint() }
    }

    /// This, if it is what is wanted.
    pub(super) fn of_this<P: Policy>(self, wanted: StoredKind) -> Result<Self, ReadError> {
        let here = P::LIFECYCLE.platform();
        if self.kind != wanted {
            Err(ReadError::OtherKind { found: self.kind, wanted })
        } else if !P::LIFECYCLE.is_stored_as(&self.platform) {
            Err(ReadError::OtherPlatform { found: self.platform, here })
        } else {
            // What was stored under a name that the platform had is written under the one that it has.
            Ok(Self { platform: here.into(), ..self })
        }
    }
}

/// What can be stored: an [`Event`] or a [`Snapshot`].
pub trait Storable: Sized + Upcast {}

impl<S: Status> Storable for Event<S> {}

impl<S: Status> Storable for Snapshot<S> {}

/// How something is read that any version of this crate has written. The trait is sealed.
pub trait Upcast {
    /// What it is.
    const KIND: StoredKind;
    /// The format that is written.
    const NEWEST: Format;

    /// Reads it as this format has written it, and brings it up to the newest one step at a time: 1 to 2,
    /// 2 to 3, and so on. `CONTRIBUTING.md` says how a step is added.
    fn read<'de, R: Deserializer<'de>>(format: Format, reader: R) -> Result<Self, R::Error>
    where
        Self: Sized;
}

impl<S: Status> Upcast for Event<S> {
    const KIND: StoredKind = StoredKind::Event;
    const NEWEST: Format = FORMAT;

    fn read<'de, R: Deserializer<'de>>(format: Format, reader: R) -> Result<Self, R::Error> {
        match format {
            FORMAT => Self::deserialize(reader),
            other => Err(no_such_format(other)),
        }
    }
}

impl<S: Status> Upcast for Snapshot<S> {
    const KIND: StoredKind = StoredKind::Snapshot;
    const NEWEST: Format = FORMAT;

    fn read<'de, R: Deserializer<'de>>(format: Format, reader: R) -> Result<Self, R::Error> {
        match format {
            FORMAT => Self::deserialize(reader),
            other => Err(no_such_format(other)),
        }
    }
}

fn no_such_format<E: de::Error>(format: Format) -> E {
    E::custom(format_args!("format {format} is not read here"))
}

/// Something as it is stored: what it says about itself, and itself.
///
/// What turns out to be of another kind, format or platform is not read any further, and
/// [`content`](Self::content) returns that as an error.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stored<P, T> {
    read: Result<(About, T), ReadError>,
    policy: PhantomData<fn() -> P>,
}

/// Why what is stored was not read. Nothing was lost: it is as it was.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is something else.
    #[error("this is a stored {found}, and a stored {wanted} was expected")]
    OtherKind {
        /// What it is.
        found: StoredKind,
        /// What was expected.
        wanted: StoredKind,
    },
    /// Another version of this crate has written it, most likely a newer one. Read it with that.
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
    /// The stored form of this event or snapshot, which has come about by today's table.
    ///
    /// What was read is not wrapped again with this, since it may have come about by another: write the
    /// `Stored` that was read, in whatever form.
    #[must_use]
    pub fn of(content: T) -> Self {
        Self::read(Ok((About::of::<P, T>(), content)))
    }

    pub(super) const fn read(read: Result<(About, T), ReadError>) -> Self {
        Self { read, policy: PhantomData }
    }

    /// Returns what it says about itself.
    ///
    /// # Errors
    ///
    /// When it is of another kind or platform, or of a format that is not read here.
    pub const fn about(&self) -> Result<&About, &ReadError> {
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
    pub fn content(self) -> Result<T, ReadError> {
        self.read.map(|(_, content)| content)
    }

    pub(super) fn into_parts(self) -> Result<(About, T), ReadError> {
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
