//! A host that asks the gateway again and again and reports each answer: what it stores, and what the order weighs.

use aftersale::order::stored::{Stored, StoredEvent, StoredSnapshot};
use aftersale::order::{Application, Ask, Command, Decision, Offer, OrderFacts, Request};
use aftersale::prelude::{Actor, Amount, CaseId, Currency, Flow, HardenedShop, LineFacts, Order};
use aftersale::time::Timestamp;

use crate::forms::Form;

/// Twenty digits, as WeChat has them.
const ORDER: &str = "20261128101530004711";
const START: Timestamp = Timestamp::from_seconds(1_795_300_763);

fn command(number: u64, by: Actor, at: Timestamp, request: Request) -> Command {
    let id = format!("5f0c7a52-94b1-4d2e-8a37-{number:012x}");
    Command::new(id.as_str(), ORDER, by, at, request)
}

/// An order with a refund that is to be asked about, and its key.
fn refund_under_way() -> (Order<HardenedShop>, String) {
    let tea = LineFacts::new("sku-00000001", 3, Amount::from_minor(1_000));
    let facts = OrderFacts::new(ORDER, Currency::CNY, [tea]);
    let (mut order, _) = Order::open(HardenedShop::default(), facts, START).unwrap();
    let application = Application::of(vec![Ask::units("sku-00000001", 1)]);
    let apply = Request::Apply { flow: Flow::RefundOnly, application };
    order.accept(&command(1, Actor::Buyer, START, apply)).unwrap();
    let agree = Request::agree_to_refund(CaseId::FIRST, Offer::FIRST);
    let agreed = order.accept(&command(2, Actor::Merchant, START, agree)).unwrap();
    let key = agreed.refund_to_issue().unwrap().0.as_str().to_owned();
    (order, key)
}

fn snapshot(order: &Order<HardenedShop>) -> usize {
    let stored: StoredSnapshot<HardenedShop> = Stored::of(order.snapshot());
    Form::Postcard.write(&stored).len()
}

/// Reports the same again and again, each time as of a second later. Returns the sizes of the events that the host has
/// stored, the largest first and their number, and the sizes of the snapshot after a tenth of the reports and in the end.
fn polled(
    order: &mut Order<HardenedShop>,
    times: u64,
    request: impl Fn(Timestamp) -> Request,
) -> (usize, u64, [usize; 2]) {
    let (mut largest, mut stored, mut early) = (0, 0, 0);
    for number in 1..=times {
        let now = START.plus_seconds(i64::try_from(number).unwrap()).unwrap();
        let command = command(10 + number, Actor::Platform, now, request(now));
        match order.decide(&command).unwrap() {
            Decision::Accepted { event, .. } => {
                order.apply(&event).unwrap();
                // The first says something new.
                if number > 1 {
                    let event: StoredEvent<HardenedShop> = Stored::of(event);
                    largest = largest.max(Form::Postcard.write(&event).len());
                    stored += 1;
                }
            }
            other => assert!(number > 1, "{other:?}"),
        }
        if number == times / 10 {
            early = snapshot(order);
        }
    }
    (largest, stored, [early, snapshot(order)])
}

/// So many steps in a debug build, where every sum is added up anew at each of them; a million in a release build, which
/// CI runs.
const STEPS: u64 = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };

#[test]
fn a_poller_that_says_the_same_again_and_again_stores_little_and_the_order_does_not_grow() {
    type Case = (&'static str, fn(&str, Timestamp) -> Request, usize, bool);
    let cases: [Case; 6] = [
        ("processing", |key, at| Request::refund_processing(key, at), 0, false),
        ("unknown", |key, at| Request::refund_unknown(key, at), 0, false),
        ("failed", |key, at| Request::refund_failed(key, at), 150, true),
        (
            "succeeded",
            |key, at| Request::refunded(key, Currency::CNY.money(Amount::from_minor(1_000)), at),
            150,
            true,
        ),
        (
            "reversed",
            |key, at| {
                Request::refund_reversed(key, Currency::CNY.money(Amount::from_minor(400)), at)
            },
            150,
            true,
        ),
        (
            "the total",
            |_, as_of| {
                let total = Currency::CNY.money(Amount::from_minor(1_000));
                Request::ReportRefundTotal { total, as_of }
            },
            150,
            true,
        ),
    ];
    for (what, request, most, is_stored) in cases {
        let (mut order, key) = refund_under_way();
        let (largest, stored, [early, late]) = polled(&mut order, STEPS, |now| request(&key, now));
        assert!(largest <= most, "{what}: an event of {largest} bytes");
        assert_eq!(stored, if is_stored { STEPS - 1 } else { 0 }, "{what}");
        // The commands that it remembers are as many as its terms say; the version takes a byte more.
        assert!(late <= early + 2_048, "{what}: {early} bytes and then {late}");
        println!("{what}: {stored} events of at most {largest} bytes, snapshot {late} bytes");
    }
}
