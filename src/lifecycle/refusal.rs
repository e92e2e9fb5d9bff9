//! Why something is not permitted: every reason, typed, with what is possible instead.

use core::fmt;

use super::machine::Reasons;
use super::{Action, Actor, Evidence, Flow, Guard, Lifecycle, Position, Set, Status};

/// One reason why an action is not permitted. Each says what would have to be different.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason<S: Status> {
    /// The platform has no such action at all, or none on good enough evidence.
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
    #[error("{} is a status without rules", status.name())]
    NoRules {
        /// The status.
        status: S,
    },
    /// The status does not belong to the flow. One of the two was read or stored wrongly.
    #[error("{} is a status of another flow ({flows})", status.name())]
    NotOfThisFlow {
        /// The status.
        status: S,
        /// The flows to which it belongs.
        flows: Set<Flow>,
    },
    /// There is no case yet.
    #[error("there is no case yet")]
    NoCaseYet {
        /// What this actor can do before there is a case.
        instead: Set<Action>,
    },
    /// Nobody can do this at this status.
    #[error("nobody can do this here")]
    NotHere {
        /// What this actor can do here.
        instead: Set<Action>,
    },
    /// At this status it can be done in the other flow only.
    #[error("only in the other flow ({only_in}) can this be done here")]
    OtherFlow {
        /// The flow in which it can be done.
        only_in: Flow,
        /// What this actor can do here.
        instead: Set<Action>,
    },
    /// The actor does not have the right; somebody else has.
    #[error("only the {only} may do this")]
    OtherActor {
        /// Who may.
        only: Set<Actor>,
    },
    /// A condition is known not to be met.
    #[error("{}", guard.unmet())]
    GuardNotMet {
        /// The condition.
        guard: Guard,
    },
    /// It is not known whether a condition is met. Find out, and ask again.
    #[error("it is not known whether {}", guard.fact())]
    GuardNotKnown {
        /// The condition.
        guard: Guard,
    },
    /// There is a rule, but on weaker evidence than the host asked for.
    #[error("rule {row} is only {evidence}, and {trusted} is the weakest evidence asked for")]
    NotTrusted {
        /// The row of the rule.
        row: &'static str,
        /// How sure the rule is.
        evidence: Evidence,
        /// How sure the host wants it.
        trusted: Evidence,
    },
}

impl<S: Status> Reason<S> {
    /// What the actor can do instead, where the reason is that this cannot be done here.
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

/// An action that is not permitted. Its text says why, with every reason.
///
/// It holds the question and no list, so that it can be made without allocating;
/// [`reasons`](Self::reasons) works them out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Refusal<S: 'static> {
    pub(super) lifecycle: Lifecycle<S>,
    /// Where the case stands.
    pub position: Position<S>,
    /// Who wanted to act.
    pub actor: Actor,
    /// What was wanted.
    pub action: Action,
}

impl<S: Status> Refusal<S> {
    /// Every reason, the most basic first: the case, the flow, the actor, the guards, the evidence.
    pub fn reasons(&self) -> impl Iterator<Item = Reason<S>> {
        let reasons: Reasons<S> = self.lifecycle.reasons(&self.position, self.actor, self.action);
        reasons.into_iter()
    }
}

impl<S: Status> fmt::Display for Refusal<S> {
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
        for instead in self.reasons().filter_map(Reason::instead).filter(|set| !set.is_empty()) {
            write!(f, "; possible instead: {instead}")?;
        }
        Ok(())
    }
}

impl<S: Status> core::error::Error for Refusal<S> {}
