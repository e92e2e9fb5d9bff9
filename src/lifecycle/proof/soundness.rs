//! The proof that a table is sound, fault by fault: words, standings, and each rule by itself. The
//! proof about reachable statuses is in `reach.rs`.

use super::message::Message;
use super::{Declaration, FLOWS, MOST_GUARDS, PlainRule, contains, first, has, only};
use crate::lifecycle::{Action, Fact, Flow, Guard, Phase};

const MISSING: &str = "a status that is missing in `ALL`";

impl Declaration {
    /// Proves the table sound.
    ///
    /// # Panics
    ///
    /// At compile time, with the rule and what is wrong with it.
    pub const fn prove(&self) {
        self.prove_words();
        self.prove_standings();
        let mut r = 0;
        while r < self.rules.len() {
            let rule = &self.rules[r];
            self.prove_rule(rule);
            self.prove_guards(r);
            self.prove_alive(rule);
            self.prove_outcomes(rule);
            self.prove_refund(rule);
            self.prove_only_one(r);
            r += 1;
        }
        self.prove_reachable();
        self.prove_way_out();
        self.prove_refunding();
    }

    const fn all(&self) -> u128 {
        let mut all = 0;
        let mut w = 0;
        while w < self.words.len() {
            all |= only(self.words[w].0);
            w += 1;
        }
        all
    }

    /// Returns the name of the first status of a set that has a status of `ALL`.
    pub(super) const fn name(&self, set: u128) -> &'static str {
        let mut i = 0;
        while !has(set, self.words[i].0) {
            i += 1;
        }
        self.words[i].1
    }

    pub(super) const fn fault(&self) -> Message {
        Message::new().text(self.platform).text(": ")
    }

    pub(super) const fn rule_fault(&self, rule: &PlainRule) -> Message {
        self.fault().text("rule ").text(rule.row).text(" (").text(rule.action.text()).text(") ")
    }

    pub(super) const fn status_fault(&self, set: u128) -> Message {
        self.fault().text("status ").text(self.name(set)).text(" ")
    }

    /// Proves that each number and each name stands for one status, and that there is no status outside
    /// `ALL`.
    const fn prove_words(&self) {
        let mut seen = 0;
        let mut w = 0;
        while w < self.words.len() {
            let status = only(self.words[w].0);
            if seen & status != 0 {
                self.status_fault(status).text("is listed twice in `ALL`").fail();
            }
            seen |= status;
            let mut v = 0;
            while v < w {
                if same_text(self.words[v].1, self.words[w].1) {
                    self.fault().text("two statuses have the name ").text(self.words[w].1).fail();
                }
                v += 1;
            }
            w += 1;
        }
        if self.without_rules & !seen != 0 {
            self.fault().text("the list of statuses without rules has ").text(MISSING).fail();
        }
        let mut i = 0;
        while i < self.standings.len() {
            if !has(seen, self.standings[i].status) {
                self.fault().text("a standing is for ").text(MISSING).fail();
            }
            i += 1;
        }
        let mut r = 0;
        while r < self.rules.len() {
            let rule = &self.rules[r];
            if (rule.from | rule.outcomes()) & !seen != 0 {
                self.rule_fault(rule).text("uses ").text(MISSING).fail();
            }
            r += 1;
        }
    }

    /// Proves that each status has at most one meaning in a flow, is final in all its flows or in none,
    /// and has a meaning or is listed as having no rules.
    const fn prove_standings(&self) {
        let mut known = [0u128; FLOWS];
        let mut i = 0;
        while i < self.standings.len() {
            let standing = &self.standings[i];
            let status = only(standing.status);
            let mut f = 0;
            while f < standing.flows.len() {
                let flow = standing.flows[f];
                if known[flow as usize] & status != 0 {
                    self.status_fault(status)
                        .text("has two standings in ")
                        .text(flow.text())
                        .fail();
                }
                known[flow as usize] |= status;
                f += 1;
            }
            i += 1;
        }
        let mut open = 0;
        let mut ends = 0;
        let mut belonging = 0;
        let mut f = 0;
        while f < FLOWS {
            open |= self.belonging[f] & !self.ends[f];
            ends |= self.ends[f];
            belonging |= self.belonging[f];
            f += 1;
        }
        if open & ends != 0 {
            self.status_fault(open & ends).text("is final in one flow and open in another").fail();
        }
        let listed = self.without_rules;
        if belonging & listed != 0 {
            self.status_fault(belonging & listed)
                .text("has a standing and is listed as without rules")
                .fail();
        }
        let forgotten = self.all() & !belonging & !listed;
        if forgotten != 0 {
            self.status_fault(forgotten)
                .text("has no standing and is not listed as without rules")
                .fail();
        }
    }

    /// Proves that a rule names an actor, uses no status without rules and starts from no final status.
    const fn prove_rule(&self, rule: &PlainRule) {
        if rule.by.is_empty() {
            self.rule_fault(rule).text("names no actor").fail();
        }
        let touched = (rule.from | rule.outcomes()) & self.without_rules;
        if touched != 0 {
            self.rule_fault(rule)
                .text("uses ")
                .text(self.name(touched))
                .text(", which is listed as without rules")
                .fail();
        }
        let mut f = 0;
        while f < FLOWS {
            let exits = self.sources(rule, Flow::ALL[f]) & self.ends[f];
            if exits != 0 {
                self.rule_fault(rule)
                    .text("starts from ")
                    .text(self.name(exits))
                    .text(", which is final")
                    .fail();
            }
            f += 1;
        }
    }

    /// Proves that the guards of a rule do not repeat or contradict one another, and that each can be
    /// met: its fact is known to the host, or holds from the start, or another rule makes it so. The
    /// facts that a rule makes are not contradictory either.
    const fn prove_guards(&self, r: usize) {
        let rule = &self.rules[r];
        if rule.guards.len() > MOST_GUARDS {
            self.rule_fault(rule).text("has more than four guards").fail();
        }
        let mut g = 0;
        while g < rule.guards.len() {
            let guard = rule.guards[g];
            let mut h = 0;
            while h < g {
                if rule.guards[h].fact() as usize == guard.fact() as usize {
                    self.rule_fault(rule)
                        .text("has two guards about the same fact: ")
                        .text(guard.fact().text())
                        .fail();
                }
                h += 1;
            }
            if guard.fact().is_of_the_case() && guard.wants() && !self.is_made_before(r, guard) {
                self.rule_fault(rule)
                    .text("has a guard that no rule before it can make true: ")
                    .text(guard.text())
                    .fail();
            }
            g += 1;
        }
        let mut m = 0;
        while m < rule.makes.len() {
            let (fact, holds) = rule.makes[m];
            if rule.makes(fact, !holds) {
                self.rule_fault(rule)
                    .text("makes a fact hold and not hold: ")
                    .text(fact.text())
                    .fail();
            }
            m += 1;
        }
    }

    /// Returns whether another rule than this one can have made the guard's fact so. Nothing happens
    /// before a case is opened.
    const fn is_made_before(&self, r: usize, guard: Guard) -> bool {
        let mut q = 0;
        while q < self.rules.len() {
            if q != r && self.rules[q].makes(guard.fact(), guard.wants()) {
                return !self.rules[r].opens;
            }
            q += 1;
        }
        false
    }

    /// Proves that each flow of a rule has a status to start from, and each starting status a flow.
    const fn prove_alive(&self, rule: &PlainRule) {
        let mut living = 0;
        let mut f = 0;
        while f < rule.flows.len() {
            let sources = self.sources(rule, rule.flows[f]);
            if sources == 0 && !rule.opens {
                self.rule_fault(rule)
                    .text("never applies in ")
                    .text(rule.flows[f].text())
                    .text(": none of its starting statuses belongs to this flow")
                    .fail();
            }
            living |= sources;
            f += 1;
        }
        if rule.flows.is_empty() {
            self.rule_fault(rule).text("names no flow").fail();
        }
        if rule.from & !living != 0 {
            self.rule_fault(rule)
                .text("never applies at ")
                .text(self.name(rule.from & !living))
                .text(", which belongs to none of its flows")
                .fail();
        }
    }

    /// Proves that a rule leads to statuses of the flow in which it leaves the case; above all, not to
    /// the success of another flow. A rule that changes the flow really changes it.
    const fn prove_outcomes(&self, rule: &PlainRule) {
        let mut f = 0;
        while f < rule.flows.len() {
            let after = rule.after(rule.flows[f]);
            if rule.turns_into.is_some() && after as usize == rule.flows[f] as usize {
                self.rule_fault(rule)
                    .text("turns the case into the flow that it is in already: ")
                    .text(after.text())
                    .fail();
            }
            let strangers = rule.outcomes() & !self.belonging[after as usize];
            if strangers != 0 {
                self.rule_fault(rule)
                    .text("leads to ")
                    .text(self.name(strangers))
                    .text(if self.is_success(first(strangers)) {
                        ", which is the success of a flow other than "
                    } else {
                        ", which is not a status of "
                    })
                    .text(after.text())
                    .fail();
            }
            f += 1;
        }
    }

    /// Proves that a rule which starts a refund is marked as such, and that its claim is held while the money is in flight.
    const fn prove_refund(&self, rule: &PlainRule) {
        let mut m = 0;
        while m < rule.makes.len() {
            if matches!(rule.makes[m].0, Fact::RefundUnderWay) {
                self.rule_fault(rule)
                    .text("makes it so or not so that a refund is under way: a rule starts a refund by starting_refund, and a report ends it")
                    .fail();
            }
            m += 1;
        }
        if rule.starts_refund
            && matches!(rule.action, Action::RefundSucceeded | Action::RefundFailed)
        {
            self.rule_fault(rule).text("starts a refund and reports how one ended").fail();
        }
        let mut f = 0;
        while f < rule.flows.len() {
            let after = rule.after(rule.flows[f]);
            let mut i = 0;
            while i < self.standings.len() {
                let standing = &self.standings[i];
                let leads_here =
                    contains(standing.flows, after) && has(rule.outcomes(), standing.status);
                if rule.starts_refund && leads_here && !standing.phase.holds_claim() {
                    self.rule_fault(rule)
                        .text("starts a refund and leaves the case at ")
                        .text(self.name(only(standing.status)))
                        .text(", which is ")
                        .text(standing.phase.text())
                        .text(": the claim would not be held while the money is in flight")
                        .fail();
                }
                let comes_here = leads_here && standing.status == rule.to;
                if rule.starts_refund
                    && comes_here
                    && !self.has_rule(Action::RefundSucceeded, after, standing.status)
                {
                    self.rule_fault(rule)
                        .text("starts a refund and leaves the case at ")
                        .text(self.name(only(standing.status)))
                        .text(", where no rule reports the refund as succeeded")
                        .fail();
                }
                let is_refunded = matches!(standing.phase, Phase::Refunded);
                if comes_here && matches!(rule.action, Action::RefundSucceeded) && !is_refunded {
                    self.rule_fault(rule)
                        .text("leads to ")
                        .text(self.name(only(standing.status)))
                        .text(", which is ")
                        .text(standing.phase.text())
                        .text(": a case whose refund has succeeded is refunded")
                        .fail();
                }
                let is_certain =
                    matches!(rule.action, Action::RefundSucceeded | Action::ConfirmOfflineRefund);
                if comes_here && is_refunded && !is_certain {
                    self.rule_fault(rule)
                        .text("leads to ")
                        .text(self.name(only(standing.status)))
                        .text(", which is refunded: only the report or the confirmation of a refund leads there")
                        .fail();
                }
                if comes_here && matches!(standing.phase, Phase::Refunding) && !rule.starts_refund {
                    let elsewhere = self.sources(rule, rule.flows[f])
                        & !self.meaning(rule.flows[f], Phase::Refunding);
                    if rule.opens || elsewhere != 0 {
                        self.rule_fault(rule)
                            .text("leads to ")
                            .text(self.name(only(standing.status)))
                            .text(", which is refunding, and starts no refund; add .starting_refund()")
                            .fail();
                    }
                }
                i += 1;
            }
            f += 1;
        }
    }

    /// Proves that a refund which fails or succeeds where the case is refunding has a rule that says what follows.
    const fn prove_refunding(&self) {
        let mut i = 0;
        while i < self.standings.len() {
            let standing = &self.standings[i];
            let mut f = 0;
            while f < standing.flows.len() && matches!(standing.phase, Phase::Refunding) {
                let flow = standing.flows[f];
                if !self.has_rule(Action::RefundSucceeded, flow, standing.status) {
                    self.status_fault(only(standing.status))
                        .text("is refunding in ")
                        .text(flow.text())
                        .text(", and no rule reports the refund as succeeded there")
                        .fail();
                }
                if !self.has_rule(Action::RefundFailed, flow, standing.status) {
                    self.status_fault(only(standing.status))
                        .text("is refunding in ")
                        .text(flow.text())
                        .text(", and no rule reports the refund as failed there")
                        .fail();
                }
                f += 1;
            }
            i += 1;
        }
    }

    /// Returns whether a rule for this action starts from this status in this flow.
    const fn has_rule(&self, action: Action, flow: Flow, status: usize) -> bool {
        let mut r = 0;
        while r < self.rules.len() {
            let rule = &self.rules[r];
            if rule.action as usize == action as usize && has(self.sources(rule, flow), status) {
                return true;
            }
            r += 1;
        }
        false
    }

    /// The statuses that mean this in this flow.
    const fn meaning(&self, flow: Flow, phase: Phase) -> u128 {
        let mut statuses = 0;
        let mut i = 0;
        while i < self.standings.len() {
            let standing = &self.standings[i];
            if contains(standing.flows, flow) && standing.phase as usize == phase as usize {
                statuses |= only(standing.status);
            }
            i += 1;
        }
        statuses
    }

    const fn is_success(&self, statuses: u128) -> bool {
        let mut i = 0;
        while i < self.standings.len() {
            let standing = &self.standings[i];
            if has(statuses, standing.status) && matches!(standing.phase, Phase::Refunded) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Proves that there is at most one rule for one flow, status and action.
    const fn prove_only_one(&self, r: usize) {
        let rule = &self.rules[r];
        let mut q = 0;
        while q < r {
            let other = &self.rules[q];
            let mut f = 0;
            while other.action as usize == rule.action as usize && f < FLOWS {
                let flow = Flow::ALL[f];
                let both_open = rule.opens
                    && other.opens
                    && contains(rule.flows, flow)
                    && contains(other.flows, flow);
                let common = self.sources(rule, flow) & self.sources(other, flow);
                if both_open || common != 0 {
                    self.rule_fault(rule)
                        .text("conflicts with rule ")
                        .text(other.row)
                        .text(" for the same action: ")
                        .text(if both_open { "before there is a case" } else { self.name(common) })
                        .text(" in ")
                        .text(flow.text())
                        .fail();
                }
                f += 1;
            }
            q += 1;
        }
    }
}

pub(super) const fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut same = one.len() == other.len();
    let mut i = 0;
    while same && i < one.len() {
        same = one[i] == other[i];
        i += 1;
    }
    same
}
