// error: the shop: rule R7 (apply) names no flow
//! A rule that holds in no flow.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] =
    &[R1, R2, R3, R4, R5, R6, rule("R7", &[], &[], Apply, &[Buyer], Asked, Documented)];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
