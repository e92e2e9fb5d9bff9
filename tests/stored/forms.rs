//! The two forms in which these tests store: JSON for people, postcard for space.

use aftersale::order::stored::{Restored, Storable, Stored, StoredEvent, StoredSnapshot, restore};
use aftersale::order::{Event, Policy};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::shop::Platform;

/// A form.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    Json,
    Postcard,
}

pub(crate) const FORMS: [Form; 2] = [Form::Json, Form::Postcard];

impl Form {
    pub(crate) fn write<P: Policy, T: Storable + Serialize>(
        self,
        stored: &Stored<P, T>,
    ) -> Vec<u8> {
        match self {
            Self::Json => serde_json::to_vec(stored).unwrap(),
            Self::Postcard => postcard::to_allocvec(stored).unwrap(),
        }
    }

    /// Reads a value, or returns the error of the form, as text. Bytes behind the end are an error, too.
    pub(crate) fn read<P: Policy, T: Storable + DeserializeOwned>(
        self,
        bytes: &[u8],
    ) -> Result<Stored<P, T>, String> {
        match self {
            Self::Json => serde_json::from_slice(bytes).map_err(|error| error.to_string()),
            Self::Postcard => match postcard::take_from_bytes(bytes) {
                Ok((stored, [])) => Ok(stored),
                Ok((stored, _)) => {
                    // What is not read any further leaves the rest where it is.
                    let stored: Stored<P, T> = stored;
                    let is_left = stored.about().is_err();
                    is_left.then_some(stored).ok_or_else(|| "there is more behind it".into())
                }
                Err(error) => Err(error.to_string()),
            },
        }
    }

    pub(crate) fn of_event<P: Policy>(self, event: &Event<P::Status>) -> Vec<u8> {
        self.write(&StoredEvent::<P>::of(event.clone()))
    }
}

/// Restores from stored bytes.
pub(crate) fn restored<P: Platform>(
    form: Form,
    policy: P,
    snapshot: Option<&[u8]>,
    events: &[Vec<u8>],
) -> Restored<P> {
    let snapshot: Option<StoredSnapshot<P>> = snapshot.map(|bytes| form.read(bytes).unwrap());
    let events = events.iter().map(|bytes| form.read(bytes).unwrap());
    let events: Vec<StoredEvent<P>> = events.collect();
    restore(policy, snapshot, events).unwrap()
}
