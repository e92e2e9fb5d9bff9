//! What makes a table sound, fault by fault. The functions run in const evaluation only.

use super::message::Message;
use super::{
    Declaration, FACTS, FLOWS, MISSING, MOST_GUARDS, PlainRule, case_bit, contains, first, has,
    only,
};
use crate::lifecycle::{Fact, Flow, Guard, Phase};

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
            self.prove_only_one(r);
            r += 1;
        }
        self.prove_reachable();
        self.prove_way_out();
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

    /// The name of the first status of a set.
    const fn name(&self, set: u128) -> &'static str {
        let mut i = 0;
        while i < self.words.len() {
            if has(set, self.words[i].0) {
                return self.words[i].1;
            }
            i += 1;
        }
        MISSING
    }

    const fn fault(&self) -> Message {
        Message::new().text(self.platform).text(": ")
    }

    const fn rule_fault(&self, rule: &PlainRule) -> Message {
        self.fault().text("rule ").text(rule.row).text(" (").text(rule.action.text()).text(") ")
    }

    const fn status_fault(&self, set: u128) -> Message {
        self.fault().text("status ").text(self.name(set)).text(" ")
    }

    /// Each number and each name stands for one status, and there is no status outside the list of
    /// all.
    const fn prove_words(&self) {
        let mut seen = 0;
        let mut w = 0;
        while w < self.words.len() {
            let status = only(self.words[w].0);
            if seen & status != 0 {
                self.status_fault(status).text("stands twice in the list of all").fail();
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
            self.fault().text("what is listed as without rules has ").text(MISSING).fail();
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
                self.rule_fault(rule).text("touches ").text(MISSING).fail();
            }
            r += 1;
        }
    }

    /// Each status has at most one meaning in a flow, is final everywhere or nowhere, and has a
    /// meaning or is listed as having no rules.
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
        let mut f = 0;
        while f < FLOWS {
            open |= self.belonging[f] & !self.ends[f];
            ends |= self.ends[f];
            f += 1;
        }
        if open & ends != 0 {
            self.status_fault(open & ends).text("is final in one flow and open in another").fail();
        }
        let listed = self.without_rules;
        if (open | ends) & listed != 0 {
            self.status_fault((open | ends) & listed)
                .text("has a standing and is listed as without rules")
                .fail();
        }
        let forgotten = self.all() & !(open | ends | listed);
        if forgotten != 0 {
            self.status_fault(forgotten)
                .text("has no standing and is not listed as without rules")
                .fail();
        }
    }

    /// What a rule may not be, taken by itself.
    const fn prove_rule(&self, rule: &PlainRule) {
        if rule.by.is_empty() {
            self.rule_fault(rule).text("names nobody who may do it").fail();
        }
        let touched = (rule.from | rule.outcomes()) & self.without_rules;
        if touched != 0 {
            self.rule_fault(rule)
                .text("touches ")
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

    /// The guards of a rule do not repeat or contradict one another, and each can be met: its fact
    /// is the host's to know, is so from the start, or another rule makes it so. What a rule makes is
    /// not contradictory either.
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
                    .text("has a guard that no rule before it makes so: ")
                    .text(guard.text())
                    .fail();
            }
            g += 1;
        }
        let mut m = 0;
        while m < rule.makes.len() {
            let (fact, holds) = rule.makes[m];
            if rule.makes(fact, !holds) {
                self.rule_fault(rule).text("makes it so and not so that ").text(fact.text()).fail();
            }
            m += 1;
        }
    }

    /// Whether another rule than this one can have made so what the guard wants. Nothing happens
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

    /// Each flow of a rule has a status to start from, and each status a flow.
    const fn prove_alive(&self, rule: &PlainRule) {
        let mut living = 0;
        let mut f = 0;
        while f < rule.flows.len() {
            let sources = self.sources(rule, rule.flows[f]);
            if sources == 0 && !rule.opens {
                self.rule_fault(rule)
                    .text("never applies in ")
                    .text(rule.flows[f].text())
                    .text(": none of its statuses belongs to it")
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

    /// A rule leads to statuses of the flow that it leaves the case in; above all, not to the
    /// success of another. A rule that changes the flow changes it.
    const fn prove_outcomes(&self, rule: &PlainRule) {
        let mut f = 0;
        while f < rule.flows.len() {
            let after = rule.after(rule.flows[f]);
            if rule.turns_into.is_some() && after as usize == rule.flows[f] as usize {
                self.rule_fault(rule)
                    .text("turns into the flow that the case is in: ")
                    .text(after.text())
                    .fail();
            }
            let strangers = rule.outcomes() & !self.belonging[after as usize];
            if strangers != 0 {
                self.rule_fault(rule)
                    .text("leads to ")
                    .text(self.name(strangers))
                    .text(if self.is_success(first(strangers)) {
                        ", the success of another flow than "
                    } else {
                        ", which is no status of "
                    })
                    .text(after.text())
                    .fail();
            }
            f += 1;
        }
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

    /// For one flow, status and action there is at most one rule.
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
                        .text("says again what rule ")
                        .text(other.row)
                        .text(" says: ")
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

    /// Each status is reached from the opening of a case, in each flow to which it belongs, unless
    /// it is said to be adopted only; and each rule can be taken by some case that gets there.
    const fn prove_reachable(&self) {
        let reached = self.reached();
        let mut f = 0;
        while f < FLOWS {
            let mut somehow = 0;
            let mut facts = 0;
            while facts < FACTS {
                somehow |= reached[f][facts];
                facts += 1;
            }
            let unreached = self.belonging[f] & !somehow;
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
                        "can never be taken: no case comes to where it starts with its guards met",
                    )
                    .fail();
            }
            r += 1;
        }
    }

    /// For each flow and each combination of facts the statuses that a case can come to.
    const fn reached(&self) -> [[u128; FACTS]; FLOWS] {
        let used = self.made_facts();
        let mut reached = [[0u128; FACTS]; FLOWS];
        let mut f = 0;
        while f < FLOWS {
            let mut facts = 0;
            while facts < FACTS {
                if facts & !used == 0 {
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
        self.prove_adopted(&reached);
        reached
    }

    /// What is said to be adopted only is reached from there alone.
    const fn prove_adopted(&self, reached: &[[u128; FACTS]; FLOWS]) {
        let mut r = 0;
        while r < self.rules.len() {
            let rule = &self.rules[r];
            let mut f = 0;
            while f < rule.flows.len() {
                let flow = rule.flows[f];
                let after = rule.after(flow) as usize;
                let from = self.sources(rule, flow) & !self.only_adopted[flow as usize];
                let mut facts = 0;
                while facts < FACTS {
                    let starts = if rule.opens {
                        facts == 0
                    } else {
                        from & reached[flow as usize][facts] != 0
                    };
                    let found = rule.outcomes() & self.only_adopted[after];
                    if starts && rule.is_open_when(facts) && found != 0 {
                        self.status_fault(found)
                            .text("is said to be adopted only, but a rule leads to it in ")
                            .text(Flow::ALL[after].text())
                            .fail();
                    }
                    facts += 1;
                }
                f += 1;
            }
            r += 1;
        }
    }

    /// The facts of the case that some rule changes.
    const fn made_facts(&self) -> usize {
        let mut made = 0;
        let mut r = 0;
        while r < self.rules.len() {
            made |= self.rules[r].facts_after(0);
            r += 1;
        }
        made
    }

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

    /// From wherever a case can come to, an end can be reached, with the guards in mind.
    const fn prove_way_out(&self) {
        let reached = self.reached();
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
                        .text(" no end can be reached in ");
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
                    return fault.text(", to which rule ").text(rule.row).text(" leads");
                }
                f += 1;
            }
            r += 1;
        }
        fault
    }
}

/// What holds for a case that is stuck.
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

const fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut same = one.len() == other.len();
    let mut i = 0;
    while same && i < one.len() {
        same = one[i] == other[i];
        i += 1;
    }
    same
}
