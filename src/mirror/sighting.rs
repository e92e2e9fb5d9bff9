//! What a merchant's system sees of a case: a status at a time of the platform's, and whatever else the document told.

use core::fmt;

use crate::lifecycle::{Action, Flow, KnownFacts, Status};
use crate::order::maximum::ID_BYTES;
use crate::time::Timestamp;
#[cfg(feature = "wire")]
use crate::wire::{Unknown, Word};
use crate::words::terms;

terms! {
    /// The way by which a sighting came.
    pub enum Source {
        /// The platform pushed it.
        Callback, "callback", "回调";
        /// The platform was asked: a document, or a line of a list.
        Poll, "poll", "查询";
        /// The answer to a call of the merchant's own.
        OwnCall, "own call", "主动操作";
    }
}

/// A status as it was seen: a word of the table, or one that the table does not have.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SeenStatus<'a, S> {
    /// A status of the table.
    Known(S),
    /// A word that the table does not have, as it came. It is kept and shown, and never taken for a known one (I24).
    Unknown(&'a str),
}

impl<'a, S: Status> SeenStatus<'a, S> {
    /// Returns the status with exactly this name, or the name as an unknown word.
    #[must_use]
    pub fn named(name: &'a str) -> Self {
        S::from_name(name).map_or(Self::Unknown(name), Self::Known)
    }

    /// Returns the status that a document has: its word, or what stands in the place of one.
    #[cfg(feature = "wire")]
    #[must_use]
    pub fn of_word(word: &'a Word<S>) -> Self {
        match word {
            Word::Known(status) => Self::Known(*status),
            Word::Unknown(Unknown::Text(name)) => Self::Unknown(name),
            Word::Unknown(Unknown::Other(json)) => Self::Unknown(json.text()),
        }
    }

    /// Returns the name, as the platform writes it.
    #[must_use]
    pub fn name(self) -> &'a str {
        match self {
            Self::Known(status) => status.name(),
            Self::Unknown(name) => name,
        }
    }

    /// Returns the status, where it is one of the table.
    #[must_use]
    pub const fn known(self) -> Option<S> {
        match self {
            Self::Known(status) => Some(status),
            Self::Unknown(_) => None,
        }
    }
}

impl<S: Status> fmt::Display for SeenStatus<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One sighting of a case. Everything but status, time and source is what a document may tell besides; what it does not
/// tell is not guessed.
///
/// ```
/// use aftersale::lifecycle::Flow;
/// use aftersale::mirror::{SeenStatus, Sighting, Source};
/// use aftersale::time::Timestamp;
/// use aftersale::wechat::AfterSaleStatus;
///
/// let seen = SeenStatus::<AfterSaleStatus>::named("USER_WAIT_RETURN");
/// let at = Timestamp::from_seconds(1_795_300_763);
/// let sighting = Sighting::new(seen, at, Source::Poll).of_flow(Flow::ReturnRefund);
/// assert_eq!(sighting.status.known(), Some(AfterSaleStatus::UserWaitReturn));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Sighting<'a, S> {
    /// The status.
    pub status: SeenStatus<'a, S>,
    /// The platform's time of it: when the event was made, or when the document was last changed. Not the time at which it
    /// arrived: a callback can be hours late.
    pub at: Timestamp,
    /// The way by which it came.
    pub source: Source,
    /// The flow, where the document states the type of the case. Callbacks mostly do not.
    pub flow: Option<Flow>,
    /// The facts that the document tells.
    pub facts: KnownFacts,
    /// The time until which the actor whose turn it is can act, where the document states it.
    pub deadline: Option<Timestamp>,
    /// Whether the document says that the case is finished, whatever its status is called.
    pub is_finished: bool,
    /// The action of the merchant's own call, where the sighting is the answer to one.
    pub action: Option<Action>,
}

impl<'a, S: Status> Sighting<'a, S> {
    /// Returns a sighting that tells nothing but the status.
    #[must_use]
    pub const fn new(status: SeenStatus<'a, S>, at: Timestamp, source: Source) -> Self {
        let facts = KnownFacts::UNKNOWN;
        let (flow, deadline, action) = (None, None, None);
        Self { status, at, source, flow, facts, deadline, is_finished: false, action }
    }

    /// Returns the answer to a call of the merchant's own.
    #[must_use]
    pub const fn after(action: Action, status: SeenStatus<'a, S>, at: Timestamp) -> Self {
        Self { action: Some(action), ..Self::new(status, at, Source::OwnCall) }
    }

    /// Returns the same sighting, which states the flow.
    #[must_use]
    pub const fn of_flow(self, flow: Flow) -> Self {
        Self { flow: Some(flow), ..self }
    }

    /// Returns the same sighting, which tells these facts.
    #[must_use]
    pub const fn telling(self, facts: KnownFacts) -> Self {
        Self { facts, ..self }
    }

    /// Returns the same sighting, which states until when the next actor can act.
    #[must_use]
    pub const fn until(self, deadline: Timestamp) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// Returns the same sighting, of a document that says that the case is finished.
    #[must_use]
    pub const fn finished(self) -> Self {
        Self { is_finished: true, ..self }
    }

    /// Returns what is wrong with the sighting itself, if something is. A mirror refuses such a sighting.
    #[must_use]
    pub const fn fault(&self) -> Option<SightingFault> {
        if !self.at.has_date() {
            return Some(SightingFault::TimeWithoutDate { at: self.at });
        }
        match self.status {
            SeenStatus::Unknown(name) if name.is_empty() => Some(SightingFault::NoStatus),
            SeenStatus::Unknown(name) if name.len() > ID_BYTES => {
                Some(SightingFault::StatusTooLong { length: name.len(), most: ID_BYTES })
            }
            _ => None,
        }
    }
}

/// A fault of a sighting. Nothing of it was taken over; correct the reader that made it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SightingFault {
    /// The time has no date: milliseconds were taken for seconds, perhaps.
    #[error("the sighting is of {seconds}, which is no time in seconds", seconds = at.seconds())]
    TimeWithoutDate {
        /// The time.
        at: Timestamp,
    },
    /// The status is empty.
    #[error("the sighting has no status")]
    NoStatus,
    /// The unknown word is longer than any status.
    #[error("the status has {length} bytes, and at most {most} are kept")]
    StatusTooLong {
        /// The number of its bytes.
        length: usize,
        /// The most that are kept.
        most: usize,
    },
}

impl SightingFault {
    /// Returns the stable code of the fault, such as `no_status`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TimeWithoutDate { .. } => "time_without_date",
            Self::NoStatus => "no_status",
            Self::StatusTooLong { .. } => "status_too_long",
        }
    }
}
