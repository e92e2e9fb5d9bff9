//! The events of an order that came about under other tables than today's, and the transitions and meanings of those
//! tables that today's does not have.

use alloc::vec::Vec;

use crate::lifecycle::{Action, Fingerprint, Flow, Phase, Rule, Status};
use crate::order::{Case, CaseId, HistoryEntry, Order, Policy, Version};

/// A stretch of events that came about under one table.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::order) struct TableSpan {
    #[serde(with = "super::about::fingerprint")]
    pub(super) table: Fingerprint,
    pub(super) first: Version,
    pub(super) last: Version,
}

/// A table, other than today's, under which events of an order came about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct OtherTable<S> {
    /// The fingerprint of the table.
    pub table: Fingerprint,
    /// The first event that came about under it.
    pub first: Version,
    /// The last event before another table followed.
    pub last: Version,
    /// The transitions among these events that today's table does not have. They stay facts.
    pub transitions: Vec<ForeignTransition<S>>,
    /// The positions that cases came to by these events and that have another phase today. The phase that they had
    /// then stays.
    pub standings: Vec<ForeignStanding<S>>,
}

/// A position that a case came to and that has another phase today.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ForeignStanding<S> {
    /// The event.
    pub version: Version,
    /// The case.
    pub case: CaseId,
    /// The position.
    pub at: (Flow, S),
    /// The phase that it had then.
    pub then: Phase,
    /// The phase that it has by today's table, if it has one.
    pub today: Option<Phase>,
}

/// A transition of a case that today's table does not have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ForeignTransition<S> {
    /// The event.
    pub version: Version,
    /// The case.
    pub case: CaseId,
    /// The position before it; `None` if the case was opened.
    pub from: Option<(Flow, S)>,
    /// The action.
    pub action: Action,
    /// The position after it.
    pub to: (Flow, S),
}

/// Returns whether these stretches follow each other and end before this version, or with it.
pub(super) fn fits(table_spans: &[TableSpan], end: Version) -> bool {
    let follow = table_spans.iter().zip(table_spans.iter().skip(1));
    table_spans.iter().all(|one| Version::FIRST <= one.first && one.first <= one.last)
        && follow.into_iter().all(|(one, other)| one.last < other.first)
        && table_spans.last().is_none_or(|last| last.last <= end)
}

/// Returns the stretches up to this version that are not of today's table, where all events between the given ones
/// came about under `table`.
pub(super) fn of_other_tables(
    named: Vec<TableSpan>,
    end: Version,
    table: Fingerprint,
    today: Fingerprint,
) -> Vec<TableSpan> {
    let mut all = Vec::new();
    let mut first = Version::FIRST;
    let until = |next: Version| Version::new(next.number().saturating_sub(1));
    for span in named {
        all.push(TableSpan { table, first, last: until(span.first) });
        first = span.last.next();
        all.push(span);
    }
    all.push(TableSpan { table, first, last: end });
    all.retain(|span| span.table != today && span.first <= span.last);
    all
}

impl<P: Policy> Order<P> {
    /// Records the table under which an event came about, if that is not today's.
    pub(super) fn note(&mut self, version: Version, table: Fingerprint, today: Fingerprint) {
        if table == today {
            return;
        }
        match self.table_spans.last_mut() {
            Some(last) if last.table == table && last.last.next() == version => last.last = version,
            _ => self.table_spans.push(TableSpan { table, first: version, last: version }),
        }
    }

    /// Returns the other tables under which its events came about.
    pub(super) fn other_tables(&self) -> Vec<OtherTable<P::Status>> {
        let known = |span: &TableSpan| {
            let TableSpan { table, first, last } = *span;
            let is_in = |version: Version| first <= version && version <= last;
            let transitions = self.cases().iter().flat_map(foreign_transitions::<P>);
            let standings = self.cases().iter().flat_map(foreign_standings::<P>);
            OtherTable {
                table,
                first,
                last,
                transitions: transitions.filter(|step| is_in(step.version)).collect(),
                standings: standings.filter(|place| is_in(place.version)).collect(),
            }
        };
        self.table_spans.iter().map(known).collect()
    }
}

/// Returns the transitions of a case that today's table does not have.
fn foreign_transitions<P: Policy>(
    case: &Case<P::Status>,
) -> impl Iterator<Item = ForeignTransition<P::Status>> + '_ {
    let before = [None].into_iter().chain(case.history.iter().map(Some));
    before.zip(&case.history).filter_map(|(before, step)| {
        let HistoryEntry { action, flow, status, version, .. } = *step;
        let action = action?;
        let from = before.map(|before| (before.flow, before.status));
        let is_this = |rule: &Rule<P::Status>| leads(rule, from, action, (flow, status));
        let is_foreign = !P::LIFECYCLE.rules().iter().any(is_this);
        is_foreign.then_some(ForeignTransition {
            version,
            case: case.id,
            from,
            action,
            to: (flow, status),
        })
    })
}

/// Returns the positions of a case that have another phase by today's table.
fn foreign_standings<P: Policy>(
    case: &Case<P::Status>,
) -> impl Iterator<Item = ForeignStanding<P::Status>> + '_ {
    case.history.iter().filter_map(|step| {
        let HistoryEntry { flow, status, status_phase: then, version, .. } = *step;
        let today = P::LIFECYCLE.phase(flow, status);
        let at = (flow, status);
        (today != Some(then)).then_some(ForeignStanding { version, case: case.id, at, then, today })
    })
}

/// Returns whether a rule leads from one position by this action to the other.
fn leads<S: Status>(
    rule: &Rule<S>,
    from: Option<(Flow, S)>,
    action: Action,
    (flow, to): (Flow, S),
) -> bool {
    let starts = match from {
        None => rule.from.is_empty() && rule.flows.contains(&flow),
        Some((before, status)) => {
            rule.from.contains(&status)
                && rule.flows.contains(&before)
                && rule.turns_into.unwrap_or(before) == flow
        }
    };
    starts && rule.action == action && rule.to == to
}
