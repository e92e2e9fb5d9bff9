//! ShopXO's own arithmetic: what it offers to refund (`returned_data`), which units a refund without
//! a return takes for returned, and what an audit makes of the order.
//!
//! The rules are those of both releases, step by step in `docs/shopxo.md`, in whole cents where ShopXO
//! counts in floating point (defect D18). They are kept with their defects; a shop that does not want
//! them takes [`HardenedShop`](super::HardenedShop).

use alloc::vec::Vec;

use super::{AfterSaleStatus, OrderStatus, PayStatus, Release};
use crate::lifecycle::Action::RefundSucceeded;
use crate::lifecycle::Flow;
use crate::money::Amount;
use crate::order::{Case, ClaimLine, Ledger, LineId, Order, Policy, Refund, RefundState, Stage};
use crate::quantity::{Quantity, SignedQuantity};
use crate::time::Timestamp;

/// What ShopXO offers to refund and return of a line: the defaults of the form. The client may lower
/// both, and *create* does not hold him to either.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Offered {
    /// How many units (`returned_quantity`). Below zero where more came back than were bought.
    pub quantity: SignedQuantity,
    /// How much (`refund_price`). Never below zero.
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
/// // The last line gets the shipping, and bears the whole discount: 5.00 + 5.00 - 2.00.
/// let offered = order.returned_data(Release::V6_9_0, &"pot".into());
/// assert_eq!((offered.quantity, offered.amount), (SignedQuantity(1), yuan(8)));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OrderFigures {
    /// What the goods cost together.
    pub price: Amount,
    /// What was added: shipping and the like.
    pub increase: Amount,
    /// What was taken off.
    pub preferential: Amount,
    /// What was really paid.
    pub paid: Amount,
    /// The lines.
    pub lines: Vec<LineFigures>,
}

/// The figures of one line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LineFigures {
    /// The line.
    pub line: LineId,
    /// What one unit cost.
    pub unit_price: Amount,
    /// How many were bought.
    pub quantity: Quantity,
    /// What the line cost.
    pub total: Amount,
    /// How many units have come back.
    pub returned: Quantity,
    /// How much has been refunded.
    pub refunded: Amount,
    /// How many units its cases at 0 to 2 ask for.
    pub claimed: Quantity,
    /// How much they ask for.
    pub asked: Amount,
}

impl LineFigures {
    /// A line of which nothing has come back yet.
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

    /// How many units have come back or are asked for.
    fn gone(&self) -> i128 {
        i128::from(self.returned.units()).saturating_add(self.claimed.units().into())
    }

    /// How much has been refunded or is asked for.
    fn spent(&self) -> i128 {
        wide(self.refunded).saturating_add(wide(self.asked))
    }
}

const fn wide(amount: Amount) -> i128 {
    amount.minor() as i128
}

impl OrderFigures {
    /// The figures of an order as they are now.
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
            paid: facts.paid,
            lines: lines.collect(),
        }
    }

    /// What ShopXO offers to refund and return of a line (`returned_data`). Of a line that is not in the
    /// order there is nothing to return; how much it offers all the same, the rules below say.
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

    /// The end of the calculation: the last refund gets what was added and bears the whole of what was
    /// taken off, and nobody gets more than was paid.
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

/// Whether a case is at 0 to 2: it is under way, and counts against what its line offers.
fn is_in_progress(case: &Case<AfterSaleStatus>) -> bool {
    use AfterSaleStatus::{Cancelled, Completed, Rejected};
    !matches!(case.status, Completed | Rejected | Cancelled)
}

/// How many units of a line an audit takes for returned although only money was asked for; `None` where
/// it leaves the case as it is. `order` is the order before the audit.
///
/// Both rules are defective (D7): that of 2.2.1 does not look at what has come back before, and that of
/// 6.9.0 takes the discount of the whole order off one line.
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
            // What the case has had itself is in what it asks for.
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

/// Whether an audit closes the order: all its money was refunded, and as many units have come back as
/// were bought, of whichever lines.
#[must_use]
pub fn closes(ledger: &Ledger) -> bool {
    let sum = |units: fn(&crate::order::Units) -> Quantity| -> u64 {
        ledger.lines.iter().map(|line| u64::from(units(&line.units).units())).sum()
    };
    ledger.order.refunded >= ledger.order.paid
        && sum(|units| units.returned) >= sum(|units| units.bought)
}

/// What the audits have made of the order's `pay_status`; `None` while there was none, or everything has
/// come back: what the shop says stands.
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

/// The order's `status`.
#[must_use]
pub fn order_status<P: Policy<Status = AfterSaleStatus>>(order: &Order<P>) -> OrderStatus {
    OrderStatus::of(order.stage())
}

/// When the order was last audited: release 2.2.1 takes this for its `close_time`, whether the audit has
/// closed the order or not (D22).
#[must_use]
pub fn last_audit<P: Policy<Status = AfterSaleStatus>>(order: &Order<P>) -> Option<Timestamp> {
    let audits = order.cases().iter().filter_map(|case| case.last_entry_by(RefundSucceeded));
    audits.map(|audit| audit.at).max()
}
