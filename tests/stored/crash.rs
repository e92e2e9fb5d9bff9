//! A host dies, and comes back with nothing but what it has stored: what it asks then, and why money still
//! leaves once. `docs/stored.md` has the stories.

use std::collections::BTreeMap;

use aftersale::lifecycle::Actor::{Merchant, Platform as Gateway};
use aftersale::lifecycle::Phase;
use aftersale::money::Money;
use aftersale::order::stored::{StoredEvent, restore};
use aftersale::order::{
    CaseId, Command, Decision, Effect, Order, Outcome, PendingEffect, RefundKey, RefundRef, Request,
};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};

use crate::forms::Form;
use crate::shop::{START, apply, at, shopxo, tea_and_cups, teas, yuan};

const CASE: CaseId = CaseId::FIRST;

/// The parts that outlive the host: its store, and the gateway, which pays at most once under a key.
#[derive(Default)]
struct World {
    stored: Vec<Vec<u8>>,
    paid: BTreeMap<RefundKey, (Money, u32)>,
}

impl World {
    /// A store with an order and an application for two teas.
    fn with_an_application() -> Self {
        let mut world = Self::default();
        let (order, opened) = Order::open(shopxo(), tea_and_cups(), at(START)).unwrap();
        world.store(&StoredEvent::of(opened));
        let apply = apply(aftersale::lifecycle::Flow::RefundOnly, teas(2), None);
        let command = Command::buyer("c-1", "ORDER1", "b-1", at(START + 1), apply);
        let decision = order.decide(&command).unwrap();
        world.store(&StoredEvent::of(decision.event().unwrap().clone()));
        world
    }

    fn store(&mut self, event: &StoredEvent<HardenedShop>) {
        self.stored.push(Form::Postcard.write(event));
    }

    /// A host that has just come up: all it has is what was stored.
    fn comes_up(&self) -> Order<HardenedShop> {
        let events = self.stored.iter().map(|bytes| Form::Postcard.read(bytes).unwrap());
        restore(shopxo(), None, events).unwrap().order
    }

    /// Decides and stores; the effects are yet to be carried out.
    fn does(&mut self, command: &Command) -> Decision<AfterSaleStatus> {
        let decision = self.comes_up().decide(command).unwrap();
        if let Some(event) = decision.event() {
            self.store(&StoredEvent::of(event.clone()));
        }
        decision
    }

    /// Instructs the gateway to pay.
    fn pays(&mut self, key: &RefundKey, amount: Money) {
        let (paid, times) = self.paid.entry(key.clone()).or_insert((amount, 0));
        assert_eq!(*paid, amount, "the same key, the same amount");
        *times += 1;
    }

    /// Returns the refunds that a host still has to issue.
    fn to_pay(&self) -> Vec<(RefundKey, Money)> {
        let order = self.comes_up();
        let pay = |pending: &PendingEffect| match &pending.effect {
            Effect::IssueRefund { key, amount, .. } => Some((key.clone(), *amount)),
            _ => None,
        };
        order.pending_effects().iter().filter_map(pay).collect()
    }

    fn reports(&mut self, key: &RefundKey, outcome: Outcome) {
        let refund = RefundRef::Key(key.clone());
        let report = Request::ReportRefund { refund, outcome, as_of: at(START + 9) };
        let name = format!("r-{}", self.stored.len());
        self.does(&Command::new(name, "ORDER1", Gateway, at(START + 9), report));
    }

    /// All that was owed has left once, is booked, and nothing is left to do about money.
    fn is_as_it_should_be(&self) {
        let order = self.comes_up();
        assert_eq!(order.phase(CASE), Some(Phase::Refunded));
        assert_eq!(self.paid.len(), 1, "one key");
        let sum: i64 = self.paid.values().map(|(paid, _)| paid.amount.minor()).sum();
        assert_eq!(order.ledger().order.refunded.minor(), sum);
        assert_eq!(sum, 2_000);
        assert!(self.to_pay().is_empty() && order.refunds_to_query().next().is_none());
    }
}

fn agree() -> Command {
    let offer = aftersale::order::Offer::FIRST;
    Command::new(
        "c-2",
        "ORDER1",
        Merchant,
        at(START + 2),
        Request::AgreeToRefund { case: CASE, offer },
    )
}

#[test]
fn a_host_that_dies_before_it_stores_has_done_nothing_i23() {
    let mut world = World::with_an_application();
    let order = world.comes_up();
    let decision = order.decide(&agree()).unwrap();
    assert!(decision.event().is_some());
    // It dies here. Nothing was stored and no instruction given; the clerk clicks again.
    assert!(world.to_pay().is_empty());
    world.does(&agree());
    for (key, amount) in world.to_pay() {
        world.pays(&key, amount);
        world.reports(&key, Outcome::Succeeded(amount));
    }
    world.is_as_it_should_be();
}

#[test]
fn a_host_that_dies_before_the_effect_finds_it_again_i8() {
    let mut world = World::with_an_application();
    world.does(&agree());
    // It dies here. The clerk clicks again, with the same command or another one: nothing new is paid.
    assert!(matches!(world.does(&agree()), Decision::Duplicate { .. }));
    let another = Command { id: "c-3".into(), ..agree() };
    assert!(world.comes_up().decide(&another).is_err());
    let [(key, amount)] = &world.to_pay()[..] else { panic!("one refund is open") };
    world.pays(key, *amount);
    world.reports(key, Outcome::Succeeded(*amount));
    world.is_as_it_should_be();
}

#[test]
fn a_host_that_dies_before_the_answer_pays_again_under_the_same_key_i8() {
    let mut world = World::with_an_application();
    world.does(&agree());
    let (key, amount) = world.to_pay().remove(0);
    world.pays(&key, amount);
    // It dies here: the money has left, and it does not know. It finds the refund open, and issues it
    // again; the gateway knows the key.
    let (again, amount) = world.to_pay().remove(0);
    assert_eq!(again, key);
    world.pays(&again, amount);
    world.reports(&again, Outcome::Succeeded(amount));
    assert_eq!(world.paid[&key].1, 2, "it was asked twice and has paid once");
    world.is_as_it_should_be();
}

#[test]
fn a_host_that_got_no_answer_asks_before_anything_else_i8() {
    let mut world = World::with_an_application();
    world.does(&agree());
    let (key, amount) = world.to_pay().remove(0);
    world.pays(&key, amount);
    world.reports(&key, Outcome::Unknown);
    // It dies here. A refund of unknown outcome is not paid again: the gateway is queried.
    assert!(world.to_pay().is_empty());
    let order = world.comes_up();
    let asked: Vec<_> = order.refunds_to_query().map(|refund| refund.key.clone()).collect();
    assert_eq!(asked, std::slice::from_ref(&key));
    world.reports(&key, Outcome::Succeeded(yuan(2_000)));
    world.is_as_it_should_be();
    // The same answer again changes nothing.
    let events = world.stored.len();
    world.reports(&key, Outcome::Succeeded(yuan(2_000)));
    assert_eq!(world.stored.len(), events);
}
