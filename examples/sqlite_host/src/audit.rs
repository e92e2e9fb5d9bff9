//! The check of the books, when everything is over: the gateway's refunds against the orders' books, the
//! accepted applications against the stored cases, and the stored forms against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use aftersale::lifecycle::Phase;
use aftersale::money::Amount;
use aftersale::order::{Change, CommandId, Event, EventKind, Order, OrderId, RefundKey};
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;

use crate::error::HostError;
use crate::fuse::Fuse;
use crate::gateway::Gateway;
use crate::people::{AcceptedApplication, Memory};
use crate::platform::{HostedPolicy, Platform};
use crate::shop::{GATEWAY_FILE, HOST_FILE, PEOPLE_FILE};
use crate::store::Store;

/// The findings of the check.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    pub(crate) orders: usize,
    pub(crate) events: usize,
    pub(crate) cases: usize,
    pub(crate) refunds: usize,
    pub(crate) paid: Amount,
    pub(crate) booked: Amount,
    pub(crate) keys_paid_twice: usize,
    pub(crate) cases_paid_twice: usize,
    pub(crate) applications: usize,
    pub(crate) cases_lost: usize,
    /// Other faults, in words.
    pub(crate) faults: Vec<String>,
}

impl Audit {
    /// Returns whether everything is as it must be.
    pub(crate) fn is_right(&self) -> bool {
        let counts = [self.keys_paid_twice, self.cases_paid_twice, self.cases_lost];
        counts == [0; 3] && self.paid == self.booked && self.faults.is_empty()
    }

    /// Checks everything in this folder.
    pub(crate) fn of(folder: &Path, seed: u64) -> Result<Self, HostError> {
        let mut store = Store::open(&folder.join(HOST_FILE), Fuse::none())?;
        let gateway = Gateway::open(&folder.join(GATEWAY_FILE), seed)?;
        let memory = Memory::open(&folder.join(PEOPLE_FILE))?;
        let mut audit = Self::default();
        let mut paid = audit.refunds(&gateway)?;
        let mut applications: BTreeMap<OrderId, Vec<AcceptedApplication>> = BTreeMap::new();
        for application in memory.applications()? {
            audit.applications += 1;
            applications.entry(application.order.clone()).or_default().push(application);
        }
        for (order, platform) in store.orders()? {
            let applications = applications.remove(&order).unwrap_or_default();
            match platform {
                Platform::ShopXo => {
                    audit.order::<HardenedShop>(&mut store, &order, &mut paid, &applications)?
                }
                Platform::WeChat => {
                    audit.order::<WeChat>(&mut store, &order, &mut paid, &applications)?
                }
            }
        }
        audit.cases_lost += applications.values().map(Vec::len).sum::<usize>();
        audit.faults.extend(paid.keys().map(|key| format!("no order knows of refund {key}")));
        let open = store.outbox()?;
        audit.faults.extend(open.iter().map(|entry| format!("still to be done: {entry:?}")));
        Ok(audit)
    }

    /// Returns what the gateway has paid under each key.
    fn refunds(&mut self, gateway: &Gateway) -> Result<BTreeMap<RefundKey, Amount>, HostError> {
        let mut paid = BTreeMap::new();
        for (key, amount) in gateway.refunds()? {
            self.refunds += 1;
            self.paid = self.paid.saturating_add(amount);
            let so_far: &mut Amount = paid.entry(key).or_default();
            self.keys_paid_twice += usize::from(*so_far != Amount::ZERO);
            *so_far = so_far.saturating_add(amount);
        }
        Ok(paid)
    }

    fn order<P: HostedPolicy>(
        &mut self,
        store: &mut Store,
        id: &OrderId,
        paid: &mut BTreeMap<RefundKey, Amount>,
        applications: &[AcceptedApplication],
    ) -> Result<(), HostError> {
        let order = store.load::<P>(id)?;
        self.orders += 1;
        self.cases += order.cases().len();
        if store.replay::<P>(id)? != order {
            self.fault(id, "its snapshot and the events after it are not what all its events are");
        }
        if !order.is_settled() {
            self.fault(id, "something of it is still open");
        }
        self.money(&order, paid);
        let mut events = Vec::new();
        for stored in store.events::<P>(id)? {
            match stored.content() {
                Ok(event) => events.push(event),
                Err(why) => self.fault(id, why),
            }
        }
        self.events(id, &events);
        self.cases_lost += applications
            .iter()
            .filter(|application| !is_there(&order, &events, application))
            .count();
        Ok(())
    }

    /// Checks that the order has booked what has left, and that each case was refunded once or not at all.
    fn money<P: HostedPolicy>(&mut self, order: &Order<P>, paid: &mut BTreeMap<RefundKey, Amount>) {
        let id = order.id();
        let booked = order.ledger().order.refunded;
        self.booked = self.booked.saturating_add(booked);
        let mut has_left = Amount::ZERO;
        let mut by_case = BTreeMap::new();
        for refund in order.refunds() {
            let amount = paid.remove(&refund.key).unwrap_or_default();
            has_left = has_left.saturating_add(amount);
            let of_case: &mut Amount = by_case.entry(refund.case).or_default();
            *of_case = of_case.saturating_add(amount);
        }
        if has_left != booked {
            self.fault(id, format!("{} has left, {} is booked", has_left.minor(), booked.minor()));
        }
        for case in order.cases() {
            let has_left = by_case.remove(&Some(case.id)).unwrap_or_default();
            let is_refunded = order.phase(case.id) == Some(Phase::Refunded);
            let asked = if is_refunded { case.claim.total() } else { Amount::ZERO };
            self.cases_paid_twice += usize::from(has_left > asked);
            if has_left < asked {
                self.fault(id, format!("case {} is refunded and was not paid", case.id));
            }
        }
    }

    /// Checks that no command has happened twice, and that there is no anomaly.
    fn events<S>(&mut self, order: &OrderId, events: &[Event<S>]) {
        self.events += events.len();
        let mut commands: BTreeSet<&CommandId> = BTreeSet::new();
        for event in events {
            let EventKind::Accepted(accepted) = &event.kind else { continue };
            if !commands.insert(&accepted.command) {
                self.fault(order, format!("command {} has happened twice", accepted.command));
            }
            for anomaly in event.anomalies() {
                self.fault(order, format!("event {}: {anomaly}", event.version));
            }
        }
    }

    fn fault(&mut self, order: &OrderId, what: impl fmt::Display) {
        self.faults.push(format!("order {order}: {what}"));
    }
}

/// Returns whether an accepted application is there, as the event that its answer named, with its case.
fn is_there<P: HostedPolicy>(
    order: &Order<P>,
    events: &[Event<P::Status>],
    application: &AcceptedApplication,
) -> bool {
    let event = events.iter().find(|event| event.version == application.version);
    event.and_then(Event::accepted).is_some_and(|accepted| {
        accepted.command.as_str() == application.command
            && accepted.changes.iter().any(|change| match change {
                Change::CaseOpened { case, .. } => order.case(*case).is_some(),
                _ => false,
            })
    })
}
