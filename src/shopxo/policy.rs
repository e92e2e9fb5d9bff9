//! ShopXO's limits: the days after receipt in which a case can be opened, and the lengths of texts. And
//! [`HardenedShop`]: a shop that keeps them and ShopXO's statuses, with the ledger of this crate.

use super::{AfterSaleStatus, LIFECYCLE, Offered, Release, Shop};
use crate::lifecycle::Lifecycle;
use crate::order::{
    Check, CheckOrder, Limits, LineId, Order, Payer, Policy, Returnable, SharedTerms, Terms,
    TextLimit, Window,
};
use crate::quantity::{Quantity, SignedQuantity};
use crate::time::{SECONDS_A_DAY, Timestamp};
use core::time::Duration;

/// A shop with ShopXO's statuses, table and limits, which refunds at most once and never more than was
/// paid.
///
/// [`FaithfulShop`](super::FaithfulShop) answers as ShopXO itself does. `docs/shopxo.md` lists every
/// difference, and the defect or invariant that is the reason for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HardenedShop {
    /// The release whose texts and answers it has.
    pub release: Release,
    /// The terms.
    pub terms: SharedTerms,
}

impl Default for HardenedShop {
    fn default() -> Self {
        Self { release: Release::V6_9_0, terms: SharedTerms::fixed(&TERMS) }
    }
}

impl Policy for HardenedShop {
    type Status = AfterSaleStatus;

    const LIFECYCLE: Lifecycle<AfterSaleStatus> = LIFECYCLE;

    fn name(&self) -> &'static str {
        "ShopXO, hardened"
    }

    fn terms(&self) -> &Terms {
        &self.terms
    }
}

impl Shop for HardenedShop {
    fn release(&self) -> Release {
        self.release
    }

    /// Returns what can really be refunded: all units that are left, and their worth, as far as there
    /// is money left. Money that a buyer gave up by asking for less is not offered again (I7).
    fn offered(order: &Order<Self>, line: &LineId) -> Offered {
        let refundable = order.refundable();
        let Some(left) = refundable.lines.iter().find(|left| left.line == *line) else {
            return Offered::default();
        };
        let ledger = order.ledger();
        let worth = match left.units {
            Quantity::ZERO => None,
            units => ledger.line(line).and_then(|balance| balance.worth_of(units)),
        };
        Offered {
            quantity: SignedQuantity(left.units.units().into()),
            amount: worth.unwrap_or_default().min(left.amount),
        }
    }
}

/// The terms of [`HardenedShop`]: ShopXO's limits. No clock runs, since ShopXO's table has none.
pub const TERMS: Terms = {
    let mut limits = Limits::NONE;
    limits.window = LAUNCH_DAYS.window();
    limits.returnable = Returnable::ShippedGoods;
    limits.reason = REASON;
    limits.message = MESSAGE;
    limits.refusal = REFUSE_REASON;
    limits.carrier = EXPRESS_NAME;
    limits.waybill = EXPRESS_NUMBER;
    limits.evidence = Some(MOST_IMAGES);
    let mut terms = Terms::new(Payer::Shop);
    terms.limits = limits;
    terms.checks = CheckOrder::of(CHECKS);
    terms
};

/// The order of ShopXO's checks: texts, then the order, the window, other cases on the line, the
/// amount, the quantity, the pictures. Checks that ShopXO does not have come before or after; a missing
/// line is its last check.
pub const CHECKS: &[Check] = &[
    Check::Command,
    Check::Values,
    Check::Reason,
    Check::Message,
    Check::Carrier,
    Check::Waybill,
    Check::Refusal,
    Check::Names,
    Check::Rights,
    Check::Time,
    Check::Version,
    Check::Offer,
    Check::Window,
    Check::Goods,
    Check::Status,
    Check::Refund,
    Check::OtherCase,
    Check::Amount,
    Check::Units,
    Check::Evidence,
    Check::Lines,
];

/// The setting `home_order_aftersale_return_launch_day` of a new shop: 30 days.
pub const LAUNCH_DAYS: LaunchDays = LaunchDays(30);

/// The number of days after receipt in which a case can be opened. 0 or less: never.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LaunchDays(pub i64);

impl LaunchDays {
    /// Returns the same as a window of an order.
    #[must_use]
    pub const fn window(self) -> Window {
        if self.0 <= 0 {
            return Window::Never;
        }
        let seconds = self.0.unsigned_abs().saturating_mul(SECONDS_A_DAY.unsigned_abs());
        Window::AfterReceipt(Duration::from_secs(seconds))
    }
}

/// Returns whether a case can be opened now (`is_can_launch_aftersale`).
///
/// ShopXO looks only at the time of receipt, not even at whether the order is paid. An order that has
/// not been received is inside every window. The last second counts: received exactly 30 days ago is
/// inside, one second more is outside.
///
/// ```
/// use aftersale::shopxo::policy::{LAUNCH_DAYS, can_launch};
/// use aftersale::time::Timestamp;
///
/// let received = Timestamp::from_seconds(1_792_708_763);
/// let thirty_days_later = Timestamp::from_seconds(1_795_300_763);
/// assert!(can_launch(LAUNCH_DAYS, Some(received), thirty_days_later));
/// assert!(!can_launch(LAUNCH_DAYS, Some(received), Timestamp::from_seconds(1_795_300_764)));
/// assert!(can_launch(LAUNCH_DAYS, None, thirty_days_later));
/// ```
#[must_use]
pub fn can_launch(window: LaunchDays, received: Option<Timestamp>, now: Timestamp) -> bool {
    window.window().is_open(received.and_then(|time| time.or_unset()), now)
}

/// The length of the reason of an application. It may be empty.
pub const REASON: TextLimit = TextLimit { least: 0, most: 180 };
/// The length of the buyer's message. It may be empty.
pub const MESSAGE: TextLimit = TextLimit { least: 0, most: 200 };
/// The length of the shop's reason for a refusal. (The text of ShopXO 6.9.0 says "1 to 230", but the
/// check wants 2.)
pub const REFUSE_REASON: TextLimit = TextLimit { least: 2, most: 230 };
/// The length of the carrier's name.
pub const EXPRESS_NAME: TextLimit = TextLimit { least: 1, most: 60 };
/// The length of the waybill.
pub const EXPRESS_NUMBER: TextLimit = TextLimit { least: 1, most: 60 };
/// The most pictures that the buyer may attach.
pub const MOST_IMAGES: usize = 3;

/// Returns whether ShopXO accepts this text as a price: up to eight digits, then at most a point and
/// one or two more. One line break at the end passes, because its pattern ends with `$`.
///
/// ```
/// use aftersale::shopxo::policy::is_price;
/// assert!(is_price("99999999.99") && is_price("0") && is_price("007.5"));
/// assert!(!is_price("1.") && !is_price(".5") && !is_price("0.001") && !is_price("-1"));
/// ```
#[must_use]
pub fn is_price(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(whole, 8) && fraction.is_none_or(|fraction| digits(fraction, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_the_published_ones() {
        let limits = [REASON, MESSAGE, REFUSE_REASON, EXPRESS_NAME, EXPRESS_NUMBER];
        let limits = limits.map(|limit| (limit.least, limit.most));
        assert_eq!(limits, [(0, 180), (0, 200), (2, 230), (1, 60), (1, 60)]);
        assert_eq!((MOST_IMAGES, LAUNCH_DAYS), (3, LaunchDays(30)));
    }

    #[test]
    fn a_text_is_admitted_between_its_limits_and_not_beside_them() {
        for limit in [REASON, MESSAGE, REFUSE_REASON, EXPRESS_NAME, EXPRESS_NUMBER] {
            let text = |length: usize| "退".repeat(length);
            assert!(limit.admits(&text(limit.most)) && limit.admits(&text(limit.least)));
            assert!(!limit.admits(&text(limit.most + 1)));
            assert!(limit.least == 0 || !limit.admits(&text(limit.least - 1)));
        }
    }

    #[test]
    fn a_window_of_no_days_is_never_open_and_an_endless_one_always() {
        let now = Timestamp::from_seconds(1_795_300_763);
        let received = Some(Timestamp::from_seconds(1));
        assert!(!can_launch(LaunchDays(0), None, now));
        assert!(!can_launch(LaunchDays(-1), received, now));
        assert!(can_launch(LaunchDays(i64::MAX), received, now));
        assert!(!can_launch(LAUNCH_DAYS, received, now));
        assert!(
            can_launch(LAUNCH_DAYS, Some(Timestamp::from_seconds(0)), now),
            "0 is not received"
        );
    }
}
