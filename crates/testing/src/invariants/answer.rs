//! The checks of one answer: of the order, a command, and the decision.

use super::event::is_money_report;
use super::{Findings, Invariant};
use crate::Answer;
use aftersale::lifecycle::Status;
use aftersale::order::{
    Capability, Command, Decision, Offer, Order, Policy, Reason, ReasonKind, Request, Version,
};

/// Checks a command and the answer to it. `before` is the order that decided.
pub fn check_answer<P: Policy>(
    before: &Order<P>,
    command: &Command,
    answer: &Answer<P::Status>,
    found: &mut Findings,
) {
    found.version = before.version();
    match answer {
        Ok(Decision::Accepted { event, .. }) => {
            check_accepted(before, command, found);
            check_others(before, command, found);
            let mut after = before.clone();
            let fits = after.apply(event);
            found.unless(fits.is_ok(), Invariant::I23, || {
                format!("what was just decided does not fit: {fits:?}")
            });
            check_repeated(&after, command, found);
        }
        Ok(Decision::Duplicate { version, .. }) => {
            found.unless(*version <= before.version(), Invariant::I10, || {
                format!("{} is known since event {version}, which has not been", command.id)
            });
        }
        Ok(Decision::Nothing { .. }) => {}
        Err(refusal) => {
            found.unless(!refusal.reasons.is_empty(), Invariant::I12, || {
                format!("{} is refused without a reason", command.id)
            });
            check_refused_report(before, command, &refusal.reasons, found);
        }
    }
}

/// Nothing is accepted for another order or buyer (I19), of another version or offer (I21), of a time
/// before the last event or a deadline that has not come (I22), or by an actor without the right (I20).
fn check_accepted<P: Policy>(before: &Order<P>, command: &Command, found: &mut Findings) {
    let Command { order, by, buyer, at, seen, request, .. } = command;
    found.unless(order == before.id(), Invariant::I19, || {
        format!("a command for order {order} is accepted")
    });
    let is_permitted = match (buyer, &before.facts().buyer) {
        (Some(given), Some(known)) => given == known,
        _ => true,
    };
    found.unless(is_permitted, Invariant::I19, || {
        format!("a command of buyer {buyer:?} is accepted")
    });
    let version = before.version();
    found.unless(
        is_money_report(request) || seen.is_none_or(|seen| seen == version),
        Invariant::I21,
        || format!("a command that has seen version {seen:?} is accepted at version {version}"),
    );
    let case = request.case().and_then(|case| before.case(case));
    if let (Some(offer), Some(case)) = (request.offer(), case) {
        found.unless(offer == case.offer, Invariant::I21, || {
            format!("a decision on offer {offer} is accepted, and offer {} stands", case.offer)
        });
    }
    if let Request::TimeRanOut { deadline, .. } = request {
        let stands = case.and_then(|case| case.deadline);
        found.unless(stands == Some(*deadline) && deadline <= at, Invariant::I22, || {
            format!("deadline {deadline} goes off at {at}, and {stands:?} stands")
        });
    }
    match request.capability() {
        Capability::Action(action) => {
            let is_permitted = P::LIFECYCLE.rules().iter().any(|rule| {
                let is_here = match case {
                    None => rule.from.is_empty(),
                    Some(case) => {
                        rule.from.contains(&case.status) && rule.flows.contains(&case.flow)
                    }
                };
                is_here && rule.action == action && rule.by.contains(by)
            });
            // Actions that a platform's table does not know are taken beside it: a refund that came back is paid
            // again or written off, and the receipt is recorded.
            let is_beside = beside(before, command);
            found.unless(is_permitted || is_beside, Invariant::I20, || {
                let at = case.map(|case| case.status.name());
                format!("the {by} is let {action} at {at:?}")
            });
        }
        Capability::Right(right) => {
            let has = before.policy().terms().rights.holders(right).contains(*by);
            found.unless(has, Invariant::I20, || format!("the {by} is let {right}"));
        }
        other => crate::not_known(&other),
    }
}

/// A command that differs from an accepted one in one thing is not accepted: for another order (I19), for another
/// version or another offer (I21), or of a clock that is early or was set otherwise (I22).
fn check_others<P: Policy>(before: &Order<P>, command: &Command, found: &mut Findings) {
    let mut is_not = |other: Command, invariant, what: &str| {
        let answer = before.decide(&other);
        let is_accepted = matches!(answer, Ok(Decision::Accepted { .. }));
        found.unless(!is_accepted, invariant, || format!("{} is accepted {what}", command.id));
    };
    let other = Command { order: "another order".into(), ..command.clone() };
    is_not(other, Invariant::I19, "for another order");
    let version = before.version().number();
    if !is_money_report(&command.request) {
        for seen in [version.checked_sub(1), version.checked_add(1)].into_iter().flatten() {
            let other = command.clone().having_seen(Version::new(seen));
            is_not(other, Invariant::I21, "with another version as the one seen");
        }
    }
    for next in [true, false] {
        let mut other = command.clone();
        let Some(offer) = offer_mut(&mut other.request) else { continue };
        let number = offer.number();
        let number = if next { number.checked_add(1) } else { number.checked_sub(1) };
        *offer = Offer::new(number.unwrap_or_default());
        is_not(other, Invariant::I21, "with another offer");
    }
    if let Request::TimeRanOut { case, deadline } = command.request
        && let Some(early) = deadline.plus_seconds(-1)
    {
        // A command that is a little behind the last event is dated at that event.
        if before.last_event_at() < deadline {
            let early = Command { at: early, ..command.clone() };
            is_not(early, Invariant::I22, "before its time");
        }
        let request =
            Request::TimeRanOut { case, deadline: deadline.plus_seconds(-1).unwrap_or(deadline) };
        is_not(
            Command { request, ..command.clone() },
            Invariant::I22,
            "of a clock that was not set",
        );
    }
}

/// Returns whether an action is one that orders know beside the table.
fn beside<P: Policy>(before: &Order<P>, command: &Command) -> bool {
    use aftersale::lifecycle::{Action, Actor, Phase};

    let Capability::Action(action) = command.request.capability() else { return false };
    let Some(case) = command.request.case().and_then(|case| before.case(case)) else {
        return false;
    };
    let came_back =
        case.status_phase == Phase::Refunded && before.phase(case.id) != Some(Phase::Refunded);
    let has_row = P::LIFECYCLE.rules().iter().any(|rule| rule.action == action);
    match action {
        Action::RetryRefund | Action::Close => came_back,
        Action::ConfirmReceipt | Action::WaiveReturn => !has_row && command.by == Actor::Merchant,
        _ => false,
    }
}

const fn offer_mut(request: &mut Request) -> Option<&mut Offer> {
    match request {
        Request::AgreeToRefund { offer, .. }
        | Request::AgreeToReturn { offer, .. }
        | Request::Refuse { offer, .. }
        | Request::ConfirmReceipt { offer, .. }
        | Request::WaiveReturn { offer, .. } => Some(offer),
        _ => None,
    }
}

/// The same command again changes nothing, and the same report under another name books nothing (I10).
fn check_repeated<P: Policy>(after: &Order<P>, command: &Command, found: &mut Findings) {
    let again = after.decide(command);
    // An effect that is acknowledged twice is acknowledged, and needs no memory of the command.
    let is_acknowledgement = matches!(command.request, Request::Acknowledge { .. });
    let is_known = match &again {
        Ok(Decision::Duplicate { .. }) => !is_acknowledgement,
        Ok(Decision::Nothing { .. }) => is_acknowledgement,
        _ => false,
    };
    found.unless(is_known, Invariant::I10, || {
        format!("{} sent again is answered with {again:?}", command.id)
    });
    if let Request::ReportRefund { .. } = &command.request {
        let renamed = Command { id: "the same under another name".into(), ..command.clone() };
        let mut twice = after.clone();
        if twice.accept(&renamed).is_ok() {
            let (once, twice) = (after.ledger(), twice.ledger());
            found.unless(once.order == twice.order, Invariant::I10, || {
                format!("a report that came twice makes {:?} of {:?}", twice.order, once.order)
            });
        }
    }
}

/// Reports on refunds are only refused where there is nothing in them that could be booked (I12).
fn check_refused_report<P: Policy>(
    before: &Order<P>,
    command: &Command,
    reasons: &[Reason<P::Status>],
    found: &mut Findings,
) {
    let Request::ReportRefund { .. } = &command.request else { return };
    let is_unbookable = |reason: &Reason<P::Status>| {
        matches!(
            reason.kind(),
            ReasonKind::NotFound
                | ReasonKind::Invalid
                | ReasonKind::Conflict
                | ReasonKind::NotPermitted
        )
    };
    found.unless(reasons.iter().any(is_unbookable), Invariant::I12, || {
        let order = before.id();
        format!("a report on the refund of order {order} is refused: {reasons:?}")
    });
}
