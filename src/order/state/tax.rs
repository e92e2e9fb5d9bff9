//! The tax in what was refunded: the sums that are kept of it, and what of it a refund carries.
//!
//! Nothing of an order without tax is looked at here.

use alloc::vec::Vec;

use super::books::number_at;
use super::sums::{LineSums, MoneySums, Sum, Way};
use super::{Books, State};
use crate::lifecycle::Status;
use crate::money::Amount;
use crate::order::tax::{Taxed, TaxedOrder};
use crate::order::{Change, LineId, Opening, Parts, RefundKey, RefundNumber};

/// The tax of an order, and what of it was refunded.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(in crate::order) struct TaxSums {
    /// The tax of all lines and the shipping.
    all: Amount,
    /// The tax in what was refunded for each of them.
    refunded: Sum,
    /// What was refunded for each of them, as far as it has paid.
    within: Sum,
}

impl TaxSums {
    /// Adds the sums up.
    pub(super) fn of(opening: &Opening, lines: &[LineSums], shipping: &MoneySums) -> Self {
        let mut sums = Self::default();
        if !opening.facts.has_tax() {
            return sums;
        }
        for (place, line) in lines.iter().enumerate() {
            if let Some(taxed) = opening.taxed_line(place) {
                sums.all = sums.all.saturating_add(taxed.tax);
                sums.book(taxed, &line.money, Way::Add);
            }
        }
        let taxed = opening.facts.taxed_shipping();
        sums.all = sums.all.saturating_add(taxed.tax);
        sums.book(taxed, shipping, Way::Add);
        // What was told as tax may be of lines for which nothing was paid.
        if sums.is_any() { sums } else { Self::default() }
    }

    /// Returns whether the order has any tax.
    pub(in crate::order) const fn is_any(&self) -> bool {
        self.all.is_positive()
    }

    /// Adds what was refunded of a line or of the shipping, or takes it away.
    fn book(&mut self, taxed: Taxed, sums: &MoneySums, way: Way) {
        let refunded = taxed.within(sums.refunded.amount());
        self.within.book(refunded, way);
        self.refunded.book(taxed.tax_of(refunded), way);
    }

    /// Returns the tax in all that was refunded of the order.
    fn of_order(&self, opening: &Opening, order: &MoneySums) -> Amount {
        let whole = TaxedOrder {
            paid: opening.facts.paid,
            tax: self.all,
            most: opening.facts.tax,
            within: self.within.amount(),
            tax_within: self.refunded.amount(),
        };
        whole.tax_of(order.refunded.amount())
    }
}

impl<S> Books<S> {
    /// Returns the sums of the tax, once these are the sums of some lines and of the shipping.
    pub(super) fn tax_sums_after<'l>(
        &self,
        lines: impl Iterator<Item = (usize, &'l LineSums)>,
        shipping: &MoneySums,
    ) -> TaxSums {
        let mut sums = self.kept.tax;
        for (place, line) in lines {
            if let (Some(taxed), Some(before)) =
                (self.opening.taxed_line(place), self.kept.lines.get(place))
            {
                sums.book(taxed, &before.money, Way::TakeAway);
                sums.book(taxed, &line.money, Way::Add);
            }
        }
        let taxed = self.opening.facts.taxed_shipping();
        sums.book(taxed, &self.kept.shipping, Way::TakeAway);
        sums.book(taxed, shipping, Way::Add);
        sums
    }

    /// Returns the tax that was recorded of a refund.
    pub(in crate::order) fn tax_of_refund(&self, refund: RefundNumber) -> Option<&Parts> {
        let taxes = &self.refund_taxes;
        let index = taxes.binary_search_by_key(&refund, |(number, _)| *number).ok()?;
        taxes.get(index).map(|(_, tax)| tax)
    }
}

impl<S: Status> State<'_, S> {
    /// Returns the refund of which the changes have moved money, and the tax in what it has paid by then, where that is
    /// another than before. One event moves the money of one refund at most; where another one turned out to be it, what was
    /// recorded of that is part of its tax.
    pub(in crate::order) fn tax_by_changes(&self) -> Option<(RefundKey, Parts)> {
        if !self.books.kept.tax.is_any() {
            return None;
        }
        let moved = || {
            self.refunds.iter().find_map(|(place, _)| {
                let before = self.books.refunds.get(place);
                let before = before.map(|one| one.booked()).unwrap_or_default();
                (self.refund_at(place)?.booked() != before).then_some(place)
            })
        };
        let (place, gone) = match self.places_of_one_refund() {
            Some((place, gone)) => (place, Some(gone)),
            None => (moved()?, None),
        };
        let (number, refund) = (number_at(place)?, self.refund_at(place)?);
        let recorded = |number| self.books.tax_of_refund(number);
        let before = recorded(number);
        let of_gone = gone.and_then(number_at).and_then(recorded);
        let after = before.cloned().unwrap_or_default();
        let after = after.plus(of_gone.cloned().unwrap_or_default()).plus(self.tax_moved());
        let is_new = before.map_or_else(|| after != Parts::default(), |before| *before != after);
        is_new.then(|| (refund.key.clone(), after))
    }

    /// Returns the places of a refund and of the external one that turned out to be it by these changes.
    fn places_of_one_refund(&self) -> Option<(usize, usize)> {
        self.changes.iter().find_map(|change| match change {
            Change::RefundIdentified { refund, reference } => {
                let places =
                    (self.books.place_of_key(refund)?, self.books.place_of_key(reference)?);
                Some(places)
            }
            _ => None,
        })
    }

    /// Returns by how much the changes have moved the tax in what was refunded: of each line, of the shipping, and, as the
    /// rest, what the tax of the whole order has moved besides.
    fn tax_moved(&self) -> Parts {
        let (books, opening) = (self.books, &self.books.opening);
        let moved = |taxed: Taxed, before: &MoneySums, after: &MoneySums| {
            let tax_of = |sums: &MoneySums| taxed.tax_of(taxed.within(sums.refunded.amount()));
            tax_of(after).saturating_sub(tax_of(before))
        };
        let mut lines: Vec<(LineId, Amount)> = Vec::new();
        for (place, after) in self.lines.touched.iter() {
            let facts = opening.facts.lines.get(place);
            let taxed = opening.taxed_line(place);
            if let (Some(facts), Some(taxed), Some(before)) =
                (facts, taxed, books.kept.lines.get(place))
            {
                let tax = moved(taxed, &before.money, &after.money);
                if tax != Amount::ZERO {
                    lines.push((facts.line.clone(), tax));
                }
            }
        }
        let taxed = opening.facts.taxed_shipping();
        let shipping = moved(taxed, &books.kept.shipping, &self.order.shipping);
        let after = books.tax_sums_after(self.lines.touched.iter(), &self.order.shipping);
        let before = books.kept.tax.of_order(opening, &books.kept.order);
        let whole = after.of_order(opening, &self.order.order).saturating_sub(before);
        let parts = Parts { lines, shipping, rest: Amount::ZERO };
        let rest = whole.saturating_sub(parts.total());
        Parts { rest, ..parts }
    }
}
