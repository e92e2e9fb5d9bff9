//! Closing can be undone (I28): an order of which something is left after all is open again, what was asked of the host
//! is not asked any more, and it is told to undo what it has done.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::Phase;
use aftersale::order::{Ask, Effect, EffectId, Outcome, Request, Stage};

use crate::shop::{Platform, Shop, apply, elsewhere, fen, report, shopxo, teas, wechat, yuan};

/// A shop of which everything was refunded, and with that the case of the cups.
fn closed<P: Platform>(policy: P) -> (Shop<P>, aftersale::order::CaseId) {
    let mut shop = Shop::of_tea(policy);
    let teas = shop.agreed(teas(3), Some(800));
    shop.paid(teas);
    let cups = shop.agreed(vec![Ask::units("cup", 2)], None);
    assert!(shop.paid(cups).closes_the_order());
    assert_eq!(shop.order.stage(), Stage::Closed);
    (shop, cups)
}

/// The pending effects that say to close the order or to open it again.
fn pending<P: Platform>(shop: &Shop<P>) -> Vec<(EffectId, Effect)> {
    let pending = shop.order.pending_effects().iter();
    let asks = pending.filter(|one| matches!(one.effect, Effect::CloseOrder | Effect::ReopenOrder));
    asks.map(|pending| (pending.id, pending.effect.clone())).collect()
}

fn asked<P: Platform>(shop: &Shop<P>) -> Vec<Effect> {
    pending(shop).into_iter().map(|(_, effect)| effect).collect()
}

#[test]
fn an_order_whose_refund_has_failed_after_all_is_open_again_i30() {
    // polarsource/polar#5422: the refund of everything is cancelled a second later, and the host has not closed the order.
    fn story<P: Platform>(policy: P) {
        let (mut shop, cups) = closed(policy);
        let stage = shop.order.closed();
        assert!(stage.is_some());
        assert_eq!(asked(&shop), [Effect::CloseOrder]);
        let (to_close, _) = pending(&shop).remove(0);
        let failed = shop.reported(cups, Outcome::Failed);
        assert!(failed.effects.contains(&Effect::ReopenOrder));
        assert_eq!((shop.order.closed(), shop.order.stage()), (None, Stage::ToBeReceived));
        // A host that comes to it later closes nothing; one that has closed it says so, and opens it again.
        assert_eq!(asked(&shop), [Effect::ReopenOrder]);
        shop.changes_nothing(Merchant, Request::Acknowledge { effects: vec![to_close] });
        let (to_reopen, _) = pending(&shop).remove(0);
        shop.does(Merchant, Request::Acknowledge { effects: vec![to_reopen] });
        assert_eq!(asked(&shop), []);
        // The money leaves after all, and the order is closed a second time.
        assert!(shop.reported(cups, Outcome::Succeeded(yuan(1_000))).closes_the_order());
        assert_eq!((asked(&shop), shop.phase(cups)), (vec![Effect::CloseOrder], Phase::Refunded));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_order_that_closes_again_is_not_to_be_opened_any_more_i30() {
    let (mut shop, cups) = closed(shopxo());
    let done = shop.order.pending_effects().iter().map(|pending| pending.id).collect();
    shop.does(Merchant, Request::Acknowledge { effects: done });
    shop.reported(cups, Outcome::Failed);
    assert_eq!(asked(&shop), [Effect::ReopenOrder], "the host has closed it");
    shop.reported(cups, Outcome::Succeeded(yuan(1_000)));
    assert_eq!(asked(&shop), [Effect::CloseOrder]);
}

#[test]
fn a_chargeback_that_is_won_opens_the_order_i30() {
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let teas = shop.agreed(teas(3), Some(800));
        shop.paid(teas);
        let cups = shop.agreed(vec![Ask::units("cup", 2)], None);
        shop.reported(cups, Outcome::Failed);
        let dispute = Request::ReportExternalRefund {
            case: Some(cups),
            reference: "cb-1".into(),
            amount: yuan(1_000),
            lines: vec![],
            shipping: fen(0),
            as_of: shop.now,
        };
        assert!(shop.does(Platform, dispute).closes_the_order());
        let won =
            shop.does(Platform, report(&"cb-1".into(), Outcome::Reversed(yuan(1_000)), shop.now));
        assert!(won.effects.contains(&Effect::ReopenOrder));
        assert_eq!(shop.order.stage(), Stage::ToBeReceived);
        assert_eq!(shop.whole()[1], 3_800);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_correction_opens_a_closed_order_and_one_that_says_closed_leaves_it_so_i30() {
    fn story<P: Platform>(policy: P) {
        let (mut shop, _) = closed(policy);
        let (shipped, received) = (shop.order.shipped(), shop.order.received());
        let corrected = |stage| Request::OrderCorrected { stage, shipped, received };
        shop.does(Merchant, corrected(Stage::Closed));
        assert_eq!((shop.order.stage(), asked(&shop)), (Stage::Closed, vec![Effect::CloseOrder]));
        let open = shop.does(Merchant, corrected(Stage::Completed));
        assert_eq!(open.effects, [Effect::ReopenOrder]);
        assert_eq!((shop.order.stage(), shop.order.closed()), (Stage::Completed, None));
        assert_eq!(asked(&shop), [Effect::ReopenOrder]);
        // Nothing of it is left all the same.
        shop.cannot(Buyer, apply(aftersale::lifecycle::Flow::RefundOnly, teas(1), None));
        // What is paid beyond that closes it again.
        let more = shop.does(Platform, elsewhere("desk-1", 1, &[], shop.now));
        assert!(more.closes_the_order());
    }
    story(shopxo());
    story(wechat());
}
