//! The rows of a platform's table: rules, which permit actions, and standings, which say what statuses
//! mean.

use core::fmt;

use super::{Action, Actor, Evidence, Fact, Flow, Guard, KnownFacts, Phase};

/// A platform's status enum. The macro [`impl_status!`](crate::impl_status!) implements it.
pub trait Status: Copy + Eq + Ord + core::hash::Hash + fmt::Debug + Send + Sync + 'static {
    /// All statuses, in the platform's order.
    const ALL: &'static [Self];

    /// The number after the last that a status has.
    #[doc(hidden)]
    const AFTER_LAST: usize = 127;

    /// Returns the status as the platform writes it, such as `USER_CANCELD`.
    fn name(self) -> &'static str;

    /// The number under which the status is stored, from 0 to 126: this crate's, not the platform's, and for ever. It
    /// is also the slot of the status in the look-up table.
    fn stored_number(self) -> u8;

    /// The number that the platform publishes for the status; `None` where it publishes none.
    fn published_number(self) -> Option<PublishedNumber>;

    /// Names that the status had before. What was stored under one of them is still read; nothing is written under
    /// them, and documents do not know them.
    #[must_use]
    fn former_names() -> &'static [(&'static str, Self)] {
        &[]
    }

    /// Returns the status with exactly this name.
    #[must_use]
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.name() == name)
    }

    /// Returns the status that is stored under this name: its present one or a former one.
    #[must_use]
    fn from_stored_name(name: &str) -> Option<Self> {
        let former = || Self::former_names().iter().find(|(former, _)| *former == name);
        Self::from_name(name).or_else(|| former().map(|(_, status)| *status))
    }

    /// Returns the status that is stored under this number.
    #[must_use]
    fn from_stored_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.stored_number() == number)
    }

    /// Returns the status for which the platform publishes this number.
    #[must_use]
    fn from_published_number(number: PublishedNumber) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.published_number() == Some(number))
    }
}

/// A number that a platform publishes for one of its statuses, such as WeChat's 4 for `MERCHANT_PROCESSING`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct PublishedNumber(pub u32);

impl fmt::Display for PublishedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// One line of a platform's table: which actors may take which action at which statuses, and which
/// status follows.
///
/// Build it with [`rule`], so that a table reads as a table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rule<S: 'static> {
    /// The row of the page about the platform that states this, such as `W18`.
    pub row: &'static str,
    /// The flows in which the rule holds. At a status it holds in those of them to which the status
    /// belongs.
    pub flows: &'static [Flow],
    /// The statuses from which the rule starts; empty when it opens a case.
    pub from: &'static [S],
    /// The action.
    pub action: Action,
    /// The actors who may take it.
    pub by: &'static [Actor],
    /// The status that follows.
    pub to: S,
    /// The conditions besides the status. At most four.
    pub guards: &'static [Guard],
    /// The evidence for the rule.
    pub evidence: Evidence,
    /// Other statuses that were seen, or may be seen, as the outcome.
    pub also_seen: &'static [S],
    /// The facts that the rule makes hold (`true`), or not hold (`false`).
    pub makes: &'static [(Fact, bool)],
    /// The flow of the case afterwards, when the rule changes it.
    pub turns_into: Option<Flow>,
    /// Whether a refund of the case starts by this rule. Nothing else decides it: not the status that follows, and not a
    /// fact. Where the shop pays, an effect then tells the host to issue it; where the platform pays, none does.
    pub starts_refund: bool,
}

/// Returns a rule without guards; [`only_if`](Rule::only_if) and the other methods add what is special
/// about it.
///
/// The arguments have the order of a sentence: in this *flow*, *from* these statuses, this *action*,
/// taken *by* one of these actors, leads *to* that status, on this *evidence*.
#[must_use]
pub const fn rule<S: Copy>(
    row: &'static str,
    flows: &'static [Flow],
    from: &'static [S],
    action: Action,
    by: &'static [Actor],
    to: S,
    evidence: Evidence,
) -> Rule<S> {
    Rule {
        row,
        flows,
        from,
        action,
        by,
        to,
        guards: &[],
        evidence,
        also_seen: &[],
        makes: &[],
        turns_into: None,
        starts_refund: false,
    }
}

impl<S: Copy> Rule<S> {
    /// Returns the same rule, under these conditions (all of them).
    #[must_use]
    pub const fn only_if(self, guards: &'static [Guard]) -> Self {
        Self { guards, ..self }
    }

    /// Returns the same rule, of which these statuses were also seen as the outcome.
    #[must_use]
    pub const fn also_seen(self, also_seen: &'static [S]) -> Self {
        Self { also_seen, ..self }
    }

    /// Returns the same rule, after which these facts hold (`true`) or do not hold (`false`).
    #[must_use]
    pub const fn making(self, makes: &'static [(Fact, bool)]) -> Self {
        Self { makes, ..self }
    }

    /// Returns the same rule, after which the case is in another flow.
    #[must_use]
    pub const fn turning_into(self, flow: Flow) -> Self {
        Self { turns_into: Some(flow), ..self }
    }

    /// The same rule, by which a refund of the case starts.
    ///
    /// From then on [`Fact::RefundUnderWay`] holds, until a rule for
    /// [`RefundSucceeded`](Action::RefundSucceeded) or [`RefundFailed`](Action::RefundFailed) is taken. The status that
    /// follows has to be one at which a case [holds its claim](Phase::holds_claim), and a rule that leads to a
    /// status whose phase is [`Refunding`](Phase::Refunding) from another has to be such a rule; both are proved when
    /// the table is compiled.
    #[must_use]
    pub const fn starting_refund(self) -> Self {
        Self { starts_refund: true, ..self }
    }

    /// Returns whether a refund is under way after this rule, where the rule decides that: `Some(true)` when it starts one,
    /// `Some(false)` when it reports how one ended.
    #[must_use]
    pub const fn refund_under_way_after(&self) -> Option<bool> {
        match self.action {
            _ if self.starts_refund => Some(true),
            Action::RefundSucceeded | Action::RefundFailed => Some(false),
            _ => None,
        }
    }

    /// Returns the flow that a case in `flow` is in after this rule.
    #[must_use]
    pub const fn flow_after(&self, flow: Flow) -> Flow {
        match self.turns_into {
            Some(other) => other,
            None => flow,
        }
    }

    /// Returns the knowledge about a case after this rule, from the knowledge before.
    #[must_use]
    pub fn facts_after(&self, facts: KnownFacts) -> KnownFacts {
        let start = if self.opens() { facts.of_a_new_case() } else { facts };
        let made = self.makes.iter().fold(start, |facts, (fact, holds)| facts.with(*fact, *holds));
        match self.refund_under_way_after() {
            Some(is_under_way) => made.with(Fact::RefundUnderWay, is_under_way),
            None => made,
        }
    }

    /// Returns whether the rule opens a case.
    #[must_use]
    pub const fn opens(&self) -> bool {
        self.from.is_empty()
    }
}

/// The meaning of a status in some flows.
///
/// A status belongs to the flows for which there is a standing, and only to these.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Standing<S: 'static> {
    /// The status.
    pub status: S,
    /// The flows to which it belongs with this meaning.
    pub flows: &'static [Flow],
    /// The meaning.
    pub phase: Phase,
    /// Whether no way leads here from the opening of a case in these flows, so that only a case that
    /// was taken over from another system can be here.
    pub only_adopted: bool,
}

/// Returns one line of a platform's second table: this *status* in these *flows* means this *phase*.
#[must_use]
pub const fn standing<S: Copy>(status: S, flows: &'static [Flow], phase: Phase) -> Standing<S> {
    Standing { status, flows, phase, only_adopted: false }
}

impl<S: Copy> Standing<S> {
    /// Returns the same standing, to which no way leads from the opening of a case.
    #[must_use]
    pub const fn only_adopted(self) -> Self {
        Self { only_adopted: true, ..self }
    }
}
