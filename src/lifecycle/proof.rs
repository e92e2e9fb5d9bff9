//! The compile-time half of the engine: a platform's table is proved sound and laid out as a dense
//! look-up while the crate is compiled. A fault is a compile error that names the rule.
//!
//! Everything here runs in const evaluation only, where a failed index or an overflow is a compile
//! error as well. Const evaluation cannot call the methods of a trait, so the macro
//! [`lifecycle!`](crate::lifecycle!) first writes each rule down with plain numbers
//! ([`PlainRule`]), and the functions below see nothing else.
#![allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::panic,
    reason = "const evaluation: a fault here is the compile error that is wanted"
)]

use super::{Action, Flow, Phase};

/// Statuses are numbered from 0 to 126: a set of them is a `u128`, and one bit is left to mean
/// "no case yet".
const LIMIT: usize = 127;
/// The place in the look-up of a case that does not exist yet.
pub(super) const NO_CASE: usize = 0;
const FLOWS: usize = Flow::ALL.len();
const ACTIONS: usize = Action::ALL.len();
/// No rule, in a cell of the look-up.
pub(super) const NO_RULE: u8 = 0;
/// The most guards that one rule may have; a refusal has room for a reason for each.
pub(super) const MOST_GUARDS: usize = 4;

/// A rule as const evaluation sees it: sets of statuses are bits, by the statuses' numbers.
#[derive(Clone, Copy, Debug)]
pub struct PlainRule {
    /// The row that the rule states.
    pub row: &'static str,
    /// The flows in which it holds.
    pub flows: &'static [Flow],
    /// The statuses it starts from.
    pub from: u128,
    /// Whether it opens a case.
    pub opens: bool,
    /// What is done.
    pub action: Action,
    /// How many actors may do it.
    pub actors: usize,
    /// How many guards it has.
    pub guards: usize,
    /// The number of the status that follows.
    pub to: usize,
    /// The statuses also seen as the outcome.
    pub also_seen: u128,
    /// The flow afterwards, when it changes.
    pub turns_into: Option<Flow>,
}

impl PlainRule {
    const fn after(&self, flow: Flow) -> Flow {
        match self.turns_into {
            Some(other) => other,
            None => flow,
        }
    }
}

/// A standing as const evaluation sees it.
#[derive(Clone, Copy, Debug)]
pub struct PlainStanding {
    /// The number of the status.
    pub status: usize,
    /// The flows to which it belongs.
    pub flows: &'static [Flow],
    /// What it means there.
    pub phase: Phase,
}

/// A platform's whole declaration as const evaluation sees it.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The platform's name.
    pub platform: &'static str,
    /// Number and name of each status.
    pub words: &'static [(usize, &'static str)],
    /// The rules, in the table's order.
    pub rules: &'static [PlainRule],
    /// The standings, in the table's order.
    pub standings: &'static [PlainStanding],
    /// The statuses that are listed as having no rules.
    pub without_rules: u128,
}

/// The set of one status.
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

/// Where a cell of the look-up is. `place` is 0 before there is a case, else the status's number
/// plus 1.
pub(super) const fn cell(places: usize, flow: Flow, place: usize, action: Action) -> usize {
    (flow as usize * places + place) * ACTIONS + action as usize
}

impl Declaration {
    /// How many places a flow has in the look-up: one per number, and one for "no case yet".
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

    /// How many cells the look-up has.
    #[must_use]
    pub const fn cells(&self) -> usize {
        FLOWS * self.places() * ACTIONS
    }

    /// How many cells the table of phases has.
    #[must_use]
    pub const fn phase_cells(&self) -> usize {
        FLOWS * self.places()
    }

    const fn phase(&self, flow: Flow, status: usize) -> Option<Phase> {
        let mut i = 0;
        while i < self.standings.len() {
            if self.standings[i].status == status && contains(self.standings[i].flows, flow) {
                return Some(self.standings[i].phase);
            }
            i += 1;
        }
        None
    }

    /// The statuses that belong to the flow.
    const fn statuses_of(&self, flow: Flow) -> u128 {
        let mut set = 0;
        let mut i = 0;
        while i < self.standings.len() {
            if contains(self.standings[i].flows, flow) {
                set |= only(self.standings[i].status);
            }
            i += 1;
        }
        set
    }

    /// Whether the rule holds in this flow for a case at this status.
    const fn applies(&self, rule: &PlainRule, flow: Flow, status: usize) -> bool {
        contains(rule.flows, flow) && has(rule.from, status) && self.phase(flow, status).is_some()
    }

    /// The look-up: for each flow, place and action the rule's position in the table plus 1.
    ///
    /// # Panics
    ///
    /// At compile time, when there are more than 255 rules.
    #[must_use]
    pub const fn look_up<const CELLS: usize>(&self) -> [u8; CELLS] {
        let mut dense = [NO_RULE; CELLS];
        let mut r = 0;
        while r < self.rules.len() {
            let rule = &self.rules[r];
            if r >= u8::MAX as usize {
                panic!("a table may have 255 rules");
            }
            let mut f = 0;
            while f < FLOWS {
                let flow = Flow::ALL[f];
                if rule.opens && contains(rule.flows, flow) {
                    dense[cell(self.places(), flow, NO_CASE, rule.action)] = r as u8 + 1;
                }
                let mut w = 0;
                while w < self.words.len() {
                    let status = self.words[w].0;
                    if self.applies(rule, flow, status) {
                        dense[cell(self.places(), flow, status + 1, rule.action)] = r as u8 + 1;
                    }
                    w += 1;
                }
                f += 1;
            }
            r += 1;
        }
        dense
    }

    /// What each status means, for each flow and place.
    #[must_use]
    pub const fn phases<const CELLS: usize>(&self) -> [Option<Phase>; CELLS] {
        let mut dense = [None; CELLS];
        let mut f = 0;
        while f < FLOWS {
            let mut w = 0;
            while w < self.words.len() {
                let status = self.words[w].0;
                dense[f * self.places() + status + 1] = self.phase(Flow::ALL[f], status);
                w += 1;
            }
            f += 1;
        }
        dense
    }

    /// Proves the table sound.
    ///
    /// # Panics
    ///
    /// At compile time, with the rule and what is wrong with it.
    pub const fn prove(&self) {
        self.prove_standings();
        let mut r = 0;
        while r < self.rules.len() {
            self.prove_rule(&self.rules[r]);
            self.prove_only_one(r);
            r += 1;
        }
        self.prove_reachable();
        self.prove_way_out();
    }

    const fn name(&self, status: usize) -> &'static str {
        let mut i = 0;
        while i < self.words.len() {
            if self.words[i].0 == status {
                return self.words[i].1;
            }
            i += 1;
        }
        "a number that is no status"
    }

    const fn fault(&self) -> Message {
        Message::new().text(self.platform).text(": ")
    }

    const fn rule_fault(&self, rule: &PlainRule) -> Message {
        self.fault().text("rule ").text(rule.row).text(" (").text(rule.action.text()).text(") ")
    }

    /// Each status has one meaning per flow, or is listed as having no rules; and it is final
    /// everywhere or nowhere.
    const fn prove_standings(&self) {
        let mut w = 0;
        while w < self.words.len() {
            let (status, name) = self.words[w];
            let mut known = false;
            let mut is_final = false;
            let mut i = 0;
            while i < self.standings.len() {
                let standing = &self.standings[i];
                if standing.status == status {
                    if known && is_final != standing.phase.is_final() {
                        self.fault()
                            .text("status ")
                            .text(name)
                            .text(" is final in one flow and not in the other")
                            .fail();
                    }
                    known = true;
                    is_final = standing.phase.is_final();
                    self.prove_one_meaning(i);
                }
                i += 1;
            }
            if known == has(self.without_rules, status) {
                self.fault()
                    .text("status ")
                    .text(name)
                    .text(if known {
                        " has a standing and is listed as without rules"
                    } else {
                        " has no standing and is not listed as without rules"
                    })
                    .fail();
            }
            w += 1;
        }
    }

    const fn prove_one_meaning(&self, i: usize) {
        let mut j = 0;
        while j < i {
            if self.standings[j].status == self.standings[i].status {
                let mut f = 0;
                while f < self.standings[i].flows.len() {
                    let flow = self.standings[i].flows[f];
                    if contains(self.standings[j].flows, flow) {
                        self.fault()
                            .text("status ")
                            .text(self.name(self.standings[i].status))
                            .text(" has two standings in ")
                            .text(flow.text())
                            .fail();
                    }
                    f += 1;
                }
            }
            j += 1;
        }
    }

    /// What a rule may not be, taken by itself.
    const fn prove_rule(&self, rule: &PlainRule) {
        if rule.actors == 0 {
            self.rule_fault(rule).text("names nobody who may do it").fail();
        }
        if rule.guards > MOST_GUARDS {
            self.rule_fault(rule).text("has more than four guards").fail();
        }
        let mut lives = rule.opens && !rule.flows.is_empty();
        let touched = rule.from | only(rule.to) | rule.also_seen;
        let mut w = 0;
        while w < self.words.len() {
            let (status, name) = self.words[w];
            if has(self.without_rules, status) && has(touched, status) {
                self.rule_fault(rule)
                    .text("touches ")
                    .text(name)
                    .text(", which is listed as without rules")
                    .fail();
            }
            let mut f = 0;
            while f < FLOWS {
                let flow = Flow::ALL[f];
                if self.applies(rule, flow, status) {
                    lives = true;
                    self.prove_exit(rule, flow, status);
                    self.prove_outcome(rule, flow);
                }
                f += 1;
            }
            w += 1;
        }
        let mut f = 0;
        while f < rule.flows.len() {
            if rule.opens {
                self.prove_outcome(rule, rule.flows[f]);
            }
            f += 1;
        }
        if !lives {
            self.rule_fault(rule)
                .text("never applies: none of its statuses belongs to one of its flows")
                .fail();
        }
    }

    /// No way leads out of an end.
    const fn prove_exit(&self, rule: &PlainRule, flow: Flow, status: usize) {
        if let Some(phase) = self.phase(flow, status) {
            if phase.is_final() {
                self.rule_fault(rule)
                    .text("starts from ")
                    .text(self.name(status))
                    .text(", which is final")
                    .fail();
            }
        }
    }

    /// A rule leads to a status of the flow it leaves the case in; above all, not to the success
    /// of the other flow.
    const fn prove_outcome(&self, rule: &PlainRule, flow: Flow) {
        let after = rule.after(flow);
        if rule.also_seen & !self.statuses_of(after) != 0 {
            self.rule_fault(rule)
                .text("lists an outcome as also seen that is no status of ")
                .text(after.text())
                .fail();
        }
        if self.phase(after, rule.to).is_none() {
            let mut success = false;
            let mut f = 0;
            while f < FLOWS {
                if let Some(phase) = self.phase(Flow::ALL[f], rule.to) {
                    success = success || matches!(phase, Phase::Refunded);
                }
                f += 1;
            }
            self.rule_fault(rule)
                .text("leads to ")
                .text(self.name(rule.to))
                .text(if success {
                    ", the success of another flow than "
                } else {
                    ", which is no status of "
                })
                .text(after.text())
                .fail();
        }
    }

    /// For one flow, status and action there is at most one rule.
    const fn prove_only_one(&self, r: usize) {
        let rule = &self.rules[r];
        let mut q = 0;
        while q < r {
            let other = &self.rules[q];
            if other.action as usize == rule.action as usize {
                let mut f = 0;
                while f < FLOWS {
                    let flow = Flow::ALL[f];
                    if contains(rule.flows, flow) && contains(other.flows, flow) {
                        if rule.opens && other.opens {
                            self.two_rules(rule, other, "before there is a case", flow);
                        }
                        let mut w = 0;
                        while w < self.words.len() {
                            let (status, name) = self.words[w];
                            if self.applies(rule, flow, status) && self.applies(other, flow, status)
                            {
                                self.two_rules(rule, other, name, flow);
                            }
                            w += 1;
                        }
                    }
                    f += 1;
                }
            }
            q += 1;
        }
    }

    const fn two_rules(&self, rule: &PlainRule, other: &PlainRule, at: &str, flow: Flow) {
        self.rule_fault(rule)
            .text("says again what rule ")
            .text(other.row)
            .text(" says: ")
            .text(at)
            .text(" in ")
            .text(flow.text())
            .fail();
    }

    /// Each status with rules can be reached from the opening of a case, in some flow.
    const fn prove_reachable(&self) {
        let mut reached = [0u128; FLOWS];
        loop {
            let before = reached;
            let mut r = 0;
            while r < self.rules.len() {
                let rule = &self.rules[r];
                let mut f = 0;
                while f < FLOWS {
                    let flow = Flow::ALL[f];
                    let live = contains(rule.flows, flow)
                        && (rule.opens || rule.from & self.statuses_of(flow) & reached[f] != 0);
                    if live {
                        reached[rule.after(flow) as usize] |= only(rule.to) | rule.also_seen;
                    }
                    f += 1;
                }
                r += 1;
            }
            let mut same = true;
            let mut f = 0;
            while f < FLOWS {
                same = same && before[f] == reached[f];
                f += 1;
            }
            if same {
                break;
            }
        }
        let mut everywhere = self.without_rules;
        let mut f = 0;
        while f < FLOWS {
            everywhere |= reached[f];
            f += 1;
        }
        let mut w = 0;
        while w < self.words.len() {
            let (status, name) = self.words[w];
            if !has(everywhere, status) {
                let fault = self.fault().text("status ").text(name).text(" cannot be reached");
                match self.first_rule_from(status) {
                    Some(rule) => fault.text(", so rule ").text(rule.row).text(" is dead").fail(),
                    None => fault.text(": no rule leads to it").fail(),
                }
            }
            w += 1;
        }
    }

    const fn first_rule_from(&self, status: usize) -> Option<&PlainRule> {
        let mut r = 0;
        while r < self.rules.len() {
            if has(self.rules[r].from, status) {
                return Some(&self.rules[r]);
            }
            r += 1;
        }
        None
    }

    /// From each status that is not an end, an end can be reached, in each of its flows.
    const fn prove_way_out(&self) {
        let mut ends = [0u128; FLOWS];
        let mut i = 0;
        while i < self.standings.len() {
            let standing = &self.standings[i];
            let mut f = 0;
            while f < FLOWS {
                if standing.phase.is_final() && contains(standing.flows, Flow::ALL[f]) {
                    ends[f] |= only(standing.status);
                }
                f += 1;
            }
            i += 1;
        }
        // Each round looks one rule further back, so this many rounds look along any way.
        let mut round = 0;
        while round < FLOWS * self.words.len() {
            let mut r = 0;
            while r < self.rules.len() {
                let rule = &self.rules[r];
                let mut f = 0;
                while f < FLOWS {
                    let flow = Flow::ALL[f];
                    if contains(rule.flows, flow) && has(ends[rule.after(flow) as usize], rule.to) {
                        ends[f] |= rule.from & self.statuses_of(flow);
                    }
                    f += 1;
                }
                r += 1;
            }
            round += 1;
        }
        let mut i = 0;
        while i < self.standings.len() {
            let standing = &self.standings[i];
            let mut f = 0;
            while f < standing.flows.len() {
                if !has(ends[standing.flows[f] as usize], standing.status) {
                    let fault = self
                        .fault()
                        .text("from status ")
                        .text(self.name(standing.status))
                        .text(" no end can be reached in ")
                        .text(standing.flows[f].text());
                    match self.first_rule_to(standing.status) {
                        Some(rule) => {
                            fault.text(", so rule ").text(rule.row).text(" leads nowhere").fail();
                        }
                        None => fault.fail(),
                    }
                }
                f += 1;
            }
            i += 1;
        }
    }

    const fn first_rule_to(&self, status: usize) -> Option<&PlainRule> {
        let mut r = 0;
        while r < self.rules.len() {
            if self.rules[r].to == status || has(self.rules[r].also_seen, status) {
                return Some(&self.rules[r]);
            }
            r += 1;
        }
        None
    }
}

/// The text of a compile error. `panic!` formats nothing in const evaluation, so it is put
/// together here.
struct Message {
    bytes: [u8; 512],
    length: usize,
}

impl Message {
    const fn new() -> Self {
        Self { bytes: [0; 512], length: 0 }
    }

    const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut i = 0;
        while i < text.len() && self.length < self.bytes.len() {
            self.bytes[self.length] = text[i];
            self.length += 1;
            i += 1;
        }
        self
    }

    const fn fail(&self) -> ! {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("the table is unsound, and the names in it are too long to say why"),
        }
    }
}
