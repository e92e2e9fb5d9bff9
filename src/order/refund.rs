//! Refunds: the amount to pay back under each key, and its outcome.
//!
//! A refund is *in flight* from the moment it is started until it is known for certain that it has
//! succeeded or failed. While it is in flight the money may be out, so nothing else is paid for the
//! same intent and the amount stays reserved (I8, I9). Reports on it may come in any order and any number
//! of times: a certain report outweighs an uncertain one, and of two certain ones the later counts (I10).

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{CaseId, EffectId, EffectSubject, LineId, Outcome, PaymentNumber, RefundKey};
use crate::money::{Amount, Currency, share_by_weights};
use crate::time::Timestamp;
use crate::words::terms;

terms! {
    /// The way in which a refund is paid.
    pub enum Route {
        /// The shop pays, as an effect says.
        Shop, "by the shop", "由店铺付款";
        /// The platform pays.
        Platform, "by the platform", "由平台付款";
        /// The merchant has paid in another way, outside shop and platform.
        Offline, "by another way", "线下付款";
        /// Outside any case: by hand at the gateway, by a chargeback, or from an unknown source.
        External, "outside any case", "售后之外的付款";
    }
}

terms! {
    /// The state of a refund, as its reports tell it.
    pub enum RefundState {
        /// It was started, and there is no report on it yet.
        Started, "under way", "已发起";
        /// The gateway is processing it.
        Processing, "being processed", "处理中";
        /// Its outcome is not known.
        Unknown, "of unknown outcome", "结果未知";
        /// The money has left.
        Succeeded, "known to have succeeded", "已成功";
        /// The money has certainly not left.
        Failed, "known to have failed", "已确认失败";
        /// The money had left and came back, all of it or a part.
        Reversed, "reversed", "已退回";
    }
}

impl RefundState {
    /// Returns whether the money may be out, and the outcome is not certain.
    #[must_use]
    pub const fn is_in_flight(self) -> bool {
        matches!(self, Self::Started | Self::Processing | Self::Unknown)
    }
}

/// An amount, divided by what it is paid for.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Parts {
    /// For the goods of lines.
    pub lines: Vec<(LineId, Amount)>,
    /// For shipping and the like.
    pub shipping: Amount,
    /// For no line and not for shipping: the order as a whole bears it.
    pub rest: Amount,
}

impl Parts {
    /// Returns the sum of all parts.
    #[must_use]
    pub fn total(&self) -> Amount {
        let all = self.lines.iter().map(|(_, amount)| *amount);
        Amount::saturating_sum(all.chain([self.shipping, self.rest]))
    }

    /// Returns whether all of it is for the order as a whole.
    pub(super) fn name_nothing(&self) -> bool {
        self.lines.is_empty() && self.shipping == Amount::ZERO
    }

    /// Returns the sum of both, line by line. A line of which nothing is left is not named.
    pub(super) fn plus(self, other: Self) -> Self {
        let mut sum = self;
        for (line, amount) in other.lines {
            match sum.lines.iter_mut().find(|(known, _)| *known == line) {
                Some((_, known)) => *known = known.saturating_add(amount),
                None => sum.lines.push((line, amount)),
            }
        }
        sum.lines.retain(|(_, amount)| *amount != Amount::ZERO);
        sum.shipping = sum.shipping.saturating_add(other.shipping);
        sum.rest = sum.rest.saturating_add(other.rest);
        sum
    }

    /// Returns the part for a line.
    pub(super) fn of_line(&self, line: &LineId) -> Amount {
        let parts = self.lines.iter().filter(|(other, _)| other == line);
        Amount::saturating_sum(parts.map(|(_, amount)| *amount))
    }

    /// Returns the part for a line that is expected to be the one with this index.
    pub(super) fn of_line_near(&self, line: &LineId, index: usize) -> Amount {
        match self.lines.get(index) {
            Some((there, amount)) if there == line => *amount,
            _ => self.of_line(line),
        }
    }

    /// Returns these parts less others, which are no more in any part. A line of which nothing is left is not named.
    pub(super) fn less(&self, other: &Self) -> Self {
        let left = |(line, amount): &(LineId, Amount)| {
            let amount = amount.saturating_sub(other.of_line(line));
            (amount != Amount::ZERO).then(|| (line.clone(), amount))
        };
        Self {
            lines: self.lines.iter().filter_map(left).collect(),
            shipping: self.shipping.saturating_sub(other.shipping),
            rest: self.rest.saturating_sub(other.rest),
        }
    }

    /// Returns the parts of `amount` when it was paid in place of all of this: the same parts if it is the same
    /// amount, parts in proportion if it is less, and any excess in the rest.
    pub(super) fn spread(&self, amount: Amount) -> Self {
        let total = self.total();
        if amount >= total {
            let rest = self.rest.saturating_add(amount.saturating_sub(total));
            return Self { rest, ..self.clone() };
        }
        let weights: Vec<Amount> = self
            .lines
            .iter()
            .map(|(_, amount)| *amount)
            .chain([self.shipping, self.rest])
            .collect();
        let mut parts = share_by_weights(amount, &weights).unwrap_or_default().into_iter();
        let lines = self
            .lines
            .iter()
            .zip(&mut parts)
            .map(|((line, _), part)| (line.clone(), part))
            .collect();
        let shipping = parts.next().unwrap_or_default();
        Self { lines, shipping, rest: parts.next().unwrap_or_default() }
    }
}

/// One refund under one key, with every certain report on it.
///
/// Its certain outcome follows from its reports alone, so it does not depend on the order in which they came
/// (I10).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Refund {
    /// The key.
    pub key: RefundKey,
    /// The case that it pays; `None` for an external refund.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub case: Option<CaseId>,
    /// The way in which it is paid.
    pub route: Route,
    /// The amount to pay, by what it is for.
    pub parts: Parts,
    /// The time at which it was started.
    pub started: Timestamp,
    /// The effect that says to issue it, if the shop pays.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub effect: Option<EffectId>,
    /// The last uncertain state that was reported, and its time.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub uncertain: Option<(Timestamp, UncertainState)>,
    /// Whether it was declared failed although its outcome is not known.
    pub declared_failed: bool,
    /// The certain reports, by their times. Of several in a row that say the same, there are the first and the last: what
    /// was reported between these says nothing that they do not.
    pub reports: Vec<RefundReport>,
    /// The further names.
    pub(super) references: References,
}

/// The further names of a refund, in the order in which they became known. Most refunds have none, and then this is small.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[allow(
    clippy::box_collection,
    reason = "a list would be three times as large where there is none"
)]
pub(super) struct References(Option<Box<Vec<RefundKey>>>);

impl References {
    fn as_slice(&self) -> &[RefundKey] {
        self.0.as_ref().map(|names| names.as_slice()).unwrap_or_default()
    }

    /// Adds more names, none of which it has.
    pub(super) fn add<'n>(&mut self, names: impl IntoIterator<Item = &'n RefundKey>) {
        for name in names {
            self.0.get_or_insert_default().push(name.clone());
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for References {
    fn serialize<W: serde::Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        writer.collect_seq(self.as_slice())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for References {
    fn deserialize<R: serde::Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        let names = Vec::<RefundKey>::deserialize(reader)?;
        Ok(Self((!names.is_empty()).then(|| Box::new(names))))
    }
}

/// A certain report on a refund. Of two, the later counts; in the same second a success counts more than a failure,
/// and a reversal more than both.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RefundReport {
    /// The time of the outcome, by the gateway's clock.
    pub as_of: Timestamp,
    /// The outcome.
    pub outcome: KnownOutcome,
}

/// A certain outcome of a refund.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
pub enum KnownOutcome {
    /// No money has left under the key.
    Failed,
    /// This amount had left by then.
    Succeeded(Amount),
    /// This amount had come back by then.
    Reversed(Amount),
}

terms! {
    /// A reported state of a refund that is not certain.
    pub enum UncertainState {
        /// The gateway is processing it.
        Processing, "being processed", "处理中";
        /// The outcome is not known.
        Unknown, "of unknown outcome", "结果未知";
    }
}

impl Refund {
    /// Returns a refund on which there is no report yet.
    #[must_use]
    pub const fn new(
        key: RefundKey,
        case: Option<CaseId>,
        route: Route,
        parts: Parts,
        started: Timestamp,
    ) -> Self {
        Self {
            key,
            case,
            route,
            parts,
            started,
            effect: None,
            uncertain: None,
            declared_failed: false,
            reports: Vec::new(),
            references: References(None),
        }
    }

    /// Returns the further names of the refund: what a gateway, an acquirer or a bank calls it besides its key, in the order
    /// in which they became known. The order finds it under any of them. [`Request::IdentifyRefund`](super::Request::IdentifyRefund)
    /// adds one.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // The gateway tells of a success under its own number, before it answers the call.
    /// let paid = Currency::CNY.money(fen(1_000));
    /// let told = |refund: &str| Request::ReportRefund {
    ///     refund: RefundRef::Key(refund.into()),
    ///     outcome: Outcome::Succeeded(paid),
    ///     as_of: now,
    /// };
    /// order.accept(&Command::new("c-3", "ORDER1", Actor::Platform, now, told("re_9")))?;
    /// order.accept(&Command::new("c-4", "ORDER1", Actor::Platform, now, told("ORDER1c1r1")))?;
    /// assert_eq!(order.ledger().order.refunded, fen(2_000));
    ///
    /// // The answer has that number in it: the two are one.
    /// let one = Request::identify_refund("ORDER1c1r1", "re_9");
    /// order.accept(&Command::new("c-5", "ORDER1", Actor::Platform, now, one))?;
    /// assert_eq!(order.ledger().order.refunded, fen(1_000));
    /// let refund = order.refund(&"re_9".into()).ok_or("it has two names")?;
    /// assert_eq!((refund.key.as_str(), refund.references()), ("ORDER1c1r1", &["re_9".into()][..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn references(&self) -> &[RefundKey] {
        self.references.as_slice()
    }

    /// Returns the payment by which it goes back, where the order's payments have names and the shop pays. Its effect tells it.
    #[must_use]
    pub const fn payment(&self) -> Option<PaymentNumber> {
        match self.effect {
            Some(EffectId { subject: EffectSubject::IssueRefundBy { payment }, .. }) => {
                Some(payment)
            }
            _ => None,
        }
    }

    /// Returns the last reported success: its time, and the amount that had left by then. Under one key no less can have
    /// left than before while nothing comes back, so it is the largest of the successes since the last failure or reversal
    /// before it (I25).
    #[must_use]
    pub fn succeeded(&self) -> Option<(Timestamp, Amount)> {
        last_success(&self.reports)
    }

    /// Returns the time of the last reported failure.
    #[must_use]
    pub fn failed(&self) -> Option<Timestamp> {
        last(&self.reports, failure).map(|(as_of, ())| as_of)
    }

    /// Returns the last reported reversal: its time, and the amount that had come back by then.
    #[must_use]
    pub fn reversed(&self) -> Option<(Timestamp, Amount)> {
        last(&self.reports, reversal)
    }

    /// Returns its names: its key, and then the further ones.
    pub(super) fn names(&self) -> impl Iterator<Item = &RefundKey> {
        core::iter::once(&self.key).chain(self.references())
    }

    /// Returns whether this is one of its names.
    pub(super) fn is_called(&self, name: &RefundKey) -> bool {
        self.names().any(|known| known == name)
    }

    /// Returns whether its reports are in their order, each once.
    pub(super) fn is_in_order(&self) -> bool {
        self.reports.iter().zip(self.reports.iter().skip(1)).all(|(one, next)| one < next)
    }

    /// Returns an external refund with what it does not say and the other one does, which turned out to be the same: its
    /// case, its parts, or a larger amount that may be on its way. What one of the order's own is for is known.
    pub(super) fn with_more_of(&self, other: &Self) -> Self {
        let mut all = self.clone();
        if self.route == Route::External {
            let says_nothing = self.parts.name_nothing();
            let is_pending = self.reports.is_empty() && other.reports.is_empty();
            let is_larger = other.parts.total() > self.parts.total();
            let says_more =
                other.parts.rest != other.parts.total() || self.parts.total() == Amount::ZERO;
            if says_nothing && says_more || is_pending && is_larger {
                all.parts = other.parts.clone();
            }
            all.case = self.case.or(other.case);
        }
        all
    }

    /// Returns the state of the refund.
    #[must_use]
    pub fn state(&self) -> RefundState {
        match self.reports.last().map(|report| report.outcome) {
            Some(KnownOutcome::Reversed(_)) => RefundState::Reversed,
            Some(KnownOutcome::Succeeded(_)) => RefundState::Succeeded,
            // What had left and has failed all the same has come back.
            Some(KnownOutcome::Failed) if self.succeeded().is_some() => RefundState::Reversed,
            Some(KnownOutcome::Failed) => RefundState::Failed,
            None if self.declared_failed => RefundState::Failed,
            None => match self.uncertain {
                None => RefundState::Started,
                Some((_, UncertainState::Processing)) => RefundState::Processing,
                Some((_, UncertainState::Unknown)) => RefundState::Unknown,
            },
        }
    }

    /// Returns whether the money may be out, and the outcome is not certain.
    #[must_use]
    pub fn is_in_flight(&self) -> bool {
        self.state().is_in_flight()
    }

    /// Returns the amount that has left and not come back.
    #[must_use]
    pub fn paid(&self) -> Amount {
        self.paid_by_reports(&self.reports)
    }

    /// Returns how much had left and not come back at this time, by the gateway's clock.
    pub(super) fn paid_by(&self, time: Timestamp) -> Amount {
        let by_then = self.reports.partition_point(|report| report.as_of <= time);
        self.paid_by_reports(self.reports.get(..by_then).unwrap_or_default())
    }

    /// Returns whether there is a report about a later time than this.
    pub(super) fn has_news_after(&self, time: Timestamp) -> bool {
        self.reports.last().is_some_and(|report| report.as_of > time)
    }

    fn paid_by_reports(&self, reports: &[RefundReport]) -> Amount {
        // What came back had left, even where no report said so.
        let left = || last_success(reports).map_or_else(|| self.parts.total(), |(_, paid)| paid);
        match reports.last().map(|report| report.outcome) {
            Some(KnownOutcome::Succeeded(_)) => left(),
            Some(KnownOutcome::Reversed(_) | KnownOutcome::Failed) => {
                match last(reports, reversal) {
                    Some((as_of, back))
                        if last(reports, failure).map(|(failed, ())| failed) <= Some(as_of) =>
                    {
                        left().saturating_sub(back).max(Amount::ZERO)
                    }
                    _ => Amount::ZERO,
                }
            }
            None => Amount::ZERO,
        }
    }

    /// Returns the amount that is with the buyer because of this refund, by what it was paid for.
    #[must_use]
    pub fn booked(&self) -> Parts {
        match self.paid() {
            Amount::ZERO => Parts::default(),
            paid => self.parts.spread(paid),
        }
    }

    /// Returns whether money may be out by it and its amount is not known: an external refund that is in flight and of which
    /// no amount was reported in the order's currency. Until that is known, nothing of the order is paid (I26).
    #[must_use]
    pub fn is_of_unknown_amount(&self) -> bool {
        self.route == Route::External && self.is_in_flight() && self.parts.total() == Amount::ZERO
    }

    /// Records an uncertain state, unless the same or a later one is recorded.
    fn record_uncertain(&mut self, as_of: Timestamp, state: UncertainState) {
        if self.uncertain.is_none_or(|known| known.1 != state && known < (as_of, state)) {
            self.uncertain = Some((as_of, state));
        }
    }

    /// Returns whether this very report was recorded before, or one before and one after it that say the same.
    pub(super) fn has_report(&self, outcome: Outcome, as_of: Timestamp) -> bool {
        let Some(outcome) = outcome.known() else { return false };
        let says = |index: Option<usize>| {
            self.reports.get(index?).is_some_and(|report| report.outcome == outcome).then_some(())
        };
        match self.reports.binary_search(&RefundReport { as_of, outcome }) {
            Ok(_) => true,
            Err(index) => says(index.checked_sub(1)).and_then(|()| says(Some(index))).is_some(),
        }
    }

    /// Returns the refund after this report. The amount of the outcome is in the order's currency.
    pub(super) fn after_report(&self, outcome: Outcome, as_of: Timestamp) -> Self {
        let mut reported = self.clone();
        match outcome {
            Outcome::Processing | Outcome::Unknown if !self.reports.is_empty() => {}
            Outcome::Processing => {
                reported.record_uncertain(as_of, UncertainState::Processing);
                // The gateway knows better than the actor who declared the refund failed.
                reported.declared_failed &= reported.uncertain == self.uncertain;
            }
            Outcome::Unknown => reported.record_uncertain(as_of, UncertainState::Unknown),
            Outcome::Succeeded(_) | Outcome::Failed | Outcome::Reversed(_) => {
                if let Some(outcome) = outcome.known() {
                    reported.record_known(RefundReport { as_of, outcome });
                }
            }
        }
        reported
    }

    /// Records a certain report, and drops what then stands between two that say the same.
    fn record_known(&mut self, report: RefundReport) {
        let Err(index) = self.reports.binary_search(&report) else { return };
        self.reports.insert(index, report);
        if self.reports.len() < 3 {
            return;
        }
        let first = index.saturating_sub(1);
        for middle in (first..=index.saturating_add(1)).rev() {
            let around = [middle.checked_sub(1), Some(middle), middle.checked_add(1)];
            let outcome = |place: Option<usize>| Some(self.reports.get(place?)?.outcome);
            let [before, this, after] = around.map(outcome);
            if this.is_some() && before == this && after == this {
                self.reports.remove(middle);
            }
        }
    }

    /// Returns the two amounts by which this reported success shows that successes became smaller although nothing came
    /// back between: the larger one, and the later one that is smaller. `None` where it does not, or where a report beside
    /// it says the same.
    pub(super) fn shrinks_by(
        &self,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Option<(Amount, Amount)> {
        let outcome = outcome.known()?;
        let amount = success(outcome)?;
        let index = self.reports.binary_search(&RefundReport { as_of, outcome }).ok()?;
        let (before, after) = self.reports.split_at_checked(index)?;
        let says = |report: &RefundReport| success(report.outcome);
        let mut later = after.iter().skip(1).map_while(says).peekable();
        let is_repeated =
            before.last().and_then(says) == Some(amount) || later.peek() == Some(&amount);
        if is_repeated {
            return None;
        }
        match before.iter().rev().map_while(says).max() {
            Some(larger) if larger > amount => Some((larger, amount)),
            // The report comes late, and those after it were recorded before.
            Some(as_much) if as_much == amount => None,
            _ => {
                let smaller =
                    later.take_while(|later| *later <= amount).find(|later| *later < amount);
                smaller.map(|smaller| (amount, smaller))
            }
        }
    }

    /// Returns whether this report says at a later time what the last one said.
    pub(super) fn is_confirmed_by(&self, outcome: Outcome, as_of: Timestamp) -> bool {
        self.reports
            .last()
            .is_some_and(|last| outcome.known() == Some(last.outcome) && as_of > last.as_of)
    }

    /// Records that the last report still holds as of this later time.
    pub(super) fn confirm(&mut self, as_of: Timestamp) {
        if let Some(last) = self.reports.last().copied() {
            self.record_known(RefundReport { as_of, outcome: last.outcome });
        }
    }
}

/// Returns the last report of a kind: its time, and what it says.
fn last<T>(
    reports: &[RefundReport],
    find: impl Fn(KnownOutcome) -> Option<T>,
) -> Option<(Timestamp, T)> {
    reports.iter().rev().find_map(|report| Some((report.as_of, find(report.outcome)?)))
}

/// Returns the time of the last success, and the largest amount of the successes since the last failure or reversal before
/// it.
fn last_success(reports: &[RefundReport]) -> Option<(Timestamp, Amount)> {
    let mut latest = reports.iter().rev().skip_while(|report| success(report.outcome).is_none());
    let last = latest.next()?;
    let earlier = latest.map_while(|report| success(report.outcome));
    Some((last.as_of, earlier.fold(success(last.outcome)?, Amount::max)))
}

const fn success(outcome: KnownOutcome) -> Option<Amount> {
    match outcome {
        KnownOutcome::Succeeded(amount) => Some(amount),
        _ => None,
    }
}

const fn reversal(outcome: KnownOutcome) -> Option<Amount> {
    match outcome {
        KnownOutcome::Reversed(amount) => Some(amount),
        _ => None,
    }
}

const fn failure(outcome: KnownOutcome) -> Option<()> {
    match outcome {
        KnownOutcome::Failed => Some(()),
        _ => None,
    }
}

impl KnownOutcome {
    /// Returns the outcome with its amount in this currency.
    pub(super) const fn in_currency(self, currency: Currency) -> Outcome {
        match self {
            Self::Failed => Outcome::Failed,
            Self::Succeeded(amount) => Outcome::Succeeded(currency.money(amount)),
            Self::Reversed(amount) => Outcome::Reversed(currency.money(amount)),
        }
    }
}

impl Outcome {
    /// Returns the certain outcome, if it is one. The amount is in the order's currency.
    const fn known(self) -> Option<KnownOutcome> {
        match self {
            Self::Processing | Self::Unknown => None,
            Self::Succeeded(money) => Some(KnownOutcome::Succeeded(money.amount)),
            Self::Failed => Some(KnownOutcome::Failed),
            Self::Reversed(money) => Some(KnownOutcome::Reversed(money.amount)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Currency, Money};
    use std::vec;

    fn refund() -> Refund {
        let lines =
            vec![("a".into(), Amount::from_minor(600)), ("b".into(), Amount::from_minor(400))];
        let parts = Parts { lines, shipping: Amount::from_minor(100), rest: Amount::ZERO };
        let started = Timestamp::from_seconds(0);
        Refund::new("k".into(), Some(CaseId::FIRST), Route::Shop, parts, started)
    }

    const fn money(minor: i64) -> Money {
        Currency::CNY.money(Amount::from_minor(minor))
    }

    fn reported(refund: &Refund, reports: &[(Outcome, i64)]) -> Refund {
        reports.iter().fold(refund.clone(), |refund, (outcome, as_of)| {
            refund.after_report(*outcome, Timestamp::from_seconds(*as_of))
        })
    }

    /// Returns all orders in which some reports can come.
    fn orders(reports: &[(Outcome, i64)]) -> Vec<Vec<(Outcome, i64)>> {
        if reports.is_empty() {
            return vec![vec![]];
        }
        (0..reports.len())
            .flat_map(|first| {
                let mut rest = reports.to_vec();
                let first = rest.remove(first);
                orders(&rest).into_iter().map(move |mut order| {
                    order.insert(0, first);
                    order
                })
            })
            .collect()
    }

    #[test]
    fn reports_give_the_same_state_in_every_order_and_however_often_they_come_i10() {
        use Outcome::{Failed, Processing, Reversed, Succeeded, Unknown};
        for (reports, state, booked) in [
            (vec![(Processing, 1), (Succeeded(money(1_100)), 2)], RefundState::Succeeded, 1_100),
            (vec![(Unknown, 9), (Succeeded(money(1_100)), 2)], RefundState::Succeeded, 1_100),
            (vec![(Processing, 3), (Unknown, 4), (Failed, 2)], RefundState::Failed, 0),
            (vec![(Failed, 1), (Succeeded(money(1_100)), 2)], RefundState::Succeeded, 1_100),
            (vec![(Succeeded(money(1_100)), 5), (Failed, 5)], RefundState::Succeeded, 1_100),
            (
                vec![
                    (Succeeded(money(1_100)), 1),
                    (Reversed(money(300)), 2),
                    (Reversed(money(500)), 3),
                ],
                RefundState::Reversed,
                600,
            ),
            (
                vec![(Reversed(money(1_100)), 1), (Succeeded(money(1_100)), 2), (Failed, 0)],
                RefundState::Succeeded,
                1_100,
            ),
            (
                vec![(Succeeded(money(550)), 1), (Reversed(money(300)), 2), (Processing, 7)],
                RefundState::Reversed,
                250,
            ),
            // A success does not become smaller, except by what comes back.
            (
                vec![(Succeeded(money(600)), 1), (Succeeded(money(400)), 2)],
                RefundState::Succeeded,
                600,
            ),
            (
                vec![
                    (Succeeded(money(600)), 1),
                    (Failed, 2),
                    (Succeeded(money(400)), 3),
                    (Succeeded(money(300)), 4),
                ],
                RefundState::Succeeded,
                400,
            ),
            (
                vec![
                    (Succeeded(money(600)), 1),
                    (Succeeded(money(400)), 2),
                    (Reversed(money(100)), 3),
                ],
                RefundState::Reversed,
                500,
            ),
        ] {
            for order in orders(&reports) {
                let once = reported(&refund(), &order);
                let known = |refund: &Refund| (refund.state(), refund.booked().total().minor());
                assert_eq!(known(&once), (state, booked), "{order:?}");
                let twice: Vec<_> = order.iter().chain(&order).copied().collect();
                assert_eq!(reported(&refund(), &twice), once, "{twice:?}");
            }
        }
    }

    #[test]
    fn a_failure_after_the_success_takes_the_money_off_the_books_i11() {
        let failed =
            reported(&refund(), &[(Outcome::Succeeded(money(1_100)), 1), (Outcome::Failed, 2)]);
        assert_eq!(failed.state(), RefundState::Reversed);
        assert_eq!(failed.booked().total(), Amount::ZERO);
    }

    #[test]
    fn a_partial_payment_is_spread_over_the_parts_and_an_excess_goes_to_the_rest() {
        let booked = |minor| reported(&refund(), &[(Outcome::Succeeded(money(minor)), 1)]).booked();
        let parts = |parts: &Parts| {
            let lines: Vec<i64> = parts.lines.iter().map(|(_, amount)| amount.minor()).collect();
            (lines, parts.shipping.minor(), parts.rest.minor())
        };
        assert_eq!(parts(&booked(1_100)), (vec![600, 400], 100, 0));
        assert_eq!(parts(&booked(550)), (vec![300, 200], 50, 0));
        assert_eq!(parts(&booked(1_200)), (vec![600, 400], 100, 100));
        assert_eq!(parts(&booked(1)), (vec![1, 0], 0, 0));
    }
}
