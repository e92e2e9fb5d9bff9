//! Four orders with an after-sale each, on both platforms and in both flows.

use std::error::Error;

use aftersale::lifecycle::Actor::{Buyer, Merchant, Platform};
use aftersale::lifecycle::Flow::{RefundOnly, ReturnRefund};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Application, Ask, Blame, CaseId, LineFacts, Offer, OrderFacts, Outcome, ReceivedLine,
    RefundRef, Request, Ruling, Shipment, Text,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;
use aftersale::wechat::WeChat;

use crate::page::heading;
use crate::walk::{Step, walk};

/// 2026-07-01, nine o'clock in the morning.
const OPENED: Timestamp = Timestamp::from_seconds(1_782_896_400);

const CASE: CaseId = CaseId::FIRST;
const SEEN: Offer = Offer::FIRST;

/// Walks through all of them.
///
/// # Errors
///
/// When one does not go as planned here.
pub(crate) fn walk_all() -> Result<(), Box<dyn Error>> {
    the_clock_and_an_offline_refund()?;
    refusal_dispute_and_ruling()?;
    a_failed_refund()?;
    a_part_of_the_goods()
}

fn the_clock_and_an_offline_refund() -> Result<(), Box<dyn Error>> {
    heading("Order W-1, WeChat, refund only: no answer, and the platform cannot pay");
    let failed = report(RefundRef::OfCase(CASE), Outcome::Failed, 50);
    let proof = Request::ProveOfflineRefund {
        case: CASE,
        certificates: vec!["transfer.png".into()],
        note: Text::NONE,
    };
    let mut application = Application::of(vec![Ask::units("tray", 1)]);
    application.shipping = Some(fen(800));
    let steps = vec![
        Step::new(
            1,
            Buyer,
            Request::Apply { flow: RefundOnly, application },
            ", for the tray and the shipping",
        ),
        Step::until_deadline(", and the merchant has not answered"),
        Step::new(1, Platform, failed, ": it has failed"),
        Step::new(5, Merchant, proof, ", by bank transfer"),
        Step::new(20, Buyer, Request::ConfirmOfflineRefund { case: CASE }, ""),
    ];
    walk(WeChat::default(), order("WECHAT01", None), OPENED, steps)
}

fn refusal_dispute_and_ruling() -> Result<(), Box<dyn Error>> {
    heading("Order W-2, WeChat, return and refund: refused, disputed, and decided");
    let agree = Request::AgreeToReturn { case: CASE, offer: SEEN, address: "杭州市…".into() };
    let refuse = Request::Refuse {
        case: CASE,
        offer: SEEN,
        reason: "已使用".into(),
        evidence: vec!["mugs.jpg".into()],
        waybill_wrong: false,
    };
    let escalate = Request::Escalate { case: CASE, message: "没有使用过".into() };
    let rule = Request::Rule { case: CASE, ruling: Ruling::ForBuyer, blame: Blame::Merchant };
    let paid = report(RefundRef::OfCase(CASE), succeeded(5_400), 158);
    let steps = vec![
        Step::new(1, Buyer, return_of(3), ", for the three mugs"),
        Step::new(4, Merchant, agree, ""),
        Step::new(40, Buyer, ship(), ""),
        Step::new(60, Merchant, refuse, ", the mugs were used"),
        Step::new(2, Buyer, escalate, ""),
        Step::new(50, Platform, rule, ", blaming the merchant"),
        Step::new(1, Platform, paid, ": it has succeeded"),
    ];
    walk(WeChat::default(), order("WECHAT02", Some(OPENED)), OPENED, steps)
}

fn a_failed_refund() -> Result<(), Box<dyn Error>> {
    heading("Order S-1, ShopXO, refund only: figures do not add up, and a refund fails");
    let some_of = |line: &str, amount| Request::Apply {
        flow: RefundOnly,
        application: Application::of(vec![Ask::amount(line, fen(amount))]),
    };
    let agree = || Request::AgreeToRefund { case: CASE, offer: SEEN };
    let report = |key: &str, outcome, hours| report(RefundRef::Key(key.into()), outcome, hours);
    let mut order = order("SHOP01", Some(OPENED));
    order = order.paid(fen(10_000));
    order.lines[0].total = fen(6_000);
    let steps = vec![
        Step::new(1, Buyer, some_of("mug", 6_000), ", for 60.00").refused(),
        Step::new(0, Buyer, some_of("mug", 1_500), ", for 15.00 of the mugs: one is scratched"),
        Step::new(3, Merchant, agree(), ""),
        Step::new(1, Platform, report("SHOP01c1r1", Outcome::Failed, 5), ": it has failed"),
        Step::new(2, Merchant, agree(), " once more"),
        Step::new(1, Platform, report("SHOP01c1r2", succeeded(1_500), 8), ": it has succeeded"),
    ];
    walk(HardenedShop::default(), order, OPENED, steps)
}

fn a_part_of_the_goods() -> Result<(), Box<dyn Error>> {
    heading("Order S-2, ShopXO, return and refund: three announced, two come back");
    let agree_to_return =
        Request::AgreeToReturn { case: CASE, offer: SEEN, address: "杭州市…".into() };
    let receipt = Request::ConfirmReceipt {
        case: CASE,
        offer: SEEN,
        goods: vec![ReceivedLine {
            accepted: Quantity::new(2),
            resaleable: Quantity::new(1),
            damaged: Quantity::new(1),
            missing: Quantity::new(1),
            ..ReceivedLine::all("mug", Quantity::new(3))
        }],
    };
    let agree = |offer| Request::AgreeToRefund { case: CASE, offer };
    let paid = report(RefundRef::Key("SHOP02c1r1".into()), succeeded(3_600), 83);
    let steps = vec![
        Step::new(1, Buyer, return_of(3), ", for the three mugs"),
        Step::new(2, Merchant, agree_to_return, ""),
        Step::new(30, Buyer, ship(), ""),
        Step::new(48, Merchant, agree(SEEN), "").refused(),
        Step::new(0, Merchant, receipt, ": 1 as new, 1 broken, 1 missing"),
        Step::new(1, Merchant, agree(Offer::new(2)), ""),
        Step::new(1, Platform, paid, ": it has succeeded"),
    ];
    walk(HardenedShop::default(), order("SHOP02", Some(OPENED)), OPENED, steps)
}

fn return_of(mugs: u32) -> Request {
    let application = Application::of(vec![Ask::units("mug", mugs)]);
    Request::Apply { flow: ReturnRefund, application }
}

fn ship() -> Request {
    let shipment = Shipment { carrier: "SF".into(), waybill: "SF1234567890".into() };
    Request::ShipReturn { case: CASE, shipment }
}

/// Returns a report on a refund, so many hours after the order was opened.
fn report(refund: RefundRef, outcome: Outcome, hours: i64) -> Request {
    let as_of = OPENED.plus_seconds(hours * 3_600).unwrap_or(OPENED);
    Request::ReportRefund { refund, outcome, as_of }
}

const fn succeeded(amount: i64) -> Outcome {
    Outcome::Succeeded(Currency::CNY.money(fen(amount)))
}

const fn fen(fen: i64) -> Amount {
    Amount::from_minor(fen)
}

/// Returns an order of three mugs and a tray, with shipping and a discount.
fn order(name: &str, shipped: Option<Timestamp>) -> OrderFacts {
    let lines = vec![
        LineFacts::new("mug", Quantity::new(3), fen(1_990)),
        LineFacts::new("tray", Quantity::new(1), fen(4_500)),
    ];
    OrderFacts::new(name, Currency::CNY, lines)
        .shipping(fen(800))
        .discount(fen(1_000))
        .paid(fen(10_270))
        .shipped(shipped)
}
