//! Commands for an order as it stands: mostly what somebody could sensibly do next, and besides
//! everything that nobody should: by others, too early, too late, twice, with absurd figures, with names
//! that are not there.

use aftersale::lifecycle::{Action, Actor, Flow, Phase};
use aftersale::money::{Currency, Money};
use aftersale::order::{
    Act, AttemptKey, Blame, Case, CaseId, Command, Decision, EffectId, Offer, Order, Outcome,
    Payment, Ruling, Shipment, Stage, Version,
};
use aftersale::time::Timestamp;

use crate::claims::{adoption, application, evidence, goods, line_id, text};
use crate::dice::Dice;
use crate::machine::World;
use crate::shop::{ActOf, Platform, START, at, fen};

/// The next command. Mostly one that is accepted, where there is one of the kind that was thought of.
pub(crate) fn command<P: Platform>(world: &World<P>, dice: &mut Dice) -> Command<P::Status> {
    if let (true, Some(again)) = (dice.odd(5), dice.pick_any(&world.sent)) {
        return sent_again(world, again, dice);
    }
    let kind = dice.below(if world.is_tame { 22 } else { 32 });
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

fn some_command<P: Platform>(world: &World<P>, kind: usize, dice: &mut Dice) -> Command<P::Status> {
    let order = &world.order;
    let (mut by, act) = some_act(world, kind, dice);
    if dice.odd(6) {
        by = dice.pick(Actor::ALL);
    }
    let after = dice.plain_or_odd(&[100, 100, 100, 0, 90_000], &[1, 59, 60, 900_000, 9_000_000]);
    let mut time = later(world.now, after);
    if let (Act::TimeRanOut { due, .. }, true) = (&act, !dice.odd(10)) {
        time = time.max(*due);
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
    let mut command = Command::new(id, name, by, time, act);
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
fn sent_again<P: Platform>(
    world: &World<P>,
    again: Command<P::Status>,
    dice: &mut Dice,
) -> Command<P::Status> {
    match dice.below(5) {
        0 | 1 => again,
        2 | 3 => Command { at: world.now, seen: Some(Version::FIRST), ..again },
        _ => Command { by: dice.pick(Actor::ALL), ..again },
    }
}

/// Somebody who can, and what he does, of this kind.
fn some_act<P: Platform>(world: &World<P>, kind: usize, dice: &mut Dice) -> (Actor, ActOf<P>) {
    let order = &world.order;
    let now = world.now;
    match kind {
        0..=3 => {
            let flow = dice.pick(Flow::ALL);
            (Actor::Buyer, Act::Apply { flow, application: application(order, None, dice) })
        }
        4..=14 => by_the_table(world, dice).unwrap_or_else(|| on_any_case(world, dice)),
        15..=19 if order.attempts().is_empty() && !dice.odd(15) => {
            by_the_table(world, dice).unwrap_or_else(|| on_any_case(world, dice))
        }
        15..=19 => (Actor::Platform, report(world, dice)),
        20 => (Actor::Merchant, delivery(order, now, dice)),
        21 => (Actor::Platform, Act::Acknowledge { effects: effects(order, dice) }),
        22 => (Actor::Platform, Act::DeclareFailed { attempt: key(order, dice), note: text(dice) }),
        23 | 24 => (Actor::Platform, elsewhere(world, dice)),
        25 => {
            let paid = order.ledger().order.refunded.minor();
            let total = dice.plain_or_odd(
                &[paid, paid.saturating_add(100), 1_000],
                &[0, -1, 1 << 53, i64::MAX],
            );
            let total = money(total, dice);
            (Actor::Platform, Act::RefundedInTotal { total, as_of: some_time(now, dice) })
        }
        26 | 27 => (Actor::Merchant, Act::Adopt(adoption(order, dice))),
        28 => {
            let due = later(now, dice.pick(&[5_000, 100, -100, 5_000_000]));
            let case = case_id(order, dice);
            (Actor::Platform, Act::MoveDeadline { case, due, note: text(dice) })
        }
        29 => (Actor::Merchant, Act::Hide { case: case_id(order, dice) }),
        _ => on_any_case(world, dice),
    }
}

/// What the table lets somebody do to a case as it stands.
fn by_the_table<P: Platform>(world: &World<P>, dice: &mut Dice) -> Option<(Actor, ActOf<P>)> {
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
    let act = act_on(world, &case, action, dice)?;
    Some((by, act))
}

fn on_any_case<P: Platform>(world: &World<P>, dice: &mut Dice) -> (Actor, ActOf<P>) {
    let by = dice.pick(Actor::ALL);
    let action = dice.pick(Action::ALL);
    let act = match dice.pick_any(world.order.cases()) {
        Some(case) => act_on(world, &case, action, dice),
        None => None,
    };
    (by, act.unwrap_or_else(|| Act::Cancel { case: case_id(&world.order, dice) }))
}

fn act_on<P: Platform>(
    world: &World<P>,
    case: &Case<P::Status>,
    action: Action,
    dice: &mut Dice,
) -> Option<ActOf<P>> {
    let id = case.id;
    let offer = if dice.odd(4) { Offer::new(9) } else { case.offer };
    let rule = |ruling| Act::Rule { case: id, ruling, blame: Blame::Nobody };
    let shipment = |dice: &mut Dice| Shipment { carrier: text(dice), waybill: text(dice) };
    Some(match action {
        Action::Modify => {
            Act::Modify { case: id, application: application(&world.order, Some(case), dice) }
        }
        Action::Cancel => Act::Cancel { case: id },
        Action::AgreeToRefund => Act::AgreeToRefund { case: id, offer },
        Action::AgreeToReturn => Act::AgreeToReturn { case: id, offer, address: text(dice) },
        Action::AgreeForMerchant => Act::AgreeForMerchant { case: id },
        Action::Refuse => Act::Refuse {
            case: id,
            offer,
            reason: text(dice),
            evidence: evidence(dice),
            waybill_wrong: dice.percent(50),
        },
        Action::ShipReturn => Act::ShipReturn { case: id, shipment: shipment(dice) },
        Action::AmendShipment => Act::AmendShipment { case: id, shipment: shipment(dice) },
        Action::RecallShipment => Act::RecallShipment { case: id },
        Action::ConfirmReceipt => Act::ConfirmReceipt { case: id, offer, goods: goods(case, dice) },
        Action::WaiveReturn => Act::WaiveReturn { case: id, offer },
        Action::Escalate => Act::Escalate { case: id, message: text(dice) },
        Action::RuleForBuyer => rule(Ruling::ForBuyer),
        Action::RuleReturnFirst => rule(Ruling::ReturnFirst),
        Action::RuleForMerchant => rule(Ruling::ForMerchant),
        Action::ForceRefund => Act::ForceRefund { case: id },
        Action::RetryRefund => Act::RetryRefund { case: id },
        Action::Close => Act::Close { case: id, note: text(dice) },
        Action::ProveOfflineRefund => {
            let mut certificates = evidence(dice);
            if !dice.odd(5) {
                certificates.push("proof".into());
            }
            Act::ProveOfflineRefund { case: id, certificates, note: text(dice) }
        }
        Action::ConfirmOfflineRefund => Act::ConfirmOfflineRefund { case: id },
        Action::TimeRanOut => {
            let due = if dice.odd(4) { at(START) } else { case.due.unwrap_or(world.now) };
            Act::TimeRanOut { case: id, due }
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

fn key<P: Platform>(order: &Order<P>, dice: &mut Dice) -> AttemptKey {
    let keys: Vec<AttemptKey> = order.attempts().iter().map(|known| known.key.clone()).collect();
    match dice.pick_any(&keys) {
        Some(key) if !dice.odd(5) => key,
        // The first key of a case that may yet come.
        _ => dice.pick(&["desk-1", "A-1-1-1", "A-1-1-2", "A-1-2-1", ""]).into(),
    }
}

fn money(minor: i64, dice: &mut Dice) -> Money {
    let euro = Currency::new("EUR", 2).unwrap();
    let currency = if dice.odd(3) { euro } else { Currency::CNY };
    currency.money(fen(minor))
}

/// A time by the clock of whoever pays.
fn some_time(now: Timestamp, dice: &mut Dice) -> Timestamp {
    let ago = dice.plain_or_odd(&[0, 0, 1, 100], &[200, 400, 5_000, -1, -150, -5_000]);
    later(now, -ago)
}

fn report<P: Platform>(world: &World<P>, dice: &mut Dice) -> ActOf<P> {
    let order = &world.order;
    let key = key(order, dice);
    let expected = order.attempt(&key).map_or(700, |attempt| attempt.parts.total().minor());
    let case = case_id(order, dice);
    let payment =
        if dice.percent(35) { Payment::OfCase(case) } else { Payment::Attempt(key.clone()) };
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
    if let (true, Some(attempt)) = (dice.odd(10), order.attempt(&key)) {
        as_of = attempt.started;
    }
    Act::ReportRefund { payment, outcome, as_of }
}

fn elsewhere<P: Platform>(world: &World<P>, dice: &mut Dice) -> ActOf<P> {
    let order = &world.order;
    let case = Some(case_id(order, dice)).filter(|_| dice.percent(45));
    let reference: AttemptKey = match dice.below(5) {
        0..=2 => dice.pick(&["desk-1", "desk-2", "A-1-1-1"]).into(),
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
    Act::RefundedElsewhere { case, reference, amount: money(whole, dice), lines, shipping, as_of }
}

fn delivery<P: Platform>(order: &Order<P>, now: Timestamp, dice: &mut Dice) -> ActOf<P> {
    let mut when = later(now, -dice.plain_or_odd(&[0, 100, 86_400], &[-200]));
    if let (true, Some(said)) = (dice.odd(30), order.shipped()) {
        when = said;
    }
    match dice.below(4) {
        0 | 3 => Act::OrderShipped { when },
        1 => Act::OrderReceived { when },
        _ => Act::OrderCorrected {
            stage: dice.pick(Stage::ALL),
            shipped: dice.pick(&[None, Some(when)]),
            received: dice.pick(&[None, Some(when)]),
        },
    }
}

fn effects<P: Platform>(order: &Order<P>, dice: &mut Dice) -> Vec<EffectId> {
    let mut effects: Vec<EffectId> = order.open_effects().iter().map(|due| due.id).collect();
    let pays = order.attempts().iter().filter_map(|attempt| attempt.effect);
    if dice.odd(20) {
        effects.extend(pays);
    }
    effects.retain(|_| dice.percent(70));
    if dice.odd(5) {
        effects.push(EffectId { version: Version::new(99), place: 0 });
    }
    effects
}

/// So many seconds later, or the last second that there is.
fn later(time: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_seconds(time.seconds().saturating_add(seconds))
}
