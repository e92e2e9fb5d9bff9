// error: the shop: rule R7 (waive the return) leads to PAID, which is the success of a flow other than return and refund
//! A return that ends with the success of a refund-only case.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", RETURN_REFUND, &[Awaited], WaiveReturn, &[Merchant], Paid, Documented),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
