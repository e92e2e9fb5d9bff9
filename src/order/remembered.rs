//! The commands that an order remembers, by which one that comes again is recognized (I10).

use alloc::collections::{BTreeSet, VecDeque};

use super::{CommandId, Digest, Version};
use crate::hash::Fnv;

/// A command that was accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Remembered {
    pub(super) id: CommandId,
    pub(super) digest: Digest,
    pub(super) version: Version,
}

/// So many are looked through.
const FEW: usize = 8;

/// The last accepted commands.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Commands {
    /// Oldest first, and so in the order of their versions.
    commands: VecDeque<Remembered>,
    /// Where they are found, once they are more than a few: a number made of the id, and the version.
    index: BTreeSet<(u64, Version)>,
}

impl Commands {
    /// Returns the commands, oldest first.
    #[cfg(feature = "serde")]
    pub(super) const fn all(&self) -> &VecDeque<Remembered> {
        &self.commands
    }

    #[cfg(feature = "serde")]
    pub(super) fn of(commands: VecDeque<Remembered>) -> Self {
        let mut remembered = Self { commands, index: BTreeSet::new() };
        remembered.find_all();
        remembered
    }

    /// Returns the command with this id.
    pub(super) fn get(&self, id: &CommandId) -> Option<&Remembered> {
        if self.index.is_empty() {
            return self.commands.iter().find(|known| known.id == *id);
        }
        let number = number_of(id);
        let same = (number, Version::new(0))..=(number, Version::new(u64::MAX));
        self.index.range(same).find_map(|(_, version)| {
            let place = self.commands.binary_search_by_key(version, |known| known.version).ok()?;
            self.commands.get(place).filter(|known| known.id == *id)
        })
    }

    /// Remembers one more, and forgets the oldest where that are more than `most`.
    pub(super) fn push(&mut self, command: Remembered, most: usize) {
        if !self.index.is_empty() {
            self.index.insert((number_of(&command.id), command.version));
        }
        self.commands.push_back(command);
        while self.commands.len() > most {
            if let Some(oldest) = self.commands.pop_front() {
                self.index.remove(&(number_of(&oldest.id), oldest.version));
            }
        }
        if self.index.is_empty() {
            self.find_all();
        }
    }

    fn find_all(&mut self) {
        if self.commands.len() > FEW {
            let entry = |known: &Remembered| (number_of(&known.id), known.version);
            self.index = self.commands.iter().map(entry).collect();
        }
    }
}

fn number_of(id: &CommandId) -> u64 {
    let mut hash = Fnv::new();
    hash.text(id.as_str());
    hash.finish()
}
