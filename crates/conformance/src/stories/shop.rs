//! The shop in which stories happen: a table with nothing but what the form has words for, so that a story is never
//! refused for a rule of one platform.
//!
//! A refund that has failed ends its case, which then holds nothing; news that it has succeeded after all are recorded
//! as always.

use aftersale::lifecycle::{
    ANY_FLOW, Action::*, Actor::*, Evidence::*, Lifecycle, Phase, REFUND_ONLY, RETURN_REFUND, Rule,
    Standing, rule, standing,
};
use aftersale::order::{Payer, Policy, SharedTerms, Terms};

use Status::*;

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) enum Status {
    Claimed,
    Paying,
    Paid,
    TurnedDown,
    NotPaid,
}

impl Status {
    const ALL: &'static [Self] = &[Claimed, Paying, Paid, TurnedDown, NotPaid];

    const fn name(self) -> &'static str {
        match self {
            Claimed => "CLAIMED",
            Paying => "PAYING",
            Paid => "PAID",
            TurnedDown => "TURNED_DOWN",
            NotPaid => "NOT_PAID",
        }
    }
}

aftersale::impl_status!(Status);

#[rustfmt::skip]
const RULES: &[Rule<Status>] = &[
    rule("S1", ANY_FLOW, &[],        Apply,           &[Buyer],    Claimed,    Documented),
    rule("S2", ANY_FLOW, &[Claimed], AgreeToRefund,   &[Merchant], Paying,     Documented)
        .starting_refund(),
    rule("S3", ANY_FLOW, &[Claimed], Refuse,          &[Merchant], TurnedDown, Documented),
    rule("S4", ANY_FLOW, &[Paying],  RefundSucceeded, &[Platform], Paid,       Documented),
    rule("S5", ANY_FLOW, &[Paying],  RefundFailed,    &[Platform], NotPaid,    Documented),
];

const STANDINGS: &[Standing<Status>] = &[
    standing(Claimed, REFUND_ONLY, Phase::UnderReview),
    standing(Claimed, RETURN_REFUND, Phase::WaitingForReceipt),
    standing(Paying, ANY_FLOW, Phase::Refunding),
    standing(Paid, ANY_FLOW, Phase::Refunded),
    standing(TurnedDown, ANY_FLOW, Phase::Closed),
    standing(NotPaid, ANY_FLOW, Phase::Closed),
];

aftersale::declare_lifecycle! {
    /// The lifecycle of a claim in a story.
    pub(super) const LIFECYCLE: Lifecycle<Status> = {
        platform: "refund stories",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}

/// The policy of that shop.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StoryShop {
    terms: SharedTerms,
}

impl Default for StoryShop {
    fn default() -> Self {
        const TERMS: &Terms = &Terms::new(Payer::Shop);
        Self { terms: SharedTerms::fixed(TERMS) }
    }
}

impl Policy for StoryShop {
    type Status = Status;

    const LIFECYCLE: Lifecycle<Status> = LIFECYCLE;

    fn terms(&self) -> &Terms {
        &self.terms
    }
}
