//! Which events of an order came about by other tables than today's, and what those tables did that
//! today's does not.

use alloc::vec::Vec;

use crate::lifecycle::{Action, Fingerprint, Flow, Phase, Rule, Status};
use crate::order::{Case, CaseId, Move, Order, Policy, Version};

/// Events one after the other that came about by one table.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::order) struct Stretch {
    #[serde(with = "super::about::fingerprint")]
    pub(super) table: Fingerprint,
    pub(super) first: Version,
    pub(super) last: Version,
}

/// A table by which events of an order came about and which is not today's.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct OtherTable<S> {
    /// Its fingerprint.
    pub table: Fingerprint,
    /// The first event that came about by it.
    pub first: Version,
    /// The last one before another table followed.
    pub last: Version,
    /// The moves among these events that today's table does not have. They stay facts.
    pub moves: Vec<ForeignMove<S>>,
    /// The places where cases came to stand by these events and that mean something else today. What they
    /// meant then stays.
    pub standings: Vec<ForeignStanding<S>>,
}

/// A place where a case came to stand and that means something else today.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ForeignStanding<S> {
    /// The event.
    pub version: Version,
    /// The case.
    pub case: CaseId,
    /// Where it stood.
    pub at: (Flow, S),
    /// What that meant then.
    pub then: Phase,
    /// What it means by today's table, if anything.
    pub today: Option<Phase>,
}

/// A move of a case that today's table does not have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ForeignMove<S> {
    /// The event.
    pub version: Version,
    /// The case.
    pub case: CaseId,
    /// Where it stood; nowhere, if it was opened.
    pub from: Option<(Flow, S)>,
    /// By which action it moved.
    pub action: Action,
    /// Where it went.
    pub to: (Flow, S),
}

/// Whether these stretches follow each other and end before this version, or with it.
pub(super) fn fits(stretches: &[Stretch], end: Version) -> bool {
    let follow = stretches.iter().zip(stretches.iter().skip(1));
    stretches.iter().all(|one| Version::FIRST <= one.first && one.first <= one.last)
        && follow.into_iter().all(|(one, other)| one.last < other.first)
        && stretches.last().is_none_or(|last| last.last <= end)
}

/// The stretches up to this version which are not of today's table, where what lies between those that
/// are named came about by `table`.
pub(super) fn of_other_tables(
    named: Vec<Stretch>,
    end: Version,
    table: Fingerprint,
    today: Fingerprint,
) -> Vec<Stretch> {
    let mut all = Vec::new();
    let mut first = Version::FIRST;
    let until = |next: Version| Version::new(next.number().saturating_sub(1));
    for stretch in named {
        all.push(Stretch { table, first, last: until(stretch.first) });
        first = stretch.last.next();
        all.push(stretch);
    }
    all.push(Stretch { table, first, last: end });
    all.retain(|stretch| stretch.table != today && stretch.first <= stretch.last);
    all
}

impl<P: Policy> Order<P> {
    /// Notes by which table an event came about, if that is not today's.
    pub(super) fn note(&mut self, version: Version, table: Fingerprint, today: Fingerprint) {
        if table == today {
            return;
        }
        match self.stretches.last_mut() {
            Some(last) if last.table == table && last.last.next() == version => last.last = version,
            _ => self.stretches.push(Stretch { table, first: version, last: version }),
        }
    }

    /// The other tables by which its events came about.
    pub(super) fn other_tables(&self) -> Vec<OtherTable<P::Status>> {
        let told = |stretch: &Stretch| {
            let Stretch { table, first, last } = *stretch;
            let is_in = |version: Version| first <= version && version <= last;
            let moves = self.cases().iter().flat_map(foreign_moves::<P>);
            let standings = self.cases().iter().flat_map(foreign_standings::<P>);
            OtherTable {
                table,
                first,
                last,
                moves: moves.filter(|step| is_in(step.version)).collect(),
                standings: standings.filter(|place| is_in(place.version)).collect(),
            }
        };
        self.stretches.iter().map(told).collect()
    }
}

/// The moves of a case that today's table does not have.
fn foreign_moves<P: Policy>(
    case: &Case<P::Status>,
) -> impl Iterator<Item = ForeignMove<P::Status>> + '_ {
    let before = [None].into_iter().chain(case.moves.iter().map(Some));
    before.zip(&case.moves).filter_map(|(before, step)| {
        let Move { action, flow, status, version, .. } = *step;
        let action = action?;
        let from = before.map(|before| (before.flow, before.status));
        let is_this = |rule: &Rule<P::Status>| leads(rule, from, action, (flow, status));
        let is_foreign = !P::LIFECYCLE.rules().iter().any(is_this);
        is_foreign.then_some(ForeignMove {
            version,
            case: case.id,
            from,
            action,
            to: (flow, status),
        })
    })
}

/// The places where a case stood that mean something else by today's table.
fn foreign_standings<P: Policy>(
    case: &Case<P::Status>,
) -> impl Iterator<Item = ForeignStanding<P::Status>> + '_ {
    case.moves.iter().filter_map(|step| {
        let Move { flow, status, standing: then, version, .. } = *step;
        let today = P::LIFECYCLE.phase(flow, status);
        let at = (flow, status);
        (today != Some(then)).then_some(ForeignStanding { version, case: case.id, at, then, today })
    })
}

/// Whether a rule leads from here by this action to there.
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
