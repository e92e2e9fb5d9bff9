// error: two-step shop: rule T5 (agree to the refund) starts a refund and leaves the case at WITH_FINANCE, which is lapsed: the claim would not be held while the money is in flight
//! The table of `examples/two_step_refund` with one fault: the status at which finance has the case means that it
//! has lapsed. The order would tell the shop to issue a refund that it then does not list, and a second case could
//! claim the same unit.

pub use Status::*;
pub use aftersale::lifecycle::{
    ANY_FLOW, Action::*, Actor::*, Evidence::*, Lifecycle, Phase, Rule, Standing, rule, standing,
};

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
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
    pub const ALL: &'static [Self] =
        &[Applied, Agreed, WithFinance, Paid, NotPaid, Refused, Withdrawn, Closed];

    pub const fn name(self) -> &'static str {
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

#[rustfmt::skip]
const RULES: &[Rule<Status>] = &[
    rule("T1", ANY_FLOW, &[],                 Apply,           &[Buyer],    Applied,     Documented),
    rule("T2", ANY_FLOW, &[Applied],          AgreeToRefund,   &[Merchant], Agreed,      Documented),
    rule("T3", ANY_FLOW, &[Applied, Agreed],  Refuse,          &[Merchant], Refused,     Documented),
    rule("T4", ANY_FLOW, &[Applied, Refused], Cancel,          &[Buyer],    Withdrawn,   Documented),
    rule("T5", ANY_FLOW, &[Agreed],           AgreeToRefund,   &[Platform], WithFinance, Documented)
        .starting_refund(),
    rule("T6", ANY_FLOW, &[WithFinance],      RefundSucceeded, &[Platform], Paid,        Documented),
    rule("T7", ANY_FLOW, &[WithFinance],      RefundFailed,    &[Platform], NotPaid,     Documented),
    rule("T8", ANY_FLOW, &[NotPaid],          RetryRefund,     &[Platform], WithFinance, Documented)
        .starting_refund(),
    rule("T9", ANY_FLOW, &[NotPaid],          Close,           &[Platform], Closed,      Documented),
];

const STANDINGS: &[Standing<Status>] = &[
    standing(Applied, ANY_FLOW, Phase::UnderReview),
    standing(Agreed, ANY_FLOW, Phase::UnderReview),
    standing(WithFinance, ANY_FLOW, Phase::Lapsed),
    standing(Paid, ANY_FLOW, Phase::Refunded),
    standing(NotPaid, ANY_FLOW, Phase::RefundFailed),
    standing(Refused, ANY_FLOW, Phase::Refused),
    standing(Withdrawn, ANY_FLOW, Phase::Withdrawn),
    standing(Closed, ANY_FLOW, Phase::Closed),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "two-step shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}
