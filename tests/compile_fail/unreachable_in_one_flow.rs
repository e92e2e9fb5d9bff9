// error: the shop: status REFUSED cannot be reached in return and refund, where rule R6 starts from it
//! A status that belongs to two flows and can be reached in one (R5 holds in one only).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    rule("R5", REFUND_ONLY, &[Asked], Refuse, &[Merchant], Refused, Documented),
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
