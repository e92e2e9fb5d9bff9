//! No dead ends (I13): from every status of both tables something leads on, whichever party stays silent,
//! whichever refund fails, and when nothing is left.

use std::collections::{BTreeSet, VecDeque};

use aftersale::lifecycle::Actor::{self, *};
use aftersale::lifecycle::{Action, Flow, Phase, Status};
use aftersale::money::Amount;
use aftersale::order::{Application, Ask, CaseId, Outcome, ReasonKind, Request, Text};

use crate::everywhere::{adopted, all_acts, all_facts, positions, wechat_with_all_clocks};
use crate::shop::{
    Platform, START, Shop, at, elsewhere, elsewhere_of, fen, kinds, line, patient_wechat, report,
    shopxo, tea_and_cups, teas, wechat, yuan,
};

const CASE: CaseId = CaseId::FIRST;
const ONLY: Flow = Flow::RefundOnly;

/// Returns the reports that can be made on the case's refunds, with their actors.
fn reports<P: Platform>(shop: &Shop<P>) -> Vec<(Actor, Request)> {
    let of_case = shop.order.refunds().iter().filter(|refund| refund.case == Some(CASE));
    let about = |refund: &aftersale::order::Refund| {
        let (key, total) = (refund.key.clone(), shop.order.currency().money(refund.parts.total()));
        let declare =
            Request::DeclareFailed { refund: key.clone(), note: Text::from("查无此单") };
        [
            (Platform, report(&key, Outcome::Succeeded(total), shop.now)),
            (Platform, report(&key, Outcome::Failed, shop.now)),
            (Merchant, declare.clone()),
            (Platform, declare),
        ]
    };
    of_case.filter(|refund| refund.is_in_flight()).flat_map(about).collect()
}

/// Returns whether the case can be brought to an end without these actors, by people and the clock.
/// (Taking a case over by force is not counted as a way.)
fn can_end<P: Platform>(shop: &Shop<P>, silent: &[Actor]) -> bool {
    let mut to_do = VecDeque::from([(shop.clone(), 0)]);
    let mut seen = BTreeSet::new();
    while let Some((shop, steps)) = to_do.pop_front() {
        let requests = all_acts(&shop, CASE);
        let by_all = requests
            .iter()
            .flat_map(|request| Actor::ALL.iter().map(move |by| (*by, request.clone())));
        for (by, request) in by_all.chain(reports(&shop)).filter(|(by, _)| !silent.contains(by)) {
            let Some(next) = shop.after(by, request) else { continue };
            if next.phase(CASE).is_final() {
                return true;
            }
            let case = next.order.case(CASE).unwrap();
            let in_flight = next.order.refunds().iter().filter(|refund| refund.is_in_flight());
            let (counted, in_flight) = (case.goods.is_some() || case.waived, in_flight.count());
            let is_new =
                seen.insert(format!("{:?}{:?}{counted}{in_flight}", case.status, case.facts));
            if is_new && steps < 6 {
                to_do.push_back((next, steps + 1));
            }
        }
    }
    shop.phase(CASE).is_final()
}

/// Returns where a case is stuck if these actors stay silent, among all positions and all that can be known.
fn stuck<P: Platform>(
    policy: &P,
    silent: &[Actor],
    before: impl Fn(&mut Shop<P>),
) -> BTreeSet<&'static str> {
    let mut stuck = BTreeSet::new();
    for position in positions::<P>() {
        for known in all_facts::<P>() {
            let mut shop = adopted(policy.clone(), tea_and_cups(), position, known);
            before(&mut shop);
            if !can_end(&shop, silent) {
                stuck.insert(position.1.name());
            }
        }
    }
    stuck
}

fn nothing_before<P: Platform>(_: &mut Shop<P>) {}

#[test]
fn from_every_status_there_is_a_way_on_whichever_party_is_silent_i13() {
    // ruoyi#1031, #1163 (35), sub2api#5188 (34): stuck for good. Sylius#14850 (32): an order that could
    // not go on.
    for silent in [&[][..], &[Buyer], &[Merchant], &[Platform], &[Clock], &[Buyer, Clock]] {
        let stuck = stuck(&shopxo(), silent, nothing_before);
        assert_eq!(stuck, BTreeSet::new(), "ShopXO without {silent:?}");
    }
    // At WeChat too, since a refund that is taken over is one of unknown outcome, which the merchant
    // can declare failed and make good by another way.
    for silent in [&[][..], &[Buyer], &[Merchant], &[Platform], &[Clock], &[Buyer, Merchant]] {
        let stuck = stuck(&wechat_with_all_clocks(), silent, nothing_before);
        assert_eq!(stuck, BTreeSet::new(), "WeChat without {silent:?}");
    }
}

#[test]
fn a_case_of_which_nothing_is_left_can_still_end_i13() {
    // magento2#2385, #41277 (17): "0.00 left" blocked everything. All the money of the order went back at
    // the desk while the case was on its way.
    fn all_gone<P: Platform>(shop: &mut Shop<P>) {
        let desk = elsewhere("desk-1", 4_800, &[("tea", 3_000), ("cup", 1_000)], shop.now);
        shop.does(Platform, desk);
    }
    assert_eq!(stuck(&shopxo(), &[], all_gone), BTreeSet::new());
    assert_eq!(stuck(&wechat_with_all_clocks(), &[], all_gone), BTreeSet::new());
}

#[test]
fn a_refund_that_came_back_and_was_paid_by_hand_is_no_dead_end_i13() {
    // sub2api#5188 (34): stuck for good. The money came back (the card was closed), and the shop paid by
    // bank transfer, which is no refund of the case. Nothing is owed any more, and the case must not
    // hold its claim for ever.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(3), None);
    shop.reported(case, Outcome::Reversed(yuan(3_000)));
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::RefundFailed, [3_000, 0, 0, 3_000]));
    shop.does(Merchant, elsewhere("bank-1", 3_000, &[("tea", 3_000)], shop.now));
    let retry = shop.cannot(Merchant, Request::RetryRefund { case });
    assert_eq!(kinds(&retry).first(), Some(&ReasonKind::ExceedsLimit), "and rightly so");
    assert!(can_end(&shop, &[]), "{:?} {:?}", shop.phase(case), shop.line("tea"));
}

#[test]
fn on_wechat_a_refund_that_came_back_waits_for_the_platform_or_is_given_up_i13() {
    // sub2api#5188 (34) where the platform pays: the shop cannot pay again. The platform's report is accepted, and
    // a refund that is not made again can be written off.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.refunded(teas(3), None);
    shop.reported(case, Outcome::Reversed(yuan(3_000)));
    for by in Actor::ALL {
        let can = shop.order.permitted(case, *by, shop.now);
        let may_close = matches!(by, Merchant | Platform);
        assert_eq!(
            can.iter().collect::<Vec<_>>(),
            [Action::Close][..usize::from(may_close)],
            "{by}"
        );
    }
    shop.does(Merchant, Request::Close { case, note: "the account is gone".into() });
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Closed, [3_000, 0, 0, 0]));
    let again = report(&shop.key(case), Outcome::Succeeded(yuan(3_000)), shop.now);
    shop.does(Platform, again);
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Refunded, [3_000, 3_000, 0, 0]));
}

#[test]
fn a_refund_that_came_back_can_be_paid_by_hand_i13() {
    // sub2api#5188 (34) with a way out: the report on the bank transfer names its case.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(3), None);
    shop.reported(case, Outcome::Reversed(yuan(3_000)));
    let as_of = at(START + 900);
    let by_hand = |case| elsewhere_of(case, "bank-1", 3_000, &[("tea", 3_000)], 0, as_of);
    // First the report comes without the case, and then with it.
    shop.does(Merchant, by_hand(None));
    assert_eq!(shop.phase(case), Phase::RefundFailed);
    shop.does(Merchant, by_hand(Some(case)));
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Refunded, [3_000, 3_000, 0, 0]));
    shop.changes_nothing(Merchant, by_hand(Some(case)));
    // Without a word about lines it pays what the case asks for.
    let case = shop.refunded(vec![Ask::units("cup", 1)], Some(100));
    shop.reported(case, Outcome::Reversed(yuan(600)));
    let transfer = |amount| elsewhere_of(Some(case), "bank-2", amount, &[], 0, as_of);
    shop.does(Merchant, transfer(600));
    assert_eq!((shop.line("cup"), shop.shipping()), ([1_000, 500, 0, 0], [800, 100, 0, 0]));
    shop.changes_nothing(Merchant, transfer(600));
    assert_eq!(kinds(&shop.cannot(Merchant, transfer(601))), [ReasonKind::Conflict]);
}

#[test]
fn a_refund_that_fails_leads_to_where_it_can_be_tried_again_i13() {
    // ruoyi#1031, #1163 (35): a failed refund could not be retried, and the claim waited for ever.
    // solidus#3831 (27): one failed attempt, and no further refund.
    fn story<P: Platform>(policy: P) {
        for (flow, status) in positions::<P>() {
            let mut shop =
                adopted(policy.clone(), tea_and_cups(), (flow, status), all_facts::<P>()[0]);
            let in_flight = shop.order.refunds().iter().find(|refund| refund.is_in_flight());
            let Some(refund) = in_flight.cloned() else { continue };
            shop.does(Platform, report(&refund.key, Outcome::Failed, shop.now));
            assert!(can_end(&shop, &[]), "{status:?}");
            assert!(can_end(&shop, &[Buyer]), "{status:?}");
        }
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        shop.reported(case, Outcome::Failed);
        shop.tries_again(case);
        shop.paid(case);
        assert_eq!(shop.phase(case), Phase::Refunded);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn what_is_used_up_does_not_block_what_is_left_i13() {
    // magento2#2385, #41277 (17): once the shipping was used up, "0.00 left" blocked the next refund.
    // PrestaShop#19829 (23): products first, and the shipping was lost. vendure#989 (14): never whole.
    fn story<P: Platform>(policy: P) {
        let mut shipping_first = Shop::of_tea(policy.clone());
        shipping_first.refunded(vec![], Some(800));
        assert_eq!(shipping_first.order.refundable().shipping, Amount::ZERO);
        shipping_first.refunded(vec![Ask::units("tea", 3), Ask::units("cup", 2)], None);
        let mut goods_first = Shop::of_tea(policy);
        goods_first.refunded(vec![Ask::units("tea", 3)], None);
        goods_first.refunded(vec![Ask::units("cup", 2)], None);
        assert_eq!(goods_first.order.refundable().order, fen(800));
        goods_first.refunded(vec![], Some(800));
        for shop in [shipping_first, goods_first] {
            assert_eq!(shop.whole(), [4_800, 4_800, 0, 0]);
        }
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn a_partly_refunded_order_goes_on_i13() {
    // Sylius#14850 (32): a partly refunded order could not be fulfilled.
    fn story<P: Platform>(policy: P) {
        let facts = tea_and_cups().shipped(None);
        let mut shop = Shop::open(policy, facts);
        shop.refunded(teas(1), None);
        let when = shop.now;
        shop.does(Merchant, Request::OrderShipped { when });
        shop.does(Merchant, Request::OrderReceived { when });
        assert_eq!((shop.order.shipped(), shop.order.received()), (Some(when), Some(when)));
        let case = shop.sent_back(vec![Ask::units("cup", 2)]);
        assert_eq!(shop.phase(case), Phase::WaitingForReceipt);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_free_gift_does_not_keep_the_goods_beside_it_from_coming_back_i13() {
    // magento2#2385 (17): a position of 0.00 blocked the whole refund. Beside something that was paid for it comes back
    // with it.
    fn story<P: Platform>(policy: P) {
        let mut facts = tea_and_cups();
        facts.lines.push(line("sample", 1, 0));
        let mut shop = Shop::open(policy, facts);
        let sample = || Ask::units("sample", 1);
        shop.refunded(vec![Ask::units("tea", 3), sample()], None);
        assert_eq!(shop.line("tea"), [3_000, 3_000, 0, 0]);
        assert_eq!(shop.units("sample"), [1, 1, 0]);
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn a_refused_buyer_can_ask_again_i13() {
    // spree#5982 (29): a rejected return could not be put right.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(ONLY, teas(3), None);
    let offer = shop.offer(case);
    shop.does(Merchant, crate::shop::refuse(case, offer));
    let application = Application::of(teas(3));
    shop.does(Buyer, Request::Modify { case, application });
    assert_eq!((shop.phase(case), shop.units("tea")), (Phase::UnderReview, [3, 0, 3]));
    // At ShopXO it is a new case.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.applies(ONLY, teas(3), None);
    let offer = shop.offer(case);
    shop.does(Merchant, crate::shop::refuse(case, offer));
    let again = shop.applies(ONLY, teas(3), None);
    assert_eq!((shop.phase(again), shop.units("tea")), (Phase::UnderReview, [3, 0, 3]));
}
