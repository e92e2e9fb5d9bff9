//! Not this much, and values that are none.

use super::*;

#[rustfmt::skip]
pub(super) fn not_this_much() -> BTreeSet<String> {
    let (fresh, on_its_way) = (fresh(), on_its_way());
    let mut partly = fresh.clone();
    partly.refunded(vec![Ask::units("tea", 2), Ask::amount("cup", fen(1_000))], Some(500));
    let nothing = vec![came("tea", 0, [0, 0, 2, 0])];
    let mut shown = read(ReasonKind::ExceedsLimit, vec![
            (&fresh, Buyer, for_money(vec![Ask::amount("tea", fen(3_001))]),
                "the buyer cannot apply: asked 30.01 CNY, still refundable for line tea: 30.00 \
                 CNY"),
            (&fresh, Buyer, for_money(vec![Ask::units("tea", 2).at(fen(2_001))]),
                "the buyer cannot apply: asked 20.01 CNY, still refundable for these units of line tea: 20.00 CNY"),
            (&partly, Buyer, apply(ONLY, vec![], Some(301)),
                "the buyer cannot apply: asked 3.01 CNY, still refundable for shipping: 3.00 CNY"),
            (&partly, Buyer, for_money(teas(2)),
                "the buyer cannot apply: asked 2 of line tea: bought 3, claimed 0, returned 2"),
            (&partly, Buyer, for_money(vec![Ask::units("cup", 1)]),
                "the buyer cannot apply: nothing is refundable for line cup"),
            (&on_its_way, Merchant, receipt(nothing),
                "the merchant cannot confirm receipt (case 1 at TO_BE_REVIEWED, return and \
                 refund): nothing was accepted; refuse the case instead"),
    ]);
    let (fixed, less) = (at_wechat(ONLY), at_wechat(RETURN));
    let modify = |units| Request::Modify { case: CASE, application: Application::of(teas(units)) };
    let mut parcel = Shop::of_tea(wechat());
    parcel.sent_back(teas(2));
    let part = receipt(vec![came("tea", 1, [1, 0, 1, 0])]);
    // A case that was refunded is reported as failed again.
    let mut forced = Shop::of_tea(wechat());
    forced.refunded(teas(2), None);
    let (flow, status) = (ONLY, aftersale::wechat::AfterSaleStatus::PlatformRefundFail);
    let (case, facts) = (Some(CASE), KnownFacts::UNKNOWN.of_a_new_case());
    let adoption = Adoption { case, facts, ..Adoption::new(flow, status) };
    forced.does(Merchant, Request::Adopt(adoption.into()));
    let certificates = vec!["c".into()];
    let prove = Request::ProveOfflineRefund { case: CASE, certificates, note: Text::NONE };
    shown.extend(read(ReasonKind::ExceedsLimit, vec![
        (&forced, Merchant, prove,
            "the merchant cannot prove an offline refund (case 1 at PLATFORM_REFUND_FAIL, refund \
             only): the case has already been refunded: 20.00 CNY"),
            (&fixed, Buyer, modify(1),
                "the buyer cannot modify the application (case 1 at MERCHANT_PROCESSING, refund \
                 only): asked 10.00 CNY after 20.00 CNY; it cannot be changed"),
            (&less, Buyer, modify(3),
                "the buyer cannot modify the application (case 1 at MERCHANT_PROCESSING, return \
                 and refund): asked 30.00 CNY after 20.00 CNY; it can only become \
                 less"),
            (&parcel, Merchant, part,
                "the merchant cannot confirm receipt (case 1 at MERCHANT_WAIT_RECEIPT, return and \
                 refund): line tea: accepted 1 of 2; this platform pays all or nothing, so \
                 refuse, or let the buyer ask for less"),
    ]));
    shown
}

#[rustfmt::skip]
pub(super) fn bad_value() -> BTreeSet<String> {
    let (mut fresh, on_its_way) = (fresh(), on_its_way());
    let tea = || Ask::units("tea", 1);
    let worded = |message: &str, pictures: usize| {
        let evidence = (0..pictures).map(|_| "picture.png".into()).collect();
        let message = Text::from(message);
        let application = Application { message, evidence, ..Application::of(vec![tea()]) };
        Request::Apply { flow: ONLY, application }
    };
    let much = |name: &str| Ask::amount(name, fen(i64::MAX));
    let dollars = Currency::with_places("USD", 2).unwrap().money(fen(500));
    let neither = Ask { line: "tea".into(), units: None, amount: None };
    let refuse_with = |reason: &str| Request::Refuse {
        case: CASE,
        offer: Offer::FIRST,
        reason: reason.into(),
        evidence: vec![],
        waybill_wrong: false,
    };
    let nameless = Shipment { carrier: Text::NONE, waybill: Text::from("SF1234567890") };
    let mut to_send = fresh.clone();
    to_send.applies(RETURN, teas(2), None);
    let (offer, address) = (Offer::FIRST, Text::from("杭州"));
    to_send.does(Merchant, Request::AgreeToReturn { case: CASE, offer, address });
    let now = fresh.now;
    let tomorrow = at(START + 86_400);
    let mut shown = read(ReasonKind::Invalid, vec![
            (&fresh, Buyer, for_money(vec![tea().at(fen(0))]),
                "the buyer cannot apply: 0.00 CNY is not an amount to ask for"),
            (&fresh, Buyer, for_money(teas(0)),
                "the buyer cannot apply: no units of line tea are asked for"),
            (&fresh, Buyer, for_money(vec![neither]),
                "the buyer cannot apply: neither units nor an amount of line tea is asked for"),
            (&fresh, Buyer, apply(RETURN, vec![Ask::amount("tea", fen(100))], None),
                "the buyer cannot apply: a return has to say how many units of line tea come back"),
            (&fresh, Buyer, for_money(vec![]),
                "the buyer cannot apply: the application asks for nothing"),
            (&fresh, Buyer, for_money(vec![tea(), tea()]),
                "the buyer cannot apply: line tea is named twice"),
            (&fresh, Buyer, for_money(vec![much("tea"), much("cup")]),
                "the buyer cannot apply: the amounts are too large to add up; asked 92233720368547758.07 CNY, still refundable for line tea: 30.00 CNY; asked 92233720368547758.07 CNY, still refundable for line cup: 10.00 CNY"),
            (&fresh, Buyer, worded(&"退".repeat(201), 0),
                "the buyer cannot apply: the message must have at most 200 characters, and has 201"),
            (&fresh, Buyer, worded("", 4),
                "the buyer cannot apply: 4 pieces of evidence are named, and the limit is 3"),
            (&on_its_way, Merchant, refuse_with("不"),
                "the merchant cannot refuse (case 1 at TO_BE_REVIEWED, return and refund): the reason of the refusal must have 2 to 230 characters, and has 1"),
            (&to_send, Buyer, Request::ShipReturn { case: CASE, shipment: nameless },
                "the buyer cannot ship the return (case 1 at TO_BE_RETURNED, return and refund): the carrier must have 1 to 60 characters, and has 0"),
            (&on_its_way, Merchant, receipt(vec![]),
                "the merchant cannot confirm receipt (case 1 at TO_BE_REVIEWED, return and \
                 refund): line tea is missing; nothing was accepted; refuse the case instead"),
            (&on_its_way, Merchant, receipt(vec![came("tea", 1, [1, 0, 0, 0])]),
                "the merchant cannot confirm receipt (case 1 at TO_BE_REVIEWED, return and \
                 refund): line tea: units accounted for 1, claimed 2"),
            (&on_its_way, Merchant, receipt(vec![came("tea", 2, [1, 0, 1, 0])]),
                "the merchant cannot confirm receipt (case 1 at TO_BE_REVIEWED, return and \
                 refund): line tea: units accepted 2, arrived 1"),
            (&fresh, Merchant, elsewhere("desk-1", 100, &[("tea", 101)], now),
                "the merchant cannot report an external refund: the parts add up to more than 1.00 \
                 CNY"),
            (&fresh, Platform, Request::ReportRefundTotal { total: dollars, as_of: now },
                "the platform cannot report on the refund: 5.00 USD is not in CNY, the order's \
                 currency"),
            (&fresh, Merchant, elsewhere("", 100, &[], now),
                "the merchant cannot report an external refund: an id is empty"),
            (&fresh, Merchant, Request::OrderReceived { when: tomorrow },
                "the merchant cannot report on the order: 2026-11-22T22:26:40Z is in the future"),
    ]);
    let mut failed = at_wechat(ONLY);
    let when = failed.now;
    let moved = Request::MoveDeadline { case: CASE, deadline: when, note: Text::NONE };
    shown.extend(read(
        ReasonKind::Invalid,
        vec![(
            &failed,
            Merchant,
            moved,
            "the merchant cannot move the deadline (case 1 at MERCHANT_PROCESSING, refund only): \
             2026-11-21T22:28:20Z is in the past; the note must have at least 1 character, and has 0",
        )],
    ));
    let both = vec![tea(), Ask::units("cup", 1)];
    let at_wechat = Shop::of_tea(wechat());
    shown.extend(read(ReasonKind::Invalid, vec![
        (&at_wechat, Buyer, for_money(both),
            "the buyer cannot apply: 2 lines are named, and a case can be about at most 1"),
    ]));
    failed.agrees(CASE);
    failed.reported(CASE, Outcome::Failed);
    let prove = Request::ProveOfflineRefund { case: CASE, certificates: vec![], note: Text::NONE };
    shown.extend(read(
        ReasonKind::Invalid,
        vec![(
            &failed,
            Merchant,
            prove,
            "the merchant cannot prove an offline refund (case 1 at PLATFORM_REFUND_FAIL, \
             refund only): at least one certificate is required",
        )],
    ));
    let nameless = Command { id: "".into(), ..fresh.command(Buyer, for_money(teas(1))) };
    compare(
        &fresh.send(&nameless).unwrap_err(),
        ReasonKind::Invalid,
        "the buyer cannot apply: an id is empty",
        &mut shown,
    );
    shown
}
