//! The faults of `known.rs`, one story each: what the order does otherwise than its docs say, and the model
//! after them. When one is mended its test fails; then the test goes, and what is about it in `known.rs`.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::Currency;
use aftersale::order::{
    Act, Adoption, Ask, Command, Offer, Order, OrderFacts, Outcome, Payment, Received,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::AfterSaleStatus;
use aftersale::testing::model::{Answer, Model};

use crate::shop::{START, STEP, apply, at, case, elsewhere, fen, shopxo, tea_and_cups, teas, yuan};

type Told = (Actor, Act<AfterSaleStatus>);

/// What is different after the last of these, where everything before was the same: what the model
/// answers, and the figures.
fn different(facts: OrderFacts, story: Vec<Told>) -> (Answer, bool, Vec<String>) {
    let mut model = Model::open(shopxo(), &facts, at(START));
    let (mut order, _) = Order::open(shopxo(), facts, at(START)).unwrap();
    let mut last = (Answer::Nothing, false, Vec::new());
    for (step, (by, act)) in (1..).zip(story) {
        assert_eq!(last.2, Vec::<String>::new(), "before step {step}");
        let name = format!("c-{step}");
        let command = Command::new(name.as_str(), "A-1", by, at(START + step * STEP), act);
        let answer = model.answer(&command);
        model.take(&command);
        let is_accepted = order.accept(&command).is_ok_and(|decision| decision.event().is_some());
        let what = |said: &String| said.split(" in the").next().unwrap_or_default().to_string();
        let differences = model.differences(&order);
        last = (answer, is_accepted, differences.iter().map(what).collect());
    }
    assert_ne!(last.2, Vec::<String>::new(), "it is mended");
    last
}

/// A tea is applied for, and the merchant agrees.
fn agreed() -> Vec<Told> {
    let agree = Act::AgreeToRefund { case: case(1), offer: Offer::FIRST };
    vec![(Actor::Buyer, apply(Flow::RefundOnly, teas(1), None)), (Actor::Merchant, agree)]
}

fn total(minor: i64, later: i64) -> Act<AfterSaleStatus> {
    Act::RefundedInTotal { total: yuan(minor), as_of: at(START + later) }
}

fn report(outcome: Outcome, later: i64) -> Told {
    let (payment, as_of) = (Payment::OfCase(case(1)), at(START + later));
    (Actor::Platform, Act::ReportRefund { payment, outcome, as_of })
}

#[test]
fn more_refunded_of_shipping_than_paid_bars_every_payment_i13() {
    let paid = Act::RefundedElsewhere {
        case: None,
        reference: "desk-1".into(),
        amount: yuan(900),
        lines: vec![],
        shipping: fen(900),
        as_of: at(START),
    };
    let mut story = vec![(Actor::Platform, paid)];
    story.extend(agreed());
    let (answer, is_accepted, _) = different(tea_and_cups(), story);
    assert_eq!((answer, is_accepted), (Answer::Accepted, false));
}

/// The first success of a refund made elsewhere, or taken over, is not written down.
#[test]
fn a_refund_made_elsewhere_that_is_told_again_as_of_later_than_a_total_counts_twice_i10() {
    let again = Act::ReportRefund {
        payment: Payment::Attempt("desk-1".into()),
        outcome: Outcome::Succeeded(yuan(700)),
        as_of: at(START + 30),
    };
    let story = vec![
        (Actor::Platform, elsewhere("desk-1", 700, &[], at(START + 10))),
        (Actor::Platform, total(700, 20)),
        (Actor::Platform, again),
    ];
    let (answer, is_accepted, found) = different(tea_and_cups(), story);
    assert_eq!((answer, is_accepted), (Answer::Accepted, true));
    assert_eq!(found[0], "what was refunded for the order: Amount(700)");
}

#[test]
fn the_same_success_of_a_refund_made_elsewhere_is_news_i10() {
    let again = Act::ReportRefund {
        payment: Payment::Attempt("desk-1".into()),
        outcome: Outcome::Succeeded(yuan(700)),
        as_of: at(START + 10),
    };
    let story = vec![
        (Actor::Platform, elsewhere("desk-1", 700, &[], at(START + 10))),
        (Actor::Platform, again),
    ];
    let (answer, is_accepted, _) = different(tea_and_cups(), story);
    assert_eq!((answer, is_accepted), (Answer::Nothing, true));
}

/// Only of successes the first is kept as well as the last.
#[test]
fn a_reversal_that_is_told_again_as_of_later_than_a_total_counts_twice_i10() {
    let mut story = agreed();
    story.extend([
        report(Outcome::Succeeded(yuan(1_000)), 300),
        report(Outcome::Reversed(yuan(400)), 310),
        (Actor::Platform, total(1_600, 320)),
        report(Outcome::Reversed(yuan(400)), 330),
    ]);
    let (answer, is_accepted, found) = different(tea_and_cups(), story);
    assert_eq!((answer, is_accepted), (Answer::Accepted, true));
    assert_eq!(found[0], "what was refunded for the order: Amount(1600)");
}

#[test]
fn what_is_not_certain_is_heard_of_a_payment_that_was_declared_failed_and_then_failed() {
    let mut story = agreed();
    let declared = Act::DeclareFailed { attempt: "A-1-1-1".into(), note: "sure".into() };
    story.extend([
        report(Outcome::Unknown, 300),
        (Actor::Merchant, declared),
        report(Outcome::Failed, 400),
        report(Outcome::Processing, 500),
    ]);
    let (answer, is_accepted, _) = different(tea_and_cups(), story);
    assert_eq!((answer, is_accepted), (Answer::Nothing, true));
}

#[test]
fn units_beyond_32_bits_count_as_all_that_can_be_counted_i3() {
    let all = u32::MAX;
    let asked = Adoption {
        lines: vec![Ask::units("tea", all)],
        ..Adoption::new(Flow::ReturnRefund, AfterSaleStatus::ToBeReviewed)
    };
    let wrong = Quantity::new(all);
    let goods = vec![Received { wrong, ..Received::all("tea", Quantity::new(all)) }];
    let receipt = Act::ConfirmReceipt { case: case(1), offer: Offer::FIRST, goods };
    let story = vec![(Actor::Merchant, Act::Adopt(asked)), (Actor::Merchant, receipt)];
    let (answer, is_accepted, _) = different(tea_and_cups(), story);
    assert_eq!((answer, is_accepted), (Answer::Refused, true));
}

/// By a gateway whose clock is ahead. Only the last news of a kind is looked at, so what was told before
/// that is taken for news of the next payment.
#[test]
fn news_that_is_told_again_fails_the_next_payment_i10() {
    let mut story = agreed();
    story.extend([report(Outcome::Failed, 1_000), report(Outcome::Failed, 1_100)]);
    story.push(agreed().remove(1));
    story.push(report(Outcome::Failed, 1_000));
    let (answer, is_accepted, found) = different(tea_and_cups(), story);
    assert_eq!((answer, is_accepted), (Answer::Nothing, true));
    assert!(found.contains(&"the state of payment A-1-1-2: Started".to_string()), "{found:?}");
}

/// By a gateway whose clock is ahead. What is looked for is the amount that was told, and what was booked
/// in its place is another.
#[test]
fn news_in_another_currency_that_is_told_again_pays_the_next_payment_i10() {
    let euro = Currency::new("EUR", 2).unwrap().money(fen(150));
    let mut story = agreed();
    story.extend([
        report(Outcome::Succeeded(euro), 1_000),
        report(Outcome::Reversed(yuan(1_000)), 1_100),
        (Actor::Merchant, Act::RetryRefund { case: case(1) }),
        report(Outcome::Succeeded(euro), 1_000),
    ]);
    let (answer, is_accepted, found) = different(tea_and_cups(), story);
    assert_eq!((answer, is_accepted), (Answer::Nothing, true));
    assert!(found.contains(&"the state of payment A-1-1-2: Started".to_string()), "{found:?}");
}
