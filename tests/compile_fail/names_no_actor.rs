// error: the shop: rule R7 (modify the application) names no actor
//! A rule that no actor can use.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] =
    &[R1, R2, R3, R4, R5, R6, rule("R7", ANY_FLOW, &[Refused], Modify, &[], Asked, Documented)];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
