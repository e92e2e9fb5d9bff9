//! What is heard of refunds, of refunds made elsewhere and of totals. It has happened, so it is written
//! down (I12), and the case follows where its table has a way.

use super::applying::names_each_once;
use super::records::{RefundRecord, Report, Split};
use super::step::{Refused, Step, demand};
use super::sums::minor;
use super::table::{learn, rule_for};
use aftersale::lifecycle::{Action, Actor, Fact, Phase};
use aftersale::money::{Amount, Money};
use aftersale::order::{
    CaseId, EvidenceId, LineId, Outcome, Policy, RefundKey, RefundRef, RefundState, Route,
};
use aftersale::time::Timestamp;

impl<P: Policy> Step<'_, P> {
    /// Somebody says what became of a refund.
    pub(super) fn hears(
        &mut self,
        refund: &RefundRef,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Result<(), Refused> {
        if let RefundRef::OfCase(case) = refund {
            self.finds(*case)?;
        }
        let known = self.refund_meant(refund, outcome, as_of).cloned();
        let is_known = known.is_some();
        let refund = known.unwrap_or_else(|| self.unknown_refund(refund));
        demand(!refund.key.as_str().is_empty(), "it has no name")?;
        if let Outcome::Succeeded(money) | Outcome::Reversed(money) = outcome {
            self.can_have_been_paid(money, is_known && refund.split.total() == 0)?;
        }
        let report = self.news_of(&refund, outcome);
        let mut told = refund.clone();
        told.reports.push((as_of, report));
        // What is known already is not news (I10).
        if !is_known || told.last() != refund.last() {
            self.is_told(is_known.then_some(&refund), told);
        }
        Ok(())
    }

    /// What an outcome says of a refund. Of an amount in another currency nothing can be said but that it
    /// was what was due (I18).
    fn news_of(&self, refund: &RefundRecord, outcome: Outcome) -> Report {
        let ours = |money: Money| {
            let is_ours = money.currency == self.before.facts.currency;
            if is_ours { minor(money.amount) } else { refund.split.total() }
        };
        match outcome {
            Outcome::Processing => Report::Processing,
            Outcome::Unknown => Report::Unknown,
            Outcome::Failed => Report::Failed,
            Outcome::Succeeded(money) => Report::Succeeded(ours(money)),
            Outcome::Reversed(money) => Report::Reversed(ours(money)),
            other => crate::not_known(&other),
        }
    }

    /// The refund that a report is about, where the order knows it. Whoever is not told keys means the
    /// one of the case that was under way at the time; but what one of them was told is told again.
    fn refund_meant(
        &self,
        refund: &RefundRef,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Option<&RefundRecord> {
        let case = match refund {
            RefundRef::Key(key) => {
                return self.before.refunds.iter().find(|refund| refund.key == *key);
            }
            RefundRef::OfCase(case) => *case,
        };
        let mut ours = self.before.refunds_of(case);
        ours.retain(|refund| matches!(refund.route, Route::Shop | Route::Platform));
        for refund in &ours {
            let report = self.news_of(refund, outcome);
            let is_certain = !matches!(report, Report::Processing | Report::Unknown);
            if is_certain && refund.reports.contains(&(as_of, report)) {
                return Some(refund);
            }
        }
        let started = ours.iter().rfind(|refund| refund.started <= as_of);
        started.or_else(|| ours.first()).copied()
    }

    /// A refund of which the order knew nothing.
    fn unknown_refund(&self, refund: &RefundRef) -> RefundRecord {
        let (key, case, route, split) = match refund {
            RefundRef::Key(key) => (key.clone(), None, Route::External, Split::default()),
            RefundRef::OfCase(id) => {
                let asked = self.before.case(*id).map(|case| self.before.still_asked(case));
                (self.new_key(*id), Some(*id), self.who_pays(), asked.unwrap_or_default())
            }
        };
        RefundRecord { key, case, route, split, started: self.time(), reports: Vec::new() }
    }

    /// Whether anybody can have paid so much: more than nothing, and not more than there ever was.
    fn can_have_been_paid(&self, money: Money, can_be_nothing: bool) -> Result<(), Refused> {
        let amount = minor(money.amount);
        let is_something = amount > 0 || (amount == 0 && can_be_nothing);
        demand(is_something, "that is not an amount to report")?;
        let most = (1i128 << 53).max(minor(self.before.facts.paid));
        demand(amount <= most, "nobody pays so much")
    }

    /// Writes down what is known of a refund now, and lets its case follow. `before` is the refund as
    /// it was known, if it was.
    fn is_told(&mut self, before: Option<&RefundRecord>, told: RefundRecord) {
        let was_in_flight = before.is_some_and(RefundRecord::is_in_flight);
        // What was paid for nobody's case is new to the case.
        let known = before.filter(|before| before.case == told.case);
        let was_paid = known.map_or(0, RefundRecord::paid);
        let had_succeeded = known.is_some_and(|known| known.state() == RefundState::Succeeded);
        let has_succeeded = told.state() == RefundState::Succeeded && !had_succeeded;
        let has_paid = told.paid() > was_paid || has_succeeded;
        let case = told.case;
        let is_over = !told.is_in_flight();
        self.writes_down(told);
        if let Some(case) = case {
            if has_paid {
                self.follows_success(case);
            }
            if is_over {
                self.follows_failure(case, was_in_flight);
            }
        }
        if has_paid {
            self.closes_if_nothing_is_left();
        }
    }

    /// Puts a refund down as it is known now. Whatever happens to its money, people have to see its case.
    pub(super) fn writes_down(&mut self, told: RefundRecord) {
        self.has_changed = true;
        if let Some(case) = told.case {
            self.change(case, |case| case.hidden = false);
        }
        match self.after.refunds.iter_mut().find(|refund| refund.key == told.key) {
            Some(known) => *known = told,
            None => self.after.refunds.push(told),
        }
    }

    /// A case that has got all it asks for is refunded, wherever it stood (I11).
    fn follows_success(&mut self, id: CaseId) {
        let Some(case) = self.after.case(id) else { return };
        if self.after.is_paid(case) && self.after.standing(case) != Phase::Refunded {
            self.completes(id);
        }
    }

    /// A case that has not got all, and for which nothing is on its way any more, goes where a failure
    /// leads.
    fn follows_failure(&mut self, id: CaseId, was_in_flight: bool) {
        let Some(case) = self.after.case(id) else { return };
        let status_phase = self.after.standing(case);
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
            self.moves_by(id, rule);
            self.sets_clock(id, Some((status, deadline)), false);
        }
    }

    /// Somebody answers for it that a refund of unknown outcome has failed. Of one that the merchant has
    /// made by another way nobody can be asked, so that can be declared at once.
    pub(super) fn declares_failed(&mut self, key: &RefundKey) -> Result<(), Refused> {
        let before = self.before;
        let known = before.refunds.iter().find(|refund| refund.key == *key);
        let Some(refund) = known else { return Err(Refused("there is no such refund")) };
        demand(refund.is_in_flight(), "it is known what became of it")?;
        let can_be_declared =
            refund.state() == RefundState::Unknown || refund.route == Route::Offline;
        demand(can_be_declared, "the gateway can be asked")?;
        let mut told = refund.clone();
        told.reports.push((self.time(), Report::Declared));
        self.is_told(Some(refund), told);
        Ok(())
    }

    /// Money was refunded by other ways than the order's own.
    pub(super) fn report_external_refund(
        &mut self,
        case: Option<CaseId>,
        reference: &RefundKey,
        amount: Money,
        lines: &[(LineId, Amount)],
        shipping: Amount,
        as_of: Timestamp,
    ) -> Result<(), Refused> {
        let before = self.before;
        demand(!reference.as_str().is_empty(), "it has no name")?;
        demand(amount.currency == before.facts.currency, "it is another currency")?;
        self.can_have_been_paid(amount, false)?;
        demand(minor(shipping) >= 0, "that is not an amount to report")?;
        let named: Vec<&LineId> = lines.iter().map(|(line, _)| line).collect();
        names_each_once(&named)?;
        let mut split = Split { lines: Vec::new(), shipping: minor(shipping), ..Split::default() };
        for (line, amount) in lines {
            let is_there = before.facts.lines.iter().any(|facts| facts.line == *line);
            demand(is_there, "there is no such line")?;
            demand(minor(*amount) > 0, "that is not an amount to report")?;
            split.lines.push((line.clone(), minor(*amount)));
        }
        let names_nothing = split == Split::default();
        if let Some(id) = case {
            self.finds(id)?;
            if let (true, Some(case)) = (names_nothing, before.case(id)) {
                // Then it was for what the case asks for.
                split = before.still_asked(case).spread(minor(amount.amount));
            }
        }
        demand(split.total() <= minor(amount.amount), "the parts add up to more than the whole")?;
        split.rest += minor(amount.amount) - split.total();

        let report = (as_of, Report::Succeeded(minor(amount.amount)));
        let known = before.refunds.iter().find(|refund| refund.key == *reference);
        let Some(known) = known else {
            let (key, started) = (reference.clone(), self.time());
            let route = Route::External;
            let reports = Vec::from([report]);
            self.is_told(None, RefundRecord { key, case, route, split, started, reports });
            return Ok(());
        };
        demand(known.route == Route::External, "that is another refund")?;
        let is_as_much = names_nothing && known.split.total() == minor(amount.amount);
        if known.case == case && (known.split == split || is_as_much) {
            return Ok(());
        }
        // Somebody was quicker, and did not say for what, or for which case.
        let said_nothing = known.split == Split::default();
        let says_more = known.case.is_none() && (said_nothing || known.split == split);
        demand(says_more, "that is another refund")?;
        let mut told = RefundRecord { case, split, ..known.clone() };
        told.reports.push(report);
        self.is_told(Some(known), told);
        Ok(())
    }

    /// The gateway says how much it has refunded in total. Totals are not added up; the newest counts.
    pub(super) fn report_refund_total(
        &mut self,
        total: Money,
        as_of: Timestamp,
    ) -> Result<(), Refused> {
        demand(total.currency == self.before.facts.currency, "it is another currency")?;
        demand(minor(total.amount) >= 0, "that is not an amount to report")?;
        let report = (as_of, minor(total.amount));
        if self.before.totals.iter().any(|known| *known >= report) {
            return Ok(());
        }
        self.can_have_been_paid(total, true)?;
        self.after.totals.push(report);
        self.has_changed = true;
        self.closes_if_nothing_is_left();
        Ok(())
    }

    /// The merchant shows that he has paid by another way. From then on the money may be out.
    pub(super) fn proves_offline_refund(
        &mut self,
        id: CaseId,
        certificates: &[EvidenceId],
    ) -> Result<(), Refused> {
        self.finds(id)?;
        demand(!certificates.is_empty(), "at least one certificate is required")?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Refused("there is no such case")) };
        let rule = self.rule_to_do(case, Action::ProveOfflineRefund)?;
        let owed = before.still_asked(case);
        self.takes(id, rule, None);
        self.starts_refund(id, owed, Route::Offline);
        let time = self.time();
        if let Some(shown) = self.after.refunds.last_mut() {
            // Whether it came, only the buyer can say.
            shown.reports.push((time, Report::Processing));
        }
        Ok(())
    }

    /// The buyer says that this money has come.
    pub(super) fn confirms_offline_refund(&mut self, id: CaseId) -> Result<(), Refused> {
        self.finds(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Refused("there is no such case")) };
        let rule = self.rule_to_do(case, Action::ConfirmOfflineRefund)?;
        let mut shown: Vec<&RefundRecord> = before.refunds_of(id);
        shown.retain(|refund| refund.route == Route::Offline);
        let mut told = match shown.last() {
            Some(shown) => RefundRecord::clone(shown),
            None => RefundRecord {
                route: Route::Offline,
                ..self.unknown_refund(&RefundRef::OfCase(id))
            },
        };
        let paid = told.split.total();
        if paid > 0 {
            told.reports.push((self.time(), Report::Succeeded(paid)));
            self.writes_down(told);
        }
        self.takes(id, rule, None);
        self.closes_if_nothing_is_left();
        Ok(())
    }
}
