//! The comparison of everything that an order shows with the model.

use core::fmt::{Debug, Display};

use super::Model;
use super::doubles::doubles_of;
use super::records::{CaseRecord, HistoryRecord, RefundRecord, quantity};
use super::sums::amount;
use super::table::is_known;
use aftersale::lifecycle::Fact;
use aftersale::money::Amount;
use aftersale::order::{
    Balance, Case, Effect, EffectId, Offer, Order, PendingEffect, Policy, Refund, RefundKey, Route,
    Stage,
};

/// The differences that were found so far.
struct Differences(Vec<String>);

impl Differences {
    /// Records the two values where they differ.
    fn compare<T: PartialEq + Debug>(&mut self, what: impl Display, model: T, order: T) {
        if model != order {
            self.0.push(format!("{what}: {model:?} in the model, {order:?} in the order"));
        }
    }
}

impl<P: Policy> Model<P> {
    /// Returns where the order shows something else than the model, each difference in a sentence with both
    /// values. None: the two are the same as far as an order shows.
    #[must_use]
    pub fn differences(&self, order: &Order<P>) -> Vec<String> {
        let mut found = Differences(Vec::new());
        found.compare("the version", self.version(), order.version());
        let stage = if self.closed.is_some() { Stage::Closed } else { self.stage };
        found.compare("the stage", stage, order.stage());
        found.compare("the time of closing", self.closed, order.closed());
        found.compare("the time of shipping", self.shipped, order.shipped());
        found.compare("the time of receipt", self.received, order.received());
        found.compare("whether it was shipped", self.is_shipped(), order.is_shipped());
        found.compare("the number of cases", self.cases.len(), order.cases().len());
        for (case, other) in self.cases.iter().zip(order.cases()) {
            self.compare_case(&mut found, case, other, order);
        }
        found.compare("the number of refunds", self.refunds.len(), order.refunds().len());
        for (refund, other) in self.refunds.iter().zip(order.refunds()) {
            let of = |what: &str| format!("{what} of refund {}", refund.key);
            found.compare(of("the key"), &refund.key, &other.key);
            found.compare(of("the further names"), refund.names.as_slice(), other.references());
            found.compare(of("the case"), refund.case, other.case);
            found.compare(of("the route"), refund.route, other.route);
            found.compare(of("the start"), refund.started, other.started);
            found.compare(of("the state"), refund.state(), other.state());
            found.compare(of("the parts"), refund.split.parts(), other.parts.clone());
            found.compare(of("the amount paid"), amount(refund.paid()), other.paid());
            found.compare(of("the booked parts"), refund.booked().parts(), other.booked());
            let by = refund.payment.as_ref().map(|(name, _)| name);
            found.compare(of("the payment"), by, order.payment_of_refund(&other.key));
            self.compare_tax_of_refund(&mut found, refund, order);
        }
        self.compare_ledger(&mut found, order);
        self.compare_payments(&mut found, order);
        self.compare_tax(&mut found, order);
        self.compare_work(&mut found, order);
        found.compare("what may be paid twice", self.doubles(), doubles_of(order));
        found.0
    }

    fn compare_case(
        &self,
        found: &mut Differences,
        case: &CaseRecord<P::Status>,
        other: &Case<P::Status>,
        order: &Order<P>,
    ) {
        let of = |what: &str| format!("{what} of case {}", case.id);
        found.compare(of("the number"), case.id, other.id);
        found.compare(of("the flow"), case.position.flow, other.flow);
        found.compare(of("the status"), case.position.status, other.status);
        found.compare(of("the status phase"), self.status_phase(case), other.status_phase);
        found.compare(of("the phase"), Some(self.phase(case)), order.phase(case.id));
        for fact in Fact::ALL {
            let known = is_known(&case.position.known, *fact);
            found.compare(of(&format!("whether {fact},")), known, other.facts.get(*fact));
        }
        found.compare(of("the claim"), case.claim.claim(), other.claim.clone());
        found.compare(of("the offer"), Offer::new(case.offer), other.offer);
        found.compare(of("the deadline"), case.deadline, other.deadline);
        found.compare(of("the platform's id"), case.platform_case.as_ref(), other.platform_case());
        found.compare(of("the time of what is known"), case.known_as_of, other.known_as_of());
        let stated = other.adopted.as_ref().and_then(|adopted| adopted.deadline);
        found.compare(of("the stated deadline"), case.stated.map(|(_, time)| time), stated);
        found.compare(of("the goods"), &case.goods, &other.goods);
        found.compare(of("the waiver"), case.waived, other.waived);
        found.compare(of("the stock mark"), case.stocked, other.stocked);
        found.compare(of("the write-off"), case.written_off, other.written_off);
        found.compare(of("the hidden mark"), case.hidden, other.hidden);
        found.compare(of("the correspondence"), &case.correspondence, &other.correspondence);
        let history = other.history.iter().map(|other| HistoryRecord {
            action: other.action,
            flow: other.flow,
            status: other.status,
            version: other.version,
            at: other.at,
        });
        found.compare(of("the history"), case.history.clone(), history.collect());
    }

    fn compare_tax(&self, found: &mut Differences, order: &Order<P>) {
        let (refunded, tax) = (self.tax_by_now(), order.tax());
        let (paid, order_paid) = (amount(self.tax_paid()), tax.order.paid);
        found.compare("the tax of the order", paid, order_paid);
        let whole = amount(refunded.total());
        found.compare("the tax refunded of the order", whole, tax.order.refunded);
        let shipping = amount(refunded.shipping);
        found.compare("the tax refunded of shipping", shipping, tax.shipping.refunded);
        for (line, other) in &tax.lines {
            let of_line = amount(refunded.of_line(line));
            found.compare(format!("the tax refunded of line {line}"), of_line, other.refunded);
        }
        for case in &self.cases {
            let Some(other) = order.tax_of_case(case.id) else { continue };
            let of = |what: &str| format!("{what} of case {}", case.id);
            let refunds = self.refunds_of(case.id);
            let has: i128 = refunds.into_iter().map(|refund| self.tax_of(refund).total()).sum();
            found.compare(of("the tax refunded"), amount(has), other.refunded.total());
            let to_come = amount(self.tax_to_come(case));
            found.compare(of("the tax to come"), to_come, other.expected.total());
        }
    }

    fn compare_tax_of_refund(
        &self,
        found: &mut Differences,
        refund: &RefundRecord,
        order: &Order<P>,
    ) {
        let other = order.tax_of_refund(&refund.key).unwrap_or_default();
        let of = |what: &str| format!("{what} of refund {}", refund.key);
        let tax = self.tax_of(refund);
        for facts in &self.facts.lines {
            let lines = other.refunded.lines.iter().filter(|(line, _)| *line == facts.line);
            let there: i128 = lines.map(|(_, tax)| i128::from(tax.minor())).sum();
            found.compare(
                of(&format!("the tax for {}", facts.line)),
                tax.of_line(&facts.line),
                there,
            );
        }
        found.compare(of("the tax for shipping"), amount(tax.shipping), other.refunded.shipping);
        found.compare(of("the other tax"), amount(tax.rest), other.refunded.rest);
        let in_flight = amount(self.tax_in_flight(refund));
        found.compare(of("the tax in flight"), in_flight, other.expected.total());
    }

    fn compare_payments(&self, found: &mut Differences, order: &Order<P>) {
        let payments = order.payments();
        let figures = payments.iter().map(|payment| {
            let figures = [payment.paid, payment.refunded, payment.in_flight];
            (&payment.payment, figures.map(|amount| i128::from(amount.minor())))
        });
        let figures: Vec<_> = figures.collect();
        let ours = if self.payments.is_empty() { Vec::new() } else { self.payment_figures() };
        let ours = ours
            .iter()
            .map(|payment| (&payment.name, [payment.paid, payment.refunded, payment.in_flight]));
        found.compare("the payments", ours.collect(), figures);
        for case in &self.cases {
            let Some(progress) = order.refund_progress(case.id) else { continue };
            let of = |what: &str| format!("{what} of case {}", case.id);
            let in_flight = self.refunds_of(case.id).into_iter();
            let in_flight: i128 = in_flight.map(|refund| refund.in_flight().total()).sum();
            let left = self.still_asked(case).total();
            let figures = [self.paid_to(case.id), in_flight, left].map(amount);
            let others = [progress.refunded, progress.in_flight, progress.left];
            found.compare(of("the progress"), figures, others);
            let others = progress.payments.into_iter();
            let others = others.map(|one| (one.payment, [one.refunded, one.in_flight, one.left]));
            let by_payment =
                if self.payments.is_empty() { Vec::new() } else { self.progress_by_payment(case) };
            found.compare(of("the progress by payment"), by_payment, others.collect());
        }
    }

    fn compare_ledger(&self, found: &mut Differences, order: &Order<P>) {
        let (balances, ledger) = (self.balances(None), order.ledger());
        let refundable = order.refundable();
        let left = amount(balances.order.left()).max(Amount::ZERO);
        let capped = |minor: i128| amount(minor).max(Amount::ZERO).min(left);
        let mut columns = |what: &str, figures: Balance, other: Balance| {
            found.compare(format!("the amount paid for {what}"), figures.paid, other.paid);
            let (refunded, other_refunded) = (figures.refunded, other.refunded);
            found.compare(format!("what was refunded for {what}"), refunded, other_refunded);
            let (in_flight, other_in_flight) = (figures.in_flight, other.in_flight);
            found.compare(format!("what is in flight for {what}"), in_flight, other_in_flight);
            found.compare(format!("what is claimed of {what}"), figures.claimed, other.claimed);
        };
        columns("the order", balances.order.balance(), ledger.order);
        columns("shipping", balances.shipping.balance(), ledger.shipping);
        for (line, other) in balances.lines.iter().zip(&ledger.lines) {
            columns(&format!("line {}", line.line), line.money.balance(), other.money);
        }
        found.compare("the amount left of the order", left, refundable.order);
        found.compare(
            "the amount left of shipping",
            capped(balances.shipping.left()),
            refundable.shipping,
        );
        for ((line, other), of) in balances.lines.iter().zip(&ledger.lines).zip(&refundable.lines) {
            let what = |what: &str| format!("{what} of line {}", line.line);
            found.compare(what("the name"), &line.line, &other.line);
            found.compare(what("units bought"), quantity(line.bought), other.units.bought);
            found.compare(what("units returned"), quantity(line.returned), other.units.returned);
            found.compare(what("units claimed"), quantity(line.claimed), other.units.claimed);
            let left = (line.bought - line.returned - line.claimed).max(0);
            found.compare(what("units left"), quantity(left), of.units);
            found.compare(what("money left"), capped(line.money.left()), of.amount);
            // The worth of further units of it, for the first few and for all of them.
            let countable = 10..=i128::from(u32::MAX);
            let all = [left, left + 1].into_iter().filter(|units| countable.contains(units));
            for units in (0..=9).chain(all) {
                let worth = line.worth_of(units).map(amount);
                let other = other.worth_of(quantity(units));
                found.compare(what(&format!("what {units} more are worth")), worth, other);
            }
        }
        let is_settled = balances.order.claimed == 0
            && balances.lines.iter().all(|line| line.claimed == 0)
            && !self.refunds.iter().any(|refund| refund.is_in_flight())
            && self.cases.iter().all(|case| case.deadline.is_none())
            && self.pending_effects().is_empty();
        found.compare("whether all is settled", is_settled, order.is_settled());
    }

    fn compare_work(&self, found: &mut Differences, order: &Order<P>) {
        let deadlines = self.cases.iter().filter_map(|case| Some((case.deadline?, case.id)));
        found.compare("the next deadline", deadlines.min(), order.next_deadline());
        let named = |pending: &PendingEffect| (pending.id, pending.effect.clone());
        let others: Vec<(EffectId, Effect)> = order.pending_effects().iter().map(named).collect();
        found.compare("the pending effects", self.pending_effects(), others);
        let mut refunds_to_query: Vec<&RefundKey> = Vec::new();
        for refund in &self.refunds {
            let asks = refund.is_in_flight() && refund.route != Route::Offline;
            if asks && !self.is_to_be_issued(refund) {
                refunds_to_query.push(&refund.key);
            }
        }
        let others = order.refunds_to_query().map(|refund: &Refund| &refund.key).collect();
        found.compare("the refunds to query", refunds_to_query, others);
    }

    /// Returns what the host still has to do: the effects that it has not acknowledged, refunds that are still
    /// to be issued, and refunds to be withheld unless that has changed again.
    fn pending_effects(&self) -> Vec<(EffectId, Effect)> {
        let is_to_be_issued = |key: &RefundKey| {
            let mut refunds = self.refunds.iter().filter(|refund| refund.key == *key);
            refunds.any(|refund| self.is_to_be_issued(refund))
        };
        let mut open = Vec::new();
        for (id, effect) in &self.effects {
            let is_open = match effect {
                Effect::IssueRefund { key, .. } => is_to_be_issued(key),
                Effect::WithholdRefund { key, .. } => {
                    !self.acknowledged.contains(id) && !is_to_be_issued(key)
                }
                _ => !self.acknowledged.contains(id),
            };
            if is_open {
                open.push((*id, effect.clone()));
            }
        }
        open
    }
}
