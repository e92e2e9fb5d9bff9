//! A case of an order: where it stands, what it asks for, and its deadline.

use alloc::vec::Vec;

use super::{CaseId, Correspondence, LineId, Offer, Parts, ReceivedLine, Version};
use crate::lifecycle::{Action, Flow, KnownFacts, Phase};
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::steps::Milestones;
use crate::time::Timestamp;

/// What a case asks for.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Claim {
    /// Of which lines.
    pub lines: Vec<ClaimLine>,
    /// How much of the surcharge.
    pub shipping: Amount,
}

/// What a case asks for of one line.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ClaimLine {
    /// The line.
    pub line: LineId,
    /// How many units; none where only money is asked for.
    pub units: Quantity,
    /// What these units were worth when they were claimed: the cumulative target of all units of the
    /// line claimed so far, less what the others had of it. It stays so even where less is asked for,
    /// so that what the buyer gave up does not come back later (I7).
    pub worth: Amount,
    /// How much is asked for.
    pub amount: Amount,
}

impl Claim {
    /// All that is asked for.
    #[must_use]
    pub fn total(&self) -> Amount {
        Amount::saturating_sum(self.amounts())
    }

    /// Returns what is asked for of each line, and of the surcharge.
    pub(super) fn amounts(&self) -> impl Iterator<Item = Amount> {
        self.lines.iter().map(|line| line.amount).chain([self.shipping])
    }

    /// All that is asked for, by what it is for.
    pub(super) fn parts(&self) -> Parts {
        let lines = self.lines.iter().map(|claimed| (claimed.line.clone(), claimed.amount));
        Parts { lines: lines.collect(), shipping: self.shipping, rest: Amount::ZERO }
    }

    /// Returns what is asked for of a line.
    #[must_use]
    pub fn line(&self, line: &LineId) -> Option<&ClaimLine> {
        self.lines.iter().find(|claimed| claimed.line == *line)
    }
}

/// A case.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
#[non_exhaustive]
pub struct Case<S> {
    /// Its number.
    pub id: CaseId,
    /// Its flow.
    pub flow: Flow,
    /// Its status, as the platform has it.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::status"))]
    pub status: S,
    /// What the status means. What the case means may be something else, since that looks at its
    /// refunds as well: ask [`Order::phase`](super::Order::phase).
    pub status_phase: Phase,
    /// What is known of the case besides. What is about the order or its refunds is not here: it is
    /// looked up there.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::facts"))]
    pub facts: KnownFacts,
    /// What it asks for. A case that was refused or has ended holds nothing of it.
    pub claim: Claim,
    /// How often that has changed.
    pub offer: Offer,
    /// The deadline of the actor whose turn it is, if a clock is running.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub deadline: Option<Timestamp>,
    /// What came back, once the merchant has said so.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub goods: Option<Vec<ReceivedLine>>,
    /// Whether the merchant pays without the goods.
    pub waived: bool,
    /// Whether its goods have been put into stock, so that it never happens twice (I14).
    pub stocked: bool,
    /// Whether what came back of its refund was given up.
    pub written_off: bool,
    /// Whether it is out of the lists that people see.
    pub hidden: bool,
    /// When which step was done.
    pub milestones: Milestones,
    /// What has been said with it.
    pub correspondence: Correspondence,
    /// How it has come to its status, from the first on. At least one.
    pub history: Vec<HistoryEntry<S>>,
}

/// One move of a case.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct HistoryEntry<S> {
    /// By which action; `None` where it was taken over.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub action: Option<Action>,
    /// In which flow the case was after it.
    pub flow: Flow,
    /// Where it led.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::status"))]
    pub status: S,
    /// What that meant then.
    pub status_phase: Phase,
    /// By which event.
    pub version: Version,
    /// When.
    pub at: Timestamp,
}

impl<S> Case<S> {
    /// The last move by this action, if there was one.
    #[must_use]
    pub fn last_entry_by(&self, action: Action) -> Option<&HistoryEntry<S>> {
        self.history.iter().rev().find(|earlier| earlier.action == Some(action))
    }
}
