//! ShopXO's own arithmetic: the figures that it offers to refund (`returned_data`), the units that a
//! refund without a return counts as returned, and the effect of an audit on the order.
//!
//! The rules are those of both releases, step by step in `docs/shopxo.md`, in whole cents where ShopXO
//! calculates in floating point (defect D18). They are kept with their defects; a shop that does not
//! want these uses [`HardenedShop`](super::HardenedShop).

use alloc::vec::Vec;

use super::{AfterSaleStatus, OrderStatus, PayStatus, Release};
use crate::lifecycle::Action::RefundSucceeded;
use crate::lifecycle::Flow;
use crate::money::Amount;
use crate::order::{
    Balance, Case, ClaimLine, LineId, Order, Policy, Refund, RefundState, Stage, Units,
};
use crate::quantity::{Quantity, SignedQuantity};
use crate::time::Timestamp;

/// The units and the amount that ShopXO offers to refund for a line: the defaults of the form. The
/// client may lower both, and *create* enforces neither.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Offered {
    /// The number of units (`returned_quantity`). Below zero where more came back than were bought.
    pub quantity: SignedQuantity,
    /// The amount (`refund_price`). Never below zero.
    pub amount: Amount,
}

/// The figures of an order from which `returned_data` follows.
///
/// ```
/// use aftersale::money::Amount;
/// use aftersale::quantity::{Quantity, SignedQuantity};
/// use aftersale::shopxo::Release;
/// use aftersale::shopxo::arithmetic::{LineFigures, OrderFigures};
///
/// let yuan = |yuan: i64| Amount::from_minor(yuan * 100);
/// let tea = LineFigures::new("tea", Quantity::new(2), yuan(10));
/// let pot = LineFigures::new("pot", Quantity::new(1), yuan(5));
/// let order = OrderFigures {
///     price: yuan(25),
///     increase: yuan(5),
///     preferential: yuan(2),
///     paid: yuan(28),
///     lines: vec![LineFigures { refunded: yuan(20), ..tea }, pot],
/// };
/// // The last line gets the shipping and bears the whole discount: 5.00 + 5.00 - 2.00.
/// let offered = order.returned_data(Release::V6_9_0, &"pot".into());
/// assert_eq!((offered.quantity, offered.amount), (SignedQuantity(1), yuan(8)));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OrderFigures {
    /// The price of all goods.
    pub price: Amount,
    /// The additions to the price: shipping and the like.
    pub increase: Amount,
    /// The discounts.
    pub preferential: Amount,
    /// The amount really paid.
    pub paid: Amount,
    /// The lines.
    pub lines: Vec<LineFigures>,
}

/// The figures of one line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LineFigures {
    /// The line.
    pub line: LineId,
    /// The price of one unit.
    pub unit_price: Amount,
    /// The number of units bought.
    pub quantity: Quantity,
    /// The price of the line.
    pub total: Amount,
    /// The number of units that have come back.
    pub returned: Quantity,
    /// The amount refunded.
    pub refunded: Amount,
    /// The number of units that its cases at statuses 0 to 2 claim.
    pub claimed: Quantity,
    /// The amount that they ask for.
    pub asked: Amount,
}

impl LineFigures {
    /// Returns the figures of a line of which nothing has come back yet.
    #[must_use]
    pub fn new(line: impl Into<LineId>, quantity: Quantity, unit_price: Amount) -> Self {
        Self {
            line: line.into(),
            unit_price,
            quantity,
            total: unit_price.checked_mul(quantity).unwrap_or(Amount::from_minor(i64::MAX)),
            returned: Quantity::ZERO,
            refunded: Amount::ZERO,
            claimed: Quantity::ZERO,
            asked: Amount::ZERO,
        }
    }

    /// Returns the number of units that have come back or are claimed.
    fn gone(&self) -> i128 {
        i128::from(self.returned.units()).saturating_add(self.claimed.units().into())
    }

    /// Returns the amount that has been refunded or is asked for.
    fn spent(&self) -> i128 {
        wide(self.refunded).saturating_add(wide(self.asked))
    }
}

const fn wide(amount: Amount) -> i128 {
    amount.minor() as i128
}

impl OrderFigures {
    /// Returns the present figures of an order.
    #[must_use]
    pub fn of<P: Policy<Status = AfterSaleStatus>>(order: &Order<P>) -> Self {
        let facts = order.facts();
        let lines = facts.lines.iter().zip(order.ledger().lines).map(|(line, balance)| {
            let open = order.cases().iter().filter(|case| is_in_progress(case));
            let claims = || open.clone().filter_map(|case| case.claim.line(&line.line));
            let claimed = Quantity::sum(claims().map(|claimed| claimed.units));
            LineFigures {
                line: line.line.clone(),
                unit_price: line.unit_price,
                quantity: line.quantity,
                total: line.total,
                returned: balance.units.returned,
                refunded: balance.money.refunded,
                claimed: claimed.unwrap_or(Quantity::new(u32::MAX)),
                asked: Amount::saturating_sum(claims().map(|claimed| claimed.amount)),
            }
        });
        Self {
            price: facts.goods_total,
            increase: facts.shipping,
            preferential: facts.discount,
            paid: facts.amount_paid(),
            lines: lines.collect(),
        }
    }

    /// Returns the units and the amount that ShopXO offers to refund for a line (`returned_data`). For
    /// a line that is not in the order there is nothing to return; the amount that it offers
    /// nevertheless follows from the rules below.
    #[must_use]
    pub fn returned_data(&self, release: Release, line: &LineId) -> Offered {
        match (release, self.lines.as_slice()) {
            // Release 6.9.0 does not look back on an order of one line (D10).
            (Release::V6_9_0, [only]) => {
                self.offered(only.quantity.units().into(), wide(self.paid), 0)
            }
            _ => self.looking_back(line),
        }
    }

    #[allow(clippy::arithmetic_side_effects, reason = "sums of 64 bits, in 128")]
    fn looking_back(&self, line: &LineId) -> Offered {
        let (mut quantity, mut refund) = (0, 0);
        let mut history = 0;
        let (mut is_one_untouched, mut untouched) = (false, 0);
        for other in &self.lines {
            let (gone, spent, total) = (other.gone(), other.spent(), wide(other.total));
            history += spent;
            if other.line == *line {
                quantity = i128::from(other.quantity.units()) - gone;
                refund = wide(other.unit_price).saturating_mul(quantity).min(total - spent);
            } else if gone <= 0 && spent <= 0 {
                is_one_untouched |= other.quantity != Quantity::ZERO;
                untouched += total;
            }
        }
        if is_one_untouched && refund + untouched > wide(self.price) {
            refund -= untouched;
        }
        self.offered(quantity, refund, history)
    }

    /// Returns the result of the calculation: the last refund gets the whole of the additions and bears
    /// the whole of the discounts, and no refund is more than was paid.
    #[allow(clippy::arithmetic_side_effects, reason = "sums of 64 bits, in 128")]
    fn offered(&self, quantity: i128, refund: i128, history: i128) -> Offered {
        let mut refund = refund;
        if history + refund >= wide(self.price) {
            refund += wide(self.increase) - wide(self.preferential);
        }
        let refund = refund.min(wide(self.paid) - history);
        let amount = i64::try_from(refund.max(0)).unwrap_or(i64::MAX);
        let quantity = i64::try_from(quantity).unwrap_or(i64::MIN);
        Offered { quantity: SignedQuantity(quantity), amount: Amount::from_minor(amount) }
    }
}

/// Returns whether a case is at a status from 0 to 2: it is in progress, and counts against the offer
/// for its line.
fn is_in_progress(case: &Case<AfterSaleStatus>) -> bool {
    use AfterSaleStatus::{Cancelled, Completed, Rejected};
    !matches!(case.status, Completed | Rejected | Cancelled)
}

/// Returns the number of units of a line that an audit counts as returned although only money was asked
/// for; `None` where it leaves the case as it is. `order` is the order before the audit.
///
/// Both rules are defective (D7): that of 2.2.1 ignores the units that have come back before, and that
/// of 6.9.0 takes the discount of the whole order off one line.
#[must_use]
pub fn units_without_return<P: Policy<Status = AfterSaleStatus>>(
    release: Release,
    order: &Order<P>,
    case: &Case<AfterSaleStatus>,
    claimed: &ClaimLine,
) -> Option<Quantity> {
    if case.flow != Flow::RefundOnly {
        return None;
    }
    let facts = order.facts();
    let line = facts.lines.iter().find(|line| line.line == claimed.line)?;
    let stage = order.stage();
    match release {
        Release::V2_2_1 => {
            let unsent =
                matches!(stage, Stage::ToBeConfirmed | Stage::ToBePaid | Stage::ToBeShipped);
            (unsent || facts.is_virtual).then_some(line.quantity)
        }
        Release::V6_9_0 => {
            let ledger = order.ledger();
            let balance = ledger.line(&claimed.line)?;
            // The refunds of the case itself are in the amount that it asks for.
            let own = order.refunds_of(case.id).flat_map(|attempt| attempt.booked().lines);
            let own = own.filter(|(line, _)| *line == claimed.line).map(|(_, amount)| amount);
            let others = balance.money.refunded.saturating_sub(Amount::saturating_sum(own));
            let is_all =
                claimed.amount.saturating_add(others) >= line.total.saturating_sub(facts.discount);
            (is_all && (!stage.is_shipped() || facts.is_virtual))
                .then_some(line.quantity.saturating_sub(balance.units.returned))
        }
    }
}

/// Returns whether an audit closes the order: all its money was refunded, and as many units have come
/// back as were bought, of any lines.
#[must_use]
pub fn closes(order: &Balance, units: impl Iterator<Item = Units>) -> bool {
    let add = |(returned, bought): (u64, u64), units: Units| {
        let sum = |sum: u64, units: Quantity| sum.saturating_add(units.units().into());
        (sum(returned, units.returned), sum(bought, units.bought))
    };
    let (returned, bought) = match order.refunded >= order.paid {
        true => units.fold((0, 0), add),
        false => return false,
    };
    returned >= bought
}

/// Returns the `pay_status` that the audits have given the order; `None` while there was no audit, or
/// when all its money has come back: then the shop's own value applies.
#[must_use]
pub fn pay_status<P: Policy<Status = AfterSaleStatus>>(order: &Order<P>) -> Option<PayStatus> {
    let ledger = order.ledger().order;
    let is_paid =
        |attempt: &Refund| attempt.case.is_some() && attempt.state() == RefundState::Succeeded;
    if ledger.refunded == Amount::ZERO && !order.refunds().iter().any(is_paid) {
        return None;
    }
    Some(if ledger.refunded >= ledger.paid {
        PayStatus::Refunded
    } else {
        PayStatus::PartiallyRefunded
    })
}

/// Returns the order's `status`.
#[must_use]
pub fn order_status<P: Policy<Status = AfterSaleStatus>>(order: &Order<P>) -> OrderStatus {
    OrderStatus::of(order.stage())
}

/// Returns the time of the last audit of the order: release 2.2.1 uses it as its `close_time`, whether
/// the audit has closed the order or not (D22).
#[must_use]
pub fn last_audit<P: Policy<Status = AfterSaleStatus>>(order: &Order<P>) -> Option<Timestamp> {
    let audits = order.cases().iter().filter_map(|case| case.last_entry_by(RefundSucceeded));
    audits.map(|audit| audit.at).max()
}
