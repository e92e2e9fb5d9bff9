//! A small set of terms (actors, actions, guards), for answers that name several at once without
//! allocating.

use core::fmt;
use core::marker::PhantomData;

/// A list of terms that can be put into a [`Set`]: actors, actions, guards and the like.
pub trait SetMember: Copy + Eq + 'static {
    /// All of them, in the order in which they are declared.
    const ALL: &'static [Self];
}

/// A set of terms of one kind, such as the actors who may take an action.
///
/// Iterates in the order in which the terms are declared, and is displayed as an English list:
///
/// ```
/// use aftersale::lifecycle::{Actor, Set};
/// let set: Set<Actor> = [Actor::Platform, Actor::Buyer].into_iter().collect();
/// assert!(set.contains(Actor::Buyer));
/// assert_eq!(set.to_string(), "buyer or platform");
/// ```
pub struct Set<T> {
    bits: u64,
    words: PhantomData<T>,
}

impl<T: SetMember> Set<T> {
    /// The set without any term.
    pub const EMPTY: Self = Self { bits: 0, words: PhantomData };

    fn bit(word: T) -> u64 {
        const { assert!(T::ALL.len() <= 64, "a set has room for 64 terms") };
        T::ALL
            .iter()
            .zip(bits())
            .find_map(|(other, bit)| (*other == word).then_some(bit))
            .unwrap_or(0)
    }

    /// Returns the set with this term added.
    #[must_use]
    pub fn with(self, word: T) -> Self {
        Self { bits: self.bits | Self::bit(word), ..self }
    }

    /// Returns whether the term is in the set.
    #[must_use]
    pub fn contains(self, word: T) -> bool {
        self.bits & Self::bit(word) != 0
    }

    /// Returns the terms of the set, in the order in which they are declared.
    pub fn iter(self) -> impl Iterator<Item = T> + Clone {
        T::ALL
            .iter()
            .zip(bits())
            .filter_map(move |(word, bit)| (self.bits & bit != 0).then_some(*word))
    }
}

impl<T> Set<T> {
    /// Returns the set of the words whose places in their list are these bits.
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self { bits, words: PhantomData }
    }

    /// Returns whether no term is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Returns the number of terms in the set.
    #[must_use]
    pub const fn len(self) -> usize {
        self.bits.count_ones() as usize
    }
}

/// Returns the single bits, lowest first.
fn bits() -> impl Iterator<Item = u64> + Clone {
    (0..u64::BITS).map(|place| 1u64.rotate_left(place))
}

impl<T: SetMember> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(words: I) -> Self {
        words.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl<T> Clone for Set<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Set<T> {}

impl<T> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

impl<T> Eq for Set<T> {}

impl<T> core::hash::Hash for Set<T> {
    fn hash<H: core::hash::Hasher>(&self, hasher: &mut H) {
        self.bits.hash(hasher);
    }
}

impl<T: SetMember + fmt::Debug> fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<T: SetMember + fmt::Display> fmt::Display for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = self.iter().peekable();
        let mut first = true;
        while let Some(word) = words.next() {
            match (first, words.peek().is_some()) {
                (true, _) => {}
                (false, true) => f.write_str(", ")?,
                (false, false) => f.write_str(" or ")?,
            }
            write!(f, "{word}")?;
            first = false;
        }
        Ok(())
    }
}

/// Written as the list of its words.
#[cfg(feature = "serde")]
impl<T: SetMember + serde::Serialize> serde::Serialize for Set<T> {
    fn serialize<W: serde::Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        writer.collect_seq(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de, T: SetMember + serde::Deserialize<'de>> serde::Deserialize<'de> for Set<T> {
    fn deserialize<R: serde::Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        let words = alloc::vec::Vec::<T>::deserialize(reader)?;
        Ok(words.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Set;
    use crate::lifecycle::Actor::{Buyer, Clock, Merchant, Platform};
    use crate::lifecycle::{Actor, SetMember};
    use std::format;
    use std::string::ToString;

    #[test]
    fn a_set_has_what_was_put_into_it_and_nothing_else() {
        for bits in 0u8..16 {
            let is_in = |actor: &Actor| bits & (1 << *actor as u8) != 0;
            let set: Set<Actor> = Actor::ALL.iter().copied().filter(is_in).collect();
            for actor in <Actor as SetMember>::ALL {
                assert_eq!(set.contains(*actor), is_in(actor));
                assert_eq!(set.with(*actor) == set, is_in(actor));
            }
            assert_eq!(set.len(), bits.count_ones() as usize);
            assert_eq!(set.is_empty(), bits == 0);
            assert_eq!(set.iter().count(), set.len());
        }
    }

    #[test]
    fn a_set_is_said_in_the_order_of_its_list() {
        let set: Set<Actor> = [Clock, Buyer, Platform, Buyer].into_iter().collect();
        assert_eq!(set.to_string(), "buyer, platform or clock");
        assert_eq!(format!("{set:?}"), "{Buyer, Platform, Clock}");
        assert_eq!(Set::EMPTY.with(Merchant).to_string(), "merchant");
        assert_eq!(Set::<Actor>::EMPTY.to_string(), "");
    }
}
