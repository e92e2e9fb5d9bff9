//! Units: over several claims, and those that really came back.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Action, Flow, Guard, Phase, TableReason};
use aftersale::order::{
    Ask, Bound, Change, Offer, OrderFacts, Outcome, Reason, ReasonKind, Request, Text,
};
use aftersale::quantity::Quantity;

use crate::shop::{
    Platform, ReasonOf, Shop, apply, came, fen, kinds, line, patient_wechat, refuse, report,
    shopxo, tea_and_cups, teas, wechat, yuan,
};

const ONLY: Flow = Flow::RefundOnly;
const RETURN: Flow = Flow::ReturnRefund;

fn too_many<P: Platform>(asked: u32, claimed: u32, returned: u32) -> ReasonOf<P> {
    Reason::TooManyUnits {
        line: "tea".into(),
        asked: Quantity::new(asked),
        bought: Quantity::new(3),
        claimed: Quantity::new(claimed),
        returned: Quantity::new(returned),
    }
}

#[test]
fn units_are_counted_over_all_claims_i2() {
    // woocommerce#54499 (6): the guard looked at one refund and not at all of them.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        assert_eq!(shop.cannot(Buyer, apply(ONLY, teas(4), None)), [too_many::<P>(4, 0, 0)]);
        let open = shop.applies(RETURN, teas(2), None);
        assert_eq!(shop.units("tea"), [3, 0, 2]);
        let reasons = shop.cannot(Buyer, apply(RETURN, teas(2), None));
        let guard = Guard::NoOtherCaseOpen;
        let barred = Reason::Table(TableReason::GuardNotMet { guard });
        assert_eq!(reasons, [barred, too_many::<P>(2, 2, 0)]);
        assert_eq!(kinds(&reasons), [ReasonKind::NotNow, ReasonKind::ExceedsLimit]);
        shop.does(Buyer, Request::Cancel { case: open });
        assert_eq!(shop.units("tea"), [3, 0, 0]);
        shop.refunded(teas(2), None);
        assert_eq!(shop.units("tea"), [3, 2, 0]);
        let reasons = shop.cannot(Buyer, apply(RETURN, teas(2), None));
        assert_eq!(reasons.last(), Some(&too_many::<P>(2, 0, 2)));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn the_last_unit_is_there_and_the_one_after_it_is_not_i2() {
    // woocommerce#54499 (6): two of three, then two of three again, each of which fitted.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        shop.refunded(teas(2), None);
        let two = apply(ONLY, teas(2), None);
        assert_eq!(shop.cannot(Buyer, two), [too_many::<P>(2, 0, 2)]);
        shop.refunded(teas(1), None);
        assert_eq!(shop.cannot(Buyer, apply(ONLY, teas(1), None)), [too_many::<P>(1, 0, 3)]);
        assert_eq!((shop.units("tea"), shop.line("tea")), ([3, 3, 0], [3_000, 3_000, 0, 0]));
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn units_that_were_back_before_after_sales_began_count_i2() {
    // woocommerce#54499 (6), with the first refund made before the host had this crate.
    fn story<P: Platform>(policy: P) {
        let mut facts = tea_and_cups();
        (facts.lines[0].returned, facts.lines[0].refunded) = (Quantity::new(2), fen(2_000));
        let mut shop = Shop::open(policy, facts);
        assert_eq!(shop.cannot(Buyer, apply(ONLY, teas(2), None)), [too_many::<P>(2, 0, 2)]);
        shop.refunded(teas(1), None);
        assert_eq!(shop.line("tea"), [3_000, 3_000, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_return_says_how_many_units_come_back_i2() {
    // woocommerce#54499 (6): a refund by amount alone moved goods that were not counted.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let request = apply(RETURN, vec![Ask::amount("tea", fen(1_000))], None);
        let reasons = shop.cannot(Buyer, request);
        assert_eq!(reasons, [Reason::UnitsRequired { line: "tea".into() }]);
        let money = shop.refunded(vec![Ask::amount("tea", fen(1_000))], None);
        assert_eq!(shop.order.case(money).unwrap().claim.lines[0].units, Quantity::ZERO);
        assert_eq!(shop.units("tea"), [3, 0, 0], "an amount alone takes no unit");
    }
    story(shopxo());
    story(wechat());
}

/// spree's order: three at 89.99.
fn three_shirts() -> OrderFacts {
    let mut facts = tea_and_cups();
    facts.lines = vec![line("shirt", 3, 8_999)];
    facts.goods_total(fen(26_997)).shipping(fen(0)).paid(fen(26_997))
}

#[test]
fn what_did_not_come_is_not_paid_i3() {
    // spree#14678 (1): 269.97 was paid for 179.98 worth of goods received.
    let mut shop = Shop::open(shopxo(), three_shirts());
    let case = shop.sent_back(vec![Ask::units("shirt", 3)]);
    assert_eq!(shop.order.case(case).unwrap().claim.total(), fen(26_997));
    let goods = vec![came("shirt", 2, [2, 0, 1, 0])];
    let agreed = shop.received(case, goods);
    assert_eq!(agreed.pays(), [("ORDER1c1r1", yuan(17_998))]);
    assert_eq!((shop.line("shirt"), shop.units("shirt")), ([26_997, 0, 17_998, 0], [3, 0, 2]));
    shop.paid(case);
    assert_eq!((shop.line("shirt"), shop.units("shirt")), ([26_997, 17_998, 0, 0], [3, 2, 0]));
    assert_eq!(shop.phase(case), Phase::Refunded);
    // The third shirt can still come back, for the rest.
    let rest = shop.sent_back(vec![Ask::units("shirt", 1)]);
    let agreed = shop.received(rest, vec![came("shirt", 1, [1, 0, 0, 0])]);
    assert_eq!(agreed.pays(), [("ORDER1c2r1", yuan(8_999))]);
}

#[test]
fn on_wechat_the_merchant_takes_all_that_was_announced_or_refuses_i3() {
    // spree#14678 (1) where the platform knows no parts: a receipt of fewer pays nothing.
    let mut shop = Shop::open(wechat(), three_shirts());
    let case = shop.sent_back(vec![Ask::units("shirt", 3)]);
    let request = shop.receipt(case, vec![came("shirt", 2, [2, 0, 1, 0])]);
    let (accepted, claimed) = (Quantity::new(2), Quantity::new(3));
    let reasons = shop.cannot(Merchant, request);
    assert_eq!(reasons, [Reason::AllOrNothing { line: "shirt".into(), accepted, claimed }]);
    assert_eq!(shop.order.refunds(), []);
    let agreed = shop.received(case, vec![came("shirt", 3, [3, 0, 0, 0])]);
    assert_eq!(agreed.pays(), []);
    assert_eq!(shop.line("shirt"), [26_997, 0, 26_997, 0]);
}

#[test]
fn nothing_is_paid_before_the_receipt_is_confirmed_i3() {
    // spree#14678 (1) before any receipt: announced goods are no goods.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(teas(3));
    let offer = shop.offer(case);
    let reasons = shop.cannot(Merchant, Request::AgreeToRefund { case, offer });
    assert_eq!(reasons, [Reason::ReceiptNotConfirmed]);
    assert_eq!(kinds(&reasons), [ReasonKind::NotNow]);
    let permitted = shop.order.permitted(case, Merchant, shop.now);
    assert!(!permitted.contains(Action::AgreeToRefund) && permitted.contains(Action::Refuse));
    // On WeChat the merchant cannot even ask for it: receiving is agreeing.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.sent_back(teas(3));
    let offer = shop.offer(case);
    let reasons = shop.cannot(Merchant, Request::AgreeToRefund { case, offer });
    let instead = [Action::Refuse, Action::ConfirmReceipt].into_iter().collect();
    assert_eq!(reasons, [Reason::Table(TableReason::NotHere { instead })]);
}

#[test]
fn a_waiver_is_a_command_of_its_own_and_stays_in_the_history_i3() {
    // spree#14678 (1): paying more than what came may be right, with an explicit waiver.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = if shop.shop_pays() {
            shop.sent_back(teas(3))
        } else {
            // WeChat has it while the goods are awaited (W13), and at no other time.
            let case = shop.applies(RETURN, teas(3), None);
            let (offer, address) = (shop.offer(case), "杭州".into());
            shop.does(Merchant, Request::AgreeToReturn { case, offer, address });
            case
        };
        let offer = shop.offer(case);
        assert!(!shop.cannot(Buyer, Request::WaiveReturn { case, offer }).is_empty());
        let waived = shop.does(Merchant, Request::WaiveReturn { case, offer });
        assert!(waived.changes().contains(&Change::ReturnWaived { case }), "{waived:?}");
        if shop.shop_pays() {
            let again = shop.cannot(Merchant, Request::WaiveReturn { case, offer });
            assert_eq!(again, [Reason::AlreadyReceived]);
            shop.agrees(case);
        }
        let paid = shop.paid(case);
        assert_eq!(paid.stock(), [], "nothing came, so nothing goes into stock");
        assert_eq!(shop.line("tea"), [3_000, 3_000, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_receipt_accounts_for_every_unit_once_i3_i5() {
    // spree#14678 (1) and medusa#14936 (5): more accepted than came; the same line twice.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let lines = vec![Ask::units("tea", 2), Ask::units("cup", 1)];
        let case = shop.sent_back(lines);
        let (tea, cup) = (came("tea", 2, [2, 0, 0, 0]), came("cup", 1, [1, 0, 0, 0]));
        let do_not_add_up = |stated| Reason::UnitsDoNotAddUp {
            line: "tea".into(),
            stated: Quantity::new(stated),
            claimed: Quantity::new(2),
        };
        let (two, one) = (Quantity::new(2), Quantity::new(1));
        let more_than_came =
            Reason::AcceptedMoreThanReceived { line: "tea".into(), accepted: two, came: one };
        let receipts: Vec<(_, ReasonOf<P>)> = vec![
            (
                vec![tea.clone(), tea.clone(), cup.clone()],
                Reason::DuplicateLine { line: "tea".into() },
            ),
            (vec![tea.clone()], Reason::MissingLine { line: "cup".into() }),
            (vec![came("tea", 2, [3, 0, 0, 0]), cup.clone()], do_not_add_up(3)),
            (vec![came("tea", 1, [1, 0, 0, 0]), cup.clone()], do_not_add_up(1)),
            (vec![came("tea", 2, [u32::MAX; 4]), cup.clone()], do_not_add_up(u32::MAX)),
            (vec![came("tea", 2, [1, 0, 1, 0]), cup.clone()], more_than_came.clone()),
            (vec![came("tea", 2, [1, 0, 0, 1]), cup.clone()], more_than_came),
            (
                vec![tea.clone(), cup.clone(), came("jug", 0, [0; 4])],
                Reason::NoSuchLine { line: "jug".into() },
            ),
        ];
        for (goods, expected) in receipts {
            let request = shop.receipt(case, goods.clone());
            let reasons = shop.cannot(Merchant, request);
            assert!(reasons.contains(&expected), "{goods:?}: {reasons:?}");
        }
        shop.received(case, vec![tea, cup]);
        assert_eq!(shop.whole(), [4_800, 0, 2_500, 0]);
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn a_line_that_is_not_accepted_falls_out_and_nothing_accepted_is_a_refusal_i3() {
    // spree#14678 (1), where a whole line of the parcel is missing.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(vec![Ask::units("tea", 2), Ask::units("cup", 1)]);
    let nothing = vec![came("tea", 0, [2, 0, 0, 0]), came("cup", 0, [0, 0, 1, 0])];
    let request = shop.receipt(case, nothing);
    assert_eq!(shop.cannot(Merchant, request), [Reason::NothingAccepted]);
    let goods = vec![came("tea", 2, [1, 1, 0, 0]), came("cup", 0, [0, 0, 0, 1])];
    let agreed = shop.received(case, goods);
    assert_eq!(agreed.pays(), [("ORDER1c1r1", yuan(2_000))]);
    assert_eq!((shop.line("cup"), shop.units("cup")), ([1_000, 0, 0, 0], [2, 0, 0]));
    // A waiver stays in effect, also after a refund that failed.
    shop.reported(case, Outcome::Failed);
    let request = shop.receipt(case, vec![came("tea", 2, [2, 0, 0, 0])]);
    assert_eq!(shop.cannot(Merchant, request), [Reason::AlreadyReceived]);
}

#[test]
fn a_part_of_a_parcel_is_paid_no_more_than_was_asked_for_all_of_it_i3() {
    // spree#14678 (1): two of three came for an agreed price; the part is never more than the price.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(vec![Ask::units("tea", 3).at(fen(1_500))]);
    let agreed = shop.received(case, vec![came("tea", 2, [2, 0, 1, 0])]);
    assert_eq!(
        agreed.pays(),
        [("ORDER1c1r1", yuan(1_500))],
        "two are worth 20.00, and 15.00 was asked"
    );
    shop.paid(case);
    let more = apply(ONLY, vec![Ask::units("tea", 1).at(fen(1_001))], None);
    let (bound, asked, left) = (Bound::Units("tea".into()), yuan(1_001), yuan(1_000));
    assert_eq!(shop.cannot(Buyer, more), [Reason::TooMuch { bound, asked, left }]);
}

#[test]
fn units_that_came_back_by_a_late_success_are_not_paid_for_again_i2() {
    // eventyay#1405 (36) with units: there is money enough, because less was asked for than they are
    // worth; but the same three cannot come back twice.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let cheaply = || vec![Ask::units("tea", 3).at(fen(900))];
        let first = shop.agreed(cheaply(), None);
        let key = shop.key(first);
        shop.reported(first, Outcome::Unknown);
        let note = Text::from("查无此单");
        shop.does(Merchant, Request::DeclareFailed { refund: key.clone(), note: note.clone() });
        let (by, end) = if shop.shop_pays() {
            (Buyer, Request::Cancel { case: first })
        } else {
            (Platform, Request::Close { case: first, note })
        };
        shop.does(by, end);
        let second = shop.applies(ONLY, cheaply(), None);
        shop.does(Platform, report(&key, Outcome::Succeeded(yuan(900)), shop.now));
        let agree = Request::AgreeToRefund { case: second, offer: Offer::FIRST };
        assert_eq!(shop.cannot(Merchant, agree), [too_many::<P>(3, 0, 3)]);
        // It is no dead end (I13): the merchant can refuse.
        shop.does(Merchant, refuse(second, Offer::FIRST));
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn units_that_are_gone_do_not_hold_up_the_money_i13() {
    // The same late success; but now the clock, or the payer, has the word, and the money is there.
    let cheaply = |amount| vec![Ask::units("tea", 3).at(fen(amount))];
    let note = || Text::from("查无此单");
    let mut platform = Shop::of_tea(patient_wechat());
    let first = platform.agreed(cheaply(500), None);
    let key = platform.key(first);
    platform.reported(first, Outcome::Unknown);
    platform.does(Merchant, Request::DeclareFailed { refund: key.clone(), note: note() });
    platform.does(Platform, Request::Close { case: first, note: note() });
    let second = platform.applies(ONLY, cheaply(2_500), None);
    platform.does(Platform, report(&key, Outcome::Succeeded(yuan(500)), platform.now));
    let deadline = platform.order.next_deadline().unwrap().0;
    platform.now = deadline;
    platform.does(Clock, Request::TimeRanOut { case: second, deadline });
    assert_eq!(platform.phase(second), Phase::Refunding);

    let mut shop = Shop::of_tea(shopxo());
    let first = shop.agreed(cheaply(500), None);
    let key = shop.key(first);
    shop.reported(first, Outcome::Unknown);
    shop.does(Merchant, Request::DeclareFailed { refund: key.clone(), note: note() });
    shop.does(Buyer, Request::Cancel { case: first });
    let second = shop.refunded(cheaply(2_500), None);
    shop.does(Platform, report(&key, Outcome::Succeeded(yuan(500)), shop.now));
    shop.reported(second, Outcome::Reversed(yuan(2_500)));
    shop.does(Merchant, Request::RetryRefund { case: second });
    assert_eq!(shop.to_pay().len(), 1);
}
