//! Declares a platform of your own, with a policy, and drives an order under it.
//!
//! ```sh
//! cargo run --example custom_platform
//! ```
//!
//! The means are the same as for WeChat and ShopXO: a status enum, a table of rules, a table of standings, and
//! `lifecycle!`, which proves them sound while this file is compiled.
//!
//! The platform is a second-hand book shop. It wants every book back, inspects it, and refunds by bank
//! transfer, which sometimes comes back.

use Status::{Asked, Cancelled, Inspected, NotPaid, Paid, Refused, Sending};
use aftersale::lifecycle::Action::{
    AgreeToReturn, Apply, Cancel, ConfirmReceipt, RefundFailed, RefundSucceeded, Refuse,
    RetryRefund, ShipReturn, TimeRanOut,
};
use aftersale::lifecycle::Actor::{Buyer, Clock, Merchant, Platform};
use aftersale::lifecycle::Evidence::Documented;
use aftersale::lifecycle::{
    Actor, Fact, Flow, Guard, Labels, Lifecycle, Phase, Position, RETURN_REFUND, Rule, Standing,
    rule, standing,
};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Application, Ask, CaseId, Command, Effect, LineFacts, Offer, Order, OrderFacts, Outcome, Payer,
    Policy, ReceivedLine, RefundRef, Request, Shipment, Terms,
};
use aftersale::quantity::Quantity;
use aftersale::time::{Timestamp, days_long};

/// The statuses, with the numbers that the shop's database has.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Status {
    Asked = 10,
    Sending = 20,
    Inspected = 30,
    NotPaid = 31,
    Paid = 40,
    Refused = 50,
    Cancelled = 60,
}

impl Status {
    const ALL: &'static [Self] = &[Asked, Sending, Inspected, NotPaid, Paid, Refused, Cancelled];

    const fn name(self) -> &'static str {
        match self {
            Asked => "ASKED",
            Sending => "SENDING",
            Inspected => "INSPECTED",
            NotPaid => "NOT_PAID",
            Paid => "PAID",
            Refused => "REFUSED",
            Cancelled => "CANCELLED",
        }
    }
}

aftersale::impl_status!(Status);

/// The rules, as the shop's terms of trade number them. Change one so that it makes no sense and this
/// file does not compile. Without the last line of §6, say, a case that was refused with the goods on
/// their way could never be ended, since no actor can cancel it then; the compiler reports that.
#[rustfmt::skip]
const RULES: &[Rule<Status>] = &[
    rule("§1", RETURN_REFUND, &[],               Apply,           &[Buyer],    Asked,     Documented)
        .only_if(&[Guard::OrderShipped]),
    rule("§2", RETURN_REFUND, &[Asked],          AgreeToReturn,   &[Merchant], Sending,   Documented),
    rule("§2", RETURN_REFUND, &[Asked],          TimeRanOut,      &[Clock],    Sending,   Documented),
    rule("§3", RETURN_REFUND, &[Sending],        ShipReturn,      &[Buyer],    Sending,   Documented)
        .only_if(&[Guard::GoodsNotSent])
        .making(&[(Fact::GoodsSent, true)]),
    rule("§3", RETURN_REFUND, &[Sending],        TimeRanOut,      &[Clock],    Cancelled, Documented)
        .only_if(&[Guard::GoodsNotSent]),
    rule("§4", RETURN_REFUND, &[Sending],        ConfirmReceipt,  &[Merchant], Inspected, Documented)
        .only_if(&[Guard::GoodsSent])
        .starting_refund(),
    rule("§5", RETURN_REFUND, &[Asked, Sending], Refuse,          &[Merchant], Refused,   Documented),
    rule("§6", RETURN_REFUND, &[Asked, Sending, Refused], Cancel, &[Buyer],    Cancelled, Documented)
        .only_if(&[Guard::GoodsNotSent]),
    rule("§6", RETURN_REFUND, &[Refused],        TimeRanOut,      &[Clock],    Cancelled, Documented),
    rule("§7", RETURN_REFUND, &[Inspected],      RefundSucceeded, &[Platform], Paid,      Documented),
    rule("§7", RETURN_REFUND, &[Inspected],      RefundFailed,    &[Platform], NotPaid,   Documented),
    rule("§8", RETURN_REFUND, &[NotPaid],        RetryRefund,     &[Merchant], Inspected, Documented)
        .starting_refund(),
];

const STANDINGS: &[Standing<Status>] = &[
    standing(Asked, RETURN_REFUND, Phase::UnderReview),
    standing(Sending, RETURN_REFUND, Phase::WaitingForGoods),
    standing(Inspected, RETURN_REFUND, Phase::Refunding),
    standing(NotPaid, RETURN_REFUND, Phase::RefundFailed),
    standing(Paid, RETURN_REFUND, Phase::Refunded),
    standing(Refused, RETURN_REFUND, Phase::Refused),
    standing(Cancelled, RETURN_REFUND, Phase::Withdrawn),
];

aftersale::declare_lifecycle! {
    /// The book shop's lifecycle.
    const LIFECYCLE: Lifecycle<Status> = {
        platform: "book shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}

/// The shop's policy: it pays refunds itself, and its clocks run.
#[derive(Clone, Copy, Debug)]
struct BookShop {
    terms: Terms,
}

impl BookShop {
    fn new() -> Self {
        let mut terms = Terms::new(Payer::Shop);
        terms.clocks.merchant_answers_return = Some(days_long(3));
        terms.clocks.buyer_ships = Some(days_long(14));
        terms.clocks.buyer_answers_refusal = Some(days_long(7));
        Self { terms }
    }
}

impl Policy for BookShop {
    type Status = Status;

    const LIFECYCLE: Lifecycle<Status> = LIFECYCLE;

    fn terms(&self) -> &Terms {
        &self.terms
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    one_book_comes_back()?;

    println!();
    let sending = Position::at(Flow::ReturnRefund, Sending).knowing(Fact::GoodsSent, true);
    for actor in Actor::ALL {
        if let Some(refusal) = LIFECYCLE.why_not(&sending, *actor, Cancel) {
            println!("{refusal}");
        }
    }

    println!();
    print!("{}", LIFECYCLE.mermaid(Labels::Full));
    Ok(())
}

/// Drives an order through an after-sale in which a book comes back, and so does the first bank transfer.
fn one_book_comes_back() -> Result<(), Box<dyn std::error::Error>> {
    let sold = Timestamp::from_seconds(1_782_900_000);
    let book = LineFacts::new("Middlemarch", Quantity::new(1), Amount::from_minor(750));
    let facts = OrderFacts::new("BOOK07", Currency::CNY, vec![book]).shipped(sold);
    let (mut order, _) = Order::open(BookShop::new(), facts, sold)?;
    let (case, offer) = (CaseId::FIRST, Offer::FIRST);
    let reported = |outcome, as_of| {
        let refund = RefundRef::OfCase(case);
        Request::ReportRefund { refund, outcome, as_of }
    };
    for step in 0.. {
        let days = |days| sold.checked_add(days_long(days)).unwrap_or(sold);
        let transfer = Currency::CNY.money(Amount::from_minor(750));
        let (actor, at, request) = match step {
            0 => {
                let application = Application::of(vec![Ask::units("Middlemarch", 1)]);
                (Buyer, days(1), Request::Apply { flow: Flow::ReturnRefund, application })
            }
            // The merchant does not answer, so the clock acts.
            1 => (Clock, days(4), Request::TimeRanOut { case, deadline: days(4) }),
            2 => {
                let shipment = Shipment { carrier: "SF".into(), waybill: "SF123".into() };
                (Buyer, days(5), Request::ShipReturn { case, shipment })
            }
            3 => {
                let goods = vec![ReceivedLine::all("Middlemarch", Quantity::new(1))];
                (Merchant, days(8), Request::ConfirmReceipt { case, offer, goods })
            }
            4 => (Platform, days(9), reported(Outcome::Failed, days(9))),
            5 => (Merchant, days(10), Request::RetryRefund { case }),
            6 => (Platform, days(11), reported(Outcome::Succeeded(transfer), days(11))),
            _ => break,
        };
        let id = format!("step {step}");
        let decision = order.accept(&Command::new(id, order.id(), actor, at, request.clone()))?;
        let status = order.case(case).map_or("", |case| case.status.name());
        let refund = decision.effects().iter().find_map(|pending| match &pending.effect {
            Effect::IssueRefund { key, amount, .. } => {
                Some(format!("; refund {amount} under key {key}"))
            }
            _ => None,
        });
        println!("the {actor}: {} → {status}{}", request.capability(), refund.unwrap_or_default());
    }
    let ledger = order.ledger().order;
    println!("refunded {} of {}", ledger.refunded.decimal(2), ledger.paid.decimal(2));
    Ok(())
}
