//! The table of a platform as a graph: which status can follow which, by one rule or by several, guards aside. It is worked
//! out once, when a mirror is made, so that a sighting is judged by looking at single bits.

use alloc::collections::VecDeque;
use alloc::vec;
use alloc::vec::Vec;

use super::Passage;
use crate::lifecycle::{Action, Flow, KnownFacts, Lifecycle, Rule, Set, Status, Transition};

/// The most ways that are given for a gap. More would not help a reader.
pub(super) const MOST_WAYS: usize = 8;

/// A flow and a status; no status before there is a case.
type Node<S> = (Flow, Option<S>);

#[derive(Clone, Debug)]
pub(super) struct Graph<S: 'static> {
    lifecycle: Lifecycle<S>,
    /// The number of nodes that a flow has: one for "no case yet", and one for each number of a status.
    places: usize,
    /// The nodes that follow a node by one rule, as bits.
    next: Bits,
    /// The nodes that follow a node by one rule or more, as bits.
    reached: Bits,
}

/// For each node a row of bits, one for each node.
#[derive(Clone, Debug)]
struct Bits {
    words_of_row: usize,
    words: Vec<u64>,
}

impl Bits {
    fn of(nodes: usize) -> Self {
        let words_of_row = nodes.div_ceil(64);
        Self { words_of_row, words: vec![0; nodes.saturating_mul(words_of_row)] }
    }

    fn row(&self, node: usize) -> &[u64] {
        let start = node.saturating_mul(self.words_of_row);
        self.words.get(start..start.saturating_add(self.words_of_row)).unwrap_or_default()
    }

    fn has(&self, from: usize, to: usize) -> bool {
        let word = self.row(from).get(to / 64);
        word.is_some_and(|word| word & bit(to) != 0)
    }

    fn set(&mut self, from: usize, to: usize) {
        let place = from.saturating_mul(self.words_of_row).saturating_add(to / 64);
        if let Some(word) = self.words.get_mut(place) {
            *word |= bit(to);
        }
    }

    /// Adds what one node has to another.
    fn add_row(&mut self, from: usize, to: usize) {
        let added: Vec<u64> = self.row(from).to_vec();
        let start = to.saturating_mul(self.words_of_row);
        let row = self.words.iter_mut().skip(start);
        row.zip(added).for_each(|(word, more)| *word |= more);
    }
}

/// Returns the bit of a node in its word. A rotation goes by the remainder of 64.
fn bit(node: usize) -> u64 {
    u32::try_from(node).map_or(0, |place| 1u64.rotate_left(place))
}

impl<S: Status> Graph<S> {
    pub(super) fn of(lifecycle: Lifecycle<S>) -> Self {
        let last = S::ALL.iter().map(|status| usize::from(status.stored_number())).max();
        let places = last.map_or(1, |last| last.saturating_add(2));
        let nodes = Flow::ALL.len().saturating_mul(places);
        let mut graph = Self { lifecycle, places, next: Bits::of(nodes), reached: Bits::of(nodes) };
        for from in graph.nodes() {
            for step in graph.steps(from).collect::<Vec<_>>() {
                let to = graph.number((step.flow, Some(step.to)));
                graph.next.set(graph.number(from), to);
            }
        }
        graph.reached = graph.next.clone();
        // Warshall: after the round of a node all ways through the nodes so far are known.
        for through in 0..nodes {
            for from in 0..nodes {
                if graph.reached.has(from, through) {
                    graph.reached.add_row(through, from);
                }
            }
        }
        graph
    }

    pub(super) const fn lifecycle(&self) -> Lifecycle<S> {
        self.lifecycle
    }

    fn number(&self, (flow, status): Node<S>) -> usize {
        let place =
            status.map_or(0, |status| usize::from(status.stored_number()).saturating_add(1));
        (flow as usize).saturating_mul(self.places).saturating_add(place)
    }

    fn nodes(&self) -> impl Iterator<Item = Node<S>> + use<S> {
        let statuses = || core::iter::once(None).chain(S::ALL.iter().copied().map(Some));
        Flow::ALL.iter().flat_map(move |flow| statuses().map(move |status| (*flow, status)))
    }

    /// Returns the steps that lead away from a node.
    fn steps(&self, (flow, from): Node<S>) -> impl Iterator<Item = Transition<S>> + use<S> {
        let lifecycle = self.lifecycle;
        let rules =
            Action::ALL.iter().filter_map(move |action| lifecycle.rule(flow, from, *action));
        let rules = rules.filter(move |rule| lifecycle.trusts(rule));
        rules.flat_map(move |rule| outcomes(rule).map(move |to| step_by(rule, flow, to)))
    }

    /// Returns the flows in which a case can be at `to`, among those allowed, when it was at `from` in one of `flows`.
    pub(super) fn flows_after(
        &self,
        flows: Set<Flow>,
        from: Option<S>,
        to: S,
        allowed: Set<Flow>,
    ) -> Set<Flow> {
        self.flows_in(&self.reached, flows, from, to, allowed)
    }

    /// Returns the same for one rule alone.
    pub(super) fn flows_next(
        &self,
        flows: Set<Flow>,
        from: Option<S>,
        to: S,
        allowed: Set<Flow>,
    ) -> Set<Flow> {
        self.flows_in(&self.next, flows, from, to, allowed)
    }

    fn flows_in(
        &self,
        bits: &Bits,
        flows: Set<Flow>,
        from: Option<S>,
        to: S,
        allowed: Set<Flow>,
    ) -> Set<Flow> {
        let leads = |after: &Flow| {
            let to = self.number((*after, Some(to)));
            flows.iter().any(|flow| bits.has(self.number((flow, from)), to))
        };
        allowed.iter().filter(leads).collect()
    }

    /// Returns the rules by one of which the passage can have come about.
    pub(super) fn rules(
        &self,
        passage: Passage<S>,
    ) -> impl Iterator<Item = Transition<S>> + use<'_, S> {
        let starts = passage.flows_before.iter().map(move |flow| (flow, passage.from));
        let steps = starts.flat_map(move |start| self.steps(start));
        steps.filter(move |step| step.to == passage.to && passage.flows.contains(step.flow))
    }

    /// Returns the shortest ways that explain a passage, [`MOST_WAYS`] at most, always in the same order.
    pub(super) fn ways(&self, passage: Passage<S>) -> Vec<Vec<Transition<S>>> {
        let left = self.steps_left(passage, |_| true);
        let starts = passage.flows_before.iter().map(|flow| (flow, passage.from));
        let least = starts.clone().filter_map(|start| left.get(self.number(start)).copied()?).min();
        let Some(least) = least else { return Vec::new() };
        let mut ways = Vec::new();
        for start in starts.filter(|start| left.get(self.number(*start)) == Some(&Some(least))) {
            self.follow(&left, start, &mut Vec::new(), &mut ways);
        }
        ways
    }

    fn follow(
        &self,
        left: &[Option<usize>],
        at: Node<S>,
        so_far: &mut Vec<Transition<S>>,
        ways: &mut Vec<Vec<Transition<S>>>,
    ) {
        let here = left.get(self.number(at)).copied().flatten();
        if ways.len() >= MOST_WAYS {
            return;
        }
        if here == Some(0) {
            ways.push(so_far.clone());
            return;
        }
        for step in self.steps(at).collect::<Vec<_>>() {
            let next = (step.flow, Some(step.to));
            let after = left.get(self.number(next)).copied().flatten();
            if after.and_then(|after| after.checked_add(1)) == here {
                let before = so_far.last().map_or(KnownFacts::UNKNOWN, |step| step.facts);
                so_far.push(Transition { facts: step.rule.facts_after(before), ..step });
                self.follow(left, next, so_far, ways);
                so_far.pop();
            }
        }
    }

    /// Returns the statuses through which every way that explains a passage leads, in the order of the way.
    pub(super) fn must_pass(&self, passage: Passage<S>) -> Vec<S> {
        let way = self.ways(passage).into_iter().next().unwrap_or_default();
        let mut passed: Vec<S> = Vec::new();
        for step in way {
            let is_between = step.to != passage.to && passage.from != Some(step.to);
            if is_between && !passed.contains(&step.to) && !self.leads_around(passage, step.to) {
                passed.push(step.to);
            }
        }
        passed
    }

    fn leads_around(&self, passage: Passage<S>, avoided: S) -> bool {
        let left = self.steps_left(passage, |status| status != avoided);
        let mut starts = passage.flows_before.iter().map(|flow| (flow, passage.from));
        starts.any(|start| left.get(self.number(start)).copied().flatten().is_some())
    }

    /// Returns for each node how many steps it is from there to the end of a passage, by statuses that are allowed; `None`
    /// where no way leads there.
    fn steps_left(&self, passage: Passage<S>, allowed: impl Fn(S) -> bool) -> Vec<Option<usize>> {
        let nodes: Vec<Node<S>> = self.nodes().collect();
        let mut left = vec![None; Flow::ALL.len().saturating_mul(self.places)];
        let mut queue = VecDeque::new();
        for flow in passage.flows.iter() {
            let end = self.number((flow, Some(passage.to)));
            if let Some(left) = left.get_mut(end) {
                *left = Some(0_usize);
                queue.push_back(end);
            }
        }
        while let Some(to) = queue.pop_front() {
            let after = left.get(to).copied().flatten();
            for from in &nodes {
                let is_allowed = from.1.is_none_or(&allowed);
                let place = self.number(*from);
                let is_new = left.get(place).is_some_and(Option::is_none);
                if is_allowed && is_new && self.next.has(place, to) {
                    if let Some(left) = left.get_mut(place) {
                        *left = after.and_then(|after| after.checked_add(1));
                        queue.push_back(place);
                    }
                }
            }
        }
        left
    }
}

fn outcomes<S: Status>(rule: &'static Rule<S>) -> impl Iterator<Item = S> {
    core::iter::once(rule.to).chain(rule.also_seen.iter().copied())
}

fn step_by<S: Status>(rule: &'static Rule<S>, flow: Flow, to: S) -> Transition<S> {
    let facts = rule.facts_after(KnownFacts::UNKNOWN);
    Transition { rule, flow: rule.flow_after(flow), to, facts }
}
