// error: the shop: from status AWAITED no final status can be reached in return and refund (rule R3 leads there)
//! An open status from which every way leads back to it (R4 does not start from it).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    rule("R4", RETURN_REFUND, &[Asked], RefundSucceeded, &[Platform], Returned, Documented),
    R5,
    R6,
    rule("R7", RETURN_REFUND, &[Awaited], AmendShipment, &[Buyer], Awaited, Documented),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
