//! Commands for an order as it stands: mostly sensible ones, and besides all that should not come: by others, too
//! early, too late, twice, with absurd figures, with names that are not there.

use aftersale::lifecycle::{Action, Actor, Flow, Phase};
use aftersale::money::{Currency, Money};
use aftersale::order::{
    Blame, Case, CaseId, Command, Decision, EffectId, EffectSubject, Offer, Order, Outcome,
    PaymentId, Refund, RefundKey, RefundRef, Request, Route, Ruling, Shipment, Stage, Version,
};
use aftersale::time::Timestamp;
use aftersale_testing::by_the_buyer;

use crate::claims::{adoption, application, evidence, goods, line_id, text};
use crate::dice::Dice;
use crate::machine::World;
use crate::shop::{Platform, START, at, fen};

/// The next command. Mostly one that is accepted, where there is one of the kind that was thought of.
pub(crate) fn command<P: Platform>(world: &World<P>, dice: &mut Dice) -> Command {
    if let (true, Some(again)) = (dice.odd(5), dice.pick_any(&world.sent)) {
        return sent_again(world, again, dice);
    }
    let kind = dice.below(if world.is_tame { 22 } else { 34 });
    let tries = dice.pick(&[1, 9, 9, 9]);
    let mut command = some_command(world, kind, dice);
    for _ in 1..tries {
        if matches!(world.order.decide(&command), Ok(Decision::Accepted { .. })) {
            break;
        }
        command = some_command(world, kind, dice);
    }
    command
}

fn some_command<P: Platform>(world: &World<P>, kind: usize, dice: &mut Dice) -> Command {
    let order = &world.order;
    let (mut by, request) = some_act(world, kind, dice);
    if dice.odd(6) {
        by = dice.pick(Actor::ALL);
    }
    let after = dice.plain_or_odd(&[100, 100, 100, 0, 90_000], &[1, 59, 60, 900_000, 9_000_000]);
    let mut time = later(world.now, after);
    if let (Request::TimeRanOut { deadline, .. }, true) = (&request, !dice.odd(10)) {
        time = time.max(*deadline);
    }
    if let Request::RepairClock { .. } = request {
        time = dice.pick(&[-1, -500, -100_000, 100].map(|later_by| later(world.now, later_by)));
    }
    if dice.odd(2) {
        time = dice.pick(&[at(START - 1), later(world.now, -1), at(i64::MIN)]);
    }
    if dice.odd(1) && dice.percent(10) {
        time = at(i64::MAX - 1_000);
    }
    let mut id = format!("c-{}", world.sent.len());
    if dice.odd(2) {
        id = dice.pick(&["".to_string(), "c-0".to_string(), "c-1".to_string()]);
    }
    let name = if dice.odd(1) { "B-2" } else { order.id().as_str() };
    let mut command = by_the_buyer(Command::new(id, name, by, time, request), order);
    if dice.percent(8) {
        command = command.of_buyer(dice.plain_or_odd(&["b-1"], &["b-2"]));
    }
    if dice.percent(8) {
        let version = dice.plain_or_odd(&[order.version()], &[Version::FIRST]);
        command = command.having_seen(version);
    }
    command
}

/// A command that was sent before, as it was, later, or not quite as it was.
fn sent_again<P: Platform>(world: &World<P>, again: Command, dice: &mut Dice) -> Command {
    match dice.below(5) {
        0 | 1 => again,
        2 | 3 => Command { at: world.now, seen: Some(Version::FIRST), ..again },
        _ => Command { by: dice.pick(Actor::ALL), ..again },
    }
}

/// Returns a command of this kind: an actor that can send it, and the request.
fn some_act<P: Platform>(world: &World<P>, kind: usize, dice: &mut Dice) -> (Actor, Request) {
    let order = &world.order;
    let now = world.now;
    match kind {
        0..=3 => {
            let flow = dice.pick(Flow::OF_ORDERS);
            (Actor::Buyer, Request::Apply { flow, application: application(order, None, dice) })
        }
        4..=14 => by_the_table(world, dice).unwrap_or_else(|| on_any_case(world, dice)),
        15..=18 if order.refunds().is_empty() && !dice.odd(15) => {
            by_the_table(world, dice).unwrap_or_else(|| on_any_case(world, dice))
        }
        15..=18 => (Actor::Platform, report(world, dice)),
        19 | 20 if !order.payments().is_empty() && dice.percent(60) => {
            (Actor::Merchant, payment(order, dice))
        }
        20 => (Actor::Merchant, delivery(order, now, dice)),
        19 if order.refunds().is_empty() && !dice.odd(15) => {
            by_the_table(world, dice).unwrap_or_else(|| on_any_case(world, dice))
        }
        19 => (Actor::Platform, report(world, dice)),
        21 => (Actor::Platform, Request::Acknowledge { effects: effects(order, dice) }),
        22 => {
            (Actor::Platform, Request::DeclareFailed { refund: key(order, dice), note: text(dice) })
        }
        23 | 24 => (Actor::Platform, elsewhere(world, dice)),
        25 => {
            let paid = order.ledger().order.refunded.minor();
            let total = dice.plain_or_odd(
                &[paid, paid.saturating_add(100), 1_000],
                &[0, -1, 1 << 53, i64::MAX],
            );
            let total = money(total, dice);
            (Actor::Platform, Request::ReportRefundTotal { total, as_of: some_time(now, dice) })
        }
        26 | 27 => {
            let as_of = some_time(now, dice);
            (Actor::Merchant, Request::Adopt(adoption(order, now, as_of, dice).into()))
        }
        28 => {
            let deadline = later(now, dice.pick(&[5_000, 100, -100, 5_000_000]));
            let case = case_id(order, dice);
            (Actor::Platform, Request::MoveDeadline { case, deadline, note: text(dice) })
        }
        29 if dice.percent(30) => (Actor::Merchant, Request::RepairClock { note: text(dice) }),
        29 => (Actor::Merchant, Request::Hide { case: case_id(order, dice) }),
        32 | 33 => (Actor::Platform, names(order, dice)),
        _ => on_any_case(world, dice),
    }
}

/// Returns an action that the table permits on a case as it stands.
fn by_the_table<P: Platform>(world: &World<P>, dice: &mut Dice) -> Option<(Actor, Request)> {
    let case = dice.pick_any(world.order.cases())?;
    let mut can = Vec::new();
    for rule in P::LIFECYCLE.rules() {
        // What ends a case soon is not tried as often, so that cases get somewhere.
        let ends = [Action::Cancel, Action::Refuse, Action::Close, Action::ForceRefund];
        let is_tried = !ends.contains(&rule.action) || dice.percent(20);
        if rule.from.contains(&case.status) && rule.flows.contains(&case.flow) && is_tried {
            can.extend(rule.by.iter().map(|by| (*by, rule.action)));
        }
    }
    // What some tables do not know, and what can be done to money that came back.
    let phase = world.order.phase(case.id);
    if phase == Some(Phase::WaitingForReceipt) || dice.odd(5) {
        can.push((Actor::Merchant, dice.pick(&[Action::ConfirmReceipt, Action::WaiveReturn])));
    }
    if phase == Some(Phase::RefundFailed) || dice.odd(5) {
        can.push((Actor::Merchant, dice.pick(&[Action::RetryRefund, Action::Close])));
    }
    if can.is_empty() {
        return None;
    }
    let (by, action) = dice.pick(&can);
    let request = act_on(world, &case, action, dice)?;
    Some((by, request))
}

fn on_any_case<P: Platform>(world: &World<P>, dice: &mut Dice) -> (Actor, Request) {
    let by = dice.pick(Actor::ALL);
    let action = dice.pick(Action::ALL);
    let request = match dice.pick_any(world.order.cases()) {
        Some(case) => act_on(world, &case, action, dice),
        None => None,
    };
    (by, request.unwrap_or_else(|| Request::Cancel { case: case_id(&world.order, dice) }))
}

fn act_on<P: Platform>(
    world: &World<P>,
    case: &Case<P::Status>,
    action: Action,
    dice: &mut Dice,
) -> Option<Request> {
    let id = case.id;
    let offer = if dice.odd(4) { Offer::new(9) } else { case.offer };
    let rule = |ruling| Request::Rule { case: id, ruling, blame: Blame::Nobody };
    let shipment = |dice: &mut Dice| Shipment { carrier: text(dice), waybill: text(dice) };
    Some(match action {
        Action::Modify => {
            Request::Modify { case: id, application: application(&world.order, Some(case), dice) }
        }
        Action::Cancel => Request::Cancel { case: id },
        Action::AgreeToRefund => Request::AgreeToRefund { case: id, offer },
        Action::AgreeToReturn => Request::AgreeToReturn { case: id, offer, address: text(dice) },
        Action::AgreeForMerchant => Request::AgreeForMerchant { case: id },
        Action::Refuse => Request::Refuse {
            case: id,
            offer,
            reason: text(dice),
            evidence: evidence(dice),
            waybill_wrong: dice.percent(50),
        },
        Action::ShipReturn => Request::ShipReturn { case: id, shipment: shipment(dice) },
        Action::AmendShipment => Request::AmendShipment { case: id, shipment: shipment(dice) },
        Action::RecallShipment => Request::RecallShipment { case: id },
        Action::ConfirmReceipt => {
            Request::ConfirmReceipt { case: id, offer, goods: goods(case, dice) }
        }
        Action::WaiveReturn => Request::WaiveReturn { case: id, offer },
        Action::Escalate => Request::Escalate { case: id, message: text(dice) },
        Action::RuleForBuyer => rule(Ruling::ForBuyer),
        Action::RuleReturnFirst => rule(Ruling::ReturnFirst),
        Action::RuleForMerchant => rule(Ruling::ForMerchant),
        Action::ForceRefund => Request::ForceRefund { case: id },
        Action::RetryRefund => Request::RetryRefund { case: id },
        Action::Close => Request::Close { case: id, note: text(dice) },
        Action::ProveOfflineRefund => {
            let mut certificates = evidence(dice);
            if !dice.odd(5) {
                certificates.push("proof".into());
            }
            Request::ProveOfflineRefund { case: id, certificates, note: text(dice) }
        }
        Action::ConfirmOfflineRefund => Request::ConfirmOfflineRefund { case: id },
        Action::TimeRanOut => {
            let deadline = if dice.odd(4) { at(START) } else { case.deadline.unwrap_or(world.now) };
            Request::TimeRanOut { case: id, deadline }
        }
        _ => return None,
    })
}

pub(crate) fn case_id<P: Platform>(order: &Order<P>, dice: &mut Dice) -> CaseId {
    let ids: Vec<CaseId> = order.cases().iter().map(|case| case.id).collect();
    match dice.pick_any(&ids) {
        Some(id) if !dice.odd(4) => id,
        _ => CaseId::new(77),
    }
}

fn key<P: Platform>(order: &Order<P>, dice: &mut Dice) -> RefundKey {
    let mut keys: Vec<RefundKey> = order.refunds().iter().map(|known| known.key.clone()).collect();
    keys.extend(order.refunds().iter().flat_map(|known| known.references().iter().cloned()));
    match dice.pick_any(&keys) {
        Some(key) if !dice.odd(5) => key,
        // The first key of a case that may yet come, or what a gateway calls a refund.
        _ => dice.pick(&["desk-1", "re-1", "ORDER1c1r1", "ORDER1c1r2", "ORDER1c2r1", ""]).into(),
    }
}

/// What is known under one name is the refund with another: mostly an external refund is one of the order's own.
fn names<P: Platform>(order: &Order<P>, dice: &mut Dice) -> Request {
    let of = |is_sought: fn(&Refund) -> bool| -> Vec<RefundKey> {
        let refunds = order.refunds().iter().filter(|refund| is_sought(refund));
        refunds.map(|refund| refund.key.clone()).collect()
    };
    let own = dice.pick_any(&of(|refund| refund.route != Route::External));
    let external = dice.pick_any(&of(|refund| refund.route == Route::External));
    let refund = own.filter(|_| dice.percent(75)).unwrap_or_else(|| key(order, dice));
    let reference = match dice.below(3) {
        0 => dice.pick(&["re-1", "re-2", "desk-1", "ORDER1c1r2"]).into(),
        1 => key(order, dice),
        _ => external.unwrap_or_else(|| "re-1".into()),
    };
    Request::IdentifyRefund { refund, reference }
}

fn money(minor: i64, dice: &mut Dice) -> Money {
    let euro = Currency::with_places("EUR", 2).unwrap();
    let currency = if dice.odd(3) { euro } else { Currency::CNY };
    currency.money(fen(minor))
}

/// Returns a time by the gateway's clock.
fn some_time(now: Timestamp, dice: &mut Dice) -> Timestamp {
    let ago = dice.plain_or_odd(&[0, 0, 1, 100], &[200, 400, 5_000, -1, -150, -5_000]);
    later(now, -ago)
}

fn report<P: Platform>(world: &World<P>, dice: &mut Dice) -> Request {
    let order = &world.order;
    let key = key(order, dice);
    let expected = order.refund(&key).map_or(700, |refund| refund.parts.total().minor());
    let case = case_id(order, dice);
    let refund =
        if dice.percent(35) { RefundRef::OfCase(case) } else { RefundRef::Key(key.clone()) };
    let odd = [expected.saturating_add(1), 1, 0, -1, 1 << 53, i64::MAX];
    let some_money = money(dice.plain_or_odd(&[expected, expected / 2], &odd), dice);
    let all = Currency::CNY.money(fen(expected));
    let outcome = dice.pick(&[
        Outcome::Succeeded(all),
        Outcome::Succeeded(all),
        Outcome::Succeeded(some_money),
        Outcome::Failed,
        Outcome::Failed,
        Outcome::Processing,
        Outcome::Unknown,
        Outcome::Unknown,
        Outcome::Reversed(all),
        Outcome::Reversed(some_money),
    ]);
    let mut as_of = some_time(world.now, dice);
    if let (true, Some(refund)) = (dice.odd(10), order.refund(&key)) {
        as_of = refund.started;
    }
    Request::ReportRefund { refund, outcome, as_of }
}

fn elsewhere<P: Platform>(world: &World<P>, dice: &mut Dice) -> Request {
    let order = &world.order;
    let case = Some(case_id(order, dice)).filter(|_| dice.percent(45));
    let reference: RefundKey = match dice.below(5) {
        0..=2 => dice.pick(&["desk-1", "desk-2", "re-1", "ORDER1c1r1"]).into(),
        _ => key(order, dice),
    };
    let asked =
        case.and_then(|case| order.case(case)).map_or(700, |case| case.claim.total().minor());
    let whole =
        dice.plain_or_odd(&[700, asked, 1], &[asked.saturating_add(1), 0, -1, 1 << 53, i64::MAX]);
    let mut lines = Vec::new();
    for _ in 0..dice.pick(&[0, 0, 1, 1, 2]) {
        let amount = fen(dice.plain_or_odd(&[whole, whole / 2, 1], &[0, -1]));
        lines.push((line_id(order, dice), amount));
    }
    let shipping = fen(dice.plain_or_odd(&[0, 0, whole / 2], &[whole, -1]));
    let as_of = some_time(world.now, dice);
    let amount = money(whole, dice);
    match dice.below(3) {
        0 => {
            Request::ReportPendingExternalRefund { case, reference, amount, lines, shipping, as_of }
        }
        _ => Request::ReportExternalRefund { case, reference, amount, lines, shipping, as_of },
    }
}

fn delivery<P: Platform>(order: &Order<P>, now: Timestamp, dice: &mut Dice) -> Request {
    let mut when = later(now, -dice.plain_or_odd(&[0, 100, 86_400], &[-200]));
    if let (true, Some(shipped)) = (dice.odd(30), order.shipped()) {
        when = shipped;
    }
    match dice.below(4) {
        0 | 3 => Request::OrderShipped { when },
        1 => Request::OrderReceived { when },
        _ => Request::OrderCorrected {
            stage: dice.pick(Stage::ALL),
            shipped: dice.pick(&[None, Some(when)]),
            received: dice.pick(&[None, Some(when)]),
        },
    }
}

/// A payment that comes later, or by which payments a case is to be refunded.
fn payment<P: Platform>(order: &Order<P>, dice: &mut Dice) -> Request {
    let payments = order.payments();
    let names: Vec<PaymentId> = payments.iter().map(|payment| payment.payment.clone()).collect();
    let name = |dice: &mut Dice| match dice.below(4) {
        0 if dice.odd(40) => dice.pick(&["", "cash"]).into(),
        _ => dice.pick(&names),
    };
    let come: i64 = payments.iter().map(|payment| payment.paid.minor()).sum();
    let to_come = order.facts().amount_paid().minor() - come;
    if dice.percent(30) {
        let new = format!("rest-{}", payments.len()).as_str().into();
        let payment = if dice.odd(30) { name(dice) } else { new };
        let amount =
            dice.plain_or_odd(&[to_come, to_come / 2], &[to_come.saturating_add(1), 0, -1]);
        return Request::OrderPaid { payment, amount: money(amount, dice) };
    }
    let case = case_id(order, dice);
    let left = order.refund_progress(case).map_or(100, |progress| progress.left.minor());
    let mut chosen = Vec::new();
    for _ in 0..dice.below(3) {
        let amount =
            dice.plain_or_odd(&[left, left / 2, 1], &[left.saturating_add(1), 0, -1, i64::MAX]);
        chosen.push((name(dice), fen(amount)));
    }
    Request::ChoosePayments { case, payments: chosen }
}

fn effects<P: Platform>(order: &Order<P>, dice: &mut Dice) -> Vec<EffectId> {
    let mut effects: Vec<EffectId> =
        order.pending_effects().iter().map(|pending| pending.id).collect();
    let pays = order.refunds().iter().filter_map(|refund| refund.effect);
    if dice.odd(20) {
        effects.extend(pays);
    }
    effects.retain(|_| dice.percent(70));
    if dice.odd(5) {
        effects.push(EffectId { version: Version::new(99), subject: EffectSubject::CloseOrder });
    }
    effects
}

/// So many seconds later, or the last second that there is.
pub(crate) fn later(time: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_seconds(time.seconds().saturating_add(seconds))
}
