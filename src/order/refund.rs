//! Refunds: what was to be paid back under which key, and what became of it.
//!
//! A refund is *in flight* from the moment it is started until it is known for certain that it has
//! succeeded or failed. While it is in flight the money may be out, so nothing else is paid for the
//! same intent and the amount stays reserved (I8, I9). News of it may come in any order and any number
//! of times: what is certain outweighs what is not, and of two certain things the later one is
//! believed (I10).

use alloc::vec::Vec;

use super::{CaseId, EffectId, LineId, Outcome, RefundKey};
use crate::money::{Amount, share_by_weights};
use crate::time::Timestamp;
use crate::words::terms;

terms! {
    /// By which way a refund goes.
    pub enum Route {
        /// The shop pays, by instruction of an effect.
        Shop, "by the shop";
        /// The platform pays.
        Platform, "by the platform";
        /// The merchant has paid by another way, by the merchant's own account.
        Offline, "by another way";
        /// Outside any case: by hand at the gateway, by a chargeback, or from an unknown source.
        External, "outside any case";
    }
}

terms! {
    /// What is known of a refund.
    pub enum RefundState {
        /// It is to be made. There is no report on it yet.
        Started, "under way";
        /// The gateway is at work on it.
        Processing, "being processed";
        /// Its outcome is not known.
        Unknown, "of unknown outcome";
        /// The money has left.
        Succeeded, "paid";
        /// The money has certainly not left.
        Failed, "known to have failed";
        /// The money had left and came back, all of it or a part.
        Reversed, "reversed";
    }
}

impl RefundState {
    /// Returns whether the money may be out, and the outcome is not certain.
    #[must_use]
    pub const fn is_in_flight(self) -> bool {
        matches!(self, Self::Started | Self::Processing | Self::Unknown)
    }
}

/// An amount by what it is paid for.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Parts {
    /// For the goods of lines.
    pub lines: Vec<(LineId, Amount)>,
    /// For shipping and the like.
    pub shipping: Amount,
    /// For nothing in particular: the order as a whole bears it.
    pub rest: Amount,
}

impl Parts {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> Amount {
        let all = self.lines.iter().map(|(_, amount)| *amount);
        Amount::saturating_sum(all.chain([self.shipping, self.rest]))
    }

    /// The part for a line.
    pub(super) fn of_line(&self, line: &LineId) -> Amount {
        let parts = self.lines.iter().filter(|(other, _)| other == line);
        Amount::saturating_sum(parts.map(|(_, amount)| *amount))
    }

    /// Returns how `amount` is spread if it was paid in place of all of this: exactly so if it is the same
    /// amount, in proportion if it is less, and what is more than this is for nothing in particular.
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
/// What is known of it for certain follows from its news alone, so it does not depend on the order in which
/// they came (I10).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Refund {
    /// Its key.
    pub key: RefundKey,
    /// The case that it pays; `None` for one made elsewhere.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub case: Option<CaseId>,
    /// By which way it goes.
    pub route: Route,
    /// What it is to pay.
    pub parts: Parts,
    /// When it was started.
    pub started: Timestamp,
    /// The effect that says to make it.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub effect: Option<EffectId>,
    /// The last that was reported of it and is not certain: as of when, and what.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub uncertain: Option<(Timestamp, UncertainState)>,
    /// Whether it was declared failed although its outcome is not known.
    pub declared_failed: bool,
    /// All that was reported of it and is certain, each once, by its time.
    pub reports: Vec<RefundReport>,
}

/// Something certain that was reported of a refund. Of two, the later is believed; at the same second, that
/// the money has left before that it has not, and that it came back before both.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RefundReport {
    /// The time of which it tells, by the gateway's clock.
    pub as_of: Timestamp,
    /// What.
    pub outcome: KnownOutcome,
}

/// What is certain of a refund.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
pub enum KnownOutcome {
    /// It has not been made.
    Failed,
    /// So much had left by then.
    Succeeded(Amount),
    /// So much had come back by then.
    Reversed(Amount),
}

terms! {
    /// A reported state of a refund that is not certain.
    pub enum UncertainState {
        /// The gateway is at work on it.
        Processing, "being processed";
        /// The outcome is not known.
        Unknown, "of unknown outcome";
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
        }
    }

    /// The last success that was reported: as of when, and how much had left by then.
    #[must_use]
    pub fn succeeded(&self) -> Option<(Timestamp, Amount)> {
        self.last(|outcome| match outcome {
            KnownOutcome::Succeeded(amount) => Some(amount),
            _ => None,
        })
    }

    /// The last failure that was reported: as of when.
    #[must_use]
    pub fn failed(&self) -> Option<Timestamp> {
        let failed = self.last(|outcome| (outcome == KnownOutcome::Failed).then_some(()));
        failed.map(|(as_of, ())| as_of)
    }

    /// The last return of the money that was reported: as of when, and how much had come back by then.
    #[must_use]
    pub fn reversed(&self) -> Option<(Timestamp, Amount)> {
        self.last(|outcome| match outcome {
            KnownOutcome::Reversed(amount) => Some(amount),
            _ => None,
        })
    }

    fn last<T>(&self, find: impl Fn(KnownOutcome) -> Option<T>) -> Option<(Timestamp, T)> {
        self.reports.iter().rev().find_map(|report| Some((report.as_of, find(report.outcome)?)))
    }

    /// Returns whether its news are in their order, each once.
    pub(super) fn is_in_order(&self) -> bool {
        self.reports.iter().zip(self.reports.iter().skip(1)).all(|(one, next)| one < next)
    }

    /// Returns what is known of it.
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

    /// Returns how much has left and not come back.
    #[must_use]
    pub fn paid(&self) -> Amount {
        // What came back had left, whether anybody said so or not.
        let left = self.succeeded().map_or_else(|| self.parts.total(), |(_, amount)| amount);
        match (self.state(), self.reversed()) {
            (RefundState::Succeeded, _) => left,
            (RefundState::Reversed, Some((as_of, back))) if self.failed() <= Some(as_of) => {
                left.saturating_sub(back).max(Amount::ZERO)
            }
            _ => Amount::ZERO,
        }
    }

    /// Returns how much had left and not come back at this time, by the gateway's clock.
    pub(super) fn paid_by(&self, time: Timestamp) -> Amount {
        let by_then = self.reports.iter().filter(|report| report.as_of <= time);
        Self { reports: by_then.copied().collect(), ..self.clone() }.paid()
    }

    /// Returns what is with the buyer because of it, by what it was paid for.
    #[must_use]
    pub fn booked(&self) -> Parts {
        match self.paid() {
            Amount::ZERO => Parts::default(),
            paid => self.parts.spread(paid),
        }
    }

    /// Returns what may be out because of it, by what it is for.
    pub(super) fn in_flight(&self) -> Parts {
        if self.is_in_flight() { self.parts.clone() } else { Parts::default() }
    }

    /// Takes what is not certain, unless it is known or has been overtaken.
    fn record_uncertain(&mut self, as_of: Timestamp, state: UncertainState) {
        if self.uncertain.is_none_or(|known| known.1 != state && known < (as_of, state)) {
            self.uncertain = Some((as_of, state));
        }
    }

    /// Returns whether this very report was recorded before.
    pub(super) fn has_report(&self, outcome: Outcome, as_of: Timestamp) -> bool {
        let known = outcome.known();
        known.is_some_and(|outcome| self.reports.contains(&RefundReport { as_of, outcome }))
    }

    /// The attempt after this report. The amount of the outcome is in the order's currency.
    pub(super) fn after_report(&self, outcome: Outcome, as_of: Timestamp) -> Self {
        let mut told = self.clone();
        match outcome {
            Outcome::Processing | Outcome::Unknown if !self.reports.is_empty() => {}
            Outcome::Processing => {
                told.record_uncertain(as_of, UncertainState::Processing);
                // Whoever pays knows better than somebody who has given up.
                told.declared_failed &= told.uncertain == self.uncertain;
            }
            Outcome::Unknown => told.record_uncertain(as_of, UncertainState::Unknown),
            Outcome::Succeeded(_) | Outcome::Failed | Outcome::Reversed(_) => {
                if let Some(outcome) = outcome.known() {
                    told.record_known(RefundReport { as_of, outcome });
                }
            }
        }
        told
    }

    fn record_known(&mut self, report: RefundReport) {
        if let Err(index) = self.reports.binary_search(&report) {
            self.reports.insert(index, report);
        }
    }
}

impl Outcome {
    /// Returns what is certain of it. The amount is in the order's currency.
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

    fn told(refund: &Refund, news: &[(Outcome, i64)]) -> Refund {
        news.iter().fold(refund.clone(), |refund, (outcome, as_of)| {
            refund.after_report(*outcome, Timestamp::from_seconds(*as_of))
        })
    }

    /// All orders in which some news can come.
    fn orders(news: &[(Outcome, i64)]) -> Vec<Vec<(Outcome, i64)>> {
        if news.is_empty() {
            return vec![vec![]];
        }
        (0..news.len())
            .flat_map(|first| {
                let mut rest = news.to_vec();
                let first = rest.remove(first);
                orders(&rest).into_iter().map(move |mut order| {
                    order.insert(0, first);
                    order
                })
            })
            .collect()
    }

    #[test]
    fn news_gives_the_same_in_every_order_and_however_often_it_comes_i10() {
        use Outcome::{Failed, Processing, Reversed, Succeeded, Unknown};
        for (news, state, booked) in [
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
        ] {
            for order in orders(&news) {
                let once = told(&refund(), &order);
                let known = |refund: &Refund| (refund.state(), refund.booked().total().minor());
                assert_eq!(known(&once), (state, booked), "{order:?}");
                let twice: Vec<_> = order.iter().chain(&order).copied().collect();
                assert_eq!(told(&refund(), &twice), once, "{twice:?}");
            }
        }
    }

    #[test]
    fn a_failure_after_the_success_takes_the_money_off_the_books_i11() {
        let failed =
            told(&refund(), &[(Outcome::Succeeded(money(1_100)), 1), (Outcome::Failed, 2)]);
        assert_eq!(failed.state(), RefundState::Reversed);
        assert_eq!(failed.booked().total(), Amount::ZERO);
    }

    #[test]
    fn a_part_that_was_paid_is_spread_and_more_than_all_is_for_nothing_in_particular() {
        let booked = |minor| told(&refund(), &[(Outcome::Succeeded(money(minor)), 1)]).booked();
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
