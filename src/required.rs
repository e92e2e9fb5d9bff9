//! Optional values in stored forms: an absent value is written as such and must be there; a missing
//! field is an error, and never a default.

use serde::{Deserialize, Deserializer};

/// Reads an optional value whose field must be there.
pub(crate) fn required<'de, T: Deserialize<'de>, R: Deserializer<'de>>(
    reader: R,
) -> Result<Option<T>, R::Error> {
    Option::deserialize(reader)
}
