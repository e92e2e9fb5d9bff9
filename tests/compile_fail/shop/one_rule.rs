//! A table of one rule, for the cases that are about the statuses themselves and declare their own.

use super::Status;
use aftersale::lifecycle::{
    Action, Actor, Evidence, Phase, REFUND_ONLY, Rule, Standing, rule, standing,
};

const RULES: &[Rule<Status>] = &[rule(
    "R1",
    REFUND_ONLY,
    &[],
    Action::Apply,
    &[Actor::Buyer],
    Status::Paid,
    Evidence::Documented,
)];

const STANDINGS: &[Standing<Status>] = &[standing(Status::Paid, REFUND_ONLY, Phase::Closed)];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}
