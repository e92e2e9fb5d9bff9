//! Every limit of a policy, at its edge and one beyond: texts, how much evidence there may be, and times.

use aftersale::lifecycle::{Actor, Flow, Guard, Phase, TableReason};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Application, Ask, Check, Command, Decision, Discrepancy, EventKind, Offer, Order, OrderFacts,
    Reason, Request, Shipment, Text, TextLimit, Window, maximum,
};
use aftersale::shopxo::{AfterSaleStatus, FaithfulShop, HardenedShop, Release};
use aftersale::time::hours_long;

use crate::shop::{
    START, Shop, apply, at, case, elsewhere, fen, line, patient_wechat, refuse, shopxo,
    tea_and_cups, teas, wechat,
};

type AcceptedCommand = Request;

/// Two or three characters for any text, and one piece of evidence.
const LIMIT: TextLimit = TextLimit { least: 2, most: 3 };

fn policy() -> HardenedShop {
    let mut policy = shopxo();
    let limits = &mut policy.terms.limits;
    limits.reason = LIMIT;
    limits.message = LIMIT;
    limits.phone = LIMIT;
    limits.address = LIMIT;
    limits.refusal = LIMIT;
    limits.carrier = LIMIT;
    limits.waybill = LIMIT;
    limits.note = LIMIT;
    limits.evidence = Some(1);
    policy
}

/// Returns every request with texts, each with the text that is checked: it has this wording, and all other
/// texts have two characters.
fn spoken(wording: &str, evidence: usize) -> Vec<(Check, AcceptedCommand)> {
    let (id, offer) = (case(1), Offer::FIRST);
    let fits = || Text::from("说明");
    let text = || Text::from(wording);
    let pictures = || {
        (0..evidence)
            .map(|position| format!("picture-{position}").as_str().into())
            .collect::<Vec<_>>()
    };
    let application = || Application {
        reason: fits(),
        message: fits(),
        phone: fits(),
        evidence: pictures(),
        ..Application::of(teas(1))
    };
    let applying = [
        (Check::Reason, Application { reason: text(), ..application() }),
        (Check::Message, Application { message: text(), ..application() }),
        (Check::Phone, Application { phone: text(), ..application() }),
    ];
    let mut requests = Vec::new();
    for (check, application) in applying {
        requests.push((check, Request::Modify { case: id, application: application.clone() }));
        requests.push((check, Request::Apply { flow: Flow::RefundOnly, application }));
    }
    let parcels = [
        (Check::Carrier, Shipment { carrier: text(), waybill: fits() }),
        (Check::Waybill, Shipment { carrier: fits(), waybill: text() }),
    ];
    for (check, shipment) in parcels {
        requests.push((check, Request::ShipReturn { case: id, shipment: shipment.clone() }));
        requests.push((check, Request::AmendShipment { case: id, shipment }));
    }
    let refuse = Request::Refuse {
        case: id,
        offer,
        reason: text(),
        evidence: pictures(),
        waybill_wrong: false,
    };
    requests.push((Check::Refusal, refuse));
    requests.push((Check::Address, Request::AgreeToReturn { case: id, offer, address: text() }));
    requests.push((Check::Message, Request::Escalate { case: id, message: text() }));
    requests.push((Check::Note, Request::Close { case: id, note: text() }));
    requests
        .push((Check::Note, Request::DeclareFailed { refund: "ORDER1c1r1".into(), note: text() }));
    requests.push((Check::Note, Request::MoveDeadline { case: id, deadline: at(0), note: text() }));
    requests
}

/// Returns the reasons of this kind against a request, whichever actor sends it and whatever else is against it.
fn reasons(request: &AcceptedCommand) -> Vec<Reason<AfterSaleStatus>> {
    let mut shop = Shop::open(policy(), tea_and_cups());
    let fits = || Text::from("说明");
    let application =
        Application { reason: fits(), message: fits(), phone: fits(), ..Application::of(teas(1)) };
    shop.does(Actor::Buyer, Request::Apply { flow: Flow::RefundOnly, application });
    let command = shop.command(Actor::Buyer, request.clone());
    match shop.order.decide(&command) {
        Ok(_) => Vec::new(),
        Err(refusal) => refusal.reasons,
    }
}

#[test]
fn every_text_keeps_to_its_limit() {
    for wording in ["", "说", "说明", "说明书", "说明书页"] {
        let length = wording.chars().count();
        for (text, request) in spoken(wording, 0) {
            let too_long = Reason::TextLength { text, length, limit: LIMIT };
            let is_refused = reasons(&request).contains(&too_long);
            assert_eq!(is_refused, !(2..=3).contains(&length), "{wording:?} in {request:?}");
        }
    }
}

#[test]
fn there_is_no_more_evidence_than_the_platform_takes() {
    let proof = |named: usize| {
        let certificates =
            (0..named).map(|position| format!("proof-{position}").as_str().into()).collect();
        Request::ProveOfflineRefund {
            case: case(1),
            certificates,
            note: Text::Inline(String::new()),
        }
    };
    for named in [0, 1, 2] {
        let too_much = Reason::TooMuchEvidence { named, most: 1 };
        let of_words = spoken("说明", named).into_iter().map(|(_, request)| request);
        let with_evidence = of_words.filter(|request| {
            matches!(
                request,
                Request::Apply { .. } | Request::Modify { .. } | Request::Refuse { .. }
            )
        });
        for request in with_evidence.chain([proof(named)]) {
            assert_eq!(reasons(&request).contains(&too_much), named > 1, "{named} in {request:?}");
        }
    }
}

/// A day after receipt, the last second included.
#[test]
fn a_window_ends_with_its_last_second() {
    let (received, day) = (at(START - 100), hours_long(24));
    let last = received.checked_add(day).unwrap();
    let next = last.plus_seconds(1).unwrap();
    let after = Window::AfterReceipt(day);
    for (window, had, now, is_open) in [
        (Window::Always, None, next, true),
        (Window::Always, Some(received), next, true),
        (Window::Never, None, received, false),
        (Window::Never, Some(received), received, false),
        (after, None, next, true),
        (after, Some(received), last, true),
        (after, Some(received), next, false),
    ] {
        assert_eq!(window.is_open(had, now), is_open, "{window:?} of {had:?} at {now}");
        let mut policy = shopxo();
        policy.terms.limits.window = window;
        let facts = tea_and_cups().received(had);
        let (order, _) = Order::open(policy, facts, at(START)).unwrap();
        let now = now.max(at(START));
        let command =
            Command::buyer("c-1", "ORDER1", "b-1", now, apply(Flow::RefundOnly, teas(1), None));
        assert_eq!(order.decide(&command).is_ok(), is_open, "{window:?} of {had:?} at {now}");
    }
}

#[test]
fn what_is_reported_has_happened_by_now() {
    for (late, is_heard) in [(-1, true), (0, true), (1, false)] {
        let facts = tea_and_cups().shipped(None);
        let (order, _) = Order::open(shopxo(), facts, at(START)).unwrap();
        let request = Request::OrderShipped { when: at(START + 10 + late) };
        let command = Command::new("c-1", "ORDER1", Actor::Merchant, at(START + 10), request);
        assert_eq!(order.decide(&command).is_ok(), is_heard, "{late}");
    }
}

#[test]
fn an_order_can_be_received_in_the_second_in_which_it_was_shipped_and_not_before() {
    for (later, is_odd) in [(-1, true), (0, false), (1, false)] {
        let (shipped, received) = (at(START - 100), at(START - 100 + later));
        let facts = tea_and_cups().shipped(shipped).received(received);
        let (_, event) = Order::open(shopxo(), facts, at(START)).unwrap();
        let odd = Discrepancy::ReceivedBeforeShipped { shipped, received };
        let EventKind::Opened(opening) = &event.kind else { panic!("it is the opening") };
        assert_eq!(opening.discrepancies.contains(&odd), is_odd, "{later}");
    }
}

/// WeChat takes a minute between two refunds of an order, of any cases.
#[test]
fn the_next_refund_can_be_started_after_a_minute_and_not_before() {
    for (seconds, check_payable) in [(59, false), (60, true), (61, true)] {
        let mut shop = Shop::of_tea(wechat());
        let tea = shop.applies(Flow::RefundOnly, teas(1), None);
        let cup = shop.applies(Flow::RefundOnly, vec![Ask::units("cup", 1)], None);
        shop.agrees(tea);
        let started = shop.order.refunds().last().unwrap().started;
        let now = started.plus_seconds(seconds).unwrap();
        let agree = Request::AgreeToRefund { case: cup, offer: shop.offer(cup) };
        let command = Command::new("cup", "ORDER1", Actor::Merchant, now, agree);
        assert_eq!(shop.order.decide(&command).is_ok(), check_payable, "{seconds}");
    }
}

#[test]
fn as_many_commands_are_remembered_as_the_terms_say_i10() {
    let mut policy = shopxo();
    policy.terms.remembered = 2;
    let mut shop = Shop::of_tea(policy);
    let commands = ["desk-1", "desk-2", "desk-3"].map(|reference| {
        let command = shop.command(Actor::Merchant, elsewhere(reference, 100, &[], at(START)));
        let _ = shop.send(&command).unwrap();
        command
    });
    let is_known =
        |command: &_| matches!(shop.order.decide(command), Ok(Decision::Duplicate { .. }));
    assert_eq!(commands.each_ref().map(is_known), [false, true, true]);
}

#[test]
fn where_nothing_can_be_asked_for_a_return_can_be_of_no_units() {
    let mut faithful = Shop::of_tea(FaithfulShop::new(Release::V6_9_0));
    let case = faithful.applies(Flow::ReturnRefund, teas(0), None);
    assert_eq!(faithful.order.case(case).unwrap().claim.total(), Amount::ZERO);
    let none = apply(Flow::ReturnRefund, teas(0), None);
    let no_units = Reason::NoUnits { line: "tea".into() };
    assert_eq!(Shop::of_tea(shopxo()).cannot(Actor::Buyer, none), [no_units]);
}

/// The page on security has each maximum with its figure.
#[test]
fn the_page_has_every_maximum() {
    let page = include_str!("../../docs/security.md");
    let source = include_str!("../../src/order/maximum.rs");
    let figures = [
        ("ID_BYTES", maximum::ID_BYTES),
        ("REFUND_KEY_BYTES", maximum::REFUND_KEY_BYTES),
        ("TEXT_BYTES", maximum::TEXT_BYTES),
        ("EVIDENCE", maximum::EVIDENCE),
        ("DEDUCTIONS", maximum::DEDUCTIONS),
        ("DEDUCTION_BYTES", maximum::DEDUCTION_BYTES),
        ("LINES", maximum::LINES),
        ("PAYMENTS", maximum::PAYMENTS),
        ("EFFECTS", maximum::EFFECTS),
        ("CASES", maximum::CASES),
        ("REFUNDS", maximum::REFUNDS),
        ("REFERENCES", maximum::REFERENCES),
        ("NAMED_LINES", maximum::NAMED_LINES),
        ("EVENTS", usize::try_from(maximum::EVENTS).unwrap()),
        ("EVENTS_TO_END", usize::try_from(maximum::EVENTS_TO_END).unwrap()),
        ("REMEMBERED", maximum::REMEMBERED),
        ("STORED_EVENT_BYTES", maximum::STORED_EVENT_BYTES),
        ("STORED_SNAPSHOT_BYTES", maximum::STORED_SNAPSHOT_BYTES),
    ];
    assert_eq!(source.matches("pub const ").count(), figures.len(), "one is left out here");
    for (name, figure) in figures {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{name}`: ")));
        let cell = row.and_then(|row| row.split('|').nth(2)).unwrap_or_default();
        let stated = cell.split_whitespace().next().unwrap_or_default();
        assert_eq!(stated, figure.to_string(), "{name}");
    }
}

#[test]
fn cases_about_shipping_alone_have_the_limits_of_other_cases() {
    // allegro-api#12642: endless cases.
    let shipping = |amount| apply(Flow::RefundOnly, vec![], Some(amount));
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let first = shop.applies(Flow::RefundOnly, vec![], Some(100));
    let is_open = Reason::Table(TableReason::GuardNotMet { guard: Guard::NoOtherCaseOpen });
    assert_eq!(shop.cannot(Actor::Buyer, shipping(100)), std::slice::from_ref(&is_open));
    shop.agrees(first);
    shop.paid(first);
    // Goods and some of the shipping together bar it as well; goods without it do not.
    let goods = shop.applies(Flow::RefundOnly, teas(1), Some(100));
    assert_eq!(shop.cannot(Actor::Buyer, shipping(100)), [is_open]);
    shop.agrees(goods);
    shop.paid(goods);
    shop.applies(Flow::RefundOnly, teas(1), None);
    let second = shop.applies(Flow::RefundOnly, vec![], Some(100));
    assert_eq!(shop.phase(second), Phase::UnderReview);
}

#[test]
fn applications_for_shipping_alone_are_counted_whatever_became_of_them() {
    let mut policy = patient_wechat();
    policy.terms.limits.applications = Some(3);
    let mut shop = Shop::open(policy, tea_and_cups());
    let case = shop.applies(Flow::RefundOnly, vec![], Some(100));
    let again = Request::Modify { case, application: of_shipping(100) };
    for _ in 0..2 {
        let offer = shop.offer(case);
        shop.does(Actor::Merchant, refuse(case, offer));
        if shop.order.applications_for_shipping() < 3 {
            // A refused case can be taken up again, and bars another one.
            let barred = shop.cannot(Actor::Buyer, apply(Flow::RefundOnly, vec![], Some(100)));
            assert!(matches!(barred[..], [Reason::Table(_)]), "{barred:?}");
            shop.does(Actor::Buyer, again.clone());
        }
    }
    let offer = shop.offer(case);
    shop.does(Actor::Merchant, refuse(case, offer));
    let too_many = Reason::TooManyShippingApplications { made: 3, most: 3 };
    assert_eq!(shop.cannot(Actor::Buyer, again), [too_many]);
}

#[test]
fn wechat_has_no_case_about_shipping_alone_since_a_case_is_about_one_sku() {
    let mut shop = Shop::open(wechat(), tea_and_cups());
    let asked = apply(Flow::RefundOnly, vec![], Some(100));
    assert_eq!(shop.cannot(Actor::Buyer, asked), [Reason::LineRequired]);
    assert!(shop.order.cases().is_empty());
}

fn of_shipping(amount: i64) -> Application {
    Application { shipping: Some(fen(amount)), ..Application::of(vec![]) }
}

#[test]
fn a_coupon_larger_than_the_goods_can_be_one_on_the_shipping_too_i15() {
    // magento2#38556: goods for 10.00, shipping for 8.00, and a coupon of 12.00.
    let facts = || {
        let facts = OrderFacts::new("ORDER1", Currency::CNY, [line("tea", 1, 1_000)]);
        facts.shipping(fen(800)).discount(fen(1_200)).shipped(at(0))
    };
    let by_default = Shop::open(shopxo(), facts());
    assert_eq!((by_default.line("tea")[0], by_default.shipping()[0]), (0, 600));
    let mut shop = Shop::open(shopxo(), facts().discount_on_shipping(true));
    assert_eq!((shop.line("tea")[0], shop.shipping()[0]), (333, 267));
    let case = shop.refunded(vec![Ask::units("tea", 1)], Some(267));
    assert_eq!((shop.order.case(case).unwrap().claim.total(), shop.whole()[0]), (fen(600), 600));
    // More than all costs was paid for the goods; nothing was paid for nothing.
    let above = Shop::open(shopxo(), facts().discount_on_shipping(true).paid(fen(2_000)));
    assert_eq!((above.line("tea")[0], above.shipping()[0]), (1_200, 800));
    let none = Shop::open(shopxo(), facts().discount_on_shipping(true).paid(fen(0)));
    assert_eq!((none.line("tea")[0], none.shipping()[0]), (0, 0));
}
