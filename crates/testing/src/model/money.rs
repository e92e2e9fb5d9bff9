//! Reports on refunds, external refunds and totals. They have happened, so they are recorded (I12), and the
//! case follows where its table has a way.

use super::applying::names_each_once;
use super::records::{RefundRecord, Report, Split};
use super::step::{Objection, Step, require};
use super::sums::minor;
use super::table::{learn, rule_for};
use aftersale::lifecycle::{Action, Actor, Fact, Phase};
use aftersale::money::{Amount, Money};
use aftersale::order::{
    CaseId, EvidenceId, LineId, Outcome, Policy, RefundKey, RefundRef, RefundState, Route,
};
use aftersale::time::Timestamp;

impl<P: Policy> Step<'_, P> {
    /// Records the reported outcome of a refund.
    pub(super) fn report_refund(
        &mut self,
        refund: &RefundRef,
        outcome: Outcome,
        told: Timestamp,
    ) -> Result<(), Objection> {
        let as_of = self.counted_as_of(told);
        if let RefundRef::OfCase(case) = refund {
            self.require_case(*case)?;
        }
        let known = self.refund_meant(refund, outcome, as_of).cloned();
        let is_known = known.is_some();
        let refund = known.unwrap_or_else(|| self.unknown_refund(refund));
        require(!refund.key.as_str().is_empty(), "it has no name")?;
        if let Outcome::Succeeded(money) | Outcome::Reversed(money) = outcome {
            self.require_plausible_amount(money, is_known && refund.split.total() == 0)?;
        }
        let report = self.report_of(&refund, outcome);
        let mut updated = refund.clone();
        updated.reports.push((as_of, report));
        // What is known already is no new report (I10).
        if !is_known || updated.last() != refund.last() {
            self.remember_if_dated_ahead(told);
            let before = is_known.then_some(&refund);
            // A report in another currency is news each time (I18).
            let is_ours = match outcome {
                Outcome::Succeeded(money) | Outcome::Reversed(money) => {
                    money.currency == self.before.facts.currency
                }
                _ => true,
            };
            if is_ours {
                self.take_report(before, updated);
            } else {
                self.record_report(before, updated);
            }
        }
        Ok(())
    }

    /// Takes a refund as it is after a report: one that only says again what the last one said moves nothing.
    fn take_report(&mut self, before: Option<&RefundRecord>, updated: RefundRecord) {
        if before.is_none_or(|before| !is_confirmed(before, &updated)) {
            self.record_report(before, updated);
            return;
        }
        self.has_changed = true;
        for refund in &mut self.after.refunds {
            if refund.key == updated.key {
                *refund = updated.clone();
            }
        }
    }

    /// Returns what an outcome says of a refund. Of an amount in another currency nothing is known but that it
    /// stands for the whole refund (I18), or, where nobody knows how much that is, that money may be out (I26).
    fn report_of(&self, refund: &RefundRecord, outcome: Outcome) -> Report {
        let is_ours = |money: Money| money.currency == self.before.facts.currency;
        let ours = |money: Money| {
            if is_ours(money) { minor(money.amount) } else { refund.split.total() }
        };
        match outcome {
            Outcome::Succeeded(money) | Outcome::Reversed(money)
                if !is_ours(money) && refund.is_of_unknown_amount() =>
            {
                Report::Unknown
            }
            Outcome::Processing => Report::Processing,
            Outcome::Unknown => Report::Unknown,
            Outcome::Failed => Report::Failed,
            Outcome::Succeeded(money) => Report::Succeeded(ours(money)),
            Outcome::Reversed(money) => Report::Reversed(ours(money)),
            other => crate::not_known(&other),
        }
    }

    /// Returns the refund that a report is about, where the order knows it. A report by case means the refund of
    /// the case that was under way at the time; but one that repeats an earlier report means the same refund.
    fn refund_meant(
        &self,
        refund: &RefundRef,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Option<&RefundRecord> {
        let case = match refund {
            RefundRef::Key(key) => {
                return self.before.refund_called(key);
            }
            RefundRef::OfCase(case) => *case,
        };
        let mut ours = self.before.refunds_of(case);
        ours.retain(|refund| matches!(refund.route, Route::Shop | Route::Platform));
        for refund in &ours {
            let report = self.report_of(refund, outcome);
            let is_certain = !matches!(report, Report::Processing | Report::Unknown);
            let mut again = (*refund).clone();
            again.reports.push((as_of, report));
            // Reported before, or before and after.
            if is_certain && again.last().certain == refund.last().certain {
                return Some(refund);
            }
        }
        // A success after the certain failure of one refund is that of the next one, which is in flight.
        if let Outcome::Succeeded(_) = outcome {
            for pair in ours.windows(2) {
                let failed = pair[0].last().failed;
                let has_failed = pair[0].state() == RefundState::Failed && failed.is_some();
                if has_failed && failed < Some(as_of) && pair[1].is_in_flight() {
                    return Some(pair[1]);
                }
            }
        }
        let started = ours.iter().rfind(|refund| refund.started <= as_of);
        started.or_else(|| ours.first()).copied()
    }

    /// Returns a new record for a refund that the order did not know.
    fn unknown_refund(&self, refund: &RefundRef) -> RefundRecord {
        let (key, case, route, split) = match refund {
            RefundRef::Key(key) => (key.clone(), None, Route::External, Split::default()),
            RefundRef::OfCase(id) => {
                let asked = self.before.case(*id).map(|case| self.before.still_asked(case));
                (self.new_key(*id), Some(*id), self.who_pays(), asked.unwrap_or_default())
            }
        };
        let (started, reports) = (self.time(), Vec::new());
        let names = Vec::new();
        RefundRecord { key, names, case, route, payment: None, split, started, reports }
    }

    /// Checks that the amount is plausible: more than nothing, and not more than there ever was.
    pub(super) fn require_plausible_amount(
        &self,
        money: Money,
        can_be_nothing: bool,
    ) -> Result<(), Objection> {
        let amount = minor(money.amount);
        let is_something = amount > 0 || (amount == 0 && can_be_nothing);
        require(is_something, "that is no amount to report")?;
        let most = (1i128 << 53).max(minor(self.before.facts.amount_paid()));
        require(amount <= most, "no refund is so large")
    }

    /// Records a refund as it is known now, and lets its case follow. `before` is the refund as it was known,
    /// if it was.
    pub(super) fn record_report(&mut self, before: Option<&RefundRecord>, updated: RefundRecord) {
        let was_in_flight = before.is_some_and(RefundRecord::is_in_flight);
        // A refund that was of no case is new to the case.
        let known = before.filter(|before| before.case == updated.case);
        let was_paid = known.map_or(0, RefundRecord::paid);
        let had_succeeded = known.is_some_and(|known| known.state() == RefundState::Succeeded);
        let has_succeeded = updated.state() == RefundState::Succeeded && !had_succeeded;
        let has_paid = updated.paid() > was_paid || has_succeeded;
        let case = updated.case;
        let is_over = !updated.is_in_flight();
        self.record_refund(updated);
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
    }

    /// Stores the record of a refund. Whatever happens to its money, its case is shown again.
    pub(super) fn record_refund(&mut self, updated: RefundRecord) {
        self.has_changed = true;
        if let Some(case) = updated.case {
            self.change(case, |case| case.hidden = false);
        }
        match self.after.refunds.iter_mut().find(|refund| refund.key == updated.key) {
            Some(known) => *known = updated,
            None => self.after.refunds.push(updated),
        }
    }

    /// Moves a case that was refunded in full to where it counts as refunded, wherever it stood (I11).
    fn follow_success(&mut self, id: CaseId) {
        let Some(case) = self.after.case(id) else { return };
        if self.after.is_paid(case) && self.after.status_phase(case) != Phase::Refunded {
            self.complete(id);
        }
    }

    /// Moves a case that was not refunded in full, and of which nothing is in flight any more, where a failure
    /// leads.
    pub(super) fn follow_failure(&mut self, id: CaseId, was_in_flight: bool) {
        let Some(case) = self.after.case(id) else { return };
        let status_phase = self.after.status_phase(case);
        let has_ended = matches!(status_phase, Phase::Refunded | Phase::Withdrawn | Phase::Closed);
        if has_ended || self.after.is_paid(case) || self.after.has_refund_in_flight(id) {
            return;
        }
        let mut known = self.after.known_of(case);
        learn(&mut known, Fact::RefundUnderWay, was_in_flight);
        let position = &case.position;
        let (status, deadline) = (position.status, case.deadline);
        let by = Actor::Platform;
        let rule = rule_for::<P>(position.flow, Some(status), &known, by, Action::RefundFailed);
        if let Some(rule) = rule {
            self.apply_rule(id, rule);
            self.set_deadline(id, Some((status, deadline)), false);
        }
    }

    /// Declares a refund of unknown outcome failed, on the actor's responsibility. An offline refund has no
    /// gateway to query, so it can be declared failed at once.
    pub(super) fn declare_failed(&mut self, key: &RefundKey) -> Result<(), Objection> {
        let before = self.before;
        let known = before.refund_called(key);
        let Some(refund) = known else { return Err(Objection("there is no such refund")) };
        require(refund.is_in_flight(), "its outcome is known")?;
        let can_be_declared =
            refund.state() == RefundState::Unknown || refund.route == Route::Offline;
        require(can_be_declared, "the gateway can be asked")?;
        let mut updated = refund.clone();
        updated.reports.push((self.time(), Report::Declared));
        self.record_report(Some(refund), updated);
        Ok(())
    }

    /// Records an external refund: that it was made, or is pending.
    #[allow(clippy::too_many_arguments, reason = "a request has so many fields")]
    pub(super) fn report_external_refund(
        &mut self,
        case: Option<CaseId>,
        reference: &RefundKey,
        amount: Money,
        lines: &[(LineId, Amount)],
        shipping: Amount,
        told: Timestamp,
        is_pending: bool,
    ) -> Result<(), Objection> {
        let as_of = self.counted_as_of(told);
        let before = self.before;
        require(!reference.as_str().is_empty(), "it has no name")?;
        require(amount.currency == before.facts.currency, "it is another currency")?;
        self.require_plausible_amount(amount, false)?;
        require(minor(shipping) >= 0, "that is no amount to report")?;
        let named: Vec<&LineId> = lines.iter().map(|(line, _)| line).collect();
        names_each_once(&named)?;
        let mut split = Split { lines: Vec::new(), shipping: minor(shipping), ..Split::default() };
        for (line, amount) in lines {
            let is_there = before.facts.lines.iter().any(|facts| facts.line == *line);
            require(is_there, "there is no such line")?;
            require(minor(*amount) > 0, "that is no amount to report")?;
            split.lines.push((line.clone(), minor(*amount)));
        }
        let names_nothing = split == Split::default();
        if let Some(id) = case {
            self.require_case(id)?;
            if let (true, Some(case)) = (names_nothing, before.case(id)) {
                // Then it was for what the case asks for.
                split = before.still_asked(case).spread(minor(amount.amount));
            }
        }
        require(split.total() <= minor(amount.amount), "the parts are more than the whole")?;
        split.rest += minor(amount.amount) - split.total();

        let success = Report::Succeeded(minor(amount.amount));
        let report = (as_of, if is_pending { Report::Processing } else { success });
        let known = before.refund_called(reference);
        let Some(known) = known else {
            let (key, started) = (reference.clone(), self.time());
            let route = Route::External;
            let reports = Vec::from([report]);
            self.remember_if_dated_ahead(told);
            let (payment, names) = (None, Vec::new());
            let refund = RefundRecord { key, names, case, route, payment, split, started, reports };
            self.record_report(None, refund);
            return Ok(());
        };
        let is_further_name = known.key != *reference;
        let is_external = known.route == Route::External;
        require(is_external || is_further_name, "that is another refund")?;
        let is_as_much = names_nothing && known.split.total() == minor(amount.amount);
        let is_the_same = known.case == case && (known.split == split || is_as_much);
        let was_of_this_case = known.case.is_none() || known.case == case;
        let has_outcome = !known.last().certain.is_empty();
        let is_success = |report: &(Timestamp, Report)| matches!(report.1, Report::Succeeded(_));
        let has_succeeded = known.reports.iter().any(is_success);
        let says_more = if has_succeeded {
            // An earlier report had the same reference, without the lines or without the case.
            let is_for_nothing = known.split.lines.is_empty() && known.split.shipping == 0;
            let rest = known.split.rest;
            let said_nothing = is_for_nothing && (rest == 0 || rest == minor(amount.amount));
            known.case.is_none() && (said_nothing || known.split == split)
        } else {
            // Only the largest amount counts of those that are said to be pending, and that of the first success.
            let is_too_late = has_outcome || minor(amount.amount) < known.split.total();
            was_of_this_case && !(is_pending && is_too_late)
        };
        let is_late = is_pending && was_of_this_case;
        let is_odd = !(is_the_same || says_more || is_late);
        if is_further_name && (is_odd || !is_external) {
            // What it is for is known, and so is its case.
            let is_of_its_case = case.is_none() || known.case.is_none() || case == known.case;
            require(is_of_its_case, "it pays another case")?;
            let mut updated = known.clone();
            updated.reports.push(report);
            if updated.last() != known.last() {
                self.remember_if_dated_ahead(told);
                self.take_report(Some(known), updated);
            }
            return Ok(());
        }
        require(!is_odd, "that is another refund")?;
        if is_the_same && has_succeeded {
            return Ok(());
        }
        let mut updated = known.clone();
        if says_more && !is_the_same {
            (updated.case, updated.split) = (case, split);
        }
        updated.reports.push(report);
        let is_news = (updated.case, &updated.split, updated.last())
            != (known.case, &known.split, known.last());
        if is_news {
            self.remember_if_dated_ahead(told);
            self.record_report(Some(known), updated);
        }
        Ok(())
    }

    /// Records the gateway's total of refunds. Totals are not added up; the newest counts.
    pub(super) fn report_refund_total(
        &mut self,
        total: Money,
        told: Timestamp,
    ) -> Result<(), Objection> {
        let as_of = self.counted_as_of(told);
        require(total.currency == self.before.facts.currency, "it is another currency")?;
        require(minor(total.amount) >= 0, "that is no amount to report")?;
        let report = (as_of, minor(total.amount));
        if self.before.totals.iter().any(|known| *known >= report) {
            return Ok(());
        }
        self.require_plausible_amount(total, true)?;
        self.remember_if_dated_ahead(told);
        self.after.totals.push(report);
        self.has_changed = true;
        self.close_if_nothing_is_left();
        Ok(())
    }

    /// Records the merchant's proof of an offline refund. From then on the money may be in flight.
    pub(super) fn prove_offline_refund(
        &mut self,
        id: CaseId,
        certificates: &[EvidenceId],
    ) -> Result<(), Objection> {
        self.require_case(id)?;
        require(!certificates.is_empty(), "no certificate is named")?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        let rule = self.authorise_by_rule(case, Action::ProveOfflineRefund)?;
        let owed = before.still_asked(case);
        self.take_transition(id, rule, None);
        self.start_refund(id, owed, Route::Offline);
        let time = self.time();
        if let Some(shown) = self.after.refunds.last_mut() {
            // Only the buyer can say whether it came.
            shown.reports.push((time, Report::Processing));
        }
        Ok(())
    }

    /// Records the buyer's confirmation that the money has come.
    pub(super) fn confirm_offline_refund(&mut self, id: CaseId) -> Result<(), Objection> {
        self.require_case(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        let rule = self.authorise_by_rule(case, Action::ConfirmOfflineRefund)?;
        let mut shown: Vec<&RefundRecord> = before.refunds_of(id);
        shown.retain(|refund| refund.route == Route::Offline);
        let mut updated = match shown.last() {
            Some(shown) => RefundRecord::clone(shown),
            None => RefundRecord {
                route: Route::Offline,
                ..self.unknown_refund(&RefundRef::OfCase(id))
            },
        };
        let paid = updated.split.total();
        if paid > 0 {
            updated.reports.push((self.time(), Report::Succeeded(paid)));
            self.record_refund(updated);
        }
        self.take_transition(id, rule, None);
        self.close_if_nothing_is_left();
        Ok(())
    }
}

/// Returns whether a report says of a refund at a later time what the last one said.
fn is_confirmed(before: &RefundRecord, after: &RefundRecord) -> bool {
    let last = |refund: &RefundRecord| refund.last().certain.into_iter().next_back();
    match (last(before), last(after)) {
        (Some(before), Some(after)) => {
            before.outcome == after.outcome && before.as_of < after.as_of
        }
        _ => false,
    }
}
