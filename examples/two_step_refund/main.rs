//! A platform of one's own in which a refund takes two steps, driven through one case and then explored: every state
//! that a small order can come to, whatever anybody tries, with every invariant checked on the way.
//!
//! ```sh
//! cargo run --example two_step_refund
//! ```

mod shop;

use aftersale::lifecycle::Actor::{self, Buyer, Merchant, Platform};
use aftersale::lifecycle::Flow;
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Application, Ask, CaseId, Command, Effect, LineFacts, Offer, Order, OrderFacts, Outcome, Payer,
    RefundRef, Request,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;
use aftersale_testing::explore::{Bounds, explore, small_order};

use shop::TwoStepShop;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    one_case()?;
    println!();
    for payer in [Payer::Shop, Payer::Platform] {
        let bounds = Bounds {
            cases: 1,
            refunds: 1,
            applications: 1,
            reversals: false,
            other_amounts: false,
            ..Bounds::default()
        };
        let found = explore(TwoStepShop::new(payer), small_order(1, 1), &bounds, None)?;
        println!(
            "explored, the {payer} pays: {} states, {} transitions, {} violations",
            found.states,
            found.transitions,
            found.violations.len(),
        );
        if let Some(violation) = found.violations.first() {
            return Err(format!("{}\n{}", violation.broken, violation.history).into());
        }
    }
    Ok(())
}

/// The seller agrees, twice; finance pays; the bank reports.
fn one_case() -> Result<(), Box<dyn std::error::Error>> {
    let lamp = LineFacts::new("lamp", Quantity::new(1), Amount::from_minor(1_250));
    let facts = OrderFacts::new("LAMP01", Currency::CNY, vec![lamp]);
    let now = Timestamp::from_seconds(1_795_300_763);
    let (mut order, _) = Order::open(TwoStepShop::new(Payer::Shop), facts, now)?;
    let (case, offer) = (CaseId::FIRST, Offer::FIRST);
    let application = Application::of(vec![Ask::units("lamp", 1)]);
    let apply = Request::Apply { flow: Flow::RefundOnly, application };
    let agree = Request::AgreeToRefund { case, offer };
    let paid = Currency::CNY.money(Amount::from_minor(1_250));
    let report = Request::ReportRefund {
        refund: RefundRef::OfCase(case),
        outcome: Outcome::Succeeded(paid),
        as_of: now,
    };
    let steps: [(Actor, &str, Request); 5] = [
        (Buyer, "the buyer applies", apply),
        (Merchant, "the seller agrees", agree.clone()),
        (Merchant, "the seller clicks again", agree.clone()),
        (Platform, "finance pays", agree),
        (Platform, "the bank reports", report),
    ];
    for (number, (actor, step, request)) in (1..).zip(steps) {
        let command = Command::new(format!("c-{number}"), "LAMP01", actor, now, request);
        match order.accept(&command) {
            Ok(decision) => {
                let status = order.case(case).map_or("", |case| case.status.name());
                print!("{step}: {status}");
                for pending in decision.effects() {
                    if let Effect::IssueRefund { key, amount, .. } = &pending.effect {
                        print!("; issue {amount} under key {key}");
                    }
                }
                println!();
            }
            Err(refusal) => println!("{step}: {refusal}"),
        }
    }
    Ok(())
}
