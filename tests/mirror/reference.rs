//! A plain mirror to compare with: it keeps every sighting, sorts them by their time, and looks for ways in the rules as they
//! stand in the table, one by one.

use std::collections::{BTreeMap, BTreeSet};

use aftersale::lifecycle::Flow;
use aftersale::wechat::AfterSaleStatus;
use aftersale::wechat::LIFECYCLE;

type Node = (Flow, AfterSaleStatus);

/// A sighting: time, status, and the flow if it was stated.
pub(crate) type Seen = (i64, AfterSaleStatus, Option<Flow>);

/// A passage that no rules explain: the statuses, and the times after and at.
pub(crate) type Forbidden = (AfterSaleStatus, AfterSaleStatus, i64);

#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Told {
    pub(crate) story: Vec<AfterSaleStatus>,
    pub(crate) flows: BTreeSet<Flow>,
    pub(crate) forbidden: Vec<Forbidden>,
}

fn next(node: Node) -> BTreeSet<Node> {
    let (flow, status) = node;
    let stands = |flow, status| {
        LIFECYCLE
            .standings()
            .iter()
            .any(|standing| standing.status == status && standing.flows.contains(&flow))
    };
    let mut next = BTreeSet::new();
    for rule in LIFECYCLE.rules() {
        let starts = rule.flows.contains(&flow) && rule.from.contains(&status);
        if starts && stands(flow, status) {
            let after = rule.turns_into.unwrap_or(flow);
            next.insert((after, rule.to));
            next.extend(rule.also_seen.iter().map(|seen| (after, *seen)));
        }
    }
    next
}

/// Returns everything that can follow a node, in one step or more.
fn reached(node: Node) -> BTreeSet<Node> {
    let mut found = BTreeSet::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        for next in next(node) {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

/// Returns whether a case that is opened in a flow can come to a status without another one.
pub(crate) fn leads_around(flow: Flow, to: AfterSaleStatus, avoided: AfterSaleStatus) -> bool {
    let opening = LIFECYCLE.rules().iter().filter(|rule| rule.from.is_empty());
    let opening = opening.filter(|rule| rule.flows.contains(&flow)).map(|rule| (flow, rule.to));
    let mut open: Vec<Node> = opening.filter(|(_, status)| *status != avoided).collect();
    let mut found: BTreeSet<Node> = open.iter().copied().collect();
    while let Some(node) = open.pop() {
        for next in next(node).into_iter().filter(|(_, status)| *status != avoided) {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found.contains(&(flow, to))
}

fn flows_of(status: AfterSaleStatus) -> BTreeSet<Flow> {
    let standings = LIFECYCLE.standings().iter().filter(|standing| standing.status == status);
    standings.flat_map(|standing| standing.flows.iter().copied()).collect()
}

/// Returns what the sightings tell; each has its own time.
pub(crate) fn told(sightings: &[Seen]) -> Told {
    let sorted: BTreeMap<i64, (AfterSaleStatus, Option<Flow>)> =
        sightings.iter().map(|(at, status, flow)| (*at, (*status, *flow))).collect();
    let mut spans: Vec<(i64, AfterSaleStatus, Option<Flow>)> = Vec::new();
    for (at, (status, flow)) in sorted {
        match spans.last_mut() {
            Some((_, last, stated))
                if *last == status && (flow.is_none() || stated.is_none() || flow == *stated) =>
            {
                *stated = flow.or(*stated);
            }
            _ => spans.push((at, status, flow)),
        }
    }
    let mut flows = BTreeSet::new();
    let mut forbidden = Vec::new();
    let mut before: Option<AfterSaleStatus> = None;
    for (at, status, stated) in &spans {
        let belongs = flows_of(*status);
        let is_other = stated.is_some_and(|stated| !belongs.contains(&stated));
        let allowed: BTreeSet<Flow> = match stated {
            Some(stated) if !is_other => [*stated].into(),
            _ => belongs,
        };
        let Some(from) = before.replace(*status) else {
            flows = allowed;
            continue;
        };
        let leads: BTreeSet<Flow> = flows
            .iter()
            .flat_map(|flow| reached((*flow, from)))
            .filter(|(flow, to)| to == status && allowed.contains(flow))
            .map(|(flow, _)| flow)
            .collect();
        if is_other || leads.is_empty() {
            forbidden.push((from, *status, *at));
        }
        flows = if leads.is_empty() { allowed } else { leads };
    }
    Told { story: spans.iter().map(|(_, status, _)| *status).collect(), flows, forbidden }
}
