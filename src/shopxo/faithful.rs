//! Orders as ShopXO itself has them, defects included: for a shop that changes to this crate and must
//! go on answering as before, until it chooses to be [`HardenedShop`](super::HardenedShop).
//!
//! What this crate does about payments stays: an audit pays under a key that never changes, and only a
//! reported success completes the case. So the races of ShopXO (D1 to D4) are not here. Its arithmetic
//! is, and with it D6 to D8, D10 and D16; `docs/shopxo.md` lists which invariants that breaks.

use super::arithmetic::{closes, last_audit, units_without_return};
use super::policy::{self, EXPRESS_NAME, EXPRESS_NUMBER, REFUSE_REASON};
use super::{AfterSaleStatus, LIFECYCLE, Offered, OrderFigures, Release, Shop};
use crate::lifecycle::{Actor, Lifecycle, Phase};
use crate::order::{
    Case, Ceiling, Claim, ClaimLine, Ledger, LineId, Order, Policy, Returnable, Right, Terms,
    TextLimit,
};
use crate::time::Timestamp;

/// A shop that answers as a release of ShopXO does.
///
/// ```
/// use aftersale::shopxo::policy::LaunchDays;
/// use aftersale::shopxo::{FaithfulShop, Release};
///
/// let mut shop = FaithfulShop::new(Release::V6_9_0);
/// shop.terms.limits.window = LaunchDays(7).window();
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FaithfulShop {
    /// As which release.
    pub release: Release,
    /// Its terms.
    pub terms: Terms,
}

impl FaithfulShop {
    /// A shop with the settings of a new one.
    #[must_use]
    pub const fn new(release: Release) -> Self {
        Self { release, terms: TERMS }
    }
}

/// The terms of [`FaithfulShop`], the same for both releases.
pub const TERMS: Terms = {
    let mut terms = policy::TERMS;
    // What ShopXO does not look at (D6, D8, D16).
    terms.limits.ceiling = Ceiling::Order;
    terms.limits.nothing = true;
    terms.limits.receipt = false;
    terms.limits.returnable = Returnable::Anything;
    terms.limits.address = TextLimit::NONE;
    // It measures these before it takes tabs and line ends out, or the database the spaces at the end,
    // so an empty one can be kept (D21). What was sent is measured by `Operation`.
    terms.limits.refusal = TextLimit { least: 0, ..REFUSE_REASON };
    terms.limits.carrier = TextLimit { least: 0, ..EXPRESS_NAME };
    terms.limits.waybill = TextLimit { least: 0, ..EXPRESS_NUMBER };
    // What it does look at, and the hardened shop need not.
    terms.limits.lines = Some(1);
    terms.limits.hides = &[Phase::Refused, Phase::Withdrawn];
    terms.limits.hidden_is_gone = true;
    terms.rights = RIGHTS;
    terms
};

/// Who may do what is not in the table: as elsewhere, but only the shop deletes.
pub const RIGHTS: &[(Right, &[Actor])] = &[
    (Right::ReportOrder, &[Actor::Merchant, Actor::Platform]),
    (Right::ReportRefund, &[Actor::Platform]),
    (Right::ReportExternalRefund, &[Actor::Merchant, Actor::Platform]),
    (Right::DeclareFailed, &[Actor::Merchant, Actor::Platform]),
    (Right::PayAgain, &[Actor::Merchant]),
    (Right::WriteOff, &[Actor::Merchant, Actor::Platform]),
    (Right::Hide, &[Actor::Merchant]),
    (Right::Acknowledge, &[Actor::Merchant, Actor::Platform]),
    (Right::Adopt, &[Actor::Merchant, Actor::Platform]),
];

impl Policy for FaithfulShop {
    type Status = AfterSaleStatus;

    const LIFECYCLE: Lifecycle<AfterSaleStatus> = LIFECYCLE;

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn settle(&self, order: &Order<Self>, case: &Case<AfterSaleStatus>) -> Option<Claim> {
        settle(self.release, order, case)
    }

    fn closes(&self, ledger: &Ledger) -> bool {
        closes(ledger)
    }
}

/// What an audit makes of a case: the same claim, with the units that it takes for returned.
pub fn settle<P: Policy<Status = AfterSaleStatus>>(
    release: Release,
    order: &Order<P>,
    case: &Case<AfterSaleStatus>,
) -> Option<Claim> {
    let settled = |line: &ClaimLine| {
        let units = units_without_return(release, order, case, line).unwrap_or(line.units);
        ClaimLine { units, ..line.clone() }
    };
    let lines = case.claim.lines.iter().map(settled).collect();
    let claim = Claim { lines, shipping: case.claim.shipping };
    (claim != case.claim).then_some(claim)
}

/// The order's `close_time`, as a release has it.
pub fn close_time<P: Policy<Status = AfterSaleStatus>>(
    release: Release,
    order: &Order<P>,
) -> Option<Timestamp> {
    match release {
        Release::V2_2_1 => last_audit(order),
        // Whatever was audited afterwards has found everything gone again.
        Release::V6_9_0 => order.closed().map(|closed| last_audit(order).unwrap_or(closed)),
    }
}

impl Shop for FaithfulShop {
    fn release(&self) -> Release {
        self.release
    }

    fn offered(order: &Order<Self>, line: &LineId) -> Offered {
        OrderFigures::of(order).returned_data(order.policy().release, line)
    }

    fn close_time(order: &Order<Self>) -> Option<Timestamp> {
        close_time(order.policy().release, order)
    }
}
