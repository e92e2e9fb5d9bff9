//! The payments that have names: what was paid and has gone back by each, and how a refund is spread over them (I29).

use super::Model;
use super::records::{CaseRecord, RefundRecord, Split};
use super::step::{Objection, Step, require};
use super::sums::{amount, minor, shared_out};
use aftersale::money::{Amount, Money};
use aftersale::order::{
    CaseId, Effect, OrderFacts, PaymentId, PaymentNumber, PaymentRule, Policy, Route, maximum,
};

/// A payment.
#[derive(Clone, Debug)]
pub(super) struct PaymentRecord {
    pub(super) name: PaymentId,
    pub(super) paid: i128,
    /// What had gone back by it before the order was opened.
    refunded_before: i128,
}

/// What has gone back and may be on its way by a payment, money included that has no payment.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PaymentFigures {
    pub(super) name: PaymentId,
    pub(super) paid: i128,
    pub(super) refunded: i128,
    pub(super) in_flight: i128,
}

impl PaymentFigures {
    const fn left(&self) -> i128 {
        self.paid - self.refunded - self.in_flight
    }

    /// Counts as much as it still has, and returns the rest.
    fn count(&mut self, amount: i128, column: fn(&mut Self) -> &mut i128) -> i128 {
        let counts = amount.min(self.left()).max(0);
        *column(self) += counts;
        amount - counts
    }
}

/// Returns the payments of these facts.
pub(super) fn payments_of(facts: &OrderFacts) -> Vec<PaymentRecord> {
    let record = |payment: &aftersale::order::PaymentFacts| PaymentRecord {
        name: payment.payment.clone(),
        paid: minor(payment.paid),
        refunded_before: minor(payment.refunded),
    };
    facts.payments.iter().map(record).collect()
}

impl<P: Policy> Model<P> {
    /// Returns what has come of what is paid for the order.
    pub(super) fn has_come(&self) -> i128 {
        if self.payments.is_empty() {
            return minor(self.facts.amount_paid());
        }
        self.payments.iter().map(|payment| payment.paid).sum()
    }

    pub(super) fn number_of_payment(&self, name: &PaymentId) -> Option<PaymentNumber> {
        let place = self.payments.iter().position(|payment| payment.name == *name)?;
        u8::try_from(place + 1).ok().map(PaymentNumber::new)
    }

    /// Returns what has gone back and may be on its way by the refunds of each payment alone.
    fn named_figures(&self) -> Vec<PaymentFigures> {
        let figures = |payment: &PaymentRecord| {
            let by_it = self.refunds.iter();
            let by_it = by_it.filter(|refund| refund.is_by(&payment.name));
            let (mut refunded, mut in_flight) = (payment.refunded_before, 0);
            for refund in by_it {
                refunded += refund.booked().total();
                in_flight += refund.in_flight().total();
            }
            let name = payment.name.clone();
            PaymentFigures { name, paid: payment.paid, refunded, in_flight }
        };
        self.payments.iter().map(figures).collect()
    }

    /// Returns the figures of each payment. Money without a payment counts for them one after the other.
    pub(super) fn payment_figures(&self) -> Vec<PaymentFigures> {
        let mut payments = self.named_figures();
        let order = self.balances(None).order;
        let named: i128 = payments.iter().map(|payment| payment.refunded).sum();
        let mut rest = (order.refunded - named).max(0);
        let named: i128 = payments.iter().map(|payment| payment.in_flight).sum();
        let mut on_its_way = (order.in_flight - named).max(0);
        for payment in &mut payments {
            rest = payment.count(rest, |figures| &mut figures.refunded);
            on_its_way = payment.count(on_its_way, |figures| &mut figures.in_flight);
        }
        payments
    }

    /// Returns whether the payment of a refund has given back no more than it gave, with all that may be on its way.
    pub(super) fn has_payment_for(&self, refund: &RefundRecord) -> bool {
        let figures = self.named_figures();
        let mut by_it = figures.iter().filter(|figures| refund.is_by(&figures.name));
        by_it.all(|figures| figures.left() >= 0)
    }

    /// Returns what of an amount goes back by each payment for a case.
    pub(super) fn spread_over_payments(&self, case: CaseId, whole: i128) -> Vec<(PaymentId, i128)> {
        let figures = self.payment_figures();
        let mut left: Vec<i128> = figures.iter().map(|figures| figures.left().max(0)).collect();
        let mut parts: Vec<i128> = left.iter().map(|_| 0).collect();
        let mut rest = whole;
        let chosen = self.chosen.iter().filter(|(of, _)| *of == case);
        for (name, wanted) in chosen.flat_map(|(_, payments)| payments) {
            let Some(place) = figures.iter().position(|one| one.name == *name) else { continue };
            let part = (*wanted).min(left[place]).min(rest);
            parts[place] += part;
            left[place] -= part;
            rest -= part;
        }
        let by_rule = match self.policy.terms().payments {
            PaymentRule::InOrder => {
                let mut still = rest;
                let mut drained = Vec::new();
                for left in &left {
                    drained.push(still.min(*left));
                    still -= still.min(*left);
                }
                drained
            }
            PaymentRule::ProRata => shared_out(rest.min(left.iter().sum()), &left),
            other => crate::not_known(&other),
        };
        for (part, more) in parts.iter_mut().zip(by_rule) {
            *part += more;
        }
        let names = figures.into_iter().map(|figures| figures.name);
        names.zip(parts).filter(|(_, part)| *part > 0).collect()
    }

    /// Returns what of a case has gone back, may be on its way, and would go back next, by each payment by which anything
    /// does.
    pub(super) fn progress_by_payment(
        &self,
        case: &CaseRecord<P::Status>,
    ) -> Vec<(PaymentId, [Amount; 3])> {
        let asked = self.still_asked(case).total();
        let next = if asked > 0 { self.spread_over_payments(case.id, asked) } else { Vec::new() };
        let mut progress = Vec::new();
        for payment in &self.payments {
            let (mut back, mut on_its_way, mut to_come) = (0, 0, 0);
            for refund in self.refunds_of(case.id) {
                if refund.is_by(&payment.name) {
                    back += refund.paid();
                    on_its_way += refund.in_flight().total();
                }
            }
            for (name, part) in &next {
                to_come += if *name == payment.name { *part } else { 0 };
            }
            let figures = [back, on_its_way, to_come];
            if figures != [0; 3] {
                progress.push((payment.name.clone(), figures.map(amount)));
            }
        }
        progress
    }
}

impl<P: Policy> Step<'_, P> {
    /// Records that a payment has come.
    pub(super) fn order_paid(&mut self, name: &PaymentId, money: Money) -> Result<(), Objection> {
        let before = self.before;
        require(!name.as_str().is_empty(), "it has no name")?;
        require(money.currency == before.facts.currency, "it is another currency")?;
        let paid = minor(money.amount);
        require(paid > 0, "that is no amount to report")?;
        if let Some(known) = before.payments.iter().find(|known| known.name == *name) {
            return require(known.paid == paid, "that is another payment");
        }
        require(before.payments.len() < maximum::PAYMENTS, "the order is full of payments")?;
        let costs = minor(before.facts.amount_paid());
        require(before.has_come() + paid <= costs, "the order does not cost so much")?;
        self.after.payments.push(PaymentRecord { name: name.clone(), paid, refunded_before: 0 });
        self.has_changed = true;
        Ok(())
    }

    /// Records by which payments the next refund of a case goes back.
    pub(super) fn choose_payments(
        &mut self,
        id: CaseId,
        payments: &[(PaymentId, Amount)],
    ) -> Result<(), Objection> {
        self.require_case(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        let figures = before.payment_figures();
        let mut chosen: Vec<(PaymentId, i128)> = Vec::new();
        for (name, wanted) in payments {
            let wanted = minor(*wanted);
            require(chosen.iter().all(|(known, _)| known != name), "a payment is named twice")?;
            require(wanted > 0, "that is no amount to refund")?;
            let payment = figures.iter().find(|figures| figures.name == *name);
            require(payment.is_some(), "there is no such payment")?;
            let left = payment.map_or(0, PaymentFigures::left);
            require(wanted <= left, "the payment has less left")?;
            chosen.push((name.clone(), wanted));
        }
        let whole: i128 = chosen.iter().map(|(_, wanted)| wanted).sum();
        require(whole <= before.still_asked(case).total(), "the case asks for less")?;
        let was = before.chosen.iter().find(|(of, _)| *of == id);
        if was.map_or(&[][..], |(_, was)| was) != chosen {
            self.after.chosen.retain(|(of, _)| *of != id);
            self.after.chosen.push((id, chosen));
            self.has_changed = true;
        }
        Ok(())
    }

    /// Starts a refund by each payment by which a part of this goes back.
    pub(super) fn start_by_payments(&mut self, id: CaseId, split: &Split) {
        let version = self.version();
        let mut spread = self.after.spread_over_payments(id, split.total());
        if spread.is_empty() {
            // A refund of nothing goes by the first.
            spread.extend(self.after.payments.first().map(|payment| (payment.name.clone(), 0)));
        }
        self.after.chosen.retain(|(of, _)| *of != id);
        let mut rest = split.clone();
        for (place, (name, part)) in spread.iter().enumerate() {
            let split = if place + 1 < spread.len() { rest.spread(*part) } else { rest.clone() };
            for (line, amount) in &mut rest.lines {
                *amount -= split.of_line(line);
            }
            rest.lines.retain(|(_, amount)| *amount != 0);
            rest.shipping -= split.shipping;
            rest.rest -= split.rest;
            self.start_one(id, split, Route::Shop, Some((name.clone(), version)));
        }
    }

    /// Returns the payment of the refund that an effect is about.
    pub(super) fn payment_of(&self, effect: &Effect) -> Option<PaymentNumber> {
        let (Effect::IssueRefund { key, .. } | Effect::WithholdRefund { key, .. }) = effect else {
            return None;
        };
        let refund = self.after.refunds.iter().find(|refund| refund.key == *key)?;
        let (name, _) = refund.payment.as_ref()?;
        self.after.number_of_payment(name)
    }
}
