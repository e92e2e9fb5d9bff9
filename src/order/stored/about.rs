//! The description at the beginning of every stored form: its kind, format, platform and table.

use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, SerializeStruct, Serializer};

use super::{Snapshot, format_1, older};
use crate::lifecycle::{Fingerprint, Status};
use crate::order::{Event, Policy, maximum};
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

/// The format that this version writes. It reads this one and all before it.
pub const FORMAT: Format = Format(2);

terms! {
    /// The kind of a stored form.
    pub enum StoredKind {
        /// One event.
        Event, "event", "事件";
        /// The state of an order after the events so far.
        Snapshot, "snapshot", "快照";
    }
}

impl StoredKind {
    const fn most_untrusted_bytes(self) -> usize {
        match self {
            Self::Event => maximum::STORED_EVENT_BYTES,
            Self::Snapshot => maximum::STORED_SNAPSHOT_BYTES,
        }
    }
}

/// The description of a stored form.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct About {
    /// The format. A version that does not know it reads no further.
    pub format: Format,
    /// The kind.
    pub kind: StoredKind,
    /// The name of the platform.
    pub platform: String,
    /// The fingerprint of the table under which it came about.
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

    /// A fingerprint, as it is read.
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

    /// Returns the description, if it is of the wanted kind and of this platform.
    pub(super) fn of_this<P: Policy>(self, wanted: StoredKind) -> Result<Self, ReadError> {
        let here = P::LIFECYCLE.platform();
        if self.kind != wanted {
            Err(ReadError::OtherKind { found: self.kind, wanted })
        } else if !P::LIFECYCLE.is_stored_as(&self.platform) {
            Err(ReadError::OtherPlatform { found: self.platform, here })
        } else {
            // A form that was stored under a former name of the platform is written under its present one.
            Ok(Self { platform: here.into(), ..self })
        }
    }
}

/// A type that can be stored: an [`Event`] or a [`Snapshot`].
pub trait Storable: Sized + Upcast {}

impl<S: Status> Storable for Event<S> {}

impl<S: Status> Storable for Snapshot<S> {}

/// A type that is read from every format that any version of this crate has written. The trait is sealed.
pub trait Upcast {
    /// The kind of stored form.
    const KIND: StoredKind;
    /// The format that this version writes.
    const NEWEST: Format;

    /// Reads a value that was written in this format, and brings it up to the newest format one step at a time: 1 to
    /// 2, 2 to 3, and so on. `CONTRIBUTING.md` says how a step is added.
    fn read<'de, R: Deserializer<'de>>(format: Format, reader: R) -> Result<Self, R::Error>
    where
        Self: Sized;
}

impl<S: Status> Upcast for Event<S> {
    const KIND: StoredKind = StoredKind::Event;
    const NEWEST: Format = FORMAT;

    fn read<'de, R: Deserializer<'de>>(format: Format, reader: R) -> Result<Self, R::Error> {
        match format {
            Format(1) => older::read(format_1::NEW_FIELDS, reader),
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
            Format(1) => older::read(format_1::NEW_FIELDS, reader),
            FORMAT => Self::deserialize(reader),
            other => Err(no_such_format(other)),
        }
    }
}

fn no_such_format<E: de::Error>(format: Format) -> E {
    E::custom(format_args!("format {format} is not supported"))
}

/// A stored form: an event or a snapshot, with its description.
///
/// A form of another kind, format or platform is not read beyond its description, and
/// [`content`](Self::content) returns that as an error.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stored<P, T> {
    read: Result<(About, T), ReadError>,
    policy: PhantomData<fn() -> P>,
}

/// The error of a stored form that was not read. The stored form is unchanged.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The form is of another kind.
    #[error("expected a stored {wanted}, found a stored {found}")]
    OtherKind {
        /// The kind that was found.
        found: StoredKind,
        /// The kind that was expected.
        wanted: StoredKind,
    },
    /// The form was written by another version of this crate, most likely a newer one. Read it with that.
    #[error("format {found} is not supported; this version reads formats 1 to {newest}")]
    OtherFormat {
        /// The format that was found.
        found: Format,
        /// The newest format that this version reads.
        newest: Format,
    },
    /// The form belongs to another platform.
    #[error("expected a stored form of platform {here}, found one of {found}")]
    OtherPlatform {
        /// The platform that was found.
        found: String,
        /// The platform that was expected.
        here: &'static str,
    },
}

/// The error of bytes from a source that is not trusted. Nothing was made of them.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UntrustedError<E> {
    /// There are too many bytes, and none of them was looked at. No order of this version makes so large a form.
    #[error(
        "the stored {kind} has {length} bytes; from a source that is not trusted, at most {most} are read"
    )]
    TooLong {
        /// The kind of form that was expected.
        kind: StoredKind,
        /// The number of bytes.
        length: usize,
        /// The most that are read.
        most: usize,
    },
    /// The bytes are no such form, as the reader says.
    #[error("the stored {kind} cannot be read: {error}")]
    Unreadable {
        /// The kind of form that was expected.
        kind: StoredKind,
        /// What the reader says.
        error: E,
    },
    /// The form is of another kind, format or platform.
    #[error(transparent)]
    Other(#[from] ReadError),
}

impl<P: Policy, T: Storable> Stored<P, T> {
    /// Reads a form from a source that is not trusted, such as another party's export. The bytes are handed to `read`, which
    /// is the reader of the format (`serde_json::from_slice`, `postcard::from_bytes`), when they are not too many:
    /// [`STORED_EVENT_BYTES`](crate::order::maximum::STORED_EVENT_BYTES) for an event,
    /// [`STORED_SNAPSHOT_BYTES`](crate::order::maximum::STORED_SNAPSHOT_BYTES) for a snapshot.
    ///
    /// What was read is a well-formed event or snapshot, and not yet one of an order: [`restore`](super::restore) says whether
    /// it is.
    ///
    /// # Errors
    ///
    /// An [`UntrustedError`] when there are too many bytes, or when they are no form of this kind and platform.
    ///
    /// ```
    /// use aftersale::order::maximum;
    /// use aftersale::order::stored::{StoredEvent, UntrustedError};
    /// use aftersale::shopxo::HardenedShop;
    ///
    /// type Event = StoredEvent<HardenedShop>;
    /// let read = |bytes: &[u8]| serde_json::from_slice::<Event>(bytes);
    ///
    /// let long = vec![b' '; maximum::STORED_EVENT_BYTES + 1];
    /// let error = Event::read_untrusted(&long, read).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the stored event has 16777217 bytes; from a source that is not trusted, at most 16777216 are read"
    /// );
    ///
    /// let error = Event::read_untrusted(b"{}", read).unwrap_err();
    /// assert!(matches!(error, UntrustedError::Unreadable { .. }));
    /// ```
    pub fn read_untrusted<E>(
        bytes: &[u8],
        read: impl FnOnce(&[u8]) -> Result<Self, E>,
    ) -> Result<Self, UntrustedError<E>> {
        let kind = T::KIND;
        let most = kind.most_untrusted_bytes();
        let length = bytes.len();
        if length > most {
            return Err(UntrustedError::TooLong { kind, length, most });
        }
        let form = read(bytes).map_err(|error| UntrustedError::Unreadable { kind, error })?;
        match form.read {
            Ok(_) => Ok(form),
            Err(other) => Err(other.into()),
        }
    }

    /// Returns the stored form of this event or snapshot, which has come about under today's table.
    ///
    /// Do not use this to write again what was read, since that may have come about under another table: write the
    /// `Stored` that was read.
    #[must_use]
    pub fn of(content: T) -> Self {
        Self::read(Ok((About::of::<P, T>(), content)))
    }

    pub(super) const fn read(read: Result<(About, T), ReadError>) -> Self {
        Self { read, policy: PhantomData }
    }

    /// Returns the description.
    ///
    /// # Errors
    ///
    /// A [`ReadError`] when the form is of another kind or platform, or of a format that this version does not
    /// read.
    pub const fn about(&self) -> Result<&About, &ReadError> {
        match &self.read {
            Ok((about, _)) => Ok(about),
            Err(not_read) => Err(not_read),
        }
    }

    /// Returns the event or the snapshot.
    ///
    /// # Errors
    ///
    /// A [`ReadError`] when the form is of another kind or platform, or of a format that this version does not
    /// read.
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
            return Err(W::Error::custom("a stored form that was not read cannot be written"));
        };
        let mut fields = writer.serialize_struct("Stored", 2)?;
        fields.serialize_field("about", about)?;
        fields.serialize_field(T::KIND.text(), content)?;
        fields.end()
    }
}
