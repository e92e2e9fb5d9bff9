//! WeChat's terms: its clocks, its limits, and that the platform pays.
//!
//! For the mini-shop the platform publishes none of these. What it publishes for its other shops is
//! taken in their place, and `docs/wechat.md` says of each figure where it comes from. Durations are
//! data: WeChat changes them, at the Spring Festival for instance, without saying so.

use super::{AfterSaleStatus, LIFECYCLE};
use crate::lifecycle::Lifecycle;
use crate::order::{
    AmountChange, AmountChangeRules, Check, Clocks, Limits, Payer, Policy, Terms, TextLimit, Window,
};
use crate::time::{days_long, hours_long};
use core::time::Duration;

/// An order whose cases WeChat owns: WeChat moves them, and WeChat pays.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WeChat {
    /// Its terms.
    pub terms: Terms,
}

impl Default for WeChat {
    fn default() -> Self {
        Self { terms: TERMS }
    }
}

impl Policy for WeChat {
    type Status = AfterSaleStatus;

    const LIFECYCLE: Lifecycle<AfterSaleStatus> = LIFECYCLE;

    fn terms(&self) -> &Terms {
        &self.terms
    }
}

/// The clocks that WeChat documents for the custom trade component. How long the merchant has to pay
/// offline is documented nowhere.
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
    limits.applications = Some(5);
    limits.again_after_refund = false;
    limits.refused_case_bars = true;
    limits.change = AmountChangeRules {
        refund_only: AmountChange::Fixed,
        return_refund: AmountChange::OnlyDown,
    };
    limits.part_of_the_goods = false;
    limits.between_refunds = Some(Duration::from_secs(60));
    limits.address = TextLimit::SOMETHING;
    limits
};

/// WeChat's terms.
pub const TERMS: Terms = {
    let mut terms = Terms::new(Payer::Platform);
    terms.clocks = CLOCKS;
    terms.limits = LIMITS;
    terms.checks = CHECKS;
    terms
};

/// WeChat does not say in which order it checks. Here the most basic comes first: what the command is,
/// what it names and who may, then where the case stands, then how much.
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
