//! The limits of a gateway: how many refunds of one payment, until when, how far apart, and whether parts are possible.

use alloc::vec::Vec;
use core::time::Duration;

use crate::money::Amount;
use crate::time::Timestamp;
use crate::words::terms;

terms! {
    /// Whether a part of a payment can be refunded.
    pub enum PartialRefunds {
        /// Always.
        Possible, "possible", "可以";
        /// Depending on the payment: the limits' note says on what.
        Dependent, "depends on the payment", "视支付情况而定";
    }
}

/// The limits of a gateway. `None` is no limit that is published, which is not to say that there is none.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct RefundLimits {
    /// The highest number of refunds of one payment.
    pub most_refunds: Option<u32>,
    /// How long after a payment it can be refunded.
    pub payment_age: Option<Duration>,
    /// The shortest time between two refunds of one payment.
    pub interval: Option<Duration>,
    /// The least amount, in the smallest units of the gateway.
    pub least: Amount,
    /// Whether parts are possible.
    pub partial: PartialRefunds,
    /// What else there is to say.
    pub note: &'static str,
    /// Where the limits are from.
    pub source: &'static str,
}

/// What is known of the refunds of a payment before a new one.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct PreviousRefunds {
    /// The number of refunds that were sent.
    pub count: u32,
    /// The time of the payment, if it is known.
    pub paid: Option<Timestamp>,
    /// The time at which the last refund was sent, if there was one.
    pub last: Option<Timestamp>,
}

/// A limit that a refund would break.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitFault {
    /// The payment has had as many refunds as the gateway permits.
    #[error("the payment has had {count} refunds, and the gateway permits {most}")]
    TooMany {
        /// The number of refunds so far.
        count: u32,
        /// The highest number.
        most: u32,
    },
    /// The payment is too old.
    #[error("the gateway refunded this payment until {until}")]
    TooOld {
        /// The last time at which the payment could be refunded.
        until: Timestamp,
    },
    /// The last refund is too recent. Wait.
    #[error("the gateway takes the next refund of this payment from {from} on")]
    TooSoon {
        /// The first time at which the gateway takes one.
        from: Timestamp,
    },
    /// The amount is too small.
    #[error("the amount is {amount} of the smallest units, and the gateway pays {least} at least")]
    TooSmall {
        /// The amount in the smallest units.
        amount: i64,
        /// The least amount in the smallest units.
        least: i64,
    },
}

impl RefundLimits {
    /// No limit is published.
    pub const NONE_PUBLISHED: Self = Self {
        most_refunds: None,
        payment_age: None,
        interval: None,
        least: Amount::from_minor(1),
        partial: PartialRefunds::Possible,
        note: "none published",
        source: "",
    };

    /// Returns limits of which only this note and their source are known.
    #[must_use]
    pub const fn noted(note: &'static str, source: &'static str) -> Self {
        Self { note, source, ..Self::NONE_PUBLISHED }
    }

    /// Returns the limits with this highest number of refunds of one payment.
    #[must_use]
    pub const fn at_most(mut self, refunds: u32) -> Self {
        self.most_refunds = Some(refunds);
        self
    }

    /// Returns the limits with this age at which a payment can no longer be refunded.
    #[must_use]
    pub const fn until(mut self, payment_age: Duration) -> Self {
        self.payment_age = Some(payment_age);
        self
    }

    /// Returns the limits with this shortest time between two refunds of one payment.
    #[must_use]
    pub const fn apart(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Returns the limits of a gateway at which a part can be refunded depending on the payment.
    #[must_use]
    pub const fn parts_depend(mut self) -> Self {
        self.partial = PartialRefunds::Dependent;
        self
    }

    /// Returns every limit that a refund of this amount, in the gateway's smallest units, would break now.
    ///
    /// ```
    /// use aftersale::gateway::{LimitFault, PreviousRefunds, WECHAT_PAY_V3};
    /// use aftersale::money::Amount;
    /// use aftersale::time::Timestamp;
    /// let now = Timestamp::from_seconds(1_795_300_763);
    /// let before = PreviousRefunds { count: 50, paid: None, last: now.plus_seconds(-20) };
    /// let faults = WECHAT_PAY_V3.limits.faults(Amount::from_minor(1), &before, now);
    /// assert_eq!(faults, [
    ///     LimitFault::TooMany { count: 50, most: 50 },
    ///     LimitFault::TooSoon { from: now.plus_seconds(40).unwrap() },
    /// ]);
    /// ```
    #[must_use]
    pub fn faults(
        &self,
        amount: Amount,
        before: &PreviousRefunds,
        now: Timestamp,
    ) -> Vec<LimitFault> {
        let mut faults = Vec::new();
        if let Some(most) = self.most_refunds.filter(|most| before.count >= *most) {
            faults.push(LimitFault::TooMany { count: before.count, most });
        }
        let until = self.payment_age.and_then(|age| before.paid?.checked_add(age));
        if let Some(until) = until.filter(|until| now > *until) {
            faults.push(LimitFault::TooOld { until });
        }
        let from = self.interval.and_then(|interval| before.last?.checked_add(interval));
        if let Some(from) = from.filter(|from| now < *from) {
            faults.push(LimitFault::TooSoon { from });
        }
        if amount < self.least {
            let (amount, least) = (amount.minor(), self.least.minor());
            faults.push(LimitFault::TooSmall { amount, least });
        }
        faults
    }
}
