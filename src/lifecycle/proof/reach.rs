//! The statuses that cases can reach, and whether an end is still reachable from there. The search runs
//! over all statuses together with the facts of the case that rules make and guards ask for. A guard
//! about a fact that only the host knows counts as met.

use super::message::Message;
use super::{Declaration, FACTS, FLOWS, PlainRule, case_bit, first, has};
use crate::lifecycle::{Fact, Flow};

impl Declaration {
    /// Proves that each status is reached from the opening of a case, in each flow to which it belongs,
    /// unless it is declared adopted only; and that each rule can be taken by some case that reaches
    /// its start.
    pub(super) const fn prove_reachable(&self) {
        let opened = self.reached(false);
        let reached = self.reached(true);
        let mut f = 0;
        while f < FLOWS {
            let adopted = whatever_the_facts(&opened[f]) & self.only_adopted[f];
            if adopted != 0 {
                self.status_fault(adopted)
                    .text("is declared adopted only, but a rule leads to it in ")
                    .text(Flow::ALL[f].text())
                    .fail();
            }
            let unreached = self.belonging[f] & !whatever_the_facts(&reached[f]);
            if unreached != 0 {
                let fault = self.status_fault(unreached).text("cannot be reached in ");
                self.and_rule_from(fault, Flow::ALL[f], first(unreached)).fail();
            }
            f += 1;
        }
        let mut r = 0;
        while r < self.rules.len() {
            if !self.rules[r].opens && !self.is_taken(&self.rules[r], &reached) {
                self.rule_fault(&self.rules[r])
                    .text(
                        "can never be taken: no case reaches its starting statuses with its guards met",
                    )
                    .fail();
            }
            r += 1;
        }
    }

    /// Returns, for each flow and each combination of facts, the statuses that a case can reach: one
    /// that was opened here, or also one that was taken over, of which no fact is known.
    const fn reached(&self, also_adopted: bool) -> [[u128; FACTS]; FLOWS] {
        let used = self.made_facts();
        let mut reached = [[0u128; FACTS]; FLOWS];
        let mut f = 0;
        while f < FLOWS {
            let mut facts = 0;
            while facts < FACTS {
                if also_adopted && facts & !used == 0 {
                    reached[f][facts] = self.only_adopted[f];
                }
                facts += 1;
            }
            f += 1;
        }
        let mut grows = true;
        while grows {
            let before = reached;
            let mut r = 0;
            while r < self.rules.len() {
                let rule = &self.rules[r];
                let mut f = 0;
                while f < rule.flows.len() {
                    let flow = rule.flows[f];
                    let after = rule.after(flow) as usize;
                    let sources = self.sources(rule, flow);
                    let mut facts = 0;
                    while facts < FACTS {
                        // A new case has none of the facts.
                        let starts = if rule.opens {
                            facts == 0
                        } else {
                            sources & reached[flow as usize][facts] != 0
                        };
                        if starts && rule.is_open_when(facts) {
                            reached[after][rule.facts_after(facts)] |= rule.outcomes();
                        }
                        facts += 1;
                    }
                    f += 1;
                }
                r += 1;
            }
            grows = !same(&before, &reached);
        }
        reached
    }

    /// Returns the facts of the case that some rule changes.
    const fn made_facts(&self) -> usize {
        let mut made = 0;
        let mut r = 0;
        while r < self.rules.len() {
            made |= self.rules[r].facts_after(0);
            r += 1;
        }
        made
    }

    /// Returns whether some case that reaches the start of the rule meets its guards.
    const fn is_taken(&self, rule: &PlainRule, reached: &[[u128; FACTS]; FLOWS]) -> bool {
        let mut f = 0;
        while f < rule.flows.len() {
            let sources = self.sources(rule, rule.flows[f]);
            let mut facts = 0;
            while facts < FACTS {
                if sources & reached[rule.flows[f] as usize][facts] != 0 && rule.is_open_when(facts)
                {
                    return true;
                }
                facts += 1;
            }
            f += 1;
        }
        false
    }

    const fn and_rule_from(&self, fault: Message, flow: Flow, status: u128) -> Message {
        let fault = fault.text(flow.text());
        let mut r = 0;
        while r < self.rules.len() {
            if self.sources(&self.rules[r], flow) & status != 0 {
                return fault.text(", where rule ").text(self.rules[r].row).text(" starts from it");
            }
            r += 1;
        }
        fault
    }

    /// Proves that from every status that a case can reach, a final status can be reached, guards
    /// included.
    pub(super) const fn prove_way_out(&self) {
        let reached = self.reached(true);
        let mut ending = [[0u128; FACTS]; FLOWS];
        let mut f = 0;
        while f < FLOWS {
            ending[f] = [self.ends[f]; FACTS];
            f += 1;
        }
        let mut grows = true;
        while grows {
            let before = ending;
            let mut r = 0;
            while r < self.rules.len() {
                let rule = &self.rules[r];
                let mut f = 0;
                while f < rule.flows.len() {
                    let flow = rule.flows[f];
                    let after = rule.after(flow) as usize;
                    let mut facts = 0;
                    while facts < FACTS {
                        let leads_to_an_end = has(ending[after][rule.facts_after(facts)], rule.to);
                        if leads_to_an_end && rule.is_open_when(facts) {
                            ending[flow as usize][facts] |= self.sources(rule, flow);
                        }
                        facts += 1;
                    }
                    f += 1;
                }
                r += 1;
            }
            grows = !same(&before, &ending);
        }
        let mut f = 0;
        while f < FLOWS {
            let mut facts = 0;
            while facts < FACTS {
                let stuck = reached[f][facts] & self.belonging[f] & !ending[f][facts];
                if stuck != 0 {
                    let fault = self
                        .fault()
                        .text("from status ")
                        .text(self.name(stuck))
                        .text(" no final status can be reached in ");
                    let fault = self.and_rule_to(fault, Flow::ALL[f], first(stuck));
                    and_facts(fault, facts).fail();
                }
                facts += 1;
            }
            f += 1;
        }
    }

    const fn and_rule_to(&self, fault: Message, flow: Flow, status: u128) -> Message {
        let fault = fault.text(flow.text());
        let mut r = 0;
        while r < self.rules.len() {
            let rule = &self.rules[r];
            let mut f = 0;
            while f < rule.flows.len() {
                let leads_there = rule.outcomes() & status != 0;
                if leads_there && rule.after(rule.flows[f]) as usize == flow as usize {
                    return fault.text(" (rule ").text(rule.row).text(" leads there)");
                }
                f += 1;
            }
            r += 1;
        }
        fault
    }
}

const fn whatever_the_facts(statuses: &[u128; FACTS]) -> u128 {
    let mut all = 0;
    let mut facts = 0;
    while facts < FACTS {
        all |= statuses[facts];
        facts += 1;
    }
    all
}

/// Adds the facts that hold for a case that is stuck.
const fn and_facts(fault: Message, facts: usize) -> Message {
    let mut fault = fault;
    let mut i = 0;
    while i < Fact::ALL.len() {
        if facts & case_bit(Fact::ALL[i]) != 0 {
            fault = fault.text(", when ").text(Fact::ALL[i].text());
        }
        i += 1;
    }
    fault
}

const fn same(before: &[[u128; FACTS]; FLOWS], after: &[[u128; FACTS]; FLOWS]) -> bool {
    let mut f = 0;
    while f < FLOWS {
        let mut facts = 0;
        while facts < FACTS {
            if before[f][facts] != after[f][facts] {
                return false;
            }
            facts += 1;
        }
        f += 1;
    }
    true
}
