//! One command at a time: load the order, decide, store the event with its effects in one transaction,
//! answer. Of two who decide at the same time one finds the version taken, and asks again.

use std::path::Path;

use aftersale::order::{Command, Decision, Event, Order, OrderFacts, PendingEffect, Version};
use aftersale::time::Timestamp;

use crate::error::HostError;
use crate::fuse::Fuse;
use crate::platform::Kept;
use crate::store::Store;

/// A desk of the host: a connection of its own, at which commands come in.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) store: Store,
    fuse: Fuse,
}

/// What came of a command.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Answer {
    /// It has happened, as this event.
    Accepted { version: Version, effects: Vec<PendingEffect> },
    /// It had happened before, as this event, and this is still open.
    Before { version: Version, open: Vec<PendingEffect> },
    /// There was nothing to do.
    Nothing,
    /// It cannot be, and why.
    Refused(String),
}

/// What a command would do to the order as it was loaded. Nothing is stored yet.
#[derive(Debug)]
pub(crate) enum Asked<P: Kept> {
    /// It makes this event, and the order would be this one.
    Event(Box<(Order<P>, Event<P::Status>)>, Vec<PendingEffect>),
    /// It makes none.
    Answer(Answer),
}

impl Host {
    /// A desk on the database in this file.
    pub(crate) fn open(path: &Path, fuse: Fuse) -> Result<Self, HostError> {
        Ok(Self { store: Store::open(path, fuse.clone())?, fuse })
    }

    /// Begins after-sales of an order, unless they have begun.
    pub(crate) fn begin<P: Kept>(
        &mut self,
        facts: OrderFacts,
        now: Timestamp,
    ) -> Result<(), HostError> {
        let order = facts.order.clone();
        let (order, opened) = Order::open(P::default(), facts, now)
            .map_err(|source| HostError::Opening { order, source })?;
        self.store.append(&order, &opened).map(|_| ())
    }

    /// Does what somebody wants, or says why not.
    pub(crate) fn command<P: Kept>(&mut self, command: &Command) -> Result<Answer, HostError> {
        loop {
            let asked = self.ask::<P>(command)?;
            if let Some(answer) = self.store(asked)? {
                return Ok(answer);
            }
        }
    }

    /// Loads the order and asks it what a command does.
    pub(crate) fn ask<P: Kept>(&mut self, command: &Command) -> Result<Asked<P>, HostError> {
        let mut order = self.store.load::<P>(&command.order)?;
        Ok(match order.decide(command) {
            Ok(Decision::Accepted { event, effects }) => {
                let id = order.id().clone();
                order.apply(&event).map_err(|source| HostError::Apply { order: id, source })?;
                Asked::Event(Box::new((order, event)), effects)
            }
            Ok(Decision::Duplicate { version, open }) => {
                Asked::Answer(Answer::Before { version, open })
            }
            Ok(Decision::Nothing { .. }) => Asked::Answer(Answer::Nothing),
            Err(refusal) => Asked::Answer(Answer::Refused(refusal.to_string())),
        })
    }

    /// Stores what a command does. `None` when somebody else was first: the order has changed, and the
    /// command must be asked again.
    pub(crate) fn store<P: Kept>(&mut self, asked: Asked<P>) -> Result<Option<Answer>, HostError> {
        let (made, effects) = match asked {
            Asked::Event(made, effects) => (made, effects),
            Asked::Answer(answer) => return Ok(Some(answer)),
        };
        let (order, event) = *made;
        self.fuse.step("after deciding, before storing");
        let is_stored = self.store.append(&order, &event)?;
        Ok(is_stored.then_some(Answer::Accepted { version: event.version, effects }))
    }
}
