//! Optional values in stored forms: "nothing" is written and has to be there; a field that is missing is
//! an error, and never a default.

use serde::{Deserialize, Deserializer};

/// Reads an optional value whose field has to be there.
pub(crate) fn required<'de, T: Deserialize<'de>, R: Deserializer<'de>>(
    reader: R,
) -> Result<Option<T>, R::Error> {
    Option::deserialize(reader)
}
