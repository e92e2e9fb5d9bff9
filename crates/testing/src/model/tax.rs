//! The tax in what was paid and refunded, each time from the first line on (I27).

use super::Model;
use super::figures::Balances;
use super::records::{CaseRecord, RefundRecord, Split};
use super::step::Step;
use super::sums::minor;
use super::table::holds;
use aftersale::order::Policy;

/// Returns the tax in so much of what was paid: the proportional part, rounded down.
fn tax_in(tax: i128, paid: i128, refunded: i128) -> i128 {
    if paid <= 0 { 0 } else { tax.clamp(0, paid) * refunded.clamp(0, paid) / paid }
}

impl<P: Policy> Model<P> {
    /// Returns the tax in what these balances say was refunded, and in so much of the order: by line, of the shipping, and
    /// as the rest what the order has besides.
    fn tax_refunded(&self, balances: &Balances, of_order: i128) -> Split {
        let mut taxes = Split::default();
        let (mut all, mut within) = (0, 0);
        for (facts, line) in self.facts.lines.iter().zip(&balances.lines) {
            let (tax, paid) = (minor(facts.tax), line.money.paid);
            taxes.lines.push((facts.line.clone(), tax_in(tax, paid, line.money.refunded)));
            all += tax.clamp(0, paid.max(0));
            within += line.money.refunded.clamp(0, paid.max(0));
        }
        let (tax, shipping) = (minor(self.facts.shipping_tax), &balances.shipping);
        taxes.shipping = tax_in(tax, shipping.paid, shipping.refunded);
        all += tax.clamp(0, shipping.paid.max(0));
        within += shipping.refunded.clamp(0, shipping.paid.max(0));
        let of_parts = taxes.total();
        let costs = minor(self.facts.amount_paid());
        // Money that is for nothing in particular is of whatever is still there.
        let (others, left) = (of_order.min(costs) - within, costs - within);
        let mut whole = of_parts + tax_in(all - of_parts, left, others);
        if let Some(most) = self.facts.tax {
            whole = whole.min(minor(most));
        }
        taxes.rest = whole - of_parts;
        taxes
    }

    /// Returns the balances without the gateway's total.
    fn booked_balances(&self) -> Balances {
        let without_totals = Self { totals: Vec::new(), ..self.clone() };
        without_totals.balances(None)
    }

    /// Returns the tax in what is booked.
    fn tax_booked(&self) -> Split {
        let balances = self.booked_balances();
        self.tax_refunded(&balances, balances.order.refunded)
    }

    /// Returns the tax in what was refunded, by what the gateway says where that is more.
    pub(super) fn tax_by_now(&self) -> Split {
        let balances = self.balances(None);
        self.tax_refunded(&balances, balances.order.refunded)
    }

    /// Returns the tax in all that was paid.
    pub(super) fn tax_paid(&self) -> i128 {
        let mut paid = self.balances(None);
        for line in &mut paid.lines {
            line.money.refunded = line.money.paid;
        }
        paid.shipping.refunded = paid.shipping.paid;
        self.tax_refunded(&paid, minor(self.facts.amount_paid())).total()
    }

    /// Returns the tax in what a refund has paid, as it was when the money moved.
    pub(super) fn tax_of(&self, refund: &RefundRecord) -> Split {
        let recorded = self.taxes.iter().find(|(key, _)| *key == refund.key);
        recorded.map(|(_, tax)| tax.clone()).unwrap_or_default()
    }

    /// Returns the tax of these amounts, if they are refunded after all that was refunded and all that is in flight, but for
    /// these refunds.
    fn tax_on_top(&self, more: &Split, but: &[&RefundRecord]) -> i128 {
        let mut balances = self.booked_balances();
        for refund in &self.refunds {
            if but.iter().all(|other| other.key != refund.key) {
                balances.add(&refund.in_flight(), |figures| &mut figures.refunded);
            }
        }
        let before = self.tax_refunded(&balances, balances.order.refunded).total();
        balances.add(more, |figures| &mut figures.refunded);
        self.tax_refunded(&balances, balances.order.refunded).total() - before
    }

    /// Returns the tax of what of a refund is in flight.
    pub(super) fn tax_in_flight(&self, refund: &RefundRecord) -> i128 {
        self.tax_on_top(&refund.in_flight(), &[refund])
    }

    /// Returns the tax of what a case still asks for and of what is in flight for it.
    pub(super) fn tax_to_come(&self, case: &CaseRecord<P::Status>) -> i128 {
        let asked = if holds(self.phase(case)) { self.still_asked(case) } else { Split::default() };
        let refunds = self.refunds_of(case.id);
        let mut open = asked;
        for refund in &refunds {
            open.add(&refund.in_flight(), 1);
        }
        self.tax_on_top(&open, &refunds)
    }
}

impl<P: Policy> Step<'_, P> {
    /// Records the tax of the refund whose money has moved.
    pub(super) fn record_taxes(&mut self) {
        let mut moved = None;
        for refund in &self.after.refunds {
            let before = self.before.refunds.iter().find(|before| before.key == refund.key);
            let was = before.map(RefundRecord::booked).unwrap_or_default();
            if refund.booked() != was && moved.is_none() {
                moved = Some(refund.clone());
            }
        }
        let one = self.one_refund();
        let of_gone = one.as_ref().map(|(gone, _)| gone.clone());
        let Some(refund) = one.map(|(_, refund)| refund).or(moved) else { return };
        let mut tax = self.after.tax_of(&refund);
        // What the one carried that turned out to be the other, the other carries.
        if let Some(gone) = of_gone {
            for (_, carried) in self.before.taxes.iter().filter(|(key, _)| *key == gone) {
                tax.add(carried, 1);
            }
            self.after.taxes.retain(|(key, _)| *key != gone);
        }
        tax.add(&self.after.tax_booked(), 1);
        tax.add(&self.before.tax_booked(), -1);
        self.after.taxes.retain(|(key, _)| *key != refund.key);
        self.after.taxes.push((refund.key, tax));
    }
}

impl Split {
    /// Adds so many times another one.
    fn add(&mut self, other: &Self, times: i128) {
        for (line, amount) in &other.lines {
            match self.lines.iter_mut().find(|(known, _)| known == line) {
                Some((_, known)) => *known += times * amount,
                None => self.lines.push((line.clone(), times * amount)),
            }
        }
        self.shipping += times * other.shipping;
        self.rest += times * other.rest;
    }
}
