//! WeChat's terms: its deadlines, its limits, and that the platform pays.
//!
//! For the mini-shop the platform publishes none of these. The terms that it publishes for its other
//! shops are used instead, and `docs/wechat.md` gives the source of each figure. Durations are data:
//! WeChat changes them, at the Spring Festival for instance, without notice.

use super::{AfterSaleStatus, LIFECYCLE};
use crate::lifecycle::Lifecycle;
use crate::order::{
    AmountChange, AmountChangeRules, Check, CheckOrder, Clocks, Limits, Payer, Policy, SharedTerms,
    Terms, TextLimit, Window,
};
use crate::time::{days_long, hours_long};
use core::time::Duration;

/// The policy of orders whose cases WeChat owns: WeChat changes their statuses, and WeChat pays.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WeChat {
    /// The terms.
    pub terms: SharedTerms,
}

impl Default for WeChat {
    fn default() -> Self {
        Self { terms: SharedTerms::fixed(&TERMS) }
    }
}

impl Policy for WeChat {
    type Status = AfterSaleStatus;

    const LIFECYCLE: Lifecycle<AfterSaleStatus> = LIFECYCLE;

    fn terms(&self) -> &Terms {
        &self.terms
    }
}

/// The clocks that WeChat documents for the custom trade component. The time that the merchant has to
/// pay offline is not documented.
pub const CLOCKS: Clocks = {
    let mut clocks = Clocks::NONE;
    clocks.merchant_answers_refund = Some(hours_long(48));
    clocks.merchant_answers_return = Some(hours_long(48));
    clocks.buyer_ships = Some(days_long(7));
    clocks.merchant_receives = Some(days_long(10));
    clocks.buyer_answers_refusal = Some(days_long(7));
    clocks
};

/// The clocks of the mini-shop as its users report them, where they differ from [`CLOCKS`]: the
/// merchant has 72 hours to answer.
pub const REPORTED_MINI_SHOP_CLOCKS: Clocks = {
    let mut clocks = CLOCKS;
    clocks.merchant_answers_refund = Some(hours_long(72));
    clocks.merchant_answers_return = Some(hours_long(72));
    clocks
};

/// WeChat's limits.
pub const LIMITS: Limits = {
    let mut limits = Limits::NONE;
    limits.window = Window::AfterReceipt(days_long(7));
    limits.lines = Some(1);
    // A case is about one SKU.
    limits.line_required = true;
    limits.applications = Some(5);
    limits.again_after_refund = false;
    limits.refused_case_bars = true;
    limits.change = AmountChangeRules {
        refund_only: AmountChange::Fixed,
        return_refund: AmountChange::OnlyDown,
    };
    limits.part_of_the_goods = false;
    limits.deductions = false;
    limits.between_refunds = Some(Duration::from_secs(60));
    limits.address = TextLimit::SOMETHING;
    limits
};

/// WeChat's terms.
pub const TERMS: Terms = {
    let mut terms = Terms::new(Payer::Platform);
    terms.clocks = CLOCKS;
    terms.limits = LIMITS;
    terms.checks = CheckOrder::of(CHECKS);
    terms
};

/// The order of the checks. WeChat does not publish one. Here the most basic check comes first: the
/// form of the command, the names in it and the rights, then the position of the case, then the
/// amounts.
pub const CHECKS: &[Check] = &[
    Check::Command,
    Check::Names,
    Check::Lines,
    Check::Rights,
    Check::Time,
    Check::Version,
    Check::Offer,
    Check::Status,
    Check::Refund,
    Check::Goods,
    Check::Window,
    Check::OtherCase,
    Check::Amount,
    Check::Units,
    Check::Applications,
    Check::Address,
];
