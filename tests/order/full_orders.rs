//! Orders that are as full as an order can be: what they refuse, and that reports on money, acknowledgements and whatever
//! ends open cases are still accepted; and what was stored under larger maxima, which is read back and goes on.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::Currency;
use aftersale::order::maximum::{
    CASES, EVENTS, EVENTS_TO_END, ID_BYTES, LINES, NAMED_LINES, REFUNDS,
};
use aftersale::order::{
    Ask, Command, Event, MaximumOf, Order, OrderFacts, Outcome, Reason, Request, Version,
};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
use serde_json::{Value, json};

use crate::shop::{
    START, Shop, apply, at, case, elsewhere, line, report, shopxo, tea_and_cups, teas, yuan,
};

/// Returns the same shop after this was done to the stored form of its order.
fn changed(shop: &Shop<HardenedShop>, change: impl FnOnce(&mut Value)) -> Shop<HardenedShop> {
    let mut snapshot = serde_json::to_value(shop.order.snapshot()).unwrap();
    change(&mut snapshot);
    let snapshot = serde_json::from_value(snapshot).unwrap();
    shop.with_order(Order::resume(shopxo(), snapshot).unwrap())
}

/// Returns the answer to the next command: the reasons against it, if it is refused. An accepted one is applied.
fn sends(
    shop: &mut Shop<HardenedShop>,
    by: Actor,
    request: Request,
) -> Vec<Reason<AfterSaleStatus>> {
    let command = shop.command(by, request);
    shop.order.accept(&command).map_or_else(|refusal| refusal.reasons, |_| Vec::new())
}

const fn full(what: MaximumOf, most: u64) -> [Reason<AfterSaleStatus>; 1] {
    [Reason::OrderIsFull { what, most }]
}

/// Copies the first case of a stored order until it has so many.
fn repeat_case(snapshot: &mut Value, count: usize) {
    let cases = snapshot["books"]["cases"].as_array_mut().unwrap();
    let first = cases[0].clone();
    for number in cases.len() + 1..=count {
        let mut next = first.clone();
        next["id"] = json!(number);
        cases.push(next);
    }
}

#[test]
fn an_order_has_a_most_number_of_cases() {
    let mut shop = Shop::of_tea(shopxo());
    shop.applies(Flow::RefundOnly, teas(1), None);
    shop.does(Actor::Buyer, Request::cancel(case(1)));
    let mut shop = changed(&shop, |snapshot| repeat_case(snapshot, CASES - 1));
    assert_eq!(sends(&mut shop, Actor::Buyer, apply(Flow::RefundOnly, teas(1), None)), []);
    assert_eq!(shop.order.cases().len(), CASES);
    let most = u64::try_from(CASES).unwrap();
    let again = apply(Flow::RefundOnly, teas(1), None);
    assert_eq!(sends(&mut shop, Actor::Buyer, again), full(MaximumOf::Cases, most));
    let may = shop.order.may_apply(Actor::Buyer, shop.now);
    assert!(may.iter().all(|may| may.reasons == full(MaximumOf::Cases, most)), "{may:?}");
    // What is open comes to its end.
    let last = shop.order.cases().last().unwrap().id;
    shop.order.accept(&agreement(&shop, last)).unwrap();
    let paid = report(&shop.key(last), Outcome::Succeeded(yuan(1_000)), shop.now);
    assert_eq!(sends(&mut shop, Actor::Platform, paid), []);
    let now = shop.now;
    let by_hand = elsewhere("desk-1", 10, &[("cup", 10)], now);
    assert_eq!(sends(&mut shop, Actor::Merchant, by_hand), []);
}

fn agreement(shop: &Shop<HardenedShop>, case: aftersale::order::CaseId) -> Command {
    let agree = Request::agree_to_refund(case, shop.offer(case));
    Command::merchant("agree", "ORDER1", shop.now.plus_seconds(50).unwrap(), agree)
}

#[test]
fn an_order_has_a_most_number_of_events_and_room_for_what_ends_its_cases() {
    let mut shop = Shop::of_tea(shopxo());
    let first = shop.agreed(teas(1), None);
    let of = |version: u64| {
        move |snapshot: &mut Value| {
            snapshot["books"]["version"] = json!(version);
        }
    };
    let cup = || vec![Ask::units("cup", 1)];
    let mut shop = changed(&shop, of(EVENTS - 1));
    assert_eq!(sends(&mut shop, Actor::Buyer, apply(Flow::RefundOnly, cup(), None)), []);
    assert_eq!(shop.order.version(), Version::new(EVENTS));
    let no_more = full(MaximumOf::Events, EVENTS);
    let deadline = shop.now.plus_seconds(86_400).unwrap();
    let move_it = Request::MoveDeadline { case: case(2), deadline, note: "later".into() };
    for request in [
        apply(Flow::RefundOnly, cup(), None),
        Request::Modify { case: case(2), application: aftersale::order::Application::of(cup()) },
        move_it,
        Request::OrderShipped { when: at(START) },
        Request::Hide { case: case(2) },
    ] {
        assert_eq!(sends(&mut shop, Actor::Buyer, request.clone()), no_more, "{request:?}");
    }
    assert_eq!(sends(&mut shop, Actor::Buyer, Request::cancel(case(2))), []);

    let last = EVENTS + EVENTS_TO_END;
    let mut shop = changed(&shop, of(last));
    assert_eq!(
        sends(&mut shop, Actor::Merchant, Request::RetryRefund { case: first }),
        full(MaximumOf::Events, last)
    );
    let effects: Vec<_> = shop
        .order
        .pending_effects()
        .iter()
        .filter(|pending| !matches!(pending.effect, aftersale::order::Effect::IssueRefund { .. }))
        .map(|pending| pending.id)
        .collect();
    let now = shop.now;
    let news = [
        report(&shop.key(first), Outcome::Succeeded(yuan(1_000)), now),
        report(&"unknown".into(), Outcome::Succeeded(yuan(1)), now),
        elsewhere("desk-1", 10, &[("cup", 10)], now),
        Request::ReportRefundTotal { total: yuan(1_011), as_of: now },
        Request::acknowledge(effects),
    ];
    for (events, news) in (1..).zip(news) {
        assert_eq!(sends(&mut shop, Actor::Platform, news.clone()), [], "{news:?}");
        assert_eq!(shop.order.version(), Version::new(last + events), "{news:?}");
    }
}

fn of_lines(count: usize) -> OrderFacts {
    let lines = (0..count).map(|number| line(&format!("line-{number}"), 1, 1_000_000));
    OrderFacts::new("ORDER1", Currency::CNY, lines).buyer("b-1")
}

#[test]
fn the_cases_of_an_order_name_a_most_number_of_lines() {
    let all = |order: &Order<HardenedShop>| {
        let lines = order.facts().lines.iter();
        lines.map(|line| Ask::units(line.line.as_str(), 1)).collect::<Vec<_>>()
    };
    let mut shop = Shop::open(shopxo(), of_lines(LINES));
    let asks = all(&shop.order);
    shop.applies(Flow::RefundOnly, asks.clone(), None);
    shop.does(Actor::Buyer, Request::cancel(case(1)));
    let mut shop = changed(&shop, |snapshot| repeat_case(snapshot, NAMED_LINES / LINES - 1));
    assert_eq!(sends(&mut shop, Actor::Buyer, apply(Flow::RefundOnly, asks, None)), []);
    let most = u64::try_from(NAMED_LINES).unwrap();
    let one = || apply(Flow::RefundOnly, vec![Ask::units("line-7", 1)], None);
    assert_eq!(sends(&mut shop, Actor::Buyer, one()), full(MaximumOf::NamedLines, most));
    // The case that is open is refunded, although the refund names its lines once more.
    let last = shop.order.cases().last().unwrap().id;
    shop.order.accept(&agreement(&shop, last)).unwrap();
    assert_eq!(shop.order.refunds().last().unwrap().parts.lines.len(), LINES);
}

#[test]
fn an_order_has_a_most_number_of_refunds_and_room_for_the_first_of_each_case() {
    let mut shop = Shop::open(shopxo(), of_lines(2));
    let line = |number: usize| vec![Ask::units(format!("line-{number}"), 1)];
    let tried = shop.agreed(line(0), None);
    shop.reported(tried, Outcome::Failed);
    let fresh = shop.applies(Flow::RefundOnly, line(1), None);
    shop.does(Actor::Merchant, elsewhere("desk-1", 1, &[], at(START)));
    let with_refunds = |count: usize| {
        changed(&shop, |snapshot| {
            let refunds = snapshot["books"]["refunds"].as_array_mut().unwrap();
            let external = refunds.last().unwrap().clone();
            for number in refunds.len()..count {
                let mut next = external.clone();
                next["key"] = json!(format!("desk-{number}-more"));
                refunds.push(next);
            }
        })
    };
    let again = |shop: &Shop<HardenedShop>| Request::agree_to_refund(tried, shop.offer(tried));
    let mut room = with_refunds(REFUNDS - 1);
    let request = again(&room);
    assert_eq!(sends(&mut room, Actor::Merchant, request), []);
    let mut none = with_refunds(REFUNDS);
    let request = again(&none);
    let most = u64::try_from(REFUNDS).unwrap();
    assert_eq!(sends(&mut none, Actor::Merchant, request), full(MaximumOf::Refunds, most));
    // A case that has had no refund is paid, and what is reported is recorded.
    none.order.accept(&agreement(&none, fresh)).unwrap();
    let by_hand = elsewhere("desk-by-hand", 1, &[], at(START));
    assert_eq!(sends(&mut none, Actor::Merchant, by_hand), []);
    assert_eq!(none.order.refunds().len(), REFUNDS + 2);
}

/// Events of an order whose ids are longer than any can be today, as if they had been stored under larger maxima: they are
/// read back, and the order goes on under its own names.
#[test]
fn what_was_stored_under_larger_maxima_is_read_and_goes_on() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let long = |what: &str| format!("{what}{}", "x".repeat(2 * ID_BYTES));
    let stored = serde_json::to_string(&shop.events).unwrap();
    let stored = stored
        .replace("\"tea\"", &format!("{:?}", long("tea")))
        .replace("\"b-1\"", &format!("{:?}", long("b-1")))
        .replace("\"ORDER1", &format!("\"{}", long("ORDER1")));
    let events: Vec<Event<AfterSaleStatus>> = serde_json::from_str(&stored).unwrap();
    let mut order = Order::replay(shopxo(), &events).unwrap();
    assert_eq!(order.id().as_str(), long("ORDER1"));
    let key = order.refunds_of(case).last().unwrap().key.clone();
    assert!(key.as_str().len() > 2 * ID_BYTES);
    let paid = report(&key, Outcome::Succeeded(yuan(1_000)), shop.now);
    let id = order.id().clone();
    order.accept(&Command::platform("paid", &id, shop.now, paid)).unwrap();
    let tea = vec![Ask::units(long("tea"), 1)];
    let apply = apply(Flow::RefundOnly, tea, None);
    let buyer = long("b-1");
    order.accept(&Command::buyer("again", &id, buyer.as_str(), shop.now, apply)).unwrap();
    let by_hand = elsewhere("desk", 1, &[(&long("tea"), 1)], shop.now);
    order.accept(&Command::merchant("by-hand", &id, shop.now, by_hand)).unwrap();

    // An order of more lines than any can have today, too.
    let (_, opened) = Order::open(shopxo(), tea_and_cups(), at(START)).unwrap();
    let mut opened = serde_json::to_value(&opened).unwrap();
    let content = &mut opened["kind"]["opened"];
    let names = || (0..LINES + 500).map(|number| format!("line-{number}"));
    let line = content["facts"]["lines"][0].clone();
    let lines = names().map(|name| {
        let mut line = line.clone();
        line["line"] = json!(name);
        line
    });
    content["facts"]["lines"] = lines.collect();
    let share = json!({"goods": 10, "discount": 2_990, "shipping": 0});
    content["shares"] = names().map(|_| share.clone()).collect();
    content["facts"]["paid"] = json!(10 * (LINES + 500));
    let opened: Event<AfterSaleStatus> = serde_json::from_value(opened).unwrap();
    let mut order = Order::replay(shopxo(), [&opened]).unwrap();
    let everything = aftersale::order::Application::everything(&order);
    assert_eq!(everything.lines.len(), LINES + 500);
    let apply = Request::Apply { flow: Flow::RefundOnly, application: everything };
    order.accept(&Command::buyer("all", "ORDER1", "b-1", at(START + 1), apply)).unwrap();
}

/// The largest opening has the weight that the documentation of the maxima says.
#[test]
fn the_largest_opening_fits_in_a_row() {
    let most = "x".repeat(ID_BYTES - 5);
    let lines = (0..LINES).map(|number| {
        let mut line = line(&format!("{most}{number:05}"), 0, 1_000_000_000_000);
        line.total = aftersale::money::Amount::from_minor(1_000_000_000_000_000);
        line.refunded = aftersale::money::Amount::from_minor(2_000_000_000_000_000);
        line.returned = aftersale::quantity::Quantity::new(u32::MAX);
        line
    });
    let facts = OrderFacts::new("ORDER1", Currency::CNY, lines);
    let (_, opened) = Order::open(shopxo(), facts, at(START)).unwrap();
    let bytes = serde_json::to_string(&opened).unwrap().len();
    assert!((1_500_000..2_500_000).contains(&bytes), "{bytes}");
}
