//! Every maximum of a command and of an opening, at its edge and one beyond; NUL in every id and text; terms that ask for
//! more; and that a command that is far too large costs nothing.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::Currency;
use aftersale::order::maximum::{EFFECTS, EVIDENCE, ID_BYTES, LINES, REFUND_KEY_BYTES, TEXT_BYTES};
use aftersale::order::{
    Adoption, Application, Ask, Command, Correspondence, EffectId, EffectSubject, EventKind,
    LineFacts, MaximumOf, Offer, OpeningFault, Order, OrderFacts, Reason, ReceivedLine, Request,
    Shipment, StatusRef, Text, TextLimit, Version, maximum,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};

use crate::shop::{
    START, Shop, at, case, elsewhere, fen, line, report, shopxo, tea_and_cups, teas, yuan,
};

/// A shop without limits of its own: whatever is refused is refused by the maxima.
fn lenient() -> HardenedShop {
    let mut policy = shopxo();
    let limits = &mut policy.terms.limits;
    for text in [
        &mut limits.reason,
        &mut limits.message,
        &mut limits.phone,
        &mut limits.refusal,
        &mut limits.address,
        &mut limits.carrier,
        &mut limits.waybill,
        &mut limits.note,
    ] {
        *text = TextLimit::NONE;
    }
    limits.evidence = None;
    limits.lines = None;
    policy
}

/// Returns a request with something in it that people name or write.
type Wording = fn(&str) -> Request;

fn application(change: impl FnOnce(&mut Application)) -> Request {
    let mut application = Application::of(teas(1));
    change(&mut application);
    Request::Apply { flow: Flow::RefundOnly, application }
}

fn adoption(change: impl FnOnce(&mut Adoption)) -> Request {
    let mut adoption = Adoption::new(Flow::RefundOnly, AfterSaleStatus::ALL[0]);
    change(&mut adoption);
    Request::Adopt(adoption.into())
}

fn said(change: impl FnOnce(&mut Correspondence)) -> Request {
    adoption(|adoption| change(&mut adoption.correspondence))
}

/// Every id and text of every request, with what it is called and how many bytes it may have.
fn wordings() -> Vec<(MaximumOf, usize, Wording)> {
    use MaximumOf as Of;
    let (id, key, text) = (ID_BYTES, REFUND_KEY_BYTES, TEXT_BYTES);
    vec![
        (Of::Reason, text, |words| application(|asked| asked.reason = words.into())),
        (Of::Message, text, |words| application(|asked| asked.message = words.into())),
        (Of::Message, text, |words| {
            application(|asked| asked.message = Text::Reference(words.into()))
        }),
        (Of::Phone, text, |words| application(|asked| asked.phone = words.into())),
        (Of::EvidenceId, id, |words| {
            application(|asked| asked.evidence = vec!["seen".into(), words.into()])
        }),
        (Of::LineId, id, |words| application(|asked| asked.lines.push(Ask::units(words, 1)))),
        (Of::Message, text, |words| {
            let application = Application { message: words.into(), ..Application::of(teas(1)) };
            Request::Modify { case: case(1), application }
        }),
        (Of::Address, text, |words| Request::agree_to_return(case(1), Offer::FIRST, words)),
        (Of::Refusal, text, |words| Request::refuse(case(1), Offer::FIRST, words)),
        (Of::EvidenceId, id, |words| {
            let (reason, evidence) = (Text::NONE, vec![words.into()]);
            let offer = Offer::FIRST;
            Request::Refuse { case: case(1), offer, reason, evidence, waybill_wrong: false }
        }),
        (Of::Carrier, text, |words| Request::ship_return(case(1), words, "SF-1")),
        (Of::Waybill, text, |words| Request::ship_return(case(1), "SF", words)),
        (Of::Carrier, text, |words| {
            let shipment = Shipment { carrier: words.into(), waybill: "SF-1".into() };
            Request::AmendShipment { case: case(1), shipment }
        }),
        (Of::LineId, id, |words| {
            let goods = [ReceivedLine::all(words, Quantity::new(1))];
            Request::confirm_receipt(case(1), Offer::FIRST, goods)
        }),
        (Of::Message, text, |words| Request::Escalate { case: case(1), message: words.into() }),
        (Of::Note, text, |words| Request::Close { case: case(1), note: words.into() }),
        (Of::Note, text, |words| Request::RepairClock { note: words.into() }),
        (Of::Note, text, |words| {
            let deadline = at(START + 9_999);
            Request::MoveDeadline { case: case(1), deadline, note: words.into() }
        }),
        (Of::RefundKey, key, |words| report(&words.into(), outcome(), at(START))),
        (Of::RefundKey, key, |words| elsewhere(words, 10, &[], at(START))),
        (Of::LineId, id, |words| elsewhere("desk-1", 10, &[(words, 10)], at(START))),
        (Of::RefundKey, key, |words| Request::DeclareFailed {
            refund: words.into(),
            note: "sure".into(),
        }),
        (Of::Note, text, |words| Request::DeclareFailed {
            refund: "ORDER1c1r1".into(),
            note: words.into(),
        }),
        (Of::Note, text, |words| Request::ProveOfflineRefund {
            case: case(1),
            certificates: vec!["proof".into()],
            note: words.into(),
        }),
        (Of::EvidenceId, id, |words| Request::ProveOfflineRefund {
            case: case(1),
            certificates: vec![words.into()],
            note: Text::NONE,
        }),
        (Of::StatusName, id, |words| {
            adoption(|adoption| adoption.status = StatusRef::Name(words.into()))
        }),
        (Of::PlatformCaseId, id, |words| {
            adoption(|adoption| adoption.platform_case = Some(words.into()))
        }),
        (Of::LineId, id, |words| adoption(|adoption| adoption.lines.push(Ask::units(words, 1)))),
        (Of::Reason, text, |words| said(|said| said.reason = words.into())),
        (Of::Message, text, |words| said(|said| said.message = words.into())),
        (Of::Phone, text, |words| said(|said| said.phone = words.into())),
        (Of::Address, text, |words| said(|said| said.address = words.into())),
        (Of::Refusal, text, |words| said(|said| said.refusal = words.into())),
        (Of::EvidenceId, id, |words| said(|said| said.evidence.push(words.into()))),
        (Of::Waybill, text, |words| {
            let shipment = Shipment { carrier: "SF".into(), waybill: words.into() };
            said(|said| said.shipment = Some(shipment))
        }),
    ]
}

const fn outcome() -> aftersale::order::Outcome {
    aftersale::order::Outcome::Succeeded(yuan(10))
}

/// The reasons against a request of the platform to a fresh order; the order stays what it was.
fn reasons(request: Request) -> Vec<Reason<AfterSaleStatus>> {
    let shop = Shop::open(lenient(), tea_and_cups());
    let command = Command::platform("c-1", "ORDER1", at(START + 10), request);
    shop.order.decide(&command).map_or_else(|refusal| refusal.reasons, |_| Vec::new())
}

fn is_of_size(reason: &Reason<AfterSaleStatus>) -> bool {
    use Reason::{ContainsNul, OrderIsFull, TooLong, TooMany};
    matches!(reason, TooLong { .. } | TooMany { .. } | ContainsNul { .. } | OrderIsFull { .. })
}

#[test]
fn every_id_and_text_has_a_most_number_of_bytes() {
    for (index, (what, most, wording)) in wordings().into_iter().enumerate() {
        let fits = reasons(wording(&"x".repeat(most)));
        assert!(!fits.iter().any(is_of_size), "{index}: {what} of {most}: {fits:?}");
        let too_long = Reason::TooLong { what, length: most + 1, most };
        assert_eq!(reasons(wording(&"x".repeat(most + 1))), [too_long], "{index}: {what}");
        // Bytes count, not characters.
        let length = (most / 3 + 1) * 3;
        let too_long = Reason::TooLong { what, length, most };
        assert_eq!(reasons(wording(&"退".repeat(most / 3 + 1))), [too_long], "{index}: {what}");
    }
}

#[test]
fn no_id_and_no_text_contains_nul() {
    for (index, (what, _, wording)) in wordings().into_iter().enumerate() {
        for words in ["\0", "a\0", "\0b", "退\0款"] {
            let with_nul = Reason::ContainsNul { what };
            assert_eq!(reasons(wording(words)), [with_nul], "{index}: {what} {words:?}");
        }
    }
}

#[test]
fn the_ids_of_a_command_have_a_most_number_of_bytes_too() {
    let shop = Shop::open(lenient(), tea_and_cups());
    let fits = Command::buyer("c-1", "ORDER1", "b-1", at(START + 10), application(|_| ()));
    assert!(shop.order.decide(&fits).is_ok());
    let id = |length| "x".repeat(length);
    let with = |id: &str, order: &str, buyer: &str| {
        let command = Command::buyer(id, order, buyer, at(START + 10), application(|_| ()));
        shop.order.decide(&command).map_or_else(|refusal| refusal.reasons, |_| Vec::new())
    };
    let (most, beyond) = (id(ID_BYTES), id(ID_BYTES + 1));
    assert_eq!(with(&most, "ORDER1", "b-1"), []);
    assert!(!with("c-1", &most, &most).iter().any(is_of_size));
    let too_long = |what| Reason::TooLong { what, length: ID_BYTES + 1, most: ID_BYTES };
    use MaximumOf::{BuyerId, CommandId, OrderId};
    assert_eq!(with(&beyond, "ORDER1", "b-1"), [too_long(CommandId)]);
    assert_eq!(with("c-1", &beyond, "b-1"), [too_long(OrderId)]);
    assert_eq!(with("c-1", "ORDER1", &beyond), [too_long(BuyerId)]);
    assert_eq!(with("c-\0", "ORDER1", "b-1"), [Reason::ContainsNul { what: CommandId }]);
    assert_eq!(with("c-1", "ORDER1\0", "b-1"), [Reason::ContainsNul { what: OrderId }]);
    assert_eq!(with("c-1", "ORDER1", "b-1\0"), [Reason::ContainsNul { what: BuyerId }]);
    // All that is broken is named, and nothing else is.
    let all = with(&beyond, &beyond, "\0");
    assert_eq!(all.len(), 3, "{all:?}");
    assert!(all.iter().all(is_of_size), "{all:?}");
}

fn names(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("line-{number}"))
}

#[test]
fn every_list_has_a_most_length() {
    type Listing = fn(usize) -> Request;
    let lists: [(MaximumOf, usize, Listing); 9] = [
        (MaximumOf::Evidence, EVIDENCE, |count| {
            application(|asked| asked.evidence = names(count).map(Into::into).collect())
        }),
        (MaximumOf::Evidence, EVIDENCE, |count| Request::Refuse {
            case: case(1),
            offer: Offer::FIRST,
            reason: Text::NONE,
            evidence: names(count).map(Into::into).collect(),
            waybill_wrong: false,
        }),
        (MaximumOf::Evidence, EVIDENCE, |count| Request::ProveOfflineRefund {
            case: case(1),
            certificates: names(count).map(Into::into).collect(),
            note: Text::NONE,
        }),
        (MaximumOf::Evidence, EVIDENCE, |count| {
            said(|said| said.evidence = names(count).map(Into::into).collect())
        }),
        (MaximumOf::Lines, LINES, |count| {
            Request::refund_only(names(count).map(|name| Ask::units(name, 1)))
        }),
        (MaximumOf::Lines, LINES, |count| {
            let goods = names(count).map(|name| ReceivedLine::all(name, Quantity::new(1)));
            Request::confirm_receipt(case(1), Offer::FIRST, goods)
        }),
        (MaximumOf::Lines, LINES, |count| {
            let names: Vec<String> = names(count).collect();
            let lines: Vec<_> = names.iter().map(|name| (name.as_str(), 1)).collect();
            elsewhere("desk-1", 10, &lines, at(START))
        }),
        (MaximumOf::Lines, LINES, |count| {
            let lines = names(count).map(|name| Ask::units(name, 1)).collect();
            adoption(|adoption| adoption.lines = lines)
        }),
        (MaximumOf::Effects, EFFECTS, |count| {
            let version = Version::FIRST;
            let one = EffectId { version, subject: EffectSubject::IssueRefund };
            Request::acknowledge(vec![one; count])
        }),
    ];
    for (index, (what, most, listing)) in lists.into_iter().enumerate() {
        let fits = reasons(listing(most));
        assert!(!fits.iter().any(is_of_size), "{index}: {what}");
        let named = most + 1;
        let too_many = Reason::TooMany { what, named, most };
        assert_eq!(reasons(listing(named)), [too_many], "{index}: {what}");
    }
    let (order, _) = Order::open(lenient(), tea_and_cups(), at(START)).unwrap();
    let asks: Vec<Ask> = names(LINES + 1).map(|name| Ask::units(name, 1)).collect();
    let too_many = Reason::TooMany { what: MaximumOf::Lines, named: LINES + 1, most: LINES };
    assert_eq!(order.quote(Flow::RefundOnly, &asks, None).unwrap_err(), [too_many]);
}

fn of_lines(count: usize) -> OrderFacts {
    let lines = names(count).map(|name| line(&name, 1, 10));
    OrderFacts::new("ORDER1", Currency::CNY, lines).buyer("b-1").shipped(at(START - 86_400))
}

/// The largest application is accepted, received and refunded; each of its faults is found, and each once.
#[test]
fn an_order_of_the_most_lines_can_be_refunded_as_a_whole() {
    let mut shop = Shop::open(lenient(), of_lines(LINES));
    let everything = Application {
        message: "x".repeat(TEXT_BYTES).as_str().into(),
        evidence: names(EVIDENCE).map(Into::into).collect(),
        ..Application::everything(&shop.order)
    };
    shop.does(Actor::Buyer, Request::Apply { flow: Flow::ReturnRefund, application: everything });
    shop.does(Actor::Merchant, Request::agree_to_return(case(1), Offer::FIRST, "Shanghai"));
    shop.does(Actor::Buyer, Request::ship_return(case(1), "SF", "SF-1"));
    let all = |units| names(LINES).map(move |name| ReceivedLine::all(name, Quantity::new(units)));
    let wrong = shop.receipt(case(1), all(2).collect());
    let refused = shop.cannot(Actor::Merchant, wrong);
    assert_eq!(refused.len(), LINES, "one for each line");
    shop.received(case(1), all(1).collect());
    shop.paid(case(1));
    assert_eq!(shop.order.ledger().order.left(), fen(0));
}

fn faults(facts: OrderFacts) -> Vec<OpeningFault> {
    Order::open(lenient(), facts, at(START)).map_or_else(|error| error.faults, |_| Vec::new())
}

#[test]
fn an_opening_keeps_to_the_maxima() {
    let id = |length| "x".repeat(length);
    let facts = |order: &str, buyer: &str, line: &str| {
        OrderFacts::new(order, Currency::CNY, [LineFacts::new(line, 1, fen(10))]).buyer(buyer)
    };
    let (most, beyond) = (id(ID_BYTES), id(ID_BYTES + 1));
    assert_eq!(faults(facts(&most, &most, &most)), []);
    let too_long = |what| OpeningFault::TooLong { what, length: ID_BYTES + 1, most: ID_BYTES };
    use MaximumOf::{BuyerId, LineId, OrderId};
    assert_eq!(faults(facts(&beyond, &beyond, &beyond)), [OrderId, BuyerId, LineId].map(too_long));
    let with_nul = |what| OpeningFault::ContainsNul { what };
    assert_eq!(faults(facts("\0", "b\0", "\0tea")), [OrderId, BuyerId, LineId].map(with_nul));
    assert_eq!(faults(of_lines(LINES)), []);
    let (what, named) = (MaximumOf::Lines, LINES + 1);
    assert_eq!(faults(of_lines(named)), [OpeningFault::TooMany { what, named, most: LINES }]);
}

#[test]
fn the_refunds_of_an_order_with_the_longest_id_can_be_reported() {
    let order = "x".repeat(ID_BYTES);
    let lines = [LineFacts::new("tea", 3, fen(1_000))];
    let facts = OrderFacts::new(order.as_str(), Currency::CNY, lines);
    let mut shop = Shop::open(lenient(), facts);
    let case = shop.refunded(teas(1), None);
    assert!(shop.key(case).as_str().len() <= 32);
}

#[test]
fn terms_only_lower_the_maxima() {
    let mut policy = lenient();
    policy.terms.limits.evidence = Some(usize::MAX);
    policy.terms.limits.lines = Some(usize::MAX);
    policy.terms.remembered = usize::MAX;
    let (order, opened) = Order::open(policy, tea_and_cups(), at(START)).unwrap();
    let EventKind::Opened(opening) = &opened.kind else { panic!("it is the opening") };
    assert_eq!(opening.remembered as usize, maximum::REMEMBERED);
    let refused = |application: Application| {
        let apply = Request::Apply { flow: Flow::RefundOnly, application };
        let command = Command::buyer("c-1", "ORDER1", "b-1", at(START + 1), apply);
        order.decide(&command).unwrap_err().reasons
    };
    let evidence = names(EVIDENCE + 1).map(Into::into).collect();
    let too_many = refused(Application { evidence, ..Application::of(teas(1)) });
    assert!(matches!(too_many[..], [Reason::TooMany { what: MaximumOf::Evidence, .. }]));
    let message = "x".repeat(TEXT_BYTES + 1).as_str().into();
    let too_long = refused(Application { message, ..Application::of(teas(1)) });
    assert!(matches!(too_long[..], [Reason::TooLong { what: MaximumOf::Message, .. }]));
}

/// A message of 50 MB, and 8,000 asks for lines that are not there, are refused at once: one reason, and no memory for
/// anything else.
#[test]
fn what_is_far_too_large_costs_nothing() {
    let shop = Shop::open(lenient(), tea_and_cups());
    let message = "x".repeat(50 << 20).as_str().into();
    let long = Application { message, ..Application::of(teas(1)) };
    let asks = names(8_000).map(|name| Ask::units(name, 1)).collect();
    for application in [long, Application::of(asks)] {
        let apply = Request::Apply { flow: Flow::RefundOnly, application };
        let command = Command::buyer("c-1", "ORDER1", "b-1", at(START + 1), apply);
        let mut refused = Vec::new();
        let cost = allocation_counter::measure(|| {
            refused = shop.order.decide(&command).unwrap_err().reasons;
        });
        assert_eq!(refused.len(), 1);
        assert!(cost.count_total <= 2 && cost.bytes_total < 1_000, "{cost:?}");
    }
}

/// A thousand lines with three faults each: what finding them costs grows with their number, not with its square.
#[test]
fn a_command_with_every_fault_is_refused_with_each_once() {
    let shop = Shop::open(lenient(), of_lines(LINES));
    let asks = || names(LINES).map(|name| Ask::units(name, 9));
    let application = Application::of(asks().collect());
    let apply = Request::Apply { flow: Flow::RefundOnly, application };
    let command = Command::buyer("c-1", "ORDER1", "b-1", at(START + 1), apply);
    assert_eq!(shop.order.decide(&command).unwrap_err().reasons.len(), LINES);
    // The same line twice, and once more: it is named once.
    let twice = asks().take(20).chain(asks().take(20)).chain(asks().take(20)).collect();
    let apply = Request::Apply { flow: Flow::RefundOnly, application: Application::of(twice) };
    let command = Command::buyer("c-1", "ORDER1", "b-1", at(START + 1), apply);
    assert_eq!(shop.order.decide(&command).unwrap_err().reasons.len(), 40);
}
