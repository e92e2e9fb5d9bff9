// error: the shop: two statuses have the name PAID
//! Two statuses of one name.

use aftersale::lifecycle::{
    Action, Actor, Evidence, Phase, REFUND_ONLY, Rule, Standing, rule, standing,
};

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    Paid,
    Settled,
}

impl Status {
    pub const ALL: &'static [Self] = &[Self::Paid, Self::Settled];

    pub const fn name(self) -> &'static str {
        "PAID"
    }
}

aftersale::status!(Status);

const RULES: &[Rule<Status>] = &[rule(
    "R1",
    REFUND_ONLY,
    &[],
    Action::Apply,
    &[Actor::Buyer],
    Status::Paid,
    Evidence::Documented,
)];

const STANDINGS: &[Standing<Status>] = &[standing(Status::Paid, REFUND_ONLY, Phase::Refunded)];

aftersale::lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}
