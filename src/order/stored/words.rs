//! How single values are written in stored forms: for people by their names, else by their numbers.

/// A status: its published name, or its number.
pub(in crate::order) mod status {
    use alloc::borrow::Cow;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::lifecycle::Status;

    pub(in crate::order) fn serialize<S: Status, W: Serializer>(
        status: &S,
        writer: W,
    ) -> Result<W::Ok, W::Error> {
        if writer.is_human_readable() {
            status.name().serialize(writer)
        } else {
            status.number().serialize(writer)
        }
    }

    pub(in crate::order) fn deserialize<'de, S: Status, R: Deserializer<'de>>(
        reader: R,
    ) -> Result<S, R::Error> {
        if reader.is_human_readable() {
            let name = Cow::<'de, str>::deserialize(reader)?;
            S::from_name(&name)
                .ok_or_else(|| R::Error::custom(format_args!("{name} is no status here")))
        } else {
            let number = u8::deserialize(reader)?;
            S::from_number(number)
                .ok_or_else(|| R::Error::custom(format_args!("{number} is no status here")))
        }
    }
}

/// What is known of guards: the facts that hold, and those that do not.
pub(in crate::order) mod facts {
    use alloc::vec::Vec;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::lifecycle::{Fact, Facts};

    #[derive(Deserialize, Serialize)]
    #[serde(rename = "Facts", deny_unknown_fields)]
    struct Known {
        holds: Vec<Fact>,
        fails: Vec<Fact>,
    }

    pub(in crate::order) fn serialize<W: Serializer>(
        facts: &Facts,
        writer: W,
    ) -> Result<W::Ok, W::Error> {
        let known =
            |holds| Fact::ALL.iter().copied().filter(move |fact| facts.get(*fact) == Some(holds));
        Known { holds: known(true).collect(), fails: known(false).collect() }.serialize(writer)
    }

    pub(in crate::order) fn deserialize<'de, R: Deserializer<'de>>(
        reader: R,
    ) -> Result<Facts, R::Error> {
        let Known { holds, fails } = Known::deserialize(reader)?;
        let all =
            holds.iter().map(|fact| (fact, true)).chain(fails.iter().map(|fact| (fact, false)));
        let mut facts = Facts::UNKNOWN;
        for (fact, holds) in all {
            if facts.get(*fact).is_some() {
                return Err(R::Error::custom(format_args!("{fact} is told twice")));
            }
            facts = facts.with(*fact, holds);
        }
        Ok(facts)
    }
}

/// A number of 64 bits: sixteen hexadecimal digits for people, since not every program that reads JSON
/// has such numbers.
pub(in crate::order) mod bits {
    use alloc::borrow::Cow;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
        if !reader.is_human_readable() {
            return u64::deserialize(reader);
        }
        let text = Cow::<'de, str>::deserialize(reader)?;
        parse(&text).ok_or_else(|| R::Error::custom("not sixteen hexadecimal digits"))
    }

    pub(in crate::order) fn parse(text: &str) -> Option<u64> {
        let is_written_so = text.len() == 16
            && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        u64::from_str_radix(text, 16).ok().filter(|_| is_written_so)
    }
}
