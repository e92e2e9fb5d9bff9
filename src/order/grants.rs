//! The lists of a policy's terms as plain values: which actors hold which right, which actions a shop bars, and in which
//! order the reasons of a refusal come.

use alloc::vec::Vec;

use super::{Check, Right};
use crate::lifecycle::{Action, Actor, Set};

/// The holders of each right. A right that is not granted has none.
///
/// ```
/// use aftersale::lifecycle::Actor;
/// use aftersale::order::{Right, RightHolders};
/// const OURS: RightHolders = RightHolders::NONE.granting(Right::Hide, &[Actor::Merchant]);
/// assert!(OURS.holders(Right::Hide).contains(Actor::Merchant));
/// assert!(OURS.holders(Right::Adopt).is_empty());
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RightHolders {
    holders: [Set<Actor>; Right::ALL.len()],
}

impl RightHolders {
    /// No actor has a right.
    pub const NONE: Self = Self { holders: [Set::EMPTY; Right::ALL.len()] };

    /// Returns the rights with these holders of this right, instead of those it had.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "there is a place for each right")]
    pub const fn granting(mut self, right: Right, holders: &[Actor]) -> Self {
        self.holders[right as usize] = Actor::set(holders);
        self
    }

    /// Returns the holders of this right.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "there is a place for each right")]
    pub const fn holders(&self, right: Right) -> Set<Actor> {
        self.holders[right as usize]
    }

    /// Returns each right that has holders, with them.
    pub fn iter(&self) -> impl Iterator<Item = (Right, Set<Actor>)> + '_ {
        let all = Right::ALL.iter().map(|right| (*right, self.holders(*right)));
        all.filter(|(_, holders)| !holders.is_empty())
    }
}

/// The actions of each actor that the platform's table permits and a shop does not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Barred {
    actions: [Set<Action>; Actor::ALL.len()],
}

impl Barred {
    /// No action is barred.
    pub const NONE: Self = Self { actions: [Set::EMPTY; Actor::ALL.len()] };

    /// Returns the same with these actions of this actor barred, instead of those that were.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "there is a place for each actor")]
    pub const fn barring(mut self, actor: Actor, actions: &[Action]) -> Self {
        self.actions[actor as usize] = Action::set(actions);
        self
    }

    /// Returns the actions of this actor that are barred.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "there is a place for each actor")]
    pub const fn actions(&self, actor: Actor) -> Set<Action> {
        self.actions[actor as usize]
    }

    /// Returns whether this action of this actor is barred.
    #[must_use]
    pub fn has(&self, actor: Actor, action: Action) -> bool {
        self.actions(actor).contains(action)
    }
}

/// The order of checks, in which the reasons of a refusal come. A check that is not listed comes last.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CheckOrder {
    ranks: [u8; Check::ALL.len()],
}

impl CheckOrder {
    /// The order in which checks are declared.
    pub const DECLARED: Self = Self::of(Check::ALL);

    /// Returns the order of this list. Of a check that is listed twice the last place counts.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        reason = "there are fewer checks than 255"
    )]
    pub const fn of(checks: &[Check]) -> Self {
        let mut ranks = [u8::MAX; Check::ALL.len()];
        let mut i = 0;
        while i < checks.len() && i < u8::MAX as usize {
            ranks[checks[i] as usize] = i as u8;
            i += 1;
        }
        Self { ranks }
    }

    /// Returns the place of a check: the lower, the earlier its reasons come.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "there is a place for each check")]
    pub const fn rank(&self, check: Check) -> u8 {
        self.ranks[check as usize]
    }

    /// Returns the checks that are listed, in their order.
    #[must_use]
    pub fn listed(&self) -> Vec<Check> {
        let is_listed = |check: &Check| self.rank(*check) != u8::MAX;
        let mut checks: Vec<Check> = Check::ALL.iter().copied().filter(is_listed).collect();
        checks.sort_by_key(|check| self.rank(*check));
        checks
    }
}

/// Written for people who set the terms of a shop: `{"hide": ["buyer", "merchant"]}`.
#[cfg(feature = "serde")]
mod forms {
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Barred, CheckOrder, RightHolders};
    use crate::lifecycle::{Action, Actor, Set};
    use crate::order::{Check, Right};

    impl Serialize for RightHolders {
        fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
            writer.collect_map(self.iter())
        }
    }

    impl<'de> Deserialize<'de> for RightHolders {
        fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
            let granted = BTreeMap::<Right, Vec<Actor>>::deserialize(reader)?;
            let grant = |rights: Self, (right, actors): (Right, Vec<Actor>)| {
                rights.granting(right, &actors)
            };
            Ok(granted.into_iter().fold(Self::NONE, grant))
        }
    }

    impl Serialize for Barred {
        fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
            let all = Actor::ALL.iter().map(|actor| (*actor, self.actions(*actor)));
            writer
                .collect_map(all.filter(|(_, actions): &(Actor, Set<Action>)| !actions.is_empty()))
        }
    }

    impl<'de> Deserialize<'de> for Barred {
        fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
            let barred = BTreeMap::<Actor, Vec<Action>>::deserialize(reader)?;
            let bar = |barred: Self, (actor, actions): (Actor, Vec<Action>)| {
                barred.barring(actor, &actions)
            };
            Ok(barred.into_iter().fold(Self::NONE, bar))
        }
    }

    impl Serialize for CheckOrder {
        fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
            writer.collect_seq(self.listed())
        }
    }

    impl<'de> Deserialize<'de> for CheckOrder {
        fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
            Ok(Self::of(&Vec::<Check>::deserialize(reader)?))
        }
    }
}
