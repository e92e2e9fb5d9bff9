//! The facts of an order when after-sales begin, and the shares that are frozen then: how much each line has
//! paid.
//!
//! The amount that was really paid is shared out, not the stated price. What was paid for shipping is kept apart.
//! The rest was paid for the goods; where it is less than the lines cost together, the difference is the
//! discount, and each line bears its share of it by largest remainder.
//! These shares never change again (I15), and they add up to what was paid (I6).

use alloc::vec::Vec;
use core::fmt;

use super::by_line::ByLine;
use super::replay::all_differ;
use super::{
    Bound, BuyerId, KeyShape, LineId, MaximumOf, OpeningId, OrderId, PaymentFacts, PaymentId, Stage,
};
use crate::money::{Amount, Currency, Money, share_by_weights};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// An order as the host knows it. All amounts are in its currency.
///
/// [`OrderFacts::new`] and the methods that are named like the fields make one. What was paid is worked out of the
/// lines, the shipping and the discount, unless [`paid`](Self::paid) states it: so neither is forgotten.
///
/// ```
/// use aftersale::money::{Amount, Currency};
/// use aftersale::order::{LineFacts, Order, OrderFacts};
/// use aftersale::shopxo::HardenedShop;
/// use aftersale::time::Timestamp;
///
/// let fen = Amount::from_minor;
/// let lines = [LineFacts::new("tea", 3, fen(1_000)), LineFacts::new("cup", 1, fen(2_000))];
/// let facts = OrderFacts::new("ORDER1", Currency::CNY, lines).shipping(fen(800)).discount(fen(600));
///
/// let now = Timestamp::from_seconds(1_795_300_763);
/// let (order, _opened) = Order::open(HardenedShop::default(), facts, now)?;
/// assert_eq!(order.facts().amount_paid(), fen(5_200));
/// # Ok::<(), aftersale::order::OpeningError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct OrderFacts {
    /// The host's name for the order.
    pub order: OrderId,
    /// The host's name for this opening of the order, if it is not the first. Its refunds get keys of their own then.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub opening: Option<OpeningId>,
    /// The buyer. When it is known, a command in the name of another buyer is refused.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub buyer: Option<BuyerId>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The lines, at least one.
    pub lines: Vec<LineFacts>,
    /// The sum of the lines.
    pub goods_total: Amount,
    /// The amount that was added for the whole order: shipping and the like. Below zero, it counts as a discount.
    pub shipping: Amount,
    /// The amount that was taken off for the whole order.
    pub discount: Amount,
    /// Whether the discount is one on the shipping as well: the goods and the shipping then bear it by their prices. Otherwise
    /// the goods bear it as far as they go, and the shipping only what is beyond.
    pub discount_on_shipping: bool,
    /// What the buyer really paid, once it is stated. It is private, so that it cannot be set without being stated.
    pub(super) paid: Amount,
    /// The amount of the shipping that has been refunded already.
    pub shipping_refunded: Amount,
    /// The part of what was paid for shipping that is tax; zero where there is none, or none is known.
    pub shipping_tax: Amount,
    /// The tax of the whole order, where that was stated and is less than the taxes of the lines and the shipping
    /// together: no more is ever refunded.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub tax: Option<Amount>,
    /// The payments, each by a name, in the order in which money goes back by them. None: there is one, which needs no name.
    /// They can be less than [`amount_paid`](Self::amount_paid), where the rest comes later
    /// ([`Request::OrderPaid`](super::Request::OrderPaid)): no more goes back than has come.
    pub payments: Vec<PaymentFacts>,
    /// The stage of the order. An order that is to be shipped and has a time of shipping or receipt has come as far
    /// as that time says.
    pub stage: Stage,
    /// The time of shipping, if the order was shipped.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub shipped: Option<Timestamp>,
    /// The time of receipt, if the buyer has received the order.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub received: Option<Timestamp>,
    /// Whether the order has nothing to send back, such as a download.
    pub is_virtual: bool,
    /// Whether what was paid was stated. It always is once the order is opened, and so in all that is stored.
    #[cfg_attr(feature = "serde", serde(skip, default = "stated"))]
    pub(super) paid_is_stated: bool,
}

#[cfg(feature = "serde")]
const fn stated() -> bool {
    true
}

/// A line of an order as the host knows it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LineFacts {
    /// The host's name for the line.
    pub line: LineId,
    /// The units that were bought.
    pub quantity: Quantity,
    /// The price of one unit.
    pub unit_price: Amount,
    /// The price of the line, before any discount of the whole order.
    pub total: Amount,
    /// The amount of the line that has been refunded already, without the money of finished cases that are going to be
    /// [taken over](super::Request::Adopt).
    pub refunded: Amount,
    /// The units that have been returned or refunded already.
    pub returned: Quantity,
    /// The part of what was paid for the line that is tax; zero where there is none, or none is known. The tax of what was
    /// refunded already follows from it.
    pub tax: Amount,
}

impl OrderFacts {
    /// Returns the facts of an order of these lines and nothing else: paid, not shipped, nothing refunded yet.
    #[must_use]
    pub fn new(
        order: impl Into<OrderId>,
        currency: Currency,
        lines: impl IntoIterator<Item = LineFacts>,
    ) -> Self {
        let lines: Vec<LineFacts> = lines.into_iter().collect();
        // An order whose sum does not fit is refused when it is opened.
        let goods_total = Amount::sum(lines.iter().map(|line| line.total)).unwrap_or_default();
        Self {
            order: order.into(),
            opening: None,
            buyer: None,
            currency,
            lines,
            goods_total,
            shipping: Amount::ZERO,
            discount: Amount::ZERO,
            discount_on_shipping: false,
            paid: goods_total,
            shipping_refunded: Amount::ZERO,
            shipping_tax: Amount::ZERO,
            tax: None,
            payments: Vec::new(),
            stage: Stage::ToBeShipped,
            shipped: None,
            received: None,
            is_virtual: false,
            paid_is_stated: false,
        }
    }

    /// Returns the facts of an order that is opened again, since its events are gone, under an id that no earlier opening
    /// of it had. State what was refunded by then ([`LineFacts::refunded`], [`Self::shipping_refunded`]).
    #[must_use]
    pub fn opening(self, opening: impl Into<OpeningId>) -> Self {
        Self { opening: Some(opening.into()), ..self }
    }

    /// Returns the facts with this buyer.
    #[must_use]
    pub fn buyer(self, buyer: impl Into<BuyerId>) -> Self {
        Self { buyer: Some(buyer.into()), ..self }
    }

    /// Returns the facts with this stated sum of the lines, which can differ from what the lines add up to.
    #[must_use]
    pub fn goods_total(self, goods_total: Amount) -> Self {
        Self { goods_total, ..self }
    }

    /// Returns the facts with this amount for shipping and the like.
    #[must_use]
    pub fn shipping(self, shipping: Amount) -> Self {
        Self { shipping, ..self }
    }

    /// Returns the facts with this amount off for the whole order.
    #[must_use]
    pub fn discount(self, discount: Amount) -> Self {
        Self { discount, ..self }
    }

    /// Returns the facts of an order whose discount is on goods and shipping alike (`true`), or on the goods first.
    ///
    /// ```
    /// use aftersale::order::{LineFacts, Order, OrderFacts};
    /// use aftersale::prelude::*;
    ///
    /// let fen = Amount::from_minor;
    /// // A coupon of 12.00, on goods for 10.00 and shipping for 8.00.
    /// let facts = |line| OrderFacts::new("ORDER1", Currency::CNY, [line]).shipping(fen(800)).discount(fen(1_200));
    /// let now = Timestamp::from_seconds(1_795_300_763);
    /// let paid = |facts| -> Result<_, aftersale::order::OpeningError> {
    ///     let (order, _) = Order::open(HardenedShop::default(), facts, now)?;
    ///     let ledger = order.ledger();
    ///     Ok((ledger.lines[0].money.paid, ledger.shipping.paid))
    /// };
    /// let tea = || LineFacts::new("tea", 1, fen(1_000));
    /// assert_eq!(paid(facts(tea()))?, (fen(0), fen(600)));
    /// assert_eq!(paid(facts(tea()).discount_on_shipping(true))?, (fen(333), fen(267)));
    /// # Ok::<(), aftersale::order::OpeningError>(())
    /// ```
    #[must_use]
    pub fn discount_on_shipping(self, discount_on_shipping: bool) -> Self {
        Self { discount_on_shipping, ..self }
    }

    /// Returns the facts with this amount as what the buyer really paid.
    #[must_use]
    pub fn paid(self, paid: Amount) -> Self {
        Self { paid, paid_is_stated: true, ..self }
    }

    /// Returns the goods and the shipping less the discount. `None` outside the range of 64 bits.
    fn expected_paid(&self) -> Option<Amount> {
        self.goods_total.checked_add(self.shipping)?.checked_sub(self.discount)
    }

    /// Returns the amount that the buyer really paid: as it was stated, or else the lines and the shipping less the
    /// discount (zero where that is outside the range of 64 bits; such an order cannot be opened).
    #[must_use]
    pub fn amount_paid(&self) -> Amount {
        if self.paid_is_stated {
            return self.paid;
        }
        self.expected_paid().unwrap_or_default()
    }

    /// Returns the facts with this amount of the shipping refunded already.
    #[must_use]
    pub fn shipping_refunded(self, shipping_refunded: Amount) -> Self {
        Self { shipping_refunded, ..self }
    }

    /// Returns the facts with this part of the shipping as tax.
    #[must_use]
    pub fn shipping_tax(self, shipping_tax: Amount) -> Self {
        Self { shipping_tax, ..self }
    }

    /// Returns the facts with this tax of the whole order, which counts where it is less than the taxes of the lines and
    /// the shipping together.
    #[must_use]
    pub fn tax(self, tax: Amount) -> Self {
        Self { tax: Some(tax), ..self }
    }

    /// Returns the facts of an order that was paid by these payments.
    #[must_use]
    pub fn payments(self, payments: impl IntoIterator<Item = PaymentFacts>) -> Self {
        Self { payments: payments.into_iter().collect(), ..self }
    }

    /// Returns the facts at this stage of the order.
    #[must_use]
    pub fn stage(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }

    /// Returns the facts of an order that was shipped at this time, or was not (`None`).
    #[must_use]
    pub fn shipped(self, shipped: impl Into<Option<Timestamp>>) -> Self {
        Self { shipped: shipped.into(), ..self }
    }

    /// Returns the facts of an order that the buyer received at this time, or did not (`None`).
    #[must_use]
    pub fn received(self, received: impl Into<Option<Timestamp>>) -> Self {
        Self { received: received.into(), ..self }
    }

    /// Returns the facts of an order that has nothing to send back (`true`), or has.
    #[must_use]
    pub fn is_virtual(self, is_virtual: bool) -> Self {
        Self { is_virtual, ..self }
    }

    /// Returns the facts as they are frozen: with what was paid stated.
    pub(super) fn with_paid_stated(self) -> Self {
        let paid = self.amount_paid();
        self.paid(paid)
    }
}

impl LineFacts {
    /// Returns a line of so many units at this price, of which nothing has been refunded yet.
    #[must_use]
    pub fn new(line: impl Into<LineId>, quantity: impl Into<Quantity>, unit_price: Amount) -> Self {
        let quantity = quantity.into();
        Self {
            line: line.into(),
            quantity,
            unit_price,
            total: unit_price.checked_mul(quantity).unwrap_or(Amount::from_minor(i64::MAX)),
            refunded: Amount::ZERO,
            returned: Quantity::ZERO,
            tax: Amount::ZERO,
        }
    }

    /// Returns the same line, with this part of what was paid for it as tax.
    #[must_use]
    pub fn tax(self, tax: Amount) -> Self {
        Self { tax, ..self }
    }
}

/// The part of the order's money that one line has paid. Frozen when the order is opened.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Share {
    /// The amount that was paid for the goods of the line: its total less its share of the discount. No more than
    /// this is ever refunded for the line.
    pub goods: Amount,
    /// The line's share of the discount of all goods. Below zero where more was paid than they cost.
    pub discount: Amount,
    /// The line's share of the shipping: the amount that a claim for the whole line would ask for, if it asks for
    /// its share. The limit is the shipping as a whole, not this.
    pub shipping: Amount,
}

/// Facts of an order that do not agree with each other. They are kept and shown; the order is opened all the same,
/// and the amount that was paid counts.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Discrepancy {
    /// A line's total is not its price times its quantity.
    #[error("line {line:#} costs {total}, which is not {quantity} times {unit_price}")]
    LineTotal {
        /// The line.
        line: LineId,
        /// The price of one unit.
        unit_price: Money,
        /// The units of the line.
        quantity: Quantity,
        /// The stated price of the line.
        total: Money,
    },
    /// The lines do not add up to the goods total.
    #[error("the lines cost {sum} together, and the goods total is {stated}")]
    GoodsTotal {
        /// The goods total of the order.
        stated: Money,
        /// The sum of the lines.
        sum: Money,
    },
    /// Goods, shipping and discount do not add up to the amount that was paid.
    #[error("{paid} was paid, but goods, shipping and discount add up to {expected}")]
    Paid {
        /// The sum of goods and shipping, less the discount.
        expected: Money,
        /// The amount that was paid.
        paid: Money,
    },
    /// A line of no units.
    #[error("line {line:#} has no units")]
    NoUnits {
        /// The line.
        line: LineId,
    },
    /// More was refunded for a line than was paid for it.
    #[error("{refunded} was refunded for line {line:#}, for which {paid} was paid")]
    LineOverRefunded {
        /// The line.
        line: LineId,
        /// The amount that was paid for it.
        paid: Money,
        /// The amount that was refunded for it.
        refunded: Money,
    },
    /// More was refunded for shipping than was paid for it.
    #[error("{refunded} was refunded for shipping, for which {paid} was paid")]
    ShippingOverRefunded {
        /// The amount that was paid for shipping.
        paid: Money,
        /// The amount of the shipping that was refunded.
        refunded: Money,
    },
    /// More units were returned than bought.
    #[error("line {line:#}: units returned {returned}, bought {bought}")]
    OverReturned {
        /// The line.
        line: LineId,
        /// The units that were bought.
        bought: Quantity,
        /// The units that were returned.
        returned: Quantity,
    },
    /// The order was received before it was shipped.
    #[error("the order was received at {received}, before it was shipped at {shipped}")]
    ReceivedBeforeShipped {
        /// The time of shipping.
        shipped: Timestamp,
        /// The time of receipt.
        received: Timestamp,
    },
    /// More of a line is tax than was paid for it: all that was paid then counts as tax.
    #[error("{tax} of line {line:#} is tax, and {paid} was paid for it")]
    TaxAbovePaid {
        /// The line.
        line: LineId,
        /// The amount that was paid for it.
        paid: Money,
        /// The tax.
        tax: Money,
    },
}

/// One reason why an order cannot be opened.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OpeningFault {
    /// The order, a line or a payment has an empty id.
    #[error("the order or one of its lines or payments has an empty id")]
    EmptyName,
    /// The order has no lines.
    #[error("the order has no lines")]
    NoLines,
    /// An id has more bytes than any can have ([`maximum`](super::maximum)).
    #[error("the {what} has {length} bytes, and the most is {most}")]
    TooLong {
        /// The id.
        what: MaximumOf,
        /// The length in bytes.
        length: usize,
        /// The greatest length.
        most: usize,
    },
    /// The order has more lines than any can have ([`maximum`](super::maximum)).
    #[error("there are {named} {what}, and the most is {most}")]
    TooMany {
        /// The lines.
        what: MaximumOf,
        /// The number of them.
        named: usize,
        /// The highest number.
        most: usize,
    },
    /// An id contains the character NUL, which databases do not store.
    #[error("the {what} contains the character NUL, which databases do not store")]
    ContainsNul {
        /// The id.
        what: MaximumOf,
    },
    /// No form of key for the order's refunds has the shape that the policy asks for
    /// ([`KeyShape`](super::KeyShape)).
    #[error(
        "the keys of its refunds would have up to {longest} characters, and the policy asks for {least} to {most}"
    )]
    NoKeyFits {
        /// The greatest length of a key in the form that fits every id.
        longest: usize,
        /// The lowest number of characters.
        least: usize,
        /// The highest number of characters.
        most: usize,
    },
    /// A time has no date: it is before the year 0 or after the year 9999. Milliseconds may have been given for seconds.
    #[error("{what}, {} seconds after 1970, has no date; give seconds", at.seconds())]
    TimeWithoutDate {
        /// The time in question, such as `the time of shipping`.
        what: &'static str,
        /// The time.
        at: Timestamp,
    },
    /// Two lines have the same id.
    #[error("two lines have the id {line:#}")]
    DuplicateLine {
        /// The id.
        line: LineId,
    },
    /// Two payments have the same id.
    #[error("two payments have the id {payment:#}")]
    DuplicatePayment {
        /// The id.
        payment: PaymentId,
    },
    /// The payments are more than the order costs.
    #[error("the payments are {payments}, more than the {paid} that was paid for the order")]
    PaymentsExceedOrder {
        /// The sum of the payments.
        payments: Money,
        /// What was paid for the order, as the facts say.
        paid: Money,
    },
    /// More was refunded by a payment than was paid by it, or by all of them than was refunded of the order.
    #[error("{refunded} was refunded by {of}, more than the {most} that it can be")]
    PaymentOverRefunded {
        /// The payment, or the order.
        of: Bound,
        /// What was refunded by it, or by all payments.
        refunded: Money,
        /// What was paid by it, or what was refunded of the order.
        most: Money,
    },
    /// An amount is below zero that must not be.
    #[error("{what} is {amount}, below zero")]
    Negative {
        /// The amount in question, such as `the amount paid`.
        what: &'static str,
        /// The amount.
        amount: Money,
    },
    /// More of a line or of the shipping is tax than it costs.
    #[error("{tax} of {of} is tax, more than the {costs} that it costs")]
    TaxTooLarge {
        /// The line, or the shipping.
        of: Bound,
        /// The tax.
        tax: Money,
        /// The price of the line before any discount of the whole order, or what was paid for the shipping.
        costs: Money,
    },
    /// The amounts together are outside the range of 64 bits.
    #[error("the amounts are too large to add up")]
    TooLarge,
}

/// The error of an order that was not opened, with every reason.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpeningError {
    /// The reasons, at least one.
    pub faults: Vec<OpeningFault>,
}

impl fmt::Display for OpeningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order cannot be opened")?;
        let mut separator = ": ";
        for fault in &self.faults {
            write!(f, "{separator}{fault}")?;
            separator = "; ";
        }
        Ok(())
    }
}

impl core::error::Error for OpeningError {}

impl OrderFacts {
    /// Returns the reasons why the order cannot be opened that come from its times and the shape of its keys.
    fn faults_of_times_and_keys(&self, at: Timestamp, keys: KeyShape) -> Vec<OpeningFault> {
        let mut faults = Vec::new();
        if let Some(longest) = keys.misfit(&self.order, self.opening.as_ref()) {
            let KeyShape { least, most, .. } = keys;
            faults.push(OpeningFault::NoKeyFits { longest, least, most });
        }
        let times = [
            ("the time of the opening", Some(at)),
            ("the time of shipping", self.shipped),
            ("the time of receipt", self.received),
        ];
        for (what, at) in times {
            if let Some(at) = at.filter(|at| !at.has_date()) {
                faults.push(OpeningFault::TimeWithoutDate { what, at });
            }
        }
        faults
    }

    /// Returns the reasons why the order cannot be opened that come from its facts alone.
    pub(super) fn faults(&self) -> Vec<OpeningFault> {
        let mut faults = Vec::new();
        let unnamed = self.lines.iter().any(|line| line.line.as_str().is_empty())
            || self.payments.iter().any(|payment| payment.payment.as_str().is_empty());
        if unnamed || self.order.as_str().is_empty() {
            faults.push(OpeningFault::EmptyName);
        }
        if self.lines.is_empty() {
            faults.push(OpeningFault::NoLines);
        }
        let ids = || self.lines.iter().map(|line| &line.line);
        if !all_differ(ids()) {
            let by_line = ByLine::of(ids());
            let doubled = ids().zip(0..).filter(|(line, place)| by_line.is_before(line, *place));
            let fault = |line: &LineId| OpeningFault::DuplicateLine { line: line.clone() };
            faults.extend(doubled.map(|(line, _)| fault(line)));
        }
        let of_lines = self.lines.iter().flat_map(|line| {
            [
                ("the total of a line", line.total),
                ("the amount refunded for a line", line.refunded),
                ("the tax of a line", line.tax),
            ]
        });
        let of_the_order = [
            ("the amount paid", self.paid),
            ("the amount refunded for shipping", self.shipping_refunded),
            ("the tax of the shipping", self.shipping_tax),
            ("the tax of the order", self.tax.unwrap_or_default()),
        ];
        let of_payments = self.payments.iter().flat_map(|payment| {
            [
                ("the amount of a payment", payment.paid),
                ("the amount refunded by a payment", payment.refunded),
            ]
        });
        for (what, amount) in of_lines.chain(of_the_order).chain(of_payments) {
            if amount < Amount::ZERO {
                let amount = self.currency.money(amount);
                faults.push(OpeningFault::Negative { what, amount });
            }
        }
        let mut check_tax = |of: &dyn Fn() -> Bound, tax: Amount, costs: Amount| {
            if tax > costs.max(Amount::ZERO) {
                let (tax, costs) = (self.currency.money(tax), self.currency.money(costs));
                faults.push(OpeningFault::TaxTooLarge { of: of(), tax, costs });
            }
        };
        for line in &self.lines {
            check_tax(&|| Bound::Line(line.line.clone()), line.tax, line.total);
        }
        check_tax(&|| Bound::Shipping, self.shipping_tax, self.shipping_paid());
        if !self.payments.is_empty() {
            self.add_faults_of_payments(&mut faults);
        }
        let fits = |line: &LineFacts| line.unit_price.checked_mul(line.quantity).is_some();
        if faults.is_empty() && (self.sums().is_none() || !self.lines.iter().all(fits)) {
            faults.push(OpeningFault::TooLarge);
        }
        faults
    }

    /// Adds the reasons that come from the payments together.
    fn add_faults_of_payments(&self, faults: &mut Vec<OpeningFault>) {
        let ids = || self.payments.iter().map(|payment| &payment.payment);
        for (place, payment) in ids().enumerate() {
            if ids().take(place).any(|before| before == payment) {
                faults.push(OpeningFault::DuplicatePayment { payment: payment.clone() });
            }
        }
        let money = |amount| self.currency.money(amount);
        let mut check_refunded = |of: Bound, refunded: Amount, most: Amount| {
            if refunded > most.max(Amount::ZERO) {
                let (refunded, most) = (money(refunded), money(most));
                faults.push(OpeningFault::PaymentOverRefunded { of, refunded, most });
            }
        };
        for payment in &self.payments {
            let of = Bound::Payment(payment.payment.clone());
            check_refunded(of, payment.refunded, payment.paid);
        }
        let by_payments = self.payments.iter().map(|payment| payment.refunded);
        let of_lines = self.lines.iter().map(|line| line.refunded);
        let of_order = Amount::saturating_sum(of_lines.chain([self.shipping_refunded]));
        check_refunded(Bound::Order, Amount::saturating_sum(by_payments), of_order);
        let payments = Amount::saturating_sum(self.payments.iter().map(|payment| payment.paid));
        if payments > self.paid {
            let (payments, paid) = (money(payments), money(self.paid));
            faults.push(OpeningFault::PaymentsExceedOrder { payments, paid });
        }
    }

    /// Returns the sum of the lines, and that of goods and shipping less the discount. `None` when that, or what
    /// was refunded, does not fit.
    fn sums(&self) -> Option<(Amount, Amount)> {
        let refunded = self.lines.iter().map(|line| line.refunded);
        Amount::sum(refunded)?.checked_add(self.shipping_refunded)?;
        let lines = Amount::sum(self.lines.iter().map(|line| line.total))?;
        Some((lines, self.expected_paid()?))
    }

    /// Returns the stage of the order, taking its times into account.
    pub(super) const fn stage_by_times(&self) -> Stage {
        match (self.shipped, self.received) {
            (_, Some(_)) if matches!(self.stage, Stage::ToBeShipped) => Stage::Completed,
            (Some(_), None) => self.stage.shipped(),
            _ => self.stage,
        }
    }

    /// Returns the amount that was paid for shipping and the like.
    pub(super) fn shipping_paid(&self) -> Amount {
        let paid = self.paid.max(Amount::ZERO);
        let price = self.shipping.max(Amount::ZERO);
        if !self.discount_on_shipping {
            return price.min(paid);
        }
        // Where more was paid than all costs, the goods have cost more than is stated.
        let goods = Amount::saturating_sum(self.lines.iter().map(|line| line.total));
        let shares = share_by_weights(paid, &[goods.max(Amount::ZERO), price]).ok();
        let share = shares.and_then(|shares| shares.get(1).copied());
        share.unwrap_or(paid).min(price)
    }

    /// Returns the frozen shares of the lines, in their order, and the discrepancies, where the order is opened at this
    /// time with keys of this shape.
    ///
    /// # Errors
    ///
    /// Every reason why the order cannot be opened.
    pub(super) fn freeze(
        &self,
        at: Timestamp,
        keys: KeyShape,
    ) -> Result<(Vec<Share>, Vec<Discrepancy>), OpeningError> {
        let mut faults = self.faults();
        faults.extend(self.faults_of_times_and_keys(at, keys));
        if !faults.is_empty() {
            return Err(OpeningError { faults });
        }
        let shares = self.shares().ok_or_else(|| {
            let faults = [OpeningFault::TooLarge].into();
            OpeningError { faults }
        })?;
        let discrepancies = self.discrepancies(&shares);
        Ok((shares, discrepancies))
    }

    fn shares(&self) -> Option<Vec<Share>> {
        let totals: Vec<Amount> = self.lines.iter().map(|line| line.total).collect();
        let lines = Amount::sum(totals.iter().copied())?;
        let shipping = self.shipping_paid();
        let goods = self.paid.checked_sub(shipping)?;
        // Where all lines are free, each is worth as much as any other.
        let (weights, lines) = if lines == Amount::ZERO {
            (totals.iter().map(|_| Amount::from_minor(1)).collect(), Amount::ZERO)
        } else {
            (totals.clone(), lines)
        };
        let discounts = share_by_weights(lines.checked_sub(goods)?, &weights).ok()?;
        let shipping_shares = share_by_weights(shipping, &weights).ok()?;
        totals
            .into_iter()
            .zip(discounts.into_iter().zip(shipping_shares))
            .map(|(total, (discount, shipping))| {
                Some(Share { goods: total.checked_sub(discount)?, discount, shipping })
            })
            .collect()
    }

    fn discrepancies(&self, shares: &[Share]) -> Vec<Discrepancy> {
        let money = |amount| self.currency.money(amount);
        let mut found = Vec::new();
        for (line, share) in self.lines.iter().zip(shares) {
            if line.unit_price.checked_mul(line.quantity) != Some(line.total) {
                found.push(Discrepancy::LineTotal {
                    line: line.line.clone(),
                    unit_price: money(line.unit_price),
                    quantity: line.quantity,
                    total: money(line.total),
                });
            }
            if line.quantity == Quantity::ZERO {
                found.push(Discrepancy::NoUnits { line: line.line.clone() });
            }
            if line.refunded > share.goods {
                found.push(Discrepancy::LineOverRefunded {
                    line: line.line.clone(),
                    paid: money(share.goods),
                    refunded: money(line.refunded),
                });
            }
            if line.tax > share.goods {
                found.push(Discrepancy::TaxAbovePaid {
                    line: line.line.clone(),
                    paid: money(share.goods),
                    tax: money(line.tax),
                });
            }
            if line.returned > line.quantity {
                found.push(Discrepancy::OverReturned {
                    line: line.line.clone(),
                    bought: line.quantity,
                    returned: line.returned,
                });
            }
        }
        let (sum, expected) = self.sums().unwrap_or_default();
        if sum != self.goods_total {
            let stated = money(self.goods_total);
            found.push(Discrepancy::GoodsTotal { stated, sum: money(sum) });
        }
        if expected != self.paid {
            let paid = money(self.paid);
            found.push(Discrepancy::Paid { expected: money(expected), paid });
        }
        if self.shipping_refunded > self.shipping_paid() {
            found.push(Discrepancy::ShippingOverRefunded {
                paid: money(self.shipping_paid()),
                refunded: money(self.shipping_refunded),
            });
        }
        match (self.shipped, self.received) {
            (Some(shipped), Some(received)) if received < shipped => {
                found.push(Discrepancy::ReceivedBeforeShipped { shipped, received });
            }
            _ => {}
        }
        found
    }
}
