//! How the model reads a platform's table: from the first rule to the last, until one fits.

use aftersale::lifecycle::{Action, Actor, Fact, Flow, KnownFacts, Phase, Rule};
use aftersale::order::Policy;

/// The known facts of a case. A fact that is not in the list is not known.
pub(super) type Known = Vec<(Fact, bool)>;

pub(super) fn all_known(facts: KnownFacts) -> Known {
    let mut known = Known::new();
    for fact in Fact::ALL {
        if let Some(holds) = facts.get(*fact) {
            known.push((*fact, holds));
        }
    }
    known
}

pub(super) fn learn(known: &mut Known, fact: Fact, holds: bool) {
    known.retain(|(other, _)| *other != fact);
    known.push((fact, holds));
}

pub(super) fn is_known(known: &Known, fact: Fact) -> Option<bool> {
    known.iter().find(|(other, _)| *other == fact).map(|(_, holds)| *holds)
}

/// The position of a case.
#[derive(Clone, Debug)]
pub(super) struct Position<S> {
    pub(super) flow: Flow,
    pub(super) status: S,
    pub(super) known: Known,
}

/// Returns what a status means in a flow; `None` where it does not belong to it.
pub(super) fn meaning<P: Policy>(flow: Flow, status: P::Status) -> Option<Phase> {
    for status_phase in P::LIFECYCLE.standings() {
        if status_phase.status == status && status_phase.flows.contains(&flow) {
            return Some(status_phase.phase);
        }
    }
    None
}

/// Returns what a case means whose status means this and of which this is known: an open dispute comes before whatever its
/// status waits for.
pub(super) fn meaning_with(phase: Phase, known: &Known) -> Phase {
    let waits = [
        Phase::UnderReview,
        Phase::WaitingForGoods,
        Phase::WaitingForReceipt,
        Phase::Refused,
        Phase::Lapsed,
    ];
    let is_disputed = is_known(known, Fact::DisputeOpen) == Some(true);
    if is_disputed && waits.contains(&phase) { Phase::InDispute } else { phase }
}

/// Returns the rule by which the actor can do this, from this status of this flow (`None`: before there is a
/// case), as far as is known.
pub(super) fn rule_for<P: Policy>(
    flow: Flow,
    from: Option<P::Status>,
    known: &Known,
    by: Actor,
    action: Action,
) -> Option<&'static Rule<P::Status>> {
    for rule in P::LIFECYCLE.rules() {
        let starts_here = match from {
            None => rule.from.is_empty(),
            Some(status) => rule.from.contains(&status),
        };
        let mut is_met = true;
        for guard in rule.guards {
            is_met &= is_known(known, guard.fact()) == Some(guard.wants());
        }
        let fits = rule.action == action && rule.flows.contains(&flow) && starts_here;
        if fits && rule.by.contains(&by) && is_met && P::LIFECYCLE.trusts(rule) {
            return Some(rule);
        }
    }
    None
}

/// Returns the position of a case after this rule. Facts of the order or its refunds are not kept with the
/// case: they are looked up there.
pub(super) fn position_after<S: Copy>(rule: &Rule<S>, flow: Flow, known: &Known) -> Position<S> {
    let mut known = known.clone();
    if rule.from.is_empty() {
        for fact in [Fact::GoodsSent, Fact::DisputeOpen, Fact::RefundUnderWay] {
            learn(&mut known, fact, false);
        }
    }
    for (fact, holds) in rule.makes {
        learn(&mut known, *fact, *holds);
    }
    known.retain(|(fact, _)| {
        !matches!(fact, Fact::OrderShipped | Fact::OtherCaseOpen | Fact::RefundUnderWay)
    });
    Position { flow: rule.turns_into.unwrap_or(flow), status: rule.to, known }
}

/// Returns whether the merchant may do this although the table has no rule for it at all: some tables know no
/// receipt, and goods come back all the same.
pub(super) fn is_only_recorded<P: Policy>(action: Action) -> bool {
    let is_receipt = matches!(action, Action::ConfirmReceipt | Action::WaiveReturn);
    is_receipt && P::LIFECYCLE.rules().iter().all(|rule| rule.action != action)
}

/// Returns whether a case in this phase holds what it asks for. One that was refused, lapsed or has ended
/// holds nothing (I17).
pub(super) fn holds(phase: Phase) -> bool {
    let over = [Phase::Refused, Phase::Lapsed, Phase::Refunded, Phase::Withdrawn, Phase::Closed];
    !over.contains(&phase)
}
