//! A case of an order, with its position, its claim and its history.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::state::CaseSums;
use super::{
    CaseId, Correspondence, Deduction, LineId, Offer, Parts, PlatformCaseId, ReceivedLine, Version,
};
use crate::lifecycle::{Action, Flow, KnownFacts, Phase};
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::steps::Milestones;
use crate::time::Timestamp;

/// The claim of a case: the units and amounts that it asks for, worked out.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Claim {
    /// The units and amounts by line.
    pub lines: Vec<ClaimLine>,
    /// The amount of the shipping.
    pub shipping: Amount,
    /// What is kept back of all this. It lowers the refund and never the worth of the units, and stays where a part of the
    /// goods is accepted (I30).
    pub deductions: Vec<Deduction>,
}

/// The claim on one line.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ClaimLine {
    /// The line.
    pub line: LineId,
    /// The units; zero where only money is asked for.
    pub units: Quantity,
    /// The worth of these units when they were claimed: the cumulative target of all units of the line up to these,
    /// less what the others were worth. It stays so even where less is asked for, so that an amount which the
    /// buyer gave up does not come back later (I7).
    pub worth: Amount,
    /// The amount that is asked for.
    pub amount: Amount,
}

impl Claim {
    /// Returns the amount that the case asks for: what is claimed of lines and shipping, less the deductions, and never
    /// below zero.
    #[must_use]
    pub fn total(&self) -> Amount {
        let whole = self.before_deductions();
        if self.deductions.is_empty() {
            return whole;
        }
        let deducted = self.deductions.iter().map(|deduction| deduction.amount);
        whole.saturating_sub(Amount::saturating_sum(deducted)).max(Amount::ZERO)
    }

    /// Returns what is claimed of lines and shipping together.
    #[must_use]
    pub fn before_deductions(&self) -> Amount {
        Amount::saturating_sum(self.amounts())
    }

    /// Returns whether a case ends without a refund when this claim of it is agreed to: it asks for units that are worth
    /// nothing, or its deductions take all that it asks for.
    #[must_use]
    pub fn ends_without_refund(&self) -> bool {
        self.is_worth_nothing()
            || self.before_deductions().is_positive() && !self.total().is_positive()
    }

    /// Returns whether it asks for units that are worth nothing, such as a gift, and for nothing else.
    #[must_use]
    pub fn is_worth_nothing(&self) -> bool {
        let is_free = |line: &ClaimLine| {
            line.units > Quantity::ZERO && line.worth == Amount::ZERO && line.amount == Amount::ZERO
        };
        self.shipping == Amount::ZERO && !self.lines.is_empty() && self.lines.iter().all(is_free)
    }

    /// Returns the amounts of the lines, and that of the shipping.
    pub(super) fn amounts(&self) -> impl Iterator<Item = Amount> {
        self.lines.iter().map(|line| line.amount).chain([self.shipping])
    }

    /// Returns the amount that the case asks for, by what it is for. What is kept back is kept of all parts.
    pub(super) fn parts(&self) -> Parts {
        let lines = self.lines.iter().map(|claimed| (claimed.line.clone(), claimed.amount));
        let whole = Parts { lines: lines.collect(), shipping: self.shipping, rest: Amount::ZERO };
        if self.deductions.is_empty() { whole } else { whole.spread(self.total()) }
    }

    /// Returns the claim on a line.
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
    /// The number of the case within its order.
    pub id: CaseId,
    /// The flow.
    pub flow: Flow,
    /// The status, in the platform's word.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::status"))]
    pub status: S,
    /// The phase that the status means. The phase of the case, [`Order::phase`](super::Order::phase), can be another,
    /// since it depends on the refunds as well.
    pub status_phase: Phase,
    /// The facts of the case that its status does not tell. Facts about the order or its refunds are not here: they
    /// are looked up there.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::facts"))]
    pub facts: KnownFacts,
    /// The claim. A case that was refused or has ended keeps it, and reserves nothing.
    pub claim: Claim,
    /// The number of the present claim, which each change of the claim raises.
    pub offer: Offer,
    /// The deadline of the actor whose turn it is, if a clock is running.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub deadline: Option<Timestamp>,
    /// The goods that came back, once the merchant has confirmed the receipt.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub goods: Option<Vec<ReceivedLine>>,
    /// Whether the merchant waived the return.
    pub waived: bool,
    /// Whether its goods have been taken into stock, so that this never happens twice (I14).
    pub stocked: bool,
    /// Whether a reversed refund of the case was given up.
    pub written_off: bool,
    /// Whether the case was taken out of the lists that people see.
    pub hidden: bool,
    /// The times at which its steps were done.
    pub milestones: Milestones,
    /// The texts, evidence and addresses that came with it.
    pub correspondence: Correspondence,
    /// What the platform has told of it by an adoption that gives its id, a time or a deadline.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub adopted: Option<Box<Adopted>>,
    /// The transitions so far, from the first on. At least one.
    pub history: Vec<HistoryEntry<S>>,
    /// What its refunds come to, which follows from them.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) sums: CaseSums,
}

/// What the platform that owns a case has told of it besides its status.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Adopted {
    /// The platform's own id of the case, once it was told.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub platform_case: Option<PlatformCaseId>,
    /// The time as of which the case is known: that of the newest telling, or of the last action here.
    pub as_of: Timestamp,
    /// The deadline that the platform states for the present status.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub deadline: Option<Timestamp>,
}

/// One transition in the history of a case.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct HistoryEntry<S> {
    /// The action; `None` where the case was taken over.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub action: Option<Action>,
    /// The flow of the case after it.
    pub flow: Flow,
    /// The status of the case after it.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::status"))]
    pub status: S,
    /// The phase that the status meant then.
    pub status_phase: Phase,
    /// The order's version after the event that it belongs to.
    pub version: Version,
    /// The time of the command.
    pub at: Timestamp,
}

impl<S> Case<S> {
    /// Returns the number of lines that its claim and its receipt name.
    pub(super) fn named_lines(&self) -> usize {
        let received = self.goods.as_ref().map_or(0, Vec::len);
        self.claim.lines.len().saturating_add(received)
    }

    /// Returns the platform's own id of the case, if an adoption has told it.
    #[must_use]
    pub fn platform_case(&self) -> Option<&PlatformCaseId> {
        self.adopted.as_ref()?.platform_case.as_ref()
    }

    /// Returns the time as of which the case is known: that of the newest adoption, or of the last action here. What the
    /// platform tells of an earlier time is old.
    #[must_use]
    pub fn known_as_of(&self) -> Timestamp {
        let moved = || self.history.last().map_or(Timestamp::EARLIEST, |entry| entry.at);
        self.adopted.as_ref().map_or_else(moved, |adopted| adopted.as_of)
    }

    /// Returns the last transition by this action.
    #[must_use]
    pub fn last_entry_by(&self, action: Action) -> Option<&HistoryEntry<S>> {
        self.history.iter().rev().find(|earlier| earlier.action == Some(action))
    }
}
