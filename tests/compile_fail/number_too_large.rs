// error: a status must be numbered from 0 to 126
//! A status with a number that the look-up has no room for.

use aftersale::lifecycle::{
    Action, Actor, Evidence, Phase, REFUND_ONLY, Rule, Standing, rule, standing,
};

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    Paid = 127,
}

impl Status {
    pub const ALL: &'static [Self] = &[Self::Paid];

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
