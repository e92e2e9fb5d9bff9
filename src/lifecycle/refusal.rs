//! The reasons why an action is not permitted: all of them, typed, with the actions possible instead.

use core::fmt;

use super::proof::MOST_GUARDS;
use super::{
    Action, Actor, Evidence, Flow, Guard, KnownFacts, Lifecycle, Position, Rule, Set, Status,
};

/// One reason why an action is not permitted. Each says what would have to be different.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum TableReason<S: Status> {
    /// The platform does not have the action at all.
    #[error("{platform} has no such action")]
    NoSuchAction {
        /// The platform.
        platform: &'static str,
    },
    /// The case has ended: nothing can be done to it. Open a new one instead.
    #[error("the case has ended with {}", status.name())]
    Ended {
        /// The final status.
        status: S,
    },
    /// The status is one without rules, such as an invalid value. Read the case again.
    #[error("{} has no rules", status.name())]
    NoRules {
        /// The status.
        status: S,
    },
    /// The status does not belong to the flow. One of the two was read or stored wrongly.
    #[error("{} belongs to another flow ({flows})", status.name())]
    NotOfThisFlow {
        /// The status.
        status: S,
        /// The flows to which it belongs.
        flows: Set<Flow>,
    },
    /// There is no case yet. Open one first.
    #[error("there is no case yet")]
    NoCaseYet {
        /// The actions that this actor can take before there is a case.
        instead: Set<Action>,
    },
    /// No rule permits the action at this status.
    #[error("no rule permits this here")]
    NotHere {
        /// The actions that this actor can take here.
        instead: Set<Action>,
    },
    /// At this status only the other flow permits the action.
    #[error("only the other flow ({only_in}) permits this")]
    OtherFlow {
        /// The flow that permits it.
        only_in: Flow,
        /// The actions that this actor can take here.
        instead: Set<Action>,
    },
    /// The actor does not have the right; another actor has.
    #[error("only the {only} may do this")]
    OtherActor {
        /// The actors who have the right.
        only: Set<Actor>,
    },
    /// No rule permits the action here, and at other statuses other actors have the right.
    #[error("at other statuses only the {only} may do this")]
    NeverByThisActor {
        /// The actors who have the right at other statuses.
        only: Set<Actor>,
    },
    /// A condition is known not to be met.
    #[error("{}", guard.unmet())]
    GuardNotMet {
        /// The condition.
        guard: Guard,
    },
    /// The fact of a condition is not known. Find out, and ask again.
    #[error("it is not known whether {}", guard.fact())]
    GuardNotKnown {
        /// The condition.
        guard: Guard,
    },
    /// There is a rule, but on weaker evidence than the host requires.
    #[error("rule {row} is only {evidence}, but at least {trusted} evidence is required")]
    NotTrusted {
        /// The row of the rule.
        row: &'static str,
        /// The evidence of the rule.
        evidence: Evidence,
        /// The weakest evidence that the host accepts.
        trusted: Evidence,
    },
}

impl<S: Status> TableReason<S> {
    /// Returns the stable code of the reason, such as `not_here`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// Returns the actions that the actor can take instead, now or under conditions that are not known,
    /// where the reason is that the action is not permitted here.
    #[must_use]
    pub const fn instead(self) -> Option<Set<Action>> {
        match self {
            Self::NoCaseYet { instead }
            | Self::NotHere { instead }
            | Self::OtherFlow { instead, .. } => Some(instead),
            _ => None,
        }
    }
}

/// An action that is not permitted. Its text gives every reason.
///
/// It holds the question and no list, so it can be made without allocating; [`reasons`](Self::reasons)
/// computes them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TableRefusal<S: 'static> {
    pub(super) lifecycle: Lifecycle<S>,
    /// The position of the case.
    pub position: Position<S>,
    /// The actor who asked.
    pub actor: Actor,
    /// The action asked for.
    pub action: Action,
}

impl<S: Status> TableRefusal<S> {
    /// Returns every reason, the most basic first: the case, the flow, the actor, the guards, the
    /// evidence.
    pub fn reasons(&self) -> impl Iterator<Item = TableReason<S>> {
        let reasons: TableReasons<S> =
            self.lifecycle.reasons_why_not(&self.position, self.actor, self.action);
        reasons.into_iter()
    }
}

impl<S: Status> fmt::Display for TableRefusal<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { flow, status, .. } = self.position;
        write!(f, "the {} cannot {}", self.actor, self.action)?;
        match status {
            Some(status) => write!(f, " at {} ({flow})", status.name())?,
            None => write!(f, " ({flow})")?,
        }
        let mut separator = ": ";
        for reason in self.reasons() {
            write!(f, "{separator}{reason}")?;
            separator = "; ";
        }
        for instead in self.reasons().filter_map(TableReason::instead).filter(|set| !set.is_empty())
        {
            write!(f, "; possible instead: {instead}")?;
        }
        Ok(())
    }
}

impl<S: Status> core::error::Error for TableRefusal<S> {}

impl<S: Status> Lifecycle<S> {
    /// Returns all actors who may take the action at some status, on any evidence.
    fn ever_by(self, action: Action) -> Set<Actor> {
        self.rules()
            .iter()
            .filter(|rule| rule.action == action)
            .flat_map(|rule| rule.by.iter().copied())
            .collect()
    }

    /// Adds every reason why the actor may not take the action to `reasons`.
    fn reasons_why_not(
        self,
        position: &Position<S>,
        actor: Actor,
        action: Action,
    ) -> TableReasons<S> {
        let mut reasons = TableReasons::default();
        let Position { flow, status, facts } = *position;
        if let Some(rule) = self.rule(flow, status, action) {
            self.rule_reasons(&mut reasons, rule, facts, actor);
            return reasons;
        }
        // After a status of another flow, an ended case or a status without rules no other reason
        // matters.
        let phase = status.and_then(|status| self.phase(flow, status));
        match (status, phase) {
            (Some(status), None) => {
                let flows = self.flows_of(status);
                reasons.add(if flows.is_empty() {
                    TableReason::NoRules { status }
                } else {
                    TableReason::NotOfThisFlow { status, flows }
                });
                return reasons;
            }
            (Some(status), Some(phase)) if phase.is_final() => {
                reasons.add(TableReason::Ended { status });
                return reasons;
            }
            _ => {}
        }
        let ever = self.ever_by(action);
        if ever.is_empty() {
            reasons.add(TableReason::NoSuchAction { platform: self.platform() });
            return reasons;
        }
        let instead =
            self.permitted(position, actor).map(|may| may.transition.rule.action).collect();
        let other_flow = Flow::ALL
            .iter()
            .filter(|other| **other != flow)
            .find_map(|other| Some((*other, self.rule(*other, status, action)?)));
        if let Some((only_in, rule)) = other_flow {
            reasons.add(TableReason::OtherFlow { only_in, instead });
            self.rule_reasons(&mut reasons, rule, facts, actor);
            return reasons;
        }
        reasons.add(match status {
            Some(_) => TableReason::NotHere { instead },
            None => TableReason::NoCaseYet { instead },
        });
        if !ever.contains(actor) {
            reasons.add(TableReason::NeverByThisActor { only: ever });
        }
        reasons
    }

    fn rule_reasons(
        self,
        reasons: &mut TableReasons<S>,
        rule: &'static Rule<S>,
        facts: KnownFacts,
        actor: Actor,
    ) {
        if !rule.by.contains(&actor) {
            reasons.add(TableReason::OtherActor { only: rule.by.iter().copied().collect() });
        }
        for guard in rule.guards {
            match facts.meet(*guard) {
                Some(true) => {}
                Some(false) => reasons.add(TableReason::GuardNotMet { guard: *guard }),
                None => reasons.add(TableReason::GuardNotKnown { guard: *guard }),
            }
        }
        if !self.trusts(rule) {
            reasons.add(TableReason::NotTrusted {
                row: rule.row,
                evidence: rule.evidence,
                trusted: self.trusted(),
            });
        }
    }
}

/// Room for every reason that one refusal can have: the status, the flow, the actor, the guards, the
/// evidence.
#[derive(Clone, Copy, Debug)]
struct TableReasons<S: Status> {
    slots: [Option<TableReason<S>>; MOST_GUARDS + 4],
}

impl<S: Status> Default for TableReasons<S> {
    fn default() -> Self {
        Self { slots: [None; MOST_GUARDS + 4] }
    }
}

impl<S: Status> TableReasons<S> {
    fn add(&mut self, reason: TableReason<S>) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.is_none()) {
            *slot = Some(reason);
        }
    }

    fn into_iter(self) -> impl Iterator<Item = TableReason<S>> {
        self.slots.into_iter().flatten()
    }
}
