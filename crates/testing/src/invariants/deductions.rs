//! The checks of what is kept back from refunds (I30), and what a claim comes to without it.

use super::sums::total;
use super::{Findings, Invariant};
use aftersale::money::Amount;
use aftersale::order::{
    AcceptedCommand, Application, CaseId, Change, Claim, Deduction, Order, Policy, Request, Text,
};

const fn minor(amount: Amount) -> i128 {
    amount.minor() as i128
}

fn before_deductions(claim: &Claim) -> i128 {
    claim.lines.iter().map(|line| minor(line.amount)).sum::<i128>() + minor(claim.shipping)
}

/// Returns what a claim comes to: what it asks for, less what is kept back, and never below zero.
pub(super) fn net(claim: &Claim) -> i128 {
    let whole = before_deductions(claim);
    if claim.deductions.is_empty() {
        return whole;
    }
    let kept_back: i128 = claim.deductions.iter().map(|one| minor(one.amount)).sum();
    (whole - kept_back).max(0)
}

/// Returns the same by line, and of the shipping: each part is proportionally less, and what the rounding down leaves over goes
/// to the parts that lost most by it, one each.
pub(super) fn net_parts(claim: &Claim) -> (Vec<i128>, i128) {
    let lines = claim.lines.iter().map(|line| minor(line.amount));
    let asked: Vec<i128> = lines.chain([minor(claim.shipping)]).collect();
    let (whole, net) = (before_deductions(claim), net(claim));
    let mut parts = asked.clone();
    if net < whole {
        parts = asked.iter().map(|part| part * net / whole).collect();
        let mut by_loss: Vec<usize> = (0..parts.len()).collect();
        by_loss.sort_by_key(|index| -(asked[*index] * net % whole));
        let over = net - parts.iter().sum::<i128>();
        let over = usize::try_from(over).unwrap_or(0);
        by_loss.into_iter().take(over).for_each(|index| parts[index] += 1);
    }
    let shipping = parts.pop().unwrap_or(0);
    (parts, shipping)
}

fn has_text(text: &Text) -> bool {
    !matches!(text, Text::Inline(text) if text.is_empty())
}

/// What is kept back has a name, a reason and an amount. It is that of the last application, whatever happens to the claim; and a
/// refund of a case pays no more than the claim comes to.
pub(super) fn check_deductions<P: Policy>(
    before: &Order<P>,
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    for case in after.cases() {
        let applied = applied_by(accepted, case.id);
        let expected: &[Deduction] = match (applied, before.case(case.id)) {
            (Some(application), _) => &application.deductions,
            (None, Some(before)) => &before.claim.deductions,
            // It is taken over.
            (None, None) => continue,
        };
        found.unless(case.claim.deductions == expected, Invariant::I30, || {
            format!("of case {} {:?} is on record, and it was {expected:?}", case.id, case.claim)
        });
        let is_told = |one: &Deduction| {
            has_text(&one.name) && has_text(&one.reason) && one.amount.is_positive()
        };
        found.unless(case.claim.deductions.iter().all(is_told), Invariant::I30, || {
            format!("a deduction of case {} has no name, reason or amount", case.id)
        });
        let comes_to = minor(case.claim.total());
        found.unless(comes_to == net(&case.claim), Invariant::I30, || {
            format!("case {} comes to {comes_to}, and {:?} is claimed", case.id, case.claim)
        });
    }
    for change in &accepted.changes {
        let Change::RefundStarted(refund) = change else { continue };
        let Some(case) = refund.case.and_then(|case| after.case(case)) else { continue };
        let (pays, most) = (total(&refund.parts), net(&case.claim));
        found.unless((0..=most).contains(&pays), Invariant::I30, || {
            format!("refund {} pays {pays}, and case {} comes to {most}", refund.key, case.id)
        });
    }
}

/// Returns the application by which an event has changed the claim of a case, if it has.
fn applied_by<S>(accepted: &AcceptedCommand<S>, case: CaseId) -> Option<&Application> {
    match &accepted.request {
        Request::Modify { case: modified, application } if *modified == case => Some(application),
        Request::Apply { application, .. } => {
            let opens = |change: &Change<S>| matches!(change, Change::CaseOpened { case: opened, .. } if *opened == case);
            accepted.changes.iter().any(opens).then_some(application)
        }
        _ => None,
    }
}
