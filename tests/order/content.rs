//! The other content of an order: its stage, the correspondence of a case, and how a case came to its status.

use aftersale::lifecycle::Actor::{Buyer, Merchant};
use aftersale::lifecycle::{Action, Flow};
use aftersale::order::{
    Adoption, Application, Ask, CaseId, Correspondence, OrderFacts, Reason, Request, Returnable,
    Shipment, Stage, Text,
};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};

use crate::shop::{
    START, STEP, Shop, apply, at, parcel, refuse, shopxo, tea_and_cups, teas, wechat,
};

const CASE: CaseId = CaseId::FIRST;

fn unshipped() -> OrderFacts {
    tea_and_cups().shipped(None).received(None)
}

#[test]
fn an_order_comes_as_far_as_is_reported_and_no_cancelled_one_is_received() {
    let when = at(START);
    let shipped = Request::OrderShipped { when };
    let received = Request::OrderReceived { when };
    use Stage::*;
    for (before, after_shipping, after_receipt) in [
        (ToBeConfirmed, ToBeConfirmed, ToBeConfirmed),
        (ToBePaid, ToBePaid, ToBePaid),
        (ToBeShipped, ToBeReceived, Completed),
        (ToBeReceived, ToBeReceived, Completed),
        (Completed, Completed, Completed),
        (Cancelled, Cancelled, Cancelled),
        (Closed, Closed, Closed),
    ] {
        let facts = unshipped().stage(before);
        let mut shop = Shop::open(shopxo(), facts.clone());
        assert_eq!(shop.order.stage(), before);
        shop.does(Merchant, shipped.clone());
        assert_eq!(shop.order.stage(), after_shipping);
        let mut shop = Shop::open(shopxo(), facts);
        shop.does(Merchant, received.clone());
        assert_eq!(shop.order.stage(), after_receipt);
        // A wrong report is corrected.
        let corrected = Request::OrderCorrected { stage: before, shipped: None, received: None };
        shop.does(Merchant, corrected);
        assert_eq!((shop.order.stage(), shop.order.received()), (before, None));
    }
}

#[test]
fn an_order_that_its_after_sales_have_closed_had_come_as_far_as_it_had_i14() {
    let corrected =
        || Request::OrderCorrected { stage: Stage::Closed, shipped: None, received: None };
    let mut shop = Shop::of_tea(shopxo());
    shop.does(Merchant, corrected());
    assert_eq!((shop.order.stage(), shop.order.is_shipped()), (Stage::Closed, false));

    let mut shop = Shop::of_tea(shopxo());
    shop.refunded(vec![Ask::units("tea", 3)], Some(800));
    shop.refunded(vec![Ask::units("cup", 2)], None);
    assert!(shop.order.closed().is_some());
    shop.does(Merchant, corrected());
    assert_eq!((shop.order.stage(), shop.order.is_shipped()), (Stage::Closed, true));
}

#[test]
fn the_times_of_an_order_give_its_stage_when_nothing_else_does() {
    let (shipped, received) = (Some(at(START - 9)), Some(at(START - 1)));
    let open = |facts| Shop::open(shopxo(), facts).order.stage();
    let facts = unshipped();
    assert_eq!(open(facts.clone()), Stage::ToBeShipped);
    assert_eq!(open(facts.clone().shipped(shipped)), Stage::ToBeReceived);
    assert_eq!(open(facts.clone().received(received)), Stage::Completed);
    let stage = Stage::Cancelled;
    let cancelled = facts.stage(stage);
    assert_eq!(open(cancelled.clone().shipped(shipped).received(received)), Stage::Cancelled);
    // What is closed had left the shop all the same, if it had.
    let is_shipped = |facts| Shop::open(shopxo(), facts).order.is_shipped();
    assert!(!is_shipped(cancelled.clone()));
    assert!(is_shipped(cancelled.clone().shipped(shipped)));
    assert!(is_shipped(cancelled.received(received)));
}

#[test]
fn of_which_orders_goods_come_back_is_a_term() {
    let ask = || apply(Flow::ReturnRefund, teas(1), None);
    let virtual_goods = unshipped().is_virtual(true);
    let at_home = unshipped().stage(Stage::Completed);
    for (returnable, of_virtual, of_unshipped) in [
        (Returnable::Anything, None, None),
        (Returnable::Goods, Some(Reason::NothingToReturn), None),
        (Returnable::ShippedGoods, Some(Reason::NothingToReturn), Some(Reason::NotShipped)),
    ] {
        let mut policy = HardenedShop::default();
        policy.terms.limits.returnable = returnable;
        for (facts, reason) in [
            (virtual_goods.clone(), of_virtual),
            (unshipped(), of_unshipped),
            (at_home.clone(), None),
        ] {
            let mut shop = Shop::open(policy.clone(), facts);
            match reason {
                Some(reason) => assert_eq!(shop.cannot(Buyer, ask()), [reason]),
                None => drop(shop.does(Buyer, ask())),
            }
        }
    }
}

#[test]
fn a_case_keeps_its_correspondence_and_its_history() {
    use AfterSaleStatus::{Cancelled, Rejected, ToBeConfirmed, ToBeReturned, ToBeReviewed};
    let mut shop = Shop::open(shopxo(), tea_and_cups().stage(Stage::Completed));
    let application = Application {
        reason: "卖家发错货".into(),
        message: Text::Reference("message-7".into()),
        evidence: vec!["a.png".into()],
        ..Application::of(vec![Ask::units("tea", 1)])
    };
    shop.does(Buyer, Request::Apply { flow: Flow::ReturnRefund, application });
    let offer = shop.offer(CASE);
    shop.does(Merchant, Request::AgreeToReturn { case: CASE, offer, address: "上海".into() });
    shop.does(Buyer, Request::ShipReturn { case: CASE, shipment: parcel() });
    shop.does(Merchant, refuse(CASE, offer));
    shop.does(Buyer, Request::Cancel { case: CASE });
    let case = shop.order.case(CASE).unwrap();
    let Shipment { carrier, waybill } = parcel();
    assert_eq!(case.correspondence.reason, "卖家发错货".into());
    assert_eq!(case.correspondence.message, Text::Reference("message-7".into()));
    assert_eq!(case.correspondence.evidence, ["a.png".into()]);
    assert_eq!(case.correspondence.address, "上海".into());
    assert_eq!(case.correspondence.shipment, Some(Shipment { carrier, waybill }));
    assert_ne!(case.correspondence.refusal, Text::NONE);
    let moves: Vec<_> =
        case.history.iter().map(|step| (step.action, step.status, step.at)).collect();
    let nth = |command: i64| at(START + command * STEP);
    assert_eq!(
        moves,
        [
            (Some(Action::Apply), ToBeConfirmed, nth(1)),
            (Some(Action::AgreeToReturn), ToBeReturned, nth(2)),
            (Some(Action::ShipReturn), ToBeReviewed, nth(3)),
            (Some(Action::Refuse), Rejected, nth(4)),
            (Some(Action::Cancel), Cancelled, nth(5)),
        ]
    );
    assert_eq!(case.last_entry_by(Action::Refuse).map(|step| step.at), Some(nth(4)));
    assert_eq!(case.last_entry_by(Action::Close), None);
}

#[test]
fn a_recalled_parcel_is_not_shown_as_on_its_way() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.sent_back(vec![Ask::units("tea", 1)]);
    assert_eq!(shop.order.case(case).unwrap().correspondence.shipment, Some(parcel()));
    shop.does(Buyer, Request::RecallShipment { case });
    assert_eq!(shop.order.case(case).unwrap().correspondence.shipment, None);
}

#[test]
fn a_case_that_is_taken_over_brings_its_words_and_a_status_alone_leaves_them() {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let correspondence = Correspondence { reason: "空包裹".into(), ..Correspondence::default() };
    let adoption = Adoption::new(Flow::RefundOnly, AfterSaleStatus::ToBeReviewed);
    let adoption = Adoption { lines: teas(1), correspondence: correspondence.clone(), ..adoption };
    shop.does(Merchant, Request::Adopt(adoption.into()));
    let forced = Adoption::new(Flow::RefundOnly, AfterSaleStatus::ToBeConfirmed);
    shop.does(Merchant, Request::Adopt(Adoption { case: Some(CASE), ..forced }.into()));
    let case = shop.order.case(CASE).unwrap();
    assert_eq!(case.correspondence, correspondence);
    assert!(case.history.iter().all(|step| step.action.is_none()));
}
