//! Records reports on refunds. A report states what has happened, so it is recorded (I12), once (I10), and its
//! anomalies with it. The case follows where its table has a rule for that.

use super::case::Before;
use super::{Change, Draft};
use crate::lifecycle::{Action, Actor, Fact, Phase, Position, Transition};
use crate::money::{Amount, Money};
use crate::order::state::CaseView;
use crate::order::{
    Anomaly, Balance, Bound, CaseId, Ceiling, Outcome, Parts, Policy, Reason, Refund, RefundKey,
    RefundRef, RefundState, Route,
};
use crate::time::Timestamp;

impl<'a, P: Policy> Draft<'a, P> {
    /// Records the outcome of a refund.
    pub(super) fn report_refund(&mut self, refund: &RefundRef, outcome: Outcome, told: Timestamp) {
        let as_of = self.counted_as_of(told);
        let before = self.checks.books();
        let known = match refund {
            RefundRef::Key(key) => before.refund(key),
            RefundRef::OfCase(case) => {
                if self.case(*case).is_none() {
                    return;
                }
                self.refund_of_case(*case, outcome, as_of)
            }
        };
        let unknown = match known {
            Some(_) => None,
            None => self.unknown_refund(refund),
        };
        let Some(refund) = known.or(unknown.as_ref()) else { return };
        if let Outcome::Succeeded(money) | Outcome::Reversed(money) = outcome {
            let is_nothing = known.is_some() && refund.parts.total() == Amount::ZERO;
            self.checks.check_plausible_amount(money, is_nothing);
        }
        let (booked, foreign) = self.in_our_currency(refund, outcome);
        // A report in another currency is told each time (I18).
        let confirms = |known: &&Refund| foreign.is_none() && known.is_confirmed_by(booked, as_of);
        if let Some(known) = known.filter(confirms) {
            self.confirm(&known.key, told, as_of);
            return;
        }
        let updated = refund.after_report(booked, as_of);
        if known.is_some() && updated == *refund {
            return;
        }
        if known.is_none() {
            self.record_anomaly(Anomaly::UnknownRefund { key: updated.key.clone() });
        }
        if let Some(reported) = foreign {
            self.record_anomaly(Anomaly::CurrencyMismatch { key: updated.key.clone(), reported });
        }
        self.record_if_dated_ahead(told, as_of);
        self.compare(refund, &updated, booked);
        self.record_if_smaller(&updated, booked, as_of);
        self.record_report(known, updated);
    }

    /// Records that what was last reported of a refund still holds. A host that asks again and again makes such events,
    /// so they are small.
    fn confirm(&mut self, refund: &RefundKey, told: Timestamp, as_of: Timestamp) {
        if let Some(refund) = self.checks.books().number_of_refund(refund) {
            self.push(Change::RefundConfirmed { refund, as_of });
            self.record_if_dated_ahead(told, as_of);
        }
    }

    /// Returns the time as of which a report counts: its own, unless that is later than its event or has no date. The
    /// same report counts the same when it comes again, so that it is not taken for news of the next refund (I10).
    pub(super) fn counted_as_of(&self, told: Timestamp) -> Timestamp {
        let before = self.checks.books().anomalies.iter().find_map(|(_, anomaly)| match anomaly {
            Anomaly::ReportDatedAhead { as_of, counted } if *as_of == told => Some(*counted),
            _ => None,
        });
        let is_right = told.has_date() && told <= self.time();
        before.unwrap_or_else(|| if is_right { told } else { self.time() })
    }

    pub(super) fn record_if_dated_ahead(&mut self, told: Timestamp, counted: Timestamp) {
        let anomaly = Anomaly::ReportDatedAhead { as_of: told, counted };
        let is_known = || self.checks.books().anomalies.iter().any(|(_, known)| *known == anomaly);
        if told != counted && !is_known() {
            self.record_anomaly(anomaly);
        }
    }

    /// Returns the refund of a case that a report is about which names none. A report that one of them has is a
    /// duplicate. Any other report that is older than a refund belongs to the refund before it; but a success later than
    /// that one's certain failure belongs to the refund in flight, which the host may have learnt of only afterwards (I25).
    /// Offline refunds are reported by the merchant, and external ones are named by their reference.
    fn refund_of_case(
        &self,
        case: CaseId,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Option<&'a Refund> {
        let books = self.checks.books();
        let is_ours = |refund: &&Refund| matches!(refund.route, Route::Shop | Route::Platform);
        let of_case = || books.refunds_of(case).filter(is_ours);
        let started = |refund: &&Refund| refund.started <= as_of;
        let is_after_failure = |(before, next): (&'a Refund, &'a Refund)| {
            let has_failed = before.failed().is_some_and(|failed| failed < as_of);
            let is_next = next.is_in_flight() && before.state() == RefundState::Failed;
            (has_failed && is_next).then_some(next)
        };
        let in_flight = || match outcome {
            Outcome::Succeeded(_) => of_case().zip(of_case().skip(1)).find_map(is_after_failure),
            _ => None,
        };
        of_case()
            .find(|refund| refund.has_report(self.in_our_currency(refund, outcome).0, as_of))
            .or_else(in_flight)
            .or_else(|| of_case().filter(started).last())
            .or_else(|| of_case().next())
    }

    /// Returns the refund that a report is about which the order does not know.
    fn unknown_refund(&self, refund: &RefundRef) -> Option<Refund> {
        let (key, case, route, parts) = match refund {
            RefundRef::Key(key) => (key.clone(), None, Route::External, Parts::default()),
            RefundRef::OfCase(id) => {
                let parts = self.state().still_asked(&self.state().case(*id)?);
                (self.new_key(*id), Some(*id), self.shop_or_platform(), parts)
            }
        };
        if key.as_str().is_empty() {
            self.checks.refuse(Reason::EmptyName);
        }
        Some(Refund::new(key, case, route, parts, self.time()))
    }

    /// Returns the outcome in the order's currency, and the reported amount where that is in another: the amount
    /// that should have been paid is then booked in its place (I18).
    fn in_our_currency(&self, refund: &Refund, outcome: Outcome) -> (Outcome, Option<Money>) {
        let ours = self.checks.books().currency();
        let expected = || ours.money(refund.parts.total());
        let is_foreign = |money: Money| money.currency != ours;
        match outcome {
            // Of an external refund without an amount nothing is known but that money may be out (I26).
            Outcome::Succeeded(money) | Outcome::Reversed(money)
                if is_foreign(money) && refund.is_of_unknown_amount() =>
            {
                (Outcome::Unknown, Some(money))
            }
            Outcome::Succeeded(money) if money.currency != ours => {
                (Outcome::Succeeded(expected()), Some(money))
            }
            Outcome::Reversed(money) if money.currency != ours => {
                (Outcome::Reversed(expected()), Some(money))
            }
            ours => (ours, None),
        }
    }

    pub(super) fn record_anomaly(&mut self, anomaly: Anomaly) {
        self.push(Change::AnomalyFound(anomaly));
    }

    /// Records the anomalies of a report.
    pub(super) fn compare(&mut self, before: &Refund, updated: &Refund, outcome: Outcome) {
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
                let (expected, paid) = (self.checks.money(expected), self.checks.money(paid));
                self.record_anomaly(Anomaly::AmountMismatch { key: key(), expected, paid });
            }
        }
        let paid = paid.unwrap_or_default();
        let back = updated.reversed().filter(|back| before.reversed() != Some(*back));
        if let Some((_, back)) = back.filter(|(_, back)| *back > paid) {
            let (paid, reversed) = (self.checks.money(paid), self.checks.money(back));
            self.record_anomaly(Anomaly::ReversedMoreThanPaid { key: key(), paid, reversed });
        }
    }

    /// Records the new state of a refund, and lets its case follow. `before` is its earlier state, if the order knew
    /// it.
    pub(super) fn record_report(&mut self, before: Option<&Refund>, updated: Refund) {
        let case = updated.case;
        let was_in_flight = before.is_some_and(Refund::is_in_flight);
        let was_paid = before.filter(|before| before.case == case).map(Refund::paid);
        // A refund of zero moves its case as any other does.
        let is_news = before
            .is_none_or(|before| before.case != case || before.state() != RefundState::Succeeded);
        let has_paid = updated.paid() > was_paid.unwrap_or_default()
            || (is_news && updated.state() == RefundState::Succeeded);
        let is_over = !updated.is_in_flight();
        self.push(Change::RefundUpdated(updated));
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
        self.compare_with_paid();
    }

    /// Records an anomaly where the changes have made the refunds more than what was paid.
    pub(super) fn compare_with_paid(&mut self) {
        self.checks.state.book_in();
        let by_order = self.checks.limits().ceiling == Ceiling::Order;
        for (of, Balance { paid, refunded, .. }) in self.state().overdrawn_by_changes() {
            if matches!(of, Bound::Order | Bound::Payment(_)) || !by_order {
                let (paid, refunded) = (self.checks.money(paid), self.checks.money(refunded));
                self.record_anomaly(Anomaly::RefundedMoreThanPaid { of, paid, refunded });
            }
        }
    }

    /// Lets a case follow a success: once all its money has left, the case is refunded, whatever its status (I11).
    fn follow_success(&mut self, case: CaseId) {
        let Some(view) = self.state().case(case).filter(CaseView::is_paid) else { return };
        if view.status_phase != Phase::Refunded && !self.complete(case) {
            self.record_anomaly(Anomaly::RefundedOutOfTurn { case });
        }
    }

    /// Moves a case that was paid to a refunded status, if its table has rules for that.
    pub(super) fn complete(&mut self, case: CaseId) -> bool {
        // The platform has paid: by a retry where a refund had failed, and in the merchant's name where the
        // merchant had not agreed.
        const WAYS: [&[Action]; 3] = [
            &[Action::RefundSucceeded],
            &[Action::RetryRefund, Action::RefundSucceeded],
            &[Action::ForceRefund, Action::RefundSucceeded],
        ];
        let Some(view) = self.state().case(case) else { return false };
        let position = self.state().position(&view).knowing(Fact::RefundUnderWay, true);
        let Some(way) = WAYS.iter().find_map(|way| steps_of::<P>(position, way)) else {
            return false;
        };
        let before = Before::of(&view);
        let order = self.order();
        let claim = order.case(case).and_then(|case| order.policy.settle(order, case, view.claim));
        let claim = claim.filter(|claim| claim != view.claim);
        self.claim_changes(case, claim);
        for transition in way.iter().flatten() {
            self.move_case(case, transition);
        }
        self.set_clock(case, Some(before), false);
        true
    }

    /// Lets a case follow a failure, once no other refund of it is in flight.
    fn follow_failure(&mut self, case: CaseId, was_in_flight: bool) {
        let Some(view) = self.state().case(case) else { return };
        if view.is_paid() || view.has_refund_in_flight() || view.status_phase.is_final() {
            return;
        }
        let position = self.state().position(&view).knowing(Fact::RefundUnderWay, was_in_flight);
        let before = Before::of(&view);
        if let Ok(failed) = P::LIFECYCLE.next(&position, Actor::Platform, Action::RefundFailed) {
            self.move_case(case, &failed);
            self.set_clock(case, Some(before), false);
        }
    }

    /// Declares, on the actor's responsibility, that a refund of unknown outcome has failed. Any later report counts
    /// more.
    pub(super) fn declare_failed(&mut self, key: &RefundKey) {
        let Some(refund) = self.checks.books().refund(key) else {
            self.checks.refuse(Reason::NoSuchRefund { key: key.clone() });
            return;
        };
        let state = refund.state();
        if !state.is_in_flight() {
            self.checks.refuse(Reason::NotInFlight { key: key.clone(), state });
        } else if state != RefundState::Unknown && refund.route != Route::Offline {
            self.checks.refuse(Reason::QueryGatewayFirst { key: key.clone(), state });
        } else {
            let updated = Refund { declared_failed: true, ..refund.clone() };
            self.record_report(Some(refund), updated);
        }
    }
}

/// Returns the steps that the platform takes by these actions, one after the other, if the table has them. They are one or two.
fn steps_of<P: Policy>(
    from: Position<P::Status>,
    actions: &[Action],
) -> Option<[Option<Transition<P::Status>>; 2]> {
    debug_assert!(actions.len() <= 2, "there is room for all");
    let (mut position, mut steps) = (from, [None, None]);
    for (step, action) in steps.iter_mut().zip(actions) {
        *step = Some(next::<P>(&mut position, *action)?);
    }
    Some(steps)
}

/// Takes the next step of the platform, if the table has it.
fn next<P: Policy>(
    position: &mut Position<P::Status>,
    action: Action,
) -> Option<Transition<P::Status>> {
    let transition = P::LIFECYCLE.next(position, Actor::Platform, action).ok()?;
    *position = transition.position().knowing(Fact::RefundUnderWay, true);
    Some(transition)
}
