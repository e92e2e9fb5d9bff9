//! Orders as ShopXO itself handles them, defects included: for a shop that moves to this crate and must
//! go on answering as before, until it chooses [`HardenedShop`](super::HardenedShop).
//!
//! This crate's handling of refunds stays: an audit issues a refund under a key that never changes, and
//! only a reported success completes the case. So the races of ShopXO (D1 to D4) are not here. Its
//! arithmetic is, and with it D6 to D8, D10 and D16; `docs/shopxo.md` lists the invariants that this
//! breaks.

use super::arithmetic::{closes, last_audit, units_without_return};
use super::policy::{self, EXPRESS_NAME, EXPRESS_NUMBER, REFUSE_REASON};
use super::{AfterSaleStatus, LIFECYCLE, Offered, OrderFigures, Release, Shop};
use crate::lifecycle::{Actor, Lifecycle, Phase};
use crate::order::{
    Balance, Case, Ceiling, Claim, ClaimLine, LineId, Order, Policy, Returnable, Right,
    RightHolders, SharedTerms, Terms, TextLimit, Units,
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
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FaithfulShop {
    /// The release whose behaviour it has.
    pub release: Release,
    /// The terms.
    pub terms: SharedTerms,
}

impl FaithfulShop {
    /// Returns a shop with the settings of a new one.
    #[must_use]
    pub const fn new(release: Release) -> Self {
        Self { release, terms: SharedTerms::fixed(&TERMS) }
    }
}

/// The terms of [`FaithfulShop`], the same for both releases.
pub const TERMS: Terms = {
    let mut terms = policy::TERMS;
    // The checks that ShopXO does not make (D6, D8, D16).
    terms.limits.ceiling = Ceiling::Order;
    terms.limits.nothing = true;
    terms.limits.receipt = false;
    terms.limits.returnable = Returnable::Anything;
    terms.limits.address = TextLimit::NONE;
    // ShopXO measures these texts before it removes tabs and line ends, or before the database removes
    // the spaces at the end, so an empty one can be kept (D21). `Operation` measures the text as sent.
    terms.limits.refusal = TextLimit { least: 0, ..REFUSE_REASON };
    terms.limits.carrier = TextLimit { least: 0, ..EXPRESS_NAME };
    terms.limits.waybill = TextLimit { least: 0, ..EXPRESS_NUMBER };
    // The checks that ShopXO makes and the hardened shop does not need.
    terms.limits.lines = Some(1);
    terms.limits.deductions = false;
    terms.limits.hides = Phase::set(&[Phase::Refused, Phase::Withdrawn]);
    terms.limits.hidden_is_gone = true;
    terms.rights = RIGHTS;
    terms
};

/// The rights to actions that are not in the table: as elsewhere, except that only the shop deletes.
pub const RIGHTS: RightHolders = RightHolders::NONE
    .granting(Right::ReportOrder, &[Actor::Merchant, Actor::Platform])
    .granting(Right::ReportRefund, &[Actor::Platform])
    .granting(Right::ReportExternalRefund, &[Actor::Merchant, Actor::Platform])
    .granting(Right::DeclareFailed, &[Actor::Merchant, Actor::Platform])
    .granting(Right::PayAgain, &[Actor::Merchant])
    .granting(Right::WriteOff, &[Actor::Merchant, Actor::Platform])
    .granting(Right::Hide, &[Actor::Merchant])
    .granting(Right::Acknowledge, &[Actor::Merchant, Actor::Platform])
    .granting(Right::Adopt, &[Actor::Merchant, Actor::Platform]);

impl Policy for FaithfulShop {
    type Status = AfterSaleStatus;

    const LIFECYCLE: Lifecycle<AfterSaleStatus> = LIFECYCLE;

    fn name(&self) -> &'static str {
        match self.release {
            Release::V2_2_1 => "ShopXO 2.2.1, faithful",
            Release::V6_9_0 => "ShopXO 6.9.0, faithful",
        }
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn settle(
        &self,
        order: &Order<Self>,
        case: &Case<AfterSaleStatus>,
        claim: &Claim,
    ) -> Option<Claim> {
        settle(self.release, order, case, claim)
    }

    fn closes(&self, order: &Balance, units: impl Iterator<Item = Units>) -> bool {
        closes(order, units)
    }
}

/// Returns the claim of a case after an audit: the same claim, with the units that the audit counts as
/// returned.
pub fn settle<P: Policy<Status = AfterSaleStatus>>(
    release: Release,
    order: &Order<P>,
    case: &Case<AfterSaleStatus>,
    claim: &Claim,
) -> Option<Claim> {
    let settled = |line: &ClaimLine| {
        let units = units_without_return(release, order, case, line).unwrap_or(line.units);
        ClaimLine { units, ..line.clone() }
    };
    let lines = claim.lines.iter().map(settled).collect();
    let settled = Claim { lines, ..claim.clone() };
    (settled != *claim).then_some(settled)
}

/// Returns the order's `close_time`, as a release computes it.
pub fn close_time<P: Policy<Status = AfterSaleStatus>>(
    release: Release,
    order: &Order<P>,
) -> Option<Timestamp> {
    match release {
        Release::V2_2_1 => last_audit(order),
        // Every later audit finds again that everything has gone back.
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
