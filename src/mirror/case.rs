//! What a mirror keeps of one case: the spans of time in which each status was seen, the newest of them, and what could not
//! be explained. It is small and bounded, whatever the case has been through.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{SeenStatus, Sighting, Source, Unexplained};
use crate::lifecycle::{Action, Flow, KnownFacts, Set, Status};
use crate::time::Timestamp;

/// The most spans that are kept. What is older is forgotten, but for what the table does not explain of it: a callback is late by less than four
/// hours on the platforms that are known, and no case is through so many statuses by then.
pub const MOST_SPANS: usize = 12;

/// The most unexplained passages that are kept of what was forgotten; those beyond are only counted.
pub const MOST_UNEXPLAINED: usize = 8;

/// A case that is owned by a platform, as far as it was seen.
///
/// Which sightings there were decides what it says, and not the order in which they came, as long as they differ in their
/// time and nothing was forgotten ([`MOST_SPANS`]).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MirroredCase<S> {
    /// In the order of the platform's time; never empty.
    pub(super) spans: Vec<Span<S>>,
    pub(super) has_forgotten: bool,
    pub(super) unexplained: Vec<Unexplained<S>>,
    pub(super) more_unexplained: u32,
}

/// A part of the story of a case: a status, as long as no other was seen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Chapter<'a, S> {
    /// The status.
    pub status: SeenStatus<'a, S>,
    /// The first time at which it was seen.
    pub first: Timestamp,
    /// The last time at which it was seen.
    pub last: Timestamp,
    /// The way by which the first of these sightings came.
    pub source: Source,
    /// The action of the merchant's own call that brought it, where that is known.
    pub action: Option<Action>,
}

/// A status, and the first and the last time at which it was seen, no other in between.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Span<S> {
    pub(super) status: KeptStatus<S>,
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
    /// The way by which the first sighting came.
    pub(super) source: Source,
    /// The flow that the documents of the span have stated, with the first and the last time of such a document. Documents
    /// that state different flows do not belong to one span.
    pub(super) stated: Option<StatedFlow>,
    /// The flows in which the case can be, from all that was seen up to here. Empty where the status is not known.
    pub(super) flows: Set<Flow>,
    /// The facts that the documents of the span have told.
    pub(super) told: KnownFacts,
    /// The time of the newest document that told a fact.
    pub(super) told_at: Timestamp,
    /// The first time at which a document said that the case is finished.
    pub(super) finished: Option<Timestamp>,
    /// The action of the merchant's own call that the span begins with.
    pub(super) action: Option<Action>,
    /// The newest deadline that was stated, and the time of its document.
    pub(super) deadline: Option<(Timestamp, Timestamp)>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct StatedFlow {
    pub(super) flow: Flow,
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum KeptStatus<S> {
    Known(S),
    Unknown(Arc<str>),
}

impl<S: Status> KeptStatus<S> {
    pub(super) fn of(seen: SeenStatus<'_, S>) -> Self {
        match seen {
            SeenStatus::Known(status) => Self::Known(status),
            SeenStatus::Unknown(name) => Self::Unknown(name.into()),
        }
    }

    pub(super) fn seen(&self) -> SeenStatus<'_, S> {
        match self {
            Self::Known(status) => SeenStatus::Known(*status),
            Self::Unknown(name) => SeenStatus::Unknown(name),
        }
    }

    pub(super) const fn known(&self) -> Option<S> {
        match self {
            Self::Known(status) => Some(*status),
            Self::Unknown(_) => None,
        }
    }
}

impl<S: Status> Span<S> {
    pub(super) fn of(sighting: &Sighting<'_, S>) -> Self {
        Self {
            status: KeptStatus::of(sighting.status),
            first: sighting.at,
            last: sighting.at,
            source: sighting.source,
            stated: sighting.flow.map(|flow| StatedFlow {
                flow,
                first: sighting.at,
                last: sighting.at,
            }),
            flows: Set::EMPTY,
            told: sighting.facts,
            told_at: if sighting.facts == KnownFacts::UNKNOWN {
                Timestamp::EARLIEST
            } else {
                sighting.at
            },
            finished: sighting.is_finished.then_some(sighting.at),
            action: sighting.action,
            deadline: sighting.deadline.map(|deadline| (sighting.at, deadline)),
        }
    }

    /// Returns whether a sighting can belong to this span: it has the same status, and states no other flow.
    pub(super) fn can_take(&self, sighting: &Sighting<'_, S>) -> bool {
        let is_other = |stated: StatedFlow| sighting.flow.is_some_and(|flow| flow != stated.flow);
        self.status.seen() == sighting.status && !self.stated.is_some_and(is_other)
    }

    /// Takes over one more sighting. Of two documents that tell different facts the later counts, and the end of a case is not
    /// taken back.
    ///
    /// Returns whether the flow is stated now and was not.
    pub(super) fn add(&mut self, sighting: &Sighting<'_, S>) -> bool {
        let at = sighting.at;
        let was_stated = self.stated.is_some();
        if let Some(flow) = sighting.flow {
            let stated = self.stated.unwrap_or(StatedFlow { flow, first: at, last: at });
            let (first, last) = (stated.first.min(at), stated.last.max(at));
            self.stated = Some(StatedFlow { flow, first, last });
        }
        if at < self.told_at {
            self.told = sighting.facts.overlaid_with(self.told);
        } else if sighting.facts != KnownFacts::UNKNOWN {
            self.told = self.told.overlaid_with(sighting.facts);
            self.told_at = at;
        }
        if sighting.is_finished {
            self.finished = Some(self.finished.map_or(at, |finished| finished.min(at)));
        }
        if sighting.at <= self.first && sighting.action.is_some() {
            self.action = sighting.action;
        }
        if let Some(deadline) = sighting.deadline {
            if self.deadline.is_none_or(|(told_at, _)| told_at <= sighting.at) {
                self.deadline = Some((sighting.at, deadline));
            }
        }
        if at < self.first {
            self.first = at;
            self.source = sighting.source;
        }
        self.last = self.last.max(sighting.at);
        was_stated != self.stated.is_some()
    }
}

impl<S: Status> MirroredCase<S> {
    /// Returns the status that was seen last.
    ///
    /// A word that the table does not have is given as it came.
    #[must_use]
    pub fn status(&self) -> Option<SeenStatus<'_, S>> {
        self.spans.last().map(|span| span.status.seen())
    }

    /// Returns the platform's time of the newest sighting. It never goes back.
    #[must_use]
    pub fn seen_at(&self) -> Option<Timestamp> {
        self.spans.last().map(|span| span.last)
    }

    /// Returns the first time at which the present status was seen.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        self.spans.last().map(|span| span.first)
    }

    /// Returns the statuses that were seen, the oldest first. What is older than the last [`MOST_SPANS`] is not kept.
    pub fn story(&self) -> impl Iterator<Item = Chapter<'_, S>> {
        self.spans.iter().map(|span| Chapter {
            status: span.status.seen(),
            first: span.first,
            last: span.last,
            source: span.source,
            action: span.action,
        })
    }

    /// Returns the number of unexplained passages that are only counted, since there were more than [`MOST_UNEXPLAINED`] in what is not
    /// kept any more.
    #[must_use]
    pub const fn more_unexplained(&self) -> u32 {
        self.more_unexplained
    }
}
