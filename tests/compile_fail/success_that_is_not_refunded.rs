// error: the shop: rule R2 (report the refund as succeeded) leads to REFUSED, which is refused: a case whose refund has succeeded is refunded
//! A rule by which a refund has succeeded and the case is not refunded.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    rule("R2", REFUND_ONLY, &[Asked], RefundSucceeded, &[Platform], Refused, Documented),
    R3,
    R4,
    R5,
    R6,
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
