//! Tax: what of the money of an order is tax, and what of a refund.
//!
//! The tax follows the money. Of a line that has paid `paid`, with `tax` in it, and of which `refunded` has been refunded so far,
//! `floor(tax × refunded ÷ paid)` has been refunded as tax; a refund carries what this rises by when its money has left. So
//! each further smallest unit of money carries none or one of tax, the taxes of all refunds add up, and all of the tax is
//! refunded with the last of the money, on whichever path (I27).
//! [`documentation::tax`](crate::documentation::tax) is the page about it.

use alloc::vec::Vec;

use super::state::{CaseView, number_at};
use super::{CaseId, Ledger, LineId, Opening, Order, OrderFacts, Parts, Policy, RefundKey};
use crate::money::Amount;

/// The tax in an amount that was paid, and what of it was refunded.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct TaxBalance {
    /// The tax in what the buyer paid.
    pub paid: Amount,
    /// The tax in what the buyer has got back.
    pub refunded: Amount,
}

impl TaxBalance {
    /// Returns the tax that can still be refunded. It is never below zero.
    #[must_use]
    pub fn left(&self) -> Amount {
        self.paid.saturating_sub(self.refunded)
    }
}

/// The tax of an order: by line, of the shipping, and altogether.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct TaxLedger {
    /// The tax of each line, in the order of the lines.
    pub lines: Vec<(LineId, TaxBalance)>,
    /// The tax of the shipping.
    pub shipping: TaxBalance,
    /// The tax of the order: no more than was stated for the whole order, and with the tax in money that was refunded for
    /// no line and not for the shipping.
    pub order: TaxBalance,
}

/// The tax of a case or of a refund.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct CarriedTax {
    /// The tax in what has been paid and has not come back, by what it was for. It was recorded when the money left, and
    /// only changes when money of the same refund leaves or comes back, when it becomes known what it was for, or when an external
    /// refund turns out to be this one. The rest
    /// is what the tax of the whole order differs by: see [`TaxLedger::order`].
    pub refunded: Parts,
    /// The tax in what has not been paid yet, if that is paid next: after what has been refunded or is in flight.
    pub expected: Parts,
}

impl CarriedTax {
    /// Returns the tax in what has been paid, and in what has not.
    #[must_use]
    pub fn total(&self) -> Amount {
        self.refunded.total().saturating_add(self.expected.total())
    }
}

/// A line or the shipping: what was paid for it, and what of that is tax.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Taxed {
    pub(super) paid: Amount,
    /// Not below zero, and no more than was paid.
    pub(super) tax: Amount,
}

impl Taxed {
    fn of(paid: Amount, tax: Amount) -> Self {
        let paid = paid.max(Amount::ZERO);
        Self { paid, tax: tax.clamp(Amount::ZERO, paid) }
    }

    /// Returns this amount as far as it is not more than was paid.
    pub(super) fn within(self, refunded: Amount) -> Amount {
        refunded.clamp(Amount::ZERO, self.paid)
    }

    /// Returns the tax in the first so much of the money.
    pub(super) fn tax_of(self, refunded: Amount) -> Amount {
        part_of(self.tax, self.within(refunded), self.paid)
    }

    /// Returns the largest amount that is so much before its tax, after so much has been refunded. `None` where there is no
    /// such amount: all of it is tax, or it is outside the range of 64 bits.
    fn with_tax(self, refunded: Amount, before_tax: Amount) -> Option<Amount> {
        let refunded = self.within(refunded);
        let net = i128::from(self.paid.minor()).checked_sub(self.tax.minor().into())?;
        if net == 0 {
            let left = self.paid.saturating_sub(refunded);
            return (before_tax == Amount::ZERO).then_some(left);
        }
        let net_refunded = refunded.minor().checked_sub(self.tax_of(refunded).minor())?;
        let target = i128::from(net_refunded).checked_add(before_tax.minor().into())?;
        let gross = target.checked_mul(self.paid.minor().into())?.checked_div_euclid(net)?;
        let amount = gross.checked_sub(refunded.minor().into())?;
        i64::try_from(amount).ok().map(Amount::from_minor)
    }
}

/// Returns `floor(whole × part ÷ of)`, or zero where `of` is. None of them is below zero, and the part is no more than the
/// whole of it.
fn part_of(whole: Amount, part: Amount, of: Amount) -> Amount {
    let product = i128::from(whole.minor()).checked_mul(part.minor().into());
    let floor = product.and_then(|product| product.checked_div_euclid(of.minor().into()));
    Amount::from_minor(floor.and_then(|floor| i64::try_from(floor).ok()).unwrap_or(0))
}

/// The tax of a whole order, and what was refunded of its lines and its shipping.
#[derive(Clone, Copy, Debug)]
pub(super) struct TaxedOrder {
    pub(super) paid: Amount,
    /// The tax of all lines and the shipping.
    pub(super) tax: Amount,
    /// The stated tax of the whole order.
    pub(super) most: Option<Amount>,
    /// What was refunded of the lines and the shipping, of each as far as it has paid.
    pub(super) within: Amount,
    /// The tax in that.
    pub(super) tax_within: Amount,
}

impl TaxedOrder {
    fn most(&self) -> Amount {
        self.most.map_or(self.tax, |most| most.min(self.tax))
    }

    /// Returns the tax in all that was refunded: that of the lines and the shipping, and of any other money as much as it
    /// is of what they still have.
    pub(super) fn tax_of(&self, refunded: Amount) -> Amount {
        let left = self.paid.saturating_sub(self.within);
        let other = refunded.min(self.paid).saturating_sub(self.within).max(Amount::ZERO);
        let tax_left = self.tax.saturating_sub(self.tax_within);
        self.tax_within.saturating_add(part_of(tax_left, other, left)).min(self.most())
    }
}

impl Opening {
    /// Returns the line at this place, as it is taxed.
    pub(super) fn taxed_line(&self, place: usize) -> Option<Taxed> {
        let (facts, share) = (self.facts.lines.get(place)?, self.shares.get(place)?);
        Some(Taxed::of(share.goods, facts.tax))
    }
}

impl OrderFacts {
    /// Returns whether anything of the order is tax.
    pub(super) fn has_tax(&self) -> bool {
        self.shipping_tax.is_positive() || self.lines.iter().any(|line| line.tax.is_positive())
    }

    /// Returns the shipping, as it is taxed.
    pub(super) fn taxed_shipping(&self) -> Taxed {
        Taxed::of(self.shipping_paid(), self.shipping_tax)
    }
}

/// What was refunded, or may have been, of each line, of the shipping and of the order.
struct Gone {
    lines: Vec<(LineId, Taxed, Amount)>,
    shipping: (Taxed, Amount),
    order: Amount,
}

impl Gone {
    /// Adds so much.
    fn add(&mut self, parts: &Parts) {
        for (line, _, gone) in &mut self.lines {
            *gone = gone.saturating_add(parts.of_line(line));
        }
        self.shipping.1 = self.shipping.1.saturating_add(parts.shipping);
        self.order = self.order.saturating_add(parts.total());
    }

    fn all(&self) -> impl Iterator<Item = (Taxed, Amount)> {
        self.lines.iter().map(|(_, taxed, gone)| (*taxed, *gone)).chain([self.shipping])
    }

    fn whole(&self, facts: &OrderFacts) -> TaxedOrder {
        TaxedOrder {
            paid: facts.paid,
            tax: Amount::saturating_sum(self.all().map(|(taxed, _)| taxed.tax)),
            most: facts.tax,
            within: Amount::saturating_sum(self.all().map(|(taxed, gone)| taxed.within(gone))),
            tax_within: Amount::saturating_sum(self.all().map(|(taxed, gone)| taxed.tax_of(gone))),
        }
    }

    /// Returns the tax of these parts, on top of what is gone.
    fn tax_on_top(&mut self, facts: &OrderFacts, parts: &Parts) -> Parts {
        let mut lines = Vec::new();
        for (line, taxed, gone) in &self.lines {
            let after = gone.saturating_add(parts.of_line(line));
            let tax = taxed.tax_of(after).saturating_sub(taxed.tax_of(*gone));
            if tax != Amount::ZERO {
                lines.push((line.clone(), tax));
            }
        }
        let (taxed, gone) = self.shipping;
        let after = gone.saturating_add(parts.shipping);
        let shipping = taxed.tax_of(after).saturating_sub(taxed.tax_of(gone));
        let before = self.whole(facts).tax_of(self.order);
        self.add(parts);
        let whole = self.whole(facts).tax_of(self.order).saturating_sub(before);
        let parts = Parts { lines, shipping, rest: Amount::ZERO };
        let rest = whole.saturating_sub(parts.total());
        Parts { rest, ..parts }
    }
}

impl<P: Policy> Order<P> {
    /// Returns the tax in what was paid and in what was refunded: by line, of the shipping, and of the order. What the
    /// gateway's running total says was refunded counts, where it is more than what is booked.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let taxed = order.facts().clone().shipping_tax(fen(66));
    /// let (taxed, _) = Order::open(HardenedShop::default(), taxed, now)?;
    /// assert_eq!((taxed.tax().shipping.left(), taxed.tax().order.left()), (fen(66), fen(66)));
    /// // Nothing was told of the tax of this one.
    /// assert_eq!(order.tax().order.paid, fen(0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tax(&self) -> TaxLedger {
        let ledger = self.ledger();
        let gone = self.refunded_by(&ledger);
        let balance = |taxed: Taxed, gone: Amount| TaxBalance {
            paid: taxed.tax,
            refunded: taxed.tax_of(gone),
        };
        let whole = gone.whole(self.facts());
        TaxLedger {
            lines: gone
                .lines
                .iter()
                .map(|(line, taxed, gone)| (line.clone(), balance(*taxed, *gone)))
                .collect(),
            shipping: balance(gone.shipping.0, gone.shipping.1),
            order: TaxBalance { paid: whole.most(), refunded: whole.tax_of(gone.order) },
        }
    }

    /// Returns the tax of a refund: in what it has paid, and in what of it is in flight.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let mut taxed = order.facts().clone();
    /// taxed.lines.iter_mut().for_each(|line| line.tax = fen(90));
    /// let (mut order, _) = Order::open(HardenedShop::default(), taxed, now)?;
    /// let application = Application::of(vec![Ask::units("tea", 1)]);
    /// let apply = Request::Apply { flow: Flow::RefundOnly, application };
    /// order.accept(&Command::buyer("c-1", "ORDER1", "b-1", now, apply))?;
    /// order.accept(&Command::merchant("c-2", "ORDER1", now, agree))?;
    /// let tax = order.tax_of_refund(&"ORDER1c1r1".into()).ok_or("it is under way")?;
    /// assert_eq!(tax.expected.total(), fen(30));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tax_of_refund(&self, refund: &RefundKey) -> Option<CarriedTax> {
        let place = self.books.place_of_refund(refund)?;
        let refund = self.books.refunds.get(place)?;
        let refunded = self.recorded_tax(place);
        let is_in_flight = refund.is_in_flight();
        let in_flight = if is_in_flight { refund.parts.clone() } else { Parts::default() };
        let expected = self.tax_if_paid_next(&in_flight, |other| other == place);
        Some(CarriedTax { refunded, expected })
    }

    /// Returns the tax of a case: in what its refunds have paid, and in what it still asks for or is in flight.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // Nothing of this order is tax.
    /// assert_eq!(order.tax_of_case(case).map(|tax| tax.total()), Some(fen(0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tax_of_case(&self, case: CaseId) -> Option<CarriedTax> {
        let found = self.case(case)?;
        let places = || self.books.places_of_refunds(case);
        let refunded =
            places().fold(Parts::default(), |sum, place| sum.plus(self.recorded_tax(place)));
        let state = self.state();
        let view = CaseView::of(found);
        let holds = state.phase_of(&view).holds_claim();
        let mut open = if holds { state.still_asked(&view) } else { Parts::default() };
        for refund in places().filter_map(|place| self.books.refunds.get(place)) {
            if refund.is_in_flight() {
                open = open.plus(refund.parts.clone());
            }
        }
        let expected =
            self.tax_if_paid_next(&open, |place| places().any(|of_case| of_case == place));
        Some(CarriedTax { refunded, expected })
    }

    /// Returns the amount of a line that is so much before tax, if it is refunded next, after what has been refunded or is in
    /// flight: what an application asks for whose author reckons before tax. It is the largest such amount, so that its tax is
    /// `amount − before_tax` exactly. Whether so much is left is not looked at; an application is checked for that.
    ///
    /// `None` where there is no such line, or no such amount: all of the line is tax, the amount before tax is below zero, or
    /// the amount is outside the range of 64 bits.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let mut taxed = order.facts().clone();
    /// taxed.lines.iter_mut().for_each(|line| line.tax = fen(200));
    /// let (taxed, _) = Order::open(HardenedShop::default(), taxed, now)?;
    /// // The cup is 10.00 and 2.00 of tax: half of it before tax is half of it with tax.
    /// let amount = taxed.with_tax_of_line(&"cup".into(), fen(500)).ok_or("there is a cup")?;
    /// assert_eq!(amount, fen(600));
    /// let quote = taxed.quote(Flow::RefundOnly, &[Ask::amount("cup", amount)], None);
    /// assert_eq!(quote.map(|quote| quote.tax.total()), Ok(fen(100)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_tax_of_line(&self, line: &LineId, before_tax: Amount) -> Option<Amount> {
        let place = self.books.place_of_line(line)?;
        let taxed = self.books.opening.taxed_line(place)?;
        let money = self.state().line_balance(place, None)?.money;
        let gone = money.refunded.saturating_add(money.in_flight);
        Some(before_tax).filter(|amount| *amount >= Amount::ZERO)?;
        taxed.with_tax(gone, before_tax)
    }

    /// Returns the amount of the shipping that is so much before tax, as [`with_tax_of_line`](Self::with_tax_of_line) does of
    /// a line.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let taxed = order.facts().clone().shipping_tax(fen(100));
    /// let (taxed, _) = Order::open(HardenedShop::default(), taxed, now)?;
    /// assert_eq!(taxed.with_tax_of_shipping(fen(350)), Some(fen(400)));
    /// assert_eq!(taxed.with_tax_of_shipping(fen(700)), Some(fen(800)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_tax_of_shipping(&self, before_tax: Amount) -> Option<Amount> {
        let money = self.state().shipping_balance(None);
        let gone = money.refunded.saturating_add(money.in_flight);
        Some(before_tax).filter(|amount| *amount >= Amount::ZERO)?;
        self.facts().taxed_shipping().with_tax(gone, before_tax)
    }

    fn recorded_tax(&self, place: usize) -> Parts {
        let recorded = number_at(place).and_then(|number| self.books.tax_of_refund(number));
        recorded.cloned().unwrap_or_default()
    }

    /// Returns the lines and the shipping as they are taxed, and what this ledger says was refunded of each.
    fn refunded_by(&self, ledger: &Ledger) -> Gone {
        let opening = &self.books.opening;
        let lines = ledger.lines.iter().enumerate().filter_map(|(place, line)| {
            Some((line.line.clone(), opening.taxed_line(place)?, line.money.refunded))
        });
        let shipping = (opening.facts.taxed_shipping(), ledger.shipping.refunded);
        Gone { lines: lines.collect(), shipping, order: ledger.order.refunded }
    }

    /// Returns the tax of these parts on top of what was refunded or is in flight, but for refunds in flight that they
    /// contain.
    pub(super) fn tax_if_paid_next(
        &self,
        parts: &Parts,
        contains: impl Fn(usize) -> bool,
    ) -> Parts {
        let facts = self.facts();
        if *parts == Parts::default() || !self.books.kept.tax.is_any() {
            return Parts::default();
        }
        let ledger = self.state().ledger();
        let mut gone = self.refunded_by(&ledger);
        gone.order = self.state().booked();
        let in_flight = self.books.kept.in_flight.iter().map(|place| *place as usize);
        for place in in_flight.filter(|place| !contains(*place)) {
            if let Some(refund) = self.books.refunds.get(place) {
                gone.add(&refund.parts);
            }
        }
        gone.tax_on_top(facts, parts)
    }
}
