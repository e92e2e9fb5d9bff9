//! What is heard of payments, of refunds made elsewhere and of totals. It has happened, so it is written
//! down (I12), and the case follows where its table has a way.

use super::applying::names_each_once;
use super::notes::{News, PaymentNote, Split};
use super::step::{Refused, Step, demand};
use super::sums::minor;
use super::table::{learn, rule_for};
use aftersale::lifecycle::{Action, Actor, Fact, Phase};
use aftersale::money::{Amount, Money};
use aftersale::order::{
    AttemptKey, AttemptState, CaseId, EvidenceId, LineId, Outcome, Payment, Policy, Route,
};
use aftersale::time::Timestamp;

impl<P: Policy> Step<'_, P> {
    /// Somebody says what became of a payment.
    pub(super) fn hears(
        &mut self,
        payment: &Payment,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Result<(), Refused> {
        if let Payment::OfCase(case) = payment {
            self.finds(*case)?;
        }
        let known = self.payment_meant(payment, outcome, as_of).cloned();
        let is_known = known.is_some();
        let payment = known.unwrap_or_else(|| self.unknown_payment(payment));
        demand(!payment.key.as_str().is_empty(), "it has no name")?;
        if let Outcome::Succeeded(money) | Outcome::Reversed(money) = outcome {
            self.can_have_been_paid(money, is_known && payment.split.total() == 0)?;
        }
        let news = self.news_of(&payment, outcome);
        let mut told = payment.clone();
        told.news.push((as_of, news));
        // What is known already is not news (I10).
        if !is_known || told.last() != payment.last() {
            self.is_told(is_known.then_some(&payment), told);
        }
        Ok(())
    }

    /// What an outcome says of a payment. Of an amount in another currency nothing can be said but that it
    /// was what was due (I18).
    fn news_of(&self, payment: &PaymentNote, outcome: Outcome) -> News {
        let ours = |money: Money| {
            let is_ours = money.currency == self.before.facts.currency;
            if is_ours { minor(money.amount) } else { payment.split.total() }
        };
        match outcome {
            Outcome::Processing => News::Processing,
            Outcome::Unknown => News::Unknown,
            Outcome::Failed => News::Failed,
            Outcome::Succeeded(money) => News::Succeeded(ours(money)),
            Outcome::Reversed(money) => News::Reversed(ours(money)),
            other => crate::not_known(&other),
        }
    }

    /// The payment that a report is about, where the order knows it. Whoever is not told keys means the
    /// one of the case that was under way at the time; but what one of them was told is told again.
    fn payment_meant(
        &self,
        payment: &Payment,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Option<&PaymentNote> {
        let case = match payment {
            Payment::Attempt(key) => {
                return self.before.payments.iter().find(|payment| payment.key == *key);
            }
            Payment::OfCase(case) => *case,
        };
        let mut ours = self.before.payments_of(case);
        ours.retain(|payment| matches!(payment.route, Route::Shop | Route::Platform));
        for payment in &ours {
            let news = self.news_of(payment, outcome);
            let is_certain = !matches!(news, News::Processing | News::Unknown);
            if is_certain && payment.news.contains(&(as_of, news)) {
                return Some(payment);
            }
        }
        let started = ours.iter().rfind(|payment| payment.started <= as_of);
        started.or_else(|| ours.first()).copied()
    }

    /// A payment of which the order knew nothing.
    fn unknown_payment(&self, payment: &Payment) -> PaymentNote {
        let (key, case, route, split) = match payment {
            Payment::Attempt(key) => (key.clone(), None, Route::Elsewhere, Split::default()),
            Payment::OfCase(id) => {
                let asked = self.before.case(*id).map(|case| self.before.still_asked(case));
                (self.new_key(*id), Some(*id), self.who_pays(), asked.unwrap_or_default())
            }
        };
        PaymentNote { key, case, route, split, started: self.time(), news: Vec::new() }
    }

    /// Whether anybody can have paid so much: more than nothing, and not more than there ever was.
    fn can_have_been_paid(&self, money: Money, can_be_nothing: bool) -> Result<(), Refused> {
        let amount = minor(money.amount);
        let is_something = amount > 0 || (amount == 0 && can_be_nothing);
        demand(is_something, "that is no amount to report")?;
        let most = (1i128 << 53).max(minor(self.before.facts.paid));
        demand(amount <= most, "nobody pays so much")
    }

    /// Writes down what is known of a payment now, and lets its case follow. `before` is the payment as
    /// it was known, if it was.
    fn is_told(&mut self, before: Option<&PaymentNote>, told: PaymentNote) {
        let was_in_flight = before.is_some_and(PaymentNote::is_in_flight);
        // What was paid for nobody's case is new to the case.
        let known = before.filter(|before| before.case == told.case);
        let was_paid = known.map_or(0, PaymentNote::paid);
        let had_succeeded = known.is_some_and(|known| known.state() == AttemptState::Succeeded);
        let has_succeeded = told.state() == AttemptState::Succeeded && !had_succeeded;
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

    /// Puts a payment down as it is known now. Whatever happens to its money, people have to see its case.
    pub(super) fn writes_down(&mut self, told: PaymentNote) {
        self.has_happened = true;
        if let Some(case) = told.case {
            self.change(case, |case| case.hidden = false);
        }
        match self.after.payments.iter_mut().find(|payment| payment.key == told.key) {
            Some(known) => *known = told,
            None => self.after.payments.push(told),
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
        let standing = self.after.standing(case);
        let has_ended = matches!(standing, Phase::Refunded | Phase::Withdrawn | Phase::Closed);
        if has_ended || self.after.is_paid(case) || self.after.has_payment_in_flight(id) {
            return;
        }
        let mut known = self.after.known_of(case);
        learn(&mut known, Fact::RefundUnderWay, was_in_flight);
        let place = &case.place;
        let (status, due) = (place.status, case.due);
        let by = Actor::Platform;
        let rule = rule_for::<P>(place.flow, Some(status), &known, by, Action::RefundFailed);
        if let Some(rule) = rule {
            self.moves_by(id, rule);
            self.sets_clock(id, Some((status, due)), false);
        }
    }

    /// Somebody answers for it that a payment of unknown outcome has failed. Of one that the merchant has
    /// made by another way nobody can be asked, so that can be declared at once.
    pub(super) fn declares_failed(&mut self, key: &AttemptKey) -> Result<(), Refused> {
        let before = self.before;
        let known = before.payments.iter().find(|payment| payment.key == *key);
        let Some(payment) = known else { return Err(Refused("there is no such payment")) };
        demand(payment.is_in_flight(), "it is known what became of it")?;
        let can_be_declared =
            payment.state() == AttemptState::Unknown || payment.route == Route::Offline;
        demand(can_be_declared, "the gateway can be asked")?;
        let mut told = payment.clone();
        told.news.push((self.time(), News::Declared));
        self.is_told(Some(payment), told);
        Ok(())
    }

    /// Money was refunded by other ways than the order's own.
    pub(super) fn refunded_elsewhere(
        &mut self,
        case: Option<CaseId>,
        reference: &AttemptKey,
        amount: Money,
        lines: &[(LineId, Amount)],
        shipping: Amount,
        as_of: Timestamp,
    ) -> Result<(), Refused> {
        let before = self.before;
        demand(!reference.as_str().is_empty(), "it has no name")?;
        demand(amount.currency == before.facts.currency, "it is another currency")?;
        self.can_have_been_paid(amount, false)?;
        demand(minor(shipping) >= 0, "that is no amount to report")?;
        let named: Vec<&LineId> = lines.iter().map(|(line, _)| line).collect();
        names_each_once(&named)?;
        let mut split = Split { lines: Vec::new(), shipping: minor(shipping), ..Split::default() };
        for (line, amount) in lines {
            let is_there = before.facts.lines.iter().any(|facts| facts.line == *line);
            demand(is_there, "there is no such line")?;
            demand(minor(*amount) > 0, "that is no amount to report")?;
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
        demand(split.total() <= minor(amount.amount), "the parts are more than the whole")?;
        split.rest += minor(amount.amount) - split.total();

        let news = (as_of, News::Succeeded(minor(amount.amount)));
        let known = before.payments.iter().find(|payment| payment.key == *reference);
        let Some(known) = known else {
            let (key, started) = (reference.clone(), self.time());
            let route = Route::Elsewhere;
            let news = Vec::from([news]);
            self.is_told(None, PaymentNote { key, case, route, split, started, news });
            return Ok(());
        };
        demand(known.route == Route::Elsewhere, "that is another payment")?;
        let is_as_much = names_nothing && known.split.total() == minor(amount.amount);
        if known.case == case && (known.split == split || is_as_much) {
            return Ok(());
        }
        // Somebody was quicker, and did not say for what, or for which case.
        let said_nothing = known.split == Split::default();
        let says_more = known.case.is_none() && (said_nothing || known.split == split);
        demand(says_more, "that is another payment")?;
        let mut told = PaymentNote { case, split, ..known.clone() };
        told.news.push(news);
        self.is_told(Some(known), told);
        Ok(())
    }

    /// The gateway says how much it has refunded in total. Totals are not added up; the newest counts.
    pub(super) fn refunded_in_total(
        &mut self,
        total: Money,
        as_of: Timestamp,
    ) -> Result<(), Refused> {
        demand(total.currency == self.before.facts.currency, "it is another currency")?;
        demand(minor(total.amount) >= 0, "that is no amount to report")?;
        let news = (as_of, minor(total.amount));
        if self.before.totals.iter().any(|known| *known >= news) {
            return Ok(());
        }
        self.can_have_been_paid(total, true)?;
        self.after.totals.push(news);
        self.has_happened = true;
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
        demand(!certificates.is_empty(), "no certificate is named")?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Refused("there is no such case")) };
        let rule = self.rule_to_do(case, Action::ProveOfflineRefund)?;
        let owed = before.still_asked(case);
        self.takes(id, rule, None);
        self.starts_payment(id, owed, Route::Offline);
        let time = self.time();
        if let Some(shown) = self.after.payments.last_mut() {
            // Whether it came, only the buyer can say.
            shown.news.push((time, News::Processing));
        }
        Ok(())
    }

    /// The buyer says that this money has come.
    pub(super) fn confirms_offline_refund(&mut self, id: CaseId) -> Result<(), Refused> {
        self.finds(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Refused("there is no such case")) };
        let rule = self.rule_to_do(case, Action::ConfirmOfflineRefund)?;
        let mut shown: Vec<&PaymentNote> = before.payments_of(id);
        shown.retain(|payment| payment.route == Route::Offline);
        let mut told = match shown.last() {
            Some(shown) => PaymentNote::clone(shown),
            None => {
                PaymentNote { route: Route::Offline, ..self.unknown_payment(&Payment::OfCase(id)) }
            }
        };
        let paid = told.split.total();
        if paid > 0 {
            told.news.push((self.time(), News::Succeeded(paid)));
            self.writes_down(told);
        }
        self.takes(id, rule, None);
        self.closes_if_nothing_is_left();
        Ok(())
    }
}
