//! Words (statuses, types, reasons) in a document: known ones typed, others as they came (I24).

use alloc::string::{String, ToString};
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::loose::LooseNumber;

/// A list of words with published names and numbers.
pub trait Vocabulary: Copy + 'static {
    /// The word with this name, letter by letter.
    fn from_name(name: &str) -> Option<Self>;

    /// The published name.
    fn name(self) -> &'static str;

    /// The word with this number.
    fn from_code(code: u8) -> Option<Self>;

    /// The published number.
    fn code(self) -> u8;
}

/// A word that is not in the vocabulary, as it came. It is never turned into a known one (I24).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Unknown {
    /// A text.
    Text(String),
    /// A number.
    Number(serde_json::Number),
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

impl Serialize for Unknown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
        }
    }
}

/// A word that a document writes by its name. Known only when it is written exactly so: neither
/// another case nor the word's number makes it known.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Word<T> {
    /// A word of the vocabulary.
    Known(T),
    /// Anything else.
    Unknown(Unknown),
}

impl<T: Vocabulary> Word<T> {
    /// The word, if it is known.
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
        struct Name<T>(PhantomData<T>);

        impl<T: Vocabulary> Visitor<'_> for Name<T> {
            type Value = Word<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a word")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Word<T>, E> {
                Ok(T::from_name(name)
                    .map_or_else(|| Word::Unknown(Unknown::Text(name.to_string())), Word::Known))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Word<T>, E> {
                Ok(Word::Unknown(Unknown::Number(number.into())))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Word<T>, E> {
                Ok(Word::Unknown(Unknown::Number(number.into())))
            }
        }

        deserializer.deserialize_any(Name(PhantomData))
    }
}

/// A word that a document writes by its number, in quotes or not; used as
/// [`Loose<Code<T>>`](super::Loose).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Code<T> {
    /// A word of the vocabulary.
    Known(T),
    /// Anything else.
    Unknown(Unknown),
}

impl<T: Vocabulary> Code<T> {
    /// The word, if it is known.
    #[must_use]
    pub const fn known(&self) -> Option<T> {
        match self {
            Self::Known(word) => Some(*word),
            Self::Unknown(_) => None,
        }
    }
}

impl<T> From<T> for Code<T> {
    fn from(word: T) -> Self {
        Self::Known(word)
    }
}

impl<T: Vocabulary> LooseNumber for Code<T> {
    const EXPECTED: &'static str = "the number of a word";

    fn from_number(number: i128) -> Option<Self> {
        if let Some(word) = u8::try_from(number).ok().and_then(T::from_code) {
            return Some(Self::Known(word));
        }
        Some(Self::Unknown(Unknown::Number(serde_json::Number::from_i128(number)?)))
    }

    fn from_other_text(text: &str) -> Option<Self> {
        Some(Self::Unknown(Unknown::Text(text.to_string())))
    }

    fn number(&self) -> Option<i128> {
        match self {
            Self::Known(word) => Some(word.code().into()),
            Self::Unknown(Unknown::Number(number)) => number.as_i128(),
            Self::Unknown(Unknown::Text(_)) => None,
        }
    }

    fn other_text(&self) -> Option<&str> {
        match self {
            Self::Unknown(Unknown::Text(text)) => Some(text),
            Self::Known(_) | Self::Unknown(Unknown::Number(_)) => None,
        }
    }
}

impl<T: Vocabulary> fmt::Display for Code<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(word) => f.write_str(word.name()),
            Self::Unknown(unknown) => fmt::Display::fmt(unknown, f),
        }
    }
}

/// Why the place of a case in its lifecycle cannot be told from a document.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unplaced {
    /// There is no such field, or it is `null`.
    #[error("the document has no {field}")]
    Missing {
        /// The field.
        field: &'static str,
    },
    /// The field has a word that is not known. It is kept as it came, and nothing is concluded
    /// from it.
    #[error("the {field} {word} is not known")]
    Unknown {
        /// The field.
        field: &'static str,
        /// What it says.
        word: Unknown,
    },
}

/// The known word of a field that writes words by name.
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

/// The known word of a field that writes words by number.
pub(crate) fn known_code<T: Vocabulary>(
    code: Option<&super::Loose<Code<T>>>,
    field: &'static str,
) -> Result<T, Unplaced> {
    match code.map(super::Loose::get) {
        Some(Code::Known(word)) => Ok(*word),
        Some(Code::Unknown(word)) => Err(Unplaced::Unknown { field, word: word.clone() }),
        None => Err(Unplaced::Missing { field }),
    }
}
