//! The commands that an order remembers, by which one that comes again is recognized (I10).

use alloc::collections::VecDeque;
use alloc::vec::Vec;

#[cfg(feature = "serde")]
use super::uuid::spelt;
use super::uuid::uuid;
use super::{CommandId, Digest, Version};
use crate::hash::Fnv;

/// A command that was accepted, as it is stored.
#[cfg(feature = "serde")]
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remembered {
    pub(super) id: CommandId,
    pub(super) digest: Digest,
    pub(super) version: Version,
}

/// So many are looked through.
const FEW: usize = 8;

/// The last accepted commands.
#[derive(Clone, Debug, Default)]
pub(super) struct Commands {
    /// Oldest first, and so in the order of their versions.
    commands: VecDeque<Known>,
    /// The number of those that were forgotten, beginning again at 0 where there are more than fit.
    forgotten: u32,
    /// Where they are found, once they are more than a few: for each remainder of the hashes of their ids, the number of the
    /// last such command among all that there were. From each one is led to the one before it, as far as those that were
    /// forgotten.
    last_of_hash: Vec<u32>,
}

/// A command that was accepted, as it is kept in memory.
#[derive(Clone, Debug)]
struct Known {
    id: Id,
    digest: Digest,
    version: Version,
}

/// The id of a command, and the number of the command before it whose hash has the same remainder.
#[derive(Clone, Debug)]
enum Id {
    /// Most hosts give UUIDs.
    Uuid([u8; 16], u32),
    Other(CommandId, u32),
}

/// The id of a command, to be looked for.
#[derive(Clone, Copy)]
pub(super) enum Sought<'i> {
    Uuid([u8; 16]),
    Other(&'i CommandId),
}

impl<'i> Sought<'i> {
    pub(super) fn of(id: &'i CommandId) -> Self {
        uuid(id.as_str()).map_or(Self::Other(id), Self::Uuid)
    }

    pub(super) const fn is_uuid(self) -> bool {
        matches!(self, Self::Uuid(_))
    }

    fn is(self, known: &Known) -> bool {
        match (self, &known.id) {
            (Self::Uuid(bytes), Id::Uuid(known, _)) => bytes == *known,
            (Self::Other(id), Id::Other(known, _)) => id == known,
            _ => false,
        }
    }

    fn hash(self) -> u64 {
        match self {
            Self::Uuid(bytes) => hash_of_bytes(bytes),
            Self::Other(id) => hash_of_text(id.as_str()),
        }
    }
}

impl Known {
    fn new(id: Sought<'_>, digest: Digest, version: Version) -> Self {
        let id = match id {
            Sought::Uuid(bytes) => Id::Uuid(bytes, 0),
            Sought::Other(id) => Id::Other(id.clone(), 0),
        };
        Self { id, digest, version }
    }

    fn hash(&self) -> u64 {
        match &self.id {
            Id::Uuid(bytes, _) => hash_of_bytes(*bytes),
            Id::Other(id, _) => hash_of_text(id.as_str()),
        }
    }

    const fn before(&self) -> u32 {
        match &self.id {
            Id::Uuid(_, before) | Id::Other(_, before) => *before,
        }
    }

    const fn set_before(&mut self, number: u32) {
        match &mut self.id {
            Id::Uuid(_, before) | Id::Other(_, before) => *before = number,
        }
    }

    #[cfg(feature = "serde")]
    fn to_stored(&self) -> Remembered {
        let id = match &self.id {
            Id::Uuid(bytes, _) => CommandId::new(spelt(*bytes)),
            Id::Other(id, _) => id.clone(),
        };
        Remembered { id, digest: self.digest, version: self.version }
    }
}

/// Where a command is found says nothing about what it is.
impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        let has_same_id = match (&self.id, &other.id) {
            (Id::Uuid(one, _), Id::Uuid(other, _)) => one == other,
            (Id::Other(one, _), Id::Other(other, _)) => one == other,
            _ => false,
        };
        has_same_id && (self.digest, self.version) == (other.digest, other.version)
    }
}

/// Where commands are found says nothing about which there are.
impl PartialEq for Commands {
    fn eq(&self, other: &Self) -> bool {
        self.commands == other.commands
    }
}

impl Eq for Commands {}

impl Commands {
    /// Returns the commands, oldest first.
    #[cfg(feature = "serde")]
    pub(super) fn all(&self) -> VecDeque<Remembered> {
        self.commands.iter().map(Known::to_stored).collect()
    }

    #[cfg(feature = "serde")]
    pub(super) fn of(commands: &VecDeque<Remembered>) -> Self {
        let known = |command: &Remembered| {
            Known::new(Sought::of(&command.id), command.digest, command.version)
        };
        let mut remembered =
            Self { commands: commands.iter().map(known).collect(), ..Self::default() };
        remembered.find_all();
        remembered
    }

    /// Returns the digest of the command with this id, and the version after it.
    pub(super) fn get(&self, id: Sought<'_>) -> Option<(Digest, Version)> {
        let known = if self.last_of_hash.is_empty() {
            self.commands.iter().find(|known| id.is(known))?
        } else {
            self.of_hash(id.hash()).find(|known| id.is(known))?
        };
        Some((known.digest, known.version))
    }

    /// Returns the commands whose hash has the same remainder, the last first, and perhaps others after them.
    fn of_hash(&self, hash: u64) -> impl Iterator<Item = &Known> {
        let last = self.last_of_hash.get(self.slot(hash)).copied();
        let place = |number: u32| number.wrapping_sub(self.forgotten) as usize;
        let mut place_of_next = last.map(place);
        core::iter::from_fn(move || {
            let here = place_of_next?;
            let known = self.commands.get(here)?;
            // Numbers begin again some day, and then one that was forgotten may look like a later one.
            place_of_next = Some(place(known.before())).filter(|before| *before < here);
            Some(known)
        })
    }

    /// Remembers one more, and forgets the oldest where that are more than `most`.
    pub(super) fn push(&mut self, id: Sought<'_>, digest: Digest, version: Version, most: usize) {
        let number = self.number_of(self.commands.len());
        let mut known = Known::new(id, digest, version);
        if !self.last_of_hash.is_empty() {
            let slot = self.slot(id.hash());
            self.lead_to(number, slot, &mut known);
        }
        if self.commands.len() == self.commands.capacity() {
            // Doubling would leave up to half of it empty.
            self.commands.reserve_exact((self.commands.len() / 2).max(4));
        }
        self.commands.push_back(known);
        while self.commands.len() > most {
            self.commands.pop_front();
            self.forgotten = self.forgotten.wrapping_add(1);
        }
        if self.commands.len() > self.last_of_hash.len().max(FEW) {
            self.find_all();
        }
    }

    /// Returns the number of the command at this place among all that there were.
    fn number_of(&self, place: usize) -> u32 {
        // There are fewer than the terms allow, and so than 2 to the power of 32.
        self.forgotten.wrapping_add(u32::try_from(place).unwrap_or(u32::MAX))
    }

    fn slot(&self, hash: u64) -> usize {
        // There are as many as some power of two.
        let slots = self.last_of_hash.len() as u64;
        usize::try_from(hash & slots.wrapping_sub(1)).unwrap_or_default()
    }

    /// Lets this command be the last one of its remainder, and leads from it to the one before.
    fn lead_to(&mut self, number: u32, slot: usize, known: &mut Known) {
        if let Some(last) = self.last_of_hash.get_mut(slot) {
            known.set_before(core::mem::replace(last, number));
        }
    }

    /// Finds all anew, once they are more than a few.
    fn find_all(&mut self) {
        if self.commands.len() <= FEW {
            return;
        }
        // There is none of this number.
        let none = self.forgotten.wrapping_sub(1);
        self.last_of_hash = alloc::vec![none; self.commands.len().next_power_of_two()];
        let mut commands = core::mem::take(&mut self.commands);
        for (place, known) in commands.iter_mut().enumerate() {
            let (number, slot) = (self.number_of(place), self.slot(known.hash()));
            self.lead_to(number, slot, known);
        }
        self.commands = commands;
    }
}

fn hash_of_bytes(bytes: [u8; 16]) -> u64 {
    let number = folded(u128::from_le_bytes(bytes));
    // Both halves of the product together depend on every bit, wherever ids differ.
    folded(u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Returns both halves of a number in one.
fn folded(number: u128) -> u64 {
    let both = (number >> 64) ^ (number & u128::from(u64::MAX));
    u64::try_from(both).unwrap_or_default()
}

fn hash_of_text(text: &str) -> u64 {
    let mut hash = Fnv::new();
    hash.text(text);
    let hash = hash.finish();
    // Folded, so that every letter moves every bit.
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    /// Also where the numbers of the commands begin again at 0, and where ids differ in the case of their letters alone.
    #[test]
    fn commands_are_found_as_in_a_plain_list_i10() {
        for most in [0, 1, 8, 9, 40] {
            let mut commands = Commands { forgotten: u32::MAX - 50, ..Commands::default() };
            let mut plain: Vec<CommandId> = Vec::new();
            for number in 0u64..200 {
                let id = CommandId::new(match number % 3 {
                    0 => format!("c-{number}"),
                    1 => format!("5f0c7a52-94b1-4d2e-8a37-{number:012x}"),
                    _ => format!("5F0C7A52-94B1-4D2E-8A37-{:012x}", number - 1),
                });
                assert_eq!(commands.get(Sought::of(&id)), None);
                commands.push(Sought::of(&id), Digest(number), Version::new(number), most);
                plain.push(id);
                let forgotten = plain.len().saturating_sub(most);
                for (place, id) in plain.iter().enumerate() {
                    let number = place as u64;
                    let known =
                        (place >= forgotten).then(|| (Digest(number), Version::new(number)));
                    assert_eq!(commands.get(Sought::of(id)), known, "{id} of the last {most}");
                }
            }
        }
    }
}
