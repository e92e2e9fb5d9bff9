//! The canonical form of a state: an order without names, versions, history and absolute times.

use crate::invariants::out_by;
use aftersale::lifecycle::{Fact, Status};
use aftersale::money::Amount;
use aftersale::order::{Case, Effect, KnownOutcome, Order, Parts, Policy, Refund};
use aftersale::time::Timestamp;

/// A state in 128 bits. That two of some millions of states have the same key is not to be expected.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Key(u128);

/// Returns the key of an order's state at this time.
///
/// The parts that are left out change nothing that any actor can do: the names of commands, keys and effects,
/// versions, texts, how a case came to its position, and how often an offer has changed. Of times, the key has
/// the order of a refund's reports, and how long it is until a deadline, in hours.
///
/// Where reports can be `late`, all reports on a refund matter, since the next may be older than any of them.
pub(super) fn key<P: Policy>(order: &Order<P>, now: Timestamp, late: bool) -> Key {
    let mut digest = DigestWriter(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
    digest.byte(order.stage() as u8);
    digest.flag(order.shipped().is_some());
    digest.flag(order.received().is_some());
    for case in order.cases() {
        digest.case(case, now);
    }
    digest.byte(0xfe);
    for refund in order.refunds() {
        digest.refund(refund);
        if let Some(tax) = order.tax_of_refund(&refund.key) {
            digest.parts(&tax.refunded);
        }
        if late {
            digest.all_reports(refund);
        }
    }
    // What has gone back by each payment follows from the refunds.
    for payment in order.payments() {
        digest.number(payment.paid.minor());
    }
    for case in order.cases() {
        if let Some(progress) = order.refund_progress(case.id) {
            progress.payments.iter().for_each(|payment| digest.number(payment.left.minor()));
        }
    }
    digest.byte(0xfd);
    let ledger = order.ledger();
    digest.number(ledger.order.refunded.minor());
    if let Some((as_of, total)) = order.gateway_total() {
        digest.total(order, total.amount, as_of);
    }
    for pending in order.pending_effects() {
        match &pending.effect {
            Effect::IssueRefund { case, .. } => digest.number(i64::from(case.number())),
            Effect::WithholdRefund { case, .. } => digest.number(-i64::from(case.number())),
            _ => {}
        }
    }
    digest.byte(0xfc);
    for line in &order.facts().lines {
        digest.number(order.applications_for(&line.line).into());
    }
    Key(digest.0)
}

/// FNV-1a in 128 bits.
struct DigestWriter(u128);

impl DigestWriter {
    fn byte(&mut self, byte: u8) {
        self.0 =
            (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }

    fn flag(&mut self, is_so: bool) {
        self.byte(u8::from(is_so));
    }

    fn number(&mut self, number: i64) {
        number.to_le_bytes().into_iter().for_each(|byte| self.byte(byte));
    }

    fn case<S: Status>(&mut self, case: &Case<S>, now: Timestamp) {
        self.byte(case.flow as u8);
        case.status.name().bytes().for_each(|byte| self.byte(byte));
        self.byte(case.status_phase as u8);
        for fact in Fact::ALL {
            self.byte(case.facts.get(*fact).map_or(2, u8::from));
        }
        for claimed in &case.claim.lines {
            claimed.line.as_str().bytes().for_each(|byte| self.byte(byte));
            self.number(claimed.units.units().into());
            self.number(claimed.worth.minor());
            self.number(claimed.amount.minor());
        }
        self.number(case.claim.shipping.minor());
        for deduction in &case.claim.deductions {
            self.number(deduction.amount.minor());
        }
        self.number(case.claim.deductions.len() as i64);
        let left = case.deadline.map(|deadline| (deadline.seconds() - now.seconds()).max(0));
        self.number(left.map_or(-1, |left| (left + 1_800) / 3_600));
        for received in case.goods.iter().flatten() {
            let units =
                [received.accepted, received.resaleable, received.damaged, received.missing];
            units.into_iter().for_each(|units| self.number(units.units().into()));
        }
        self.flag(case.goods.is_some());
        self.flag(case.waived);
        self.flag(case.stocked);
        self.flag(case.written_off);
        self.flag(case.hidden);
        for byte in case.platform_case().into_iter().flat_map(|id| id.as_str().bytes()) {
            self.byte(byte);
        }
        self.flag(case.adopted.as_ref().is_some_and(|adopted| adopted.deadline.is_some()));
        self.byte(0xff);
    }

    fn refund(&mut self, refund: &Refund) {
        self.number(refund.case.map_or(0, |case| case.number().into()));
        self.byte(refund.route as u8);
        self.parts(&refund.parts);
        self.flag(refund.effect.is_some());
        for reference in refund.references() {
            reference.as_str().bytes().for_each(|byte| self.byte(byte));
        }
        self.number(refund.payment().map_or(0, |payment| payment.number().into()));
        self.flag(refund.declared_failed);
        // The last of each kind, and in which order they came: earlier ones can change nothing any more, since later
        // reports are newer.
        let open = refund.uncertain.map(|(at, _)| at);
        let (success, back) = (refund.succeeded(), refund.reversed());
        let times = [open, success.map(|(at, _)| at), refund.failed(), back.map(|(at, _)| at)];
        let mut all: Vec<Timestamp> = times.into_iter().flatten().collect();
        all.sort_unstable();
        all.dedup();
        for time in times {
            let position = time.and_then(|time| all.iter().position(|other| *other == time));
            self.byte(position.map_or(0xff, |position| u8::try_from(position).unwrap_or(0xfe)));
        }
        self.byte(refund.uncertain.map_or(0xff, |(_, state)| state as u8));
        for amount in [success, back] {
            self.number(amount.map_or(-1, |(_, amount)| amount.minor()));
        }
    }

    /// The gateway's total, and what each refund had paid by its time.
    fn total<P: Policy>(&mut self, order: &Order<P>, total: Amount, as_of: Timestamp) {
        self.number(total.minor());
        for refund in order.refunds() {
            let by_then = refund.reports.partition_point(|report| report.as_of <= as_of);
            self.number(i64::try_from(by_then.min(1)).unwrap_or_default());
            self.number(i64::try_from(out_by(refund, as_of)).unwrap_or(i64::MAX));
        }
    }

    /// All reports in their order, and which of them are of the same time.
    fn all_reports(&mut self, refund: &Refund) {
        let mut last = None;
        for report in &refund.reports {
            self.flag(last == Some(report.as_of));
            last = Some(report.as_of);
            let (kind, amount) = match report.outcome {
                KnownOutcome::Failed => (0, Amount::ZERO),
                KnownOutcome::Succeeded(amount) => (1, amount),
                KnownOutcome::Reversed(amount) => (2, amount),
            };
            self.byte(kind);
            self.number(amount.minor());
        }
        let open = refund.uncertain.map(|(at, _)| at);
        let position =
            open.map(|open| refund.reports.partition_point(|report| report.as_of < open));
        self.byte(position.map_or(0xff, |position| u8::try_from(position).unwrap_or(0xfe)));
        self.byte(0xfb);
    }

    fn parts(&mut self, parts: &Parts) {
        for (line, amount) in &parts.lines {
            line.as_str().bytes().for_each(|byte| self.byte(byte));
            self.number(amount.minor());
        }
        self.number(parts.shipping.minor());
        self.number(parts.rest.minor());
    }
}
