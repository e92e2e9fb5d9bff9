//! What is heard of a payment. It has happened, so it is recorded (I12), once (I10), and what is
//! strange about it is said. The case follows where its table has a way.

use alloc::vec::Vec;

use super::{Change, Draft};
use crate::lifecycle::{Action, Actor, Fact, Phase, Position, Transition};
use crate::money::{Amount, Money};
use crate::order::{
    Anomaly, Attempt, AttemptKey, AttemptState, CaseId, Outcome, Parts, Payment, Policy, Reason,
    Route,
};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Somebody says what became of a payment.
    pub(super) fn report_refund(&mut self, payment: &Payment, outcome: Outcome, as_of: Timestamp) {
        let Some((attempt, is_known)) = self.payment(payment) else { return };
        if let Outcome::Succeeded(money) | Outcome::Reversed(money) = outcome {
            if !money.amount.is_positive() {
                self.refuse(Reason::NotPositive { what: "report", amount: money });
                return;
            }
        }
        let (booked, foreign) = self.in_our_currency(&attempt, outcome);
        let told = attempt.after(booked, as_of);
        if is_known && told == attempt {
            return;
        }
        if !is_known {
            self.strange(Anomaly::NotOurs { key: told.key.clone() });
        }
        if let Some(reported) = foreign {
            self.strange(Anomaly::OtherCurrency { key: told.key.clone(), reported });
        }
        self.compare(&attempt, &told);
        self.hear(&attempt, told);
    }

    /// The payment that a report is about, and whether the order knows it.
    fn payment(&mut self, payment: &Payment) -> Option<(Attempt, bool)> {
        let books = self.books();
        let known = match payment {
            Payment::Attempt(key) => books.attempt(key),
            Payment::OfCase(case) => {
                self.case(*case)?;
                let of_case = || books.attempts_of(*case);
                of_case().find(|attempt| attempt.is_in_flight()).or_else(|| of_case().last())
            }
        };
        if let Some(attempt) = known {
            return Some((attempt.clone(), true));
        }
        let (key, case, route, parts) = match payment {
            Payment::Attempt(key) => (key.clone(), None, Route::Elsewhere, Parts::default()),
            Payment::OfCase(id) => {
                let parts = books.still_asked(books.case(*id)?);
                (self.new_key(*id), Some(*id), self.shop_or_platform(), parts)
            }
        };
        if key.as_str().is_empty() {
            self.refuse(Reason::NoName);
        }
        Some((Attempt::new(key, case, route, parts, self.time()), false))
    }

    /// The outcome in the order's currency, and the amount that was not in it: in its place, what
    /// should have been paid is taken to have been (I18).
    fn in_our_currency(&self, attempt: &Attempt, outcome: Outcome) -> (Outcome, Option<Money>) {
        let ours = self.books().currency();
        let due = ours.money(attempt.parts.total());
        match outcome {
            Outcome::Succeeded(money) if money.currency != ours => {
                (Outcome::Succeeded(due), Some(money))
            }
            Outcome::Reversed(money) if money.currency != ours => {
                (Outcome::Reversed(due), Some(money))
            }
            ours => (ours, None),
        }
    }

    pub(super) fn strange(&mut self, anomaly: Anomaly) {
        self.changes.push(Change::Strange(anomaly));
    }

    /// What is strange about the news.
    fn compare(&mut self, before: &Attempt, told: &Attempt) {
        let key = || told.key.clone();
        let (was, is) = (before.state(), told.state());
        match (was, is) {
            (AttemptState::Failed, AttemptState::Succeeded) => {
                self.strange(Anomaly::SucceededAfterAll { key: key() });
            }
            (AttemptState::Succeeded, AttemptState::Reversed) if told.failed != before.failed => {
                self.strange(Anomaly::FailedAfterAll { key: key() });
            }
            _ if !was.is_in_flight() && (was, before.paid()) == (is, told.paid()) => {
                self.strange(Anomaly::Superseded { key: key() });
            }
            _ => {}
        }
        let expected = told.parts.total();
        if told.succeeded != before.succeeded && expected.is_positive() {
            if let Some(paid) =
                told.succeeded.map(|(_, paid)| paid).filter(|paid| *paid != expected)
            {
                let (expected, paid) = (self.money(expected), self.money(paid));
                self.strange(Anomaly::OtherAmount { key: key(), expected, paid });
            }
        }
        if told.reversed != before.reversed {
            let paid = told.succeeded.map_or(Amount::ZERO, |(_, paid)| paid);
            if let Some(back) = told.reversed.map(|(_, back)| back).filter(|back| *back > paid) {
                let (paid, reversed) = (self.money(paid), self.money(back));
                self.strange(Anomaly::ReversedUnpaid { key: key(), paid, reversed });
            }
        }
    }

    /// Books what is known of a payment now, and lets its case follow.
    pub(super) fn hear(&mut self, before: &Attempt, told: Attempt) {
        if !self.adds_up(&told) {
            self.refuse(Reason::TooLarge);
            return;
        }
        let refunded_before = self.books().ledger(None).order.refunded;
        let case = told.case;
        let was_in_flight = before.is_in_flight();
        let (was_paid, is_paid) = (before.paid(), told.paid());
        let is_in_flight = told.is_in_flight();
        self.changes.push(Change::Heard(told));
        if let Some(case) = case {
            if is_paid > was_paid {
                self.follow_success(case);
            }
            if was_in_flight && !is_in_flight {
                self.follow_failure(case);
            }
        }
        self.compare_with_paid(refunded_before);
    }

    /// Whether everything that was ever paid still fits into a ledger with this.
    pub(super) fn adds_up(&self, told: &Attempt) -> bool {
        let others = self.books().attempts.iter().filter(|attempt| attempt.key != told.key);
        let amounts = others.chain([told]).flat_map(|attempt| {
            let succeeded = attempt.succeeded.map_or(Amount::ZERO, |(_, paid)| paid);
            let reversed = attempt.reversed.map_or(Amount::ZERO, |(_, back)| back);
            [attempt.parts.total(), succeeded, reversed]
        });
        let before = self.books().refunded_before().into_iter().chain(self.books().told_total());
        Amount::sum(amounts.chain(before)).is_some()
    }

    pub(super) fn compare_with_paid(&mut self, refunded_before: Amount) {
        let order = self.after().ledger(None).order;
        if order.refunded > order.paid && order.refunded > refunded_before {
            let (paid, refunded) = (self.money(order.paid), self.money(order.refunded));
            self.strange(Anomaly::MoreThanPaid { paid, refunded });
        }
    }

    /// Money has left for a case. When it is all, the case is refunded, wherever it stood (I11).
    fn follow_success(&mut self, case: CaseId) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        if after.paid_to(case.id) < case.claim.total() || case.standing == Phase::Refunded {
            return;
        }
        // The platform has paid, so it has tried again where it had failed, and has not asked where
        // nobody had agreed.
        let ways: [&[Action]; 3] = [
            &[Action::RefundSucceeded],
            &[Action::RetryRefund, Action::RefundSucceeded],
            &[Action::ForceRefund, Action::RefundSucceeded],
        ];
        let position = after.position(case).knowing(Fact::RefundUnderWay, true);
        let walk = ways.iter().find_map(|way| walk::<P>(position, way));
        match walk {
            Some(walk) => {
                for transition in &walk {
                    self.move_case(case, transition);
                }
                self.set_clock(case.id, Some(case), false);
            }
            None => self.strange(Anomaly::PaidOutOfTurn { case: case.id }),
        }
    }

    /// A payment is over, and the case is not paid: it goes where a failure leads, once nothing else of
    /// it is in flight.
    fn follow_failure(&mut self, case: CaseId) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        let is_paid = after.paid_to(case.id) >= case.claim.total();
        let more = after.attempts_of(case.id).any(|attempt| attempt.is_in_flight());
        if is_paid || more || case.standing.is_final() {
            return;
        }
        let position = after.position(case).knowing(Fact::RefundUnderWay, true);
        if let Ok(failed) = P::LIFECYCLE.next(&position, Actor::Platform, Action::RefundFailed) {
            self.move_case(case, &failed);
            self.set_clock(case.id, Some(case), false);
        }
    }

    /// Somebody answers for it that a payment of unknown outcome has failed. Any success that is
    /// reported afterwards is believed before that, whenever it was.
    pub(super) fn declare_failed(&mut self, key: &AttemptKey) {
        let Some(attempt) = self.books().attempt(key) else {
            self.refuse(Reason::NoSuchPayment { key: key.clone() });
            return;
        };
        let state = attempt.state();
        if !state.is_in_flight() {
            self.refuse(Reason::NotInFlight { key: key.clone(), state });
        } else if state != AttemptState::Unknown && attempt.route != Route::Offline {
            self.refuse(Reason::AskTheGateway { key: key.clone(), state });
        } else {
            let told = attempt.after(Outcome::Failed, Timestamp::from_seconds(i64::MIN));
            self.hear(attempt, told);
        }
    }
}

/// The transitions of these actions of the platform, one after the other, if the table has them all.
fn walk<P: Policy>(
    from: Position<P::Status>,
    actions: &[Action],
) -> Option<Vec<Transition<P::Status>>> {
    let mut position = from;
    actions
        .iter()
        .map(|action| {
            let transition = P::LIFECYCLE.next(&position, Actor::Platform, *action).ok()?;
            position = transition.position().knowing(Fact::RefundUnderWay, true);
            Some(transition)
        })
        .collect()
}
