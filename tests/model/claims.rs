//! The content of commands: applications, goods that came back, cases taken over, and texts.

use aftersale::lifecycle::{Fact, Flow, KnownFacts, Status};
use aftersale::money::{Currency, Money};
use aftersale::order::{
    Adoption, Application, Ask, Case, Correspondence, Deduction, EvidenceId, LineId, Order,
    PlatformCaseId, ReceivedLine, Text,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

use crate::commands::{case_id, later};
use crate::dice::Dice;
use crate::shop::{Platform, fen};

pub(crate) fn application<P: Platform>(
    order: &Order<P>,
    case: Option<&Case<P::Status>>,
    dice: &mut Dice,
) -> Application {
    let mut lines = asks(order, dice);
    // An application that is changed is mostly about the same lines.
    if let (Some(case), true) = (case, dice.percent(60)) {
        lines.clear();
        for claimed in &case.claim.lines {
            let units = Some(claimed.units).filter(|units| *units != Quantity::ZERO);
            let less = dice.pick(&[0, 0, 1]);
            let amount = Some(fen(claimed.amount.minor().saturating_sub(less)));
            lines.push(Ask { line: claimed.line.clone(), units, amount });
        }
    }
    let shipping = dice.plain_or_odd(
        &[None, None, None, Some(100), Some(800)],
        &[Some(0), Some(-1), Some(i64::MAX)],
    );
    Application {
        shipping: shipping.map(fen),
        reason: text(dice),
        message: text(dice),
        phone: Text::NONE,
        evidence: evidence(dice),
        lines,
        deductions: deductions(order, dice),
    }
}

/// Returns what is to be kept back: mostly nothing, and seldom where the platform keeps nothing back.
fn deductions<P: Platform>(order: &Order<P>, dice: &mut Dice) -> Vec<Deduction> {
    let can_be_kept_back = order.policy().terms().limits.deductions;
    if !dice.percent(if can_be_kept_back { 25 } else { 3 }) {
        return Vec::new();
    }
    let many = dice.pick(&[1, 1, 2]);
    let deduction = |_| {
        let amount = dice.plain_or_odd(&[1, 60, 333, 1_000, 5_000], &[0, -1, i64::MAX]);
        let reason = if dice.odd(2) { "" } else { "opened" };
        Deduction::new("fee", reason, fen(amount))
    };
    (0..many).map(deduction).collect()
}

fn asks<P: Platform>(order: &Order<P>, dice: &mut Dice) -> Vec<Ask> {
    let many = dice.plain_or_odd(&[1, 1, 2], &[0, 3]);
    (0..many).map(|_| ask(order, dice)).collect()
}

fn ask<P: Platform>(order: &Order<P>, dice: &mut Dice) -> Ask {
    let line = line_id(order, dice);
    let left = order.refundable();
    let left = left.lines.iter().find(|left| left.line == line);
    let money = left.map_or(5, |left| left.amount.minor());
    let all = left.map_or(5, |left| left.units.units());
    let units = dice.plain_or_odd(&[1, 1, all, 2], &[3, 0, all.saturating_add(1), u32::MAX]);
    let units = Some(Quantity::new(units)).filter(|_| !dice.percent(20));
    let odd = [money.saturating_add(1), 0, -1, i64::MAX, i64::MIN];
    let amount = dice.plain_or_odd(&[1, money, money / 2, 333], &odd);
    let amount = Some(fen(amount)).filter(|_| dice.percent(35));
    Ask { line, units, amount }
}

pub(crate) fn line_id<P: Platform>(order: &Order<P>, dice: &mut Dice) -> LineId {
    let lines: Vec<LineId> = order.facts().lines.iter().map(|line| line.line.clone()).collect();
    if dice.odd(2) { "hat".into() } else { dice.pick(&lines) }
}

/// Returns a receipt of a case's goods: mostly of all of them.
pub(crate) fn goods<S: Status>(case: &Case<S>, dice: &mut Dice) -> Vec<ReceivedLine> {
    let mut goods = Vec::new();
    for claimed in &case.claim.lines {
        let mut came = ReceivedLine::all(claimed.line.as_str(), claimed.units);
        if dice.percent(40) {
            let units = claimed.units.units();
            let [mut sound, mut broken, mut missing] = [units, 0, 0];
            let some = u32::try_from(dice.below(8)).unwrap().min(sound);
            (sound, broken) = (sound - some, broken + some);
            let some = u32::try_from(dice.below(3)).unwrap().min(sound);
            (sound, missing) = (sound - some, missing + some);
            let accepted = dice.pick(&[sound + broken, sound, 1, 0, units]);
            came.accepted = Quantity::new(accepted);
            came.resaleable = Quantity::new(sound);
            came.damaged = Quantity::new(broken);
            came.missing = Quantity::new(missing);
        }
        if dice.odd(2) {
            came.wrong = Quantity::new(dice.pick(&[1, u32::MAX]));
        }
        goods.push(came);
    }
    if dice.odd(3) {
        goods.push(ReceivedLine::all(dice.pick(&["tea", "cup", "hat"]), Quantity::new(1)));
    }
    if dice.odd(2) {
        goods.pop();
    }
    goods
}

/// Returns a case at any status, as it was at this time or without one.
pub(crate) fn adoption<P: Platform>(
    order: &Order<P>,
    now: Timestamp,
    as_of: Timestamp,
    dice: &mut Dice,
) -> Adoption {
    let (flow, status) = (dice.pick(Flow::OF_ORDERS), dice.pick(P::Status::ALL));
    let mut facts = KnownFacts::UNKNOWN;
    for fact in Fact::ALL {
        facts = match dice.below(4) {
            0 => facts.with(*fact, true),
            1 => facts.with(*fact, false),
            _ => facts,
        };
    }
    Adoption {
        case: Some(case_id(order, dice)).filter(|_| dice.percent(45)),
        facts,
        lines: asks(order, dice),
        shipping: dice
            .plain_or_odd(&[None, None, Some(fen(800))], &[Some(fen(-1)), Some(fen(i64::MAX))]),
        correspondence: Correspondence { reason: text(dice), ..Correspondence::default() },
        platform_case: platform_case(dice),
        refunded: told_total(order, dice),
        reference: dice.pick(&[None, None, Some("gw-1".into()), Some("desk-1".into())]),
        as_of: dice.pick(&[None, Some(as_of)]),
        deadline: dice.pick(&[None, None, Some(later(now, 5_000)), Some(later(now, -5_000))]),
        ..Adoption::new(flow, status)
    }
}

fn told_total<P: Platform>(order: &Order<P>, dice: &mut Dice) -> Option<Money> {
    let amounts = [1_000, 700, 500, order.ledger().order.refunded.minor()];
    let odd = [0, -1, 1, i64::MAX];
    let currency = dice.plain_or_odd(&[Currency::CNY], &[Currency::USD]);
    let total = Some(currency.money(fen(dice.plain_or_odd(&amounts, &odd))));
    total.filter(|_| dice.percent(50))
}

fn platform_case(dice: &mut Dice) -> Option<PlatformCaseId> {
    let long = "2".repeat(300);
    let name = dice.plain_or_odd(&["", "AS-1", "AS-1", "AS-2", "AS-3"], &["\0", long.as_str()]);
    let is_none = name.is_empty() && !dice.odd(20);
    (!is_none).then(|| name.into())
}

pub(crate) fn text(dice: &mut Dice) -> Text {
    if !dice.odd(3) {
        return Text::from("说明");
    }
    let long = "退".repeat(300);
    dice.pick(&[Text::NONE, Text::Reference("t-1".into()), "退".into(), long.as_str().into()])
}

pub(crate) fn evidence(dice: &mut Dice) -> Vec<EvidenceId> {
    let many = if dice.odd(3) { 5 } else { dice.pick(&[0, 1]) };
    vec!["picture".into(); many]
}
