//! Everything that can be seen of an order, compared with the model.

use core::fmt::{Debug, Display};

use super::Model;
use super::notes::{CaseNote, MoveNote, quantity};
use super::sums::amount;
use super::table::is_known;
use aftersale::lifecycle::Fact;
use aftersale::money::Amount;
use aftersale::order::{
    Attempt, AttemptKey, Balance, Case, Due, Effect, EffectId, Offer, Order, Policy, Route, Stage,
};

/// What was found so far.
struct Found(Vec<String>);

impl Found {
    /// Puts down what something is in the model and in the order, where that is not the same.
    fn compare<T: PartialEq + Debug>(&mut self, what: impl Display, model: T, order: T) {
        if model != order {
            self.0.push(format!("{what}: {model:?} in the model, {order:?} in the order"));
        }
    }
}

impl<P: Policy> Model<P> {
    /// All that an order shows and the model says otherwise, each in a sentence with both figures. None:
    /// they are the same as far as can be seen.
    #[must_use]
    pub fn differences(&self, order: &Order<P>) -> Vec<String> {
        let mut found = Found(Vec::new());
        found.compare("the version", self.version(), order.version());
        let stage = if self.closed.is_some() { Stage::Closed } else { self.stage };
        found.compare("the stage", stage, order.stage());
        found.compare("when it was closed", self.closed, order.closed());
        found.compare("when it was shipped", self.shipped, order.shipped());
        found.compare("when it was received", self.received, order.received());
        found.compare("whether it was shipped", self.is_shipped(), order.is_shipped());
        found.compare("how many cases there are", self.cases.len(), order.cases().len());
        for (case, other) in self.cases.iter().zip(order.cases()) {
            self.compare_case(&mut found, case, other, order);
        }
        found.compare("how many payments there are", self.payments.len(), order.attempts().len());
        for (payment, other) in self.payments.iter().zip(order.attempts()) {
            let of = |what: &str| format!("{what} of payment {}", payment.key);
            found.compare(of("the key"), &payment.key, &other.key);
            found.compare(of("the case"), payment.case, other.case);
            found.compare(of("the route"), payment.route, other.route);
            found.compare(of("the start"), payment.started, other.started);
            found.compare(of("the state"), payment.state(), other.state());
            found.compare(of("the parts"), payment.split.parts(), other.parts.clone());
            found.compare(of("what is paid"), amount(payment.paid()), other.paid());
            found.compare(of("what is booked"), payment.booked().parts(), other.booked());
        }
        self.compare_ledger(&mut found, order);
        self.compare_work(&mut found, order);
        found.0
    }

    fn compare_case(
        &self,
        found: &mut Found,
        case: &CaseNote<P::Status>,
        other: &Case<P::Status>,
        order: &Order<P>,
    ) {
        let of = |what: &str| format!("{what} of case {}", case.id);
        found.compare(of("the number"), case.id, other.id);
        found.compare(of("the flow"), case.place.flow, other.flow);
        found.compare(of("the status"), case.place.status, other.status);
        found.compare(of("what the status says"), self.standing(case), other.standing);
        found.compare(of("the phase"), Some(self.phase(case)), order.phase(case.id));
        for fact in Fact::ALL {
            let known = is_known(&case.place.known, *fact);
            found.compare(of(&format!("whether {fact},")), known, other.facts.get(*fact));
        }
        found.compare(of("the claim"), case.claim.claim(), other.claim.clone());
        found.compare(of("the offer"), Offer::new(case.offer), other.offer);
        found.compare(of("the deadline"), case.due, other.due);
        found.compare(of("the goods"), &case.goods, &other.goods);
        found.compare(of("whether it is waived, the return"), case.waived, other.waived);
        found.compare(of("whether they are in stock, the goods"), case.stocked, other.stocked);
        found.compare(
            of("whether it is written off, the refund"),
            case.written_off,
            other.written_off,
        );
        found.compare(of("whether it is hidden, the row"), case.hidden, other.hidden);
        found.compare(of("what was said"), &case.said, &other.said);
        let moves = other.moves.iter().map(|other| MoveNote {
            action: other.action,
            flow: other.flow,
            status: other.status,
            version: other.version,
            at: other.at,
        });
        found.compare(of("the moves"), case.moves.clone(), moves.collect());
    }

    fn compare_ledger(&self, found: &mut Found, order: &Order<P>) {
        let (sheet, ledger) = (self.sheet(None), order.ledger());
        let refundable = order.refundable();
        let left = amount(sheet.order.left()).max(Amount::ZERO);
        let capped = |minor: i128| amount(minor).max(Amount::ZERO).min(left);
        let mut columns = |what: &str, figures: Balance, other: Balance| {
            found.compare(format!("what was paid for {what}"), figures.paid, other.paid);
            let (refunded, other_refunded) = (figures.refunded, other.refunded);
            found.compare(format!("what was refunded for {what}"), refunded, other_refunded);
            let (in_flight, other_in_flight) = (figures.in_flight, other.in_flight);
            found.compare(format!("what is in flight for {what}"), in_flight, other_in_flight);
            found.compare(format!("what is claimed of {what}"), figures.claimed, other.claimed);
        };
        columns("the order", sheet.order.balance(), ledger.order);
        columns("shipping", sheet.shipping.balance(), ledger.shipping);
        for (line, other) in sheet.lines.iter().zip(&ledger.lines) {
            columns(&format!("line {}", line.line), line.money.balance(), other.money);
        }
        found.compare("what is left of the order", left, refundable.order);
        found.compare(
            "what is left of shipping",
            capped(sheet.shipping.left()),
            refundable.shipping,
        );
        for ((line, other), of) in sheet.lines.iter().zip(&ledger.lines).zip(&refundable.lines) {
            let what = |what: &str| format!("{what} of line {}", line.line);
            found.compare(what("the name"), &line.line, &other.line);
            found.compare(what("units bought"), quantity(line.bought), other.units.bought);
            found.compare(what("units returned"), quantity(line.returned), other.units.returned);
            found.compare(what("units claimed"), quantity(line.claimed), other.units.claimed);
            let left = (line.bought - line.returned - line.claimed).max(0);
            found.compare(what("units left"), quantity(left), of.units);
            found.compare(what("money left"), capped(line.money.left()), of.amount);
            // What more units of it are worth, for the first few and all of them.
            let countable = 10..=i128::from(u32::MAX);
            let all = [left, left + 1].into_iter().filter(|units| countable.contains(units));
            for units in (0..=9).chain(all) {
                let worth = line.worth_of(units).map(amount);
                let other = other.worth_of(quantity(units));
                found.compare(what(&format!("what {units} more are worth")), worth, other);
            }
        }
        let is_settled = sheet.order.claimed == 0
            && sheet.lines.iter().all(|line| line.claimed == 0)
            && !self.payments.iter().any(|payment| payment.is_in_flight())
            && self.cases.iter().all(|case| case.due.is_none())
            && self.open_effects().is_empty();
        found.compare("whether all is settled", is_settled, order.is_settled());
    }

    fn compare_work(&self, found: &mut Found, order: &Order<P>) {
        let deadlines = self.cases.iter().filter_map(|case| Some((case.due?, case.id)));
        found.compare("the next deadline", deadlines.min(), order.next_deadline());
        let named = |due: Due| (due.id, due.effect);
        let others: Vec<(EffectId, Effect)> = order.open_effects().into_iter().map(named).collect();
        found.compare("what the host has to do", self.open_effects(), others);
        let mut to_query: Vec<&AttemptKey> = Vec::new();
        for payment in &self.payments {
            let asks = payment.is_in_flight() && payment.route != Route::Offline;
            if asks && !self.is_to_be_made(payment) {
                to_query.push(&payment.key);
            }
        }
        let others = order.to_query().map(|attempt: &Attempt| &attempt.key).collect();
        found.compare("which payments are to be queried", to_query, others);
    }

    /// What the host has still to do: what it has not acknowledged, payments that are still to be made,
    /// and those not to be made unless that has changed again.
    fn open_effects(&self) -> Vec<(EffectId, Effect)> {
        let is_to_be_made = |key: &AttemptKey| {
            let mut payments = self.payments.iter().filter(|payment| payment.key == *key);
            payments.any(|payment| self.is_to_be_made(payment))
        };
        let mut open = Vec::new();
        for (id, effect) in &self.effects {
            let is_open = match effect {
                Effect::Pay { key, .. } => is_to_be_made(key),
                Effect::DoNotPay { key, .. } => {
                    !self.acknowledged.contains(id) && !is_to_be_made(key)
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
