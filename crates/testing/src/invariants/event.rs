//! The checks of one event: of the order before it, and after it.

use super::state::of_unknown_amount;
use super::sums::{Sum, Sums, UnitSum, asked, holds, paid_for_case, refund_sum, total};
use super::{Findings, Invariant, adopted, deductions, doubles, names, payments, tax};
use aftersale::lifecycle::{Actor, Flow, Phase, Rule, Status};
use aftersale::order::{
    AcceptedCommand, Anomaly, Case, CaseId, CasePosition, Ceiling, Change, Claim, ClaimLine,
    Effect, Event, KnownOutcome, Order, Outcome, PendingEffect, Policy, ReceivedLine, Refund,
    RefundRef, Request, Route,
};
use aftersale::quantity::Quantity;

/// Checks an event, the order before it and the order after it.
pub fn check_event<P: Policy>(
    before: &Order<P>,
    event: &Event<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    found.version = event.version;
    let Some(accepted) = event.accepted() else { return };
    let next = before.version().number().checked_add(1);
    found.unless(next == Some(after.version().number()), Invariant::I23, || {
        format!("version {} came after {}", after.version(), before.version())
    });
    let is_frozen = before.facts() == after.facts() && before.shares() == after.shares();
    found.unless(is_frozen, Invariant::I15, || "what the lines have paid has changed".into());
    check_ceilings(before, accepted, after, found);
    check_scope(before, accepted, found);
    check_transitions(before, accepted, found);
    check_claims(before, accepted, after, found);
    check_started(before, accepted, found);
    check_issued(accepted, after, found);
    check_stock(before, accepted, after, found);
    check_anomalies(before, event, after, found);
    check_booked(accepted, after, found);
    check_kept(accepted, after, found);
    deductions::check_deductions(before, accepted, after, found);
    adopted::check_adopted(before, event, after, found);
    tax::check_kept_taxes(before, after, found);
    names::check_kept_names(before, accepted, after, found);
    payments::check_moved_payments(before, event, accepted, after, found);
    doubles::check_doubles(before, event, after, found);
}

/// A refund that an event tells the host to issue is among the pending effects of the order after it, so that a host
/// that dies finds it (I8), unless the same event withholds it.
fn check_issued<P: Policy>(
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    let pending = after.pending_effects();
    for change in &accepted.changes {
        let Change::RefundStarted(refund) = change else { continue };
        if refund.route != Route::Shop || refund.effect.is_none() {
            continue;
        }
        let lists = |effect: &Effect| match effect {
            Effect::IssueRefund { key, .. } | Effect::WithholdRefund { key, .. } => {
                *key == refund.key
            }
            _ => false,
        };
        found.unless(pending.iter().any(|pending| lists(&pending.effect)), Invariant::I8, || {
            format!("refund {} is to be issued, and the order does not list that", refund.key)
        });
    }
}

/// The last change of each kind in an event holds after it (I23): a case's position, its claim, and its
/// deadline.
fn check_kept<P: Policy>(
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    for case in after.cases() {
        let id = case.id;
        let (mut position, mut asked, mut deadline) = (None, None, None);
        for change in &accepted.changes {
            match change {
                Change::CaseOpened { case, claim, position: there, .. } if *case == id => {
                    (position, asked) = (Some((there.flow, there.status)), Some(claim));
                }
                Change::ClaimChanged { case, claim } if *case == id => asked = Some(claim),
                Change::Transitioned { case, position: there, .. } if *case == id => {
                    position = Some((there.flow, there.status));
                }
                Change::DeadlineSet { case, deadline: until } if *case == id => {
                    deadline = Some(*until)
                }
                _ => {}
            }
        }
        let stands = (case.flow, case.status);
        found.unless(position.is_none_or(|position| position == stands), Invariant::I23, || {
            format!("case {id} went to {position:?} and stands at {stands:?}")
        });
        found.unless(asked.is_none_or(|claim| *claim == case.claim), Invariant::I23, || {
            format!("case {id} asks for {asked:?}, and {:?} is kept", case.claim)
        });
        found.unless(
            deadline.is_none_or(|deadline| deadline == case.deadline),
            Invariant::I22,
            || {
                format!(
                    "the clock of case {id} was set to {deadline:?}, and is at {:?}",
                    case.deadline
                )
            },
        );
    }
}

/// A reported success is booked (I12).
fn check_booked<P: Policy>(
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    let Request::ReportRefund { outcome: Outcome::Succeeded(money), as_of, .. } = &accepted.request
    else {
        return;
    };
    let is_ours = money.currency == after.currency();
    // A report that is dated ahead of its command counts as of another time, which is on record.
    let counted = after.anomalies().find_map(|(_, anomaly)| match anomaly {
        Anomaly::ReportDatedAhead { as_of: told, counted } if told == as_of => Some(*counted),
        _ => None,
    });
    let as_of = counted.unwrap_or(*as_of);
    let knows = after.refunds().iter().any(|refund| {
        refund.reports.iter().any(|report| match report.outcome {
            KnownOutcome::Succeeded(amount) => {
                report.as_of == as_of && (!is_ours || amount == money.amount)
            }
            _ => false,
        })
    });
    // Of money in another currency nobody may know the amount; then it holds the order (I26).
    let holds = !is_ours && of_unknown_amount(after).is_some();
    found.unless(knows || holds, Invariant::I12, || {
        format!("{money} has left, and no refund knows of it")
    });
}

/// The effects of a decision are among the order's pending effects, so that a host that dies finds them (I8),
/// unless a report in the same event has overtaken them.
pub fn check_decided_effects<P: Policy>(
    effects: &[PendingEffect],
    after: &Order<P>,
    found: &mut Findings,
) {
    let open = after.pending_effects();
    for pending in effects {
        found.unless(open.contains(pending), Invariant::I8, || {
            format!("{:?} is to be done, and the order does not know of it", pending.effect)
        });
    }
}

/// Returns whether the request reports on money. Such reports are accepted whatever version was seen.
pub(super) const fn is_money_report(request: &Request) -> bool {
    matches!(
        request,
        Request::ReportRefund { .. }
            | Request::ReportExternalRefund { .. }
            | Request::ReportPendingExternalRefund { .. }
            | Request::ReportRefundTotal { .. }
            | Request::IdentifyRefund { .. }
    )
}

/// No request or agreement makes an account overdrawn, or more so: only what has happened to money by other
/// ways can, and cases that are taken over (I1, I2, I16).
fn check_ceilings<P: Policy>(
    before: &Order<P>,
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    // That an offline refund has come is a report on money, too.
    let is_exempt =
        matches!(accepted.request, Request::ConfirmOfflineRefund { .. } | Request::Adopt(_));
    if is_money_report(&accepted.request) || is_exempt {
        return;
    }
    let (earlier, later) = (Sums::of(before), Sums::of(after));
    let order_only = before.policy().terms().limits.ceiling == Ceiling::Order;
    let mut compare = |invariant, what: &str, permitted, earlier: &Sum, later: &Sum| {
        let least = earlier.left().min(0);
        found.unless_permitted(permitted, later.left() >= least, invariant, || {
            let Sum { paid, refunded, in_flight, claimed } = later;
            format!(
                "of {what} {paid} was paid, {refunded} is refunded, {in_flight} may be on its way and \
                 {claimed} is claimed"
            )
        });
    };
    compare(Invariant::I1, "the order", false, &earlier.order, &later.order);
    compare(Invariant::I16, "the shipping", order_only, &earlier.shipping, &later.shipping);
    let lines = || earlier.lines.iter().zip(&later.lines);
    for (earlier, later) in lines() {
        compare(Invariant::I1, &format!("line {}", earlier.0), order_only, &earlier.1, &later.1);
    }
    // What a line gets beyond its own share comes out of the shipping when no goods are left.
    if lines().any(|(earlier, later)| later.1.left() < earlier.1.left().min(0)) {
        let [earlier, later] = [&earlier, &later].map(Sums::goods);
        compare(Invariant::I16, "all goods", order_only, &earlier, &later);
    }
    for ((line, _, earlier), (_, _, later)) in lines() {
        let over = |units: &UnitSum| (units.back + units.claimed - units.bought).max(0);
        found.unless_permitted(order_only, over(later) <= over(earlier), Invariant::I2, || {
            let UnitSum { bought, back, claimed } = later;
            format!(
                "of line {line} {bought} were bought, {back} are back and {claimed} are claimed"
            )
        });
    }
}

/// A command touches the case that it is about, one that it opens, and the case of the refund that it is about;
/// and only a refund that shall not be made any more may be another case's (I19).
fn check_scope<P: Policy>(
    before: &Order<P>,
    accepted: &AcceptedCommand<P::Status>,
    found: &mut Findings,
) {
    let mut own: Vec<CaseId> = accepted.request.case().into_iter().collect();
    let of_key = |key| before.refund(key).and_then(|refund| refund.case);
    match &accepted.request {
        Request::ReportRefund { refund: RefundRef::Key(key), .. }
        | Request::DeclareFailed { refund: key, .. }
        | Request::ReportExternalRefund { reference: key, .. }
        | Request::ReportPendingExternalRefund { reference: key, .. } => own.extend(of_key(key)),
        Request::IdentifyRefund { refund, reference } => {
            own.extend(of_key(refund).into_iter().chain(of_key(reference)));
        }
        Request::Adopt(adoption) => {
            let id = adoption.platform_case.as_ref();
            let of_platform = id.and_then(|id| before.case_of_platform(id));
            own.extend(of_platform.map(|case| case.id));
        }
        _ => {}
    }
    for change in &accepted.changes {
        let touched = match change {
            Change::CaseOpened { case, .. } => {
                own.push(*case);
                continue;
            }
            Change::ClaimChanged { case, .. }
            | Change::Transitioned { case, .. }
            | Change::CaseAdopted { case, .. }
            | Change::GoodsReceived { case, .. }
            | Change::ReturnWaived { case }
            | Change::RefundWrittenOff { case }
            | Change::DeadlineSet { case, .. }
            | Change::GoodsTakenBack { case, .. }
            | Change::CaseHidden { case } => Some(*case),
            Change::RefundStarted(refund) | Change::RefundUpdated(refund) => refund.case,
            _ => None,
        };
        found.unless(touched.is_none_or(|case| own.contains(&case)), Invariant::I19, || {
            format!(
                "{} touches case {touched:?}, and is about {own:?}",
                accepted.request.capability()
            )
        });
    }
}

/// Every transition is a row of the table, from the case's position (I20). Cases that are taken over need none.
fn check_transitions<P: Policy>(
    before: &Order<P>,
    accepted: &AcceptedCommand<P::Status>,
    found: &mut Findings,
) {
    let mut now: Vec<(CaseId, Flow, P::Status)> =
        before.cases().iter().map(|case| (case.id, case.flow, case.status)).collect();
    for change in &accepted.changes {
        let (case, action, position, opens) = match change {
            Change::CaseOpened { case, action, position, .. } => (case, action, position, true),
            Change::Transitioned { case, action, position } => (case, action, position, false),
            _ => continue,
        };
        let CasePosition { flow, status, .. } = *position;
        let from = now.iter().find(|(id, ..)| id == case).copied();
        match action {
            Some(action) => {
                let leads = |rule: &&Rule<P::Status>| {
                    let starts = match from {
                        None => opens && rule.from.is_empty() && rule.flows.contains(&flow),
                        Some((_, before, at)) => {
                            rule.from.contains(&at)
                                && rule.flows.contains(&before)
                                && rule.turns_into.unwrap_or(before) == flow
                        }
                    };
                    starts && rule.action == *action && rule.to == status
                };
                let is_row = P::LIFECYCLE.rules().iter().any(|rule| leads(&rule));
                found.unless(is_row, Invariant::I20, || {
                    let from = from.map(|(_, flow, status)| (flow, status.name()));
                    let to = status.name();
                    format!("case {case} went from {from:?} to {to} by {action}, which is no row")
                });
            }
            None => {
                found.unless(matches!(accepted.request, Request::Adopt(_)), Invariant::I20, || {
                    format!("case {case} went to {} by nothing", status.name())
                })
            }
        }
        now.retain(|(id, ..)| id != case);
        now.push((*case, flow, status));
    }
}

/// A claim is positive (I4), in a return of at least a unit (I2), and at most what the line has paid, its share
/// of the discount taken off (I15); and units are worth what all units so far are worth together, less what the
/// others were (I6, I7).
fn check_claims<P: Policy>(
    before: &Order<P>,
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    if !matches!(accepted.request, Request::Apply { .. } | Request::Modify { .. }) {
        return;
    }
    let limits = &before.policy().terms().limits;
    for change in &accepted.changes {
        let (Change::CaseOpened { case: id, claim, .. } | Change::ClaimChanged { case: id, claim }) =
            change
        else {
            continue;
        };
        let amounts = claim.lines.iter().map(|line| line.amount).chain([claim.shipping]);
        let least = amounts.clone().map(|amount| amount.minor()).min().unwrap_or_default();
        let all: i128 = amounts.map(|amount| i128::from(amount.minor())).sum();
        let permitted = limits.nothing && least >= 0;
        // Goods that are worth nothing come back for nothing.
        let is_free = all == 0
            && !claim.lines.is_empty()
            && claim
                .lines
                .iter()
                .all(|claimed| claimed.units > Quantity::ZERO && claimed.worth.minor() == 0);
        let is_something = least >= 0 && (all > 0 || is_free);
        found.unless_permitted(permitted, is_something, Invariant::I4, || {
            format!("case {id} asks for {all}, one part of it for {least}")
        });
        let order_only = limits.ceiling == Ceiling::Order;
        let Some(case) = after.case(*id) else { continue };
        for claimed in &claim.lines {
            check_claimed(after, case, claimed, order_only, found);
            check_worth(after, claimed.line.as_str(), order_only, found);
        }
    }
}

/// The claim of a case on one line. Where only the order has a ceiling, the platform takes anything.
fn check_claimed<P: Policy>(
    order: &Order<P>,
    case: &Case<P::Status>,
    claimed: &ClaimLine,
    order_only: bool,
    found: &mut Findings,
) {
    let shares = order.facts().lines.iter().zip(order.shares());
    let of_line = shares.into_iter().find(|(line, _)| line.line == claimed.line);
    let Some((facts, share)) = of_line else { return };
    let (id, line, units) = (case.id, &claimed.line, claimed.units);
    let has_units = case.flow != Flow::ReturnRefund || units > Quantity::ZERO;
    found.unless_permitted(order_only, has_units, Invariant::I2, || {
        format!("case {id} is to return no unit of {line}")
    });
    let [amount, worth, paid] =
        [claimed.amount, claimed.worth, share.goods].map(|amount| amount.minor());
    found.unless_permitted(order_only, amount <= paid, Invariant::I15, || {
        format!("case {id} asks for {amount} of {line}, which has paid {paid}")
    });
    let invariant = if units == facts.quantity { Invariant::I6 } else { Invariant::I7 };
    let is_worth = units == Quantity::ZERO || amount <= worth;
    found.unless_permitted(order_only, is_worth, invariant, || {
        format!("case {id} asks for {amount} for {units} of {line}, which are worth {worth}")
    });
}

/// All units of a line that are back or claimed are worth floor(paid × units ÷ bought) together.
fn check_worth<P: Policy>(order: &Order<P>, name: &str, permitted: bool, found: &mut Findings) {
    let Some(position) = order.facts().lines.iter().position(|line| line.line.as_str() == name)
    else {
        return;
    };
    let (facts, share) = (&order.facts().lines[position], &order.shares()[position]);
    let counts = |id| {
        let phase = order.phase(id);
        phase.is_some_and(|phase| holds(phase) || phase == Phase::Refunded)
            || paid_for_case(order, id) > 0
            // The money of an ended case may arrive all the same.
            || order.refunds_of(id).any(Refund::is_in_flight)
    };
    let of_line = || {
        let cases = order.cases().iter().filter(|case| counts(case.id));
        cases.flat_map(|case| &case.claim.lines).filter(|claimed| claimed.line.as_str() == name)
    };
    let was_adopted =
        order.cases().iter().any(|case| case.history.iter().any(|one| one.action.is_none()));
    let bought = i128::from(facts.quantity.units());
    let units: i128 = of_line().map(|claimed| i128::from(claimed.units.units())).sum();
    let returned = i128::from(facts.returned.units());
    if was_adopted || bought == 0 || units == 0 || units + returned > bought {
        return;
    }
    let paid = i128::from(share.goods.minor());
    let target = |units: i128| (paid * units).div_euclid(bought);
    let worth: i128 = of_line().map(|claimed| i128::from(claimed.worth.minor())).sum();
    let expected = target(units + returned) - target(returned);
    let invariant = if units + returned == bought { Invariant::I6 } else { Invariant::I7 };
    found.unless_permitted(permitted, worth == expected, invariant, || {
        format!("{units} units of {name} are worth {worth} together, and {expected} is their share")
    });
}

/// A refund is started while no other of its case may be in flight, under a key that is new (I8), for what was
/// agreed (I1), and in a return for what was received (I3).
fn check_started<P: Policy>(
    before: &Order<P>,
    accepted: &AcceptedCommand<P::Status>,
    found: &mut Findings,
) {
    for change in &accepted.changes {
        let Change::RefundStarted(refund) = change else { continue };
        found.unless(before.refund(&refund.key).is_none(), Invariant::I8, || {
            format!("key {} was used before", refund.key)
        });
        if is_money_report(&accepted.request)
            || matches!(accepted.request, Request::Adopt(_))
            || refund.route == Route::External
        {
            continue;
        }
        let Some(case) = refund.case.and_then(|case| before.case(case)) else { continue };
        let open = before.refunds_of(case.id).find(|refund| refund_sum(refund).in_flight);
        found.unless(open.is_none(), Invariant::I8, || {
            let open = open.map(|open| open.key.as_str()).unwrap_or_default();
            format!("{} is started while {open} may be out", refund.key)
        });
        let already = paid_for_case(before, case.id);
        let amount = total(&refund.parts);
        let claimed = accepted.changes.iter().find_map(|change| match change {
            Change::ClaimChanged { case: id, claim } if *id == case.id => Some(claim),
            _ => None,
        });
        let claim = claimed.unwrap_or(&case.claim);
        let all = i128::from(claim.total().minor());
        // Those by other payments are started with it.
        let amount = match refund.payment() {
            None => amount,
            Some(_) => started_together(accepted, case.id),
        };
        found.unless(already + amount <= all.max(asked(case)), Invariant::I1, || {
            format!("case {} asks for {all}, has got {already}, and {amount} is paid", case.id)
        });
        let limits = &before.policy().terms().limits;
        // An offline refund that the merchant proves has happened; and one that was decided without the merchant is
        // paid again without the goods.
        let is_proof = matches!(accepted.request, Request::ProveOfflineRefund { .. });
        let is_first = before.refunds_of(case.id).next().is_none();
        let by_merchant = accepted.by == Actor::Merchant && is_first && !is_proof;
        if case.flow == Flow::ReturnRefund && by_merchant {
            let came = accepted.changes.iter().find_map(|change| match change {
                Change::GoodsReceived { case: id, goods } if *id == case.id => Some(goods),
                _ => None,
            });
            let goods = came.or(case.goods.as_ref());
            let waived =
                case.waived || accepted.changes.contains(&Change::ReturnWaived { case: case.id });
            if !waived {
                check_receipt(case.id, claim, goods, !limits.receipt, found);
            }
        }
    }
}

/// Returns what all refunds that an event starts for a case are of together.
fn started_together<S>(accepted: &AcceptedCommand<S>, case: CaseId) -> i128 {
    let started = accepted.changes.iter().filter_map(|change| match change {
        Change::RefundStarted(refund) if refund.case == Some(case) => Some(total(&refund.parts)),
        _ => None,
    });
    started.sum()
}

fn check_receipt(
    case: CaseId,
    claim: &Claim,
    goods: Option<&Vec<ReceivedLine>>,
    permitted: bool,
    found: &mut Findings,
) {
    for claimed in &claim.lines {
        let received = goods.and_then(|goods| goods.iter().find(|one| one.line == claimed.line));
        let accepted = received.map(|received| received.accepted);
        let came = accepted.is_some_and(|accepted| claimed.units <= accepted);
        found.unless_permitted(permitted, came, Invariant::I3, || {
            let units = claimed.units;
            format!("case {case} is paid for {units} of {}; accepted {accepted:?}", claimed.line)
        });
    }
}

/// Goods are taken into stock once, and not more than came (I14).
fn check_stock<P: Policy>(
    before: &Order<P>,
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    let mut kept: Vec<(CaseId, &str, i128)> = Vec::new();
    for change in &accepted.changes {
        let Change::GoodsTakenBack { case, line, units, .. } = change else { continue };
        let was_before = before.case(*case).is_some_and(|case| case.stocked);
        found.unless(!was_before, Invariant::I14, || {
            format!("goods of case {case} are taken into stock again")
        });
        kept.push((*case, line.as_str(), units.units().into()));
    }
    for (id, line, _) in &kept {
        let Some(case) = after.case(*id) else { continue };
        let all: i128 =
            kept.iter().filter(|one| one.0 == *id && one.1 == *line).map(|one| one.2).sum();
        let came: Option<i128> = case.goods.as_ref().map(|goods| {
            let of_line = goods.iter().filter(|one| one.line.as_str() == *line);
            of_line
                .map(|one| i128::from(one.resaleable.units()) + i128::from(one.damaged.units()))
                .sum()
        });
        let claimed = case.claim.lines.iter().filter(|claimed| claimed.line.as_str() == *line);
        let claimed: i128 = claimed.map(|claimed| i128::from(claimed.units.units())).sum();
        // A shop that does not ask for a receipt can take no more than what was claimed.
        let asks = after.policy().terms().limits.receipt;
        let nothing_came = case.flow == Flow::ReturnRefund && came.is_none() && !case.waived;
        let most = if nothing_came { 0 } else { came.unwrap_or(claimed) };
        let permitted = !asks && all <= came.unwrap_or(claimed);
        found.unless_permitted(permitted, all <= most, Invariant::I14, || {
            format!("{all} of {line} are taken into stock, and {most} came back")
        });
    }
}

/// Money that should not have left, or of another currency, is booked with an anomaly (I12, I18).
fn check_anomalies<P: Policy>(
    before: &Order<P>,
    event: &Event<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    let (earlier, later) = (Sums::of(before), Sums::of(after));
    let has_anomaly = event.anomalies().next().is_some();
    // A total that was reported before has had its anomaly already.
    let before_total = earlier.order.refunded.max(before.ledger().order.refunded.minor().into());
    let exceeds = later.order.refunded > later.order.paid && later.order.refunded > before_total;
    found.unless(!exceeds || has_anomaly, Invariant::I12, || {
        let Sum { paid, refunded, .. } = later.order;
        format!("{refunded} is refunded and {paid} was paid, without an anomaly")
    });
    let reported = event.accepted().and_then(|accepted| match &accepted.request {
        Request::ReportRefund {
            outcome: Outcome::Succeeded(money) | Outcome::Reversed(money),
            ..
        } => Some(money.currency),
        _ => None,
    });
    let is_ours = reported.is_none_or(|currency| currency == after.currency());
    found.unless(is_ours || has_anomaly, Invariant::I18, || {
        format!("a report in {reported:?} is booked in {}", after.currency())
    });
}
