//! A whole refund with cqrs-es: an order is an aggregate whose events are stored, and its checks are those of the plain
//! service.
//!
//! An aggregate sees nothing of other orders. That a refund key is unique among all orders is therefore asked of a service,
//! as the crate intends. Each command loads and applies all events of the order before it.
//!
//! The crate's own store in memory is meant for tests and prints a line when it loads and when it stores. So there is a
//! second row, with a store that does the same and prints nothing.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Mutex;

use cqrs_es::event_sink::EventSink;
use cqrs_es::mem_store::MemStore;
use cqrs_es::{
    Aggregate, AggregateContext, AggregateError, CqrsFramework, DomainEvent, EventEnvelope,
    EventStore,
};
use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};

use super::Ids;
use super::plain::Problem;

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
enum Status {
    Requested,
    Refunding,
    Refunded,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Line {
    sku: String,
    units: u32,
    price: u64,
}

#[derive(Debug, Deserialize, Serialize)]
struct Case {
    amount: u64,
    status: Status,
    refund_key: Option<String>,
}

/// An order and its cases.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Order {
    buyer: Option<String>,
    lines: Vec<Line>,
    units_claimed: Vec<u32>,
    cases: Vec<Case>,
    paid: u64,
    claimed: u64,
    commands: HashSet<String>,
}

pub(crate) enum Command {
    Open { buyer: String, lines: Vec<Line> },
    Apply { id: String, buyer: String, sku: String, units: u32 },
    Agree { id: String, case: usize, refund_key: String },
    Succeed { id: String, refund_key: String, amount: u64 },
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) enum Event {
    Opened { buyer: String, lines: Vec<Line> },
    Applied { command: String, line: usize, units: u32, amount: u64 },
    Agreed { command: String, case: usize, refund_key: String },
    Succeeded { command: String, case: usize },
}

impl DomainEvent for Event {
    fn event_type(&self) -> String {
        let name = match self {
            Self::Opened { .. } => "Opened",
            Self::Applied { .. } => "Applied",
            Self::Agreed { .. } => "Agreed",
            Self::Succeeded { .. } => "Succeeded",
        };
        name.to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Problem {}

/// The refund keys of all orders.
#[derive(Debug, Default)]
pub(crate) struct RefundKeys(Mutex<HashSet<String>>);

impl RefundKeys {
    /// Takes a key, and returns whether it was free.
    fn take(&self, key: &str) -> bool {
        self.0.lock().expect("nothing panics while it is held").insert(key.to_owned())
    }
}

impl Order {
    /// Returns the events that a command makes; none, if it or its news was known.
    fn events_of(&self, command: Command, keys: &RefundKeys) -> Result<Option<Event>, Problem> {
        match command {
            Command::Open { .. } if self.buyer.is_some() => Err(Problem::OrderExists),
            Command::Open { buyer, lines } => Ok(Some(Event::Opened { buyer, lines })),
            _ if self.buyer.is_none() => Err(Problem::NoSuchOrder),
            Command::Apply { id, .. } | Command::Agree { id, .. } | Command::Succeed { id, .. }
                if self.commands.contains(&id) =>
            {
                Ok(None)
            }
            Command::Apply { id, buyer, sku, units } => {
                self.apply_for(id, &buyer, &sku, units).map(Some)
            }
            Command::Agree { id, case, refund_key } => {
                let found = self.cases.get(case).ok_or(Problem::NoSuchCase)?;
                if found.status != Status::Requested {
                    return Err(Problem::WrongStatus);
                }
                if !keys.take(&refund_key) {
                    return Err(Problem::RefundKeyTaken);
                }
                Ok(Some(Event::Agreed { command: id, case, refund_key }))
            }
            Command::Succeed { id, refund_key, amount } => {
                let has_key = |case: &Case| case.refund_key.as_ref() == Some(&refund_key);
                let case = self.cases.iter().position(has_key).ok_or(Problem::NoSuchCase)?;
                let found = self.cases.get(case).ok_or(Problem::NoSuchCase)?;
                if found.amount != amount {
                    return Err(Problem::WrongAmount);
                }
                match found.status {
                    Status::Refunded => Ok(None),
                    Status::Refunding => Ok(Some(Event::Succeeded { command: id, case })),
                    Status::Requested => Err(Problem::WrongStatus),
                }
            }
        }
    }

    fn apply_for(
        &self,
        command: String,
        buyer: &str,
        sku: &str,
        units: u32,
    ) -> Result<Event, Problem> {
        if self.buyer.as_deref() != Some(buyer) {
            return Err(Problem::NotTheBuyer);
        }
        let lines = self.lines.iter().zip(&self.units_claimed).enumerate();
        let found = lines.into_iter().find(|(_, (line, _))| line.sku == sku);
        let (index, (line, claimed)) = found.ok_or(Problem::NoSuchLine)?;
        if units == 0 {
            return Err(Problem::NoUnits);
        }
        if units > line.units - claimed {
            return Err(Problem::NotEnoughUnits);
        }
        let amount = u64::from(units) * line.price;
        if amount > self.paid - self.claimed {
            return Err(Problem::AmountTooHigh);
        }
        Ok(Event::Applied { command, line: index, units, amount })
    }
}

impl Aggregate for Order {
    const TYPE: &'static str = "order";
    type Command = Command;
    type Event = Event;
    type Error = Problem;
    type Services = RefundKeys;

    async fn handle(
        &mut self,
        command: Command,
        keys: &RefundKeys,
        sink: &EventSink<Self>,
    ) -> Result<(), Problem> {
        if let Some(event) = self.events_of(command, keys)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::Opened { buyer, lines } => {
                self.buyer = Some(buyer);
                self.paid = lines.iter().map(|line| u64::from(line.units) * line.price).sum();
                self.units_claimed = vec![0; lines.len()];
                self.lines = lines;
            }
            Event::Applied { command, line, units, amount } => {
                self.units_claimed[line] += units;
                self.claimed += amount;
                self.cases.push(Case { amount, status: Status::Requested, refund_key: None });
                self.commands.insert(command);
            }
            Event::Agreed { command, case, refund_key } => {
                self.cases[case].status = Status::Refunding;
                self.cases[case].refund_key = Some(refund_key);
                self.commands.insert(command);
            }
            Event::Succeeded { command, case } => {
                self.cases[case].status = Status::Refunded;
                self.commands.insert(command);
            }
        }
    }
}

/// A store in memory that prints nothing.
#[derive(Default)]
pub(crate) struct QuietStore(Mutex<HashMap<String, Vec<EventEnvelope<Order>>>>);

/// An order as it was loaded.
pub(crate) struct Loaded {
    id: String,
    order: Order,
    sequence: usize,
}

impl AggregateContext<Order> for Loaded {
    fn aggregate(&mut self) -> &mut Order {
        &mut self.order
    }
}

impl EventStore<Order> for QuietStore {
    type AC = Loaded;

    async fn load_events(
        &self,
        id: &str,
    ) -> Result<Vec<EventEnvelope<Order>>, AggregateError<Problem>> {
        let events = self.0.lock().expect("nothing panics while it is held");
        Ok(events.get(id).cloned().unwrap_or_default())
    }

    async fn load_aggregate(&self, id: &str) -> Result<Loaded, AggregateError<Problem>> {
        let mut loaded = Loaded { id: id.to_owned(), order: Order::default(), sequence: 0 };
        for envelope in self.load_events(id).await? {
            loaded.sequence = envelope.sequence;
            loaded.order.apply(envelope.payload);
        }
        Ok(loaded)
    }

    async fn commit(
        &self,
        events: Vec<Event>,
        context: Loaded,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<Order>>, AggregateError<Problem>> {
        let numbered = events.into_iter().zip(context.sequence + 1..);
        let envelope = |(payload, sequence)| EventEnvelope {
            aggregate_id: context.id.clone(),
            sequence,
            payload,
            metadata: metadata.clone(),
        };
        let envelopes: Vec<_> = numbered.map(envelope).collect();
        let mut stored = self.0.lock().expect("nothing panics while it is held");
        stored.entry(context.id).or_default().extend(envelopes.iter().cloned());
        Ok(envelopes)
    }
}

/// The framework on a store, and what waits for its answers.
pub(crate) struct Host<S: EventStore<Order>> {
    framework: CqrsFramework<Order, S>,
    runtime: Runtime,
}

impl<S: EventStore<Order> + Default> Default for Host<S> {
    fn default() -> Self {
        let framework = CqrsFramework::new(S::default(), Vec::new(), RefundKeys::default());
        let runtime = Builder::new_current_thread().build().expect("a runtime without I/O");
        Self { framework, runtime }
    }
}

/// The crate's own store, which prints.
pub(crate) type OwnStore = MemStore<Order>;

/// Takes one unit of a new order from the opening to the report of the gateway.
pub(crate) fn whole_refund<S: EventStore<Order>>(host: &mut Host<S>, ids: &Ids) {
    let execute = |command| {
        let done = host.runtime.block_on(host.framework.execute(&ids.order, command));
        assert!(done.is_ok(), "not accepted: {done:?}");
    };
    let line = Line { sku: ids.line.clone(), units: super::UNITS, price: super::PRICE };
    execute(Command::Open { buyer: ids.buyer.clone(), lines: vec![line] });
    execute(Command::Apply {
        id: ids.apply.clone(),
        buyer: ids.buyer.clone(),
        sku: ids.line.clone(),
        units: 1,
    });
    let refund_key = ids.refund_key.clone();
    execute(Command::Agree { id: ids.agree.clone(), case: 0, refund_key });
    let refund_key = ids.refund_key.clone();
    execute(Command::Succeed { id: ids.success.clone(), refund_key, amount: super::PRICE });
}
