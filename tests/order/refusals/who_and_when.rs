//! Not now, not you, not any more: refusals that another time, actor or name would help.

use super::*;

#[rustfmt::skip]
pub(super) fn not_now() -> BTreeSet<String> {
    let (fresh, applied, paid) = (fresh(), applied(), paid());
    let on_its_way = on_its_way();
    let mut over = fresh.clone();
    over.does(Merchant, Request::OrderReceived { when: at(START) });
    over.now = at(START + 31 * 86_400);
    let mut closed_shop = shopxo();
    closed_shop.terms.limits.window = Window::Never;
    let closed_shop = Shop::of_tea(closed_shop);
    let of_nothing = Shop::open(shopxo(), tea_and_cups().is_virtual(true));
    let unshipped = Shop::open(shopxo(), tea_and_cups().shipped(None));
    let later = at(START + 86_400);
    let mut shown = read(ReasonKind::NotNow, vec![
            (&paid, Merchant, agree(),
                "the merchant cannot agree to the refund (case 1 at COMPLETED, refund only): the \
                 case has ended with COMPLETED"),
            (&on_its_way, Buyer, Request::ShipReturn { case: CASE, shipment: parcel() },
                "the buyer cannot ship the return (case 1 at TO_BE_REVIEWED, return and refund): \
                 no rule permits this here; possible instead: cancel"),
            (&applied, Merchant, Request::AgreeToReturn { case: CASE, offer: Offer::FIRST, address: "杭州".into() },
                "the merchant cannot agree to the return (case 1 at TO_BE_REVIEWED, refund only): \
                 no rule permits this here; possible instead: cancel, agree to the refund or refuse"),
            (&applied, Buyer, Request::Modify { case: CASE, application: Application::of(teas(1)) },
                "the buyer cannot modify the application (case 1 at TO_BE_REVIEWED, refund only): \
                 ShopXO has no such action"),
            (&applied, Buyer, for_money(teas(1)),
                "the buyer cannot apply: another case is open on the line"),
            (&over, Buyer, for_money(teas(1)),
                "the buyer cannot apply: the window for cases closed at 2026-12-21T22:26:40Z"),
            (&closed_shop, Buyer, for_money(teas(1)),
                "the buyer cannot apply: this shop accepts no cases"),
            (&of_nothing, Buyer, apply(RETURN, teas(1), None),
                "the buyer cannot apply: a virtual order has nothing to send back; apply for a refund only"),
            (&unshipped, Buyer, apply(RETURN, teas(1), None),
                "the buyer cannot apply: the order has not been shipped; apply for a refund only"),
            (&on_its_way, Merchant, agree(),
                "the merchant cannot agree to the refund (case 1 at TO_BE_REVIEWED, return and \
                 refund): the receipt of the goods is not confirmed; confirm it, or waive the return"),
            (&applied, Merchant, receipt(vec![came("tea", 2, [2, 0, 0, 0])]),
                "the merchant cannot confirm receipt (case 1 at TO_BE_REVIEWED, refund only): the case is under review, not waiting for receipt"),
            (&applied, Buyer, Request::Hide { case: CASE },
                "the buyer cannot hide the case (case 1 at TO_BE_REVIEWED, refund only): the case \
                 is still open"),
            (&paid, Merchant, declare("ORDER1c1r1", "查无此单"),
                "the merchant cannot declare the refund failed: refund ORDER1c1r1 is known to have succeeded, not in flight"),
            (&applied, Merchant, Request::MoveDeadline { case: CASE, deadline: later, note: "节日".into() },
                "the merchant cannot move the deadline (case 1 at TO_BE_REVIEWED, refund only): no deadline can run at this status"),
    ]);
    let waiting = at_wechat(RETURN);
    let deadline = waiting.order.next_deadline().unwrap().0;
    let mut refunded = Shop::of_tea(wechat());
    refunded.refunded(teas(1), None);
    let mut often = at_wechat(RETURN);
    for _ in 0..4 {
        often.does(Buyer, Request::Modify { case: CASE, application: Application::of(teas(2)) });
    }
    let mut disputed = at_wechat(ONLY);
    disputed.does(Merchant, refuse(CASE, Offer::FIRST));
    disputed.does(Buyer, Request::Escalate { case: CASE, message: Text::NONE });
    let escalate = || Request::Escalate { case: CASE, message: Text::NONE };
    let again = Request::Modify { case: CASE, application: Application::of(teas(2)) };
    shown.extend(read(ReasonKind::NotNow, vec![
            (&waiting, Clock, Request::TimeRanOut { case: CASE, deadline },
                "the clock cannot expire (case 1 at MERCHANT_PROCESSING, return and refund): \
                 the deadline 2026-11-23T22:28:20Z has not been reached"),
            (&refunded, Buyer, for_money(teas(1)),
                "the buyer cannot apply: line tea was already refunded in case 1, and a line is refunded only once"),
            (&often, Buyer, again,
                "the buyer cannot modify the application (case 1 at MERCHANT_PROCESSING, return and refund): line tea: applications so far 5, allowed 5"),
            (&disputed, Buyer, escalate(),
                "the buyer cannot escalate to the platform (case 1 at MERCHANT_REJECT_REFUND, \
                 refund only): a dispute is open"),
            (&waiting, Buyer, escalate(),
                "the buyer cannot escalate to the platform (case 1 at MERCHANT_PROCESSING, return \
                 and refund): no rule permits this here; possible instead: modify the application \
                 or cancel"),
    ]));
    let mut terms = wechat();
    terms.terms.limits.between_refunds = Some(hours_long(1));
    let mut quick = Shop::of_tea(terms);
    quick.agreed(vec![Ask::units("cup", 1)], None);
    let tea = quick.applies(ONLY, teas(1), None);
    let agree = Request::AgreeToRefund { case: tea, offer: Offer::FIRST };
    shown.extend(read(
        ReasonKind::NotNow,
        vec![(
            &quick,
            Merchant,
            agree,
            "the merchant cannot agree to the refund (case 2 at MERCHANT_PROCESSING, refund \
             only): the next refund of this order can be issued from 2026-11-21T23:30:00Z",
        )],
    ));
    shown
}

#[rustfmt::skip]
pub(super) fn not_you() -> BTreeSet<String> {
    let applied = applied();
    let mut shy = shopxo();
    shy.terms.barred = Barred::NONE.barring(Buyer, &[aftersale::lifecycle::Action::Cancel]);
    shy.terms.rights = RightHolders::NONE;
    let mut shy = Shop::of_tea(shy);
    shy.applies(ONLY, teas(1), None);
    let shipped = Request::OrderReceived { when: at(START) };
    let mut shown = read(ReasonKind::NotPermitted, vec![
            (&applied, Buyer, agree(),
                "the buyer cannot agree to the refund (case 1 at TO_BE_REVIEWED, refund only): \
                 only the merchant may do this"),
            (&applied, Merchant, for_money(vec![Ask::units("cup", 1)]),
                "the merchant cannot apply: only the buyer may do this"),
            (&applied, Merchant, report(&"ORDER1c1r1".into(), Outcome::Failed, at(START)),
                "the merchant cannot report on the refund: only the platform may do this"),
            (&shy, Buyer, Request::Cancel { case: CASE },
                "the buyer cannot cancel (case 1 at TO_BE_REVIEWED, refund only): this shop does not permit this to the buyer"),
            (&shy, Merchant, shipped,
                "the merchant cannot report on the order: this policy grants the right to no actor"),
    ]);
    let mut applied = applied;
    let command = applied.command(Buyer, Request::Cancel { case: CASE }).of_buyer("b-2");
    let refusal = applied.send(&command).unwrap_err();
    compare(
        &refusal,
        ReasonKind::NotPermitted,
        "the buyer cannot cancel (case 1 at TO_BE_REVIEWED, refund only): the order belongs to another buyer",
        &mut shown,
    );
    let waiting = at_wechat(RETURN);
    let prove = Request::WaiveReturn { case: CASE, offer: Offer::FIRST };
    shown.extend(read(
        ReasonKind::NotPermitted,
        vec![(
            &waiting,
            Buyer,
            prove,
            "the buyer cannot waive the return (case 1 at MERCHANT_PROCESSING, return and \
             refund): no rule permits this here; at other statuses only the merchant may do this; possible \
             instead: modify the application or cancel",
        )],
    ));
    shown
}

#[rustfmt::skip]
pub(super) fn other_content() -> BTreeSet<String> {
    let (mut agreed, mut received) = (agreed(), on_its_way());
    let receive = received.receipt(CASE, vec![came("tea", 2, [2, 0, 0, 0])]);
    received.does(Merchant, receive.clone());
    let now = agreed.now;
    let mut shown = read(ReasonKind::Conflict, vec![
            (&agreed, Merchant, elsewhere("ORDER1c1r1", 2_000, &[], now),
                "the merchant cannot report an external refund: refund reference ORDER1c1r1 already belongs to a different refund"),
            (&agreed, Merchant, Request::OrderShipped { when: at(START) },
                "the merchant cannot report on the order: this was already reported, as of 2026-11-20T22:26:40Z; correct that report instead"),
            (&received, Merchant, receive,
                "the merchant cannot confirm receipt (case 1 at TO_BE_REVIEWED, return and \
                 refund): the receipt was already confirmed or the return waived"),
    ]);
    let cancel = agreed.command(Buyer, Request::Cancel { case: CASE });
    let reused = Command { id: "c-1".into(), ..cancel };
    let refusal = agreed.send(&reused).unwrap_err();
    compare(
        &refusal,
        ReasonKind::Conflict,
        "the buyer cannot cancel (case 1 at TO_BE_REVIEWED, refund only): command id c-1 was already used for a different command; use a new id",
        &mut shown,
    );
    shown
}

#[rustfmt::skip]
pub(super) fn out_of_date() -> BTreeSet<String> {
    let mut applied = applied();
    let old = Request::AgreeToRefund { case: CASE, offer: Offer::new(2) };
    let mut shown = read(
        ReasonKind::Stale,
        vec![(
            &applied,
            Merchant,
            old,
            "the merchant cannot agree to the refund (case 1 at TO_BE_REVIEWED, refund only): \
             the command was made for offer 2, and the case is at offer 1; read the case again",
        )],
    );
    let cancel = applied.command(Buyer, Request::Cancel { case: CASE });
    let stale = cancel.clone().having_seen(Version::FIRST);
    compare(
        &applied.send(&stale).unwrap_err(),
        ReasonKind::Stale,
        "the buyer cannot cancel (case 1 at TO_BE_REVIEWED, refund only): the command was made for version 1, and the order is at version 2; read the order again",
        &mut shown,
    );
    let early = Command { at: at(START).plus_seconds(-60).unwrap(), ..cancel };
    compare(
        &applied.send(&early).unwrap_err(),
        ReasonKind::Stale,
        "the buyer cannot cancel (case 1 at TO_BE_REVIEWED, refund only): the command is dated 2026-11-21T22:25:40Z, before the order's last event at 2026-11-21T22:28:20Z",
        &mut shown,
    );
    shown
}

#[rustfmt::skip]
pub(super) fn not_found() -> BTreeSet<String> {
    let (mut applied, on_its_way) = (applied(), on_its_way());
    let (tea, cup) = (came("tea", 2, [2, 0, 0, 0]), came("cup", 1, [1, 0, 0, 0]));
    let effects = vec![EffectId { version: Version::new(9), subject: EffectSubject::CloseOrder }];
    let mut shown = read(ReasonKind::NotFound, vec![
            (&applied, Buyer, Request::Cancel { case: CaseId::new(7) },
                "the buyer cannot cancel: there is no case 7"),
            (&applied, Buyer, for_money(vec![Ask::units("jug", 1)]),
                "the buyer cannot apply: there is no line jug"),
            (&on_its_way, Merchant, receipt(vec![tea, cup]),
                "the merchant cannot confirm receipt (case 1 at TO_BE_REVIEWED, return and \
                 refund): the case is not about line cup"),
            (&applied, Merchant, declare("ORDER1c9r9", "查无此单"),
                "the merchant cannot declare the refund failed: there is no refund ORDER1c9r9"),
            (&applied, Merchant, Request::Acknowledge { effects },
                "the merchant cannot acknowledge effects: there is no effect 9.close_order"),
    ]);
    let cancel = applied.command(Buyer, Request::Cancel { case: CASE });
    let foreign = Command { order: "B-2".into(), ..cancel };
    compare(
        &applied.send(&foreign).unwrap_err(),
        ReasonKind::NotFound,
        "the buyer cannot cancel (case 1 at TO_BE_REVIEWED, refund only): the command is for order B-2, and this is order ORDER1",
        &mut shown,
    );
    shown
}

#[rustfmt::skip]
pub(super) fn money_may_be_out() -> BTreeSet<String> {
    let (agreed, unknown) = (agreed(), unknown());
    let pay = agreed.order.refunds()[0].effect.unwrap();
    read(ReasonKind::MoneyMayBeOut, vec![
            (&agreed, Merchant, agree(),
                "the merchant cannot agree to the refund (case 1 at TO_BE_REVIEWED, refund only): refund ORDER1c1r1 is under way; find out its outcome first"),
            (&unknown, Buyer, Request::Cancel { case: CASE },
                "the buyer cannot cancel (case 1 at TO_BE_REVIEWED, refund only): refund ORDER1c1r1 is of unknown outcome; find out its outcome first"),
            (&agreed, Merchant, declare("ORDER1c1r1", "查无此单"),
                "the merchant cannot declare the refund failed: refund ORDER1c1r1 is under way; only a refund of unknown outcome can be declared failed; query the gateway"),
            (&agreed, Merchant, Request::Acknowledge { effects: vec![pay] },
                "the merchant cannot acknowledge effects: effect 3.issue_refund issues refund ORDER1c1r1; report the outcome of that refund instead"),
    ])
}
