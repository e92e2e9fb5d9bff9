//! Records reports on refunds. A report states what has happened, so it is recorded (I12), once (I10), and its
//! anomalies with it. The case follows where its table has a rule for that.

use alloc::vec::Vec;

use super::{Change, Draft};
use crate::lifecycle::{Action, Actor, Fact, Phase, Position, Transition};
use crate::money::{Amount, Money};
use crate::order::{
    Anomaly, Books, Bound, Case, CaseId, Ceiling, Ledger, Outcome, Parts, Policy, Reason, Refund,
    RefundKey, RefundRef, RefundState, Route,
};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Records the outcome of a refund.
    pub(super) fn report_refund(&mut self, refund: &RefundRef, outcome: Outcome, as_of: Timestamp) {
        let Some((refund, is_known)) = self.refund(refund, outcome, as_of) else { return };
        if let Outcome::Succeeded(money) | Outcome::Reversed(money) = outcome {
            let is_nothing = is_known && refund.parts.total() == Amount::ZERO;
            self.check_plausible_amount(money, is_nothing);
        }
        let (booked, foreign) = self.in_our_currency(&refund, outcome);
        let updated = refund.after_report(booked, as_of);
        if is_known && updated == refund {
            return;
        }
        if !is_known {
            self.record_anomaly(Anomaly::UnknownRefund { key: updated.key.clone() });
        }
        if let Some(reported) = foreign {
            self.record_anomaly(Anomaly::CurrencyMismatch { key: updated.key.clone(), reported });
        }
        self.compare(&refund, &updated, outcome);
        self.record_report(is_known.then_some(&refund), updated);
    }

    /// Checks that an amount is one that a gateway can have paid: not zero, unless zero was to be paid, and not more
    /// than the order and all its refunds. Such amounts always add up.
    pub(super) fn check_plausible_amount(&mut self, money: Money, can_be_nothing: bool) {
        const MOST: Amount = Amount::from_minor(1 << 53);
        let is_nothing = money.amount == Amount::ZERO && can_be_nothing;
        if !money.amount.is_positive() && !is_nothing {
            self.refuse(Reason::NotPositive { what: "report", amount: money });
        } else if money.amount > MOST.max(self.books().opening.facts.paid) {
            self.refuse(Reason::TooLarge);
        }
    }

    /// Returns the refund that a report is about, and whether the order knows it.
    fn refund(
        &mut self,
        refund: &RefundRef,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Option<(Refund, bool)> {
        let books = self.books();
        let known = match refund {
            RefundRef::Key(key) => books.refund(key),
            RefundRef::OfCase(case) => {
                self.case(*case)?;
                // A report that one of them has is a duplicate. Any other report that is older than a refund
                // belongs to the refund before it. Offline refunds are reported by the merchant, and external
                // ones are named by their reference.
                let is_ours =
                    |refund: &&Refund| matches!(refund.route, Route::Shop | Route::Platform);
                let of_case = || books.refunds_of(*case).filter(is_ours);
                let started = |refund: &&Refund| refund.started <= as_of;
                of_case()
                    .find(|refund| {
                        refund.has_report(self.in_our_currency(refund, outcome).0, as_of)
                    })
                    .or_else(|| of_case().filter(started).last())
                    .or_else(|| of_case().next())
            }
        };
        if let Some(refund) = known {
            return Some((refund.clone(), true));
        }
        let (key, case, route, parts) = match refund {
            RefundRef::Key(key) => (key.clone(), None, Route::External, Parts::default()),
            RefundRef::OfCase(id) => {
                let parts = books.still_asked(books.case(*id)?);
                (self.new_key(*id), Some(*id), self.shop_or_platform(), parts)
            }
        };
        if key.as_str().is_empty() {
            self.refuse(Reason::EmptyName);
        }
        Some((Refund::new(key, case, route, parts, self.time()), false))
    }

    /// Returns the outcome in the order's currency, and the reported amount where that is in another: the amount
    /// that should have been paid is then booked in its place (I18).
    fn in_our_currency(&self, refund: &Refund, outcome: Outcome) -> (Outcome, Option<Money>) {
        let ours = self.books().currency();
        let deadline = ours.money(refund.parts.total());
        match outcome {
            Outcome::Succeeded(money) if money.currency != ours => {
                (Outcome::Succeeded(deadline), Some(money))
            }
            Outcome::Reversed(money) if money.currency != ours => {
                (Outcome::Reversed(deadline), Some(money))
            }
            ours => (ours, None),
        }
    }

    pub(super) fn record_anomaly(&mut self, anomaly: Anomaly) {
        self.changes.push(Change::AnomalyFound(anomaly));
    }

    /// Records the anomalies of a report.
    fn compare(&mut self, before: &Refund, updated: &Refund, outcome: Outcome) {
        let key = || updated.key.clone();
        let (was, is) = (before.state(), updated.state());
        let says = match outcome {
            Outcome::Processing | Outcome::Unknown => None,
            Outcome::Succeeded(_) => Some(RefundState::Succeeded),
            Outcome::Failed if updated.succeeded().is_none() => Some(RefundState::Failed),
            Outcome::Failed | Outcome::Reversed(_) => Some(RefundState::Reversed),
        };
        match (was, is) {
            (RefundState::Failed, RefundState::Succeeded) => {
                self.record_anomaly(Anomaly::SucceededAfterFailure { key: key() });
            }
            (RefundState::Failed, RefundState::Processing) => {
                self.record_anomaly(Anomaly::ProcessingAfterDeclaredFailed { key: key() });
            }
            (RefundState::Succeeded, RefundState::Reversed)
                if updated.failed() != before.failed() =>
            {
                self.record_anomaly(Anomaly::FailedAfterSuccess { key: key() });
            }
            _ if says.is_some_and(|says| says != is) => {
                self.record_anomaly(Anomaly::OutdatedReport { key: key() });
            }
            _ => {}
        }
        let expected = updated.parts.total();
        let paid = updated.succeeded().map(|(_, paid)| paid);
        let was_paid = before.succeeded().map(|(_, paid)| paid);
        if let Some(paid) = paid.filter(|paid| was_paid != Some(*paid) && *paid != expected) {
            // An external refund has no expected amount.
            if expected.is_positive() || updated.route != Route::External {
                let (expected, paid) = (self.money(expected), self.money(paid));
                self.record_anomaly(Anomaly::AmountMismatch { key: key(), expected, paid });
            }
        }
        let paid = paid.unwrap_or_default();
        let back = updated.reversed().filter(|back| before.reversed() != Some(*back));
        if let Some((_, back)) = back.filter(|(_, back)| *back > paid) {
            let (paid, reversed) = (self.money(paid), self.money(back));
            self.record_anomaly(Anomaly::ReversedMoreThanPaid { key: key(), paid, reversed });
        }
    }

    /// Records the new state of a refund, and lets its case follow. `before` is its earlier state, if the order knew
    /// it.
    pub(super) fn record_report(&mut self, before: Option<&Refund>, updated: Refund) {
        let ledger_before = self.books().ledger(None);
        let case = updated.case;
        let was_in_flight = before.is_some_and(Refund::is_in_flight);
        let was_paid = before.filter(|before| before.case == case).map(Refund::paid);
        // A refund of zero moves its case as any other does.
        let is_news = before
            .is_none_or(|before| before.case != case || before.state() != RefundState::Succeeded);
        let has_paid = updated.paid() > was_paid.unwrap_or_default()
            || (is_news && updated.state() == RefundState::Succeeded);
        let is_over = !updated.is_in_flight();
        self.changes.push(Change::RefundUpdated(updated));
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

    /// Records an anomaly where the changes have made the refunds more than what was paid.
    pub(super) fn compare_with_paid(&mut self, before: &Ledger) {
        let after = self.after().ledger(None);
        let lines = before.lines.iter().zip(&after.lines);
        let of_lines = lines
            .map(|(before, after)| (Bound::Line(after.line.clone()), before.money, after.money));
        let of_all = [
            (Bound::Shipping, before.shipping, after.shipping),
            (Bound::Order, before.order, after.order),
        ];
        let by_order = self.terms().limits.ceiling == Ceiling::Order;
        for (of, before, after) in of_lines.chain(of_all) {
            let is_a_ceiling = of == Bound::Order || !by_order;
            if is_a_ceiling && after.refunded > after.paid && after.refunded > before.refunded {
                let (paid, refunded) = (self.money(after.paid), self.money(after.refunded));
                self.record_anomaly(Anomaly::RefundedMoreThanPaid { of, paid, refunded });
            }
        }
    }

    /// Lets a case follow a success: once all its money has left, the case is refunded, whatever its status (I11).
    fn follow_success(&mut self, case: CaseId) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        if !after.is_paid(case) {
            return;
        }
        if case.status_phase != Phase::Refunded && !self.complete(case, &after) {
            self.record_anomaly(Anomaly::RefundedOutOfTurn { case: case.id });
        }
    }

    /// Moves a case that was paid to a refunded status, if its table has rules for that.
    pub(super) fn complete(&mut self, case: &Case<P::Status>, after: &Books<P::Status>) -> bool {
        // The platform has paid: by a retry where a refund had failed, and in the merchant's name where the
        // merchant had not agreed.
        let ways: [&[Action]; 3] = [
            &[Action::RefundSucceeded],
            &[Action::RetryRefund, Action::RefundSucceeded],
            &[Action::ForceRefund, Action::RefundSucceeded],
        ];
        let position = after.position(case).knowing(Fact::RefundUnderWay, true);
        let Some(walk) = ways.iter().find_map(|authorise| walk::<P>(position, authorise)) else {
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

    /// Lets a case follow a failure, once no other refund of it is in flight.
    fn follow_failure(&mut self, case: CaseId, was_in_flight: bool) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        let more = after.refunds_of(case.id).any(Refund::is_in_flight);
        if after.is_paid(case) || more || case.status_phase.is_final() {
            return;
        }
        let position = after.position(case).knowing(Fact::RefundUnderWay, was_in_flight);
        if let Ok(failed) = P::LIFECYCLE.next(&position, Actor::Platform, Action::RefundFailed) {
            self.move_case(case, &failed);
            self.set_clock(case.id, Some(case), false);
        }
    }

    /// Declares, on the actor's responsibility, that a refund of unknown outcome has failed. Any later report counts
    /// more.
    pub(super) fn declare_failed(&mut self, key: &RefundKey) {
        let Some(refund) = self.books().refund(key) else {
            self.refuse(Reason::NoSuchRefund { key: key.clone() });
            return;
        };
        let state = refund.state();
        if !state.is_in_flight() {
            self.refuse(Reason::NotInFlight { key: key.clone(), state });
        } else if state != RefundState::Unknown && refund.route != Route::Offline {
            self.refuse(Reason::QueryGatewayFirst { key: key.clone(), state });
        } else {
            let updated = Refund { declared_failed: true, ..refund.clone() };
            self.record_report(Some(refund), updated);
        }
    }
}

/// Returns the transitions of these actions of the platform, one after the other, if the table has them all.
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
