//! The commands that an order remembers, by which one that comes again is recognized (I10).

use alloc::collections::VecDeque;
use alloc::vec::Vec;

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
#[derive(Clone, Debug, Default)]
pub(super) struct Commands {
    /// Oldest first, and so in the order of their versions.
    commands: VecDeque<Remembered>,
    /// The number of those that were forgotten, beginning again at 0 where there are more than fit.
    forgotten: u32,
    /// Where they are found, once they are more than a few: in order, a number made of the id, and the number of the command
    /// among all that there were.
    index: Vec<(u32, u32)>,
}

/// Where a command is found says nothing about which commands there are.
impl PartialEq for Commands {
    fn eq(&self, other: &Self) -> bool {
        self.commands == other.commands
    }
}

impl Eq for Commands {}

impl Commands {
    /// Returns the commands, oldest first.
    #[cfg(feature = "serde")]
    pub(super) const fn all(&self) -> &VecDeque<Remembered> {
        &self.commands
    }

    #[cfg(feature = "serde")]
    pub(super) fn of(commands: VecDeque<Remembered>) -> Self {
        let mut remembered = Self { commands, ..Self::default() };
        remembered.find_all();
        remembered
    }

    /// Returns the command with this id.
    pub(super) fn get(&self, id: &CommandId) -> Option<&Remembered> {
        if self.index.is_empty() {
            return self.commands.iter().find(|known| known.id == *id);
        }
        let number = number_of(id);
        let first = self.index.partition_point(|(other, _)| *other < number);
        let same = self.index.get(first..).unwrap_or_default().iter();
        let mut same = same.take_while(|(other, _)| *other == number);
        same.find_map(|(_, nth)| self.nth(*nth).filter(|known| known.id == *id))
    }

    fn nth(&self, nth: u32) -> Option<&Remembered> {
        self.commands.get(nth.wrapping_sub(self.forgotten) as usize)
    }

    /// Remembers one more, and forgets the oldest where that are more than `most`.
    pub(super) fn push(&mut self, command: Remembered, most: usize) {
        if !self.index.is_empty() {
            let entry = (number_of(&command.id), self.next());
            let place = self.index.partition_point(|other| *other < entry);
            self.index.insert(place, entry);
        }
        self.commands.push_back(command);
        while self.commands.len() > most {
            self.forget_oldest();
        }
        if self.index.is_empty() {
            self.find_all();
        }
    }

    /// Returns the number of the next command among all that there were.
    fn next(&self) -> u32 {
        // There are fewer than the terms allow, and so than 2 to the power of 32.
        let here = u32::try_from(self.commands.len()).unwrap_or(u32::MAX);
        self.forgotten.wrapping_add(here)
    }

    fn forget_oldest(&mut self) {
        let Some(oldest) = self.commands.pop_front() else { return };
        if let Ok(place) = self.index.binary_search(&(number_of(&oldest.id), self.forgotten)) {
            self.index.remove(place);
        }
        self.forgotten = self.forgotten.wrapping_add(1);
    }

    fn find_all(&mut self) {
        if self.commands.len() > FEW {
            let all = (0..).map(|nth: u32| nth.wrapping_add(self.forgotten)).zip(&self.commands);
            self.index = all.map(|(nth, known)| (number_of(&known.id), nth)).collect();
            self.index.sort_unstable();
        }
    }
}

fn number_of(id: &CommandId) -> u32 {
    let mut hash = Fnv::new();
    hash.text(id.as_str());
    let number = hash.finish();
    // Folded, so that every letter moves every bit.
    let [a, b, c, d, ..] = (number ^ (number >> 32)).to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}
