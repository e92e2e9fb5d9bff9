//! Money that may be out by another way holds (I26): a dispute that is open, a refund at the gateway's desk that is
//! pending, money in another currency.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::Flow;
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Anomaly, Bound, CaseId, Effect, Outcome, Reason, RefundKey, RefundState, Request, Text,
};
use aftersale::time::Timestamp;

use crate::shop::{Platform, ReasonOf, Shop, elsewhere, report, shopxo, teas, wechat, yuan};

const ONLY: Flow = Flow::RefundOnly;
/// All that was paid for the order of tea and cups.
const ALL: i64 = 4_800;

fn dispute() -> RefundKey {
    "dp-1".into()
}

fn ok(amount: i64) -> Outcome {
    Outcome::Succeeded(yuan(amount))
}

fn dollars(minor: i64) -> Money {
    Currency::USD.money(Amount::from_minor(minor))
}

fn pending(case: Option<CaseId>, amount: i64, as_of: Timestamp) -> Request {
    Request::ReportPendingExternalRefund {
        case,
        reference: dispute(),
        amount: yuan(amount),
        lines: Vec::new(),
        shipping: Amount::ZERO,
        as_of,
    }
}

fn agree<P: Platform>(shop: &Shop<P>, case: CaseId) -> Request {
    Request::AgreeToRefund { case, offer: shop.offer(case) }
}

fn may_be_out<P: Platform>(state: RefundState) -> ReasonOf<P> {
    Reason::MoneyMayBeOut { key: dispute(), state }
}

#[test]
fn while_nobody_knows_how_much_a_dispute_takes_nothing_of_the_order_is_paid_i26() {
    // antiwork/gumroad#4372, juspay/hyperswitch#10533: a refund is made while a dispute is open, and both take the money.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(ONLY, teas(1), None);
        shop.does(Platform, report(&dispute(), Outcome::Processing, shop.now));
        let refused = shop.cannot(Merchant, agree(&shop, case));
        assert_eq!(refused, [may_be_out::<P>(RefundState::Processing)]);
        assert_eq!(shop.whole(), [ALL, 0, 0, 1_000], "an application is no payment");

        // The gateway tells how much: that is reserved, and all else can be paid.
        shop.does(Platform, pending(None, 4_000, shop.now));
        assert_eq!(shop.whole(), [ALL, 0, 4_000, 1_000]);
        let left = |bound: Bound, left: i64| Reason::TooMuch {
            bound,
            asked: yuan(1_000),
            left: yuan(left),
        };
        assert_eq!(shop.cannot(Merchant, agree(&shop, case)), [left(Bound::Order, 800)]);
        shop.does(Platform, report(&dispute(), Outcome::Failed, shop.now));
        assert_eq!(shop.whole(), [ALL, 0, 0, 1_000]);
        shop.agrees(case);
        assert_eq!(shop.whole(), [ALL, 0, 1_000, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_refund_at_the_desk_reserves_its_amount_until_its_outcome_is_known_i26() {
    let mut shop = Shop::of_tea(shopxo());
    shop.does(Merchant, pending(None, 700, shop.now));
    // A smaller one that is told late changes nothing; a larger one counts.
    shop.changes_nothing(Platform, pending(None, 500, shop.now));
    shop.does(Platform, pending(None, 900, shop.now));
    shop.changes_nothing(Platform, pending(None, 900, shop.now));
    assert_eq!(shop.whole(), [ALL, 0, 900, 0]);
    assert_eq!(shop.order.refundable().order.minor(), ALL - 900);
    // What has left counts, whatever was reserved.
    shop.does(Platform, elsewhere("dp-1", 600, &[], shop.now));
    assert_eq!(shop.whole(), [ALL, 600, 0, 0]);
    shop.changes_nothing(Platform, pending(None, 900, shop.now));
    shop.does(Platform, report(&dispute(), Outcome::Reversed(yuan(600)), shop.now));
    assert_eq!(shop.whole(), [ALL, 0, 0, 0]);
}

#[test]
fn a_success_at_the_desk_is_heard_whatever_was_reported_of_it_before_i12_i26() {
    // What was pending has failed, and that news overtakes the success before it, or a success follows.
    let [first, second, third] =
        [1, 2, 3].map(|later| Shop::of_tea(shopxo()).now.plus_seconds(later - 3).unwrap());
    for amount in [900, 749, 1_200] {
        let mut shop = Shop::of_tea(shopxo());
        shop.does(Merchant, pending(None, 900, first));
        shop.does(Platform, report(&dispute(), Outcome::Failed, third));
        shop.does(Platform, elsewhere("dp-1", amount, &[], second));
        assert_eq!(shop.whole(), [ALL, 0, 0, 0], "it has failed since");
        shop.changes_nothing(Platform, elsewhere("dp-1", amount, &[], second));

        let mut shop = Shop::of_tea(shopxo());
        shop.does(Merchant, pending(None, 900, first));
        shop.does(Platform, report(&dispute(), Outcome::Failed, second));
        shop.does(Platform, elsewhere("dp-1", amount, &[], third));
        assert_eq!(shop.whole(), [ALL, amount, 0, 0]);
        shop.changes_nothing(Platform, pending(None, 2_000, shop.now));
        // Another amount under the same reference is another refund, once it has succeeded.
        let refused = shop.cannot(Platform, elsewhere("dp-1", amount + 1, &[], shop.now));
        assert_eq!(refused, [Reason::RefundReferenceReused { key: dispute() }]);
    }
}

#[test]
fn a_case_that_another_way_is_paying_waits_for_that_i26() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.applies(ONLY, teas(1), None);
    shop.does(Merchant, pending(Some(case), 1_000, shop.now));
    let refused = shop.cannot(Merchant, agree(&shop, case));
    assert!(
        refused.contains(&Reason::MoneyMayBeOut { key: dispute(), state: RefundState::Processing }),
        "{refused:?}"
    );
    assert_eq!(shop.whole(), [ALL, 0, 1_000, 0], "it is reserved once");
    shop.does(Platform, report(&dispute(), ok(1_000), shop.now));
    assert_eq!(shop.whole(), [ALL, 1_000, 0, 0]);
}

#[test]
fn a_success_in_another_currency_under_an_unknown_name_holds_the_order_i26() {
    // productdevbook/kasapay#195: it was booked as nothing, and everything was paid out beside it.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(ONLY, teas(1), None);
        let foreign = Outcome::Succeeded(dollars(700));
        let told = shop.does(Platform, report(&dispute(), foreign, shop.now));
        assert_eq!(
            told.anomalies,
            [
                Anomaly::UnknownRefund { key: dispute() },
                Anomaly::CurrencyMismatch { key: dispute(), reported: dollars(700) },
            ]
        );
        let refund = shop.order.refund(&dispute()).unwrap();
        assert!(refund.is_of_unknown_amount() && refund.state() == RefundState::Unknown);
        let refused = shop.cannot(Merchant, agree(&shop, case));
        assert_eq!(refused, [may_be_out::<P>(RefundState::Unknown)]);
        // Somebody finds out how much it was in the order's currency, and the rest can be paid.
        shop.does(Merchant, elsewhere("dp-1", 4_500, &[], shop.now));
        assert_eq!(shop.whole(), [ALL, 4_500, 0, 1_000]);
        shop.cannot(Merchant, agree(&shop, case));
        shop.does(Platform, report(&dispute(), Outcome::Reversed(yuan(4_500)), shop.now));
        shop.agrees(case);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_refund_that_was_to_be_issued_is_withheld_until_the_amount_is_known_i26() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let key = shop.key(case);
    let issues = |shop: &Shop<_>| {
        shop.order.pending_effects().iter().any(|pending| {
            matches!(&pending.effect, Effect::IssueRefund { key: other, .. } if *other == key)
        })
    };
    assert!(issues(&shop));
    let told = shop.does(Platform, report(&dispute(), Outcome::Unknown, shop.now));
    assert_eq!(told.effects, [Effect::WithholdRefund { key: key.clone(), case }]);
    assert!(!issues(&shop));
    // It comes to nothing: declared, where no gateway can tell.
    let note = Text::from("the dispute was withdrawn");
    shop.does(Merchant, Request::DeclareFailed { refund: dispute(), note });
    assert!(issues(&shop));
}
