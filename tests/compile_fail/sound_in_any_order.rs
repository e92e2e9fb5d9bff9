//! Sound, so this one must compile: each rule stands before those that lead to it, and the way
//! through one flow is longer than the way through the other.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R6,
    rule("R4", RETURN_REFUND, &[Refused], RefundSucceeded, &[Platform], Returned, Documented),
    rule("R5", RETURN_REFUND, &[Awaited], Refuse, &[Merchant], Refused, Documented),
    rule("R5", REFUND_ONLY, &[Asked], Refuse, &[Merchant], Refused, Documented),
    R3,
    R2,
    R1,
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
