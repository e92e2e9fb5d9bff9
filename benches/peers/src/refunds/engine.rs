//! A whole refund by aftersale, in two hosts: one that keeps the order in memory beside its stored events, and one that
//! replays the stored events before each command, as event stores do.

use std::collections::HashMap;

use aftersale::order::{
    Application, Ask, Command, Decision, Event, LineFacts, Offer, Order, OrderFacts, Request,
};
use aftersale::prelude::{Amount, CaseId, Currency, Flow, HardenedShop, Timestamp};
use aftersale::quantity::Quantity;
use aftersale::shopxo::AfterSaleStatus;

use super::Ids;

const NOW: Timestamp = Timestamp::from_seconds(1_795_300_763);

type Events = HashMap<String, Vec<Event<AfterSaleStatus>>>;

/// A host that keeps orders in memory.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    orders: HashMap<String, Order<HardenedShop>>,
    events: Events,
}

/// A host that keeps nothing but events.
#[derive(Debug, Default)]
pub(crate) struct Replayed {
    events: Events,
}

fn opened(ids: &Ids) -> (Order<HardenedShop>, Event<AfterSaleStatus>) {
    let units = Quantity::new(super::UNITS);
    let price = i64::try_from(super::PRICE).expect("a price of some cents");
    let line = LineFacts::new(ids.line.as_str(), units, Amount::from_minor(price));
    let mut facts = OrderFacts::new(ids.order.as_str(), Currency::CNY, [line]);
    facts.buyer = Some(ids.buyer.as_str().into());
    Order::open(HardenedShop::default(), facts, NOW).expect("the facts are right")
}

fn apply(ids: &Ids) -> Command {
    let application = Application::of(vec![Ask::units(ids.line.as_str(), 1)]);
    let request = Request::Apply { flow: Flow::RefundOnly, application };
    Command::buyer(ids.apply.as_str(), ids.order.as_str(), ids.buyer.as_str(), NOW, request)
}

fn agree(ids: &Ids) -> Command {
    let request = Request::agree_to_refund(CaseId::new(1), Offer::FIRST);
    Command::merchant(ids.agree.as_str(), ids.order.as_str(), NOW, request)
}

fn success(ids: &Ids, key: &str, amount: aftersale::money::Money) -> Command {
    let request = Request::refunded(key, amount, NOW);
    Command::platform(ids.success.as_str(), ids.order.as_str(), NOW, request)
}

/// Carries a command out, applies its event and stores it. Returns the refund to issue, if there is one.
fn carry_out(
    order: &mut Order<HardenedShop>,
    events: &mut Vec<Event<AfterSaleStatus>>,
    command: &Command,
) -> Option<(String, aftersale::money::Money)> {
    let decision = order.decide(command).expect("the command is right");
    let refund = decision.refund_to_issue().map(|(key, amount)| (key.as_str().to_owned(), amount));
    let Decision::Accepted { event, .. } = decision else { panic!("the command is new") };
    order.apply(&event).expect("it was just decided");
    events.push(event);
    refund
}

/// Takes one unit of a new order from the opening to the report of the gateway.
pub(crate) fn whole_refund_kept(host: &mut Kept, ids: &Ids) {
    let (order, event) = opened(ids);
    host.orders.insert(ids.order.clone(), order);
    host.events.insert(ids.order.clone(), vec![event]);
    let mut step = |command: Command| {
        let order = host.orders.get_mut(&ids.order).expect("it is open");
        let events = host.events.get_mut(&ids.order).expect("it is open");
        carry_out(order, events, &command)
    };
    step(apply(ids));
    let (key, amount) = step(agree(ids)).expect("agreeing starts a refund");
    step(success(ids, &key, amount));
}

/// Takes one unit of a new order from the opening to the report of the gateway.
pub(crate) fn whole_refund_replayed(host: &mut Replayed, ids: &Ids) {
    let (_, event) = opened(ids);
    host.events.insert(ids.order.clone(), vec![event]);
    let mut step = |command: Command| {
        let events = host.events.get_mut(&ids.order).expect("it is open");
        let order = Order::replay(HardenedShop::default(), &*events);
        carry_out(&mut order.expect("the events are in order"), events, &command)
    };
    step(apply(ids));
    let (key, amount) = step(agree(ids)).expect("agreeing starts a refund");
    step(success(ids, &key, amount));
}
