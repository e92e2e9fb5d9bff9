// error: the shop: rule R7 (report the refund as failed) starts a refund and reports how one ended
//! A report of a failure cannot start the next refund: what is paid again is a decision of its own.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", ANY_FLOW, &[Asked], RefundFailed, &[Platform], Asked, Documented).starting_refund(),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
