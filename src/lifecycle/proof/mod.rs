//! The compile-time half of the engine: a platform's table is proved sound and laid out as a dense
//! look-up while the crate is compiled. A fault is a compile error that names the rule.
//!
//! Const evaluation cannot call the methods of a trait, so the macro [`declare_lifecycle!`](crate::declare_lifecycle!)
//! first writes each rule down with plain numbers ([`PlainRule`]), and the functions below see nothing
//! else. They run in const evaluation only, where an index out of bounds or an overflow is a compile
//! error as well.
#![allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::panic,
    reason = "const evaluation: a fault here is the compile error that is wanted"
)]

pub(crate) mod message;
mod reach;
mod soundness;

use super::{Action, Actor, Fact, Flow, Guard, Phase};

/// One more than the largest number of a status (126): a set of statuses is a `u128`, and one bit is
/// left for "no case yet".
const LIMIT: usize = 127;
const FLOWS: usize = Flow::ALL.len();
/// The most guards that one rule may have; a refusal has room for one reason for each.
pub(super) const MOST_GUARDS: usize = 4;

/// The number of combinations of facts of the case that hold and that do not.
const FACTS: usize = 8;

/// Returns the bit of a fact of the case; 0 for a fact that only the host knows.
const fn case_bit(fact: Fact) -> usize {
    match fact {
        Fact::GoodsSent => 1,
        Fact::DisputeOpen => 2,
        Fact::RefundUnderWay => 4,
        Fact::OrderShipped | Fact::WaybillWrong | Fact::OtherCaseOpen => 0,
    }
}

/// A rule as const evaluation sees it: a set of statuses has one bit for each status's number.
#[derive(Clone, Copy, Debug)]
pub struct PlainRule {
    /// The row that the rule states.
    pub row: &'static str,
    /// The flows in which the rule holds.
    pub flows: &'static [Flow],
    /// The statuses from which it starts.
    pub from: u128,
    /// Whether it opens a case.
    pub opens: bool,
    /// The action.
    pub action: Action,
    /// The actors who may take it.
    pub by: &'static [Actor],
    /// The conditions.
    pub guards: &'static [Guard],
    /// The number of the status that follows.
    pub to: usize,
    /// The statuses also seen as the outcome.
    pub also_seen: u128,
    /// The facts that it makes hold or not hold.
    pub makes: &'static [(Fact, bool)],
    /// The flow afterwards, when it changes.
    pub turns_into: Option<Flow>,
    /// Whether a refund starts by it.
    pub starts_refund: bool,
}

impl PlainRule {
    /// The value that fills an array of rules before the rules are written into it.
    pub const NONE: Self = Self {
        row: "",
        flows: &[],
        from: 0,
        opens: false,
        action: Action::Apply,
        by: &[],
        guards: &[],
        to: 0,
        also_seen: 0,
        makes: &[],
        turns_into: None,
        starts_refund: false,
    };

    const fn after(&self, flow: Flow) -> Flow {
        match self.turns_into {
            Some(other) => other,
            None => flow,
        }
    }

    const fn outcomes(&self) -> u128 {
        only(self.to) | self.also_seen
    }

    /// Returns whether the rule's guards about facts of the case are met when these facts hold. A guard
    /// about a fact that only the host knows counts as met.
    const fn is_open_when(&self, facts: usize) -> bool {
        let mut i = 0;
        while i < self.guards.len() {
            let bit = case_bit(self.guards[i].fact());
            if bit != 0 && (facts & bit != 0) != self.guards[i].wants() {
                return false;
            }
            i += 1;
        }
        true
    }

    /// Returns the facts of the case that hold after the rule, if these facts held before.
    const fn facts_after(&self, facts: usize) -> usize {
        let mut after = facts;
        let mut i = 0;
        while i < self.makes.len() {
            let bit = case_bit(self.makes[i].0);
            after = if self.makes[i].1 { after | bit } else { after & !bit };
            i += 1;
        }
        let refund = case_bit(Fact::RefundUnderWay);
        match self.refund_under_way_after() {
            Some(true) => after | refund,
            Some(false) => after & !refund,
            None => after,
        }
    }

    /// Returns whether a refund is under way afterwards, where the rule decides that.
    const fn refund_under_way_after(&self) -> Option<bool> {
        match self.action {
            _ if self.starts_refund => Some(true),
            Action::RefundSucceeded | Action::RefundFailed => Some(false),
            _ => None,
        }
    }

    const fn makes(&self, fact: Fact, holds: bool) -> bool {
        if let (Fact::RefundUnderWay, Some(is_under_way)) = (fact, self.refund_under_way_after()) {
            return is_under_way == holds;
        }
        let mut i = 0;
        while i < self.makes.len() {
            if self.makes[i].0 as usize == fact as usize && self.makes[i].1 == holds {
                return true;
            }
            i += 1;
        }
        false
    }
}

/// A standing as const evaluation sees it.
#[derive(Clone, Copy, Debug)]
pub struct PlainStanding {
    /// The number of the status.
    pub status: usize,
    /// The flows to which it belongs.
    pub flows: &'static [Flow],
    /// The meaning there.
    pub phase: Phase,
    /// Whether no rule leads to it.
    pub only_adopted: bool,
}

impl PlainStanding {
    /// The value that fills an array of standings before the standings are written into it.
    pub const NONE: Self =
        Self { status: 0, flows: &[], phase: Phase::Closed, only_adopted: false };
}

/// Proves that a former name of a status is not a name that a status has, or has had, besides.
///
/// # Panics
///
/// At compile time, when it is.
pub const fn prove_former_name(former: &str, other: &str) {
    if soundness::same_text(former, other) {
        message::Message::new()
            .text("the former name ")
            .text(former)
            .text(" is the name, or a former name, of another status")
            .fail();
    }
}

/// Returns the first status of a set that is not empty, as a set.
const fn first(set: u128) -> u128 {
    set & set.wrapping_neg()
}

/// Returns the set of one status.
///
/// # Panics
///
/// At compile time, when the number is above 126.
#[must_use]
pub const fn only(number: usize) -> u128 {
    if number >= LIMIT {
        panic!("a status must be numbered from 0 to 126");
    }
    1 << number
}

const fn has(set: u128, number: usize) -> bool {
    set & only(number) != 0
}

const fn contains(flows: &[Flow], flow: Flow) -> bool {
    let mut i = 0;
    while i < flows.len() {
        if flows[i] as usize == flow as usize {
            return true;
        }
        i += 1;
    }
    false
}

/// A platform's whole declaration as const evaluation sees it.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    platform: &'static str,
    words: &'static [(usize, &'static str)],
    rules: &'static [PlainRule],
    standings: &'static [PlainStanding],
    without_rules: u128,
    /// For each flow the statuses that belong to it, those of them that are final, and those to which
    /// no rule leads.
    belonging: [u128; FLOWS],
    ends: [u128; FLOWS],
    only_adopted: [u128; FLOWS],
}

impl Declaration {
    /// Returns the declaration of this platform, with the number and name of each status.
    #[must_use]
    pub const fn new(
        platform: &'static str,
        words: &'static [(usize, &'static str)],
        rules: &'static [PlainRule],
        standings: &'static [PlainStanding],
        without_rules: u128,
    ) -> Self {
        let mut belonging = [0; FLOWS];
        let mut ends = [0; FLOWS];
        let mut only_adopted = [0; FLOWS];
        let mut i = 0;
        while i < standings.len() {
            let standing = &standings[i];
            let mut f = 0;
            while f < standing.flows.len() {
                let flow = standing.flows[f] as usize;
                belonging[flow] |= only(standing.status);
                if standing.phase.is_final() {
                    ends[flow] |= only(standing.status);
                }
                if standing.only_adopted {
                    only_adopted[flow] |= only(standing.status);
                }
                f += 1;
            }
            i += 1;
        }
        Self { platform, words, rules, standings, without_rules, belonging, ends, only_adopted }
    }

    /// Returns the number of positions of a flow in the look-up: one for each number, and one for "no
    /// case yet".
    #[must_use]
    pub const fn places(&self) -> usize {
        let mut most = 0;
        let mut i = 0;
        while i < self.words.len() {
            if self.words[i].0 >= most {
                most = self.words[i].0 + 1;
            }
            i += 1;
        }
        most + 1
    }

    /// Returns the number of cells of the look-up.
    #[must_use]
    pub const fn cells(&self) -> usize {
        FLOWS * self.places() * Action::ALL.len()
    }

    /// Returns the number of cells of the table of phases.
    #[must_use]
    pub const fn phase_cells(&self) -> usize {
        FLOWS * self.places()
    }

    /// Returns the statuses from which the rule can be taken in this flow.
    const fn sources(&self, rule: &PlainRule, flow: Flow) -> u128 {
        if contains(rule.flows, flow) { rule.from & self.belonging[flow as usize] } else { 0 }
    }

    /// Returns the look-up: for each flow, position and action the rule's index in the table plus 1; 0
    /// for no rule.
    ///
    /// # Panics
    ///
    /// At compile time, when there are more than 255 rules.
    #[must_use]
    pub const fn look_up<const CELLS: usize>(&self) -> [u8; CELLS] {
        if self.rules.len() > u8::MAX as usize {
            panic!("a table has room for at most 255 rules");
        }
        let places = self.places();
        let mut dense = [0; CELLS];
        let mut r = 0;
        while r < self.rules.len() {
            let rule = &self.rules[r];
            let mut f = 0;
            while f < FLOWS {
                let flow = Flow::ALL[f];
                let column = f * places * Action::ALL.len() + rule.action as usize;
                if rule.opens && contains(rule.flows, flow) {
                    dense[column] = r as u8 + 1;
                }
                let sources = self.sources(rule, flow);
                let mut w = 0;
                while w < self.words.len() {
                    let status = self.words[w].0;
                    if has(sources, status) {
                        dense[column + (status + 1) * Action::ALL.len()] = r as u8 + 1;
                    }
                    w += 1;
                }
                f += 1;
            }
            r += 1;
        }
        dense
    }

    /// Returns the meaning of each status, for each flow and position in the look-up.
    #[must_use]
    pub const fn phases<const CELLS: usize>(&self) -> [Option<Phase>; CELLS] {
        let places = self.places();
        let mut dense = [None; CELLS];
        let mut i = 0;
        while i < self.standings.len() {
            let standing = &self.standings[i];
            let mut f = 0;
            while f < standing.flows.len() {
                dense[standing.flows[f] as usize * places + standing.status + 1] =
                    Some(standing.phase);
                f += 1;
            }
            i += 1;
        }
        dense
    }
}
