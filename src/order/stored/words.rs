//! Writes single values in stored forms: by name in forms for people, by number in compact ones.

use alloc::string::String;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// A value that forms for people write as a text and compact forms as a number.
///
/// A form states which of the two it is, which decides where fields are read by position. In a form that describes its
/// values either is accepted: a form in an envelope of the host's (a tag, or a flattened struct) comes through a buffer
/// of serde's, which calls every form one for people, whatever wrote it.
enum TextOrNumber {
    Text(String),
    Number(u64),
}

impl TextOrNumber {
    /// Reads a text or a number; a compact form has a number of the type `N`.
    fn read<'de, N, R>(reader: R) -> Result<Self, R::Error>
    where
        N: Deserialize<'de> + Into<u64>,
        R: Deserializer<'de>,
    {
        if reader.is_human_readable() {
            reader.deserialize_any(TextOrNumberVisitor)
        } else {
            N::deserialize(reader).map(|number| Self::Number(number.into()))
        }
    }
}

impl fmt::Display for TextOrNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

struct TextOrNumberVisitor;

impl Visitor<'_> for TextOrNumberVisitor {
    type Value = TextOrNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<TextOrNumber, E> {
        Ok(TextOrNumber::Text(text.into()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<TextOrNumber, E> {
        Ok(TextOrNumber::Text(text))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<TextOrNumber, E> {
        Ok(TextOrNumber::Number(number))
    }
}

/// A status: by its name, or by its stored number.
pub(in crate::order) mod status {
    use serde::de::Error;
    use serde::{Deserializer, Serialize, Serializer};

    use super::TextOrNumber;
    use crate::lifecycle::Status;

    pub(in crate::order) fn serialize<S: Status, W: Serializer>(
        status: &S,
        writer: W,
    ) -> Result<W::Ok, W::Error> {
        if writer.is_human_readable() {
            status.name().serialize(writer)
        } else {
            status.stored_number().serialize(writer)
        }
    }

    pub(in crate::order) fn deserialize<'de, S: Status, R: Deserializer<'de>>(
        reader: R,
    ) -> Result<S, R::Error> {
        let read = match TextOrNumber::read::<u8, R>(reader)? {
            TextOrNumber::Text(name) => S::from_stored_name(&name).ok_or(TextOrNumber::Text(name)),
            TextOrNumber::Number(number) => u8::try_from(number)
                .ok()
                .and_then(S::from_stored_number)
                .ok_or(TextOrNumber::Number(number)),
        };
        read.map_err(|unknown| {
            R::Error::custom(format_args!("this platform has no status {unknown}"))
        })
    }
}

/// The known facts: those that hold, and those that do not.
pub(in crate::order) mod facts {
    use alloc::vec::Vec;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::lifecycle::{Fact, KnownFacts};

    #[derive(Deserialize, Serialize)]
    #[serde(rename = "Facts", deny_unknown_fields)]
    struct Known {
        holds: Vec<Fact>,
        fails: Vec<Fact>,
    }

    pub(in crate::order) fn serialize<W: Serializer>(
        facts: &KnownFacts,
        writer: W,
    ) -> Result<W::Ok, W::Error> {
        let known =
            |holds| Fact::ALL.iter().copied().filter(move |fact| facts.get(*fact) == Some(holds));
        Known { holds: known(true).collect(), fails: known(false).collect() }.serialize(writer)
    }

    pub(in crate::order) fn deserialize<'de, R: Deserializer<'de>>(
        reader: R,
    ) -> Result<KnownFacts, R::Error> {
        let Known { holds, fails } = Known::deserialize(reader)?;
        let all =
            holds.iter().map(|fact| (fact, true)).chain(fails.iter().map(|fact| (fact, false)));
        let mut facts = KnownFacts::UNKNOWN;
        for (fact, holds) in all {
            if facts.get(*fact).is_some() {
                return Err(R::Error::custom(format_args!("the fact {fact} is given twice")));
            }
            facts = facts.with(*fact, holds);
        }
        Ok(facts)
    }
}

/// A number of 64 bits: sixteen hexadecimal digits for people, since not every program that reads JSON
/// has such numbers.
pub(in crate::order) mod bits {
    use serde::de::Error;
    use serde::{Deserializer, Serialize, Serializer};

    use super::TextOrNumber;

    pub(in crate::order) fn serialize<W: Serializer>(
        bits: &u64,
        writer: W,
    ) -> Result<W::Ok, W::Error> {
        if writer.is_human_readable() {
            writer.collect_str(&format_args!("{bits:016x}"))
        } else {
            bits.serialize(writer)
        }
    }

    pub(in crate::order) fn deserialize<'de, R: Deserializer<'de>>(
        reader: R,
    ) -> Result<u64, R::Error> {
        match TextOrNumber::read::<u64, R>(reader)? {
            TextOrNumber::Number(bits) => Ok(bits),
            TextOrNumber::Text(text) => {
                parse(&text).ok_or_else(|| R::Error::custom("not sixteen hexadecimal digits"))
            }
        }
    }

    pub(in crate::order) fn parse(text: &str) -> Option<u64> {
        let is_written_so = text.len() == 16
            && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        u64::from_str_radix(text, 16).ok().filter(|_| is_written_so)
    }
}
