//! The model's records of cases and refunds: plain lists, from which everything else is worked out anew for
//! each answer.

use std::collections::BTreeSet;

use super::sums::{amount, minor, shared_out};
use super::table::Position;
use aftersale::lifecycle::{Action, Flow};
use aftersale::order::{
    CaseId, Claim, ClaimLine, Correspondence, Deduction, KnownOutcome, LineId, Parts, PaymentId,
    PlatformCaseId, ReceivedLine, RefundKey, RefundReport, RefundState, Route, UncertainState,
    Version,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

/// A case.
#[derive(Clone, Debug)]
pub(super) struct CaseRecord<S> {
    pub(super) id: CaseId,
    pub(super) position: Position<S>,
    pub(super) claim: ClaimRecord,
    /// The number of claims so far, from 1.
    pub(super) offer: u32,
    pub(super) deadline: Option<Timestamp>,
    pub(super) goods: Option<Vec<ReceivedLine>>,
    pub(super) waived: bool,
    pub(super) stocked: bool,
    pub(super) written_off: bool,
    pub(super) hidden: bool,
    pub(super) correspondence: Correspondence,
    pub(super) history: Vec<HistoryRecord<S>>,
    /// The platform's own id of it.
    pub(super) platform_case: Option<PlatformCaseId>,
    /// The time of the newest that is known of it.
    pub(super) known_as_of: Timestamp,
    /// Whether the platform has told more of it than a status.
    pub(super) is_told: bool,
    /// The deadline that the platform has told, and the status that it is for.
    pub(super) stated: Option<(S, Timestamp)>,
}

/// A history entry of a case: the action, the new flow and status, the event and the time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HistoryRecord<S> {
    pub(super) action: Option<Action>,
    pub(super) flow: Flow,
    pub(super) status: S,
    pub(super) version: Version,
    pub(super) at: Timestamp,
}

/// The claim of a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ClaimRecord {
    pub(super) lines: Vec<ClaimedLine>,
    pub(super) shipping: i128,
    /// What is kept back.
    pub(super) deductions: Vec<Deduction>,
}

/// The claim of a case on one line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ClaimedLine {
    pub(super) line: LineId,
    pub(super) units: i128,
    /// The worth of the units when they were claimed.
    pub(super) worth: i128,
    pub(super) amount: i128,
}

impl ClaimRecord {
    pub(super) fn of(claim: &Claim) -> Self {
        let lines = claim.lines.iter().map(|claimed| ClaimedLine {
            line: claimed.line.clone(),
            units: claimed.units.units().into(),
            worth: minor(claimed.worth),
            amount: minor(claimed.amount),
        });
        let (shipping, deductions) = (minor(claim.shipping), claim.deductions.clone());
        Self { lines: lines.collect(), shipping, deductions }
    }

    pub(super) fn claim(&self) -> Claim {
        let lines = self.lines.iter().map(|claimed| ClaimLine {
            line: claimed.line.clone(),
            units: quantity(claimed.units),
            worth: amount(claimed.worth),
            amount: amount(claimed.amount),
        });
        let (shipping, deductions) = (amount(self.shipping), self.deductions.clone());
        Claim { lines: lines.collect(), shipping, deductions }
    }

    /// Returns whether it is about units that are worth nothing, and about nothing else.
    pub(super) fn is_free(&self) -> bool {
        let asks_for_units = self.lines.iter().all(|claimed| claimed.units > 0);
        let is_worth_something = self.lines.iter().any(|claimed| claimed.worth > 0);
        !self.lines.is_empty() && asks_for_units && !is_worth_something && self.whole() == 0
    }

    /// Returns whether a case with this claim ends without a refund (F10, I30).
    pub(super) fn ends_without_refund(&self) -> bool {
        self.is_free() || (self.whole() > 0 && self.total() == 0)
    }

    /// Returns what is claimed before anything is kept back.
    pub(super) fn whole(&self) -> i128 {
        self.lines.iter().map(|claimed| claimed.amount).sum::<i128>() + self.shipping
    }

    /// Returns what the case is to get: never less than nothing (I30).
    pub(super) fn total(&self) -> i128 {
        let mut total = self.whole();
        for deduction in &self.deductions {
            total -= minor(deduction.amount);
        }
        if self.deductions.is_empty() { total } else { total.max(0) }
    }

    pub(super) fn line(&self, line: &LineId) -> Option<&ClaimedLine> {
        self.lines.iter().find(|claimed| claimed.line == *line)
    }

    /// Returns what the case is to get, by line and shipping.
    pub(super) fn split(&self) -> Split {
        let lines = self.lines.iter().map(|claimed| (claimed.line.clone(), claimed.amount));
        let whole = Split { lines: lines.collect(), shipping: self.shipping, rest: 0 };
        whole.spread(self.total())
    }
}

/// Returns a number of units as a quantity, as far as it fits.
pub(super) fn quantity(units: i128) -> Quantity {
    Quantity::new(u32::try_from(units).unwrap_or(u32::MAX))
}

/// An amount, split by lines, shipping and the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Split {
    pub(super) lines: Vec<(LineId, i128)>,
    pub(super) shipping: i128,
    pub(super) rest: i128,
}

impl Split {
    pub(super) fn total(&self) -> i128 {
        self.lines.iter().map(|(_, amount)| amount).sum::<i128>() + self.shipping + self.rest
    }

    pub(super) fn of_line(&self, line: &LineId) -> i128 {
        self.lines.iter().filter(|(other, _)| other == line).map(|(_, amount)| amount).sum()
    }

    /// Returns what `paid` was for, where this should have been refunded: proportionally less of everything where
    /// it is less; and where it is more, the excess belongs to the rest.
    pub(super) fn spread(&self, paid: i128) -> Self {
        let total = self.total();
        if paid >= total {
            return Self { rest: self.rest + paid - total, ..self.clone() };
        }
        let mut weights: Vec<i128> = self.lines.iter().map(|(_, amount)| *amount).collect();
        weights.extend([self.shipping, self.rest]);
        let mut parts = shared_out(paid, &weights).into_iter();
        let mut less = Self::default();
        for (line, _) in &self.lines {
            less.lines.push((line.clone(), parts.next().unwrap_or(0)));
        }
        less.shipping = parts.next().unwrap_or(0);
        less.rest = parts.next().unwrap_or(0);
        less
    }

    pub(super) fn parts(&self) -> Parts {
        let lines = self.lines.iter().map(|(line, minor)| (line.clone(), amount(*minor)));
        Parts { lines: lines.collect(), shipping: amount(self.shipping), rest: amount(self.rest) }
    }
}

/// A refund, with all reports on it.
#[derive(Clone, Debug)]
pub(super) struct RefundRecord {
    pub(super) key: RefundKey,
    /// The further names, in the order in which they became known.
    pub(super) names: Vec<RefundKey>,
    pub(super) case: Option<CaseId>,
    pub(super) route: Route,
    /// The payment by which it goes back, and the version of the event that has started it.
    pub(super) payment: Option<(PaymentId, Version)>,
    pub(super) split: Split,
    pub(super) started: Timestamp,
    /// The reports in the order in which they came.
    pub(super) reports: Vec<(Timestamp, Report)>,
}

/// A report on a refund.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Report {
    Processing,
    Unknown,
    /// It was declared failed.
    Declared,
    /// So much had left.
    Succeeded(i128),
    Failed,
    /// So much had come back.
    Reversed(i128),
}

/// What the reports say of a refund: the last of each kind, and all that are certain.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LatestReports {
    pub(super) uncertain: Option<(Timestamp, UncertainState)>,
    pub(super) declared: bool,
    pub(super) succeeded: Option<(Timestamp, i128)>,
    pub(super) certain: BTreeSet<RefundReport>,
    pub(super) failed: Option<Timestamp>,
    pub(super) reversed: Option<(Timestamp, i128)>,
}

impl LatestReports {
    fn keep(&mut self, as_of: Timestamp, outcome: KnownOutcome) {
        self.certain.insert(RefundReport { as_of, outcome });
    }
}

impl RefundRecord {
    /// Returns whether it goes back by this payment.
    pub(super) fn is_by(&self, payment: &PaymentId) -> bool {
        self.payment.as_ref().is_some_and(|(name, _)| name == payment)
    }

    /// Returns the last report of each kind.
    pub(super) fn last(&self) -> LatestReports {
        let mut last = LatestReports::default();
        for (as_of, report) in &self.reports {
            let is_certain = !last.certain.is_empty();
            match report {
                // What is certain is not made uncertain.
                Report::Processing | Report::Unknown if is_certain => {}
                Report::Processing => {
                    if is_newer(last.uncertain, *as_of, UncertainState::Processing) {
                        last.uncertain = Some((*as_of, UncertainState::Processing));
                        last.declared = false;
                    }
                }
                Report::Unknown => {
                    if is_newer(last.uncertain, *as_of, UncertainState::Unknown) {
                        last.uncertain = Some((*as_of, UncertainState::Unknown));
                    }
                }
                Report::Declared => last.declared = true,
                Report::Succeeded(paid) => {
                    last.keep(*as_of, KnownOutcome::Succeeded(amount(*paid)));
                }
                Report::Failed => {
                    last.failed = last.failed.max(Some(*as_of));
                    last.keep(*as_of, KnownOutcome::Failed);
                }
                Report::Reversed(back) => {
                    last.reversed = last.reversed.max(Some((*as_of, *back)));
                    last.keep(*as_of, KnownOutcome::Reversed(amount(*back)));
                }
            }
        }
        last.succeeded = last_success(&last.certain);
        last.certain = without_repetitions(last.certain);
        last
    }

    pub(super) fn state(&self) -> RefundState {
        let last = self.last();
        let left = last.succeeded.map(|(as_of, _)| as_of);
        let back = last.reversed.map(|(as_of, _)| as_of);
        // Of what is certain the latest is believed; at the same second, that it came back before that
        // it left, and that it left before that it did not.
        if back.is_some() && back >= left && back >= last.failed {
            RefundState::Reversed
        } else if left.is_some() && left >= last.failed {
            RefundState::Succeeded
        } else if last.failed.is_some() && left.is_some() {
            RefundState::Reversed
        } else if last.failed.is_some() || last.declared {
            RefundState::Failed
        } else {
            match last.uncertain {
                None => RefundState::Started,
                Some((_, UncertainState::Processing)) => RefundState::Processing,
                Some((_, UncertainState::Unknown)) => RefundState::Unknown,
                Some((_, other)) => crate::not_known(&other),
            }
        }
    }

    /// Returns whether money may be out by it and nobody knows how much (I26).
    pub(super) fn is_of_unknown_amount(&self) -> bool {
        self.route == Route::External && self.is_in_flight() && self.split.total() == 0
    }

    pub(super) fn is_in_flight(&self) -> bool {
        use RefundState::{Processing, Started, Unknown};
        matches!(self.state(), Started | Processing | Unknown)
    }

    /// Returns the amount that has left and not come back.
    pub(super) fn paid(&self) -> i128 {
        let last = self.last();
        // What came back had left, whether that was reported or not.
        let left = last.succeeded.map_or_else(|| self.split.total(), |(_, paid)| paid);
        match self.state() {
            RefundState::Succeeded => left,
            RefundState::Reversed => match last.reversed {
                Some((as_of, back)) if last.failed <= Some(as_of) => (left - back).max(0),
                _ => 0,
            },
            _ => 0,
        }
    }

    /// Returns the amount that had left and not come back at this time.
    pub(super) fn paid_by(&self, time: Timestamp) -> i128 {
        let mut then = self.clone();
        then.reports.retain(|(as_of, _)| *as_of <= time);
        then.paid()
    }

    /// Returns what the buyer has received by this refund.
    pub(super) fn booked(&self) -> Split {
        match self.paid() {
            0 => Split::default(),
            paid => self.split.spread(paid),
        }
    }

    /// Returns what may be in flight to the buyer by this refund.
    pub(super) fn in_flight(&self) -> Split {
        if self.is_in_flight() { self.split.clone() } else { Split::default() }
    }
}

/// Returns whether this is another state than the known one, and later.
fn is_newer(
    known: Option<(Timestamp, UncertainState)>,
    as_of: Timestamp,
    state: UncertainState,
) -> bool {
    known.is_none_or(|(before, other)| other != state && (before, other) < (as_of, state))
}

/// Returns the last success, with the largest amount that was reported to have left since the last return before it: so
/// much cannot become less (I25).
fn last_success(reports: &BTreeSet<RefundReport>) -> Option<(Timestamp, i128)> {
    let (mut last, mut most) = (None, 0);
    for report in reports {
        match report.outcome {
            KnownOutcome::Succeeded(amount) => {
                most = most.max(minor(amount));
                last = Some((report.as_of, most));
            }
            KnownOutcome::Failed | KnownOutcome::Reversed(_) => most = 0,
        }
    }
    last
}

/// Returns the first and the last of several reports in a row that say the same.
fn without_repetitions(reports: BTreeSet<RefundReport>) -> BTreeSet<RefundReport> {
    let all: Vec<RefundReport> = reports.into_iter().collect();
    let says = |index: Option<usize>| index.and_then(|index| all.get(index)).map(|one| one.outcome);
    let is_needed = |index: &usize| {
        let this = says(Some(*index));
        says(index.checked_sub(1)) != this || says(index.checked_add(1)) != this
    };
    (0..all.len()).filter(is_needed).map(|index| all[index]).collect()
}
