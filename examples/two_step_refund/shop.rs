//! A shop of one's own with eight statuses, in which a refund takes two steps: the seller agrees, and finance pays.
//!
//! Finance acts as the *platform*, the actor that stands for whatever moves the money. So a seller who clicks twice
//! never pays, and finance cannot agree in the seller's place.

use std::time::Duration;

use aftersale::lifecycle::{
    ANY_FLOW, Action::*, Actor::*, Evidence::*, Flow, Lifecycle, Phase, Rule, Standing, rule,
    standing,
};
use aftersale::order::{Payer, Policy, Terms};
use aftersale::time::{days_long, hours_long};

use Status::*;

/// The statuses, as they stand in the shop's database. Their names and numbers are stored with every event, so they
/// stay what they are for ever.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum Status {
    Applied,
    Agreed,
    WithFinance,
    Paid,
    NotPaid,
    Refused,
    Withdrawn,
    Closed,
}

impl Status {
    pub(crate) const ALL: &'static [Self] =
        &[Applied, Agreed, WithFinance, Paid, NotPaid, Refused, Withdrawn, Closed];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Applied => "APPLIED",
            Agreed => "AGREED",
            WithFinance => "WITH_FINANCE",
            Paid => "PAID",
            NotPaid => "NOT_PAID",
            Refused => "REFUSED",
            Withdrawn => "WITHDRAWN",
            Closed => "CLOSED",
        }
    }
}

aftersale::impl_status!(Status);

/// The rules. Rows T5 and T8 start a refund, and say so; nothing else does.
#[rustfmt::skip]
pub(crate) const RULES: &[Rule<Status>] = &[
    rule("T1",  ANY_FLOW, &[],                 Apply,           &[Buyer],    Applied,     Documented),
    rule("T2",  ANY_FLOW, &[Applied],          AgreeToRefund,   &[Merchant], Agreed,      Documented),
    rule("T3",  ANY_FLOW, &[Applied, Agreed],  Refuse,          &[Merchant], Refused,     Documented),
    rule("T4",  ANY_FLOW, &[Applied, Refused], Cancel,          &[Buyer],    Withdrawn,   Documented),
    rule("T5",  ANY_FLOW, &[Agreed],           AgreeToRefund,   &[Platform], WithFinance, Documented)
        .starting_refund(),
    rule("T6",  ANY_FLOW, &[WithFinance],      RefundSucceeded, &[Platform], Paid,        Documented),
    rule("T7",  ANY_FLOW, &[WithFinance],      RefundFailed,    &[Platform], NotPaid,     Documented),
    rule("T8",  ANY_FLOW, &[NotPaid],          RetryRefund,     &[Platform], WithFinance, Documented)
        .starting_refund(),
    rule("T9",  ANY_FLOW, &[NotPaid],          Close,           &[Platform], Closed,      Documented),
    rule("T10", ANY_FLOW, &[Applied],          TimeRanOut,      &[Clock],    Refused,     Documented),
    rule("T11", ANY_FLOW, &[Agreed],           TimeRanOut,      &[Clock],    Applied,     Documented),
];

/// What each status means. With `Phase::Lapsed` for WITH_FINANCE this file would not compile: the claim would not be
/// held while the money is in flight.
pub(crate) const STANDINGS: &[Standing<Status>] = &[
    standing(Applied, ANY_FLOW, Phase::UnderReview),
    standing(Agreed, ANY_FLOW, Phase::UnderReview),
    standing(WithFinance, ANY_FLOW, Phase::Refunding),
    standing(Paid, ANY_FLOW, Phase::Refunded),
    standing(NotPaid, ANY_FLOW, Phase::RefundFailed),
    standing(Refused, ANY_FLOW, Phase::Refused),
    standing(Withdrawn, ANY_FLOW, Phase::Withdrawn),
    standing(Closed, ANY_FLOW, Phase::Closed),
];

aftersale::declare_lifecycle! {
    /// The shop's lifecycle.
    pub(crate) const LIFECYCLE: Lifecycle<Status> = {
        platform: "two-step shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}

/// The shop: its terms, and who pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TwoStepShop {
    terms: Terms,
}

impl TwoStepShop {
    /// A shop whose refunds this one pays.
    pub(crate) fn new(payer: Payer) -> Self {
        let mut terms = Terms::new(payer);
        terms.clocks.merchant_answers_refund = Some(days_long(3));
        terms.clocks.merchant_answers_return = Some(days_long(3));
        // There are no parcels to receive here: who agrees has seen the goods, or does without them.
        terms.limits.receipt = false;
        Self { terms }
    }
}

impl Policy for TwoStepShop {
    type Status = Status;

    const LIFECYCLE: Lifecycle<Status> = LIFECYCLE;

    fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Both APPLIED and AGREED mean *under review*; finance has one day where the seller has three.
    fn time_at_status(&self, _: Flow, status: Status) -> Option<Duration> {
        (status == Agreed).then_some(hours_long(24))
    }
}
