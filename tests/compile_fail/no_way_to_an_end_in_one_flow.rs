// error: the shop: from status REFUSED no final status can be reached in return and refund (rule R5 leads there)
//! An open status with a way to an end in one of its two flows only.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    rule("R6", ANY_FLOW, &[Asked], Cancel, &[Buyer], GivenUp, Documented),
    rule("R7", REFUND_ONLY, &[Refused], Cancel, &[Buyer], GivenUp, Documented),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
