//! A case from the application to the money, on both platforms and in both flows.

use aftersale::lifecycle::Action::{
    AgreeToRefund, AgreeToReturn, Apply, ConfirmReceipt, RefundSucceeded, ShipReturn,
};
use aftersale::lifecycle::Actor::{Buyer, Merchant, Platform};
use aftersale::lifecycle::{Action, Actor, Fact, Flow, Lifecycle, Position, Refusal};
use aftersale::{shopxo, wechat};

use crate::page::{entry, heading};
use crate::show::{Labelled, named};

/// Walks them all.
///
/// # Errors
///
/// When a table refuses a step of the way.
pub(crate) fn walk_all() -> Result<(), Box<dyn std::error::Error>> {
    let refund = [(Buyer, Apply), (Merchant, AgreeToRefund), (Platform, RefundSucceeded)];
    walk(wechat::LIFECYCLE, Flow::RefundOnly, &refund)?;
    let to_receipt = [(Buyer, Apply), (Merchant, AgreeToReturn), (Buyer, ShipReturn)];
    let wechat_end = [(Merchant, ConfirmReceipt), (Platform, RefundSucceeded)];
    walk(wechat::LIFECYCLE, Flow::ReturnRefund, &[&to_receipt[..], &wechat_end].concat())?;
    walk(shopxo::LIFECYCLE, Flow::RefundOnly, &refund)?;
    let shopxo_end = [(Merchant, AgreeToRefund), (Platform, RefundSucceeded)];
    walk(shopxo::LIFECYCLE, Flow::ReturnRefund, &[&to_receipt[..], &shopxo_end].concat())?;
    Ok(())
}

fn walk<S: Labelled>(
    lifecycle: Lifecycle<S>,
    flow: Flow,
    way: &[(Actor, Action)],
) -> Result<(), Refusal<S>> {
    heading(&format!("A case at {}, {flow}", lifecycle.platform()));
    let mut position = Position::before(flow)
        .knowing(Fact::OrderShipped, flow == Flow::ReturnRefund)
        .knowing(Fact::OtherCaseOpen, false);
    for (actor, action) in way {
        let done = lifecycle.next(&position, *actor, *action)?;
        let meaning = lifecycle.phase(done.flow, done.to).map_or("", |phase| phase.text());
        entry(2, done.rule.row, 5, &format!("the {actor}: {action}"));
        let paying = match done.facts.get(Fact::RefundUnderWay) {
            Some(true) => ", and a refund is under way",
            _ => "",
        };
        entry(2, "", 5, &format!("→ {}, {meaning}{paying}", named(done.to)));
        position = done.position();
    }
    Ok(())
}
