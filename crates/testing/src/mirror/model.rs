//! A plain mirror to compare with: it has all sightings at once, sorts them by their time, and looks for ways in the rules as
//! they stand in the table, one by one. It shares nothing with the mirror but the table.

use std::collections::{BTreeMap, BTreeSet};

use aftersale::lifecycle::{Flow, Lifecycle, Status};
use aftersale::time::Timestamp;

use super::Seen;

/// A flow and a status in it; no status before there is a case.
type Node<S> = (Flow, Option<S>);

/// The table of a platform, as the model reads it.
#[derive(Clone, Debug)]
pub struct MirrorModel<S: 'static> {
    lifecycle: Lifecycle<S>,
    flows: BTreeMap<S, BTreeSet<Flow>>,
    reached: BTreeMap<Node<S>, BTreeSet<(Flow, S)>>,
}

/// What sightings tell of a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told<S> {
    /// The statuses, the oldest first; `None` is an unknown word.
    pub story: Vec<Option<S>>,
    /// The flows in which the case can be.
    pub flows: BTreeSet<Flow>,
    /// Whether the case has ended.
    pub has_ended: bool,
    /// What no rules explain.
    pub unexplained: Vec<Strange<S>>,
}

/// A passage that no rules explain.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Strange<S> {
    /// The last known status before.
    pub from: Option<S>,
    /// The status after; `None` is an unknown word.
    pub to: Option<S>,
    /// The first time of the status after.
    pub at: Timestamp,
}

/// A status, as long as no other was seen.
struct Span<S> {
    at: Timestamp,
    status: Option<S>,
    stated: Option<Flow>,
    is_finished: bool,
}

impl<S: Status> MirrorModel<S> {
    /// Returns the model of this table: of the rules that it trusts.
    #[must_use]
    pub fn of(lifecycle: Lifecycle<S>) -> Self {
        let mut flows: BTreeMap<S, BTreeSet<Flow>> = BTreeMap::new();
        for standing in lifecycle.standings() {
            flows.entry(standing.status).or_default().extend(standing.flows.iter().copied());
        }
        let mut model = Self { lifecycle, flows, reached: BTreeMap::new() };
        for flow in Flow::ALL {
            let statuses = S::ALL.iter().copied().map(Some);
            for status in std::iter::once(None).chain(statuses) {
                let reached = model.reached((*flow, status));
                model.reached.insert((*flow, status), reached);
            }
        }
        model
    }

    /// Returns what the sightings tell. Each has its own time.
    ///
    /// # Panics
    ///
    /// Panics if two of them are of the same time, since nothing sorts these.
    #[must_use]
    pub fn told(&self, seen: &[Seen<S>]) -> Told<S> {
        let spans = spans(seen);
        let mut told = Told {
            story: spans.iter().map(|span| span.status).collect(),
            flows: BTreeSet::new(),
            has_ended: false,
            unexplained: Vec::new(),
        };
        // The last known status with its flows, and whether an unknown one came since.
        let mut before: Option<(S, BTreeSet<Flow>)> = None;
        let mut is_direct = true;
        let mut finished: BTreeSet<Option<S>> = BTreeSet::new();
        for (place, span) in spans.iter().enumerate() {
            let from = before.as_ref().map(|(status, _)| *status);
            let left_its_end = told.has_ended;
            if span.is_finished {
                finished.insert(span.status);
            }
            // What a document called finished stays so under the same status, whatever was seen in between.
            told.has_ended = finished.contains(&span.status)
                || span.status.is_some_and(|status| self.lifecycle.is_final(status));
            let Some(to) = span.status else {
                is_direct = false;
                told.flows = BTreeSet::new();
                if left_its_end {
                    let from = place.checked_sub(1).and_then(|before| spans[before].status);
                    told.unexplained.push(Strange { from, to: None, at: span.at });
                }
                continue;
            };
            let belongs = self.flows_of(to);
            let is_other = span.stated.is_some_and(|stated| !belongs.contains(&stated));
            let allowed = match span.stated {
                Some(stated) if !is_other => [stated].into(),
                _ => belongs,
            };
            let flows_before: BTreeSet<Flow> = match &before {
                Some((_, flows)) => flows.clone(),
                None => Flow::ALL.iter().copied().collect(),
            };
            let leads: BTreeSet<Flow> = if from == Some(to) {
                flows_before.intersection(&allowed).copied().collect()
            } else {
                let reached =
                    flows_before.iter().filter_map(|flow| self.reached.get(&(*flow, from)));
                let there =
                    reached.flatten().filter(|(flow, end)| *end == to && allowed.contains(flow));
                there.map(|(flow, _)| *flow).collect()
            };
            let has_no_way = is_direct && leads.is_empty();
            if left_its_end || is_other || has_no_way {
                told.unexplained.push(Strange { from, to: Some(to), at: span.at });
            }
            // A status that is seen first is taken as it is, whether an application leads there or not.
            told.flows = if from.is_none() || leads.is_empty() { allowed } else { leads };
            before = Some((to, told.flows.clone()));
            is_direct = true;
        }
        told
    }

    /// Returns whether a case that is opened in a flow can come to a status without another one.
    #[must_use]
    pub fn leads_around(&self, flow: Flow, to: S, avoided: S) -> bool {
        self.reached_without((flow, None), Some(avoided)).contains(&(flow, to))
    }

    fn flows_of(&self, status: S) -> BTreeSet<Flow> {
        self.flows.get(&status).cloned().unwrap_or_default()
    }

    /// Returns everything that can follow a node, in one step or more.
    fn reached(&self, node: Node<S>) -> BTreeSet<(Flow, S)> {
        self.reached_without(node, None)
    }

    fn reached_without(&self, node: Node<S>, avoided: Option<S>) -> BTreeSet<(Flow, S)> {
        let mut found = BTreeSet::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            for (flow, status) in self.next(node) {
                if Some(status) != avoided && found.insert((flow, status)) {
                    open.push((flow, Some(status)));
                }
            }
        }
        found
    }

    fn next(&self, (flow, from): Node<S>) -> BTreeSet<(Flow, S)> {
        let mut next = BTreeSet::new();
        if from.is_some_and(|status| !self.flows_of(status).contains(&flow)) {
            return next;
        }
        let rules = self.lifecycle.rules().iter().filter(|rule| self.lifecycle.trusts(rule));
        for rule in rules {
            let starts = match from {
                Some(status) => rule.from.contains(&status),
                None => rule.from.is_empty(),
            };
            if starts && rule.flows.contains(&flow) {
                let after = rule.turns_into.unwrap_or(flow);
                next.insert((after, rule.to));
                next.extend(rule.also_seen.iter().map(|seen| (after, *seen)));
            }
        }
        next
    }
}

fn spans<S: Status>(seen: &[Seen<S>]) -> Vec<Span<S>> {
    let sorted: BTreeMap<Timestamp, &Seen<S>> = seen.iter().map(|seen| (seen.at, seen)).collect();
    assert_eq!(sorted.len(), seen.len(), "two sightings of the same time");
    let mut spans: Vec<Span<S>> = Vec::new();
    for seen in sorted.into_values() {
        match spans.last_mut() {
            Some(last)
                if last.status == seen.status
                    && (seen.flow.is_none()
                        || last.stated.is_none()
                        || seen.flow == last.stated) =>
            {
                last.stated = seen.flow.or(last.stated);
                last.is_finished |= seen.is_finished;
            }
            _ => spans.push(Span {
                at: seen.at,
                status: seen.status,
                stated: seen.flow,
                is_finished: seen.is_finished,
            }),
        }
    }
    spans
}
