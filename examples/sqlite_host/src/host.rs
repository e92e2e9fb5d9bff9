//! One command at a time: load the order, decide, store the event with its effects in one transaction,
//! answer. Of two desks that decide at the same time one finds the version taken, and decides again.

use std::path::Path;

use aftersale::order::{Command, Decision, Event, Order, OrderFacts, PendingEffect, Version};
use aftersale::time::Timestamp;

use crate::error::HostError;
use crate::fuse::Fuse;
use crate::platform::HostedPolicy;
use crate::store::Store;

/// A desk of the host: a connection of its own, at which commands come in.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) store: Store,
    fuse: Fuse,
}

/// The answer to a command.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Answer {
    /// It has happened, as this event.
    Accepted { version: Version, effects: Vec<PendingEffect> },
    /// It had happened before, as this event, and these effects are still open.
    Duplicate { version: Version, open: Vec<PendingEffect> },
    /// There was nothing to do.
    Nothing,
    /// It is refused, for this reason.
    Refused(String),
}

/// The result of a decision on the order as it was loaded. Nothing is stored yet.
#[derive(Debug)]
pub(crate) enum Prepared<P: HostedPolicy> {
    /// The command makes this event, and the order would be this one.
    Event(Box<(Order<P>, Event<P::Status>)>, Vec<PendingEffect>),
    /// The command makes no event.
    Answer(Answer),
}

impl Host {
    /// Opens a desk on the database in this file.
    pub(crate) fn open(path: &Path, fuse: Fuse) -> Result<Self, HostError> {
        Ok(Self { store: Store::open(path, fuse.clone())?, fuse })
    }

    /// Begins after-sales of an order, unless they have begun.
    pub(crate) fn begin<P: HostedPolicy>(
        &mut self,
        facts: OrderFacts,
        now: Timestamp,
    ) -> Result<(), HostError> {
        let order = facts.order.clone();
        let (order, opened) = Order::open(P::default(), facts, now)
            .map_err(|source| HostError::Opening { order, source })?;
        self.store.append(&order, &opened).map(|_| ())
    }

    /// Decides on a command, stores its event, and returns the answer.
    pub(crate) fn command<P: HostedPolicy>(
        &mut self,
        command: &Command,
    ) -> Result<Answer, HostError> {
        loop {
            let prepared = self.prepare::<P>(command)?;
            if let Some(answer) = self.store(prepared)? {
                return Ok(answer);
            }
        }
    }

    /// Loads the order and decides on a command.
    pub(crate) fn prepare<P: HostedPolicy>(
        &mut self,
        command: &Command,
    ) -> Result<Prepared<P>, HostError> {
        let mut order = self.store.load::<P>(&command.order)?;
        Ok(match order.decide(command) {
            Ok(Decision::Accepted { event, effects }) => {
                let id = order.id().clone();
                order.apply(&event).map_err(|source| HostError::Apply { order: id, source })?;
                Prepared::Event(Box::new((order, event)), effects)
            }
            Ok(Decision::Duplicate { version, pending: open }) => {
                Prepared::Answer(Answer::Duplicate { version, open })
            }
            Ok(Decision::Nothing { .. }) => Prepared::Answer(Answer::Nothing),
            Err(refusal) => Prepared::Answer(Answer::Refused(refusal.to_string())),
        })
    }

    /// Stores the event of a decision. `None` when another desk was first: the order has changed, and the
    /// command must be decided again.
    pub(crate) fn store<P: HostedPolicy>(
        &mut self,
        prepared: Prepared<P>,
    ) -> Result<Option<Answer>, HostError> {
        let (made, effects) = match prepared {
            Prepared::Event(made, effects) => (made, effects),
            Prepared::Answer(answer) => return Ok(Some(answer)),
        };
        let (order, event) = *made;
        self.fuse.step("after deciding, before storing");
        let is_stored = self.store.append(&order, &event)?;
        Ok(is_stored.then_some(Answer::Accepted { version: event.version, effects }))
    }
}
