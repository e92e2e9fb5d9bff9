//! Amounts: ceilings, amounts that are none, the same line twice, shipping, currencies.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Action, Flow, Guard, TableReason};
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Anomaly, Application, Ask, Bound, Offer, Order, OrderFacts, Outcome, Reason, ReasonKind,
    RefundState, ReplayError, Request, Text, Version,
};
use aftersale::quantity::Quantity;

use crate::shop::{
    Platform, ReasonOf, Shop, apply, at, elsewhere, fen, kinds, line, patient_wechat, report,
    shopxo, teas, wechat, yuan,
};

const ONLY: Flow = Flow::RefundOnly;

fn too_much<P: Platform>(bound: Bound, asked: i64, left: i64) -> ReasonOf<P> {
    Reason::TooMuch { bound, asked: yuan(asked), left: yuan(left) }
}

/// The reason of both tables against a second open case on a line.
fn other_case<P: Platform>() -> ReasonOf<P> {
    Reason::Table(TableReason::GuardNotMet { guard: Guard::NoOtherCaseOpen })
}

#[test]
fn a_claim_counts_before_anything_is_paid_i1() {
    // magento2#30483 (15): memos that were pending did not count, so more were made than there was
    // money.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        shop.applies(ONLY, teas(1), Some(500));
        let cup = || vec![Ask::units("cup", 1)];
        let reasons = shop.cannot(Buyer, apply(ONLY, cup(), Some(500)));
        assert_eq!(reasons, [too_much::<P>(Bound::Shipping, 500, 300)]);
        assert_eq!(kinds(&reasons), [ReasonKind::ExceedsLimit]);
        assert_eq!(shop.shipping(), [800, 0, 0, 500]);
        shop.applies(ONLY, cup(), Some(300));
        assert_eq!(shop.shipping(), [800, 0, 0, 800]);
        assert_eq!(shop.whole(), [4_800, 0, 0, 1_000 + 500 + 800]);
        assert_eq!(shop.order.refundable().order, fen(2_500));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn two_claims_that_fit_one_by_one_do_not_fit_together_i1() {
    // eventyay#1405 (36): two refunds at the same time, each of which fitted.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let one = shop.command(Buyer, apply(ONLY, teas(1), Some(500)));
        let two = shop.command(Buyer, apply(ONLY, vec![Ask::units("cup", 1)], Some(500)));
        let (one, second) = (shop.order.decide(&one).unwrap(), shop.order.decide(&two).unwrap());
        shop.order.apply(one.event().unwrap()).unwrap();
        // The store finds the version taken, and so does the order.
        let late = shop.order.apply(second.event().unwrap());
        let (order, expected, found) = ("ORDER1".into(), Version::new(3), Version::new(2));
        assert_eq!(late, Err(ReplayError::OutOfPlace { order, expected, found }));
        let reasons = shop.order.decide(&two).unwrap_err().reasons;
        assert_eq!(reasons, [too_much::<P>(Bound::Shipping, 500, 300)]);
        let reasons = shop.order.decide(&two.having_seen(Version::FIRST)).unwrap_err().reasons;
        assert_eq!(kinds(&reasons), [ReasonKind::Stale, ReasonKind::ExceedsLimit]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn what_may_be_on_its_way_is_not_there_to_be_claimed_i1() {
    // magento2#30483 (15) once more, with a refund of unknown outcome.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(vec![Ask::amount("tea", fen(2_000))], Some(800));
        for outcome in [None, Some(Outcome::Processing), Some(Outcome::Unknown)] {
            if let Some(outcome) = outcome {
                shop.reported(case, outcome);
            }
            assert_eq!(shop.line("tea"), [3_000, 0, 2_000, 0]);
            assert_eq!(shop.whole(), [4_800, 0, 2_800, 0]);
            let more = apply(ONLY, vec![Ask::amount("tea", fen(1_001))], Some(1));
            let expected = [
                other_case::<P>(),
                too_much::<P>(Bound::Line("tea".into()), 1_001, 1_000),
                too_much::<P>(Bound::Shipping, 1, 0),
            ];
            assert_eq!(shop.cannot(Buyer, more), expected);
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_amount_above_the_line_is_refused_whatever_the_order_has_left_i1() {
    // PrestaShop#21194 (21): an amount above that of the line was accepted.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        for (ask, limit, asked, left) in [
            (Ask::amount("tea", fen(3_001)), Bound::Line("tea".into()), 3_001, 3_000),
            (Ask::units("tea", 3).at(fen(3_001)), Bound::Line("tea".into()), 3_001, 3_000),
            (Ask::units("tea", 1).at(fen(1_001)), Bound::Units("tea".into()), 1_001, 1_000),
            (Ask::amount("cup", fen(i64::MAX)), Bound::Line("cup".into()), i64::MAX, 1_000),
        ] {
            let reasons = shop.cannot(Buyer, apply(ONLY, vec![ask], None));
            let first = reasons.first().unwrap();
            assert_eq!(*first, too_much::<P>(limit, asked, left));
            assert!(kinds(&reasons).iter().all(|kind| *kind == ReasonKind::ExceedsLimit));
        }
        assert_eq!(shop.order.version(), Version::FIRST);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn no_more_goes_out_than_is_left_when_it_goes_out_i1() {
    // killbill#334 (37): refunds above the captured amount succeeded. Here 20.00 went back at the
    // gateway's desk after the buyer had applied and before the merchant agreed.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(ONLY, teas(3), None);
        let desk = shop.does(Platform, elsewhere("desk-1", 2_000, &[], shop.now));
        assert_eq!(desk.anomalies, []);
        assert_eq!(shop.whole(), [4_800, 2_000, 0, 3_000]);
        let agree = || Request::AgreeToRefund { case, offer: Offer::FIRST };
        let reasons = shop.cannot(Merchant, agree());
        assert_eq!(reasons, [too_much::<P>(Bound::Order, 3_000, 2_800)]);
        assert_eq!(shop.order.refunds().len(), 1, "only the one at the desk");
        let later = shop.now;
        let asked = shop.order.why_not(case, Merchant, Action::AgreeToRefund, later);
        assert_eq!(asked, reasons, "the question is answered as the command is");
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_late_success_counts_before_the_next_refund_i1() {
    // sub2api#5188 (34), eventyay#1405 (36): the first refund was declared failed, its case ended,
    // another case asks for the same; and then the first has succeeded.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let first = shop.agreed(teas(3), None);
        let key = shop.key(first);
        shop.reported(first, Outcome::Unknown);
        let note = || Text::from("查无此单");
        shop.does(Merchant, Request::DeclareFailed { refund: key.clone(), note: note() });
        let ends: [(_, Request); 2] = [
            (Buyer, Request::Cancel { case: first }),
            (Platform, Request::Close { case: first, note: note() }),
        ];
        let [cancel, close] = ends;
        let (by, end) = if shop.shop_pays() { cancel } else { close };
        shop.does(by, end);
        let second = shop.applies(ONLY, teas(3), None);
        shop.does(Platform, report(&key, Outcome::Succeeded(yuan(3_000)), shop.now));
        assert_eq!(shop.line("tea"), [3_000, 3_000, 0, 3_000]);
        let agree = Request::AgreeToRefund { case: second, offer: Offer::FIRST };
        let expected = [
            too_much::<P>(Bound::Line("tea".into()), 3_000, 0),
            too_much::<P>(Bound::Order, 3_000, 1_800),
            // The units are gone as well (I2).
            Reason::TooManyUnits {
                line: "tea".into(),
                asked: Quantity::new(3),
                bought: Quantity::new(3),
                claimed: Quantity::ZERO,
                returned: Quantity::new(3),
            },
        ];
        assert_eq!(shop.cannot(Merchant, agree), expected);
        assert_eq!(shop.to_pay(), []);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_refund_that_was_not_made_yet_is_not_asked_for_once_its_money_is_gone_i1() {
    // eventyay#1405 (36): the same late success, when the merchant has agreed to the second case but the
    // host has not paid yet. Now it would pay 60.00 of 48.00.
    let mut shop = Shop::of_tea(shopxo());
    let first = shop.agreed(teas(3), None);
    let key = shop.key(first);
    shop.reported(first, Outcome::Unknown);
    let note = Text::from("查无此单");
    shop.does(Merchant, Request::DeclareFailed { refund: key.clone(), note });
    shop.does(Buyer, Request::Cancel { case: first });
    shop.agreed(teas(3), None);
    shop.does(Platform, report(&key, Outcome::Succeeded(yuan(3_000)), shop.now));
    assert_eq!(shop.whole(), [4_800, 3_000, 3_000, 0]);
    assert_eq!(shop.to_pay(), [], "it is asked about, and not made");
    assert_eq!(shop.order.refunds_to_query().count(), 1);
}

#[test]
fn what_is_paid_after_a_running_total_comes_on_top_of_it_i1() {
    // killbill#334 (37) by way of Node#3537 (39): the gateway reports that 10.00 of the order have gone,
    // without the refund; a refund that succeeds later is not part of that.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let as_of = shop.now;
        shop.does(Platform, Request::ReportRefundTotal { total: yuan(1_000), as_of });
        let case = shop.agreed(teas(2), None);
        assert_eq!(shop.whole(), [4_800, 1_000, 2_000, 0]);
        shop.paid(case);
        assert_eq!(shop.whole(), [4_800, 3_000, 0, 0]);
        let all = apply(ONLY, vec![Ask::units("cup", 2)], Some(800));
        shop.does(Buyer, all);
        assert_eq!(shop.order.ledger().order.left(), Amount::ZERO);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn amounts_and_quantities_that_are_none_are_refused_i4() {
    // medusa#16036 (4): 0 refunded everything, and negative amounts passed. woocommerce#8346 (8):
    // negative refunds.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let ask = "ask for";
        let not_positive = |amount: i64| Reason::NotPositive { what: ask, amount: yuan(amount) };
        let tea = || Ask::units("tea", 1);
        let none = [
            (vec![Ask::amount("tea", fen(0))], None, not_positive(0)),
            (vec![tea().at(fen(0))], None, not_positive(0)),
            (vec![Ask::amount("tea", fen(-1))], None, not_positive(-1)),
            (vec![tea().at(fen(i64::MIN))], None, not_positive(i64::MIN)),
            (vec![tea()], Some(0), not_positive(0)),
            (vec![tea()], Some(-800), not_positive(-800)),
            (teas(0), None, Reason::NoUnits { line: "tea".into() }),
            (vec![], None, Reason::NothingRequested),
            (
                vec![Ask { line: "tea".into(), units: None, amount: None }],
                None,
                Reason::NeitherUnitsNorAmount { line: "tea".into() },
            ),
        ];
        for (lines, shipping, expected) in none {
            let reasons = shop.cannot(Buyer, apply(ONLY, lines, shipping));
            assert_eq!(reasons, [expected]);
            assert_eq!(kinds(&reasons), [ReasonKind::Invalid]);
        }
        assert_eq!(shop.whole(), [4_800, 0, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_report_of_no_money_is_refused_i4() {
    // medusa#16036 (4), by way of the gateway: a success of 0 is not a success of everything.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let key = shop.key(case);
        let reported = |amount| Reason::NotPositive { what: "report", amount: yuan(amount) };
        let refunded = |amount| Reason::NotPositive { what: "report", amount: yuan(amount) };
        let now = shop.now;
        let reports: [(Request, ReasonOf<P>); 7] = [
            (report(&key, Outcome::Succeeded(yuan(0)), now), reported(0)),
            (report(&key, Outcome::Succeeded(yuan(-1_000)), now), reported(-1_000)),
            (report(&key, Outcome::Reversed(yuan(0)), now), reported(0)),
            (Request::ReportRefundTotal { total: yuan(-1), as_of: now }, reported(-1)),
            (elsewhere("desk-1", 0, &[], now), refunded(0)),
            (elsewhere("desk-1", 100, &[("tea", 0)], now), refunded(0)),
            (elsewhere("desk-1", 100, &[("tea", -5)], now), refunded(-5)),
        ];
        for (request, expected) in reports {
            assert_eq!(shop.cannot(Platform, request), [expected]);
        }
        assert_eq!(shop.line("tea"), [3_000, 0, 1_000, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn sums_beyond_64_bits_are_an_error_and_no_small_number_i4() {
    // woocommerce#8346 (8) taken further: two amounts that overflow together must not come out small.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy.clone());
        let much = |name: &str| Ask::amount(name, fen(i64::MAX));
        let reasons = shop.cannot(Buyer, apply(ONLY, vec![much("tea"), much("cup")], None));
        assert!(reasons.contains(&Reason::TooLarge), "{reasons:?}");
        let reasons = shop.cannot(Buyer, apply(ONLY, teas(u32::MAX), None));
        assert_eq!(kinds(&reasons), [ReasonKind::ExceedsLimit]);
        // A report of an implausible amount is refused; a large one is booked as it is.
        let most = 1 << 53;
        let report_of =
            |key: &str, amount, now| report(&key.into(), Outcome::Succeeded(yuan(amount)), now);
        let more = report_of("other", most + 1, shop.now);
        assert_eq!(shop.cannot(Platform, more), [Reason::TooLarge]);
        for (times, key) in (1..).zip(["one", "two", "three"]) {
            let report = report_of(key, most, shop.now);
            assert!(!shop.does(Platform, report).anomalies.is_empty());
            assert_eq!(shop.whole()[1], times * most);
        }
        // Nor can such an order be opened.
        let lines = vec![line("a", 1, i64::MAX), line("b", 1, 1)];
        let facts = OrderFacts::new("A-2", Currency::CNY, lines);
        let refused = Order::open(policy, facts, at(0)).unwrap_err();
        let text = "the order cannot be opened: the amounts are too large to add up";
        assert_eq!(refused.to_string(), text);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_line_named_twice_is_not_two_lines_i5() {
    // medusa#14936 (5): the same item twice in one return was not added up, so each part passed.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let twice = [Reason::DuplicateLine { line: "tea".into() }];
        for flow in Flow::OF_ORDERS {
            let lines = [teas(2), teas(2)].concat();
            assert_eq!(shop.cannot(Buyer, apply(*flow, lines, None)), twice);
        }
        let split = [Ask::units("tea", 1), Ask::amount("tea", fen(2_000))];
        assert_eq!(shop.cannot(Buyer, apply(ONLY, split.to_vec(), None)), twice);
        let desk = elsewhere("desk-1", 100, &[("tea", 50), ("tea", 50)], shop.now);
        assert_eq!(shop.cannot(Platform, desk), twice);
        assert_eq!(shop.whole(), [4_800, 0, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn shipping_goes_back_once_and_out_of_its_own_ceiling_i16() {
    // adyen-prestashop#147 (24): shipping was refunded twice, above what was paid.
    // Sylius/RefundPlugin#110 (33): what of it could still be refunded was worked out wrongly.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        shop.refunded(vec![Ask::units("cup", 1)], Some(500));
        assert_eq!(shop.shipping(), [800, 500, 0, 0]);
        assert_eq!(shop.order.refundable().shipping, fen(300));
        // There are still 30.00 of tea, and none of it is for shipping.
        let all = |shipping| apply(ONLY, teas(1), Some(shipping));
        assert_eq!(shop.cannot(Buyer, all(800)), [too_much::<P>(Bound::Shipping, 800, 300)]);
        assert_eq!(shop.cannot(Buyer, all(301)), [too_much::<P>(Bound::Shipping, 301, 300)]);
        let rest = shop.refunded(vec![], Some(300));
        assert_eq!(shop.order.case(rest).unwrap().claim.lines, []);
        assert_eq!(shop.shipping(), [800, 800, 0, 0]);
        assert_eq!(shop.cannot(Buyer, all(1)), [too_much::<P>(Bound::Shipping, 1, 0)]);
        // Nor is any of the shipping for the goods.
        let tea = apply(ONLY, vec![Ask::amount("tea", fen(3_001))], None);
        let line = Bound::Line("tea".into());
        assert_eq!(shop.cannot(Buyer, tea).first(), Some(&too_much::<P>(line, 3_001, 3_000)));
        assert_eq!(shop.line("tea"), [3_000, 0, 0, 0]);
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn yen_have_no_hundredths_i18() {
    // gumroad#3749, stripe-sfcc#31, woo-stripe#435 (38): yen divided or multiplied by 100.
    fn story<P: Platform>(policy: P) {
        let yen = Currency::with_places("JPY", 0).unwrap();
        let facts = OrderFacts::new("ORDER1", yen, vec![line("book", 2, 4_950)]);
        let mut shop = Shop::open(policy, facts);
        let text = shop.refused(Buyer, apply(ONLY, vec![Ask::amount("book", fen(9_901))], None));
        let text = text.to_string();
        assert!(
            text.contains("asked 9901 JPY, still refundable for line book: 9900 JPY"),
            "{text}"
        );
        let case = shop.applies(ONLY, vec![Ask::units("book", 2)], None);
        let paid = yen.money(fen(9_900));
        let agreed = shop.agrees(case);
        if shop.shop_pays() {
            assert_eq!(agreed.pays(), [("ORDER1c1r1", paid)]);
        } else {
            assert_eq!(agreed.pays(), []);
        }
        shop.reported(case, Outcome::Succeeded(paid));
        assert_eq!(shop.whole(), [9_900, 9_900, 0, 0]);
    }
    story(shopxo());
    story(wechat());
    assert_eq!(
        Amount::parse_decimal("2.30", 2),
        Ok(fen(230)),
        "not 229, as seasidecrab.com (46) had it"
    );
    assert!(Amount::parse_decimal("0.5", 0).is_err(), "there is no half a yen");
}

#[test]
fn another_currency_is_never_added_i18() {
    // gumroad#3749 (38), the other way round: an answer in another unit is not a number of ours.
    fn story<P: Platform>(policy: P) {
        let cents = Currency::with_places("USD", 2).unwrap();
        let whole_yuan = Currency::with_places("CNY", 0).unwrap();
        for currency in [cents, whole_yuan] {
            let mut shop = Shop::of_tea(policy.clone());
            let case = shop.agreed(teas(1), None);
            let key = shop.key(case);
            let reported = currency.money(fen(999_999));
            let done = shop.reported(case, Outcome::Succeeded(reported));
            let anomaly = Anomaly::CurrencyMismatch { key: key.clone(), reported };
            assert_eq!(done.anomalies, [anomaly], "the money has left, and how much is known");
            assert_eq!(shop.line("tea"), [3_000, 1_000, 0, 0]);
            assert_eq!(shop.state(&key), RefundState::Succeeded);
            let total = Request::ReportRefundTotal { total: reported, as_of: shop.now };
            let here = Currency::CNY;
            let reasons = shop.cannot(Platform, total);
            assert_eq!(reasons, [Reason::CurrencyMismatch { given: reported, here }]);
            let desk = Request::ReportExternalRefund {
                case: None,
                reference: "desk-1".into(),
                amount: reported,
                lines: vec![],
                shipping: fen(0),
                as_of: shop.now,
            };
            assert_eq!(shop.cannot(Merchant, desk), reasons);
            let back = shop.reported(case, Outcome::Reversed(reported));
            let anomaly = Anomaly::CurrencyMismatch { key: key.clone(), reported };
            assert_eq!(back.anomalies, [anomaly], "all of it has come back");
            assert_eq!((shop.line("tea")[1], shop.state(&key)), (0, RefundState::Reversed));
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_application_is_never_quoted_more_than_it_can_get_i1() {
    // PrestaShop#21194 (21): the form showed what the shop then could not check.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        shop.refunded(vec![Ask::amount("cup", fen(400))], Some(300));
        let refundable = shop.order.refundable();
        let lines: Vec<(u32, i64)> =
            refundable.lines.iter().map(|line| (line.units.units(), line.amount.minor())).collect();
        assert_eq!(lines, [(3, 3_000), (2, 600)]);
        assert_eq!((refundable.shipping, refundable.order), (fen(500), fen(4_100)));
        let quote = shop.order.quote(ONLY, &teas(2), Some(fen(500))).unwrap();
        assert_eq!(quote.total, fen(2_500));
        let Application { lines, .. } = Application::of(vec![Ask::units("cup", 2)]);
        let quote = shop.order.quote(ONLY, &lines, None).unwrap();
        assert_eq!(quote.total, fen(600), "both cups are worth 10.00, and 4.00 are back");
        assert_eq!(quote.claim.lines[0].units, Quantity::new(2));
        let too_much = shop.order.quote(ONLY, &teas(3), Some(fen(501))).unwrap_err();
        assert_eq!(
            too_much,
            [Reason::TooMuch {
                bound: Bound::Shipping,
                asked: Money { amount: fen(501), currency: Currency::CNY },
                left: yuan(500),
            }]
        );
    }
    story(shopxo());
    story(wechat());
}
