//! What is heard of a payment. It has happened, so it is recorded (I12), once (I10), and what is
//! strange about it is said. The case follows where its table has a way.

use alloc::vec::Vec;

use super::{Change, Draft};
use crate::lifecycle::{Action, Actor, Fact, Phase, Position, Transition};
use crate::money::{Amount, Money};
use crate::order::{
    Anomaly, Attempt, AttemptKey, AttemptState, Books, Case, CaseId, Ceiling, Ledger, Limit,
    Outcome, Parts, Payment, Policy, Reason, Route,
};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Somebody says what became of a payment.
    pub(super) fn report_refund(&mut self, payment: &Payment, outcome: Outcome, as_of: Timestamp) {
        let Some((attempt, is_known)) = self.payment(payment, outcome, as_of) else { return };
        if let Outcome::Succeeded(money) | Outcome::Reversed(money) = outcome {
            let is_nothing = is_known && attempt.parts.total() == Amount::ZERO;
            self.is_sensible(money, is_nothing);
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
        self.compare(&attempt, &told, outcome);
        self.hear(is_known.then_some(&attempt), told);
    }

    /// Refuses an amount that nobody pays: none, unless nothing was to be paid, or more than the order and
    /// more than any payment there ever was. Real ones then always add up.
    pub(super) fn is_sensible(&mut self, money: Money, can_be_nothing: bool) {
        const MOST: Amount = Amount::from_minor(1 << 53);
        let is_nothing = money.amount == Amount::ZERO && can_be_nothing;
        if !money.amount.is_positive() && !is_nothing {
            self.refuse(Reason::NotPositive { what: "report", amount: money });
        } else if money.amount > MOST.max(self.books().opening.facts.paid) {
            self.refuse(Reason::TooLarge);
        }
    }

    /// The payment that a report is about, and whether the order knows it.
    fn payment(
        &mut self,
        payment: &Payment,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Option<(Attempt, bool)> {
        let books = self.books();
        let known = match payment {
            Payment::Attempt(key) => books.attempt(key),
            Payment::OfCase(case) => {
                self.case(*case)?;
                // What one of them has been told is told again. Other news that is older than a payment
                // is about the one before it. What the merchant has paid by another way, he shows
                // himself, and what was refunded elsewhere is named by its reference.
                let is_ours =
                    |attempt: &&Attempt| matches!(attempt.route, Route::Shop | Route::Platform);
                let of_case = || books.attempts_of(*case).filter(is_ours);
                let started = |attempt: &&Attempt| attempt.started <= as_of;
                of_case()
                    .find(|attempt| {
                        attempt.has_heard(self.in_our_currency(attempt, outcome).0, as_of)
                    })
                    .or_else(|| of_case().filter(started).last())
                    .or_else(|| of_case().next())
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
    fn compare(&mut self, before: &Attempt, told: &Attempt, outcome: Outcome) {
        let key = || told.key.clone();
        let (was, is) = (before.state(), told.state());
        let says = match outcome {
            Outcome::Processing | Outcome::Unknown => None,
            Outcome::Succeeded(_) => Some(AttemptState::Succeeded),
            Outcome::Failed if told.succeeded().is_none() => Some(AttemptState::Failed),
            Outcome::Failed | Outcome::Reversed(_) => Some(AttemptState::Reversed),
        };
        match (was, is) {
            (AttemptState::Failed, AttemptState::Succeeded) => {
                self.strange(Anomaly::SucceededAfterAll { key: key() });
            }
            (AttemptState::Failed, AttemptState::Processing) => {
                self.strange(Anomaly::NotFailedAfterAll { key: key() });
            }
            (AttemptState::Succeeded, AttemptState::Reversed)
                if told.failed() != before.failed() =>
            {
                self.strange(Anomaly::FailedAfterAll { key: key() });
            }
            _ if says.is_some_and(|says| says != is) => {
                self.strange(Anomaly::Superseded { key: key() });
            }
            _ => {}
        }
        let expected = told.parts.total();
        let paid = told.succeeded().map(|(_, paid)| paid);
        let was_paid = before.succeeded().map(|(_, paid)| paid);
        if let Some(paid) = paid.filter(|paid| was_paid != Some(*paid) && *paid != expected) {
            // Of what is not ours nobody knows what to expect.
            if expected.is_positive() || told.route != Route::Elsewhere {
                let (expected, paid) = (self.money(expected), self.money(paid));
                self.strange(Anomaly::OtherAmount { key: key(), expected, paid });
            }
        }
        let paid = paid.unwrap_or_default();
        let back = told.reversed().filter(|back| before.reversed() != Some(*back));
        if let Some((_, back)) = back.filter(|(_, back)| *back > paid) {
            let (paid, reversed) = (self.money(paid), self.money(back));
            self.strange(Anomaly::ReversedUnpaid { key: key(), paid, reversed });
        }
    }

    /// Books what is known of a payment now, and lets its case follow. `before` is what was known of
    /// it, if anything was.
    pub(super) fn hear(&mut self, before: Option<&Attempt>, told: Attempt) {
        let ledger_before = self.books().ledger(None);
        let case = told.case;
        let was_in_flight = before.is_some_and(Attempt::is_in_flight);
        let was_paid = before.filter(|before| before.case == case).map(Attempt::paid);
        // A payment of nothing moves its case as any other does.
        let is_news = before
            .is_none_or(|before| before.case != case || before.state() != AttemptState::Succeeded);
        let has_paid = told.paid() > was_paid.unwrap_or_default()
            || (is_news && told.state() == AttemptState::Succeeded);
        let is_over = !told.is_in_flight();
        self.changes.push(Change::Heard(told));
        if let Some(case) = case {
            if has_paid {
                self.follow_success(case);
            }
            if is_over {
                self.follow_failure(case, was_in_flight);
            }
        }
        if has_paid {
            self.close_if_nothing_is_left();
        }
        self.compare_with_paid(&ledger_before);
    }

    /// Says where more was refunded than paid, if the changes have made it more.
    pub(super) fn compare_with_paid(&mut self, before: &Ledger) {
        let after = self.after().ledger(None);
        let lines = before.lines.iter().zip(&after.lines);
        let of_lines = lines
            .map(|(before, after)| (Limit::Line(after.line.clone()), before.money, after.money));
        let of_all = [
            (Limit::Shipping, before.shipping, after.shipping),
            (Limit::Order, before.order, after.order),
        ];
        let by_order = self.terms().limits.ceiling == Ceiling::Order;
        for (of, before, after) in of_lines.chain(of_all) {
            let is_a_ceiling = of == Limit::Order || !by_order;
            if is_a_ceiling && after.refunded > after.paid && after.refunded > before.refunded {
                let (paid, refunded) = (self.money(after.paid), self.money(after.refunded));
                self.strange(Anomaly::MoreThanPaid { of, paid, refunded });
            }
        }
    }

    /// Money has left for a case. When it is all, the case is refunded, wherever it stood (I11).
    fn follow_success(&mut self, case: CaseId) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        if !after.is_paid(case) {
            return;
        }
        if case.standing != Phase::Refunded && !self.complete(case, &after) {
            self.strange(Anomaly::PaidOutOfTurn { case: case.id });
        }
    }

    /// Moves a case that was paid to where it is refunded, if its table has a way.
    pub(super) fn complete(&mut self, case: &Case<P::Status>, after: &Books<P::Status>) -> bool {
        // The platform has paid, so it has tried again where it had failed, and has not asked where
        // nobody had agreed.
        let ways: [&[Action]; 3] = [
            &[Action::RefundSucceeded],
            &[Action::RetryRefund, Action::RefundSucceeded],
            &[Action::ForceRefund, Action::RefundSucceeded],
        ];
        let position = after.position(case).knowing(Fact::RefundUnderWay, true);
        let Some(walk) = ways.iter().find_map(|way| walk::<P>(position, way)) else {
            return false;
        };
        let claim = self.order.policy.settle(self.order, case);
        self.claim_changes(case, claim.filter(|claim| *claim != case.claim));
        for transition in &walk {
            self.move_case(case, transition);
        }
        self.set_clock(case.id, Some(case), false);
        true
    }

    /// A payment is over, and the case is not paid: it goes where a failure leads, once nothing else of
    /// it is in flight.
    fn follow_failure(&mut self, case: CaseId, was_in_flight: bool) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        let more = after.attempts_of(case.id).any(Attempt::is_in_flight);
        if after.is_paid(case) || more || case.standing.is_final() {
            return;
        }
        let position = after.position(case).knowing(Fact::RefundUnderWay, was_in_flight);
        if let Ok(failed) = P::LIFECYCLE.next(&position, Actor::Platform, Action::RefundFailed) {
            self.move_case(case, &failed);
            self.set_clock(case.id, Some(case), false);
        }
    }

    /// Somebody answers for it that a payment of unknown outcome has failed. Whatever is reported
    /// afterwards is believed before that.
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
            let told = Attempt { declared_failed: true, ..attempt.clone() };
            self.hear(Some(attempt), told);
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
