//! A platform of one's own, declared outside the crate with the same means as WeChat and ShopXO: a
//! status enum, a table of rules, a table of standings, and `lifecycle!`, which proves them sound
//! while this file is compiled.
//!
//! ```sh
//! cargo run --example custom_platform
//! ```
//!
//! The platform is a second-hand book shop. It wants every book back, inspects it, and pays by bank
//! transfer, which sometimes comes back.

use Status::{Asked, Cancelled, Inspected, NotPaid, Paid, Refused, Sending};
use aftersale::lifecycle::Action::{
    AgreeToReturn, Apply, Cancel, ConfirmReceipt, RefundFailed, RefundSucceeded, Refuse,
    RetryRefund, ShipReturn, TimeRanOut,
};
use aftersale::lifecycle::Actor::{Buyer, Clock, Merchant, Platform};
use aftersale::lifecycle::Evidence::Documented;
use aftersale::lifecycle::{
    Actor, Fact, Flow, Guard, Labels, Phase, Position, RETURN_REFUND, Refusal, Rule, Standing,
    rule, standing,
};

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

aftersale::status!(Status);

/// The rules, as the shop's terms of trade number them. Change one so that it makes no sense and this
/// file does not compile. Without the last line of §6, say, a case that was refused with the goods on
/// their way could never be ended, since nobody can cancel it then; the compiler says so.
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
        .only_if(&[Guard::GoodsSent]),
    rule("§5", RETURN_REFUND, &[Asked, Sending], Refuse,          &[Merchant], Refused,   Documented),
    rule("§6", RETURN_REFUND, &[Asked, Sending, Refused], Cancel, &[Buyer],    Cancelled, Documented)
        .only_if(&[Guard::GoodsNotSent]),
    rule("§6", RETURN_REFUND, &[Refused],        TimeRanOut,      &[Clock],    Cancelled, Documented),
    rule("§7", RETURN_REFUND, &[Inspected],      RefundSucceeded, &[Platform], Paid,      Documented),
    rule("§7", RETURN_REFUND, &[Inspected],      RefundFailed,    &[Platform], NotPaid,   Documented),
    rule("§8", RETURN_REFUND, &[NotPaid],        RetryRefund,     &[Merchant], Inspected, Documented),
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

aftersale::lifecycle! {
    /// The book shop's lifecycle.
    const LIFECYCLE: Lifecycle<Status> = {
        platform: "book shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}

fn main() -> Result<(), Refusal<Status>> {
    let mut position = Position::before(Flow::ReturnRefund).knowing(Fact::OrderShipped, true);
    for (actor, action) in [
        (Buyer, Apply),
        (Clock, TimeRanOut),
        (Buyer, ShipReturn),
        (Merchant, ConfirmReceipt),
        (Platform, RefundFailed),
        (Merchant, RetryRefund),
        (Platform, RefundSucceeded),
    ] {
        let done = LIFECYCLE.next(&position, actor, action)?;
        println!("{}: the {actor} can {action}, and then it is {}", done.rule.row, done.to.name());
        position = done.position();
    }

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
