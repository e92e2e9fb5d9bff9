//! Words (statuses, types, reasons) in a document: known ones typed, others as they came (I24).

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::loose::{LooseNumber, whole_number};
use super::{AsWritten, Json, Loose};
use crate::one_line;

/// A list of words with published names.
pub trait Vocabulary: Copy + 'static {
    /// Returns the word with exactly this name.
    fn from_name(name: &str) -> Option<Self>;

    /// Returns the published name.
    fn name(self) -> &'static str;
}

/// A list of words with published numbers. The numbers are those of one generation of one platform's
/// interface, so the type of the list says which generation is meant.
pub trait Numbered: Copy + 'static {
    /// Returns the word with this number.
    fn from_code(code: u32) -> Option<Self>;

    /// Returns the published number.
    fn code(self) -> u32;
}

/// The value found in place of a word, as it came. It is never turned into a known word (I24).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Unknown {
    /// A text.
    Text(String),
    /// Anything else, such as a number.
    Other(Json),
}

impl Unknown {
    fn of(json: Json) -> Self {
        match json.as_text() {
            Some(text) => Self::Text(text.into_owned()),
            None => Self::Other(json),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&one_line::shortened(&format!("\"{text}\""))),
            Self::Other(json) => f.write_str(&one_line::shortened(json.text())),
        }
    }
}

impl Serialize for Unknown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Other(json) => json.serialize(serializer),
        }
    }
}

/// A word, known or unknown. By itself it is written by its name, and is known only when it is written
/// exactly so: neither another case nor the word's number makes it known. As [`Loose<Word<T>>`](Loose)
/// it is written by its number, and is known only in the usual form of that number: `2` and `"2"`, not
/// `"02"`.
///
/// Like every type that keeps JSON as it came, it is read from JSON text or from a `serde_json::Value`,
/// and not through serde's `flatten` or `untagged`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Word<T> {
    /// A word of the vocabulary.
    Known(T),
    /// Anything else.
    Unknown(Unknown),
}

impl<T: Copy> Word<T> {
    /// Returns the word, if it is known.
    #[must_use]
    pub const fn known(&self) -> Option<T> {
        match self {
            Self::Known(word) => Some(*word),
            Self::Unknown(_) => None,
        }
    }
}

impl<T> From<T> for Word<T> {
    fn from(word: T) -> Self {
        Self::Known(word)
    }
}

impl<T: Vocabulary> fmt::Display for Word<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(word) => f.write_str(word.name()),
            Self::Unknown(unknown) => fmt::Display::fmt(unknown, f),
        }
    }
}

impl<T: Vocabulary> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(word) => serializer.serialize_str(word.name()),
            Self::Unknown(unknown) => unknown.serialize(serializer),
        }
    }
}

impl<'de, T: Vocabulary> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = AsWritten::deserialize(deserializer)?;
        Ok(match json.as_text() {
            Some(name) => T::from_name(&name)
                .map_or_else(|| Self::Unknown(Unknown::Text(name.into_owned())), Self::Known),
            None => Self::Unknown(Unknown::Other(json.keep())),
        })
    }
}

impl<T: Copy> Loose<Word<T>> {
    /// Returns the word, if it is known.
    #[must_use]
    pub fn known(&self) -> Option<T> {
        self.get().and_then(Word::known)
    }
}

impl<T: Numbered> LooseNumber for Word<T> {
    const EXPECTED: &'static str = "the number of a word";
    const KEEPS_OTHERS: bool = true;

    fn from_number(number: i128) -> Option<Self> {
        u32::try_from(number).ok().and_then(T::from_code).map(Self::Known)
    }

    fn from_other(json: &Json) -> Option<Self> {
        Some(Self::Unknown(Unknown::of(json.clone())))
    }

    fn from_text(text: &str) -> Option<Self> {
        let usual = whole_number(text).filter(|number| number.to_string() == text);
        let known = usual.and_then(Self::from_number);
        Some(known.unwrap_or_else(|| Self::Unknown(Unknown::Text(text.to_string()))))
    }

    fn number(&self) -> Option<i128> {
        match self {
            Self::Known(word) => Some(word.code().into()),
            Self::Unknown(_) => None,
        }
    }

    fn other(&self) -> Option<Unknown> {
        match self {
            Self::Known(_) => None,
            Self::Unknown(unknown) => Some(unknown.clone()),
        }
    }
}

/// The reason why the position of a case cannot be read from a document.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unplaced {
    /// The field is missing or empty.
    #[error("the document has no {field}")]
    Missing {
        /// The field.
        field: &'static str,
    },
    /// The field has an unknown word. It is kept as it came, and nothing is concluded from it.
    #[error("the {field} {word} is not known")]
    Unknown {
        /// The field.
        field: &'static str,
        /// The word.
        word: Unknown,
    },
}

/// Returns the known word of a field.
pub(crate) fn known_word<T: Vocabulary>(
    word: Option<&Word<T>>,
    field: &'static str,
) -> Result<T, Unplaced> {
    match word {
        Some(Word::Known(word)) => Ok(*word),
        Some(Word::Unknown(word)) => Err(Unplaced::Unknown { field, word: word.clone() }),
        None => Err(Unplaced::Missing { field }),
    }
}
