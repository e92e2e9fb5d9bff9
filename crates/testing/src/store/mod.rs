//! A suite for the stores of hosts: whether a store keeps events, orders and effects as they were.
//!
//! A host keeps events and effects in a database of its own, and that is where money gets lost or refunded
//! twice although every decision was right. This suite tries what real stores get wrong: two writers at the same
//! version, an order that is opened again, an effect without its event, event 10 before event 9, a restart,
//! a death in the middle, names and amounts that a column changes, and more ([`Check`] lists it all).
//!
//! A host's test implements [`Store`] on its store, mostly by calling the functions that it has, and then the
//! test is one line. A whole example is the store of a program that keeps everything in two tables in memory:
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use aftersale::order::stored::{StoredEvent, restore};
//! use aftersale::order::{Event, Order, OrderId, PendingEffect, Version};
//! use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
//! use aftersale_testing::store::{Appended, Check, Store, conforms};
//!
//! #[derive(Clone, Default)]
//! struct Tables {
//!     events: BTreeMap<(OrderId, Version), String>,
//!     outbox: BTreeMap<OrderId, Vec<PendingEffect>>,
//! }
//!
//! impl Store<HardenedShop> for Tables {
//!     type Error = Box<dyn std::error::Error>;
//!
//!     fn load(&mut self, order: &OrderId) -> Result<Option<Order<HardenedShop>>, Self::Error> {
//!         let all = (order.clone(), Version::FIRST)..=(order.clone(), Version::new(u64::MAX));
//!         let events = self.events.range(all).map(|(_, text)| serde_json::from_str(text));
//!         let events: Vec<StoredEvent<HardenedShop>> = events.collect::<Result<_, _>>()?;
//!         if events.is_empty() {
//!             return Ok(None);
//!         }
//!         Ok(Some(restore(HardenedShop::default(), None, events)?.order))
//!     }
//!
//!     fn append(
//!         &mut self,
//!         event: &Event<AfterSaleStatus>,
//!         after: &Order<HardenedShop>,
//!     ) -> Result<Appended, Self::Error> {
//!         let version = self.load(&event.order)?.map_or(0, |order| order.version().number());
//!         if event.version.number() != version + 1 {
//!             return Ok(Appended::NotNext);
//!         }
//!         let mut next = self.clone();
//!         let text = serde_json::to_string(&StoredEvent::<HardenedShop>::of(event.clone()))?;
//!         next.events.insert((event.order.clone(), event.version), text);
//!         next.outbox.insert(event.order.clone(), after.pending_effects().to_vec());
//!         *self = next; // Here a database commits.
//!         Ok(Appended::Stored)
//!     }
//!
//!     fn restart(&mut self) -> Result<(), Self::Error> {
//!         Ok(()) // Here a database is closed and opened again.
//!     }
//!
//!     fn outbox(&mut self) -> Result<Option<Vec<(OrderId, PendingEffect)>>, Self::Error> {
//!         let open = self.outbox.iter();
//!         let open = open.flat_map(|(order, open)| open.iter().map(|pending| (order.clone(), pending.clone())));
//!         Ok(Some(open.collect()))
//!     }
//! }
//!
//! // In a test: `conforms(HardenedShop::default(), new_and_empty).unwrap()`.
//! let report = conforms(HardenedShop::default(), Tables::default).unwrap_or_else(|bug| panic!("{bug}"));
//! println!("{report}");
//! // Views that the store does not offer are not tested, and the report says so. This store never dies.
//! assert!(report.not_offered().any(|check| check == Check::Death));
//! ```
//!
//! # What a store has to do
//!
//! - It takes an event only as the next one of its order: the first is 1, each has one more than the last.
//!   Any other is [not the next](Appended::NotNext), and changes nothing.
//! - With the event it writes the pending effects, in the same transaction: the outbox has for each order
//!   exactly its [`pending_effects`](Order::pending_effects), not more and not less. It is simplest to write them
//!   anew with each event. (A refund disappears from them when there is a report on it, and may be there
//!   again when a withheld refund is to be issued after all.) A host without an outbox asks its orders.
//! - An order comes back as its events have left it, byte for byte, however often the process has died.
//!
//! # How sure that is
//!
//! What holds here held for the histories that were tried: they are always the same, about a thousand
//! events. [`conforms`] does one thing after the other; [`races`] has writers at the same time. No test in a
//! process can show that a commit also outlives a power cut: that is up to the database.

mod crash;
mod display;
mod generated;
mod queries;
mod races;
mod report;
mod trial;
mod writing;

use core::fmt;

use aftersale::order::{Event, Order, OrderId, PendingEffect, Policy};
use aftersale::time::Timestamp;

pub use races::races;
use report::Stop;
pub use report::{Check, Report, Verdict, Violation};
use trial::{CheckResult, Trial};

/// A host's store, as the suite sees it.
///
/// Three functions have to be implemented. Each of the others is about a view or ability that not all stores
/// have; one that keeps its default is not tested, and the [report](Report) says so.
pub trait Store<P: Policy>: Sized {
    /// The error of the store.
    type Error: fmt::Debug;

    /// Loads the order, from all that the store keeps of it; `None` when it keeps nothing.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn load(&mut self, order: &OrderId) -> Result<Option<Order<P>>, Self::Error>;

    /// Stores an event as the next one of its order, together with its effects. `after` is the order as it is
    /// after the event: outbox, timer and snapshot are made from it.
    ///
    /// # Errors
    ///
    /// When the store fails. Nothing is stored then. That another writer was quicker is
    /// [no error](Appended::NotNext).
    fn append(
        &mut self,
        event: &Event<P::Status>,
        after: &Order<P>,
    ) -> Result<Appended, Self::Error>;

    /// Restarts the process, which has ended without notice: connections are opened anew, and whatever was only
    /// in memory is gone.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn restart(&mut self) -> Result<(), Self::Error>;

    /// Returns whether orders can have this id here. Some platforms' ids are all digits, and some columns end
    /// after 64 letters. Ids that are not accepted are not tried, and counted.
    fn accepts_id(&self, order: &OrderId) -> bool {
        let _ = order;
        true
    }

    /// Opens another connection to the same store, as another process of the host would.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn connect(&mut self) -> Result<Option<Self>, Self::Error> {
        Ok(None)
    }

    /// Returns the ids of all orders.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn orders(&mut self) -> Result<Option<Vec<OrderId>>, Self::Error> {
        Ok(None)
    }

    /// Returns the pending effects of all orders.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn outbox(&mut self) -> Result<Option<Vec<(OrderId, PendingEffect)>>, Self::Error> {
        Ok(None)
    }

    /// Returns the orders whose [next deadline](Order::next_deadline) is at this time or before.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn timers(&mut self, now: Timestamp) -> Result<Option<Vec<OrderId>>, Self::Error> {
        let _ = now;
        Ok(None)
    }

    /// Returns the orders that have [refunds to query](Order::refunds_to_query).
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn refunds_to_query(&mut self) -> Result<Option<Vec<OrderId>>, Self::Error> {
        Ok(None)
    }

    /// Replays an existing order from its events alone, if [`load`](Self::load) goes by snapshots.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn replay(&mut self, order: &OrderId) -> Result<Option<Order<P>>, Self::Error> {
        let _ = order;
        Ok(None)
    }

    /// Does the same as [`append`](Self::append), but the process dies after so many steps of it: after so many
    /// statements, or writes, or whatever it can die between. The commit is a step too. What was not
    /// committed is lost. Then the suite [restarts](Self::restart) the store.
    ///
    /// It is called with 1, then with 2, and so on, until the event is stored.
    ///
    /// # Errors
    ///
    /// When the store fails otherwise.
    fn append_and_die(
        &mut self,
        event: &Event<P::Status>,
        after: &Order<P>,
        steps: u32,
    ) -> Result<Option<Reached>, Self::Error> {
        let _ = (event, after, steps);
        Ok(None)
    }
}

/// The result of storing an event.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Appended {
    /// The event is stored.
    Stored,
    /// The event is not the next one of its order: its version is taken, be it by the same event, or one before it
    /// is missing. Nothing was stored. (An event before which one is missing may also be an error.)
    NotNext,
}

/// The result of [`append_and_die`](Store::append_and_die).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reached {
    /// The process has died.
    Death,
    /// It takes fewer steps, and the event is stored.
    End,
}

/// A check, and the function that runs it.
type Row<P, S> = (Check, fn(&mut Trial<'_, P, S>) -> CheckResult);

/// Runs all checks on a store. `open` opens a new and empty one each time.
///
/// # Errors
///
/// The first check that fails, with the actions, the expected result and the actual one.
pub fn conforms<P: Policy, S: Store<P>>(
    policy: P,
    mut open: impl FnMut() -> S,
) -> Result<Report, Violation> {
    let rows: [Row<P, S>; 23] = [
        (Check::Opening, writing::opening),
        (Check::TwoWriters, writing::two_writers),
        (Check::TwoConnections, writing::two_connections),
        (Check::Gap, writing::gap),
        (Check::OpenedTwice, writing::opened_twice),
        (Check::ManyEvents, writing::many_events),
        (Check::Restart, writing::restart),
        (Check::SameEvent, writing::same_event),
        (Check::Apart, writing::apart),
        (Check::OddNames, writing::odd_names),
        (Check::Figures, writing::figures),
        (Check::LargeEvents, writing::large_events),
        (Check::Orders, queries::orders),
        (Check::Outbox, queries::outbox),
        (Check::OutboxAfterRestart, queries::outbox_after_restart),
        (Check::Reported, queries::reported),
        (Check::Withheld, queries::withheld),
        (Check::Acknowledged, queries::acknowledged),
        (Check::Timers, queries::timers),
        (Check::RefundsToQuery, queries::refunds_to_query),
        (Check::Snapshots, queries::snapshots),
        (Check::Death, crash::death),
        (Check::Histories, queries::histories),
    ];
    let mut checks = Vec::new();
    for (check, run) in rows {
        let mut trial = Trial::new(check, &policy, open());
        checks.push((check, verdict(run(&mut trial))?));
    }
    checks.push((Check::Races, Verdict::NotOffered("`races` tests it")));
    Ok(Report { platform: P::LIFECYCLE.platform(), checks })
}

fn verdict(tried: CheckResult) -> Result<Verdict, Violation> {
    match tried {
        Ok(figures) => Ok(Verdict::Held(figures)),
        Err(Stop::Violation(violation)) => Err(violation),
        Err(Stop::NotOffered(what)) => Ok(Verdict::NotOffered(what)),
        Err(Stop::DoesNotComeUp(why)) => Ok(Verdict::DoesNotComeUp(why)),
    }
}
